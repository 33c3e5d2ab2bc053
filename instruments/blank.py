"""The paper twin of an instrument: a blank form with tick boxes and lines to write on.

Pure: from content and wording to what a template prints. Matters of police and justice are never asked
on paper; they are told in the conversation (law.md P-20, P-21).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from instruments.forms import choice_labels
from instruments.kinds import Confirm, Item, OpenText, Question, Rows, Scale, SmallField
from instruments.prose import paragraphs
from instruments.reading import Reading, read_item
from instruments.schema import Content, Section
from instruments.wording import Wording

LINES = {"line": 1, "number": 1, "month": 1, "text": 2}
ROWS_ON_PAPER = 2
OPEN_LINES, NOTE_LINES = 5, 1
SHORT = 34  # signs; shorter labels stand beside each other


@dataclass(frozen=True)
class PaperField:
    """Something small to fill in: lines to write on, or boxes to tick. `lines` is there to be looped over."""

    label: str
    help: str = ""
    lines: tuple[int, ...] = ()
    options: tuple[str, ...] = ()

    @property
    def beside(self) -> bool:
        return beside(self.options)


def beside(labels: tuple[str, ...]) -> bool:
    """May these tick boxes stand on one line?"""
    return all(len(label) <= SHORT for label in labels)


@dataclass(frozen=True)
class PaperPart:
    """Fields that belong together, with the words above them; a row of a list, or a follow-up."""

    lead: str
    fields: tuple[PaperField, ...]


@dataclass(frozen=True)
class Entry:
    """One item on paper. `number` counts the questions only and is the same on the page for typing over."""

    reading: Reading
    number: int | None = None
    condition: str = ""
    ticks: tuple[str, ...] = ()
    several: bool = False  # square boxes
    more: str = ""  # where the rest of a list goes
    parts: tuple[PaperPart, ...] = ()
    spoken: bool = False  # nothing is written down here

    @property
    def beside(self) -> bool:
        return beside(self.ticks)


@dataclass(frozen=True)
class BlankSection:
    title: str
    intro: list[str]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Blank:
    """An instrument as it lies on the table. `to_fill` when there is something to write on it."""

    title: str
    intro: list[str]
    closing: str
    code: str
    to_fill: bool
    sections: tuple[BlankSection, ...]


def numbers_of(content: Content, wording: Wording) -> dict[str, int]:
    """Question key -> its number on paper. Every question of this round has one, also behind a condition."""
    questions = [item for item in content.items() if item.answerable and wording.concerns(item)]
    return {item.key: number for number, item in enumerate(questions, 1)}


def stays_spoken(item: Item) -> bool:
    """Is this told in the conversation and never written on paper?"""
    return getattr(item, "criminal", False)


def blank_of(content: Content, wording: Wording, code: str) -> Blank:
    """The blank form. `code` is the edition's label; call it in the language of the wording."""
    numbers = numbers_of(content, wording)
    sections = tuple(
        _section(section, items, content, wording, numbers) for section, items in wording.sections(content)
    )
    return Blank(
        title=wording.say(content.title), intro=paragraphs(wording.say(content.intro)), closing=wording.say(content.closing),
        code=code, to_fill=bool(numbers), sections=sections,
    )  # fmt: skip


def _section(section: Section, items: list[Item], content: Content, wording: Wording, numbers) -> BlankSection:
    entries = tuple(_entry(item, content, wording, numbers.get(item.key)) for item in items)
    return BlankSection(wording.say(section.title), paragraphs(wording.say(section.intro)), entries)


def _entry(item: Item, content: Content, wording: Wording, number: int | None) -> Entry:
    reading = read_item(item, wording)
    if not isinstance(item, Question):
        return Entry(reading)
    condition = _condition(item, content, wording)
    if stays_spoken(item):
        return Entry(reading, number, condition, spoken=True)
    labels = dict(choice_labels(item, wording))
    more = _("Meer? Schrijf ze op een los blad, met nummer %(number)d erbij.") % {"number": number}
    return Entry(
        reading,
        number,
        condition,
        ticks=tuple(labels.values()),
        several=isinstance(item, Confirm),
        more=more if isinstance(item, Rows) else "",
        parts=tuple(_parts(item, labels, wording)),
    )


def _condition(item: Item, content: Content, wording: Wording) -> str:
    if item.show_if is None:
        return ""
    earlier = next(one for one in content.items() if one.key == item.show_if.item)
    labels = dict(choice_labels(earlier, wording))
    chosen = _(" of ").join(f"“{labels[value]}”" for value in item.show_if.values)
    return _("Alleen als je bij “%(question)s” koos: %(chosen)s.") % {
        "question": wording.text(earlier),
        "chosen": chosen,
    }


def _parts(item: Question, labels: dict[str, str], wording: Wording) -> Iterator[PaperPart]:
    for follow in item.follow:
        chosen = _(" of ").join(f"“{labels[value]}”" for value in follow.when)
        yield PaperPart(
            _("Koos je %(chosen)s?") % {"chosen": chosen}, tuple(_field(one, wording) for one in follow.fields)
        )
    if isinstance(item, Rows):
        fields = tuple(_field(one, wording) for one in item.fields)
        for number in range(1, min(item.at_most, ROWS_ON_PAPER) + 1):
            yield PaperPart(f"{wording.say(item.row_label)} {number}", fields)
    if isinstance(item, OpenText):
        yield PaperPart("", (PaperField(_("Jouw antwoord"), lines=tuple(range(OPEN_LINES))),))
    if isinstance(item, Scale) and item.note:
        yield PaperPart("", (PaperField(_("Notitie voor jezelf"), lines=tuple(range(NOTE_LINES))),))


def _field(field: SmallField, wording: Wording) -> PaperField:
    label = wording.say(field.label)
    if field.optional:
        label = _("%(label)s (mag leeg blijven)") % {"label": label}
    options = tuple(wording.say(option.label) for option in field.options)
    return PaperField(label, wording.say(field.help), () if options else tuple(range(LINES[field.kind])), options)
