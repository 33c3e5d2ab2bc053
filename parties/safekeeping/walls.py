"""The second wall on PostgreSQL: a row of another party is not there, also for raw SQL (decision 8).

Forced, so that it binds the owner of the tables too; a superuser passes it, which is why the product
connects as an ordinary role. Without an open scope the setting is empty and no row is visible.
"""

from django.apps import apps
from django.core import checks
from django.db import DatabaseError, connections

from parties.scope import SETTING

POLICY = "one_party"
# The doors stand before a party is known, and hold nothing but a hash (decision 9).
WITHOUT_WALL = {"parties_door"}
# What the product itself brings belongs to no party and is read by all; a party's own rows stay behind the wall.
SHARED_WITHOUT_PARTY = {"instruments_edition"}


def walled_tables() -> list[str]:
    """Every table whose rows belong to one party."""
    tables = set()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and _party_column(model):
            tables.add(model._meta.db_table)
    return sorted(tables - WITHOUT_WALL)


def _party_column(model) -> bool:
    return any(field.column == "party_id" and field.is_relation for field in model._meta.local_concrete_fields)


def install_row_policies(using: str = "default") -> None:
    """Put a forced policy on every such table; repeating it changes nothing. Does nothing on SQLite."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table in sorted(set(walled_tables()) & there):
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"DROP POLICY IF EXISTS {POLICY} ON {quoted}")
            condition = _condition(table)
            cursor.execute(f"CREATE POLICY {POLICY} ON {quoted} USING ({condition}) WITH CHECK ({condition})")
            cursor.execute(f"ALTER TABLE {quoted} ENABLE ROW LEVEL SECURITY")
            cursor.execute(f"ALTER TABLE {quoted} FORCE ROW LEVEL SECURITY")


def _condition(table: str) -> str:
    # The sub-select is read once per statement instead of once per row.
    own = f"(SELECT current_setting('{SETTING}', true)) IN ('all', party_id::text)"
    return f"party_id IS NULL OR {own}" if table in SHARED_WITHOUT_PARTY else own


def missing_policies(using: str = "default") -> list[str]:
    """Tables that should have a forced policy and have none."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
            "WHERE c.relrowsecurity AND c.relforcerowsecurity AND p.polname = %s "
            "AND pg_table_is_visible(c.oid)",
            [POLICY],
        )
        walled = {name for (name,) in cursor.fetchall()}
    return sorted((set(walled_tables()) & there) - walled)


def check_walls(app_configs=None, databases=None, **kwargs):
    """System check: every party's table has its policy, and the role we connect with is bound by it."""
    errors = []
    for using in databases or ():
        try:
            missing, passes = missing_policies(using), _passes_walls(using)
        except DatabaseError:
            continue
        if missing:
            errors.append(
                checks.Error(
                    f"Tables without a row policy: {', '.join(missing)}.",
                    hint="Run `manage.py migrate --skip-checks`; it puts the policies back.",
                    id="parties.E111",
                )
            )
        if passes:
            errors.append(
                checks.Warning(
                    "This database role passes every row policy.",
                    hint="Connect with a role that is no superuser and has no BYPASSRLS (docs/keys-and-backups.md).",
                    id="parties.W112",
                )
            )
    return errors


def _passes_walls(using: str) -> bool:
    connection = connections[using]
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])
