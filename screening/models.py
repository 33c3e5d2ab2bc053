"""What no floor below knows: a reader from outside the committee (law.md P-86)."""

from base64 import urlsafe_b64encode
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from candidates.models import Consent
from candidates.models.candidacy import DossierRow
from parties import terms
from parties.codes import new_code
from parties.safekeeping.fields import SealedText
from parties.safekeeping.retention import Retention


class Reading(DossierRow):
    """A borrowed reader's way in: one consent, one link, some days. The name stands on the consent (decision 22).

    As with a candidate the link is a door and not a key: a code to the mailbox opens it (decision 12).
    """

    retention = (
        Retention("field:ended_at", 14, "delete_row", rule="P-86: no longer than it was needed"),
        Retention("expired", 14, "delete_row", rule="P-86"),
        Retention("T0|T1", 28, "delete_row", rule="R-08"),
    )

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="+")
    email = SealedText(klass="report")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=12)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=12, blank=True)

    code_hmac = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    session_hash = models.CharField(max_length=64, blank=True)
    session_began = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy"], condition=Q(ended_at__isnull=True), name="reading_one_at_a_time"
            ),
            models.CheckConstraint(
                name="reading_ended_complete",
                condition=Q(ended_at__isnull=True, ended_by="") | Q(ended_at__isnull=False) & ~Q(ended_by=""),
            ),
        ]

    @property
    def token(self) -> str:
        """256 bits, for the mail only; follows from the row and the server's secret."""
        digest = salted_hmac("screening.reading", str(self.pk), algorithm="sha256").digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode()

    def session_ends(self) -> datetime:
        return min(self.seen_at + terms.SESSION_IDLE, self.session_began + terms.SESSION_WHOLE)
