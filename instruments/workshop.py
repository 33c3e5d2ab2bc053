"""The content workshop: an edition as its readers see it, and everything that is missing in it.

Read only. The reading level is an alarm for whoever writes, never proof that a text is clear.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override
from pydantic import BaseModel

from instruments.blank import Blank, Entry, blank_of
from instruments.forms import choice_labels
from instruments.kinds import Item, Question
from instruments.reading import Reading, read_item
from instruments.reading_level import WORD, level, too_hard
from instruments.schema import Content
from instruments.texts import Text
from instruments.wording import Wording

PLACEHOLDERS = ("orgaan", "gekozen_orgaan", "gebied", "partij", "jaren", "leden")
LONGEST_SENTENCE = 25
LAW = re.compile(r"artikel \d|article \d", re.IGNORECASE)
AUDIENCES = ("kandidaat", "commissie", "print")
SAMPLE = {
    "nl": {"orgaan": "de gemeente Voorbeeld", "gekozen_orgaan": "de gemeenteraad van Voorbeeld", "gebied": "de gemeente Voorbeeld",
           "partij": "Voorbeeldpartij", "jaren": "4", "leden": "de fractie"},
    "en": {"orgaan": "the municipality of Voorbeeld", "gekozen_orgaan": "the council of Voorbeeld",
           "gebied": "the municipality of Voorbeeld", "partij": "Voorbeeldpartij", "jaren": "4", "leden": "the group"},
}  # fmt: skip


@dataclass(frozen=True)
class Shortcoming:
    """Something to look at. `alarm` when it is only a hint."""

    where: str
    what: str
    text: str
    alarm: bool = False


@dataclass(frozen=True)
class Seen:
    """One item as somebody sees it; `hidden` says why somebody does not."""

    reading: Reading
    choices: tuple[str, ...] = ()
    hidden: str = ""


@dataclass(frozen=True)
class SeenSection:
    title: str
    intro: str
    items: tuple[Seen, ...]


def sample_wording(language: str, body: str = "gemeente", regime: str = "", *, executive: bool = False) -> Wording:
    """The words for an invented body, to read an edition without a round."""
    regime = regime or ("BES" if body == "eilandsraad" else "EU-NL")
    return Wording(language, body, regime, executive, SAMPLE.get(language, SAMPLE["nl"]))


def seen_by(content: Content, wording: Wording, audience: str) -> list[SeenSection] | Blank:
    """The edition as a candidate or the committee sees it, or its paper twin. Raises ValueError for another audience."""
    if audience not in AUDIENCES:
        raise ValueError(f"unknown audience {audience!r}; known: {', '.join(AUDIENCES)}")
    with override(wording.language):
        if audience == "print":
            return blank_of(content, wording, f"{content.slug} {content.number}")
        see = _candidate if audience == "kandidaat" else _committee
        return [
            SeenSection(
                wording.say(section.title),
                wording.say(section.intro),
                tuple(see(item, content, wording) for item in items),
            )
            for section, items in wording.sections(content)
        ]


def _choices(item: Item, wording: Wording) -> tuple[str, ...]:
    return tuple(label for _value, label in choice_labels(item, wording)) if isinstance(item, Question) else ()


def _candidate(item: Item, content: Content, wording: Wording) -> Seen:
    hidden = (
        ""
        if content.read_by == "everybody" or content.filled_by == "candidate"
        else _("Alleen voor de commissie; wel op de openbare bladzijde.")
    )
    return Seen(read_item(item, wording), _choices(item, wording), hidden)


def _committee(item: Item, content: Content, wording: Wording) -> Seen:
    hidden = _("De commissie ziet hier niets van.") if content.read_by == "candidate" else ""
    if not hidden and getattr(item, "criminal", False):
        hidden = _("Alleen wie strafrechtelijke zaken mag lezen.")
    return Seen(read_item(item, wording), _choices(item, wording), hidden)


# --- what is missing ---------------------------------------------------------------------------------------------------


def shortcomings(content: Content) -> list[Shortcoming]:
    """Everything missing or doubtful: translation, purpose, placeholder, reading level, long sentence."""
    found = [one for where, text in _texts(content) for one in _about_text(where, text)]
    for item in content.items():
        if isinstance(item, Question) and len(item.purpose.nl) < 15:
            found.append(Shortcoming(item.key, _("Het doel is te kort."), item.purpose.nl))
    return found


def _about_text(where: str, text: Text) -> Iterator[Shortcoming]:
    if not text.en:
        yield Shortcoming(where, _("De Engelse tekst ontbreekt."), text.nl)
    elif text.en == text.nl and len(text.nl) > 14:
        yield Shortcoming(where, _("De Engelse tekst is gelijk aan de Nederlandse."), text.nl)
    for language, words in (("nl", text.nl), ("en", text.en or "")):
        for name in re.findall(r"\{(\w+)\}", words):
            if name not in PLACEHOLDERS:
                yield Shortcoming(where, _("Onbekend invulwoord: %(name)s.") % {"name": name}, words)
        if words and too_hard(words, language) and not LAW.search(words):
            said = _("Moeilijk om te lezen (%(language)s, leesgemak %(level)d).")
            yield Shortcoming(where, said % {"language": language, "level": level(words, language)}, words, alarm=True)
        for sentence in re.split(r"(?<=[.!?:])\s+", words):
            if len(WORD.findall(sentence)) > LONGEST_SENTENCE:
                yield Shortcoming(where, _("Lange zin (%(language)s).") % {"language": language}, sentence, alarm=True)


def _texts(content: Content) -> Iterator[tuple[str, Text]]:
    yield from _under(content, content.slug, skip={"sections"})
    for section in content.sections:
        yield from _under(section, section.key, skip={"items"})
        for item in section.items:
            yield from _under(item, item.key)


def _under(node: object, where: str, skip: frozenset | set = frozenset()) -> Iterator[tuple[str, Text]]:
    if isinstance(node, Text):
        yield where, node
    elif isinstance(node, BaseModel):
        for name in type(node).model_fields:
            if name not in skip:
                yield from _under(getattr(node, name), where)
    elif isinstance(node, dict):
        yield from _under(tuple(node.values()), where)
    elif isinstance(node, tuple):
        for value in node:
            yield from _under(value, where)


def reading_ease(content: Content) -> dict[str, int]:
    """language -> reading ease of all texts together, rounded; a language without texts is left out."""
    eases = {}
    for language in ("nl", "en"):
        words = "\n\n".join(text for _where, one in _texts(content) if (text := getattr(one, language)))
        if words:
            eases[language] = round(level(words, language))
    return eases


# --- as plain text, for the command -----------------------------------------------------------------------------------


def as_lines(content: Content, wording: Wording, audience: str) -> Iterator[str]:
    """The edition as plain text, as `audience` sees it."""
    seen = seen_by(content, wording, audience)
    if isinstance(seen, Blank):
        yield from _blank_lines(seen)
        return
    for section in seen:
        yield f"\n## {section.title}"
        for one in section.items:
            yield f"- {one.reading.text}"
            yield from (f"    {words}" for words in (one.hidden, one.reading.purpose, one.reading.help) if words)
            yield from _part_lines(one.reading)
            yield from (f"    ( ) {label}" for label in one.choices)


def _blank_lines(blank: Blank) -> Iterator[str]:
    for section in blank.sections:
        yield f"\n## {section.title}"
        for entry in section.entries:
            yield from _entry_lines(entry)
    yield f"\n[{blank.code}]"


def _entry_lines(entry: Entry) -> Iterator[str]:
    number = f"{entry.number}. " if entry.number else ""
    spoken = _("Hier schrijf je niets op. We praten er in het gesprek over.") if entry.spoken else ""
    yield f"{number}{entry.reading.text}"
    yield from (
        f"    {words}" for words in (entry.condition, entry.reading.purpose, entry.reading.help, spoken) if words
    )
    yield from _part_lines(entry.reading)
    yield from (f"    [ ] {tick}" for tick in entry.ticks)
    yield from (f"    {field.label} {'_' * 12}" for part in entry.parts for field in part.fields)


def _part_lines(reading: Reading) -> Iterator[str]:
    for part in reading.parts:
        label = f"{part.label}: " if part.label else ""
        yield from (f"    {label}{line}" for line in part.lines)
    yield from (f"    {fact}" for fact in reading.facts)
