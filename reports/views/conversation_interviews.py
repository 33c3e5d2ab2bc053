"""Planning and recording interviews, for chair, secretary and members."""

from datetime import datetime, time

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from candidates.access import dossier_for, stands_here, tie_state
from candidates.models import Candidacy, Stage, Tie
from candidates.workflow import NotAllowed, Refused
from parties import terms
from parties.access import Permission, permissions_in
from parties.calendar import local, today_in, zone
from parties.guards import member_page
from parties.models import Round
from reports.conversation_forms import HoldForm, PlanForm
from reports.guards import committee_page
from reports.interviews import hold_interview, interview_of, may_attend, plan_interview, stays_out
from reports.models import Interview
from reports.talk import Talk
from reports.views.conversation_prepare import desk_for

WAITING = (Stage.SUBMITTED, Stage.REVIEW)


@member_page
@require_GET
def interviews(request):
    """The member's own rounds: what to plan, what is coming, what was held. The same few queries for any number."""
    rounds = [one for one in Round.objects.select_related("body", "election", "party").filter(closed_at__isnull=True)
              if Permission.SEE_ROUND in permissions_in(request.actor, one)]  # fmt: skip
    if not rounds:
        raise Http404
    rows = Candidacy.objects.filter(
        round__in=rounds, stage__in=(*WAITING, Stage.PLANNED, Stage.INTERVIEWED), erased_at__isnull=True
    )
    people = list(rows.select_related("round", "round__body"))
    planned = {
        one.candidacy_id: one
        for one in Interview.objects.filter(candidacy__in=people).prefetch_related("attendees__user")
    }
    ties: dict = {}
    for tie in Tie.objects.filter(candidacy__in=people, member=request.actor.member):
        ties.setdefault(tie.candidacy_id, []).append(tie)
    stands = {one.pk for one in rounds if stands_here(request.actor.member, one.pk)}
    lines = [
        _line(request.actor, one, planned.get(one.pk), ties.get(one.pk, []), one.round_id in stands) for one in people
    ]
    context = {
        "to_plan": sorted((line for line in lines if line["state"] == "plan"), key=lambda line: line["name"]),
        "coming": sorted(
            (line for line in lines if line["state"] == "coming"), key=lambda line: (line["at"] is None, line["at"])
        ),
        "held": sorted(
            (line for line in lines if line["state"] == "held"),
            key=lambda line: (line["at"] is not None, line["at"]),
            reverse=True,
        ),
    }
    return render(request, "reports/interviews.html", context)


def _line(actor, candidacy, interview, ties, stands: bool) -> dict:
    """One candidate. With a tie a member sees name and status only (decision 15)."""
    may, tie = permissions_in(actor, candidacy.round), tie_state(ties, actor.member)
    opened = Permission.READ_DOSSIER in may and tie.answered and not tie.blocked and not stands
    state = (
        "held"
        if candidacy.stage == Stage.INTERVIEWED
        else "plan"
        if candidacy.stage in WAITING or interview is None
        else "coming"
    )
    line = {"name": candidacy.name, "code": candidacy.code, "state": state, "opens": opened, "may_plan": Permission.PLAN in may and not tie.blocked and not stands,
            "asks": Permission.READ_DOSSIER in may and not (tie.answered or tie.blocked or stands), "status": candidacy.get_stage_display(), "round": candidacy.round.title, "at": None}  # fmt: skip
    if interview and (opened or line["may_plan"]):
        at = local(interview.at, candidacy.round.body)
        line.update(at=at, day=date_format(at, "D j N"), time=_("%(time)s uur") % {"time": date_format(at, "G.i")},
                    who=_(" en ").join(member.name for member in interview.attendees.all()), cannot=interview.cannot_at is not None)  # fmt: skip
    return line


@member_page
@require_http_methods(["GET", "POST"])
def plan(request, code):
    """Plan or move; chair and secretary. The times are those of the body."""
    candidacy = dossier_for(request.actor, code, Permission.PLAN)
    if stays_out(request.actor, candidacy):
        raise Http404
    interview, seats = interview_of(candidacy), may_attend(candidacy)
    form = PlanForm(request.POST or None, candidacy=candidacy, seats=seats, initial=_planned(interview, candidacy))
    if request.method == "POST" and form.is_valid() and form.settled:
        data = form.cleaned_data
        try:
            plan_interview(candidacy, actor=request.actor, at=form.at, place=data["place"], attendees=form.members(),
                           minutes=data["minutes"], early_reason=data["early_reason"])  # fmt: skip
            messages.success(request, _("Het gesprek staat. %(name)s krijgt bericht.") % {"name": candidacy.first_name})
            return redirect("reports:interviews", request.actor.party.code)
        except NotAllowed as trouble:
            raise Http404 from trouble
        except Refused as trouble:
            form.refuse(trouble)
    context = {
        "candidacy": candidacy,
        "form": form,
        "interview": interview,
        "earliest": _earliest(candidacy),
        "round": candidacy.round,
    }
    return render(request, "reports/plan.html", context)


def _planned(interview, candidacy) -> dict:
    if interview is None:
        return {}
    at = local(interview.at, candidacy.round.body)
    return {"day": at.strftime("%d-%m-%Y"), "time": at.strftime("%H.%M"), "place": interview.place, "minutes": interview.minutes,
            "attendees": [member.code for member in interview.attendees.all()], "early_reason": interview.early_reason}  # fmt: skip


def _earliest(candidacy):
    """The first day that leaves a week after handing in."""
    handed = candidacy.submitted_at or timezone.now()
    return local(handed + terms.QUESTIONNAIRE_BEFORE_INTERVIEW, candidacy.round.body).date()


@committee_page
@require_http_methods(["GET", "POST"])
def record(request, code):
    """The conversation was held: who was there and what came up."""
    candidacy = dossier_for(request.actor, code, Permission.WRITE_NOTES, what="topics")
    if candidacy.stage != Stage.PLANNED:
        return redirect("reports:dossier", request.actor.party.code, code)
    interview = interview_of(candidacy)
    parts, seats = Talk(desk_for(request, code)).parts(), may_attend(candidacy)
    form = HoldForm(request.POST or None, seats=seats, parts=parts, initial=_expected(interview, candidacy, parts))
    if request.method == "POST" and form.is_valid():
        try:
            hold_interview(candidacy, actor=request.actor, attended=form.members(), talked=form.chosen(),
                           held_at=_held_at(form.cleaned_data["day"], interview, candidacy))  # fmt: skip
            messages.success(request, _("Genoteerd. Schrijf nu samen de aandachtspunten en afspraken op."))
            return redirect("reports:findings", request.actor.party.code, code)
        except Refused as trouble:
            for one in trouble.missing:
                form.add_error(None, str(one.text))
    return render(request, "reports/record.html", {"candidacy": candidacy, "form": form, "interview": interview})


def _expected(interview, candidacy, parts) -> dict:
    now = timezone.now()
    day = (
        min(local(interview.at, candidacy.round.body).date(), today_in(candidacy.round.body, now))
        if interview
        else today_in(candidacy.round.body, now)
    )
    return {"day": day.strftime("%d-%m-%Y"), "attended": [member.code for member in interview.attendees.all()] if interview else [],
            "talked": [part.topic.code for part in parts]}  # fmt: skip


def _held_at(day, interview, candidacy) -> datetime:
    """The planned hour on that day, or noon; never later than now when the day is today."""
    body = candidacy.round.body
    clock = local(interview.at, body).time() if interview else time(12)
    moment = datetime.combine(day, clock, tzinfo=zone(body))
    now = timezone.now()
    return now if day == today_in(body, now) and moment > now else moment
