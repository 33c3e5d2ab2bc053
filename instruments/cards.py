"""Dilemma cards and signal cards as things to hold: one card with two sides, and decks to cut out."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from instruments.kinds import Dilemma, Signal, Step
from instruments.schema import Content
from instruments.wording import Wording

PER_ROW, ROWS = 2, 2


@dataclass(frozen=True)
class Card:
    """A dilemma in the reader's words. `place` of `total` counts the cards of this body only."""

    key: str
    place: int
    total: int
    title: str
    left: str
    right: str
    theme: str
    story: str
    question: str
    reactions: tuple[str, ...]
    questions: tuple[str, ...]
    look_up: tuple[str, ...]
    call: str
    language: str


def cards_of(content: Content, wording: Wording) -> list[Card]:
    """The dilemmas of this body, in the content's order."""
    items = [item for section in content.sections for item in wording.items(section) if isinstance(item, Dilemma)]
    return [_card(item, place, len(items), wording) for place, item in enumerate(items, 1)]


def _card(item: Dilemma, place: int, total: int, wording: Wording) -> Card:
    say = wording.say
    return Card(
        key=item.key, place=place, total=total, title=wording.text(item), left=say(item.clash[0]), right=say(item.clash[1]),
        theme=say(item.theme), story=say(item.situation), question=_("Wat doe je eerst, en wie bel je?"),
        reactions=tuple(map(say, item.reactions)), questions=tuple(map(say, item.questions)),
        look_up=tuple(map(say, item.look_up)), call=say(item.call), language=wording.language_of(item.situation),
    )  # fmt: skip


def has_cards(content: Content) -> bool:
    return any(isinstance(item, Dilemma) for item in content.items())


def next_card(cards: Sequence[Card], key: str) -> Card | None:
    """The card after this one; after the last comes the first. None when there is no other."""
    keys = [card.key for card in cards]
    if key not in keys or len(cards) < 2:
        return None
    return cards[(keys.index(key) + 1) % len(cards)]


# --- on paper -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Face:
    """One side of a paper card. `blocks` are (heading, lines); a heading may be empty."""

    heading: str = ""
    above: str = ""
    below: tuple[str, str] | None = None  # the two values that pull
    blocks: tuple[tuple[str, tuple[str, ...]], ...] = ()
    note: str = ""
    back: bool = False

    @property
    def empty(self) -> bool:
        return not self.heading


@dataclass(frozen=True)
class PaperCard:
    front: Face
    back: Face


def dilemma_paper(content: Content, wording: Wording, edition: str) -> list[PaperCard]:
    """The dilemmas as cards to print: the story in front, the thoughts behind it on the back."""
    return [_dilemma(card, edition) for card in cards_of(content, wording)]


def _dilemma(card: Card, edition: str) -> PaperCard:
    note = _("Kaart %(place)d van %(total)d. %(edition)s") % {
        "place": card.place,
        "total": card.total,
        "edition": edition,
    }
    front = Face(card.title, card.theme, (card.left, card.right), (("", (card.story,)), (card.question, ())), note)
    look_up = ((_("Zoek op"), card.look_up),) if card.look_up else ()
    back = Face(
        card.title, "", None,
        ((_("Wat je kunt doen"), card.reactions), (_("Om over te praten"), card.questions), *look_up, (_("Wie bel je?"), (card.call,))),
        _("Er is niet één goed antwoord."), back=True,
    )  # fmt: skip
    return PaperCard(front, back)


def signal_paper(content: Content, wording: Wording, edition: str) -> list[PaperCard]:
    """The signals as cards: the signal with its ordinary explanation in front, what to do on the back."""
    steps = {
        item.number: wording.text(item) for item in content.items() if isinstance(item, Step) and wording.concerns(item)
    }
    signals = [item for section in content.sections for item in wording.items(section) if isinstance(item, Signal)]
    return [_signal(item, len(signals), steps, wording, edition) for item in signals]


def _signal(item: Signal, total: int, steps: dict[int, str], wording: Wording, edition: str) -> PaperCard:
    note = _("Signaal %(place)d van %(total)d. %(edition)s") % {
        "place": item.number,
        "total": total,
        "edition": edition,
    }
    front = Face(
        wording.text(item), "", None,
        ((_("Bijna altijd is dit de uitleg"), (wording.say(item.benign),)),), note,
    )  # fmt: skip
    ladder = tuple(
        _("Stap %(number)d: %(text)s") % {"number": number, "text": steps[number]}
        for number in item.steps
        if number in steps
    )
    back = Face(
        _("Vraag dit eerst"), "", None,
        (("", (wording.say(item.question),)), (_("Waarom je hierop let"), (wording.purpose(item),)),
         (_("Blijft er twijfel?"), ladder)),
        _("Eén signaal is nooit een conclusie. Schrijf geen namen op deze kaart."), back=True,
    )  # fmt: skip
    return PaperCard(front, back)


def sheets_of(cards: Sequence[PaperCard]) -> list[list[list[Face]]]:
    """Sheets for printing on both sides: each sheet of fronts is followed by its backs, mirrored over the long edge.

    A sheet is rows of faces; a place without a card holds an empty face, so that backs stay behind their fronts.
    """
    per_sheet = PER_ROW * ROWS
    sheets = []
    for start in range(0, len(cards), per_sheet):
        part = cards[start : start + per_sheet]
        fronts = [card.front for card in part] + [Face()] * (per_sheet - len(part))
        backs = [card.back for card in part] + [Face(back=True)] * (per_sheet - len(part))
        sheets.append([fronts[row * PER_ROW : (row + 1) * PER_ROW] for row in range(ROWS)])
        sheets.append([backs[row * PER_ROW : (row + 1) * PER_ROW][::-1] for row in range(ROWS)])
    return sheets
