"""The way of a candidacy, written out by hand: which step from which stage, by whom."""

import pytest

from candidates.models import Stage
from candidates.workflow import STEPS, NotAllowed, Refused, advance, available
from parties.models import ChainHead, Event, OutboxMail
from parties.scope import party_scope
from tests import cast

pytestmark = pytest.mark.django_db

CORRECTING = {"correct", "send_correction", "adopt_correction"}
# stage -> steps that somebody may take from it. Written by hand: the table in the code is what is tested.
BY_HAND = {
    "invited": {"enter", "submit_on_paper", "withdraw", "erase_on_request"},
    "started": {"submit", "submit_on_paper", "withdraw", "erase_on_request"},
    "submitted": {"reopen", "ask_addition", "take_up", "plan", "withdraw", "erase_on_request"},
    "review": {"reopen", "ask_addition", "plan", "withdraw", "erase_on_request"},
    "planned": {"reopen", "plan", "hold", "withdraw", "erase_on_request"},
    "interviewed": {"ask_reply", "withdraw", "erase_on_request"},
    "reply": {"redraft", "adopt", "withdraw", "erase_on_request"},
    "adopted": {"nominate", "reject", "sign", "sign_on_paper", "withdraw", "void", "take_back", "erase_on_request"}
    | CORRECTING,
    "signed": {"countersign", "unsign", "withdraw", "void", "erase_on_request"} | CORRECTING,
    "completed": {"unsign", "withdraw", "void", "erase_on_request"} | CORRECTING,
    "withdrawn": set(),
    "not_nominated": {"take_back", "decide_again"} | CORRECTING,
}
WHO = {
    "candidate": {"enter", "submit", "reopen", "sign", "unsign", "withdraw"},
    "chair": {
        "ask_addition",
        "take_up",
        "plan",
        "hold",
        "ask_reply",
        "redraft",
        "adopt",
        "sign_on_paper",
        "submit_on_paper",
        "void",
        "take_back",
        "decide_again",
        "erase_on_request",
    }
    | CORRECTING,
    "member": {"ask_addition", "take_up", "hold", "ask_reply", "redraft", "adopt"} | CORRECTING,
    "secretary": {"plan", "sign_on_paper", "submit_on_paper", "decide_again", "erase_on_request"},
    "board": {"nominate", "reject", "countersign", "void", "take_back", "decide_again"},
}
WITH_FACTS = {"submit", "submit_on_paper", "reopen", "plan", "hold", "ask_reply", "redraft", "adopt", "nominate", "reject", "sign",
              "sign_on_paper", "countersign", "unsign", "void", "take_back", "decide_again", "erase_on_request"} | CORRECTING  # fmt: skip


@pytest.fixture
def round():
    round = cast.make_round(cast.make_party())
    cast.committee(round)
    return round


def actor_of(role, round, candidacy):
    if role == "candidate":
        return cast.acting(candidacy)
    name = {"chair": "Bram", "member": "Carla", "secretary": "Daan", "board": "Els"}[role]
    return cast.acting(cast.member(round.party, name), role)


@pytest.mark.parametrize("stage", sorted(BY_HAND))
def test_every_stage_knows_its_steps(round, stage):
    candidacy = cast.candidate(round, "Anna", stage=stage)
    with party_scope(round.party):
        for role, allowed in WHO.items():
            names = {step.name for step in available(candidacy, actor_of(role, round, candidacy))}
            assert names == BY_HAND[stage] & allowed, (stage, role)


@pytest.mark.parametrize("role", sorted(WHO))
def test_nobody_takes_anothers_step(round, role):
    for name, step in STEPS.items():
        if name in WHO[role]:
            continue
        candidacy = cast.candidate(round, "Anna", stage=step.sources[0], email=f"{name}@voorbeeld.nl")
        with party_scope(round.party), pytest.raises(NotAllowed):
            advance(candidacy, name, actor=actor_of(role, round, candidacy), facts=lambda _row: [])


def test_a_stranger_takes_no_step_at_all(round):
    other = cast.make_party("Andere Partij")
    farid = cast.acting(cast.member(other, "Farid", role="chair", round=cast.make_round(other)), "chair")
    candidacy = cast.candidate(round, "Anna", stage=Stage.SUBMITTED)
    with party_scope(round.party):
        assert available(candidacy, farid) == []


@pytest.mark.parametrize("name", sorted(WITH_FACTS))
def test_a_step_that_needs_facts_refuses_without(round, name):
    role = next(role for role, steps in WHO.items() if name in steps)
    candidacy = cast.candidate(round, "Anna", stage=STEPS[name].sources[0])
    with party_scope(round.party), pytest.raises(Refused):
        advance(candidacy, name, actor=actor_of(role, round, candidacy))


def test_a_step_writes_stage_event_and_mail_together(round):
    candidacy = cast.candidate(round, "Anna")
    with party_scope(round.party):
        fresh = advance(candidacy, "submit", actor=cast.acting(candidacy), facts=lambda _row: [])
        assert (fresh.stage, fresh.submitted_at is not None) == (Stage.SUBMITTED, True)
        assert [event.verb for event in Event.objects.filter(chain=candidacy.chain)] == ["candidacy.submitted"]
        assert [mail.purpose for mail in OutboxMail.objects.all()] == ["receipt_submitted"]
        with pytest.raises(Refused):
            advance(candidacy, "submit", actor=cast.acting(candidacy), facts=lambda _row: [])
        assert ChainHead.objects.get(chain=candidacy.chain).seq == 1


def test_a_refused_step_leaves_everything_as_it_was(round):
    from candidates.workflow import Missing

    candidacy = cast.candidate(round, "Anna")
    with party_scope(round.party):
        with pytest.raises(Refused) as refused:
            advance(candidacy, "submit", actor=cast.acting(candidacy), facts=lambda _row: [Missing("nog iets")])
        assert [str(one.text) for one in refused.value.missing] == ["nog iets"]
        candidacy.refresh_from_db()
        assert (candidacy.stage, Event.objects.count(), OutboxMail.objects.count()) == (Stage.STARTED, 0, 0)


def test_withdrawing_sets_the_date_that_retention_counts_from(round):
    """law.md section 7, T0."""
    candidacy = cast.candidate(round, "Anna")
    with party_scope(round.party):
        fresh = advance(candidacy, "withdraw", actor=cast.acting(candidacy))
        assert (fresh.stage, fresh.outcome, fresh.t0_by) == ("withdrawn", "withdrawn", candidacy.code)
        assert fresh.t0_at is not None


def test_the_database_refuses_a_stage_without_its_outcome(round):
    from django.db import IntegrityError, transaction

    candidacy = cast.candidate(round, "Anna")
    with party_scope(round.party), pytest.raises(IntegrityError), transaction.atomic():
        type(candidacy).objects.filter(pk=candidacy.pk).update(stage="withdrawn")
