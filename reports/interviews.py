"""The interview: planning, holding, "ik kan dan niet", the calendar file (decision 40)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from icalendar import Calendar, Event

from candidates.access import reads_criminal, stands_here, tie_state
from candidates.models import Candidacy, Stage, Tie
from candidates.workflow import Missing, NotAllowed, advance, locked
from parties import terms
from parties.models import Member, Seat
from parties.outbox import queue
from parties.safekeeping.audit import record
from parties.seats import seats_in
from reports.free_text import tidy_text
from reports.models import Interview, Topic
from reports.refusals import NotNow

PLACE_LONGEST = 200
TALKERS = (Seat.Role.CHAIR, Seat.Role.MEMBER)
PLANNERS = (Seat.Role.CHAIR, Seat.Role.SECRETARY)


def interview_of(candidacy: Candidacy) -> Interview | None:
    return Interview.objects.filter(candidacy=candidacy).first()


def not_held_yet(candidacy: Candidacy) -> list[Missing]:
    """Answers can be reopened until the interview (decision 17)."""
    held = Interview.objects.filter(candidacy=candidacy, held_at__isnull=False).exists()
    return [Missing(_("Het gesprek is al gevoerd."))] if held else []


def may_attend(candidacy: Candidacy) -> list[Seat]:
    """Seats of those who may sit at the table: chair and members without a tie (law.md P-86)."""
    ties = list(Tie.objects.filter(candidacy=candidacy))
    seats = seats_in(candidacy.round, *TALKERS)
    free = [seat for seat in seats if not tie_state(ties, seat.member).blocked]
    return [seat for seat in free if not stands_here(seat.member, candidacy.round_id)]


def stays_out(actor, candidacy: Candidacy) -> bool:
    """A planner with a tie, or who stands here too, does not plan this one either (decision 15)."""
    ties = Tie.objects.filter(candidacy=candidacy, member=actor.member)
    return tie_state(ties, actor.member).blocked or stands_here(actor.member, candidacy.round_id)


def is_early(candidacy: Candidacy, at: datetime) -> bool:
    """Less than a week after handing in: the committee says why (handreiking: a week before the interview)."""
    return candidacy.submitted_at is None or at < candidacy.submitted_at + terms.QUESTIONNAIRE_BEFORE_INTERVIEW


def plan_interview(
    candidacy: Candidacy,
    *,
    actor,
    at: datetime,
    place: str,
    attendees: list[Member],
    minutes: int = 60,
    early_reason: str = "",
) -> Interview:
    """Plan the interview, or move it; the candidate gets news. `at` is aware and in the future.

    A second identical call changes nothing. Raises `Refused` with what is missing, `NotAllowed`,
    `Unreadable`, `BsnLike`.
    """
    place, early_reason = tidy_text(place, PLACE_LONGEST), tidy_text(early_reason)
    with transaction.atomic():
        if actor.kind == "member" and stays_out(actor, candidacy):
            raise NotAllowed("plan")
        interview = Interview.objects.filter(candidacy=locked(candidacy)).first()
        if interview and _same(interview, candidacy, at, place, minutes, attendees):
            return interview
        fresh = advance(
            candidacy, "plan", actor=actor, facts=lambda row: _plan_missing(row, at, place, attendees, early_reason)
        )
        interview = interview or Interview(candidacy=fresh)
        interview.at, interview.place, interview.minutes = at, place, minutes
        interview.early_reason = early_reason if is_early(fresh, at) else None
        interview.planned_at, interview.planned_by = timezone.now(), actor.ref
        interview.cannot_at = interview.cannot_words = None
        interview.save()
        interview.attendees.set(attendees)
    return interview


def _same(interview, candidacy, at, place, minutes, attendees) -> bool:
    told = (interview.at, interview.place, interview.minutes) == (at, place, minutes)
    same_people = set(interview.attendees.all()) == set(attendees)
    stands = Candidacy.objects.filter(pk=candidacy.pk, stage=Stage.PLANNED).exists()
    return told and same_people and stands and interview.cannot_at is None


def _plan_missing(candidacy, at, place, attendees, early_reason) -> list[Missing]:
    missing = _people_missing(candidacy, attendees)
    if at <= timezone.now():
        missing.append(Missing(_("Kies een tijd die nog komt.")))
    if not place:
        missing.append(Missing(_("Schrijf waar het gesprek is.")))
    if is_early(candidacy, at) and not early_reason:
        missing.append(Missing(_("Dit is binnen een week na het inleveren. Schrijf waarom dat hier kan.")))
    if not_held_yet(candidacy):
        missing.append(Missing(_("Het gesprek is al gevoerd.")))
    return missing


def _people_missing(candidacy, people) -> list[Missing]:
    able = {seat.member_id for seat in may_attend(candidacy)}
    if not people:
        return [Missing(_("Kies wie er namens de commissie bij is."))]
    if not {person.pk for person in people} <= able:
        return [Missing(_("Kies alleen commissieleden zonder band met de kandidaat."))]
    return []


def hold_interview(
    candidacy: Candidacy,
    *,
    actor,
    attended: list[Member],
    held_at: datetime | None = None,
    talked: list[Topic] | None = None,
) -> Interview:
    """Record that the interview was held and who was there. `talked`: the topics that came up, all when None.

    Raises `Refused`, `NotAllowed`.
    """
    held_at = held_at or timezone.now()
    with transaction.atomic():
        fresh = advance(candidacy, "hold", actor=actor, facts=lambda row: _hold_missing(row, attended, held_at))
        interview = Interview.objects.get(candidacy=fresh)
        interview.held_at, interview.recorded_by = held_at, actor.ref
        interview.save()
        interview.attendees.set(attended)
        _mark_talked(fresh, actor, talked, held_at)
    return interview


def _hold_missing(candidacy, attended, held_at) -> list[Missing]:
    missing = _people_missing(candidacy, attended)
    if not Interview.objects.filter(candidacy=candidacy).exists():
        missing.append(Missing(_("Plan eerst het gesprek."), "reports:plan"))
    if held_at > timezone.now():
        missing.append(Missing(_("Dit gesprek moet nog komen.")))
    return missing


def _mark_talked(candidacy, actor, talked, moment) -> None:
    topics = Topic.objects.filter(candidacy=candidacy, dropped_at__isnull=True)
    if not reads_criminal(actor, candidacy):
        topics = topics.filter(criminal=False)
    if talked is not None:
        topics.exclude(pk__in=[topic.pk for topic in talked]).update(talked_at=None)
        topics = topics.filter(pk__in=[topic.pk for topic in talked])
    topics.filter(talked_at__isnull=True).update(talked_at=moment)


def cannot_come(candidacy: Candidacy, *, actor, words: str = "") -> Interview:
    """ "Ik kan dan niet": the candidate says so, with or without words; chair and secretary hear there is news.

    Said twice: one message. Raises `NotNow` when there is no appointment ahead.
    """
    words = tidy_text(words)
    if actor.kind != "candidate" or actor.candidacy.pk != candidacy.pk:
        raise NotAllowed("cannot_come")
    with transaction.atomic():
        fresh = locked(candidacy)
        interview = Interview.objects.filter(candidacy=fresh).first()
        if interview is None or interview.held_at or fresh.stage != Stage.PLANNED:
            raise NotNow(Missing(_("Er staat geen afspraak meer open.")))
        first = interview.cannot_at is None
        interview.cannot_at = interview.cannot_at or timezone.now()
        interview.cannot_words = words or interview.cannot_words
        interview.save()
        if first:
            record("interview.cannot", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code)
            _tell_planners(fresh)
    return interview


def _tell_planners(candidacy) -> None:
    members = {seat.member_id: seat.member for seat in seats_in(candidacy.round, *PLANNERS)}
    for member in members.values():
        queue("interview_cannot", party=candidacy.party, member_code=member.code, language=member.user.language,
              zone=candidacy.round.body.time_zone)  # fmt: skip


def calendar_file(interview: Interview) -> bytes:
    """The appointment for any calendar; neutral, because other people read over a shoulder (law.md P-10)."""
    event = Event()
    event.add("uid", str(interview.pk))
    event.add("dtstamp", interview.planned_at)
    event.add("dtstart", interview.at)
    event.add("dtend", interview.at + timedelta(minutes=interview.minutes))
    event.add("summary", pgettext("in een agenda", "Afspraak"))
    event.add("location", interview.place)
    calendar = Calendar()
    calendar.add("prodid", "-//Afspraak//NL")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return calendar.to_ical()
