"""The second wall on PostgreSQL: rows of another party are not there (decision 8, promise 1)."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from parties.safekeeping.audit import record
from parties.safekeeping.walls import WITHOUT_WALL, check_walls, install_row_policies, missing_policies, walled_tables
from parties.scope import PartyOwned, all_parties, party_scope


def counted(table: str = "parties_event") -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


@pytest.fixture
def both(party, other_party, bram):
    for owner in (party, other_party):
        with party_scope(owner):
            record("round.opened", actor=bram, party=owner, about=owner.code)


def test_every_model_of_a_party_has_a_wall():
    owned = {model._meta.db_table for model in apps.get_models() if issubclass(model, PartyOwned)}
    assert owned - set(walled_tables()) == set()
    assert WITHOUT_WALL & owned == set()


@pytest.mark.only("postgresql")
def test_raw_sql_sees_the_open_scope_only(both, party, other_party):
    assert counted() == 0
    with party_scope(party):
        assert counted() == 1
        with party_scope(other_party):
            assert counted() == 1
    with all_parties("test"):
        assert counted() == 2
    assert counted() == 0


@pytest.mark.only("postgresql")
@pytest.mark.parametrize("setting", ["", "0", "1 OR true", "ALL", "%"])
def test_nonsense_in_the_setting_opens_nothing(both, setting):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('toetssteen.party', %s, false)", [setting])
        cursor.execute("SELECT count(*) FROM parties_event")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT set_config('toetssteen.party', '', false)")


@pytest.mark.only("postgresql")
def test_writing_for_another_party_is_refused(both, party, other_party):
    with party_scope(party), connection.cursor() as cursor:
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(
                "INSERT INTO parties_chainhead (party_id, chain, seq, head_hash) VALUES (%s, 'k:x', 0, '')",
                [other_party.pk],
            )
        cursor.execute("DELETE FROM parties_eventorigin WHERE party_id = %s", [other_party.pk])
        assert cursor.rowcount == 0


@pytest.mark.only("postgresql")
def test_policies_are_in_place_and_repeat_without_harm(db):
    install_row_policies()
    assert (missing_policies(), check_walls(databases=["default"])) == ([], [])


@pytest.mark.only("postgresql")
@pytest.mark.parametrize(
    "sql",
    [
        "DROP POLICY one_party ON parties_event",
        "ALTER TABLE parties_event NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE parties_event DISABLE ROW LEVEL SECURITY",
    ],
)
def test_missing_policy_fails_the_system_check(db, sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
    (error,) = check_walls(databases=["default"])
    assert (error.id, error.msg) == ("parties.E111", "Tables without a row policy: parties_event.")


@pytest.mark.only("sqlite")
def test_one_wall_is_what_sqlite_has(db):
    """Decision 10."""
    assert (missing_policies(), check_walls(databases=["default"])) == ([], [])
