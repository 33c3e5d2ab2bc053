"""Opening and changing a round, seats, statements (decisions 9, 14, 16, 38; promise 9)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from parties.access import may_seat, may_set_up
from parties.models import Confirmation, Door, Member, Party, Round, Seat
from parties.rounds import (
    Fixed,
    LastOne,
    OwnRole,
    Stale,
    behind_door,
    change_party,
    change_round,
    confirm,
    end_seat,
    grant_seat,
    move_round,
    open_round,
    seen_of,
    set_criminal,
    sign_confidentiality,
)
from parties.safekeeping.audit import events_for
from parties.scope import party_scope
from tests import cast


@pytest.fixture
def party(db):
    party = cast.make_party()
    with party_scope(party):
        yield party


@pytest.fixture
def bram(party):
    return cast.member(party, "Bram")


def some_dates(election) -> dict[str, date]:
    day = election.nomination_day
    return {
        "submit_by": day - timedelta(days=60),
        "interviews_until": day - timedelta(days=40),
        "list_on": day - timedelta(days=20),
    }


def opened(party, who, body=None) -> Round:
    body = body or cast.make_body()
    election = cast.make_election(body)
    return open_round(party, actor=cast.acting(who), body=body, election=election, dates=some_dates(election))


def verbs(party) -> list[str]:
    return [event.verb for event in events_for("party").filter(party=party)][::-1]


def test_opening_seats_the_chair_and_takes_the_regime_of_the_body(party, bram):
    """law.md B-01"""
    round = opened(party, bram, cast.make_body("Koraaleiland", regime="BES"))
    assert round.regime == "BES"
    assert [(seat.member, seat.role) for seat in Seat.objects.filter(round=round)] == [(bram, "chair")]
    assert verbs(party) == ["round.opened", "seat.granted"]


def test_regime_stays_when_the_body_changes_later(party, bram):
    """decision 38"""
    round = opened(party, bram)
    round.body.regime = "BES"
    round.body.save()
    assert Round.objects.get(pk=round.pk).regime == "EU-NL"


def test_in_european_netherlands_the_dutch_text_leads(party, bram):
    """decision 38: not taken over from an earlier round on an island."""
    island = opened(party, bram, cast.make_body("Koraaleiland", regime="BES"))
    change_round(island, {"leading_language": "en"}, actor=cast.acting(bram))
    assert opened(party, bram).leading_language == "nl"


def test_opening_twice_is_once(party, bram):
    assert opened(party, bram).pk == opened(party, bram).pk
    assert Seat.objects.count() == 1


def test_a_next_round_takes_over_settings_and_nobody(party, bram):
    first = opened(party, bram)
    change_round(first, {"reply_days": 10, "vog": "all", "vog_reason": "Vertrouwen"}, actor=cast.acting(bram))
    cast.member(party, "Els", role="board", round=first)
    second = opened(party, bram, cast.make_body("Zandgrond"))
    assert (second.reply_days, second.vog, second.vog_reason) == (10, "all", "Vertrouwen")
    assert [seat.role for seat in Seat.objects.filter(round=second)] == ["chair"]


def test_the_address_leads_to_one_party_only(party, bram):
    """decision 9"""
    round = opened(party, bram)
    twin = Party.objects.create(name=party.name)
    farid = cast.member(twin, "Farid")
    with party_scope(twin):
        other = opened(twin, farid)
    year = round.election.vote_day.year
    assert (round.slug, other.slug) == (
        "dorpsbelang-veenkamp-waterschap-veenstroom",
        "dorpsbelang-veenkamp-waterschap-veenstroom-2",
    )
    assert (behind_door(round.slug, year), behind_door(other.slug, year)) == (party, twin)
    assert behind_door(round.slug, year + 4) is None
    assert set(Door.objects.filter(kind="procedure").values_list("hash", flat=True)).isdisjoint(
        {round.slug, other.slug}
    )


def test_the_same_body_four_years_later_has_an_address_of_its_own(party, bram):
    body = cast.make_body()
    first = opened(party, bram, body)
    later = cast.make_election(body, nomination=first.election.nomination_day + timedelta(days=1456))
    second = open_round(party, actor=cast.acting(bram), body=body, election=later, dates=some_dates(later))
    assert second.slug == f"{first.slug}-2"


def test_moving_works_until_somebody_knows_of_it(party, bram):
    round = opened(party, bram)
    body = cast.make_body("Koraaleiland", regime="BES")
    election = cast.make_election(body)
    place = {"body": body, "election": election, "dates": some_dates(election)}
    moved = move_round(round, actor=cast.acting(bram), is_empty=lambda _round: True, **place)
    assert (moved.body, moved.regime) == (body, "BES")
    with pytest.raises(Fixed):
        move_round(round, actor=cast.acting(bram), is_empty=lambda _round: False, **place)
    moved.procedure_versions.create(party=party, number=1, config_digest="0" * 64, content={}, published_by="x")
    with pytest.raises(Fixed):
        move_round(round, actor=cast.acting(bram), is_empty=lambda _round: True, **place)


def test_a_change_that_somebody_overtook_is_told_and_writes_nothing(party, bram):
    """promise 4"""
    round = opened(party, bram)
    shown = seen_of(round, ["decides"])
    change_round(round, {"decides": "het bestuur"}, actor=cast.acting(bram), seen=shown)
    with pytest.raises(Stale) as told:
        change_round(round, {"decides": "de leden"}, actor=cast.acting(bram), seen=shown)
    assert told.value.current == {"decides": "het bestuur"}
    assert Round.objects.get(pk=round.pk).decides == "het bestuur"


def test_saving_what_already_stands_is_not_a_change(party, bram):
    round = opened(party, bram)
    before = verbs(party)
    change_round(round, {"decides": round.decides}, actor=cast.acting(bram), seen="of an older page")
    change_party(party, {"name": party.name}, actor=cast.acting(bram))
    assert verbs(party) == before


def test_changing_the_party_is_recorded_by_field_not_by_content(party, bram):
    change_party(party, {"phone": "0512 99 88 77"}, actor=cast.acting(bram))
    event = events_for("party").first()
    assert (event.verb, event.codes) == ("party.changed", {"fields": "phone"})


# --- seats ---


def test_only_a_chair_gives_places(party, bram):
    """decision 16; promise 9: the secretary cannot make a reader, nor make herself one."""
    round = opened(party, bram)
    daan = cast.member(party, "Daan", role="secretary", round=round)
    carla = cast.member(party, "Carla")
    for member in (carla, daan):
        with pytest.raises(PermissionError):
            grant_seat(round, member, "member", actor=cast.acting(daan))
    assert not Seat.objects.filter(role="member").exists()


def test_nobody_gives_themselves_a_place_or_a_right(party, bram):
    round = opened(party, bram)
    with pytest.raises(OwnRole):
        grant_seat(round, bram, "board", actor=cast.acting(bram))
    with pytest.raises(OwnRole):
        set_criminal(Seat.objects.get(member=bram), True, actor=cast.acting(bram))


def test_a_chair_of_another_round_gives_nothing_here(party, bram):
    round = opened(party, bram)
    carla = cast.member(party, "Carla", role="chair", round=cast.make_round(party, body=cast.make_body("Zandgrond")))
    assert not may_seat(cast.acting(carla), round)
    with pytest.raises(PermissionError):
        grant_seat(round, cast.member(party, "Daan"), "chair", actor=cast.acting(carla))


def test_granting_twice_is_once_and_ending_stops_rights(party, bram):
    round = opened(party, bram)
    carla = cast.member(party, "Carla")
    seat = grant_seat(round, carla, "member", actor=cast.acting(bram), criminal=True)
    assert grant_seat(round, carla, "member", actor=cast.acting(bram)) == seat
    assert set_criminal(seat, False, actor=cast.acting(bram)).criminal is False
    end_seat(seat, actor=cast.acting(bram))
    end_seat(seat, actor=cast.acting(bram))
    assert verbs(party)[2:] == ["seat.granted", "seat.changed", "seat.ended"]
    assert not Seat.objects.filter(member=carla, ended_at=None).exists()


def test_the_only_chair_stays(party, bram):
    round = opened(party, bram)
    seat = Seat.objects.get(member=bram)
    with pytest.raises(LastOne):
        end_seat(seat, actor=cast.acting(bram))
    grant_seat(round, cast.member(party, "Carla"), "chair", actor=cast.acting(bram))
    end_seat(seat, actor=cast.acting(bram))
    assert not may_seat(cast.acting(bram), round)


# --- who may set up ---


def test_the_first_member_of_an_empty_party_may_begin_and_later_ones_may_not(party, bram):
    carla = cast.member(party, "Carla")
    assert may_set_up(cast.acting(bram))
    opened(party, bram)
    assert may_set_up(cast.acting(bram))
    assert not may_set_up(cast.acting(carla))


@pytest.mark.parametrize(
    ("role", "may"), [("chair", True), ("secretary", True), ("member", False), ("board", False), ("group_chair", False)]
)
def test_chair_and_secretary_set_up(party, bram, role, may):
    round = opened(party, bram)
    carla = cast.member(party, "Carla", role=role, round=round)
    assert (may_set_up(cast.acting(carla)), may_set_up(cast.acting(carla), round)) == (may, may)


def test_who_left_sets_up_nothing(party, bram):
    Member.objects.filter(pk=bram.pk).update(left_at=timezone.now())
    bram.refresh_from_db()
    assert not may_set_up(cast.acting(bram))


# --- statements ---


def test_confidentiality_is_signed_in_person_and_once(party, bram):
    """law.md P-85"""
    carla = cast.member(party, "Carla", signed=False)
    with pytest.raises(PermissionError):
        sign_confidentiality(carla, "1", actor=cast.acting(bram))
    first = sign_confidentiality(carla, "1", actor=cast.acting(carla)).confidentiality_signed_at
    assert sign_confidentiality(carla, "1", actor=cast.acting(carla)).confidentiality_signed_at == first
    assert sign_confidentiality(carla, "2", actor=cast.acting(carla)).confidentiality_version == "2"


def test_only_the_board_confirms_and_by_name(party, bram):
    """law.md P-06"""
    round = opened(party, bram)
    els = cast.member(party, "Els", role="board", round=round)
    with pytest.raises(PermissionError):
        confirm(round, "lia", "a" * 64, actor=cast.acting(bram))
    row = confirm(round, "lia", "a" * 64, actor=cast.acting(els))
    assert confirm(round, "lia", "a" * 64, actor=cast.acting(els)) == row
    assert (row.confirmed_by, row.confirmed_by_code) == ("Els van Dijk", els.code)
    assert Confirmation.objects.count() == 1
