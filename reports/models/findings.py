"""Findings with five boxes, agreed measures, and the candidate's replies."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidacy import STOPPED, DossierRow
from parties.safekeeping.fields import SealedText
from parties.safekeeping.retention import Retention
from reports.models.conversation import Topic


class Finding(DossierRow):
    """A point to discuss (glossary: aandachtspunt). No weight, no colour (decision 21)."""

    retention = (
        Retention("field:dropped_at", 14, "delete_row", rule="R-07"),
        Retention("T0|T1", 28, "delete_row", rule="R-08"),
        STOPPED,
    )

    class Origin(models.TextChoices):
        CANDIDATE = "candidate", _("van jou zelf")
        CHECK = "check", _("openbare bron")
        REFERENCE = "reference", _("referentie")
        INTERVIEW = "interview", _("het gesprek")
        BUREAU = "bureau", _("bureau")

    # Sources that are not the candidate: recording one sends a notice (P-42, B-06).
    THIRD = (Origin.CHECK, Origin.REFERENCE, Origin.BUREAU)

    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="findings")
    number = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=9, choices=Origin)
    title = SealedText(klass="raw")
    source = SealedText(klass="raw")
    source_date = models.DateField(null=True, blank=True)
    fact = SealedText(klass="raw")
    meaning = SealedText(klass="raw")
    words = SealedText(klass="raw", null=True)  # the candidate's own words in the conversation
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.CharField(max_length=12)
    seconded_by = models.CharField(max_length=12, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_how = models.CharField(max_length=8, blank=True)  # mail, letter, page
    version = models.PositiveIntegerField(default=1)  # for two tabs and two members
    cited_negative = models.BooleanField(default=False)  # cited in an advice not to nominate: needs two members
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "number"], name="finding_number_once"),
            models.CheckConstraint(
                name="finding_third_source_told",
                condition=~Q(origin__in=["check", "reference", "bureau"]) | Q(told_at__isnull=False),
            ),
            models.CheckConstraint(
                name="finding_two_members", condition=Q(seconded_by="") | ~Q(seconded_by=models.F("recorded_by"))
            ),
            models.CheckConstraint(
                name="finding_negative_needs_two", condition=Q(cited_negative=False) | ~Q(seconded_by="")
            ),
        ]
        ordering = ["number"]


class Measure(DossierRow):
    """An agreement that helps (glossary: afspraak). Lives on in the agenda without the fact."""

    # It lives on in the agenda and the declaration; this row goes with its finding.
    retention = Retention("T0|T1", 28, "delete_row", rule="R-08")

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="measures")
    kind = models.CharField(max_length=60, blank=True)  # item key of the measure list
    text = SealedText(klass="agenda")
    due_on = models.DateField(null=True, blank=True)
    to_agenda = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.CharField(max_length=12)

    class Meta:
        ordering = ["made_at", "id"]


class Reply(DossierRow):
    """The candidate's reply to a finding or to the report (glossary: reactie, wederhoor)."""

    retention = Retention("T0|T1", 28, "delete_row", rule="R-08")

    class Kind(models.TextChoices):
        WRONG = "wrong", _("dit klopt niet")
        CONTEXT = "context", _("dit is de context")
        AGREE = "agree", _("dit klopt")
        NONE = "none", _("geen reactie nodig")

    finding = models.ForeignKey(Finding, null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    report = models.ForeignKey(
        "reports.Report", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    text = SealedText(klass="report", null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reply_to_one_thing",
                condition=Q(finding__isnull=True, report__isnull=False) | Q(finding__isnull=False, report__isnull=True),
            )
        ]
        ordering = ["at"]
