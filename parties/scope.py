"""Tenancy: a query about a party without an open scope raises (django-scopes).

On PostgreSQL the session setting `toetssteen.party` drives the row policies, the second wall
(decision 8). Setting and scope always change together, here and nowhere else.
"""

from contextlib import contextmanager, suppress

from django.db import Error, connection, models
from django_scopes import ScopedManager, get_scope, scope, scopes_disabled

from parties.safekeeping.keyring import key_cache

SETTING = "toetssteen.party"


def _current() -> str:
    state = get_scope()
    if not state.get("_enabled", True):
        return "all"
    party = state.get("party")
    return str(party.pk) if party is not None else ""


def _tell_database(value: str) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        # Session level: a transaction-level setting reads as empty in autocommit.
        cursor.execute("SELECT set_config(%s, %s, false)", [SETTING, value])


@contextmanager
def _told(value: str, before: str):
    _tell_database(value)
    try:
        yield
    finally:
        # A failed transaction refuses every statement; its rollback restores the old value itself.
        with suppress(Error):
            _tell_database(before)


@contextmanager
def party_scope(party):
    """Open the scope of one party: queries see its rows only, and its keys are kept for as long as it is open."""
    before = _current()
    with scope(party=party), key_cache(), _told(str(party.pk), before):
        yield party


@contextmanager
def all_parties(reason: str):
    """The one bypass. `reason` is read by people; the callers are listed in a house test."""
    if not reason:
        raise ValueError("say why")
    before = _current()
    with scopes_disabled(), _told("all", before):
        yield


class PartyOwned(models.Model):
    """Base of every row about a party."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    objects = ScopedManager(party="party")

    class Meta:
        abstract = True
