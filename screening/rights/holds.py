"""Waiting with erasure: who is responsible, why, and a new look each three months (law.md R-30)."""

from datetime import date, timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.holds import HoldRefused, end_hold, holds_of, keep_hold, set_hold
from candidates.models import Hold
from reports.guards import committee_page
from screening.committee.todo import Todo
from screening.rights.cases import candidate_for, people_for
from screening.rights.forms import HoldForm

LOOK_AHEAD = timedelta(days=14)


@committee_page
@require_http_methods(["GET", "POST"])
def hold(request, code):
    """One hold at a time; ending it lets the night do what was due."""
    candidacy = candidate_for(request.actor, code)
    holds = holds_of(candidacy)
    standing = next((one for one in holds if one.ended_at is None), None)
    setting = request.method == "POST" and request.POST.get("do") == "set"
    form = HoldForm(request.POST if setting else None, initial={"named_person": request.actor.name})
    if request.method == "POST" and _done(request, candidacy, standing, form, setting):
        return redirect("screening:hold", request.actor.party.code, code)
    context = {
        "candidacy": candidacy,
        "standing": standing,
        "over": [one for one in holds if one.ended_at],
        "form": form,
    }
    return render(request, "screening/rights_hold.html", context)


def _done(request, candidacy, standing, form, setting: bool) -> bool:
    if setting:
        if not form.is_valid():
            return False
        try:
            set_hold(candidacy, actor=request.actor, **form.cleaned_data)
        except HoldRefused as refused:
            for one in refused.missing:
                form.add_error(None, str(one.text))
            return False
        messages.success(request, _("Het wissen wacht. De kandidaat krijgt bericht."))
    elif standing and request.POST.get("do") == "keep":
        keep_hold(standing, actor=request.actor)
        messages.success(request, _("Het wissen wacht nog drie maanden."))
    elif standing and request.POST.get("do") == "end":
        end_hold(standing, actor=request.actor)
        messages.success(request, _("Het wissen gaat weer door. De kandidaat krijgt bericht."))
    return True


def todos(actor, round, today: date) -> list[Todo]:
    """A hold that must be looked at again within two weeks."""
    rows = Hold.objects.select_related("candidacy").filter(
        candidacy__in=people_for(actor, round), ended_at__isnull=True, review_on__lte=today + LOOK_AHEAD
    )
    return [
        Todo(
            one.review_on,
            _("Kijk opnieuw of het wissen bij %(name)s moet wachten") % {"name": one.candidacy.name},
            _("Uiterlijk %(day)s. Dat doe je elke drie maanden.") % {"day": date_format(one.review_on, "j F")},
            reverse("screening:hold", args=[actor.party.code, one.candidacy.code]),
            _("Bekijk"),
        )
        for one in rows
    ]
