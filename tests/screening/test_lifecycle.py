"""The daily round: dates from the calendar, notices, erasure; on a clock that is turned (law.md section 7)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command

from candidates.models import Answer, Candidacy, Stage
from candidates.sheets import sheet_of
from candidates.workflow import advance
from parties.models import DataKey, OutboxMail
from parties.scope import party_scope
from reports.models import ErasureReceipt
from screening.rehearsal.answers import fill
from tests import cast

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, 0, tzinfo=AMSTERDAM)


@pytest.fixture
def anna():
    round = cast.make_round(cast.make_party(), editions=True)
    cast.committee(round)
    person = cast.candidate(round, "Anna")
    with party_scope(round.party):
        fill(person, "vragenlijst", {}, actor=cast.acting(person))
    return person


def fresh(candidacy):
    return Candidacy.objects.get(pk=candidacy.pk)


def live_keys(candidacy) -> set[str]:
    return set(DataKey.objects.filter(owner=candidacy.code, destroyed_at__isnull=True).values_list("klass", flat=True))


def test_who_stops_loses_answers_the_same_night(anna):
    """law.md R-03, decision 4: raw and criminal that night, the contact four weeks later."""
    with party_scope(anna.party):
        answer = Answer.objects.first()
        advance(anna, "withdraw", actor=cast.acting(anna))
    call_command("daily", verbosity=0)
    with party_scope(anna.party):
        assert live_keys(anna) & {"raw", "criminal"} == set()
        assert "report" in live_keys(anna)
        assert not Answer.objects.filter(pk=answer.pk).exists()
        assert fresh(anna).email == "anna@voorbeeld.nl"


def test_after_four_weeks_only_the_skeleton_is_left(anna):
    """law.md R-03, R-10, R-19: no name, no address, a receipt, and the dates."""
    with party_scope(anna.party):
        advance(anna, "withdraw", actor=cast.acting(anna))
    with time_machine.travel(datetime.now(AMSTERDAM) + timedelta(days=29), tick=False):
        call_command("daily", verbosity=0)
    with party_scope(anna.party):
        left = fresh(anna)
        assert (left.first_name, left.last_name, left.email_hash, left.outcome) == ("", "", "", "withdrawn")
        assert left.erased_at is not None and live_keys(anna) == set()
        assert Answer.objects.count() == 0 and sheet_of(left, "vragenlijst") is None
        assert ErasureReceipt.objects.count() >= 1


def test_the_daily_round_twice_is_once(anna):
    with party_scope(anna.party):
        advance(anna, "withdraw", actor=cast.acting(anna))
    for _ in range(2):
        call_command("daily", verbosity=0)
    with party_scope(anna.party):
        assert ErasureReceipt.objects.count() == 1


def test_the_calendar_sets_the_dates_that_terms_count_from(anna):
    """law.md section 7: T1, T2 and T3."""
    election = anna.round.election
    for field, day in (
        ("t1_at", election.nomination_day + timedelta(days=14)),
        ("t2_at", election.term_start),
        ("t3_at", election.term_end),
    ):
        with time_machine.travel(at(day - timedelta(days=1)), tick=False):
            call_command("daily", verbosity=0)
        with party_scope(anna.party):
            assert getattr(fresh(anna), field) is None, field
        with time_machine.travel(at(day), tick=False):
            call_command("daily", verbosity=0)
        with party_scope(anna.party):
            assert getattr(fresh(anna), field).astimezone(AMSTERDAM).date() == day, field


def test_answers_of_who_stands_go_four_weeks_after_the_list_is_final(anna):
    """law.md R-03: T1 + 4 weeks."""
    gone = anna.round.election.nomination_day + timedelta(days=14 + 28)
    with time_machine.travel(at(gone - timedelta(days=28)), tick=False):
        call_command("daily", verbosity=0)
    with party_scope(anna.party):
        assert "raw" in live_keys(anna)
    with time_machine.travel(at(gone), tick=False):
        call_command("daily", verbosity=0)
    with party_scope(anna.party):
        assert live_keys(anna) & {"raw", "criminal"} == set()
        assert fresh(anna).first_name == "Anna"


def test_notice_comes_fourteen_and_three_days_before(anna):
    """law.md R-30."""
    with party_scope(anna.party):
        Candidacy.objects.update(stage=Stage.SUBMITTED)
    gone = anna.round.election.nomination_day + timedelta(days=14 + 28)
    sent = []
    for before in (15, 14, 13, 4, 3, 2):
        with time_machine.travel(at(gone - timedelta(days=before)), tick=False):
            call_command("daily", verbosity=0)
            call_command("daily", verbosity=0)
        with party_scope(anna.party):
            sent.append(OutboxMail.objects.filter(purpose="erasure_soon").count())
    assert sent == [0, 1, 1, 1, 2, 2]


def test_a_hold_keeps_everything_until_it_ends(anna):
    """law.md R-30: named person, reason, review; the candidate was told."""
    from django.utils import timezone

    from candidates.models import Hold

    with party_scope(anna.party):
        Hold.objects.create(candidacy=anna, named_person="Els van Dijk", reason="beroep", review_on=timezone.localdate(),
                            set_by="x", candidate_told_at=timezone.now())  # fmt: skip
        advance(anna, "withdraw", actor=cast.acting(anna))
    call_command("daily", verbosity=0)
    with party_scope(anna.party):
        assert "raw" in live_keys(anna)
        Hold.objects.update(ended_at=timezone.now())
    call_command("daily", verbosity=0)
    with party_scope(anna.party):
        assert "raw" not in live_keys(anna)


def test_an_unanswered_invitation_goes_thirty_days_after_it_lapsed(anna):
    """law.md R-01."""
    wil = cast.candidate(anna.round, "Wil", stage=Stage.INVITED, prepared=False)
    with time_machine.travel(datetime.now(AMSTERDAM) + timedelta(days=43), tick=False):
        call_command("daily", verbosity=0)
    with party_scope(anna.party):
        assert Candidacy.objects.filter(pk=wil.pk).exists()
    with time_machine.travel(datetime.now(AMSTERDAM) + timedelta(days=45), tick=False):
        call_command("daily", verbosity=0)
    with party_scope(anna.party):
        assert not Candidacy.objects.filter(pk=wil.pk).exists()
