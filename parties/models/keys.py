"""Where the data keys of dossiers lie: wrapped, one row per dossier and retention class."""

from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from parties.safekeeping.retention import Retention
from parties.scope import PartyOwned


class DataKey(PartyOwned):
    """One data key, wrapped under a master key. Without it what it sealed cannot be read again.

    A destroyed key stays as a row without a key: the tombstone that keeps a late writer, or a
    restored backup, from quietly beginning anew under the same dossier (decision 2).
    """

    owner = models.CharField(max_length=40)
    klass = models.CharField(max_length=16)
    wrapped = models.BinaryField(null=True)
    master_id = models.CharField(max_length=16, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    destroyed_at = models.DateTimeField(null=True)

    retention = Retention("party_left", 30, "delete_row", rule="R-33")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "owner", "klass"], name="datakey_once"),
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=True, destroyed_at__isnull=False)
                | models.Q(wrapped__isnull=False, destroyed_at__isnull=True),
                name="datakey_lives_or_is_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.klass} {'destroyed' if self.destroyed_at else 'alive'}"


class Erasure(models.Model):
    """What went, by key and not by content: a restored backup forgets it again (promise 10).

    Lies with the data keys in the key file, and lives as long as the oldest backup.
    """

    # Empty for rows that belong to no party.
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.CASCADE, related_name="+")
    owner = models.CharField(max_length=40, blank=True)
    model = models.CharField(max_length=80)
    way = models.CharField(max_length=120)
    rows = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)

    retention = Retention("field:at", 36, "delete_row", rule="R-22")

    objects = ScopedManager(party="party")

    def __str__(self) -> str:
        return f"{self.model} {self.way}"
