"""The party's file of a data breach: what happened, how heavy, who was told what and when (law.md P-84, R-20)."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.codes import new_code
from parties.models.places import Regime
from parties.safekeeping.fields import SealedJSON, SealedText
from parties.safekeeping.retention import Retention
from parties.scope import PartyOwned


class Breach(PartyOwned):
    """One breach. Five years after closing it goes; what was typed goes when the party leaves."""

    TEXTS = "happened,risk_reason,measures,not_told_why,notice,told"
    retention = (
        Retention("field:closed_at", 1826, "delete_row", rule="R-20"),
        Retention("party_left", 30, f"truncate:{TEXTS}", rule="R-33"),
        Retention("party_left", 1826, "delete_row", rule="R-20"),
    )

    class Risk(models.TextChoices):
        NONE = "none", _("geen risico voor mensen")
        SOME = "some", _("een risico")
        HIGH = "high", _("een hoog risico")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    regime = models.CharField(max_length=6, choices=Regime)
    discovered_at = models.DateTimeField(default=timezone.now)
    opened_by = models.CharField(max_length=12)
    happened = SealedText(klass="report", null=True)
    report = models.BooleanField(default=False)  # the three that make the risk high unless shown otherwise (P-84)
    criminal = models.BooleanField(default=False)
    identity = models.BooleanField(default=False)
    people = models.PositiveIntegerField(null=True, blank=True)
    risk = models.CharField(max_length=4, choices=Risk, blank=True)
    risk_reason = SealedText(klass="report", null=True)
    measures = SealedText(klass="report", null=True)
    supervisor_told_at = models.DateTimeField(null=True, blank=True)
    not_told_why = SealedText(klass="report", null=True)
    candidates_told_at = models.DateTimeField(null=True, blank=True)
    notice = SealedText(klass="report", null=True)
    told = SealedJSON(klass="report", null=True)  # [{"at", "to", "what"}], oldest first
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["-discovered_at"]
        constraints = [
            models.CheckConstraint(
                name="breach_closed_pair",
                condition=Q(closed_at__isnull=True, closed_by="") | Q(closed_at__isnull=False) & ~Q(closed_by=""),
            ),
            models.CheckConstraint(
                name="breach_closed_when_judged",
                condition=Q(closed_at__isnull=True) | ~Q(risk=""),
            ),
        ]

    def __str__(self):
        return f"datalek {self.code}"

    @property
    def sealed_owner(self) -> str:
        return "party"

    @property
    def presumed_high(self) -> bool:
        """Report, criminal data or identity leaked: high, unless the file says why not (law.md P-84)."""
        return self.report or self.criminal or self.identity

    @property
    def tell_by(self) -> datetime | None:
        """72 hours after it was found, under the AVG; the islands know no such term."""
        return self.discovered_at + timedelta(hours=72) if self.regime == Regime.EU_NL else None
