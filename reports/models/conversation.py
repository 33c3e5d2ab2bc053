"""The good conversation: interview, topics, notes."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidacy import STOPPED, DossierRow
from parties.codes import new_code
from parties.models import Member
from parties.safekeeping.fields import SealedText
from parties.safekeeping.retention import Retention

# Who stops before there is a report leaves notes that no report will ever close (law.md R-03).
WITHOUT_REPORT = Retention("T0|T1", 28, "delete_row", rule="R-03")


class Interview(DossierRow):
    """Date, place, who is there; the candidate may say "ik kan dan niet" (decision 40)."""

    retention = (Retention("report_closed", 14, "delete_row", rule="R-09"), WITHOUT_REPORT, STOPPED)

    at = models.DateTimeField(_("datum en tijd"))
    minutes = models.PositiveSmallIntegerField(_("duur in minuten"), default=60)
    place = SealedText(klass="raw")
    attendees = models.ManyToManyField(Member, related_name="+")
    helper_may_come = models.BooleanField(default=True)
    planned_at = models.DateTimeField(default=timezone.now)
    planned_by = models.CharField(max_length=12)
    early_reason = SealedText(klass="raw", null=True)  # less than a week after handing in
    cannot_at = models.DateTimeField(null=True, blank=True)  # the candidate cannot come then
    cannot_words = SealedText(klass="raw", null=True)
    held_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidacy"], name="interview_once"),
            models.CheckConstraint(
                name="interview_held_pair",
                condition=Q(held_at__isnull=True, recorded_by="") | Q(held_at__isnull=False) & ~Q(recorded_by=""),
            ),
        ]


def topic_klass(topic) -> str:
    """What a candidate would rather tell about a criminal matter lies under its own key (law.md P-21)."""
    return "criminal" if topic.criminal else "raw"


class Topic(DossierRow):
    """One subject of the conversation, gathered or added.

    A gathered topic has a key that follows from what it came from, so gathering twice makes nothing
    twice; a criminal one does not say in plain which question it came from.
    """

    retention = (
        Retention("report_closed", 14, "delete_row", rule="R-09"),
        Retention("report_closed", 0, "delete_row", rule="R-04", only=("criminal", True)),
        WITHOUT_REPORT,
        STOPPED,
    )

    class Origin(models.TextChoices):
        ANSWER = "answer", _("uit de vragenlijst")
        TALK = "talk", _("liever in het gesprek")
        TAKEN = "taken", _("meegenomen uit het zelfassessment")
        CHECK = "check", _("uit een openbare bron")
        SIGNAL = "signal", _("vraag van de commissie")
        DILEMMA = "dilemma", _("dilemma")
        OWN = "own", _("toegevoegd door de commissie")
        CANDIDATE = "candidate", _("toegevoegd door de kandidaat")
        GUIDE = "guide", _("vaste vragen")

    code = models.CharField(max_length=12, default=new_code, editable=False)
    origin = models.CharField(max_length=9, choices=Origin)
    item = models.CharField(max_length=60, blank=True)  # item key where it came from an instrument
    title = SealedText(klass=topic_klass)
    criminal = models.BooleanField(default=False)  # content goes to CriminalNote only
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.CharField(max_length=12, blank=True)
    talked_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)  # kept, or gathering would bring it back

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy", "origin", "item"], condition=~Q(item=""), name="topic_once_per_item"
            ),
            models.UniqueConstraint(fields=["candidacy", "code"], name="topic_code_once"),
        ]
        ordering = ["added_at", "id"]


class Note(DossierRow):
    """A member's note; colleagues see it after handing in their own. The candidate may read it (P-51)."""

    retention = (Retention("report_closed", 14, "delete_row", rule="R-09"), WITHOUT_REPORT, STOPPED)

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="notes")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    text = SealedText(klass="raw")
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "member"], name="note_once")]


class CriminalNote(DossierRow):
    """What was said about a criminal matter: own key, own permission, never in a report (P-21)."""

    retention = (Retention("report_closed", 0, "delete_row", rule="R-04"), WITHOUT_REPORT, STOPPED)

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="criminal_notes")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    text = SealedText(klass="criminal")
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "member"], name="criminal_note_once")]


class AdditionRequest(DossierRow):
    """What the committee asked the candidate to add; open until the answers are handed in again."""

    retention = (Retention("T0|T1", 28, "delete_row", rule="R-03"), STOPPED)

    text = SealedText(klass="raw")
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.CharField(max_length=12)

    class Meta:
        ordering = ["asked_at"]
