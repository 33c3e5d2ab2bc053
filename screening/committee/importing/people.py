"""From rows of text to people to invite: what is right, what is wrong and in which row, and who is here already."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.invitations import MayNotInvite, invite
from candidates.models import Candidacy
from instruments.answers import looks_like_bsn
from parties.calendar import latest_birth_date
from parties.models import Round
from parties.safekeeping.audit import record
from parties.safekeeping.crypto import lookup_hash
from screening.committee.importing import columns
from screening.committee.importing.columns import BSN, COLUMNS, NAME, field_of, plain
from screening.committee.importing.reading import MOST_ROWS, NotAList, Table
from screening.gates import may_invite

MOST_PEOPLE = 250  # all in one transaction, for which a small database lets other writers wait
HEADINGS_WITHIN = 10  # lines: people put a title above their list
TYPED = ("first_name", "initials", "prefixes", "last_name", "residence")


@dataclass(frozen=True)
class Message:
    """About one row of the file, numbered as people see it in their own program."""

    row: int
    text: str

    def __str__(self) -> str:
        return _("Rij %(row)d: %(text)s.") % {"row": self.row, "text": self.text}


@dataclass
class People:
    """What a file holds. Only without `errors` can it be imported; `unused` names columns that are not taken."""

    people: list[dict] = field(default_factory=list)
    errors: list[Message] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)
    here: list[Message] = field(default_factory=list)  # in the round already, or twice the same in the file
    unused: list[str] = field(default_factory=list)


def people_in(tables: list[Table], round: Round) -> People:
    """Read the table that has headings. Raises `NotAList`."""
    table, start, fields = _with_headings(tables)
    headings = table[start][1]
    if any(plain(heading) in BSN for heading in headings):
        raise NotAList(
            _(
                "In dit bestand staat een kolom met een persoonsnummer. Dat nummer mogen jullie niet bewaren: haal de kolom weg."
            )
        )
    found = People(unused=[name for place, name in enumerate(headings) if name and place not in fields])
    rows = [(number, cells) for number, cells in table[start + 1 :] if any(cells)]
    if len(rows) > MOST_PEOPLE or len(table) > MOST_ROWS:
        raise NotAList(
            _("In dit bestand staan te veel regels. Neem hoogstens %(most)d mensen tegelijk.") % {"most": MOST_PEOPLE}
        )
    if not rows:
        raise NotAList(_("Onder de kopjes staat niemand."))
    latest, island = latest_birth_date(round.election.term_end), round.regime == "BES"
    for number, cells in rows:
        said = {name: cells[place] for place, name in fields.items() if place < len(cells)}
        _read(found, number, said, latest, island)
    _compare(found, round)
    return found


def _with_headings(tables: list[Table]) -> tuple[Table, int, dict[int, str]]:
    best: tuple = (0, [], 0, {})
    for table in tables:
        for index, (_number, cells) in enumerate(table[:HEADINGS_WITHIN]):
            fields = _fields(cells)
            if len(fields) > best[0]:
                best = (len(fields), table, index, fields)
    names = set(best[3].values())
    if "email" not in names or not names & {"last_name", NAME}:
        raise NotAList(
            _("We vinden geen regel met kopjes als Roepnaam, Achternaam en E-mailadres. Gebruik het lege voorbeeld.")
        )
    return best[1], best[2], best[3]


def _fields(cells: list[str]) -> dict[int, str]:
    """Place of each known heading; of two the same the first counts."""
    fields: dict[int, str] = {}
    for place, heading in enumerate(cells):
        name = field_of(heading)
        if name and name not in fields.values():
            fields[place] = name
    return fields


def _read(found: People, number: int, cells: dict[str, str], latest: date, island: bool) -> None:
    person = columns.names_in(cells) | {"initials": cells.get("initials", ""), "residence": cells.get("residence", "")}
    wrong = []
    for name, (value, message) in {
        "email": columns.email_in(cells.get("email", "")),
        "phone": columns.phone_in(cells.get("phone", ""), island=island),
        "birth_date": columns.birth_date_in(cells.get("birth_date", ""), latest),
        "language": columns.language_in(cells.get("language", "")),
    }.items():
        person[name] = value
        wrong += [message] if message else []
    if not person["first_name"]:
        wrong.append(_("de roepnaam ontbreekt"))
    if not person["last_name"]:
        wrong.append(_("de achternaam ontbreekt"))
    wrong += [
        _("dit is te lang: %(column)s") % {"column": COLUMNS[name]}
        for name in TYPED
        if columns.too_long(name, person[name])
    ]
    wrong += [_("bij %(column)s staat iets dat op een persoonsnummer lijkt") % {"column": COLUMNS[name]}
              for name in TYPED if looks_like_bsn(person[name])]  # fmt: skip
    found.errors += [Message(number, text) for text in wrong]
    found.people.append(person | {"row": number})


# --- who is here already ---


def _key(person: dict, mark: str) -> tuple[str, ...]:
    names = (person[name].casefold() for name in ("first_name", "prefixes", "last_name"))
    return (mark, " ".join(part for part in names if part))


def _compare(found: People, round: Round) -> None:
    """Leave out who is here already, warn where two may be one. A shared address is no error: couples share one."""
    marks, names = _present(round)
    taken = set(marks)
    fresh, addresses, said = [], {mark for mark, _name in taken}, {}
    for person in found.people:
        mark, name = key = _key(person, lookup_hash(round.party_id, person["email"]) if person["email"] else "")
        number, who = person["row"], {"name": full_name(person)}
        if mark and key in taken:
            double = key in said
            words = (
                _("%(name)s staat twee keer in dit bestand en krijgt één uitnodiging")
                if double
                else _("%(name)s staat al in deze ronde")
            )
            found.here.append(Message(number, words % who))
            continue
        if mark in addresses:
            found.warnings.append(Message(number, _("een ander heeft ook het e-mailadres van %(name)s") % who))
        if name in names:
            found.warnings.append(
                Message(number, _("er is al iemand die %(name)s heet, met een ander e-mailadres") % who)
            )
        taken.add(key)
        said[key] = number
        addresses |= {mark} - {""}
        names.add(name)
        fresh.append(person)
    found.people = fresh


def _present(round: Round) -> tuple[set[tuple[str, ...]], set[str]]:
    rows = Candidacy.objects.filter(round=round).values("email_hash", "first_name", "prefixes", "last_name")
    keys = {_key(row, row["email_hash"]) for row in rows}
    return keys, {name for _mark, name in keys}


def full_name(person: dict) -> str:
    return " ".join(part for part in (person["first_name"], person["prefixes"], person["last_name"]) if part)


def compared(people: list[dict], round: Round) -> People:
    """These people against the round as it is now."""
    found = People(people=list(people))
    _compare(found, round)
    return found


# --- inviting them ---


def invite_all(round: Round, people: list[dict], *, actor) -> list[Candidacy]:
    """Invite these people as one by one, all or none; who is here already by now is left out.

    The gates are asked once, inside the transaction. Raises `MayNotInvite`.
    """
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round.pk)  # two lists at the same time: one after the other
        missing = may_invite(round)
        if missing:
            raise MayNotInvite(missing)
        fresh = compared(people, round).people
        invited = [invite(round, actor=actor, gates=lambda _round: [], person=person) for person in fresh]
        if invited:
            record("people.imported", actor=actor, party=round.party, about=round.code, codes={"number": len(invited)})
    return invited
