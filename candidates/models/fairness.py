"""Fair play: ties, notices, consents, disclosures, holds, changes."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidacy import DossierRow
from parties.models import Member, ProcedureVersion
from parties.safekeeping.fields import SealedText
from parties.safekeeping.retention import Retention


class Tie(DossierRow):
    """What a member or the candidate says about a tie between them (decision 15, law.md P-86)."""

    retention = Retention("T1", 28, "delete_row", rule="law.md, decided for the product")

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

    retention = Retention("T0|T3", 365, "delete_row", rule="R-17")

    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidacy", "version"], name="notice_once")]


class Consent(DossierRow):
    """A specific consent, withdrawable as easily as given (law.md P-05)."""

    retention = Retention("T0|T3", 365, "delete_row", rule="R-17")

    purpose = models.CharField(max_length=20)
    recipient = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    text_digest = models.CharField(max_length=64)
    asked_by = models.CharField(max_length=12)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)


class Disclosure(DossierRow):
    """Something left the party: to whom, what kind, on which consent (law.md P-11)."""

    retention = Retention("T0|T3", 365, "delete_row", rule="R-17")

    recipient = models.CharField(max_length=120)
    what = models.CharField(max_length=40)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=12)


class Hold(DossierRow):
    """A legal hold: named person, reason, review each three months, candidate informed (R-30)."""

    retention = Retention("field:ended_at", 730, "delete_row", rule="R-18")

    named_person = models.CharField(max_length=120)
    reason = SealedText(klass="report")
    review_on = models.DateField()
    set_at = models.DateTimeField(default=timezone.now)
    set_by = models.CharField(max_length=12)
    candidate_told_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)


class Change(DossierRow):
    """Something changed after signing: a small new round, never an overwrite (law.md E-34)."""

    retention = Retention("T0|T1", 28, "delete_row", rule="R-03")

    reported_at = models.DateTimeField(default=timezone.now)
    text = SealedText(klass="raw")
    answer = SealedText(klass="raw", null=True)  # what the committee does with it, in words
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=12, blank=True)
