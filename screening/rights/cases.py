"""Requests of candidates, for chair and secretary: the list, a paper or mailed one, and the answer (law.md P-50, P-53)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from candidates.access import TieUnanswered, found, may_open, stands_here, tie_state
from candidates.models import Candidacy, Disclosure, RightsCase, Tie
from candidates.rights import RightsRefused, cases_of, decide_case, extend, lift, open_case, passed, stands_still
from candidates.rights_words import COMPLAINT
from parties.access import Permission, can
from parties.calendar import today_in
from parties.guards import member_page, round_for
from parties.safekeeping.audit import record_opening
from reports.findings import live_findings
from reports.guards import committee_page
from screening.owndata import own_data_of
from screening.rights.forms import DecideForm, ExtendForm, PaperRightForm

# A yes to these is told to whoever got the data before (AVG 19, Wbp BES 30).
TOLD_ON = (RightsCase.Kind.CORRECTION, RightsCase.Kind.ERASURE, RightsCase.Kind.RESTRICTION)


def candidate_for(actor, code: str) -> Candidacy:
    """The candidacy for who answers requests, in whatever stage; a tie closes it. Raises Http404."""
    candidacy = found(code)
    if not can(actor, Permission.PLAN, candidacy.round) or candidacy.erased_at:
        raise Http404
    if tie_state(Tie.objects.filter(candidacy=candidacy, member=actor.member), actor.member).blocked:
        raise Http404
    if stands_here(actor.member, candidacy.round_id):
        raise Http404
    return candidacy


def cases_in(actor, round) -> list[RightsCase]:
    """The requests of a round that this member may answer, the first due on top."""
    return list(RightsCase.objects.select_related("candidacy").filter(candidacy__in=people_for(actor, round)))


def people_for(actor, round):
    """Everybody of the round whose requests this member may answer; nobody for who may not, or stands here too."""
    if not can(actor, Permission.PLAN, round) or stands_here(actor.member, round.pk):
        return Candidacy.objects.none()
    tied = Tie.objects.filter(member=actor.member).exclude(kind="").exclude(resolution="open").values("candidacy")
    return Candidacy.objects.filter(round=round, erased_at__isnull=True).exclude(pk__in=tied)


@member_page
@require_GET
def cases(request, code):
    round = round_for(request.actor, code, Permission.PLAN)
    today = today_in(round.body, timezone.now())
    rows = cases_in(request.actor, round)
    lines = [{"case": one, "passed": passed(one, today)} for one in rows if one.is_open]
    done = [one for one in rows if not one.is_open]
    people = people_for(request.actor, round).order_by("last_name", "first_name")
    context = {"round": round, "open": lines, "done": done, "people": people}
    return render(request, "screening/rights_cases.html", context)


@committee_page
@require_http_methods(["GET", "POST"])
def on_paper(request, code):
    """A request by letter, e-mail or telephone: whoever gets it starts it here (law.md P-53)."""
    candidacy = candidate_for(request.actor, code)
    form = PaperRightForm(request.POST or None, regime=candidacy.round.regime, findings=[])
    if request.method == "POST" and form.is_valid():
        try:
            case = open_case(candidacy, actor=request.actor, **form.asked())
            return redirect("screening:rights_handle", request.actor.party.code, code, case.code)
        except RightsRefused as refused:
            for one in refused.missing:
                form.add_error(None, str(one.text))
    return render(request, "screening/rights_paper.html", {"candidacy": candidacy, "form": form})


@committee_page
@require_http_methods(["GET", "POST"])
def handle(request, code, case_code):
    """One request: its clock, what the candidate wrote, and one named person who answers."""
    candidacy = candidate_for(request.actor, code)
    case = next((one for one in cases_of(candidacy) if one.code == case_code), None)
    if case is None:
        raise Http404
    doing = request.POST.get("do", "decide")
    decision = DecideForm(request.POST if request.method == "POST" and doing == "decide" else None, case=case)
    longer = ExtendForm(request.POST if request.method == "POST" and doing == "extend" else None)
    if request.method == "POST" and _done(request, case, doing, decision, longer):
        return redirect("screening:rights_handle", request.actor.party.code, code, case_code)
    passed_on = sorted({one.recipient for one in Disclosure.objects.filter(candidacy=candidacy)})
    finding = next((one for one in live_findings(candidacy) if one.number == case.finding), None)
    context = {
        "candidacy": candidacy, "case": case, "form": decision, "longer": longer, "finding": finding, "still": stands_still(case),
        "to_tell": passed_on if case.kind in TOLD_ON else [],
        "complaint": COMPLAINT[case.regime], "passed": passed(case, today_in(candidacy.round.body, timezone.now())),
    }  # fmt: skip
    return render(request, "screening/rights_handle.html", context)


def _done(request, case, doing: str, decision, longer) -> bool:
    """True when the act was done; else the form says why not."""
    form = longer if doing == "extend" else decision
    if doing != "lift" and not form.is_valid():
        return False
    try:
        if doing == "lift":
            lift(case, actor=request.actor)
        elif doing == "extend":
            extend(case, longer.cleaned_data["reason"], actor=request.actor)
        else:
            decide_case(case, decision.decision(), actor=request.actor)
        messages.success(request, _("Gedaan. De kandidaat krijgt bericht."))
    except RightsRefused as refused:
        for one in refused.missing:
            form.add_error(None, str(one.text))
        return False
    return True


@committee_page
@require_GET
def copy(request, code, case_code):
    """Everything we hold, to print for somebody who asked it on paper; only after access was granted (law.md P-53)."""
    candidacy = candidate_for(request.actor, code)
    reads = (Permission.READ_DOSSIER, Permission.READ_CRIMINAL)
    if not all(can(request.actor, one, candidacy.round) for one in reads):
        raise Http404
    granted = {"kind": RightsCase.Kind.ACCESS, "state": RightsCase.State.GRANTED}
    rows = RightsCase.objects.filter(candidacy=candidacy, code=case_code, **granted).exclude(
        origin=RightsCase.Origin.PAGE
    )
    if not rows.exists():
        raise Http404
    if not may_open(request.actor, candidacy):
        raise TieUnanswered(candidacy)
    record_opening(request.actor, candidacy_code=candidacy.code, party=candidacy.party, what="copy")
    data = own_data_of(candidacy, request.actor, get_language())
    return render(request, "screening/rights_copy.html", {"candidacy": candidacy, "data": data})
