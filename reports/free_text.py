"""Free text of the committee and the candidate: cleaned, free of numbers that look like a BSN, looked at twice."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from instruments.answers import LONGEST_TEXT, clean_words, looks_like_bsn
from instruments.careful_words import warn
from parties.seats import committee_of


class BsnLike(ValueError):
    """The text holds a number that looks like a BSN; the writer takes it out or says it is none (decision 25)."""

    def __init__(self):
        super().__init__(_("Dit lijkt op een persoonsnummer. Haal het weg, of kies: dit is geen persoonsnummer."))


def tidy_text(raw: str | None, longest: int = LONGEST_TEXT, *, not_bsn: bool = False) -> str:
    """The text as typed, cleaned. Raises `Unreadable` when too long, `BsnLike` (law.md P-30)."""
    words = clean_words(raw or "", longest)
    if not not_bsn and looks_like_bsn(words):
        raise BsnLike
    return words


def known_names(candidacy) -> tuple[str, ...]:
    """Names that may stand in a note or finding: candidate, committee, party, body."""
    people = [seat.member.name for seat in committee_of(candidacy.round)]
    return (candidacy.name, candidacy.party.name, candidacy.round.body.name, *people)


def second_looks(candidacy, *texts: str) -> list[str]:
    """What the writer should look at again; soft, shown once (law.md P-13, P-43)."""
    names = known_names(candidacy)
    found = [line for text in texts if text for line in warn(text, get_language() or "nl", names)]
    return list(dict.fromkeys(found))
