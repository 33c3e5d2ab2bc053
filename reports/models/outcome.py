"""Decision, appeal, agenda, later agreements, erasure receipt."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Change
from candidates.models.candidacy import DossierRow
from parties.safekeeping.fields import SealedJSON, SealedText
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
    """Internal appeal against not being nominated, within its term (law.md T-01 item 14).

    `against` is the decision as it was, so that a won appeal can open it again and the reasons stay known.
    """

    retention = Retention("T0", 28, "delete_row", rule="R-11, R-34")

    class Result(models.TextChoices):
        UPHELD = "upheld", _("je krijgt gelijk")
        DISMISSED = "dismissed", _("het besluit blijft staan")

    words = SealedText(klass="report")
    against = SealedJSON(klass="report", null=True)
    decided_at = models.DateTimeField(default=timezone.now)  # of the decision: one appeal against each
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=12, default="")  # the candidate, or who took it down from paper
    paper_at = models.CharField(max_length=120, blank=True)
    handled_by = SealedText(klass="report", null=True)  # names of who judged it
    outcome = models.CharField(max_length=9, choices=Result, blank=True)
    result = SealedText(klass="report", null=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "decided_at"], name="appeal_once_per_decision"),
            models.CheckConstraint(
                name="appeal_ended_complete",
                condition=Q(ended_at__isnull=True, ended_by="", outcome="")
                | Q(ended_at__isnull=False) & ~Q(ended_by="") & ~Q(outcome=""),
            ),
        ]
        ordering = ["made_at"]


class AgendaItem(DossierRow):
    """A point of the integrity agenda: date, owner, done or not; no reasons (instrument 8)."""

    # Closed points go a year after closing; who stops after signing has no agenda any more.
    retention = (
        Retention("T0|T3", 28, "delete_row", rule="R-14"),
        Retention("field:state_at", 365, "delete_row", rule="R-14", only=("state", "done")),
        Retention("field:state_at", 365, "delete_row", rule="R-14", only=("state", "not_needed")),
    )

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("gedaan")
        NOT_NEEDED = "not_needed", _("niet nodig")

    class Check(models.TextChoices):
        RIGHT = "right", _("klopt nog")
        DONE = "done", _("is gedaan")
        CHANGED = "changed", _("is veranderd")

    point = models.CharField(max_length=60, blank=True)  # item key of the default list
    text = SealedText(klass="agenda")
    owner_role = models.CharField(max_length=20)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    state_at = models.DateTimeField(default=timezone.now)
    checked = models.CharField(max_length=7, choices=Check, blank=True)  # the yearly look, last time
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agenda_checked_complete",
                condition=Q(checked="", checked_at__isnull=True, checked_by="")
                | Q(checked_at__isnull=False) & ~Q(checked="") & ~Q(checked_by=""),
            )
        ]
        ordering = ["due_on", "id"]


class AgendaRefresh(DossierRow):
    """The yearly ten minutes: asked by the daily round, done when the person confirms (instrument 8)."""

    retention = Retention("T0|T3", 28, "delete_row", rule="R-14")

    due_on = models.DateField()
    asked_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidacy", "due_on"], name="refresh_once_a_year")]
        ordering = ["due_on"]


class LaterMeasure(DossierRow):
    """An agreement made after signing, because something changed (law.md E-34): an annex, beside what was signed."""

    retention = Retention("T0|T3", 28, "delete_row", rule="R-14")

    change = models.ForeignKey(Change, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    text = SealedText(klass="agenda")
    due_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change"], name="later_measure_once_per_change")]
        ordering = ["made_at"]


class ErasureReceipt(DossierRow):
    """What was erased, what remains and why; no content (R-19)."""

    retention = Retention("field:erased_at", 1826, "delete_row", rule="R-19")

    klass = models.CharField(max_length=40)
    erased_at = models.DateTimeField(default=timezone.now)
    remains = models.JSONField(default=list)
