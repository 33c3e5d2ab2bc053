"""The database itself refuses to touch the record (decision 6)."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from parties.actors import Actor
from parties.models import ChainHead, Event, EventOrigin
from parties.safekeeping import guards, wiring
from parties.safekeeping.audit import end_chain, record, verify_chain
from parties.safekeeping.guards import check_guards, guards_lifted, install_guards, missing_guards
from parties.safekeeping.links import digest
from parties.scope import party_scope

NOW = dt.datetime.now(dt.UTC)


@pytest.fixture
def chain(scope, bram):
    for about in ("een", "twee", "drie"):
        record("round.changed", actor=bram, party=scope, chain="k:anna2345", about=about)
    return scope


def refused(sql: str, *params) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.rowcount == 0
    except DatabaseError:
        return True


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE parties_event SET about = 'x'",
        "UPDATE parties_event SET hash = hash",
        "DELETE FROM parties_event",
        "DELETE FROM parties_event WHERE seq = 3",
        "UPDATE parties_chainhead SET seq = 2",
        "UPDATE parties_chainhead SET seq = 4",
        "UPDATE parties_chainhead SET head_hash = 'x'",
        "UPDATE parties_chainhead SET chain = 'party'",
        "DELETE FROM parties_chainhead",
        "UPDATE parties_eventorigin SET ip = ''",
    ],
)
def test_touching_the_record_is_refused(chain, sql):
    assert refused(sql)
    assert (Event.objects.count(), ChainHead.objects.get().seq, verify_chain(chain)) == (3, 3, [])


@pytest.mark.only("postgresql")
@pytest.mark.parametrize("table", ["parties_event", "parties_chainhead"])
def test_emptying_the_record_is_refused(chain, table):
    assert refused(f"TRUNCATE {table} CASCADE")
    assert Event.objects.count() == 3


def test_event_that_does_not_follow_the_head_is_refused(chain):
    """A second writer that read the same head cannot fork the chain, whatever its code does."""
    last = Event.objects.get(seq=3)
    for seq, prev_hash in ((4, last.prev_hash), (5, last.hash), (3, last.prev_hash), (4, "")):
        event = Event(party=chain, chain="k:anna2345", seq=seq, verb="round.closed", prev_hash=prev_hash)
        event.hash = digest(event)
        with pytest.raises(IntegrityError), transaction.atomic():
            event.save()
    assert verify_chain(chain) == []


def test_origin_may_go_at_any_time(chain):
    """law.md R-13."""
    assert EventOrigin.objects.all().delete()[0] == 3


def test_events_go_only_after_the_end_and_its_date(chain):
    """law.md R-15: the count and the head stay."""
    end_chain(chain, "k:anna2345", delete_after=NOW + dt.timedelta(days=1), actor=Actor.system(chain))
    assert refused("DELETE FROM parties_event")
    ChainHead.objects.update(ended_at=NOW - dt.timedelta(days=400), delete_after=NOW - dt.timedelta(seconds=1))
    assert not refused("DELETE FROM parties_event")
    assert (Event.objects.count(), ChainHead.objects.get().seq) == (0, 4)
    assert verify_chain(chain) == []
    assert not refused("DELETE FROM parties_chainhead")


def test_head_of_a_chain_with_events_stays_even_after_its_date(chain):
    end_chain(chain, "k:anna2345", delete_after=NOW + dt.timedelta(days=1), actor=Actor.system(chain))
    ChainHead.objects.update(ended_at=NOW - dt.timedelta(days=400), delete_after=NOW - dt.timedelta(days=4))
    assert refused("DELETE FROM parties_chainhead")


# --- the guards themselves ---


def test_guards_are_in_place_after_migrating(db):
    assert missing_guards() == []


def test_guards_come_back_and_repeat_without_harm(db):
    with guards_lifted():
        assert missing_guards() == sorted(
            {*guards.GUARDS, *(guards.EMPTYING if connection.vendor == "postgresql" else ())}
        )
    install_guards()
    assert missing_guards() == []


def test_missing_guard_fails_the_system_check(db):
    where = " ON parties_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER event_stays{where}")
    (error,) = check_guards(databases=["default"])
    assert (error.id, error.msg) == ("parties.E110", "The record is not guarded: event_stays.")
    assert check_guards(databases=None) == []


@pytest.mark.only("postgresql")
def test_disabled_guard_fails_the_system_check(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE parties_event DISABLE TRIGGER event_stays")
    assert missing_guards() == ["event_stays"]


@pytest.mark.only("sqlite")
@pytest.mark.django_db(transaction=True)
def test_rebuilt_table_gets_its_guards_back(party, bram):
    """SQLite drops the triggers of a table it rebuilds, and refuses to while another table's trigger names it."""
    with party_scope(party), transaction.atomic():
        record("round.opened", actor=bram, party=party)
    wiring.before_migrate(using="default", plan=["something"])
    with connection.schema_editor() as editor:
        editor._remake_table(Event)
    assert missing_guards() == sorted(guards.GUARDS)
    wiring.after_migrate(using="default")
    assert missing_guards() == []
    with party_scope(party):
        assert verify_chain(party) == []


def test_migrating_nothing_lifts_nothing(db):
    wiring.before_migrate(using="default", plan=[])
    assert missing_guards() == []
