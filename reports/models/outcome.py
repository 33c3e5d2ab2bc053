"""Decision, appeal, agenda, erasure receipt."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidacy import DossierRow
from parties.safekeeping.fields import SealedText
from parties.safekeeping.retention import Retention
from reports.models.papers import Report


class Decision(DossierRow):
    """The board's step. Not nominating carries the committee's reasons to the candidate (decision 21)."""

    retention = Retention("T0|T2", 28, "delete_row", rule="R-11")

    class What(models.TextChoices):
        NOMINATE = "nominate", _("voordragen")
        NOT_NOMINATE = "not_nominate", _("niet voordragen")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=12, choices=What)
    reasons = SealedText(klass="report", null=True)
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.CharField(max_length=12)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidacy"], name="decision_once")]


class Appeal(DossierRow):
    """Internal appeal against not being nominated, within its term."""

    retention = Retention("T0", 28, "delete_row", rule="R-11, R-34")

    words = SealedText(klass="report")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    result = SealedText(klass="report", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidacy"], name="appeal_once")]


class AgendaItem(DossierRow):
    """A point of the integrity agenda: date, owner, done or not; no reasons (instrument 8)."""

    retention = Retention("T3", 28, "delete_row", rule="R-14")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("gedaan")
        NOT_NEEDED = "not_needed", _("niet nodig")

    point = models.CharField(max_length=60, blank=True)  # item key of the default list
    text = SealedText(klass="agenda")
    owner_role = models.CharField(max_length=20)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    state_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["due_on", "id"]


class ErasureReceipt(DossierRow):
    """What was erased, what remains and why; no content (R-19)."""

    retention = Retention("field:erased_at", 1826, "delete_row", rule="R-19")

    klass = models.CharField(max_length=40)
    erased_at = models.DateTimeField(default=timezone.now)
    remains = models.JSONField(default=list)
