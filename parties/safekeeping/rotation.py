"""A new master key: data keys are wrapped again under it, and second steps sealed again; answers stay as they are."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from parties.accounts.secrets import seal_secret, unseal_secret
from parties.actors import Actor
from parties.models import DataKey, Party
from parties.safekeeping.audit import record
from parties.safekeeping.keyring import master_id, master_keys, unwrap, wrap
from parties.scope import all_parties, party_scope

# Where allauth keeps what `parties.accounts.secrets` seals directly under the master key.
SECOND_STEPS = ("secret", "seed")


def rotate() -> dict[str, int]:
    """Wrap everything under the first of MASTER_KEYS; returns what was renewed, by name. Repeatable.

    A key destroyed in the meantime stays destroyed. Raises SealBroken for a key whose master key is missing.
    """
    with all_parties("every party's keys are wrapped again"):
        parties = list(Party.objects.order_by("pk"))
    return {
        "data keys": sum(_rotate_party(party) for party in parties),
        "second steps": sum(_renew_second_step(pk) for pk in list(Authenticator.objects.values_list("pk", flat=True))),
    }


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


@transaction.atomic
def _renew_second_step(pk: int) -> bool:
    """Locked, because using a recovery code writes the same row."""
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    names = [name for name in SECOND_STEPS if row and name in row.data]
    for name in names:
        row.data[name] = seal_secret(unseal_secret(row.data[name]))
    if names:
        row.save(update_fields=["data"])
    return bool(names)
