"""Internal appeal: the candidate's page, and the page of who takes it down and notes the outcome."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from candidates.access import found, stands_here, tie_state
from candidates.guards import prepared_page
from candidates.models import Tie
from candidates.workflow import NotAllowed, Refused
from parties.access import permissions_in
from parties.safekeeping.audit import record_opening
from reports.guards import committee_page
from reports.papers.appealing import (
    HANDLES,
    against,
    appeal,
    appeal_until,
    appeals_of,
    decided_it,
    end_appeal,
    handled_by_day,
    may_appeal,
    note_appeal,
    open_appeal,
)
from reports.papers.forms import AppealForm, EndAppealForm, NoteAppealForm


@prepared_page
@require_http_methods(["GET", "POST"])
def my_appeal(request, candidacy):
    """File an appeal, and read what came of it. A second click shows the first."""
    rows = appeals_of(candidacy)
    able, decision = may_appeal(candidacy), against(candidacy)
    if not rows and decision is None:
        return redirect("screening:tasks")
    form, missing = AppealForm(request.POST or None, candidacy=candidacy), []
    if request.method == "POST" and form.is_valid():
        try:
            appeal(candidacy, form.cleaned_data["words"], actor=request.actor, not_bsn=form.cleaned_data["not_bsn"])
            return redirect("reports:my_appeal")
        except Refused as refused:
            missing = refused.missing
    context = {"candidacy": candidacy, "round": candidacy.round, "form": form, "missing": missing, "able": able,
               "until": appeal_until(candidacy, decision) if decision else None, "appeals": _with_day(rows)}  # fmt: skip
    return render(request, "reports/my_appeal.html", context)


def _with_day(rows) -> list[dict]:
    return [{"row": row, "by": handled_by_day(row)} for row in rows]


def _dossier(actor, code: str):
    """Chair, secretary or board, once there is a decision to appeal against or an appeal. Raises Http404."""
    candidacy = found(code)
    allowed = permissions_in(actor, candidacy.round) & set(HANDLES)
    if not allowed or candidacy.erased_at or stands_here(actor.member, candidacy.round_id):
        raise Http404
    if tie_state(Tie.objects.filter(candidacy=candidacy, member=actor.member), actor.member).blocked:
        raise Http404
    if against(candidacy) is None and not appeals_of(candidacy):
        raise Http404
    return candidacy


@committee_page
@require_http_methods(["GET", "POST"])
def appeal_page(request, code):
    """Take an appeal on paper down, or note who handled it and what came of it."""
    candidacy = _dossier(request.actor, code)
    record_opening(request.actor, candidacy_code=candidacy.code, party=candidacy.party, what="appeal")
    waiting = open_appeal(candidacy)
    kind = EndAppealForm if waiting else NoteAppealForm
    form, missing = kind(request.POST or None, candidacy=candidacy), []
    if request.method == "POST" and form.is_valid() and form.settled:
        try:
            _posted(request, candidacy, waiting, form.cleaned_data)
            return redirect("reports:appeal", request.actor.party.code, code)
        except Refused as refused:
            missing = refused.missing
        except NotAllowed as refused:
            raise Http404 from refused
    context = {"candidacy": candidacy, "round": candidacy.round, "waiting": waiting, "form": form, "missing": missing,
               "appeals": _with_day(appeals_of(candidacy)), "may_note": waiting is None and against(candidacy) is not None,
               "may_end": waiting is not None and not decided_it(waiting, request.actor)}  # fmt: skip
    return render(request, "reports/appeal.html", context)


def _posted(request, candidacy, waiting, data) -> None:
    if waiting:
        end_appeal(waiting, data["outcome"], actor=request.actor, handled_by=data["handled_by"], result=data["result"],
                   not_bsn=data["not_bsn"])  # fmt: skip
    else:
        note_appeal(candidacy, data["words"], actor=request.actor, received_on=data["received_on"],
                    kept_at=data["kept_at"], not_bsn=data["not_bsn"])  # fmt: skip
