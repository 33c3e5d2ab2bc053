"""Everything the procedure page says about a round, gathered once (law.md T-01, T-02).

The page is made from these facts and from nothing else, so their digest tells whether a published page
is older than the configuration.
"""

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import override

from instruments.editions import editions_in
from instruments.kinds import Source
from instruments.tailoring import base_of, changes_of
from instruments.wording import wording_for
from parties import terms
from parties.calendar import latest_birth_date
from parties.models import Round, Seat
from parties.seats import seats_in
from screening.procedure.wording import LANGUAGES, Voice, document

INSTRUMENTS = {"rules": "vuistregels", "self": "zelfassessment", "list": "vragenlijst", "sources": "bronnen",
               "signals": "ondermijning", "guide": "leidraad", "declaration": "bewilligingsverklaring",
               "agenda": "agenda", "dilemmas": "dilemmas"}  # fmt: skip
NUMBERS = {
    "nl": ("geen", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"),
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
}
ROLES = {
    "nl": {
        "chair": ("voorzitter", "voorzitters"),
        "member": ("lid", "leden"),
        "secretary": ("secretaris", "secretarissen"),
    },
    "en": {"chair": ("chair", "chairs"), "member": ("member", "members"), "secretary": ("secretary", "secretaries")},
}
UNITS = {
    "nl": {"day": ("dag", "dagen"), "week": ("week", "weken")},
    "en": {"day": ("day", "days"), "week": ("week", "weeks")},
}
UNUSED_NL = {"vuistregels": "de vuistregels", "zelfassessment": "het zelfonderzoek", "vragenlijst": "de vragenlijst",
             "bronnen": "het onderzoek in bronnen", "ondermijning": "het letten op tekens van druk",
             "leidraad": "de leidraad voor het gesprek", "bewilligingsverklaring": "de bewilligingsverklaring",
             "agenda": "de agenda", "dilemmas": "de dilemma's"}  # fmt: skip
UNUSED_EN = {"vuistregels": "the rules of thumb", "zelfassessment": "the self-assessment", "vragenlijst": "the questions",
             "bronnen": "the check of sources", "ondermijning": "the signs of pressure",
             "leidraad": "the guide for the conversation", "bewilligingsverklaring": "the declaration of willingness",
             "agenda": "the agenda", "dilemmas": "the dilemmas"}  # fmt: skip
# What the product fills in by itself has an English twin; what a party types stays as it was typed.
OUR_OWN = {
    "de ledenvergadering": "the members' meeting",
    "de beroepscommissie van de partij": "the party's appeal committee",
    "de beheerder van dit systeem": "the operator of this system",
    "Nederland": "the Netherlands",
}


@dataclass(frozen=True)
class Used:
    """An instrument in use: which edition, frozen by its checksum."""

    slug: str
    number: int
    checksum: str
    title_nl: str
    title_en: str
    edition: int
    criminal: bool
    turned_on: tuple[str, ...] = ()  # sources that are off unless a party puts them on: register, bureau
    left_out: tuple = ()  # (text in Dutch, text in English, reason) of what this party does not use
    added: tuple = ()  # (text and purpose in Dutch, text and purpose in English) of the party's own items


@dataclass(frozen=True)
class Facts:
    text: str
    party: dict
    body: dict
    regime: str
    leading_language: str
    dates: dict
    settings: dict
    seats: dict
    criminal_members: int
    instruments: tuple[Used, ...]
    operator: dict

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON, in hex."""
        raw = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, default=str, separators=(",", ":"))
        return hashlib.sha256(raw.encode()).hexdigest()


PARTY = ("name", "legal_form", "phone", "email", "website", "confidant_name", "confidant_phone", "confidant_email")
SETTINGS = ("decides", "reply_days", "appeal_days", "appeal_to", "look_back_years", "vog", "vog_reason", "vog_paid_by",
            "checks_on", "executive", "code_of_conduct_url", "keep_weeks")  # fmt: skip


def facts_of(round: Round) -> Facts:
    """Gather the facts of a round in the open scope."""
    seats = seats_in(round)
    election = round.election
    return Facts(
        text=f"{document('page').number}.{document('retention').number}",
        party={name: getattr(round.party, name) for name in PARTY} | _island_representative(round),
        body=_body(round.body),
        regime=round.regime,
        leading_language=round.leading_language,
        dates={
            "submit_by": round.submit_by, "interviews_until": round.interviews_until, "list_on": round.list_on,
            "nomination_day": election.nomination_day, "vote_day": election.vote_day,
            "term_start": election.term_start, "term_end": election.term_end,
        },
        settings={name: getattr(round, name) for name in SETTINGS},
        seats=dict(Counter(seat.role for seat in seats)),
        criminal_members=sum(seat.criminal and seat.role == Seat.Role.MEMBER for seat in seats),
        instruments=tuple(_used(edition, round) for edition in editions_in(round).values()),
        operator={"name": settings.OPERATOR["name"], "country": settings.OPERATOR["country"],
                  "subprocessors": settings.OPERATOR.get("subprocessors", "")},
    )  # fmt: skip


def _island_representative(round: Round) -> dict:
    """Only where there is one, on an island: pages of other rounds stay as they are (law.md B-04)."""
    name = round.party.bes_representative if round.regime == "BES" else ""
    return {"bes_representative": name} if name else {}


def _body(body) -> dict:
    words = {"kind": body.kind, "name": body.name}
    for language in ("nl", "en"):
        with override(language):
            words |= {f"display_{language}": body.display, f"elected_{language}": body.elected}
    return words


def _used(edition, round) -> Used:
    content = edition.parsed
    criminal = any(getattr(item, "criminal", False) for item in content.items())
    on = sorted({item.category for item in content.items() if isinstance(item, Source) and item.default_on})
    left_out, added = tailored_in(edition, round) if edition.party_id else ((), ())
    titles = {f"title_{language}": content.title.say(language) for language in LANGUAGES}
    return Used(edition.slug, edition.number, edition.checksum, edition=edition.pk, criminal=criminal, turned_on=tuple(on),
                left_out=left_out, added=added, **titles)  # fmt: skip


def tailored_in(edition, round) -> tuple[tuple, tuple]:
    """What the party left out and added for this kind of body, in words (law.md P-60)."""
    changes = changes_of(edition).for_body(round.body.kind)
    base = {item.key: item for item in base_of(edition).parsed.items()}
    dutch, english = wording_for(round, "nl"), wording_for(round, "en")
    left_out = tuple(
        (dutch.text(base[one.item]), english.text(base[one.item]), one.reason)
        for one in changes.left_out
        if one.item in base
    )
    added = tuple(
        tuple(voice.say(words) for voice in (dutch, english) for words in (one.text, one.purpose))
        for one in changes.added
    )
    return left_out, added


def config_digest(round: Round) -> str:
    return facts_of(round).digest


def sources_used(facts: Facts) -> dict[str, bool]:
    """Which kinds of source this round may look in (law.md P-23, P-63); references are always the candidate's own."""
    turned_on = {category for used in facts.instruments if used.slug == "bronnen" for category in used.turned_on}
    looks = facts.settings["checks_on"]
    return {"openbaar": looks, "register": looks and "register" in turned_on, "bureau": looks and "bureau" in turned_on,
            "vog": facts.settings["vog"] != Round.Vog.NOBODY, "referentie": True}  # fmt: skip


# --- from facts to words ---


def flags_of(facts: Facts) -> frozenset[str]:
    """The words that a line's `when` may ask for."""
    party, chosen = facts.party, facts.settings
    slugs = {used.slug for used in facts.instruments}
    asked = {
        "EU": facts.regime == "EU-NL", "BES": facts.regime == "BES", facts.body["kind"]: True,
        "legal_form": party["legal_form"], "phone": party["phone"], "mail": party["email"], "website": party["website"], "bes_representative": party.get("bes_representative"),
        "confidant": party["confidant_name"], "executive": chosen["executive"], "conduct": chosen["code_of_conduct_url"],
        "vog": chosen["vog"] != "nobody", "vog_all": chosen["vog"] == "all", "vog_some": chosen["vog"] == "electable",
        "bureau": sources_used(facts)["bureau"],
        "vog_reason": chosen["vog_reason"], "vog_party_pays": chosen["vog_paid_by"] == "party",
        "checks": chosen["checks_on"], "lead_en": facts.leading_language == "en", "secretary": facts.seats.get("secretary"),
        "subprocessors": facts.operator["subprocessors"], "unused": set(INSTRUMENTS.values()) - slugs,
        "criminal_questions": any(used.criminal for used in facts.instruments if used.slug == "vragenlijst"),
    }  # fmt: skip
    asked |= {word: slug in slugs for word, slug in INSTRUMENTS.items()}
    return frozenset(word for word, holds in asked.items() if holds)


def voice_of(facts: Facts, language: str) -> Voice:
    """Says the texts about these facts, in "nl" or "en"."""
    with override(language):
        return Voice(language, flags_of(facts), _fills(facts, language))


def _fills(facts: Facts, language: str) -> dict[str, str]:
    party, chosen, dates = facts.party, facts.settings, facts.dates
    own = _own_words(language)
    contact = ", ".join(filter(None, (party["confidant_phone"], party["confidant_email"])))
    return {
        "partij": party["name"], "rechtsvorm": party["legal_form"], "telefoon": party["phone"], "mail": party["email"],
        "website": party["website"], "vertegenwoordiger": party.get("bes_representative", ""), "vertrouwenspersoon": party["confidant_name"], "vertrouwen_contact": contact,
        "orgaan": facts.body[f"display_{language}"], "gekozen_orgaan": facts.body[f"elected_{language}"],
        "inleveren": _day(dates["submit_by"]), "gesprekken_tot": _day(dates["interviews_until"]),
        "lijst_op": _day(dates["list_on"]), "kandidaatstelling": _day(dates["nomination_day"]),
        "stemdag": _day(dates["vote_day"]), "zitting": _day(dates["term_start"]), "einde": _day(dates["term_end"]),
        "geboren": _day(latest_birth_date(dates["term_end"])),
        "vog_uiterlijk": _day(dates["nomination_day"] - terms.VOG_BEFORE_NOMINATION),
        "besluit": own(chosen["decides"]), "beroep_bij": own(chosen["appeal_to"]), "vog_reden": chosen["vog_reason"],
        "reactie_dagen": _amount(chosen["reply_days"], "day", language),
        "beroep_dagen": _amount(chosen["appeal_days"], "day", language),
        "weken": _amount(chosen["keep_weeks"], "week", language), "jaren": str(chosen["look_back_years"]),
        "gedragscode": chosen["code_of_conduct_url"], "commissie": _committee(facts.seats, language),
        "strafrecht_lezers": _criminal_readers(facts, language), "niet_gebruikt": _unused(facts, language),
        "beheerder": own(facts.operator["name"]), "land": own(facts.operator["country"]),
        "onderaannemers": facts.operator["subprocessors"],
    }  # fmt: skip


def _own_words(language: str):
    return lambda words: OUR_OWN.get(words, words) if language == "en" else words


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _count(number: int, language: str) -> str:
    words = NUMBERS[language]
    return words[number] if number < len(words) else str(number)


def _amount(number: int, unit: str, language: str) -> str:
    return f"{_count(number, language)} {UNITS[language][unit][number != 1]}"


def _committee(seats: dict, language: str) -> str:
    parts = [f"{_count(seats[role], language)} {words[seats[role] != 1]}"
             for role, words in ROLES[language].items() if seats.get(role)]  # fmt: skip
    return (
        _listed(parts, language)
        or {"nl": "mensen die nog worden gevraagd", "en": "people who are still to be asked"}[language]
    )


def _criminal_readers(facts: Facts, language: str) -> str:
    several = facts.seats.get("chair", 1) > 1
    chair = {"nl": ("de voorzitter", "de voorzitters"), "en": ("the chair", "the chairs")}[language][several]
    number = facts.criminal_members
    if not number:
        return chair
    others = {"nl": ("lid", "leden"), "en": ("member", "members")}[language][number != 1]
    return _listed([chair, f"{_count(number, language)} {others}"], language)


def _unused(facts: Facts, language: str) -> str:
    slugs = {used.slug for used in facts.instruments}
    titles = {"nl": UNUSED_NL, "en": UNUSED_EN}[language]
    return _listed([titles[slug] for slug in INSTRUMENTS.values() if slug not in slugs], language)


def _listed(parts: list[str], language: str) -> str:
    joint = {"nl": " en ", "en": " and "}[language]
    return joint.join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
