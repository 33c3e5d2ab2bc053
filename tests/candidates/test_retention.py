"""A party may only shorten: then clocks and erasure come earlier, for its own round alone (law.md R-31)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command

from candidates.clocks import clocks_of
from parties.models import DataKey, Member
from parties.rounds import change_round
from parties.scope import party_scope
from screening.rehearsal.answers import fill
from tests import cast

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def standing():
    """Anna in a round that keeps two weeks; Ben in one of the same party, body and dates that keeps four."""
    party = cast.make_party()
    people = {}
    for first, weeks, place in (("Anna", 2, "Veenstroom"), ("Ben", 4, "Zandgrond")):
        round = cast.make_round(party, body=cast.make_body(place), editions=True, keep_weeks=weeks)
        cast.committee(round)
        people[first] = cast.candidate(round, first)
        with party_scope(party):
            fill(people[first], "vragenlijst", {}, actor=cast.acting(people[first]))
    return people


def live(person) -> set[str]:
    with party_scope(person.party):
        return set(DataKey.objects.filter(owner=person.code, destroyed_at__isnull=True).values_list("klass", flat=True))


def daily_on(day) -> None:
    with time_machine.travel(datetime(day.year, day.month, day.day, 4, 0, tzinfo=AMSTERDAM), tick=False):
        call_command("daily", verbosity=0)


def test_a_shorter_term_erases_earlier_and_only_in_its_own_round(standing):
    final = standing["Anna"].round.election.nomination_day + timedelta(days=14)
    daily_on(final + timedelta(days=13))
    assert {first: "raw" in live(person) for first, person in standing.items()} == {"Anna": True, "Ben": True}
    daily_on(final + timedelta(days=14))
    assert {first: "raw" in live(person) for first, person in standing.items()} == {"Anna": False, "Ben": True}
    daily_on(final + timedelta(days=28))
    assert "raw" not in live(standing["Ben"])


def test_the_clocks_show_the_day_on_which_it_happens(standing):
    final = standing["Anna"].round.election.nomination_day + timedelta(days=14)
    term_end = standing["Anna"].round.election.term_end
    shown = {first: clocks_of(person) for first, person in standing.items()}
    assert (shown["Anna"].answers_gone, shown["Ben"].answers_gone) == (
        final + timedelta(weeks=2),
        final + timedelta(weeks=4),
    )
    assert (shown["Anna"].declaration_gone, shown["Ben"].declaration_gone) == (
        term_end + timedelta(weeks=2),
        term_end + timedelta(weeks=4),
    )


def test_shortening_later_counts_from_then_on(standing):
    ben = standing["Ben"]
    final = ben.round.election.nomination_day + timedelta(days=14)
    with party_scope(ben.party):
        bram = Member.objects.get(user__email="bram@voorbeeld.nl")
        change_round(ben.round, {"keep_weeks": 1}, actor=cast.acting(bram))
    daily_on(final + timedelta(days=7))
    assert "raw" not in live(ben)
