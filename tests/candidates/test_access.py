"""Getting at a dossier: ties, draft blindness, the 404 of a missing object (decision 15, promises 1 and 2)."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from candidates.access import ReadingEnded, TieUnanswered, dossier_for, found
from candidates.fairness import resolve_tie, say_member_tie
from candidates.models import Candidacy, Hold, Stage, Tie
from candidates.workflow import NotAllowed
from parties.access import Permission
from parties.models import Event
from parties.scope import party_scope
from tests import cast
from tests.signin import sign_in

pytestmark = pytest.mark.django_db
READ = Permission.READ_DOSSIER


@pytest.fixture
def round():
    return cast.make_round(cast.make_party())


@pytest.fixture
def people(round):
    return cast.committee(round)


@pytest.fixture
def anna(round, people):
    return cast.candidate(round, "Anna", stage=Stage.SUBMITTED)


def test_the_tie_question_comes_before_the_dossier(anna, people):
    carla = cast.acting(people["Carla"], "member")
    with party_scope(anna.party):
        with pytest.raises(TieUnanswered):
            dossier_for(carla, anna.code, READ)
        assert Event.objects.filter(verb="dossier.opened").count() == 0
        say_member_tie(anna, "", actor=carla)
        assert dossier_for(carla, anna.code, READ).pk == anna.pk
        assert Event.objects.filter(verb="dossier.opened").count() == 1


@pytest.mark.parametrize("field", ["t0_at", "t1_at"])
def test_reading_ends_when_the_procedure_is_over(anna, people, field):
    """law.md R-30, the first of the three clocks; under a legal hold reading goes on."""
    carla = cast.acting(people["Carla"], "member")
    cast.no_tie(anna, people["Carla"])
    now = timezone.now()
    with party_scope(anna.party):
        for moment, open_still in ((now + timedelta(hours=1), True), (now - timedelta(hours=1), False)):
            Candidacy.objects.filter(pk=anna.pk).update(**{field: moment, f"{field[:2]}_by": "calendar"})
            if open_still:
                assert dossier_for(carla, anna.code, READ).pk == anna.pk
                continue
            with pytest.raises(ReadingEnded):
                dossier_for(carla, anna.code, READ)
        Hold.objects.create(candidacy=anna, named_person="Bram", reason="Er loopt een rechtszaak.", set_by="test",
                            review_on=now.date(), candidate_told_at=now)  # fmt: skip
        assert dossier_for(carla, anna.code, READ).pk == anna.pk


def test_a_closed_dossier_says_so(client, anna, people):
    cast.no_tie(anna, people["Carla"])
    with party_scope(anna.party):
        Candidacy.objects.filter(pk=anna.pk).update(t1_at=timezone.now(), t1_by="calendar")
    page = sign_in(client, people["Carla"].user).get(reverse("reports:dossier", args=[anna.party.code, anna.code]))
    assert (page.status_code, "Dit dossier is dicht" in page.content.decode()) == (409, True)


def test_opening_twice_in_a_quarter_of_an_hour_is_one_event(anna, people):
    """Decision 7."""
    cast.no_tie(anna, people["Carla"])
    with party_scope(anna.party):
        for _ in range(3):
            dossier_for(cast.acting(people["Carla"], "member"), anna.code, READ)
        assert Event.objects.filter(verb="dossier.opened").count() == 1


def test_a_member_with_a_tie_stays_out(anna, people):
    carla = cast.acting(people["Carla"], "member")
    with party_scope(anna.party):
        say_member_tie(anna, "family", actor=carla)
        with pytest.raises(Http404):
            dossier_for(carla, anna.code, READ)


def test_a_member_named_by_the_candidate_stays_out_too(anna, people):
    cast.no_tie(anna, people["Carla"])
    with party_scope(anna.party):
        Tie.objects.filter(member=people["Carla"], said_by="candidate").update(kind="friend")
        with pytest.raises(Http404):
            dossier_for(cast.acting(people["Carla"], "member"), anna.code, READ)


def test_only_somebody_outside_the_tie_resolves_it(anna, people):
    carla, bram = cast.acting(people["Carla"], "member"), cast.acting(people["Bram"], "chair")
    with party_scope(anna.party):
        tie = say_member_tie(anna, "friend", actor=carla)
        with pytest.raises(NotAllowed):
            resolve_tie(tie, "open", actor=carla)
        say_member_tie(anna, "", actor=bram)
        resolve_tie(tie, "open", actor=bram)
        assert dossier_for(carla, anna.code, READ).pk == anna.pk


def test_a_member_who_stands_loses_every_dossier(anna, people, round):
    """Decision 15: in the same round, at once."""
    cast.no_tie(anna, people["Carla"])
    cast.candidate(round, "Carla", email=people["Carla"].user.email)
    with party_scope(anna.party), pytest.raises(Http404):
        dossier_for(cast.acting(people["Carla"], "member"), anna.code, READ)


@pytest.mark.parametrize("stage", [Stage.INVITED, Stage.STARTED, Stage.WITHDRAWN])
def test_nobody_reads_a_draft_or_somebody_who_stopped(round, people, stage):
    candidacy = cast.candidate(round, "Wil", stage=stage)
    cast.no_tie(candidacy, people["Bram"])
    with party_scope(round.party), pytest.raises(Http404):
        dossier_for(cast.acting(people["Bram"], "chair"), candidacy.code, READ)


@pytest.mark.parametrize(("name", "role"), [("Daan", "secretary"), ("Els", "board")])
def test_secretary_and_board_read_no_answers(anna, people, name, role):
    """Decision 14."""
    cast.no_tie(anna, people[name])
    with party_scope(anna.party), pytest.raises(Http404):
        dossier_for(cast.acting(people[name], role), anna.code, READ)


def test_a_member_without_a_seat_reads_nothing(anna, round):
    ended = cast.member(round.party, "Fokke", role="member", round=round)
    cast.no_tie(anna, ended)
    with party_scope(round.party):
        ended.seats.update(ended_at=anna.invited_at)
        with pytest.raises(Http404):
            dossier_for(cast.acting(ended, "member"), anna.code, READ)


def test_another_partys_candidate_does_not_exist_here(anna):
    other = cast.make_party("Andere Partij")
    cast.make_round(other)
    with party_scope(other), pytest.raises(Http404):
        found(anna.code)
