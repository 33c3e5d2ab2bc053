"""Report versions, declaration, signatures, sealed documents."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidacy import DossierRow
from instruments.models import Edition
from parties.safekeeping.fields import SealedBytes, SealedJSON, SealedText
from parties.safekeeping.retention import Retention


class ReportAdopted(Exception):
    """An adopted report never changes; a correction is a new version that names it."""


class Report(DossierRow):
    """A version of the report. Adopted versions never change; a correction is a new version."""

    retention = Retention("T0_kept|T2_kept", 28, "destroy_key:report", rule="R-10, R-31")

    class Closed(models.TextChoices):
        REPLY = "reply", _("met een reactie")
        WAIVER = "waiver", _("zonder reactie, op eigen verzoek")
        TERM = "term", _("de termijn is voorbij")

    class Advice(models.TextChoices):
        NO_OBJECTION = "no_objection", _("geen belemmering")
        WITH_AGREEMENTS = "with_agreements", _("geen belemmering, met de afspraken in dit verslag")
        NOT_NOMINATE = "not_nominate", _("niet voordragen")

    number = models.PositiveSmallIntegerField()
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    body = SealedJSON(klass="report")  # texts as edited by the committee
    frozen = SealedJSON(klass="report", null=True)  # the view model as adopted
    why = SealedText(klass="report", null=True)  # a correction says why; `replaces` is then the adopted version
    advice = models.CharField(max_length=15, choices=Advice, blank=True)
    version = models.PositiveIntegerField(default=1)  # of the draft, for two tabs
    drafted_by = models.CharField(max_length=12)
    drafted_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    reply_due = models.DateTimeField(null=True, blank=True)
    reply_closed_at = models.DateTimeField(null=True, blank=True)
    reply_closed_how = models.CharField(max_length=6, choices=Closed, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.CharField(max_length=12, blank=True)
    record_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "number"], name="report_number_once"),
            models.CheckConstraint(
                name="report_reply_lock",
                condition=Q(adopted_at__isnull=True) | Q(reply_closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="report_closed_pair",
                condition=Q(reply_closed_at__isnull=True, reply_closed_how="")
                | Q(reply_closed_at__isnull=False) & ~Q(reply_closed_how=""),
            ),
            models.CheckConstraint(
                name="report_four_eyes", condition=Q(adopted_by="") | ~Q(adopted_by=F("drafted_by"))
            ),
            models.CheckConstraint(
                name="report_adopted_complete",
                condition=Q(adopted_at__isnull=True, adopted_by="", record_digest="")
                | Q(adopted_at__isnull=False) & ~Q(adopted_by="") & ~Q(record_digest="") & ~Q(advice=""),
            ),
        ]
        ordering = ["number"]

    @property
    def is_correction(self) -> bool:
        """Does this version, or will it, replace an adopted one?"""
        return bool(self.why)

    def save(self, *args, **kwargs):
        if not self._state.adding and Report.objects.filter(pk=self.pk, adopted_at__isnull=False).exists():
            raise ReportAdopted(self.owner)
        super().save(*args, **kwargs)


class Declaration(DossierRow):
    """The declaration laid before the candidate (glossary: bewilligingsverklaring)."""

    retention = Retention("T0|T3", 28, "destroy_key:declaration", rule="R-12")

    class State(models.TextChoices):
        OPEN = "open", _("ligt klaar")
        SIGNED = "signed", _("getekend door de kandidaat")
        COUNTERSIGNED = "countersigned", _("getekend door beide")
        DECLINED = "declined", _("niet getekend")
        WITHDRAWN = "withdrawn", _("ingetrokken")
        VOID = "void", _("vervallen")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=3)
    text = SealedJSON(klass="declaration")  # exactly what is shown
    text_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=13, choices=State, default=State.OPEN)
    laid_at = models.DateTimeField(default=timezone.now)
    state_at = models.DateTimeField(default=timezone.now)
    why = SealedText(klass="declaration", null=True)
    paper_at = models.CharField(max_length=120, blank=True)  # "paper original kept by party at ..." (S-08)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy"],
                condition=Q(state__in=["open", "signed", "countersigned"]),
                name="declaration_one_live",
            )
        ]


class Signature(DossierRow):
    """A simple electronic signature with its evidence (law.md S-01 to S-04)."""

    retention = Retention("T0|T3", 28, "destroy_key:declaration", rule="R-12")

    class Side(models.TextChoices):
        CANDIDATE = "candidate", _("kandidaat")
        PARTY = "party", _("partij")

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=9, choices=Side)
    typed_name = SealedText(klass="declaration")
    text_digest = models.CharField(max_length=64)
    evidence = SealedJSON(klass="declaration")
    signed_by = models.CharField(max_length=12)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["declaration", "side"], name="signature_once_per_side")]


def document_klass(document) -> str:
    """A report's file goes with the report's key, a declaration's with its own."""
    return document.kind


class Document(DossierRow):
    """A sealed PDF, made once by the worker; its bytes live here, sealed."""

    retention = (
        Retention("T0_kept|T2_kept", 28, "delete_row", rule="R-10, R-31", only=("kind", "report")),
        Retention("T0|T3", 28, "delete_row", rule="R-12", only=("kind", "declaration")),
    )

    class Kind(models.TextChoices):
        REPORT = "report", _("verslag")
        DECLARATION = "declaration", _("bewilligingsverklaring")

    class State(models.TextChoices):
        DUE = "due", _("wordt gemaakt")
        MADE = "made", _("klaar")
        FAILED = "failed", _("niet gelukt")

    kind = models.CharField(max_length=11, choices=Kind)
    report = models.ForeignKey(Report, null=True, blank=True, on_delete=models.CASCADE, related_name="documents")
    declaration = models.ForeignKey(
        Declaration, null=True, blank=True, on_delete=models.CASCADE, related_name="documents"
    )
    language = models.CharField(max_length=3)
    state = models.CharField(max_length=6, choices=State, default=State.DUE)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    content = SealedBytes(klass=document_klass, null=True)
    file_digest = models.CharField(max_length=64, blank=True)
    record_digest = models.CharField(max_length=64, blank=True)
    seal_level = models.CharField(max_length=5, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(report__isnull=False), name="document_once_per_report"
            ),
            models.UniqueConstraint(
                fields=["declaration"], condition=Q(declaration__isnull=False), name="document_once_per_declaration"
            ),
            models.CheckConstraint(
                name="document_made_complete",
                condition=~Q(state="made") | Q(made_at__isnull=False) & ~Q(file_digest="") & ~Q(seal_level=""),
            ),
        ]


class SealRegister(models.Model):
    """Which sealed files exist: digest, state, date. Without persons; survives erasure (decision 28)."""

    retention = Retention("none", 0, "keep", rule="decision 28: no personal data")

    class State(models.TextChoices):
        VALID = "valid", _("geldig")
        REPLACED = "replaced", _("vervangen")
        WITHDRAWN = "withdrawn", _("ingetrokken")
        ERASED = "erased", _("gewist")

    file_digest = models.CharField(max_length=64, unique=True)
    record_digest = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=9, choices=State, default=State.VALID)
    on = models.DateField(default=timezone.localdate)

    def __str__(self):
        return f"zegel {self.state}"
