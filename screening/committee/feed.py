"""A member's own calendar: appointments and dates of the round, so neutral that anybody may look over a shoulder.

No names, no party, no place: those stand behind the sign-in (law.md P-10). The address is a door (decision 9).
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from candidates.access import stands_here, tie_state
from candidates.models import Stage, Tie
from parties import terms
from parties.access import Permission, can, seats_of
from parties.actors import Actor
from parties.models import CalendarFeed, Door, Member, Party, Round
from parties.safekeeping.audit import record
from parties.safekeeping.crypto import token_hash
from reports.models import Interview

DOOR = "calendar"
STAYS_VISIBLE = timedelta(days=30)
GONE = (Stage.WITHDRAWN, Stage.NOT_NOMINATED)


def feed_of(member: Member) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(member=member, ended_at__isnull=True).first()


def renew_feed(member: Member, *, actor) -> CalendarFeed:
    """A new address; the one before stops at once."""
    with transaction.atomic():
        _end(member)
        feed = CalendarFeed(party=member.party, member=member)
        feed.token_hash = token_hash(feed.token)
        feed.save(force_insert=True)
        Door.objects.create(kind=DOOR, hash=feed.token_hash, party=member.party)
        record("calendar.made", actor=actor, party=member.party, about=member.code)
    return feed


def stop_feed(member: Member, *, actor) -> None:
    """Twice is once."""
    with transaction.atomic():
        if _end(member):
            record("calendar.stopped", actor=actor, party=member.party, about=member.code)


def _end(member: Member) -> bool:
    Member.objects.select_for_update().get(pk=member.pk)
    feed = feed_of(member)
    if feed is None:
        return False
    feed.ended_at = timezone.now()
    feed.save(update_fields=["ended_at"])
    Door.objects.filter(kind=DOOR, hash=feed.token_hash).delete()
    return True


def party_behind(token: str) -> Party | None:
    door = Door.objects.select_related("party").filter(kind=DOOR, hash=token_hash(token), party__left_at=None).first()
    return door.party if door else None


def member_behind(token: str) -> Member | None:
    """Whose calendar this is, in the open scope; None when the mandate or the account ended."""
    rows = CalendarFeed.objects.select_related("member", "member__user", "member__party")
    feed = rows.filter(token_hash=token_hash(token), ended_at__isnull=True).first()
    if feed is None or feed.member.left_at or not feed.member.user.is_active:
        return None
    return feed.member


def calendar_of(member: Member) -> bytes:
    """RFC 5545, with everything this member has to be at or think of."""
    actor = Actor(kind="member", party=member.party, member=member, user=member.user)
    calendar = Calendar()
    calendar.add("prodid", "-//Agenda//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Commissie"))
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    rounds = Round.objects.select_related("body", "election").filter(closed_at__isnull=True).order_by("opened_at")
    for round in rounds:
        if seats_of(actor, round):
            for event in [*_days(round), *_talks(round, actor)]:
                calendar.add_component(event)
    return calendar.to_ical()


def _event(uid: str, stamp, title: str) -> Event:
    event = Event()
    event.add("uid", f"{uid}@agenda")
    event.add("dtstamp", stamp)
    event.add("summary", title)
    return event


def _days(round: Round) -> list[Event]:
    marks = {
        "submit": round.submit_by,
        "talks": round.interviews_until,
        "list": round.list_on,
        "nomination": round.election.nomination_day,
    }
    if round.vog != Round.Vog.NOBODY:
        marks["papers"] = round.election.nomination_day - terms.VOG_BEFORE_NOMINATION
    events = []
    for name, day in marks.items():
        event = _event(f"{round.code}-{name}", round.opened_at, _("Datum commissie"))
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        events.append(event)
    return events


def _talks(round: Round, actor) -> list[Event]:
    """Conversations this member sits at, or plans; never one that a tie closes (decision 15)."""
    if not can(actor, Permission.SEE_ROUND, round) or stands_here(actor.member, round.pk):
        return []
    rows = Interview.objects.filter(candidacy__round=round, at__gte=timezone.now() - STAYS_VISIBLE)
    rows = rows.exclude(candidacy__stage__in=GONE).exclude(candidacy__erased_at__isnull=False).order_by("at")
    if not can(actor, Permission.PLAN, round):
        rows = rows.filter(attendees=actor.member)
    mine = list(Tie.objects.filter(candidacy__round=round, member=actor.member))
    return [
        _talk(row)
        for row in rows
        if not tie_state([tie for tie in mine if tie.candidacy_id == row.candidacy_id], actor.member).blocked
    ]


def _talk(row: Interview) -> Event:
    event = _event(str(row.pk), row.planned_at, _("Afspraak commissie"))
    event.add("dtstart", row.at)
    event.add("dtend", row.at + timedelta(minutes=row.minutes))
    return event
