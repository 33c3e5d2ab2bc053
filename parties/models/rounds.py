"""A selection round and the page that says how it goes."""

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.codes import new_code
from parties.models.places import Election, PublicBody, Regime
from parties.safekeeping.retention import Retention
from parties.scope import PartyOwned


class Round(PartyOwned):
    """One election of one body for one party (glossary: selectieronde)."""

    # What stands on it (page versions, confirmations) must stay five years; a round holds no persons.
    retention = Retention("party_left", 1826, "delete_row", rule="R-21")

    class Vog(models.TextChoices):
        NOBODY = "nobody", _("aan niemand")
        ELECTABLE = "electable", _("aan kandidaten op een verkiesbare plaats")
        ALL = "all", _("aan alle kandidaten")

    class Payer(models.TextChoices):
        PARTY = "party", _("de partij")
        CANDIDATE = "candidate", _("de kandidaat")

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    body = models.ForeignKey(PublicBody, on_delete=models.PROTECT, related_name="+", verbose_name=_("orgaan"))
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="+", verbose_name=_("verkiezing"))
    # Copied when the round opens: a body that changes regime does not change a running round (decision 38).
    regime = models.CharField(max_length=6, choices=Regime, editable=False)
    leading_language = models.CharField(
        _("taal die voorgaat"), max_length=3, default="nl", choices=[("nl", _("Nederlands")), ("en", _("Engels"))]
    )
    slug = models.SlugField(max_length=80, editable=False)
    submit_by = models.DateField(_("vragenlijst inleveren uiterlijk"))
    interviews_until = models.DateField(_("laatste gesprek uiterlijk"))
    list_on = models.DateField(_("de lijst staat vast op"))
    decides = models.CharField(_("wie de lijst vaststelt"), max_length=120, default="de ledenvergadering")
    reply_days = models.PositiveSmallIntegerField(_("dagen om te reageren"), default=7)
    appeal_days = models.PositiveSmallIntegerField(_("dagen voor intern beroep"), default=14)
    appeal_to = models.CharField(_("intern beroep bij"), max_length=120, default="de beroepscommissie van de partij")
    look_back_years = models.PositiveSmallIntegerField(_("hoeveel jaar terug we vragen"), default=4)
    vog = models.CharField(_("we vragen een VOG"), max_length=10, choices=Vog, default=Vog.NOBODY)
    vog_reason = models.CharField(_("waarom"), max_length=300, blank=True)
    vog_paid_by = models.CharField(_("wie betaalt de VOG"), max_length=10, choices=Payer, default=Payer.PARTY)
    checks_on = models.BooleanField(_("we kijken in openbare bronnen"), default=False)
    executive = models.BooleanField(_("ook voor beoogde bestuurders"), default=False)
    # Every "4 weeks after" of the retention table; a party may only shorten (law.md R-31).
    keep_weeks = models.PositiveSmallIntegerField(_("hoeveel weken we bewaren"), default=4)
    code_of_conduct_url = models.CharField(
        _("adres van de gedragscode"), max_length=200, blank=True, validators=[URLValidator(["https", "http"])]
    )
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "body", "election"], name="round_once"),
            models.UniqueConstraint(fields=["party", "slug"], name="round_slug_once"),
            models.CheckConstraint(
                name="round_reply_at_least_three_days", condition=Q(reply_days__gte=3, reply_days__lte=28)
            ),
            models.CheckConstraint(
                name="round_appeal_at_most_three_weeks", condition=Q(appeal_days__gte=7, appeal_days__lte=21)
            ),
            models.CheckConstraint(
                name="round_look_back_bounded", condition=Q(look_back_years__gte=1, look_back_years__lte=8)
            ),
            models.CheckConstraint(
                name="round_keeps_at_most_four_weeks", condition=Q(keep_weeks__gte=1, keep_weeks__lte=4)
            ),
            models.CheckConstraint(
                name="round_dates_in_order",
                condition=Q(submit_by__lt=models.F("interviews_until")) & Q(interviews_until__lte=models.F("list_on")),
            ),
        ]

    def __str__(self):
        return f"ronde {self.code}"

    @property
    def title(self) -> str:
        return self.body.short


class Confirmation(PartyOwned):
    """A board member confirmed a document of accountability for a round (P-06, P-80, P-82)."""

    retention = Retention("party_left", 1826, "delete_row", rule="R-21")

    class What(models.TextChoices):
        LIA = "lia", _("belangenafweging")
        DPIA = "dpia", _("risicoanalyse (DPIA)")
        RETENTION = "retention", _("bewaartermijnen")
        PROCESSOR = "processor", _("verwerkersovereenkomst")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="confirmations")
    what = models.CharField(max_length=12, choices=What)
    text_digest = models.CharField(max_length=64)
    confirmed_by = models.CharField(max_length=120)
    confirmed_by_code = models.CharField(max_length=12)
    confirmed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "what", "text_digest"], name="confirmation_once")]

    def __str__(self):
        return f"{self.what} ronde {self.round_id}"


class ProcedureVersion(PartyOwned):
    """A published version of the procedure page, frozen (law.md T-01, T-02, P-44)."""

    retention = Retention("party_left", 1826, "delete_row", rule="R-21")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="procedure_versions")
    number = models.PositiveIntegerField()
    config_digest = models.CharField(max_length=64)
    content = models.JSONField()
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="procedure_version_once")]
        ordering = ["number"]

    def __str__(self):
        return f"werkwijze {self.number}"

    def in_language(self, language: str) -> dict:
        """The frozen page in this language; Dutch where there is none."""
        return self.content.get(language) or self.content.get("nl") or {}
