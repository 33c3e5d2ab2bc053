"""Public bodies and elections: the same for every party."""

from django.db import models
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from parties.safekeeping.retention import Retention


class Regime(models.TextChoices):
    EU_NL = "EU-NL", _("Europees Nederland (AVG)")
    BES = "BES", _("Caribisch Nederland (Wbp BES)")


class PublicBody(models.Model):
    """A municipality, province, water authority or island, from the CBS list of 2026."""

    retention = Retention("none", 0, "keep", rule="public reference data")

    class Kind(models.TextChoices):
        GEMEENTE = "gemeente", _("gemeente")
        PROVINCIE = "provincie", _("provincie")
        WATERSCHAP = "waterschap", _("waterschap")
        EILANDSRAAD = "eilandsraad", _("openbaar lichaam")

    kind = models.CharField(_("soort"), max_length=12, choices=Kind)
    code = models.CharField(_("CBS-code"), max_length=10, blank=True)
    name = models.CharField(_("naam"), max_length=80)
    province = models.CharField(_("provincie"), max_length=40, blank=True)
    regime = models.CharField(_("recht"), max_length=6, choices=Regime)
    time_zone = models.CharField(_("tijdzone"), max_length=40, default="Europe/Amsterdam")
    fictional = models.BooleanField(_("verzonnen, voor oefenen"), default=False)

    class Meta:
        verbose_name = _("orgaan")
        verbose_name_plural = _("organen")
        ordering = ["name", "kind"]
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="body_once")]

    def __str__(self):
        return self.display

    @property
    def display(self) -> str:
        """The body with its article: "de gemeente Urk", "het waterschap Rivierenland"."""
        return {
            "gemeente": _g("de gemeente %(name)s"),
            "provincie": _g("de provincie %(name)s"),
            "waterschap": _g("het waterschap %(name)s"),
            "eilandsraad": _g("het openbaar lichaam %(name)s"),
        }[self.kind] % {"name": self.name}

    @property
    def elected(self) -> str:
        """The elected body: "de gemeenteraad van Urk"."""
        return {
            "gemeente": _g("de gemeenteraad van %(name)s"),
            "provincie": _g("provinciale staten van %(name)s"),
            "waterschap": _g("het algemeen bestuur van waterschap %(name)s"),
            "eilandsraad": _g("de eilandsraad van %(name)s"),
        }[self.kind] % {"name": self.name}

    @property
    def short(self) -> str:
        return {
            "gemeente": _g("gemeente %(name)s"),
            "provincie": _g("provincie %(name)s"),
            "waterschap": _g("waterschap %(name)s"),
            "eilandsraad": _g("eilandsraad %(name)s"),
        }[self.kind] % {"name": self.name}


class Election(models.Model):
    """An election of one kind of body. Dates follow from the rule unless a source overrides them (E-01)."""

    retention = Retention("none", 0, "keep", rule="public reference data")

    kind = models.CharField(_("soort orgaan"), max_length=12, choices=PublicBody.Kind)
    body = models.ForeignKey(PublicBody, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    nomination_day = models.DateField(_("dag van de kandidaatstelling"))
    vote_day = models.DateField(_("dag van de stemming"))
    term_start = models.DateField(_("begin van de zittingsperiode"))
    term_end = models.DateField(_("einde van de zittingsperiode"))
    source = models.CharField(_("bron"), max_length=200, blank=True, help_text=_("Leeg: berekend uit de Kieswet."))

    class Meta:
        verbose_name = _("verkiezing")
        verbose_name_plural = _("verkiezingen")
        ordering = ["nomination_day", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "nomination_day"], condition=models.Q(body__isnull=True), name="election_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "body", "nomination_day"],
                condition=models.Q(body__isnull=False),
                name="election_once_per_body",
            ),
            models.CheckConstraint(
                name="election_dates_in_order",
                condition=models.Q(nomination_day__lt=models.F("vote_day"))
                & models.Q(vote_day__lt=models.F("term_start"))
                & models.Q(term_start__lt=models.F("term_end")),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.vote_day.year}"
