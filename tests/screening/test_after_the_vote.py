"""After the vote: who was elected, and what goes soon (law.md R-10, R-14, R-30)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.models import Candidacy, Outcome, Stage
from parties.models import Event
from parties.scope import party_scope
from screening.committee import elected, going
from tests import cast
from tests.signin import sign_in

pytestmark = pytest.mark.django_db


def round_of(nomination_in: int):
    """A round whose list is handed in so many days from now; the vote is 44 days later, the term begins 52 later."""
    body = cast.make_body()
    election = cast.make_election(body, nomination=timezone.localdate() + timedelta(days=nomination_in))
    round = cast.make_round(cast.make_party(), body=body, election=election)
    return round, cast.committee(round)


@pytest.fixture
def voted():
    return round_of(-46)


def listed(round, first, place, **fields):
    return cast.candidate(round, first, stage=Stage.COMPLETED, list_place=place, **fields)


def address(round) -> str:
    return reverse("screening:elected", args=[round.party.code, round.code])


def outcomes(round) -> dict[str, tuple]:
    with party_scope(round.party):
        rows = Candidacy.objects.filter(round=round).order_by("first_name")
        return {one.first_name: (one.outcome, one.t2_at is not None, one.t2_by) for one in rows}


def test_the_chair_writes_down_who_was_elected_and_puts_it_right(client, voted):
    """law.md R-10: who was not elected reaches T2 at once; who was, on the day of admission."""
    round, people = voted
    anna, job = listed(round, "Anna", 1), listed(round, "Job", 2)
    cast.candidate(round, "Kim", stage=Stage.COMPLETED)  # nominated, and on no list
    bram = sign_in(client, people["Bram"].user)
    assert bram.post(address(round), {"elected": [anna.code]}).status_code == 302
    told = cast.acting(people["Bram"]).ref
    assert outcomes(round) == {
        "Anna": (Outcome.ELECTED, False, ""), "Job": (Outcome.NOT_ELECTED, True, told), "Kim": ("", False, "")
    }  # fmt: skip
    bram.post(address(round), {"elected": [anna.code, job.code]})
    assert outcomes(round)["Job"] == (Outcome.ELECTED, False, "")
    with party_scope(round.party):
        assert Event.objects.filter(verb="list.elected").count() == 3


def test_before_the_vote_and_after_the_admission_nothing_is_written(client):
    for days in (0, -53):
        round, people = round_of(days)
        listed(round, "Anna", 1)
        bram = sign_in(client, people["Bram"].user)
        assert bram.get(address(round)).status_code == 200
        assert bram.post(address(round), {"elected": []}).status_code == 404
        assert outcomes(round)["Anna"] == ("", False, "")


def test_the_task_stands_there_until_everybody_has_an_outcome(voted):
    round, people = voted
    anna = listed(round, "Anna", 1)
    bram, carla = cast.acting(people["Bram"]), cast.acting(people["Carla"])
    today = timezone.localdate()
    with party_scope(round.party):
        assert [todo.title for todo in elected.todos(bram, round, today)] == ["Schrijf op wie er gekozen is"]
        assert elected.todos(carla, round, today) == []
        elected.tell_elected(round, {anna.code}, actor=bram)
        assert elected.todos(bram, round, today) == []


@pytest.mark.parametrize(("days", "titles"), [(-27, []), (-28, ["De antwoorden van deze ronde worden gewist"]),
                                              (-41, ["De antwoorden van deze ronde worden gewist"]), (-42, []),
                                              (-67, ["De verslagen van deze ronde worden gewist"])])  # fmt: skip
def test_the_party_hears_two_weeks_ahead_what_goes(days, titles):
    """law.md R-30; 14 days after the nomination the list stands, and four weeks later the answers go."""
    round, people = round_of(days)
    listed(round, "Anna", 1)
    with party_scope(round.party):
        today = timezone.localdate()
        assert [todo.title for todo in going.todos(cast.acting(people["Bram"]), round, today)] == titles
        assert going.todos(cast.acting(people["Carla"]), round, today) == []


def test_a_rejection_goes_on_a_day_of_its_own():
    """law.md R-30. Who withdrew went the same night, and is not announced."""
    round, people = round_of(40)
    for first, ago in (("Anna", 20), ("Job", 2)):
        cast.candidate(
            round, first, stage=Stage.NOT_NOMINATED, t0_at=timezone.now() - timedelta(days=ago), t0_by="calendar"
        )
    cast.candidate(round, "Bo", stage=Stage.WITHDRAWN)
    with party_scope(round.party):
        found = going.todos(cast.acting(people["Bram"]), round, timezone.localdate())
    assert [(todo.title, (todo.by - timezone.localdate()).days) for todo in found] == [("1 dossier wordt gewist", 8)]
