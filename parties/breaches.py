"""A data breach: one click starts the file, questions judge the risk, and the clock says when to tell (law.md P-84)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parties.models import Breach
from parties.models.places import Regime
from parties.safekeeping.audit import record

ANSWERS = (
    "happened",
    "report",
    "criminal",
    "identity",
    "people",
    "risk",
    "risk_reason",
    "measures",
    "not_told_why",
    "notice",
)
SUPERVISOR, CANDIDATES, OPERATOR, OTHER = "supervisor", "candidates", "operator", "other"


class BreachOpen(Exception):
    """The file cannot be closed yet. `missing` says what it lacks, in words."""

    def __init__(self, missing: list[str]):
        super().__init__(missing)
        self.missing = missing


def start_breach(party, regime: str, *, actor) -> Breach:
    """One click: the file exists and the clock runs from this moment."""
    with transaction.atomic():
        breach = Breach.objects.create(party=party, regime=regime, opened_by=actor.ref)
        _note("breach.reported", breach, actor)
    return breach


def change_breach(breach: Breach, answers: dict, *, actor) -> Breach:
    """Write down what is known by now. Raises `BreachOpen` when the file is closed."""
    with transaction.atomic():
        row = _locked(breach)
        for name in ANSWERS:
            if name in answers:
                setattr(row, name, answers[name])
        row.save()
        _note("breach.changed", row, actor)
    return row


def told(breach: Breach, to: str, what: str, *, actor) -> Breach:
    """Write down who was told what, now; `to` is supervisor, candidates, operator or other."""
    with transaction.atomic():
        row = _locked(breach)
        moment = timezone.now()
        row.told = [*(row.told or []), {"at": moment.isoformat(timespec="minutes"), "to": to, "what": what}]
        if to == SUPERVISOR:
            row.supervisor_told_at = row.supervisor_told_at or moment
        if to == CANDIDATES:
            row.candidates_told_at = row.candidates_told_at or moment
        row.save()
        _note("breach.changed", row, actor)
    return row


def missing_to_close(breach: Breach) -> list[str]:
    """What the file still lacks, in words."""
    missing = []
    if not (breach.happened or "").strip():
        missing.append(_("Schrijf wat er is gebeurd."))
    if not breach.risk:
        missing.append(_("Kies hoe groot het risico is."))
    lighter = breach.presumed_high and breach.risk != Breach.Risk.HIGH
    if breach.risk and lighter and not (breach.risk_reason or "").strip():
        missing.append(_("Schrijf waarom het risico hier niet hoog is."))
    needs = breach.regime == Regime.EU_NL and breach.risk in (Breach.Risk.SOME, Breach.Risk.HIGH)
    if needs and not breach.supervisor_told_at and not (breach.not_told_why or "").strip():
        missing.append(_("Meld het bij de toezichthouder, of schrijf waarom dat niet hoeft."))
    if breach.risk == Breach.Risk.HIGH and not breach.candidates_told_at:
        missing.append(_("Vertel het eerst aan de mensen om wie het gaat."))
    return missing


def close_breach(breach: Breach, *, actor) -> Breach:
    """Everything is told and judged. Raises `BreachOpen`."""
    with transaction.atomic():
        row = _locked(breach)
        missing = missing_to_close(row)
        if missing:
            raise BreachOpen(missing)
        row.closed_at, row.closed_by = timezone.now(), actor.ref
        row.save(update_fields=["closed_at", "closed_by"])
        _note("breach.closed", row, actor)
    return row


def notice_text(breach: Breach, party) -> str:
    """A first text for the people concerned, in plain words; the party makes it its own (AVG 34)."""
    complaint = {
        Regime.EU_NL: _("Je mag ook een klacht indienen bij de Autoriteit Persoonsgegevens (AP)."),
        Regime.BES: _("Je mag ook een klacht indienen bij de CBP BES."),
    }[Regime(breach.regime)]
    return "\n\n".join([
        _("Er is iets misgegaan met gegevens over jou. Dat spijt ons."),
        breach.happened or _("Wat er gebeurde: …"),
        breach.measures or _("Wat we eraan doen: …"),
        _("Wat jij kunt doen: let de komende tijd op vreemde mails en telefoontjes. Bel ons als je iets merkt."),
        _("Vragen? Bel of mail %(party)s. %(complaint)s") % {"party": f"{party.name} {party.phone}".strip(), "complaint": complaint},
    ])  # fmt: skip


def _locked(breach: Breach) -> Breach:
    row = Breach.objects.select_for_update().get(pk=breach.pk)
    if row.closed_at:
        raise BreachOpen([_("Dit dossier van een datalek is gesloten.")])
    return row


def _note(verb: str, breach: Breach, actor) -> None:
    record(verb, actor=actor, party=breach.party, about=breach.code)
