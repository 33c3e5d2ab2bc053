"""Specific, optional consents: one purpose, one recipient, one text; withdrawn as easily as given (law.md P-03 to P-05).

Never for the screening itself: that has another basis. Nothing leaves the party without one (P-11).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from candidates.forms import under_sixteen
from candidates.models import Candidacy, Consent, Disclosure, Stage
from candidates.workflow import Missing, NotAllowed, locked
from parties.outbox import queue
from parties.safekeeping.audit import record

State = Consent.State
LANGUAGES = ("nl", "en")
WORKING = (Stage.SUBMITTED, Stage.REVIEW, Stage.PLANNED, Stage.INTERVIEWED, Stage.REPLY)
DECIDED = (Stage.ADOPTED, Stage.SIGNED, Stage.COMPLETED, Stage.NOT_NOMINATED)


@dataclass(frozen=True)
class Purpose:
    """One thing that may be asked. `recipient` labels who gets something; empty when nothing leaves the party."""

    slug: str
    title: object
    allows: object
    withdrawing: object
    stages: tuple[Stage, ...]
    recipient: object = ""
    too_early: object = _("Dit kun je nu niet vragen.")
    licensed: bool = False  # a bureau: licence and agreement first (law.md P-23)


PURPOSES: dict[str, Purpose] = {
    purpose.slug: purpose
    for purpose in (
        Purpose(
            "borrowed_reader",
            _("Iemand van buiten de commissie leest mee"),
            _("%(recipient)s ziet de aandachtspunten en jouw reacties. Niets anders: geen antwoorden, geen notities "
              "en geen verslag."),
            _("%(recipient)s ziet vanaf dat moment niets meer. Wat al gelezen is, kunnen we niet terughalen."),
            WORKING,
            recipient=_("Wie leest mee?"),
        ),
        Purpose(
            "bureau",
            _("Een bureau zoekt iets uit"),
            _("%(recipient)s zoekt het antwoord op één vraag. Die vraag staat hierboven. Het bureau krijgt je naam en "
              "de vraag. Wat het vindt, lees jij meteen."),
            _("De commissie schrijft vanaf dat moment niets meer op van %(recipient)s. Zij ziet dat je stopt en "
              "vertelt het aan het bureau. Wat al een aandachtspunt is, blijft staan tot jullie erover praten."),
            WORKING,
            recipient=_("Welk bureau?"),
            licensed=True,
        ),
        Purpose(
            "longer_keeping",
            _("Je verslag langer bewaren"),
            _("%(party)s bewaart je verslag langer: tot een jaar na het einde van de procedure. Dan kun je er samen op "
              "terugkijken. Daarna wissen we het, ook als je niets zegt."),
            _("Dan geldt weer de gewone termijn. Is die al voorbij, dan wissen we het verslag in de volgende nacht."),
            DECIDED,
            too_early=_("Dit mag je pas vragen na het besluit."),
        ),
    )
}  # fmt: skip
NEVER_AGAINST_YOU = _("Ja of nee zeggen telt niet mee in het oordeel over jou. Je mag later altijd stoppen.")
WHAT = {"assignment": _("naam en de vraag van de opdracht"), "findings": _("aandachtspunten en reacties")}

Facts = Callable[[Candidacy], list[Missing]]
_conditions: dict[str, Facts] = {}


class ConsentRefused(Exception):
    """This cannot be asked, given or done now. `missing` says why, in words."""

    def __init__(self, *missing: Missing):
        super().__init__([str(one.text) for one in missing])
        self.missing = list(missing)


def register_condition(purpose: str, facts: Facts) -> None:
    """A floor above says what else must be so before a purpose may be asked; called in `AppConfig.ready()`."""
    _conditions[purpose] = facts


@dataclass(frozen=True)
class Words:
    """The text of one consent in one language, as the candidate reads it."""

    title: str
    allows: str
    withdrawing: str
    never: str

    @property
    def text(self) -> str:
        return "\n".join((self.title, self.allows, self.withdrawing, self.never))

    @property
    def digest(self) -> str:
        """The version of the text: SHA-256, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def words_of(consent: Consent, language: str) -> Words:
    """What is asked, in this language; Dutch where there is no other."""
    purpose = PURPOSES[consent.purpose]
    fills = {"recipient": consent.recipient, "party": consent.candidacy.party.name}
    with override(language if language in LANGUAGES else "nl"):
        return Words(
            str(purpose.title),
            str(purpose.allows) % fills,
            str(purpose.withdrawing) % fills,
            str(NEVER_AGAINST_YOU),
        )


def ask_consent(
    candidacy: Candidacy, purpose: str, recipient: str, actor, *, reason: str = "", licence: str = "",
    agreed_on: date | None = None,
) -> Consent:  # fmt: skip
    """Ask the candidate one consent; twice is once. The candidate gets word that there is news.

    `reason` is why, in words the candidate reads; with a bureau it is the question of the assignment.
    Raises `ConsentRefused`, KeyError for an unknown purpose. Who may ask is for the page (`dossier_for`).
    """
    rule = PURPOSES[purpose]
    recipient = recipient.strip()[:120] if rule.recipient else ""
    with transaction.atomic():
        fresh = locked(candidacy)
        known = Consent.objects.filter(candidacy=fresh, purpose=purpose, recipient=recipient, withdrawn_at__isnull=True)
        if (asked := known.first()) and not asked.declined_at:
            return asked
        missing = _missing(fresh, rule, recipient, reason, licence, agreed_on, asked)
        if missing:
            raise ConsentRefused(*missing)
        consent = Consent.objects.create(
            candidacy=fresh, purpose=purpose, recipient=recipient, reason=reason.strip() or None,
            licence=licence.strip()[:30], agreed_on=agreed_on, asked_by=actor.ref,
        )  # fmt: skip
        queue(
            "news",
            party=fresh.party,
            candidacy_code=fresh.code,
            language=fresh.language,
            zone=fresh.round.body.time_zone,
        )
        _note("consent.asked", consent, actor)
    return consent


def _missing(candidacy, rule: Purpose, recipient, reason, licence, agreed_on, asked) -> list[Missing]:
    if asked:
        return [Missing(_("De kandidaat zei hier nee op. Vraag het niet nog eens; ja zeggen kan altijd nog."))]
    if candidacy.stage not in rule.stages:
        return [Missing(rule.too_early)]
    missing = list(_conditions[rule.slug](candidacy)) if rule.slug in _conditions else []
    if rule.recipient and not recipient:
        missing.append(Missing(_("Schrijf voor wie dit is. De kandidaat leest de naam.")))
    if rule.licensed and not reason.strip():
        missing.append(Missing(_("Schrijf de ene vraag van de opdracht. De kandidaat leest hem.")))
    if rule.licensed and not licence.strip():
        missing.append(Missing(_("Schrijf het nummer van de vergunning.")))
    if rule.licensed and agreed_on is None:
        missing.append(Missing(_("Schrijf de dag van de overeenkomst met het bureau.")))
    return missing


def give(consent: Consent, actor, *, shown: str = "", language: str = "") -> Consent:
    """The candidate says yes to the words in `language` (else the candidate's own); twice is once.

    `shown` is the digest of the words on the page: other words than those of today are refused.
    Raises `NotAllowed`, `ConsentRefused`.
    """
    with transaction.atomic():
        row = _own(consent, actor)
        if row.state == State.GIVEN:
            return row
        if row.state == State.WITHDRAWN:
            raise ConsentRefused(Missing(_("Je trok deze toestemming in. De commissie kan het opnieuw vragen.")))
        if not _may_say_yes(row.candidacy):
            raise ConsentRefused(
                Missing(
                    _(
                        "Je bent nog geen 16. Schrijf eerst bij je gegevens wie van je ouders of voogden dit ook goed vindt."
                    )
                )
            )
        language = language or row.candidacy.language
        words = words_of(row, language)
        if shown and shown != words.digest:
            raise ConsentRefused(Missing(_("De tekst is veranderd. Lees hem nog een keer.")))
        row.given_at, row.declined_at = timezone.now(), None
        row.text, row.text_digest, row.language = words.text, words.digest, language[:3]
        row.save(update_fields=["given_at", "declined_at", "text", "text_digest", "language"])
        _note("consent.given", row, actor)
    return row


def _may_say_yes(candidacy: Candidacy) -> bool:
    """Under 16 only with a named legal representative (law.md P-87, UAVG 5, Wbp BES 5(1))."""
    born = candidacy.birth_date
    return not born or not under_sixteen(date.fromisoformat(born)) or bool(candidacy.representative)


def decline(consent: Consent, actor) -> Consent:
    """The candidate says no; a yes later stays possible. Raises `NotAllowed`."""
    with transaction.atomic():
        row = _own(consent, actor)
        if row.state == State.ASKED:
            row.declined_at = timezone.now()
            row.save(update_fields=["declined_at"])
            _note("consent.declined", row, actor)
    return row


def withdraw(consent: Consent, actor) -> Consent:
    """The candidate stops a consent; it works from this moment (law.md P-05). Raises `NotAllowed`."""
    with transaction.atomic():
        row = _own(consent, actor)
        if row.state == State.GIVEN:
            row.withdrawn_at = timezone.now()
            row.save(update_fields=["withdrawn_at"])
            _note("consent.withdrawn", row, actor)
    return row


def live_consent(candidacy: Candidacy, purpose: str, recipient: str = "") -> Consent | None:
    """The consent that counts now; with `recipient` only one for exactly that recipient (law.md P-11)."""
    rows = Consent.objects.filter(
        candidacy=candidacy, purpose=purpose, given_at__isnull=False, withdrawn_at__isnull=True
    )
    return (rows.filter(recipient=recipient) if recipient else rows).order_by("-given_at").first()


def consents_of(candidacy: Candidacy) -> list[Consent]:
    """Everything ever asked of this candidate, newest first."""
    return list(
        Consent.objects.select_related("candidacy", "candidacy__party")
        .filter(candidacy=candidacy)
        .order_by("-asked_at")
    )


def disclose(candidacy: Candidacy, purpose: str, recipient: str, what: str, *, actor) -> Disclosure:
    """Write down that something leaves the party; `what` is a key of WHAT (law.md P-11).

    Raises `ConsentRefused` without a live consent for exactly this recipient, KeyError for an unknown `what`.
    """
    consent = live_consent(candidacy, purpose, recipient) if recipient else None
    if consent is None:
        raise ConsentRefused(Missing(_("De kandidaat gaf hier geen toestemming voor.")))
    if what not in WHAT:
        raise KeyError(what)
    with transaction.atomic():
        made = Disclosure.objects.create(
            candidacy=candidacy, recipient=recipient, what=what, consent=consent, by=actor.ref
        )
        record("disclosure.made", actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code,
               codes={"what": what, "consent": consent.code})  # fmt: skip
    return made


def disclose_once(candidacy: Candidacy, purpose: str, recipient: str, what: str, *, actor) -> Disclosure:
    """As `disclose`; under one consent the same is written down once."""
    known = Disclosure.objects.filter(
        candidacy=candidacy, consent=live_consent(candidacy, purpose, recipient), what=what
    )
    return known.filter(recipient=recipient).first() or disclose(candidacy, purpose, recipient, what, actor=actor)


def bureaus_of(candidacy: Candidacy) -> list[str]:
    """The bureaus for which there is a live consent now."""
    return sorted(
        {one.recipient for one in consents_of(candidacy) if one.purpose == "bureau" and one.state == State.GIVEN}
    )


def _own(consent: Consent, actor) -> Consent:
    """The row as it is now, behind the lock of its dossier; only for the candidate it was asked of."""
    if actor.kind != "candidate" or actor.candidacy.pk != consent.candidacy_id:
        raise NotAllowed("consent")
    fresh = locked(actor.candidacy)
    row = Consent.objects.get(pk=consent.pk)
    row.candidacy = fresh
    return row


def _note(verb: str, consent: Consent, actor) -> None:
    candidacy = consent.candidacy
    record(verb, actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code,
           codes={"purpose": consent.purpose, "consent": consent.code})  # fmt: skip
