"""Which column is what, in the words people use above them, and how a cell of each kind is read."""

import re
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from candidates.models import Candidacy

# The names above our own example; the order of its columns.
COLUMNS = {
    "first_name": _l("Roepnaam"), "initials": _l("Voorletters"), "prefixes": _l("Tussenvoegsels"),
    "last_name": _l("Achternaam"), "email": _l("E-mailadres"), "phone": _l("Telefoon"),
    "birth_date": _l("Geboortedatum"), "residence": _l("Woonplaats"), "language": _l("Taal"),
}  # fmt: skip
NAME = "name"  # a whole name in one column
SYNONYMS = {
    "first_name": "roepnaam voornaam voornamen firstname givenname",
    "initials": "voorletters voorletter initialen initials",
    "prefixes": "tussenvoegsels tussenvoegsel voorvoegsels voorvoegsel tussenv tv prefix prefixes",
    "last_name": "achternaam familienaam geslachtsnaam surname lastname",
    NAME: "naam volledigenaam naamkandidaat kandidaat name fullname",
    "email": "emailadres email mail mailadres emailadressen adresemail emailaddress epost",
    "phone": "telefoon telefoonnummer tel telnr telnummer mobiel mobielnummer mobieletelefoon gsm phone mobile",
    "birth_date": "geboortedatum geboren gebdatum gebdat birthdate dateofbirth",
    "residence": "woonplaats residence placeofresidence placewhereyoulive city",
    "language": "taal language",
}
FIELDS = {word: field for field, words in SYNONYMS.items() for word in words.split()}
BSN = {"bsn", "burgerservicenummer", "sofinummer", "sofi"}
# Only what is never a surname by itself: "El Amrani" and "Le Clercq" stay whole.
PREFIXES = set("van de der den het 't ter ten te in op aan bij uit uijt voor von 's d' onder over tot".split())
DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
MONTHS = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
EXCEL_BEGINS = date(1899, 12, 30)
PHONE = re.compile(r"[0-9+()\- .]{6,30}")
LANGUAGES = {"": "nl", "nl": "nl", "nederlands": "nl", "dutch": "nl", "en": "en", "engels": "en", "english": "en"}


def plain(heading: str) -> str:
    """ "E-mail adres:" and "emailadres" are the same word."""
    return "".join(ch for ch in heading.casefold() if ch.isalnum())


def field_of(heading: str) -> str:
    return FIELDS.get(plain(heading), "")


# --- names ---


def names_in(cells: dict[str, str]) -> dict[str, str]:
    """First name, prefixes and surname, wherever they stood: own columns, inside the surname, or one whole name."""
    first, prefixes, last = (cells.get(name, "") for name in ("first_name", "prefixes", "last_name"))
    if not last and cells.get(NAME):
        first, last = _whole_name(cells[NAME], first)
    if "," in last:  # "Wit, de" as lists are sorted
        last, _comma, after = last.partition(",")
        prefixes = prefixes or after
    found, rest = _leading(last)
    prefixes = " ".join(_plain_quotes(prefixes).casefold().split()) or found
    return {
        "first_name": first,
        "prefixes": prefixes,
        "last_name": rest if found and prefixes == found else last.strip(),
    }


def _whole_name(name: str, first: str) -> tuple[str, str]:
    """ "Anna de Wit" or "Wit, Anna de": the first name, and the surname as it goes on from there."""
    if "," in name:
        last, _comma, after = name.partition(",")
        given, _space, prefixes = after.strip().partition(" ")
        return first or given, f"{prefixes} {last}".strip()
    given, _space, rest = name.partition(" ")
    return (first, name.removeprefix(first).strip()) if first else (given, rest.strip())


def _leading(surname: str) -> tuple[str, str]:
    words = _plain_quotes(surname).split()
    count = 0
    while count < len(words) - 1 and words[count].casefold() in PREFIXES:
        count += 1
    return " ".join(words[:count]).casefold(), " ".join(words[count:])


def _plain_quotes(text: str) -> str:
    return text.replace("’", "'").replace("‘", "'").replace("`", "'")


# --- the other cells; each gives (value, message) ---


def email_in(text: str) -> tuple[str, str]:
    found = re.search(r"<([^<>]+)>", text)
    address = (found.group(1) if found else text).strip().removeprefix("mailto:")
    if not address:
        return "", _("het e-mailadres ontbreekt")
    try:
        validate_email(address)
    except ValidationError:
        return "", _("dit is geen e-mailadres: %(text)s") % {"text": text[:60]}
    return (address, "") if len(address) <= 254 else ("", _("dit e-mailadres is te lang"))


def phone_in(text: str, *, island: bool = False) -> tuple[str, str]:
    """A number that lost its leading zero in Excel gets it back; a rounded one is refused."""
    if not text:
        return "", ""
    if re.fullmatch(r"[\d,.]+E\+?\d+", text, re.IGNORECASE):
        return "", _("Excel heeft het telefoonnummer afgerond. Maak van die kolom Tekst en typ het opnieuw")
    if not PHONE.fullmatch(text):
        return "", _("dit is geen telefoonnummer: %(text)s") % {"text": text[:40]}
    digits = "".join(ch for ch in text if ch.isdigit())
    if not island and len(digits) == 9 and text[0] in "123456789":
        return f"0{text}", ""
    if not island and len(digits) == 11 and text.startswith("31"):
        return f"+{text}", ""
    return text, ""


def birth_date_in(text: str, latest: date) -> tuple[str, str]:
    """ISO; from 1-2-1990, 1 februari 1990, 1990-02-01 or Excel's own number of days."""
    if not text:
        return "", ""
    day = _day(text)
    if day is None or day < date(1900, 1, 1) or day > date.today():
        return "", _("dit is geen geboortedatum: %(text)s. Schrijf bijvoorbeeld 7-3-1985") % {"text": text[:40]}
    if day > latest:
        return "", _("deze kandidaat is in deze periode nog geen 18")
    return day.isoformat(), ""


def _day(text: str) -> date | None:
    words = text.casefold()
    for number, month in enumerate(MONTHS, 1):
        words = re.sub(rf"(?<=\d)[ -]{month}[a-z.]*[ -](?=\d)", f"-{number}-", words)
    words = re.sub(r"(?<=\d)[ -](?:mrt|maart)[ -](?=\d)", "-3-", words)
    try:
        if words.isdecimal() and 4 <= len(words) <= 5:
            return EXCEL_BEGINS + timedelta(days=int(words))
        if found := ISO.fullmatch(words):
            return date(*map(int, found.groups()))
        if found := DATE.fullmatch(words):
            return date(*(int(part) for part in reversed(found.groups())))
    except (ValueError, OverflowError):
        return None
    return None


def language_in(text: str) -> tuple[str, str]:
    found = LANGUAGES.get(text.casefold())
    return (
        (found, "")
        if found
        else ("nl", _("deze taal kennen we niet: %(text)s. Kies Nederlands of Engels") % {"text": text[:30]})
    )


def too_long(field: str, text: str) -> bool:
    """Longer than the dossier keeps it. Sealed fields hold what the candidate's own form allows."""
    most = getattr(Candidacy._meta.get_field(field), "max_length", None) or {"residence": 80, "phone": 30}.get(
        field, 254
    )
    return len(text) > most
