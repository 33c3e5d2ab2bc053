"""A member's own calendar, to be read by a calendar program (decision 9)."""

import uuid
from base64 import urlsafe_b64encode

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from parties.models.people import Member
from parties.safekeeping.retention import Retention
from parties.scope import PartyOwned


class CalendarFeed(PartyOwned):
    """The address of one member's calendar. Renewing it ends the one before.

    The token follows from the row and the server's secret; the database alone holds no address that works.
    """

    retention = (
        Retention("field:ended_at", 30, "delete_row", rule="P-85: access ends with the mandate"),
        Retention("field:member__left_at", 30, "delete_row", rule="P-85"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(ended_at__isnull=True), name="feed_one_live")
        ]

    def __str__(self):
        return f"agenda {self.pk}"

    @property
    def token(self) -> str:
        """256 bits, for the member's own page; never logged."""
        digest = salted_hmac("parties.calendar_feed", str(self.pk), algorithm="sha256").digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode()
