"""A request about one's own data: what was asked, by when it is answered, and the answer (law.md 1.6, P-50)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidacy import DossierRow
from parties.codes import new_code
from parties.models.places import Regime
from parties.safekeeping.fields import SealedText
from parties.safekeeping.retention import Retention


class RightsCase(DossierRow):
    """One request with its clock. Two years after closing it goes; what was typed goes with the report (R-18)."""

    retention = (
        Retention("field:closed_at", 730, "delete_row", rule="R-18"),
        Retention(
            "T0_kept|T2_kept", 28, "truncate:wish,extension_reason,answer,weighing", rule="R-18: without the data"
        ),
    )

    class Kind(models.TextChoices):
        ACCESS = "access", _("inzage")
        CORRECTION = "correction", _("verbetering")
        ERASURE = "erasure", _("wissen")
        RESTRICTION = "restriction", _("stilzetten")
        PORTABILITY = "portability", _("meenemen")
        OBJECTION = "objection", _("bezwaar")

    class Origin(models.TextChoices):
        PAGE = "page", _("via de eigen pagina")
        PAPER = "paper", _("op papier")
        MAIL = "mail", _("per e-mail")

    class State(models.TextChoices):
        OPEN = "open", _("in behandeling")
        GRANTED = "granted", _("toegewezen")
        REFUSED = "refused", _("afgewezen")
        WITHDRAWN = "withdrawn", _("ingetrokken")

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    origin = models.CharField(max_length=5, choices=Origin, default=Origin.PAGE)
    regime = models.CharField(max_length=6, choices=Regime)
    wish = SealedText(klass="report", null=True)
    finding = models.PositiveSmallIntegerField(null=True, blank=True)  # number of the finding it is about
    received_on = models.DateField()
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.CharField(max_length=12)
    target_on = models.DateField()  # 28 days, in both regimes (P-50)
    due_on = models.DateField()  # the legal term
    extended_at = models.DateTimeField(null=True, blank=True)
    extension_reason = SealedText(klass="report", null=True)
    warned = models.PositiveSmallIntegerField(default=0)  # per cent of the term at the last alert: 0, 50, 80
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    ground = models.CharField(max_length=20, blank=True)
    redacted = models.BooleanField(default=False)  # granted, with parts left out for the sake of others
    answer = SealedText(klass="report", null=True)
    weighing = SealedText(klass="report", null=True)
    decided_by = models.CharField(max_length=12, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)  # the end of a freeze that was granted

    class Meta:
        ordering = ["due_on", "opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy", "kind"],
                condition=Q(state="open", finding__isnull=True),
                name="rights_case_open_once",
            ),
            models.CheckConstraint(
                name="rights_case_closed_when_not_open",
                condition=Q(state="open", closed_at__isnull=True) | ~Q(state="open") & Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="rights_case_decided_by_a_person",
                condition=~Q(state__in=["granted", "refused"]) | ~Q(decided_by="") & ~Q(decided_by_name=""),
            ),
            models.CheckConstraint(
                name="rights_case_refused_on_a_ground",
                condition=Q(state="refused") & ~Q(ground="") | ~Q(state="refused") & Q(ground=""),
            ),
            models.CheckConstraint(
                name="rights_case_islands",
                condition=Q(regime="EU-NL") | Q(extended_at__isnull=True) & ~Q(kind="portability"),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def by(self):
        """The day that is told to the candidate: the target, or the longer term when it was extended."""
        return self.due_on if self.extended_at else min(self.target_on, self.due_on)
