"""The election calendar (law.md E-01, E-02, E-10, V-05)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from parties.calendar import (
    election_dates,
    latest_birth_date,
    list_irrevocable,
    next_election,
    nomination_day,
    proposed_marks,
    term_start,
    today_in,
    vote_day,
)
from parties.models import PublicBody

# Written down from the calendar of law.md 3.1 and from a wall calendar; not computed.
KNOWN = {
    2026: (date(2026, 2, 2), date(2026, 3, 18), date(2026, 3, 26)),
    2027: (date(2027, 2, 1), date(2027, 3, 17), date(2027, 3, 25)),
    2030: (date(2030, 2, 4), date(2030, 3, 20), date(2030, 3, 28)),
    2031: (date(2031, 2, 3), date(2031, 3, 19), date(2031, 3, 27)),
}


@pytest.mark.parametrize("year", KNOWN)
def test_election_dates_are_those_of_the_law(year):
    """law.md E-01"""
    assert (nomination_day(year), vote_day(nomination_day(year)), term_start(year)) == KNOWN[year]


def test_nomination_is_a_monday_in_its_week_and_the_term_begins_on_a_thursday():
    """law.md E-01, over sixty years"""
    for year in range(2026, 2086):
        dates = election_dates(year)
        assert dates.nomination_day.weekday() == 0
        assert date(year, 1, 30) <= dates.nomination_day <= date(year, 2, 5)
        assert dates.vote_day - dates.nomination_day == timedelta(days=44)
        assert dates.term_start.weekday() == 3
        assert date(year, 3, 23) <= dates.term_start <= date(year, 3, 29)


@pytest.mark.parametrize(
    ("kind", "today", "year"),
    [
        ("gemeente", date(2026, 2, 2), 2026),  # nomination day itself still counts
        ("gemeente", date(2026, 2, 3), 2030),
        ("provincie", date(2026, 11, 24), 2027),
        ("waterschap", date(2027, 2, 2), 2031),
        ("eilandsraad", date(2026, 11, 24), 2027),
    ],
)
def test_next_election_is_the_first_that_can_still_be_joined(kind, today, year):
    assert next_election(kind, today) == election_dates(year)


def test_marks_go_back_from_nomination_day():
    """law.md V-05, E-02: 7 December 2026, 4 and 18 January 2027 for a nomination on 1 February 2027."""
    marks = proposed_marks(date(2027, 2, 1), date(2026, 8, 1))
    assert marks.vog_latest == date(2026, 12, 7)
    assert marks.vog_soft == date(2027, 1, 4)
    assert marks.settled_by == date(2027, 1, 18)
    assert (marks.submit_by, marks.interviews_until, marks.list_on) == (
        date(2026, 10, 26),
        date(2026, 11, 20),
        date(2027, 1, 9),
    )


def test_marks_are_in_order_and_not_in_the_past_however_late_it_is():
    nomination = date(2027, 2, 1)
    for days in range(1, 400):
        today = nomination - timedelta(days=days)
        marks = proposed_marks(nomination, today)
        assert today < marks.submit_by < marks.interviews_until <= marks.list_on, today


def test_dates_that_follow_from_the_election():
    assert list_irrevocable(date(2027, 2, 1)) == date(2027, 2, 15)
    assert latest_birth_date(date(2031, 3, 27)) == date(2013, 3, 26)


def test_today_is_the_day_of_the_body():
    """law.md E-01: the islands are hours behind."""
    midnight = datetime(2027, 2, 2, 2, 0, tzinfo=UTC)
    assert today_in(PublicBody(time_zone="Europe/Amsterdam"), midnight) == date(2027, 2, 2)
    assert today_in(PublicBody(time_zone="America/Kralendijk"), midnight) == date(2027, 2, 1)
