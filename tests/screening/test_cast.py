"""The cast stands as it says; other tests build on it."""

import pytest

from candidates.models import Tie
from parties.scope import party_scope
from parties.seats import seats_in
from tests import cast
from tests.signin import sign_in


@pytest.mark.django_db
def test_cast_sits_where_it_should():
    round = cast.make_round(cast.make_party())
    people = cast.committee(round)
    with party_scope(round.party):
        assert [(seat.role, seat.member.name) for seat in seats_in(round)] == [
            ("chair", "Bram Visser"), ("member", "Carla Smit"), ("secretary", "Daan Mulder"), ("board", "Els van Dijk"),
        ]  # fmt: skip
    assert cast.acting(people["Els"]).role == "board"


@pytest.mark.django_db
def test_cast_candidate_is_prepared_and_comes_in(client):
    round = cast.make_round(cast.make_party(), editions=True)
    people = cast.committee(round)
    anna = cast.candidate(round, "Anna")
    cast.no_tie(anna, people["Bram"])
    with party_scope(round.party):
        assert anna.name == "Anna de Wit"
        assert Tie.objects.filter(candidacy=anna).count() == 4
    assert cast.enter(client, anna).get("/k/stappen/").status_code == 200


@pytest.mark.django_db
def test_cast_member_signs_in(client):
    party = cast.make_party()
    bram = cast.member(party, "Bram", role="chair", round=cast.make_round(party))
    sign_in(client, bram.user)
    assert client.get("/admin/").status_code != 200
