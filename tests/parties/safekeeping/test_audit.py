"""The record: one writer, chains that hold, openings that count once."""

import datetime as dt
from contextlib import suppress

import pytest
from django.db import transaction
from django_scopes.exceptions import ScopeError

from parties.actors import Actor
from parties.models import ChainHead, Event, EventOrigin
from parties.safekeeping.audit import ChainEnded, end_chain, events_for, heads, record, record_opening, verify_chain
from parties.safekeeping.verbs import VERBS, register_verbs
from parties.scope import party_scope


def test_event_says_who_did_what_when_and_never_what_was_in_it(scope, bram):
    """law.md X-07."""
    event = record("round.opened", actor=bram, party=scope, about="ronde234", codes={"items": 60, "vog": False})
    stored = Event.objects.values().get()
    assert stored.pop("at").tzinfo is not None
    assert stored == {
        "id": event.pk,
        "party_id": scope.pk,
        "chain": "party",
        "seq": 1,
        "actor_kind": "member",
        "actor_role": "chair",
        "actor_ref": "bram2345",
        "verb": "round.opened",
        "about": "ronde234",
        "codes": {"items": 60, "vog": False},
        "origin_digest": event.origin_digest,
        "prev_hash": "",
        "hash": event.hash,
    }


def test_origin_lies_apart_and_only_when_there_is_one(scope, bram):
    event = record("round.opened", actor=bram, party=scope)
    record("round.closed", actor=Actor.system(scope), party=scope)
    origin = EventOrigin.objects.get()
    assert (origin.event_id, origin.ip, origin.user_agent) == (event.pk, "192.0.2.7", "Firefox")
    assert list(Event.objects.order_by("seq").values_list("origin_digest", flat=True)) == [event.origin_digest, ""]


def test_browser_name_is_cut_and_tamed(scope):
    actor = Actor(kind="anonymous", ip="2001:db8::1", user_agent="a\x00b\r\nc" + "x" * 500)
    record("round.opened", actor=actor, party=scope)
    assert EventOrigin.objects.get().user_agent == ("a b  c" + "x" * 500)[:300]


def test_chains_count_apart(scope, other_party, bram):
    for chain in ("party", "k:anna2345", "party", "k:anna2345", "party"):
        record("round.changed", actor=bram, party=scope, chain=chain)
    with party_scope(other_party):
        record("round.changed", actor=bram, party=other_party)
        assert [(head["chain"], head["seq"]) for head in heads()] == [("party", 1)]
    assert [(head["chain"], head["seq"]) for head in heads()] == [("k:anna2345", 2), ("party", 3)]
    assert [event.seq for event in events_for("party")] == [3, 2, 1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"verb": "round.exploded"},
        {"chain": "kandidaat"},
        {"chain": "k:"},
        {"chain": "k:anna 2345"},
        {"about": "x" * 81},
        {"about": "regel\neinde"},
        {"codes": {"text": "x" * 81}},
        {"codes": {"list": ["a"]}},
        {"codes": {"score": 0.5}},
        {"codes": {"x" * 81: 1}},
    ],
)
def test_what_could_be_content_or_is_unknown_is_refused(scope, bram, wrong):
    with pytest.raises(ValueError, match=r"unknown|code"):
        record(**{"verb": "round.opened", "actor": bram, "party": scope, **wrong})
    assert Event.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_event_outside_a_transaction_is_refused(scope, bram):
    with pytest.raises(RuntimeError):
        record("round.opened", actor=bram, party=scope)


@pytest.mark.django_db(transaction=True)
def test_event_goes_with_what_it_records(scope, bram):
    with suppress(ZeroDivisionError), transaction.atomic():
        record("round.opened", actor=bram, party=scope)
        raise ZeroDivisionError
    assert (Event.objects.count(), ChainHead.objects.count()) == (0, 0)


def test_event_of_another_party_needs_its_scope(scope, other_party, bram):
    with pytest.raises(ScopeError):
        record("round.opened", actor=bram, party=other_party)


def test_event_is_not_changed_through_the_model(scope, bram):
    event = record("round.opened", actor=bram, party=scope)
    event.verb = "round.closed"
    with pytest.raises(TypeError):
        event.save()


# --- openings ---


def test_opening_counts_once_in_fifteen_minutes_per_actor_and_dossier(scope, bram, monkeypatch):
    """Decision 7."""
    carla = Actor(kind="member", party=scope, member=type("Carla", (), {"code": "carla234"}), role="member")

    def opened(actor, code, what="answers"):
        return record_opening(actor, candidacy_code=code, party=scope, what=what) is not None

    assert [opened(bram, "anna2345"), opened(bram, "anna2345"), opened(bram, "anna2345", "report")] == [
        True,
        False,
        False,
    ]
    assert [opened(carla, "anna2345"), opened(bram, "hugo2345")] == [True, True]
    later = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=15, seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert opened(bram, "anna2345") is True
    assert [event.codes for event in events_for("k:anna2345")] == [{"what": "answers"}] * 3


def test_opening_that_still_counts_costs_one_query(scope, bram, django_assert_num_queries):
    record_opening(bram, candidacy_code="anna2345", party=scope, what="answers")
    with django_assert_num_queries(1):
        record_opening(bram, candidacy_code="anna2345", party=scope, what="answers")


def test_event_costs_four_statements(scope, bram, django_assert_num_queries):
    record("round.opened", actor=bram, party=scope)
    with django_assert_num_queries(4):  # head, event, origin, head
        record("round.changed", actor=bram, party=scope)


# --- the end of a chain ---


def test_ended_chain_takes_nothing_more(scope, bram):
    over = dt.datetime.now(dt.UTC) + dt.timedelta(days=396)
    record("round.opened", actor=bram, party=scope, chain="k:anna2345")
    for _again in range(2):
        end_chain(scope, "k:anna2345", delete_after=over, actor=Actor.system(scope))
    with pytest.raises(ChainEnded):
        record("round.closed", actor=bram, party=scope, chain="k:anna2345")
    assert [event.verb for event in events_for("k:anna2345")] == ["chain.ended", "round.opened"]
    assert ChainHead.objects.get().delete_after == over
    assert verify_chain(scope) == []


# --- the catalogue ---


def test_floors_above_add_verbs_but_never_change_one(monkeypatch):
    monkeypatch.setattr("parties.safekeeping.verbs.VERBS", dict(VERBS))
    label = "leverde in"
    for _again in range(2):
        register_verbs({"diary.written": label})
    with pytest.raises(ValueError, match="exists already"):
        register_verbs({"diary.written": "iets anders"})
