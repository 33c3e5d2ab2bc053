"""The yearly look at the agenda, its calendar file and its print: for the person, and for the group chair."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from candidates.access import found
from candidates.guards import candidate_page
from candidates.models import Stage
from parties.access import Permission, can
from parties.guards import member_page
from parties.safekeeping.audit import record
from reports.papers.agenda import agenda_of
from reports.papers.agenda_files import agenda_page, calendar_of_agenda
from reports.papers.forms import RefreshForm
from reports.papers.refreshing import GONE, confirm_refresh, open_refresh, points_to_check
from reports.refusals import NotNow
from reports.views.papers_agenda import rounds_with_agenda
from reports.views.papers_declaration import attachment


def _person(actor, code: str):
    """Somebody in the group, for its chair: agenda and agreements only. Raises Http404."""
    candidacy = found(code)
    here = candidacy.stage == Stage.COMPLETED and candidacy.outcome not in GONE and not candidacy.erased_at
    if not here or not can(actor, Permission.READ_AGENDA, candidacy.round):
        raise Http404
    return candidacy


def _refreshed(request, candidacy, template: str, back):
    """Show this year's look or note it; `back` is where it ends. A second click finds it done."""
    if open_refresh(candidacy) is None:
        return back
    form = RefreshForm(request.POST or None, candidacy=candidacy, items=points_to_check(candidacy))
    if request.method == "POST" and form.is_valid():
        try:
            confirm_refresh(candidacy, form.answers(), actor=request.actor, not_bsn=form.cleaned_data["not_bsn"])
            return back
        except NotNow as trouble:
            form.refuse(trouble)
    return render(request, template, {"candidacy": candidacy, "form": form, "refresh": open_refresh(candidacy)})


@candidate_page
@require_http_methods(["GET", "POST"])
def my_refresh(request, candidacy):
    return _refreshed(request, candidacy, "reports/my_refresh.html", redirect("reports:my_agenda"))


@member_page
@require_http_methods(["GET", "POST"])
def refresh(request, code):
    there = redirect("reports:agenda", request.actor.party.code)
    return _refreshed(request, _person(request.actor, code), "reports/refresh.html", there)


@candidate_page
@require_GET
def my_agenda_ics(request, candidacy):
    return _calendar(agenda_of(candidacy))


@member_page
@require_GET
def agenda_ics(request):
    """Every date of the group once; whose it is, only the page says."""
    people = [one for _round, people in rounds_with_agenda(request.actor) for one in people]
    items = {(item.point, item.due_on, item.owner_role, item.candidacy_id if item.owner_role == "lid" else None): item
             for one in people for item in agenda_of(one)}  # fmt: skip
    return _calendar(list(items.values()))


def _calendar(items) -> HttpResponse:
    response = HttpResponse(calendar_of_agenda(items), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="agenda.ics"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@candidate_page
@require_GET
def my_agenda_pdf(request, candidacy):
    return _printed(request, candidacy)


@member_page
@require_GET
def agenda_pdf(request, code):
    return _printed(request, _person(request.actor, code))


def _printed(request, candidacy) -> HttpResponse:
    """Agenda and agreements on paper; printing is an event (decision 5)."""
    from reports.pdf_child import render_in_child

    if not agenda_of(candidacy):
        raise Http404
    with transaction.atomic():
        record(
            "agenda.printed", actor=request.actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code
        )
    _html, pdf = render_in_child("reports/pdf/agenda.html", agenda_page(candidacy), language=get_language()[:2],
                                 title=_("Integriteitsagenda"))  # fmt: skip
    return attachment(pdf, f"agenda-{candidacy.code}.pdf")
