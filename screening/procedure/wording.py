"""The texts of procedure and accountability: read from data, chosen by the round's flags, filled in.

A line shows when every word of its `when` is among the flags; a word with "-" must be absent. Both
languages stand beside each other in the file, so that neither can be forgotten.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("nl", "en")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Phrase(Strict):
    nl: Words
    en: Words


class Line(Phrase):
    """One sentence or paragraph. `dot` makes it an entry of a list."""

    when: str = ""
    dot: bool = False

    def holds(self, flags: frozenset[str]) -> bool:
        return holds(self.when, flags)


class Part(Strict):
    """A heading with its lines. `key` is its anchor on the page."""

    key: str = ""
    title: Phrase
    lines: tuple[Line, ...] = Field(min_length=1)


class Row(Strict):
    """A row of the retention table, with the rules of law.md it puts into words."""

    rules: tuple[str, ...] = Field(min_length=1)
    when: str = ""
    what: Phrase
    stopped: Phrase
    listed: Phrase
    elected: Phrase


class Document(Strict):
    """One file: a text of which `number` rises when its meaning changes."""

    number: int = Field(ge=1)
    title: Phrase
    lead: tuple[Line, ...] = ()
    steps: tuple[Part, ...] = ()
    columns: tuple[Part, ...] = ()
    items: tuple[Part, ...] = ()
    short: tuple[Part, ...] = ()
    rows: tuple[Row, ...] = ()


@cache
def document(name: str) -> Document:
    """The text of this name. Raises pydantic.ValidationError with the path of every error in the file."""
    return Document.model_validate(tomllib.loads((TEXTS / f"{name}.toml").read_text(encoding="utf-8")))


def holds(when: str, flags: frozenset[str]) -> bool:
    return all((word[1:] not in flags) if word.startswith("-") else (word in flags) for word in when.split())


class Voice:
    """Says phrases in one language with one round's flags and fills.

    A placeholder is filled once: braces that a party typed stay as they are. `{Orgaan}` is `{orgaan}` with
    a capital. An unknown placeholder raises KeyError.
    """

    def __init__(self, language: str, flags: frozenset[str], fills: Mapping[str, str]):
        self.language, self.flags, self.fills = language, flags, fills

    def say(self, phrase: Phrase) -> str:
        return PLACEHOLDER.sub(self._fill, getattr(phrase, self.language))

    def _fill(self, match: re.Match) -> str:
        name = match[1]
        value = self.fills[name[0].lower() + name[1:]]
        return value[:1].upper() + value[1:] if name[0].isupper() else value

    def lines(self, lines) -> list[str]:
        return [self.say(line) for line in lines if line.holds(self.flags)]

    def text(self, lines) -> str:
        return " ".join(self.lines(lines))

    def blocks(self, lines) -> list[dict]:
        """Paragraphs and lists in order: [{"p": text}, {"ul": [text, ...]}, ...]."""
        found: list[dict] = []
        for line in lines:
            if not line.holds(self.flags):
                continue
            if not line.dot:
                found.append({"p": self.say(line)})
            elif found and "ul" in found[-1]:
                found[-1]["ul"].append(self.say(line))
            else:
                found.append({"ul": [self.say(line)]})
        return found

    def part(self, part: Part) -> dict:
        return {"key": part.key, "title": self.say(part.title), "blocks": self.blocks(part.lines)}

    def row(self, row: Row) -> dict:
        return {name: self.say(getattr(row, name)) for name in ("what", "stopped", "listed", "elected")}
