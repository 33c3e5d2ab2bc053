"""Anonymous numbers: nobody in a small group can be counted, also not by subtraction (law.md T-03, R-24)."""

from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from candidates.models import Candidacy, Stage
from parties.models import Event, ProcedureVersion
from parties.scope import party_scope
from screening.committee.numbers import LEAST, NotNow, Numbers, counts_of, numbers_of, shielded, tell, told
from screening.procedure.publishing import standing_of
from tests import cast
from tests.signin import sign_in


def counts(*numbers) -> dict[str, int]:
    return dict(zip(("nominated", "not_nominated", "stopped", "elsewhere"), numbers, strict=True))


@pytest.mark.parametrize(
    ("given", "total", "shown"),
    [
        ((20, 15, 12, 10), 57, (20, 15, 12, 10)),
        ((20, 15, 12, 9), 56, (20, 15, None, None)),  # 56 - 20 - 15 - 12 would tell
        ((20, 15, 1, 9), 45, (20, 15, None, None)),
        ((20, 15, 1, 2), 38, (20, None, None, None)),  # together three: a small group still
        ((20, 0, 0, 0), 20, (None, None, None, None)),  # nobody stopped is about everybody
        ((9, 0, 0, 0), None, (None, None, None, None)),
        ((5, 4, 1, 0), 10, (None, None, None, None)),
        ((0, 0, 0, 0), None, (None, None, None, None)),
    ],
)
def test_what_is_shown(given, total, shown):
    assert shielded(counts(*given)) == Numbers(total, counts(*shown))


def test_nothing_small_can_be_worked_out():
    """law.md R-24: for every round, what is not told holds ten people or more, in two groups at least, or is all."""
    for given in product((0, 1, 4, 9, 10, 11, 25), repeat=4):
        numbers = shielded(counts(*given))
        shown = [number for number in numbers.groups.values() if number is not None]
        assert all(number >= LEAST for number in shown)
        if numbers.total is None:
            assert shown == [] and sum(given) < LEAST
            continue
        hidden = numbers.total - sum(shown)
        assert len(shown) == 4 or (hidden >= LEAST and len(shown) <= 2)


# --- a round ---


@pytest.fixture
def round(db):
    round, _people = cast.ready_round()
    stages = [(Stage.COMPLETED, 14), (Stage.NOT_NOMINATED, 11), (Stage.WITHDRAWN, 3), (Stage.STARTED, 2)]
    for stage, number in stages:
        for index in range(number):
            cast.candidate(round, f"{stage}{index}", stage=stage, email=f"{stage}{index}@voorbeeld.nl")
    cast.candidate(round, "Nooit", stage=Stage.INVITED, prepared=False)
    return round


@pytest.fixture
def bram(client, round):
    return sign_in(client, cast.member(round.party, "Bram").user)


@pytest.fixture
def afterwards(round):
    day = round.election.nomination_day + timedelta(days=15)
    with time_machine.travel(timezone.now() + (day - timezone.localdate()), tick=True):
        yield


def url(round):
    return reverse("screening:numbers", args=[round.party.code, round.code])


def public(client, round, query=""):
    return client.get(
        reverse("screening:procedure", args=[round.slug, round.election.vote_day.year]) + query
    ).content.decode()


def test_everybody_who_stood_is_in_one_group_also_when_erased(round):
    with party_scope(round.party):
        Candidacy.objects.filter(stage=Stage.WITHDRAWN).update(erased_at=timezone.now(), first_name="", last_name="")
        assert counts_of(round) == counts(14, 11, 3, 2)
        assert numbers_of(round) == Numbers(30, counts(14, None, None, None))


def test_the_committees_page_shows_no_more_than_anybody_may_know(bram, round):
    page = bram.get(url(round))
    assert page.context["numbers"].groups == counts(14, None, None, None)
    assert "twee weken na de kandidaatstelling" in page.content.decode()


def test_not_before_the_list_is_final(bram, round):
    bram.post(url(round))
    with party_scope(round.party):
        assert [told(one) for one in ProcedureVersion.objects.all()] == [None]


def test_told_on_the_procedure_page_once_and_for_good(client, round, afterwards):
    """law.md T-03: two counts at two moments could be subtracted."""
    bram = sign_in(client, cast.member(round.party, "Bram").user)
    bram.post(url(round))
    page = public(bram, round)
    assert (
        "30 mensen stelden zich kandidaat" in page and "niet genoemd" in page and '<td class="num-col">14</td>' in page
    )
    assert "mensen stelden zich kandidaat" not in public(bram, round, "?versie=1")
    assert "people" in public(bram, round, "?taal=en") or "30" in public(bram, round, "?taal=en")
    with party_scope(round.party):
        Candidacy.objects.filter(stage=Stage.STARTED).update(stage=Stage.REVIEW)
        with pytest.raises(NotNow):
            tell(round, actor=cast.acting(cast.member(round.party, "Bram"), "chair"))
        assert ProcedureVersion.objects.count() == 2 and standing_of(round).current
        assert Event.objects.filter(verb="numbers.told").count() == 1


def test_a_small_round_tells_nothing(client, db):
    round, people = cast.ready_round()
    cast.candidate(round, "Anna", stage=Stage.COMPLETED)
    day = round.election.nomination_day + timedelta(days=15)
    with time_machine.travel(timezone.now() + (day - timezone.localdate()), tick=True):
        sign_in(client, people["Bram"].user)
        page = client.get(url(round)).content.decode()
        assert "te klein om aantallen te noemen" in page and "<td" not in page
        client.post(url(round))
    with party_scope(round.party):
        assert ProcedureVersion.objects.count() == 1


@pytest.mark.parametrize(("first", "status"), [("Bram", 200), ("Daan", 200), ("Carla", 404), ("Els", 404)])
def test_who_tells(client, round, first, status):
    sign_in(client, cast.member(round.party, first).user)
    assert client.get(url(round)).status_code == status
