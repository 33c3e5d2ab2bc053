"""A member who lost the second step of signing in, and the colleagues who vouch (decision 16)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.codes import new_code
from parties.safekeeping.retention import Retention
from parties.scope import PartyOwned


class FactorReset(PartyOwned):
    """One request in one party. Somebody in two parties has two rows with the same `request`.

    The second step is removed when every row is confirmed and 24 hours have passed.
    """

    retention = Retention("field:asked_at", 183, "delete_row", rule="R-16")

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    request = models.UUIDField(default=uuid.uuid4, db_index=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("parties.Member", on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(_("gevraagd"), default=timezone.now)
    ready_at = models.DateTimeField(_("niet eerder dan"))
    confirmed_at = models.DateTimeField(_("bevestigd"), null=True, blank=True)
    confirmed_by = models.CharField(max_length=12, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.CharField(max_length=12, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "user"],
                condition=Q(stopped_at__isnull=True, done_at__isnull=True),
                name="factor_reset_one_open",
            ),
            models.CheckConstraint(
                name="factor_reset_confirmed_whole",
                condition=Q(confirmed_at__isnull=True, confirmed_by="")
                | Q(confirmed_at__isnull=False) & ~Q(confirmed_by=""),
            ),
            models.CheckConstraint(
                name="factor_reset_stopped_whole",
                condition=Q(stopped_at__isnull=True, stopped_by="") | Q(stopped_at__isnull=False) & ~Q(stopped_by=""),
            ),
            models.CheckConstraint(
                name="factor_reset_done_after_confirmation",
                condition=Q(done_at__isnull=True) | Q(confirmed_at__isnull=False, stopped_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"herstel {self.code}"

    @property
    def is_open(self) -> bool:
        return self.stopped_at is None and self.done_at is None
