"""Guards in the database: events are appended, one after the other, and never changed (decision 6).

The guards are put back after every migration, because a table that SQLite rebuilds loses its
triggers without a word. They stop a mistake and a careless hand; `verify_chain` finds the rest.
"""

from contextlib import contextmanager

from django.core import checks
from django.db import DatabaseError, connections

EVENT, HEAD, ORIGIN = "parties_event", "parties_chainhead", "parties_eventorigin"

_FOLLOWS = f"""EXISTS (SELECT 1 FROM {HEAD} h WHERE h.party_id = NEW.party_id AND h.chain = NEW.chain
    AND h.seq + 1 = NEW.seq AND h.head_hash = NEW.prev_hash)"""
_STEP = f"""NEW.party_id = OLD.party_id AND NEW.chain = OLD.chain AND (
    (NEW.seq = OLD.seq AND NEW.head_hash = OLD.head_hash)
    OR (NEW.seq = OLD.seq + 1 AND EXISTS (SELECT 1 FROM {EVENT} e WHERE e.party_id = NEW.party_id
        AND e.chain = NEW.chain AND e.seq = NEW.seq AND e.hash = NEW.head_hash)))"""
_OVER = f"""EXISTS (SELECT 1 FROM {HEAD} h WHERE h.party_id = OLD.party_id AND h.chain = OLD.chain
    AND h.delete_after <= {{now}})"""
_EMPTY = f"""OLD.delete_after <= {{now}} AND NOT EXISTS (SELECT 1 FROM {EVENT} e
    WHERE e.party_id = OLD.party_id AND e.chain = OLD.chain)"""

# name: (table, statement, what must hold, what the refusal says)
GUARDS = {
    "event_follows": (EVENT, "INSERT", _FOLLOWS, "an event follows the head of its chain"),
    "event_stays": (EVENT, "UPDATE", "1 = 0", "an event is never changed"),
    "event_goes_after_its_date": (EVENT, "DELETE", _OVER, "events go when their chain ended and its date has passed"),
    "chainhead_steps": (HEAD, "UPDATE", _STEP, "a head moves to the event that follows it"),
    "chainhead_stays": (HEAD, "DELETE", _EMPTY, "a head outlives its events"),
    "eventorigin_stays": (ORIGIN, "UPDATE", "1 = 0", "an origin is never changed"),
}
# On PostgreSQL one statement empties a table without touching a row.
EMPTYING = {"event_no_truncate": EVENT, "chainhead_no_truncate": HEAD}

SQLITE_NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
POSTGRES_NOW = "now()"


def install_guards(using: str = "default") -> None:
    """Put every guard in its place; repeating it changes nothing. Skips tables that are not there yet."""
    connection = connections[using]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if {EVENT, HEAD, ORIGIN} <= there:
            for statement in _statements(connection.vendor):
                cursor.execute(statement)


def lift_guards(using: str = "default") -> None:
    """Take every guard away: for emptying a test database, and for nothing else."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, (table, *_rest) in {**GUARDS, **{n: (t,) for n, t in EMPTYING.items()}}.items():
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            elif table in connection.introspection.table_names(cursor):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")


@contextmanager
def guards_lifted(using: str = "default"):
    """Without guards inside, with guards again afterwards."""
    lift_guards(using)
    try:
        yield
    finally:
        install_guards(using)


def missing_guards(using: str = "default") -> list[str]:
    """The names of guards that should be in this database and are not."""
    connection = connections[using]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if connection.vendor == "sqlite":
            wanted = set(GUARDS)
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            wanted = {*GUARDS, *EMPTYING}
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        present = {name for (name,) in cursor.fetchall()}
    return sorted(wanted - present) if {EVENT, HEAD, ORIGIN} <= there else []


def check_guards(app_configs=None, databases=None, **kwargs):
    """System check: the record is guarded in every database that is looked at."""
    errors = []
    for using in databases or ():
        try:
            missing = missing_guards(using)
        except DatabaseError:
            continue  # no database yet: migrating is what makes one
        if missing:
            errors.append(
                checks.Error(
                    f"The record is not guarded: {', '.join(missing)}.",
                    hint="Run `manage.py migrate --skip-checks`; it puts the guards back.",
                    id="parties.E110",
                )
            )
    return errors


def _statements(vendor: str):
    for name, (table, statement, holds, refusal) in GUARDS.items():
        if vendor == "sqlite":
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield (
                f"CREATE TRIGGER {name} BEFORE {statement} ON {table} WHEN NOT coalesce({holds.format(now=SQLITE_NOW)}, 0) "
                f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            )
        else:
            back = "OLD" if statement == "DELETE" else "NEW"
            yield _postgres_function(
                name, f"IF ({holds.format(now=POSTGRES_NOW)}) THEN RETURN {back}; END IF;", refusal
            )
            yield (
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {statement} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
    if vendor == "postgresql":
        for name, table in EMPTYING.items():
            yield _postgres_function(name, "", "the record is never emptied")
            yield (
                f"CREATE OR REPLACE TRIGGER {name} BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            )


def _postgres_function(name: str, unless: str, refusal: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN {unless} RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
