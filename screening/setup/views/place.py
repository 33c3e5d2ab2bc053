"""Where the party takes part: body, election and dates."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from parties.calendar import proposed_marks, today_in
from parties.models import Election, PublicBody
from parties.places import MOST_HITS, elections_for, search_bodies
from parties.rounds import Fixed, Stale, change_round
from screening.setup.dates import OpenRoundForm, RoundDatesForm, date_advice
from screening.setup.forms import BodySearchForm
from screening.setup.guards import setup_page
from screening.setup.opening import replace_round, round_before, start_round
from screening.setup.views.details import onward


@setup_page
@require_GET
def choose_body(request, round):
    """Search in all bodies; a plain GET, so that it can be bookmarked and works without scripts."""
    form = BodySearchForm(request.GET or None)
    words = form.cleaned_data["zoek"] if form.is_bound and form.is_valid() else ""
    hits = search_bodies(words, fictional=request.actor.party.rehearsal)
    context = {"form": form, "words": words, "hits": hits, "round": round, "more": len(hits) == MOST_HITS}
    return render(request, "screening/setup_body.html", context)


def _wanted(request) -> tuple[PublicBody, Election, list[Election], date]:
    """The body and election named in the address. Raises Http404."""
    kind, _colon, name = request.GET.get("orgaan", "").partition(":")
    body = PublicBody.objects.filter(kind=kind, name=name).first()
    if body is None or (body.fictional and not request.actor.party.rehearsal):
        raise Http404
    today = today_in(body, timezone.now())
    elections = elections_for(body, today)
    chosen = request.GET.get("verkiezing", "")
    election = next((one for one in elections if one.nomination_day.isoformat() == chosen), elections[0])
    return body, election, elections, today


@setup_page
@require_http_methods(["GET", "POST"])
def open_or_move(request, round):
    """The next election with proposed dates; opens the round, or moves one that nobody knows of yet."""
    body, election, elections, today = _wanted(request)
    marks = proposed_marks(election.nomination_day, today)
    proposed = {name: getattr(marks, name) for name in ("submit_by", "interviews_until", "list_on")}
    form = OpenRoundForm(request.POST or None, election=election, today=today, initial=proposed)
    if request.method == "POST" and form.is_valid():
        place = {"body": body, "election": election, "dates": form.cleaned_data}
        try:
            if round is None:
                fresh = start_round(request.actor.party, actor=request.actor, **place)
                if round_before(fresh):
                    messages.info(
                        request, _("Jullie keuzes van de vorige ronde staan er al. Kijk ze na; mensen gaan niet mee.")
                    )
                return onward(request, fresh)
            return onward(request, replace_round(round, actor=request.actor, **place))
        except Fixed:
            form.add_error(
                None,
                _("Deze ronde is al openbaar of er doet al iemand mee. Orgaan en verkiezing blijven zoals ze zijn."),
            )
    context = {"form": form, "body": body, "election": election, "elections": elections, "round": round, "marks": marks}
    return render(request, "screening/setup_open.html", context)


@setup_page
@require_http_methods(["GET", "POST"])
def dates(request, round):
    """The party's own dates and terms."""
    form = RoundDatesForm(request.POST or None, instance=round, today=today_in(round.body, timezone.now()))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            fresh = change_round(round, form.values(), actor=request.actor, seen=form.cleaned_data["seen"])
            messages.success(request, _("Bewaard."))
            for remark in date_advice(fresh):
                messages.warning(request, remark)
            return redirect("screening:setup_round", request.actor.party.code, round.code)
        except Stale as stale:
            form.show_current(stale.current)
            status = 409
    context = {"form": form, "round": round, "advice": date_advice(round), "fixed": round.procedure_versions.exists()}
    return render(request, "screening/setup_election.html", context, status=status)
