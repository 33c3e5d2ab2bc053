"""The content files as a test reads them, and the rules that hold for the words of each."""

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from instruments.kinds import Item
from instruments.reading_level import WORD, level, too_hard
from instruments.schema import Content, read
from instruments.texts import Text

CONTENT = Path(__file__).parents[2] / "instruments" / "content"
PLACEHOLDERS = {"orgaan", "gekozen_orgaan", "gebied", "partij", "jaren", "leden"}
EU_WORDS = re.compile(r"\bAP\b|\bAVG\b|\bUAVG\b|\bGDPR\b|Autoriteit|Justis|profiel 01|profile 01|\bBSN\b|DigiD|\bVOG\b")
BES_WORDS = re.compile(r"CBP BES|Wbp BES|gezaghebber|eiland|island|Bonaire|verzet", re.IGNORECASE)
SHUNNED = re.compile(r"screening|verdacht|suspect|score|officiële tekst|official text", re.IGNORECASE)


def edition(slug: str) -> Content:
    return read(CONTENT / slug / "1.toml")


def texts(node: object) -> Iterator[Text]:
    """Every text under `node`, variants included."""
    if isinstance(node, Text):
        yield node
    elif isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from texts(getattr(node, name))
    elif isinstance(node, dict):
        yield from texts(tuple(node.values()))
    elif isinstance(node, tuple):
        for value in node:
            yield from texts(value)


def as_worded(item: Item, body: str, regime: str) -> Item:
    """The item with the words of this body or regime in place, and no other."""
    update: dict[str, object] = {"variants": {}}
    for part in ("text", "topic", "purpose", "help"):
        found = [getattr(item.variants.get(key), part, None) for key in (body, regime)]
        update[part] = next(filter(None, found), getattr(item, part))
    return item.model_copy(update=update)


def shown(content: Content, body: str, regime: str) -> list[str]:
    """Every text a round for this body can show, in both languages."""
    found = [text for part in (content.task, content.title, content.intro, content.closing) for text in texts(part)]
    for section in content.sections:
        found += [*texts(section.title), *texts(section.intro)]
        for item in section.items:
            if (not item.regimes or regime in item.regimes) and (not item.bodies or body in item.bodies):
                found += texts(as_worded(item, body, regime))
    return [words for text in found for words in (text.nl, text.en)]


def words_in(texts: list[str], pattern: re.Pattern) -> list[str]:
    return [text for text in texts if pattern.search(text)]


def unequal_languages(content: Content) -> list[str]:
    """Texts whose English is missing, equal to the Dutch or not half as long."""
    return [t.nl for t in texts(content) if not t.en or t.en == t.nl or len(t.en) * 2 < len(t.nl)]


def unknown_placeholders(content: Content) -> set[str]:
    found = {name for text in texts(content) for name in re.findall(r"\{([^}]*)\}", text.nl + text.en)}
    return found - PLACEHOLDERS


def placeholders_lost(content: Content) -> list[str]:
    """Texts that fill in something in one language only."""
    braces = re.compile(r"\{[^}]*\}")
    return [t.nl for t in texts(content) if sorted(braces.findall(t.nl)) != sorted(braces.findall(t.en))]


def difficult(content: Content, language: str) -> list[str]:
    """Texts the formula calls difficult; places in the law are names, not sentences."""
    said = [text.say(language) for text in texts(content)]
    return [words for words in said if too_hard(words, language) and not re.search(r"artikel \d|article \d", words)]


def level_of(content: Content, language: str) -> float:
    return level("\n\n".join(text.say(language) for text in texts(content)), language)


def long_sentences(content: Content, language: str, at_most: int = 25) -> list[str]:
    parts = [part for text in texts(content) for part in re.split(r"(?<=[.!?:])\s+", text.say(language))]
    return [part for part in parts if len(WORD.findall(part)) > at_most]


def assert_words_in_order(slug: str) -> None:
    """What holds for the words of every instrument, whatever it asks."""
    content = edition(slug)
    assert unequal_languages(content) == []
    assert unknown_placeholders(content) == set()
    assert placeholders_lost(content) == []
    assert words_in([t for text in texts(content) for t in (text.nl, text.en)], SHUNNED) == []
    for body in ("gemeente", "provincie", "waterschap"):
        assert words_in(shown(content, body, "EU-NL"), BES_WORDS) == []
    assert words_in(shown(content, "eilandsraad", "BES"), EU_WORDS) == []
    for language in ("nl", "en"):
        assert difficult(content, language) == []
        assert long_sentences(content, language) == []
        assert level_of(content, language) > 65


def small(**items) -> Content:
    """An invented list of one section; `items` maps a key to the item's own fields."""
    made = [
        {"key": key, "kind": "yesno", "purpose": {"nl": "Zo weten we het.", "en": "So we know."}} | fields
        for key, fields in items.items()
    ]
    return Content.model_validate({
        "slug": "proef", "number": 1, "instrument": 10, "minutes": 5, "filled_by": "candidate", "read_by": "committee",
        "task": {"nl": "Vul in"}, "title": {"nl": "Proef", "en": "Trial"}, "intro": {"nl": "Lees dit."},
        "sections": [{"key": "deel", "title": {"nl": "Deel"}, "items": made}],
    })  # fmt: skip
