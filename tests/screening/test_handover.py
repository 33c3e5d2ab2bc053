"""Between rounds and between chairs: what comes along, what does not, and never a round without a chair (promise 9)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.models import Candidacy, Stage
from instruments.models import Edition, RoundEdition
from instruments.tailoring import leave_out
from parties.models import Event, Member, Round, Seat
from parties.rounds import change_round, end_seat
from parties.scope import party_scope
from screening.setup.handover import StandsHere, hand_over
from screening.setup.opening import start_round
from tests import cast
from tests.signin import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    round = cast.make_round(cast.make_party(), editions=True)
    with party_scope(round.party):
        Round.objects.update(opened_at=timezone.now() + timedelta(minutes=1))  # after the editions came out
        return Round.objects.select_related("party", "body", "election").get(pk=round.pk)


@pytest.fixture
def people(round):
    return cast.committee(round)


def next_round(round, people):
    body = cast.make_body("Nieuwstroom")
    election = cast.make_election(body)
    dates = {name: getattr(round, name) for name in ("submit_by", "interviews_until", "list_on")}
    with party_scope(round.party):
        Round.objects.filter(pk=round.pk).update(opened_at=timezone.now() - timedelta(days=1))
        Edition.objects.update(released_at=timezone.now() - timedelta(days=30))
        return start_round(
            round.party, actor=cast.acting(people["Bram"], "chair"), body=body, election=election, dates=dates
        )


def slugs(round) -> set[str]:
    with party_scope(round.party):
        return set(RoundEdition.objects.filter(round=round).values_list("slug", flat=True))


def test_a_new_round_takes_over_the_choices_and_no_people(round, people):
    cast.candidate(round, "Anna", stage=Stage.SUBMITTED)
    with party_scope(round.party):
        change_round(round, {"reply_days": 9, "keep_weeks": 2, "vog": "all", "vog_reason": "afgesproken", "checks_on": True,
                             "appeal_to": "de geschillencommissie"}, actor=cast.acting(people["Bram"], "chair"))  # fmt: skip
        RoundEdition.objects.filter(round=round, slug__in=["ondermijning", "bronnen"]).delete()
    fresh = next_round(round, people)
    kept = (fresh.reply_days, fresh.keep_weeks, fresh.vog, fresh.checks_on, fresh.appeal_to)
    assert kept == (9, 2, "all", True, "de geschillencommissie")
    assert slugs(fresh) == slugs(round) and "ondermijning" not in slugs(fresh)
    with party_scope(round.party):
        assert Candidacy.objects.filter(round=fresh).count() == 0
        assert [(seat.member, seat.role) for seat in Seat.objects.filter(round=fresh)] == [(people["Bram"], "chair")]


def test_what_the_party_changed_in_an_instrument_comes_along(round, people):
    with party_scope(round.party):
        actor = cast.acting(people["Bram"], "chair")
        off = next(
            item.key
            for item in RoundEdition.objects.get(round=round, slug="vragenlijst").edition.parsed.items()
            if item.may_be_off
        )
        own = leave_out(round, "vragenlijst", off, "past hier niet", actor=actor)
    fresh = next_round(round, people)
    with party_scope(round.party):
        assert RoundEdition.objects.get(round=fresh, slug="vragenlijst").edition_id == own.pk


def test_an_instrument_that_is_new_since_then_comes_in(round, people):
    with party_scope(round.party):
        RoundEdition.objects.filter(round=round, slug="dilemmas").delete()
        Round.objects.filter(pk=round.pk).update(opened_at=timezone.now() - timedelta(days=400))
    body = cast.make_body("Nieuwstroom")
    dates = {name: getattr(round, name) for name in ("submit_by", "interviews_until", "list_on")}
    with party_scope(round.party):
        fresh = start_round(
            round.party,
            actor=cast.acting(people["Bram"], "chair"),
            body=body,
            election=cast.make_election(body),
            dates=dates,
        )
    assert "dilemmas" in slugs(fresh)


def test_opening_twice_brings_nothing_back(round, people):
    fresh = next_round(round, people)
    with party_scope(round.party):
        RoundEdition.objects.filter(round=fresh, slug="dilemmas").delete()
    assert next_round(round, people) == fresh and "dilemmas" not in slugs(fresh)


# --- the chair ---


def chairs(round) -> list[Member]:
    with party_scope(round.party):
        return [seat.member for seat in Seat.objects.filter(round=round, role="chair", ended_at=None)]


def test_the_chair_goes_over_in_one_act(client, round, people):
    sign_in(client, people["Bram"].user)
    url = reverse("screening:setup_handover", args=[round.party.code, round.code])
    assert client.post(url, {"member": people["Carla"].code}).status_code == 302
    assert chairs(round) == [people["Carla"]]
    assert client.get(url).status_code == 404  # at the next request
    assert client.get(reverse("screening:board", args=[round.party.code, round.code])).status_code == 404
    sign_in(client, people["Carla"].user)
    assert client.get(url).status_code == 200
    with party_scope(round.party):
        seats = Event.objects.filter(verb__startswith="seat.").order_by("seq").values_list("verb", "about")
        assert list(seats) == [("seat.granted", people["Carla"].code), ("seat.ended", people["Bram"].code)]


def test_half_a_handover_does_not_exist(round, people, monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr("screening.setup.handover.end_seat", breaks)
    with party_scope(round.party), pytest.raises(RuntimeError):
        hand_over(round, people["Carla"], actor=cast.acting(people["Bram"], "chair"))
    assert chairs(round) == [people["Bram"]]


def test_twice_is_once_and_the_round_keeps_a_chair(round, people):
    bram = cast.acting(people["Bram"], "chair")
    with party_scope(round.party):
        hand_over(round, people["Carla"], actor=bram)
        with pytest.raises(PermissionError):
            hand_over(round, people["Daan"], actor=bram)
        with pytest.raises(PermissionError):
            end_seat(Seat.objects.get(round=round, role="chair", ended_at=None), actor=bram)
    assert chairs(round) == [people["Carla"]]


def test_a_candidate_of_this_round_is_no_chair_of_it(client, round, people):
    """Decision 15."""
    cast.candidate(round, "Carla", email=people["Carla"].user.email)
    with party_scope(round.party), pytest.raises(StandsHere):
        hand_over(round, people["Carla"], actor=cast.acting(people["Bram"], "chair"))
    sign_in(client, people["Bram"].user)
    url = reverse("screening:setup_handover", args=[round.party.code, round.code])
    assert "zelf kandidaat" in client.post(url, {"member": people["Carla"].code}).content.decode()


def test_nobody_of_another_party_or_gone_is_chosen(client, round, people):
    farid = cast.member(cast.make_party("Andere Partij"), "Farid")
    with party_scope(round.party):
        Member.objects.filter(pk=people["Carla"].pk).update(left_at=timezone.now())
    sign_in(client, people["Bram"].user)
    url = reverse("screening:setup_handover", args=[round.party.code, round.code])
    for code in (farid.code, people["Carla"].code, people["Bram"].code, ""):
        assert client.post(url, {"member": code}).status_code == 200
    assert chairs(round) == [people["Bram"]]


@pytest.mark.parametrize("first", ["Carla", "Daan", "Els"])
def test_only_a_chair_hands_over(client, round, people, first):
    sign_in(client, people[first].user)
    url = reverse("screening:setup_handover", args=[round.party.code, round.code])
    assert client.post(url, {"member": people["Els"].code}).status_code == 404


def test_it_asks_who_you_are_again(client, round, people):
    sign_in(client, people["Bram"].user, fresh=False)
    url = reverse("screening:setup_handover", args=[round.party.code, round.code])
    assert client.post(url, {"member": people["Carla"].code}).status_code == 302
    assert chairs(round) == [people["Bram"]]
