"""Fair play: ties, notices, consents, disclosures, holds, changes."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidacy import STOPPED, DossierRow
from parties.codes import new_code
from parties.models import Member, ProcedureVersion
from parties.safekeeping.fields import SealedText
from parties.safekeeping.retention import Retention


class Tie(DossierRow):
    """What a member or the candidate says about a tie between them (decision 15, law.md P-86)."""

    retention = Retention("T0|T1", 28, "delete_row", rule="law.md, decided for the product")

    class Kind(models.TextChoices):
        FAMILY = "family", _("familie of partner")
        FRIEND = "friend", _("vriendschap")
        WORK = "work", _("werk: collega, werkgever of werknemer")
        BUSINESS = "business", _("zaken of geld")
        RIVAL = "rival", _("zelfde plek op de lijst")
        OTHER = "other", _("iets anders")

    class Said(models.TextChoices):
        CANDIDATE = "candidate", _("door de kandidaat")
        MEMBER = "member", _("door het lid")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    said_by = models.CharField(max_length=9, choices=Said)
    kind = models.CharField(max_length=8, choices=Kind, blank=True)  # empty: no tie
    said_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.CharField(max_length=12, blank=True)
    resolution = models.CharField(max_length=8, blank=True)  # open (may read), closed (stays out)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "member", "said_by"], name="tie_once"),
            models.CheckConstraint(
                name="tie_resolved_complete",
                condition=Q(resolved_at__isnull=True, resolved_by="", resolution="")
                | Q(resolved_at__isnull=False, resolution__in=["open", "closed"]) & ~Q(resolved_by=""),
            ),
        ]


class Notice(DossierRow):
    """The candidate read this version of the procedure (law.md P-40, P-44)."""

    proof = True  # stays its own term when the rest is erased on request
    retention = Retention("T0|T3", 365, "delete_row", rule="R-17")

    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidacy", "version"], name="notice_once")]


class Consent(DossierRow):
    """A specific consent that was asked, and what the candidate said (law.md P-05).

    `text` is what was shown when it was given, `text_digest` the version of those words.
    """

    proof = True  # stays its own term when the rest is erased on request
    retention = (
        Retention("T0_kept|T3", 365, "delete_row", rule="R-17"),
        Retention("T0_kept|T2_kept", 28, "truncate:reason", rule="R-17: without what was typed"),
    )

    class State(models.TextChoices):
        ASKED = "asked", _("gevraagd")
        GIVEN = "given", _("gegeven")
        DECLINED = "declined", _("niet gegeven")
        WITHDRAWN = "withdrawn", _("ingetrokken")

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    purpose = models.CharField(max_length=20)
    recipient = models.CharField(max_length=120, blank=True)
    reason = SealedText(klass="report", null=True)  # why it is asked; with a bureau the question of the assignment
    licence = models.CharField(max_length=30, blank=True)  # of a bureau (law.md P-23)
    agreed_on = models.DateField(null=True, blank=True)  # the agreement with a bureau
    text = models.TextField(blank=True)
    text_digest = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=3, blank=True)
    asked_by = models.CharField(max_length=12)
    asked_at = models.DateTimeField(default=timezone.now)
    given_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy", "purpose", "recipient"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_asked_once",
            ),
            models.CheckConstraint(
                name="consent_given_with_its_words",
                condition=Q(given_at__isnull=True, text_digest="")
                | Q(given_at__isnull=False, declined_at__isnull=True) & ~Q(text_digest=""),
            ),
            models.CheckConstraint(
                name="consent_withdrawn_after_given",
                condition=Q(withdrawn_at__isnull=True) | Q(given_at__isnull=False),
            ),
        ]
        ordering = ["asked_at"]

    @property
    def state(self) -> "Consent.State":
        if self.withdrawn_at:
            return self.State.WITHDRAWN
        if self.given_at:
            return self.State.GIVEN
        return self.State.DECLINED if self.declined_at else self.State.ASKED


class Disclosure(DossierRow):
    """Something left the party: to whom, what kind, on which consent (law.md P-11)."""

    proof = True  # stays its own term when the rest is erased on request
    retention = Retention("T0_kept|T3", 365, "delete_row", rule="R-17")

    recipient = models.CharField(max_length=120)
    what = models.CharField(max_length=40)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=12)


class Hold(DossierRow):
    """A legal hold: named person, reason, review each three months, candidate informed (R-30)."""

    retention = (
        Retention("field:ended_at", 730, "delete_row", rule="R-18"),
        Retention("T0_kept|T2_kept", 28, "truncate:reason", rule="R-18: without the data"),
    )

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    named_person = models.CharField(max_length=120)
    reason = SealedText(klass="report", null=True)
    review_on = models.DateField()
    set_at = models.DateTimeField(default=timezone.now)
    set_by = models.CharField(max_length=12)
    candidate_told_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["-set_at"]


class Change(DossierRow):
    """Something changed after signing: a small new round, never an overwrite (law.md E-34)."""

    retention = (Retention("T0|T1", 28, "delete_row", rule="R-03"), STOPPED)

    reported_at = models.DateTimeField(default=timezone.now)
    text = SealedText(klass="raw")
    answer = SealedText(klass="raw", null=True)  # what the committee does with it, in words
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=12, blank=True)
