"""The integrity agenda: for the person it is about, and for the group chair. Measures and points, nothing else."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from candidates.guards import candidate_page
from candidates.models import Candidacy, Stage
from candidates.workflow import NotAllowed
from parties.access import Permission, can
from parties.guards import member_page
from parties.models import Round
from reports.models import AgendaItem, AgendaRefresh
from reports.papers.agenda import agenda_of, is_shared, mark_item, may_mark
from reports.papers.forms import MarkForm
from reports.papers.refreshing import GONE, last_refresh, open_refresh


def _posted(request, items: dict) -> bool:
    """Mark the posted item, if it stands on this page. Raises Http404."""
    form = MarkForm(request.POST)
    if not form.is_valid() or form.cleaned_data["item"] not in items:
        raise Http404
    try:
        mark_item(items[form.cleaned_data["item"]], form.cleaned_data["state"], actor=request.actor)
    except NotAllowed as refused:
        raise Http404 from refused
    return True


@candidate_page
@require_http_methods(["GET", "POST"])
def my_agenda(request, candidacy):
    items = agenda_of(candidacy)
    if request.method == "POST" and _posted(request, {item.pk: item for item in items}):
        return redirect("reports:my_agenda")
    rows = [{"item": item, "own": may_mark(item, request.actor)} for item in items]
    context = {"candidacy": candidacy, "rows": rows, "states": AgendaItem.State, "refresh": open_refresh(candidacy),
               "last": last_refresh(candidacy)}  # fmt: skip
    return render(request, "reports/my_agenda.html", context)


@member_page
@require_http_methods(["GET", "POST"])
def agenda(request):
    """The group chair sees names, agreements and points of who may be in the group; no dossier."""
    rounds = [one for one, _people in rounds_with_agenda(request.actor)]
    people = [(one, agenda_of(one)) for one in _people(rounds)]
    items = {item.pk: item for _one, rows in people for item in rows}
    if request.method == "POST" and _posted(request, items):
        return redirect("reports:agenda", request.actor.party.code)
    context = {"groups": [_group(one, people) for one in rounds], "states": AgendaItem.State}
    return render(request, "reports/agenda.html", context)


def rounds_with_agenda(actor) -> list[tuple[Round, list[Candidacy]]]:
    """The rounds whose agenda this member keeps, with the people in it. Raises Http404 when there is none."""
    rows = Round.objects.select_related("body", "election")
    rounds = [one for one in rows if can(actor, Permission.READ_AGENDA, one)]
    if not rounds:
        raise Http404
    people = _people(rounds)
    return [(one, [person for person in people if person.round_id == one.pk]) for one in rounds]


def _people(rounds) -> list[Candidacy]:
    rows = Candidacy.objects.select_related("round", "round__election").filter(round__in=rounds, stage=Stage.COMPLETED)
    return list(rows.exclude(outcome__in=GONE).order_by("last_name", "first_name"))


def _group(round, people) -> dict:
    """Points of the whole group once, then each person's own."""
    here = [(one, items) for one, items in people if one.round_id == round.pk]
    shared = {(item.point, item.due_on): item for _one, items in here for item in items if is_shared(item)}
    asked = {row.candidacy_id for row in AgendaRefresh.objects.filter(candidacy__round=round, done_at__isnull=True)}
    own = [
        {"candidacy": one, "items": [item for item in items if not is_shared(item)], "refresh": one.pk in asked}
        for one, items in here
    ]
    return {"round": round, "shared": list(shared.values()), "people": own}
