"""The record of who did what: codes only, chained, never changed (law.md X-07, R-15).

Rows are written by `parties.safekeeping.audit.record` and by nothing else; guards in the database
refuse the rest.
"""

import uuid

from django.db import models
from django.utils import timezone

from parties.safekeeping.retention import Retention
from parties.scope import PartyOwned


class ChainHead(PartyOwned):
    """The last link of one chain and how many there are. Stays when its events have gone."""

    chain = models.CharField(max_length=48)
    seq = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)
    delete_after = models.DateTimeField(null=True)

    retention = (
        Retention("party_left", 30, "end_record", rule="R-33"),
        Retention("party_left", 430, "delete_row", rule="R-15"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "chain"], name="chainhead_once"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, delete_after__isnull=True)
                | models.Q(ended_at__isnull=False, delete_after__gte=models.F("ended_at")),
                name="chainhead_end_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.seq}"


class Event(PartyOwned):
    """One link. No foreign keys: it outlives what it tells about."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.CharField(max_length=48)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    actor_kind = models.CharField(max_length=12)
    actor_role = models.CharField(max_length=20, blank=True)
    actor_ref = models.CharField(max_length=40, blank=True)
    verb = models.CharField(max_length=48)
    about = models.CharField(max_length=80, blank=True)
    codes = models.JSONField(default=dict)
    origin_digest = models.CharField(max_length=64, blank=True)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    retention = (
        Retention("chain_over", 0, "delete_row", rule="R-15"),
        Retention("party_left", 430, "delete_row", rule="R-15"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "chain", "seq"], name="event_seq_once")]

    def __str__(self) -> str:
        return f"{self.chain} {self.seq} {self.verb}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("an event is never changed")
        super().save(*args, **kwargs)


class EventOrigin(PartyOwned):
    """Address and browser behind an event. Its salted digest is in the chain; this row goes (R-13)."""

    event_id = models.UUIDField(primary_key=True)
    at = models.DateTimeField(default=timezone.now)
    ip = models.CharField(max_length=45, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)
    salt = models.CharField(max_length=32)

    retention = Retention("field:at", 183, "delete_row", rule="R-13")

    def __str__(self) -> str:
        return f"origin {self.event_id}"
