"""Signals by card number: no free text, no register (instrument 5, decision 20).

Two members look on their own. A card that both laid apart may become a question that the candidate
hears; everything else vanishes, at once when cleared and after 14 days at most.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.access import reads_criminal
from candidates.models import Candidacy, Signal
from candidates.sheets import wording_of
from candidates.workflow import Missing, NotAllowed, locked
from instruments.editions import edition_in
from parties.safekeeping.audit import record
from reports.models import Topic
from reports.refusals import NotNow
from reports.topics import TALKING

BOTH = 2


@dataclass(frozen=True)
class Card:
    """A signal card in words: the ordinary explanation first."""

    number: int
    text: str
    benign: str
    question: str


def cards(candidacy: Candidacy, language: str) -> list[tuple[str, list[Card]]]:
    """(section title, cards) of the round's edition."""
    edition = edition_in(candidacy.round, "ondermijning")
    if edition is None:
        return []
    wording = wording_of(candidacy, edition, language)
    found = []
    for section, items in wording.sections(edition.parsed):
        inside = [
            Card(item.number, wording.text(item), wording.say(item.benign), wording.say(item.question))
            for item in items
            if item.kind == "signal"
        ]
        if inside:
            found.append((wording.say(section.title), inside))
    return found


def card_of(candidacy: Candidacy, number: int, language: str) -> Card | None:
    return next(
        (card for _title, inside in cards(candidacy, language) for card in inside if card.number == number), None
    )


@dataclass(frozen=True)
class Seen:
    """Card numbers this member laid apart, and those of them that a colleague laid apart too."""

    mine: tuple[int, ...]
    both: tuple[int, ...]


def seen(candidacy: Candidacy, actor) -> Seen:
    """What this member may know of the signals: the own cards, and which of those a colleague saw too."""
    members: dict[int, set] = {}
    for signal in Signal.objects.filter(candidacy=candidacy):
        members.setdefault(int(signal.card), set()).add(signal.member_id)
    mine = [number for number, who in sorted(members.items()) if actor.member.pk in who]
    return Seen(tuple(mine), tuple(number for number in mine if len(members[number]) >= BOTH))


def _open(candidacy, actor, number: int) -> tuple[Candidacy, Card]:
    fresh = locked(candidacy)
    if not reads_criminal(actor, fresh):
        raise NotAllowed("signal")
    card = card_of(fresh, number, fresh.round.leading_language)
    if card is None or fresh.stage not in TALKING:
        raise NotNow(Missing(_("Deze kaart kan nu niet.")))
    return fresh, card


def note_signal(candidacy: Candidacy, number: int, *, actor) -> None:
    """Lay a card apart, after its ordinary explanation. Twice is once. Raises `NotNow`, `NotAllowed`."""
    with transaction.atomic():
        fresh, _card = _open(candidacy, actor, number)
        if number in seen(fresh, actor).mine:
            return
        Signal.objects.create(candidacy=fresh, card=str(number), member=actor.member)
        record("signal.noted", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code)


def clear_signal(candidacy: Candidacy, number: int, *, actor) -> None:
    """It is explained: the card goes back, for everybody, at once."""
    with transaction.atomic():
        fresh, _card = _open(candidacy, actor, number)
        if number in seen(fresh, actor).mine:
            _take_away(fresh, number)
            record("signal.cleared", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code)


def ask_signal(candidacy: Candidacy, number: int, *, actor) -> Topic | None:
    """Make it a question for the conversation; the signal itself goes. None when it was gone already.

    Raises `NotNow` as long as only one member saw it, `NotAllowed`.
    """
    with transaction.atomic():
        fresh, card = _open(candidacy, actor, number)
        known = seen(fresh, actor)
        if number not in known.mine:
            return None
        if number not in known.both:
            raise NotNow(Missing(_("Een collega kijkt eerst ook, los van jou.")))
        _take_away(fresh, number)
        topic = Topic.objects.create(
            candidacy=fresh, origin=Topic.Origin.SIGNAL, title=card.question, added_by=actor.ref
        )
        record("signal.asked", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code)
    return topic


def _take_away(candidacy, number: int) -> int:
    keys = [row.pk for row in Signal.objects.filter(candidacy=candidacy) if row.card == str(number)]
    return Signal.objects.filter(pk__in=keys).delete()[0]
