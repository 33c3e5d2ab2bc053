"""The one record of a person who stands (decision 13)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.codes import new_code
from parties.models import Round
from parties.safekeeping.fields import SealedText
from parties.safekeeping.retention import Retention
from parties.scope import PartyOwned


class Stage(models.TextChoices):
    """The status words, one list everywhere (experience.md, Words)."""

    INVITED = "invited", _("Uitgenodigd")
    STARTED = "started", _("Bezig")
    SUBMITTED = "submitted", _("Ingeleverd")
    REVIEW = "review", _("In behandeling")
    PLANNED = "planned", _("Gesprek gepland")
    INTERVIEWED = "interviewed", _("Gesprek gevoerd")
    REPLY = "reply", _("Jouw reactie gevraagd")
    ADOPTED = "adopted", _("Vastgesteld")
    SIGNED = "signed", _("Ondertekend")
    COMPLETED = "completed", _("Afgerond")
    WITHDRAWN = "withdrawn", _("Ingetrokken")
    NOT_NOMINATED = "not_nominated", _("Niet voorgedragen")


def committee_words(stage: str) -> str:
    """The status as the committee reads it: "jouw" is the candidate's word."""
    return str(_("Reactie gevraagd") if stage == Stage.REPLY else Stage(stage).label)


class Outcome(models.TextChoices):
    WITHDRAWN = "withdrawn", _("ingetrokken")
    REJECTED = "rejected", _("niet voorgedragen")
    ON_LIST = "on_list", _("op de lijst")
    ELECTED = "elected", _("gekozen")
    NOT_ELECTED = "not_elected", _("niet gekozen")


class Candidacy(PartyOwned):
    """Name parts, stage, outcome and dates are plain but scoped; all else is sealed (decision 3)."""

    retention_anchor = ""
    retention_owner = "code"
    # The skeleton (code, outcome, dates) stays; keys go per class, names last (decisions 1, 2 and 4).
    retention = (
        Retention("unanswered", 30, "destroy_key:raw,criminal,report,declaration,agenda", rule="R-01, R-22"),
        Retention("T0", 0, "destroy_key_only:raw,criminal", rule="R-03, R-04", only=("outcome", "withdrawn")),
        Retention("report_closed|T1", 0, "destroy_key_only:criminal", rule="R-04"),
        Retention("T0|T1", 28, "destroy_key_only:raw,criminal", rule="R-03, R-08"),
        Retention("T0_kept|T2_kept", 28, "destroy_key_only:report", rule="R-10, R-31"),
        Retention("T0|T3", 28, "destroy_key_only:declaration", rule="R-12"),
        Retention("T0_kept|T3", 28, "destroy_key_only:agenda", rule="R-14; the address goes with the name"),
        Retention(
            "T0_kept|T3",
            28,
            "truncate:first_name,initials,prefixes,last_name,email,email_hash,relation",
            rule="decision 4",
        ),
        Retention("T0_kept|T2_kept", 28, "truncate:phone,birth_date,residence,gender,representative", rule="R-10"),
        Retention("T0_kept|T3", 28, "end_record", rule="R-15"),
    )

    class Channel(models.TextChoices):
        DIGITAL = "digital", _("op telefoon of computer")
        PAPER = "paper", _("op papier")

    class Relation(models.TextChoices):
        MEMBER = "member", _("lid van de partij")
        FORMER = "former", _("oud-lid")
        CONTACT = "contact", _("geen lid, wel regelmatig contact")
        NONE = "none", _("geen van deze")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="candidacies")

    initials = models.CharField(_("voorletters"), max_length=20, blank=True)
    first_name = models.CharField(_("roepnaam"), max_length=60)
    prefixes = models.CharField(_("tussenvoegsels"), max_length=20, blank=True)
    last_name = models.CharField(_("achternaam"), max_length=80)
    email = SealedText(klass="agenda", null=True)  # who is elected is reached by it for the whole term
    email_hash = models.CharField(max_length=64, db_index=True)
    phone = SealedText(klass="report", null=True)
    birth_date = SealedText(klass="report", null=True)  # ISO date
    residence = SealedText(klass="report", null=True)
    gender = SealedText(klass="report", null=True)  # optional H 1 field, never asked otherwise

    # Somebody who is not yet 16 names who agrees with them (law.md P-87).
    representative = SealedText(klass="report", null=True)
    settles = models.BooleanField(_("gaat nog in het gebied wonen"), default=False)  # E-11: a paper to sign, no bar

    language = models.CharField(max_length=3, default="nl")
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.DIGITAL)
    relation = models.CharField(_("band met de partij"), max_length=8, choices=Relation, blank=True)
    executive = models.BooleanField(_("ook beoogd bestuurder"), default=False)

    stage = models.CharField(max_length=14, choices=Stage, default=Stage.INVITED)
    stage_since = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    list_place = models.PositiveSmallIntegerField(_("plaats op de lijst"), null=True, blank=True)
    invited_at = models.DateTimeField(default=timezone.now)
    invited_by = models.CharField(max_length=12, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    # The dates that retention counts from, each with who set it (decision 17).
    t0_at = models.DateTimeField(null=True, blank=True)
    t0_by = models.CharField(max_length=12, blank=True)
    t1_at = models.DateTimeField(null=True, blank=True)
    t1_by = models.CharField(max_length=12, blank=True)
    t2_at = models.DateTimeField(null=True, blank=True)
    t2_by = models.CharField(max_length=12, blank=True)
    t3_at = models.DateTimeField(null=True, blank=True)
    t3_by = models.CharField(max_length=12, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="candidacy_stage_known", condition=Q(stage__in=Stage.values)),
            models.CheckConstraint(name="candidacy_outcome_known", condition=Q(outcome__in=["", *Outcome.values])),
            models.CheckConstraint(
                name="candidacy_withdrawn_both",
                condition=Q(stage="withdrawn", outcome="withdrawn") | ~Q(stage="withdrawn") & ~Q(outcome="withdrawn"),
            ),
            models.CheckConstraint(
                name="candidacy_rejected_both",
                condition=Q(stage="not_nominated", outcome="rejected")
                | ~Q(stage="not_nominated") & ~Q(outcome="rejected"),
            ),
            *[
                models.CheckConstraint(
                    name=f"candidacy_t{n}_pair",
                    condition=Q(**{f"t{n}_at__isnull": True, f"t{n}_by": ""})
                    | Q(**{f"t{n}_at__isnull": False}) & ~Q(**{f"t{n}_by": ""}),
                )
                for n in range(4)
            ],
        ]
        indexes = [models.Index(fields=["party", "round", "stage"], name="candidacy_board")]

    def __str__(self):
        return f"kandidatuur {self.code}"

    @property
    def sealed_owner(self) -> str:
        return self.code

    @property
    def chain(self) -> str:
        return f"k:{self.code}"

    @property
    def committee_status(self) -> str:
        return committee_words(self.stage)

    @property
    def name(self) -> str:
        """Roepnaam and surname as people say it: "Anna de Wit"."""
        return " ".join(part for part in (self.first_name, self.prefixes, self.last_name) if part)


# Who stops loses what was typed the same night, the rows together with their key: no page meets a row that cannot be
# read (decision 4). Criminal matters go likewise when the report is closed.
STOPPED = Retention("T0", 0, "delete_row", rule="R-03, decision 4", only=("candidacy__outcome", "withdrawn"))


class DossierRow(PartyOwned):
    """Base of every row of a dossier: bound to one candidacy, sealed under its keys."""

    retention_anchor = "candidacy"
    retention_owner = "owner"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="+")
    owner = models.CharField(max_length=12, editable=False)  # the candidacy's code, so sealing needs no join

    class Meta:
        abstract = True

    def __init__(self, *args, **kwargs):
        candidacy = kwargs.get("candidacy")
        if candidacy is not None:
            kwargs.setdefault("owner", candidacy.code)
            kwargs.setdefault("party_id", candidacy.party_id)
        super().__init__(*args, **kwargs)

    def __str__(self):
        return f"{self._meta.verbose_name} {self.owner}"

    @property
    def sealed_owner(self) -> str:
        return self.owner
