"""The election calendar, computed from the Kieswet (law.md E-01), and what follows from the regime."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from parties import terms


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _thursday_from(day: date) -> date:
    return day + timedelta(days=(3 - day.weekday()) % 7)


def nomination_day(year: int) -> date:
    """The Monday in the period 30 January to 5 February (Kieswet F 1)."""
    return _monday_from(date(year, 1, 30))


def vote_day(nomination: date) -> date:
    """The 44th day after the nomination (Kieswet J 1)."""
    return nomination + timedelta(days=44)


def term_start(year: int) -> date:
    """The Thursday in the period 23 to 29 March (Kieswet C 4)."""
    return _thursday_from(date(year, 3, 23))


@dataclass(frozen=True)
class ElectionDates:
    nomination_day: date
    vote_day: date
    term_start: date
    term_end: date


def election_dates(year: int) -> ElectionDates:
    """All dates of the ordinary election of `year`; the term ends where the next begins."""
    nomination = nomination_day(year)
    return ElectionDates(nomination, vote_day(nomination), term_start(year), term_start(year + 4))


# Ordinary elections each four years: councils with 2026, the other bodies with 2027.
ANCHOR = {"gemeente": 2026, "provincie": 2027, "waterschap": 2027, "eilandsraad": 2027}


def next_election(kind: str, today: date) -> ElectionDates:
    """The next ordinary election of a kind of body whose nomination day is still to come."""
    year = ANCHOR[kind]
    while election_dates(year).nomination_day < today:
        year += 4
    return election_dates(year)


def list_irrevocable(nomination: date) -> date:
    """T1: the list can no longer be contested; nomination + 14 days (law.md section 7)."""
    return nomination + timedelta(days=14)


def latest_birth_date(term_end: date) -> date:
    """Somebody born on or before this day reaches 18 within the term (law.md E-10)."""
    return date(term_end.year - 18, term_end.month, term_end.day) - timedelta(days=1)


@dataclass(frozen=True)
class Marks:
    """Dates proposed backwards from nomination day."""

    vog_latest: date
    vog_soft: date
    submit_by: date
    interviews_until: date
    list_on: date
    settled_by: date


def proposed_marks(nomination: date, today: date) -> Marks:
    """Proposals for a round; squeezed together when nomination day is near, never in the past."""
    settled = nomination - terms.SETTLE_BEFORE_NOMINATION
    list_on = settled - timedelta(days=9)
    interviews_until = nomination - timedelta(days=73)
    room = list_on - today
    if interviews_until <= today + timedelta(days=21):
        interviews_until = today + max(timedelta(days=3), room * 2 // 3)
    submit_by = max(interviews_until - timedelta(days=25), today + (interviews_until - today) // 2)
    return Marks(
        nomination - terms.VOG_BEFORE_NOMINATION,
        nomination - terms.VOG_SOFT_MARK,
        submit_by,
        interviews_until,
        max(list_on, interviews_until),
        settled,
    )


def zone(body) -> ZoneInfo:
    return ZoneInfo(body.time_zone)


def local(moment: datetime, body) -> datetime:
    return moment.astimezone(zone(body))


def today_in(body, now: datetime) -> date:
    return local(now, body).date()
