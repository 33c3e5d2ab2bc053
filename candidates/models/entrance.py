"""How a candidate comes in: invitation, code, session (decisions 11 and 12)."""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from candidates.models.candidacy import DossierRow
from parties import terms
from parties.safekeeping.retention import Retention


class Invitation(DossierRow):
    """A link that is a door, not a key.

    The token follows from the row and the server's secret, so that a mail sent twice and a printed
    letter carry the same link, while the database alone holds no link that works.
    """

    retention = Retention("T0_kept|T3", 28, "delete_row", rule="R-01: an unanswered one goes with its candidacy")

    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.CharField(max_length=12, blank=True)
    expires_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_why = models.CharField(max_length=12, blank=True)  # replaced, revoked, address

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy"], condition=Q(revoked_at__isnull=True), name="invitation_one_live"
            )
        ]

    @property
    def token(self) -> str:
        """256 bits, for mail and letter; never logged, stored or shown on a page."""
        digest = salted_hmac("candidates.invitation", str(self.pk), algorithm="sha256").digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode()

    def state(self, now=None) -> str:
        """One of live, expired, revoked, replaced."""
        if self.revoked_at:
            return "replaced" if self.revoked_why == "replaced" else "revoked"
        if not self.entered_at and self.expires_at <= (now or timezone.now()):
            return "expired"
        return "live"


class LoginCode(DossierRow):
    """A fresh code sent to the mailbox: minted when the mail is rendered, single use."""

    retention = Retention("field:asked_at", 1, "delete_row", rule="X-03")

    purpose = models.CharField(max_length=8, default="enter")  # enter, sign
    asked_at = models.DateTimeField(default=timezone.now)
    code_hmac = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)


class CandidateSession(DossierRow):
    """A candidate's own session; a candidate is no user."""

    retention = Retention("expired", 1, "delete_row", rule="X-11")

    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    stepped_up_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    def ends_at(self) -> datetime:
        return min(self.last_seen_at + terms.SESSION_IDLE, self.expires_at)

    def expires_in(self, now: datetime) -> timedelta:
        return max(self.ends_at() - now, timedelta(0))

    def stepped_up(self, now: datetime) -> bool:
        """A fresh code was given for signing, not long ago."""
        return self.stepped_up_at is not None and now - self.stepped_up_at < terms.STEP_UP
