"""A new master key: every data key is wrapped again under it; what it sealed stays as it is."""

from collections.abc import Callable

from django.db import transaction

from parties.actors import Actor
from parties.models import DataKey, Party
from parties.safekeeping.audit import record
from parties.safekeeping.keyring import master_id, master_keys, unwrap, wrap
from parties.scope import all_parties, party_scope

_others: dict[str, Callable[[], int]] = {}


def register_rotation(name: str, renew: Callable[[], int]) -> None:
    """Something else lies directly under the master key: `renew()` seals it again and returns how many."""
    _others[name] = renew


def rotate() -> dict[str, int]:
    """Wrap everything under the first of MASTER_KEYS; returns what was renewed, by name. Repeatable.

    A key destroyed in the meantime stays destroyed. Raises SealBroken for a key whose master key is missing.
    """
    with all_parties("every party's keys are wrapped again"):
        parties = list(Party.objects.order_by("pk"))
    counts = {"data keys": sum(_rotate_party(party) for party in parties)}
    return counts | {name: renew() for name, renew in _others.items()}


def _rotate_party(party: Party) -> int:
    current = master_id(master_keys()[0])
    with party_scope(party), transaction.atomic():
        rows = DataKey.objects.select_for_update().filter(destroyed_at=None).exclude(master_id=current)
        count = 0
        for row in rows.order_by("pk"):
            wrap(row, unwrap(row))
            row.save(update_fields=["wrapped", "master_id"])
            count += 1
        if count:
            record("keys.rotated", actor=Actor.system(party), party=party, codes={"count": count})
    return count
