"""Who of the list was elected: written down once the vote is over, so that the terms of each dossier are right (T2)."""

from datetime import date

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.forms import CrispyForm
from candidates.models import Candidacy, Outcome
from parties.access import Permission, can
from parties.calendar import today_in
from parties.guards import member_page
from parties.models import Round
from parties.safekeeping.audit import record
from screening.committee.candidate_list import STANDING
from screening.committee.list_views import list_round
from screening.committee.todo import Todo

TOLD = (Outcome.ELECTED, Outcome.NOT_ELECTED)


def voted(round: Round, today: date) -> bool:
    return today > round.election.vote_day


def on_the_list(round: Round) -> list[Candidacy]:
    rows = Candidacy.objects.filter(round=round, stage__in=STANDING, list_place__isnull=False, erased_at__isnull=True)
    return list(rows.filter(t0_at__isnull=True).order_by("list_place"))


def tell_elected(round: Round, elected: set[str], *, actor) -> None:
    """Write down who of the list was elected, by code. It may be put right until the new term begins.

    For who was not elected T2 is now; for the others it is the day of admission, from the calendar (law.md section 7).
    """
    now = timezone.now()
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round.pk)
        for one in on_the_list(round):
            outcome = Outcome.ELECTED if one.code in elected else Outcome.NOT_ELECTED
            if one.outcome == outcome:
                continue
            one.outcome = outcome
            over = outcome == Outcome.NOT_ELECTED
            one.t2_at, one.t2_by = (now, actor.ref) if over else (None, "")
            one.save(update_fields=["outcome", "t2_at", "t2_by"])
            record("list.elected", actor=actor, party=one.party, chain=one.chain, about=one.code,
                   codes={"elected": not over})  # fmt: skip


def todos(actor, round, today: date) -> list[Todo]:
    """After the vote: one task until everybody on the list has an outcome, or the term begins."""
    if not voted(round, today) or today >= round.election.term_start or not can(actor, Permission.INVITE, round):
        return []
    if all(one.outcome in TOLD for one in on_the_list(round)):
        return []
    return [
        Todo(round.election.term_start, _("Schrijf op wie er gekozen is"),
             _("Dan kloppen de bewaartermijnen, en staat de agenda klaar voor wie begint."),
             reverse("screening:elected", args=[actor.party.code, round.code]), _("Vul in"))
    ]  # fmt: skip


class ElectedForm(CrispyForm):
    """A tick for who was elected; nobody is an answer too."""

    elected = forms.MultipleChoiceField(label="", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["elected"]
        field.label = _("Wie is er gekozen?")
        field.choices = [(one.code, f"{one.list_place}. {one.name}") for one in people]
        field.hide_optional = True
        field.initial = [one.code for one in people if one.outcome == Outcome.ELECTED]


@member_page
@require_http_methods(["GET", "POST"])
def elected(request, code):
    """After the vote, and until the new members begin."""
    round = list_round(request.actor, code)
    today, people = today_in(round.body, timezone.now()), on_the_list(round)
    open_now = voted(round, today) and today < round.election.term_start
    form = ElectedForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST":
        if not open_now:
            raise Http404
        if form.is_valid():
            tell_elected(round, set(form.cleaned_data["elected"]), actor=request.actor)
            messages.success(request, _("Bewaard."))
            return redirect("screening:elected", request.actor.party.code, code)
    context = {"round": round, "people": people, "form": form, "open": open_now, "voted": voted(round, today)}
    return render(request, "screening/elected.html", context)
