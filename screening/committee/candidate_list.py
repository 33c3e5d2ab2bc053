"""The list as a number per candidate, and the H 1 fields for the Kiesraad's software (decision 40; law.md E-03, E-04).

The form H 1 itself is made there, not here; the product keeps no copy of it.
"""

import hashlib
import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Candidacy, Stage
from candidates.workflow import Missing
from parties.models import Round
from parties.safekeeping.audit import record
from reports.models import Decision

# Kieswet H 6: fifty names, eighty for a party with more than fifteen seats.
MOST_PLACES = 80
STANDING = (Stage.ADOPTED, Stage.SIGNED, Stage.COMPLETED)
# Exactly these, in this order. Where the list stands is the order of the rows.
H1 = ("last_name", "prefixes", "initials", "first_name", "birth_date", "residence", "gender")


class Overtaken(Exception):
    """Somebody else changed the places meanwhile; nothing was written (promise 4: 409)."""


class WrongPlaces(Exception):
    """Two on one place, or a number that no list has. `messages` per candidacy code."""

    def __init__(self, messages: dict[str, str]):
        super().__init__(sorted(messages))
        self.messages = messages


def nominated(round: Round) -> list[Candidacy]:
    """Who may get a place: nominated, made known, and not stopped since; on the list first, in its order."""
    known = Decision.objects.filter(candidacy__round=round, published_at__lte=timezone.now())
    decided = known.filter(what=Decision.What.NOMINATE).values("candidacy")
    rows = Candidacy.objects.filter(round=round, stage__in=STANDING, erased_at__isnull=True, pk__in=decided)
    return sorted(rows, key=lambda one: (one.list_place or MOST_PLACES + 1, one.last_name, one.first_name))


def seen_places(people: list[Candidacy]) -> str:
    shown = "|".join(sorted(f"{one.code}:{one.list_place or ''}" for one in people))
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def set_places(round: Round, places: dict[str, int | None], *, actor, seen: str) -> None:
    """Give each candidate, by code, a place or none. All or none.

    Raises `Overtaken` when the places are not what the form showed, `WrongPlaces`.
    """
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round.pk)
        people = nominated(round)
        if all(places.get(one.code) == one.list_place for one in people):
            return
        if seen != seen_places(people):
            raise Overtaken
        _check(people, places)
        for one in people:
            if places.get(one.code) != one.list_place:
                one.list_place = places.get(one.code)
                one.save(update_fields=["list_place"])
                record("list.placed", actor=actor, party=one.party, chain=one.chain, about=one.code,
                       codes={"place": one.list_place})  # fmt: skip


def _check(people: list[Candidacy], places: dict[str, int | None]) -> None:
    wrong, taken = {}, {}
    for one in people:
        place = places.get(one.code)
        if place is None:
            continue
        if not 1 <= place <= MOST_PLACES:
            wrong[one.code] = _("Kies een getal van 1 tot en met %(most)d.") % {"most": MOST_PLACES}
        elif place in taken:
            wrong[one.code] = _("Op plaats %(place)d staat al %(name)s.") % {"place": place, "name": taken[place]}
        else:
            taken[place] = one.name
    if wrong:
        raise WrongPlaces(wrong)


def gaps(people: list[Candidacy]) -> list[Missing]:
    """What the Kiesraad's software will ask for and is not known here."""
    placed = [one for one in people if one.list_place]
    words = []
    numbers = [one.list_place for one in placed]
    if numbers and numbers != list(range(1, len(numbers) + 1)):
        words.append(Missing(_("Er zit een gat in de nummers.")))
    asked = (("initials", _("voorletters")), ("birth_date", _("geboortedatum")), ("residence", _("woonplaats")))
    for one in placed:
        lacks = [label for name, label in asked if not getattr(one, name)]
        if lacks:
            words.append(Missing(_("%(name)s: nog geen %(what)s.") % {"name": one.name, "what": ", ".join(lacks)}))
    return words


def export_rows(round: Round, *, actor) -> list[list[str]]:
    """The H 1 fields of who is on the list, in its order, below their names. Every row is an event for that candidate."""
    heads = [
        _("Achternaam"),
        _("Voorvoegsels"),
        _("Voorletters"),
        _("Roepnaam"),
        _("Geboortedatum"),
        _("Woonplaats"),
        _("Geslacht"),
    ]
    with transaction.atomic():
        placed = [one for one in nominated(round) if one.list_place]
        for one in placed:
            record("list.exported", actor=actor, party=one.party, chain=one.chain, about=one.code)
        record("list.exported", actor=actor, party=round.party, about=round.code, codes={"number": len(placed)})
        return [heads, *[[_cell(one, name) for name in H1] for one in placed]]


def _cell(candidacy: Candidacy, name: str) -> str:
    value = getattr(candidacy, name) or ""
    if name == "initials":
        return initials_as_listed(value)
    if name == "birth_date" and value:
        return "-".join(reversed(value.split("-")))
    return value


def initials_as_listed(typed: str) -> str:
    """ "ab", "A B" and "A. B." become "A.B.": one for each given name (Kiesbesluit H 2). "Th." and "IJ." stay."""
    if "." in typed or " " in typed.strip():
        parts = re.split(r"[.\s]+", typed)
    elif typed.isupper() and typed != "IJ":
        parts = re.findall(r"IJ|.", typed)
    else:
        parts = [typed]
    return "".join(f"{part[0].upper()}{part[1:]}." for part in parts if part)
