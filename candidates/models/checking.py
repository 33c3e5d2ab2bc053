"""Checks, references, the VOG seen-record and signals (instruments 4 and 5)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidacy import STOPPED, DossierRow
from parties.models import Member
from parties.safekeeping.fields import SealedText
from parties.safekeeping.retention import Retention


class Check(DossierRow):
    """One look-up: one source, one question, a date (law.md P-63). What it found is a Finding."""

    retention = (Retention("T0|T1", 28, "delete_row", rule="R-08"), STOPPED)

    source = models.CharField(max_length=60)  # item key of the published source list
    edition_label = models.CharField(max_length=60)
    question = SealedText(klass="raw")
    asked_on = models.DateField()
    asked_by = models.CharField(max_length=12)
    found_nothing = models.BooleanField(default=False)
    notice_shown_at = models.DateTimeField()  # locked until the candidate was told (P-64)


class Reference(DossierRow):
    """A person who knows the candidate; has an own notice before contact (law.md P-43)."""

    retention = (Retention("T0|T1", 28, "delete_row", rule="R-08 for referees"), STOPPED)

    name = SealedText(klass="raw")
    role = SealedText(klass="raw")
    contact = SealedText(klass="raw")
    named_at = models.DateTimeField(default=timezone.now)
    notice_sent_at = models.DateTimeField(null=True, blank=True)
    spoken_on = models.DateField(null=True, blank=True)
    spoken_by = models.CharField(max_length=12, blank=True)
    said = SealedText(klass="raw", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reference_told_before_contact",
                condition=Q(spoken_on__isnull=True) | Q(notice_sent_at__isnull=False),
            )
        ]


def vog_klass(record) -> str:
    """Seen: proof, as the answers. Anything else is a criminal matter, and goes when the report is closed (R-04, R-06)."""
    return "raw" if record.seen_on else "criminal"


class VogRecord(DossierRow):
    """What was seen of a statement about conduct; never the document or a reason (law.md V-03)."""

    retention = (
        Retention("T0|T1", 28, "delete_row", rule="R-06"),
        Retention("report_closed|T1", 0, "delete_row", rule="R-04", only=("seen_on", None)),
        STOPPED,
    )

    class State(models.TextChoices):
        REQUESTED = "requested", _("aangevraagd")
        SHOWN = "shown", _("gezien")
        NOT_SHOWN = "not_shown", _("niet getoond: onderwerp voor het gesprek")
        OBJECTION = "objection", _("in bezwaar")

    state = SealedText(klass=vog_klass)
    requested_on = models.DateField(null=True, blank=True)
    seen_on = models.DateField(null=True, blank=True)
    seen_by = models.CharField(max_length=12, blank=True)
    seen_by_second = models.CharField(max_length=12, blank=True)
    original = models.BooleanField(null=True)
    issued_on = models.DateField(null=True, blank=True)
    issuer = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidacy"], name="vog_once")]


class Signal(DossierRow):
    """A signal: card number, member, date. No free text; becomes a question or vanishes (decision 20)."""

    retention = (
        Retention("field:noted_at", 14, "delete_row", rule="R-07, decision 20"),
        Retention("report_closed|T1", 0, "delete_row", rule="R-04"),
        STOPPED,
    )

    card = SealedText(klass="criminal")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)
