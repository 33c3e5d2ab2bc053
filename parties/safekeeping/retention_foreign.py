"""Tables that are not ours: how long their rows are kept, how they go, and why.

`tests/house/test_retention.py` fails when a table of the database is neither here nor on a model.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from parties.safekeeping.retention import DELETE, KEEP, Retention


@dataclass(frozen=True)
class Foreign:
    """Lines, and the reason for them."""

    reason: str
    lines: tuple[Retention, ...]


def _stays(reason: str) -> Foreign:
    return Foreign(reason, (Retention("none", 0, KEEP, rule="no personal data"),))


def _goes_with(reason: str) -> Foreign:
    return Foreign(reason, (Retention("with_target", 0, DELETE, rule="R-33"),))


FOREIGN: dict[str, Foreign] = {
    "django_migrations": _stays("which migrations ran"),
    "django_content_type": _stays("names of models"),
    "auth_permission": _stays("names of permissions"),
    "auth_group": _stays("names of groups; the product makes none"),
    "auth_group_permissions": _stays("which permissions a group has"),
    "account_emailaddress": _goes_with("the address of an account, deleted with it"),
    "account_emailconfirmation": Foreign(
        "a confirmation lapses within days; members are invited instead",
        (Retention("field:created", 7, DELETE, rule="X-03"),),
    ),
    "mfa_authenticator": _goes_with("the second factor of an account, deleted with it"),
    "django_session": Foreign(
        "a session holds who is signed in and nothing of a dossier",
        (Retention("field:expire_date", 0, DELETE, rule="X-11"),),
    ),
    "usersessions_usersession": Foreign(
        "which sessions an account has, with address and browser",
        (Retention("field:last_seen_at", 30, DELETE, rule="R-13"),),
    ),
    "django_admin_log": Foreign(
        "what the operator did in the admin, by code", (Retention("field:action_time", 365, DELETE, rule="R-16"),)
    ),
    "shared_cache": Foreign(
        "counters of the limits, keyed by a hash; gone within a day", (Retention("expired", 0, DELETE, rule="R-16"),)
    ),
}


def purge_cache(now) -> int:
    """Delete what has expired from the cache table, which no model stands for; returns the number of rows."""
    table = settings.CACHES["default"].get("LOCATION", "")
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return 0
        quoted = connection.ops.quote_name(table)
        moment = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))
        cursor.execute(f"DELETE FROM {quoted} WHERE expires < %s", [moment])  # nosec B608 - the cache's own table
        return cursor.rowcount
