"""Sheets and answers: one sealed row per item (decision 18)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from candidates.models.candidacy import STOPPED, DossierRow
from instruments.models import Edition
from parties.safekeeping.fields import SealedJSON
from parties.safekeeping.retention import Retention


class Sheet(DossierRow):
    """An instrument being filled in (glossary: ingevulde lijst). Points for ever at its edition."""

    retention = Retention("T0|T1", 28, "delete_row", rule="R-03")

    slug = models.CharField(max_length=40)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    change = models.ForeignKey(
        "candidates.Change", null=True, blank=True, on_delete=models.CASCADE, related_name="sheets"
    )
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)  # the person says it is done
    submitted_at = models.DateTimeField(null=True, blank=True)
    typed_by = models.CharField(max_length=12, blank=True)  # paper twin: who typed it over ...
    checked_by = models.CharField(max_length=12, blank=True)  # ... and who checked it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "slug"], condition=Q(change__isnull=True), name="sheet_once"),
            models.CheckConstraint(
                name="sheet_checked_by_another",
                condition=Q(checked_by="") | ~Q(checked_by=models.F("typed_by")) & ~Q(typed_by=""),
            ),
        ]


def answer_klass(answer) -> str:
    """Criminal matters lie under their own key (law.md P-21)."""
    return "criminal" if answer.criminal else "raw"


class Answer(DossierRow):
    """One answer to one item; criminal matters under their own key (law.md P-21)."""

    retention = (
        Retention("T0|T1", 28, "delete_row", rule="R-03, R-04"),
        Retention("report_closed|T1", 0, "delete_row", rule="R-04", only=("criminal", True)),
        STOPPED,
    )

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="answers")
    item = models.CharField(max_length=60)
    criminal = models.BooleanField(default=False)
    body = SealedJSON(klass=answer_klass)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "item"], name="answer_once")]


class PrivateAnswer(DossierRow):
    """An answer of the self-assessment, under the key in the candidate's own browser (decision 27)."""

    retention = Retention("T0|T1", 28, "delete_row", rule="R-02")

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="private_answers")
    item = models.CharField(max_length=60)
    token = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "item"], name="private_answer_once")]
