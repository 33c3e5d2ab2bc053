"""Every way to touch a chain is named (promise 11)."""

import uuid

import pytest
from django.db import connection

from parties.models import Event, EventOrigin
from parties.safekeeping.audit import record, verify_chain
from parties.safekeeping.guards import lift_guards
from parties.safekeeping.links import digest
from parties.scope import party_scope

TABLES = {"event": "parties_event", "head": "parties_chainhead", "origin": "parties_eventorigin"}


@pytest.fixture
def chain(scope, bram, other_party):
    """Five events here, and as many at another party that must never be blamed."""
    for number in range(1, 6):
        record("round.changed", actor=bram, party=scope, about=f"nummer{number}")
        record("round.changed", actor=bram, party=scope, chain="k:anna2345", about=f"nummer{number}")
    with party_scope(other_party):
        record("round.changed", actor=bram, party=other_party)
    lift_guards()
    yield scope
    with party_scope(other_party):
        assert verify_chain(other_party) == []


def tamper(sql: str, *params) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(**TABLES) + " AND party_id = (SELECT min(party_id) FROM parties_event)", params)
        assert cursor.rowcount > 0


def found(party) -> list[tuple]:
    return [(broken.chain, broken.seq, broken.what) for broken in verify_chain(party)]


def test_untouched_chains_hold(chain):
    assert found(chain) == []


def test_untouched_chain_holds_when_the_origins_have_gone(chain):
    """law.md R-13."""
    EventOrigin.objects.all().delete()
    assert found(chain) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "round.closed"),
        ("about", "nummer9"),
        ("actor_ref", "carla234"),
        ("actor_role", "board"),
        ("actor_kind", "operator"),
        ("codes", '{"a": 1}'),
        ("at", "2026-01-01 00:00:00+00:00"),
        ("origin_digest", ""),
    ],
)
@pytest.mark.parametrize("seq", [1, 3, 5])
def test_changed_row_is_named(chain, column, value, seq):
    tamper(f"UPDATE {{event}} SET {column} = %s WHERE chain = 'party' AND seq = %s", value, seq)
    assert found(chain) == [("party", seq, "changed")]


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_row_rewritten_with_a_fitting_hash_is_named(chain, seq):
    event = Event.objects.get(chain="party", seq=seq)
    event.verb = "round.closed"
    tamper("UPDATE {event} SET verb = %s, hash = %s WHERE chain = 'party' AND seq = %s", event.verb, digest(event), seq)
    assert found(chain) == [("party", seq, "changed")]


@pytest.mark.parametrize("seq", [1, 3])
def test_deleted_row_is_named(chain, seq):
    tamper("DELETE FROM {event} WHERE chain = 'party' AND seq = %s", seq)
    assert found(chain) == [("party", seq, "deleted")]


def test_deleted_row_is_named_when_the_rest_moves_up(chain):
    tamper("DELETE FROM {event} WHERE chain = 'party' AND seq = 3")
    for seq in (4, 5):
        tamper("UPDATE {event} SET seq = %s WHERE chain = 'party' AND seq = %s", seq - 1, seq)
    assert found(chain) == [("party", 3, "deleted"), ("party", 3, "reordered"), ("party", 4, "reordered")]


def test_truncated_chain_is_named(chain):
    tamper("DELETE FROM {event} WHERE chain = 'party' AND seq >= 4")
    assert found(chain) == [("party", 4, "truncated"), ("party", 5, "truncated")]


def test_emptied_chain_is_named(chain):
    tamper("DELETE FROM {event} WHERE chain = 'k:anna2345'")
    assert found(chain) == [("k:anna2345", seq, "truncated") for seq in range(1, 6)]


def test_reordered_rows_are_named(chain):
    for old, new in ((2, 99), (4, 2), (99, 4)):
        tamper("UPDATE {event} SET seq = %s WHERE chain = 'party' AND seq = %s", new, old)
    assert found(chain) == [("party", 2, "reordered"), ("party", 4, "reordered")]


def forged(party, seq: int, prev_hash: str) -> Event:
    event = Event(id=uuid.uuid4(), party=party, chain="party", seq=seq, verb="round.closed", prev_hash=prev_hash)
    event.hash = digest(event)
    Event.objects.bulk_create([event])
    return event


def test_row_added_at_the_end_is_named(chain):
    forged(chain, 6, Event.objects.get(chain="party", seq=5).hash)
    assert found(chain) == [("party", 6, "inserted")]


def test_row_slipped_in_between_is_named(chain):
    for seq in (5, 4):
        tamper("UPDATE {event} SET seq = %s WHERE chain = 'party' AND seq = %s", seq + 1, seq)
    forged(chain, 4, Event.objects.get(chain="party", seq=3).hash)
    assert found(chain) == [("party", 4, "inserted"), ("party", 5, "reordered"), ("party", 6, "reordered")]


def test_chain_without_a_head_is_named(chain):
    tamper("DELETE FROM {head} WHERE chain = 'party'")
    assert found(chain) == [("party", seq, "inserted") for seq in range(1, 6)]


def test_head_turned_back_is_named(chain):
    third = Event.objects.get(chain="party", seq=3)
    tamper("UPDATE {head} SET seq = 3, head_hash = %s WHERE chain = 'party'", third.hash)
    assert found(chain) == [("party", 4, "inserted"), ("party", 5, "inserted")]


@pytest.mark.parametrize(("column", "value"), [("ip", "198.51.100.9"), ("user_agent", "Lynx"), ("salt", "0")])
def test_changed_origin_is_named(chain, column, value):
    second = Event.objects.get(chain="party", seq=2).pk
    stored = second.hex if connection.vendor == "sqlite" else second
    tamper(f"UPDATE {{origin}} SET {column} = %s WHERE event_id = %s", value, stored)
    assert found(chain) == [("party", 2, "origin")]


def test_one_chain_can_be_checked_alone(chain):
    tamper("UPDATE {event} SET about = 'x' WHERE chain = 'party' AND seq = 2")
    assert verify_chain(chain, "k:anna2345") == []
    assert len(verify_chain(chain, "party")) == 1
