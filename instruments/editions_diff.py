"""What changed between two editions of an instrument, in a form that people can read (decision 24)."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import BaseModel

from instruments.kinds import Item
from instruments.schema import Content, Section
from instruments.texts import Text

LANGUAGES = ("nl", "en", "pap")
ADDED, REMOVED, CHANGED = "added", "removed", "changed"
LABELS = {
    "text": _l("tekst"), "topic": _l("onderwerp"), "purpose": _l("waarom we dit vragen"), "help": _l("uitleg"), "title": _l("titel"),
    "task": _l("naam van de stap"), "intro": _l("inleiding"), "closing": _l("slot"), "options": _l("antwoorden"),
    "follow": _l("vervolgvragen"), "fields": _l("velden"), "label": _l("label"), "variants": _l("andere tekst"),
    "explanation": _l("uitleg van de regel"), "example": _l("voorbeeld"), "situation": _l("verhaal"),
    "reactions": _l("reacties"), "questions": _l("vragen"), "look_up": _l("om op te zoeken"), "call": _l("wie je belt"),
    "meaning": _l("betekenis"), "question": _l("vraag"), "never": _l("wat niet"), "benign": _l("gewone uitleg"),
    "prompts": _l("doorvragen"), "kind": _l("soort"), "bodies": _l("organen"), "regimes": _l("recht"),
    "executive": _l("alleen voor bestuurders"), "show_if": _l("voorwaarde"), "optional": _l("mag leeg blijven"),
    "talk": _l("mag in het gesprek"), "oral_only": _l("alleen in het gesprek"), "criminal": _l("gaat over politie of justitie"),
    "unknown": _l("mag “weet ik niet” zijn"), "number": _l("nummer"), "steps": _l("stappen"), "rules": _l("wetsartikelen"),
    "section": _l("hoofdstuk"), "minutes": _l("minuten"), "asked_by": _l("wie vraagt"), "fixed": _l("voor iedereen gelijk"),
    "needed_to_submit": _l("nodig om in te leveren"), "look_back_years": _l("jaren terug"), "read_by": _l("wie leest"),
    "filled_by": _l("wie vult in"),
}  # fmt: skip
SKIPPED = {"key", "slug", "instrument", "released", "items", "sections"}


@dataclass(frozen=True)
class Piece:
    """A run of words: the same in both, only in the old, or only in the new text."""

    sign: str  # "", "-" or "+"
    words: str


@dataclass(frozen=True)
class Line:
    """One text or setting. `language` is "" for a setting."""

    label: str
    language: str
    old: str
    new: str

    @property
    def pieces(self) -> list[Piece]:
        return marked(self.old, self.new)


@dataclass(frozen=True)
class Difference:
    """What happened to one item, one section, or the instrument itself."""

    where: str  # "instrument", "section" or "item"
    key: str
    act: str
    title: str
    lines: tuple[Line, ...] = field(default=())

    @property
    def act_label(self) -> str:
        return {ADDED: _("Erbij"), REMOVED: _("Weg"), CHANGED: _("Anders")}[self.act]


def differences(old: Content, new: Content) -> list[Difference]:
    """Everything that differs, in the order of the new edition; what is gone comes last. [] for equal content."""
    found = [*_one("instrument", new.slug, new.title.nl, _flat(old), _flat(new))]
    found += _compare("section", {s.key: s for s in old.sections}, {s.key: s for s in new.sections})
    return found + _compare("item", _items(old), _items(new))


def changed_items(old: Content, new: Content) -> set[str]:
    """Keys of the items that are new, gone, or not the same any more; where they stand does not count."""
    before, after = ({item.key: item for item in content.items()} for content in (old, new))
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def seen_from(content: Content, body: str, regime: str) -> Content:
    """The content as one kind of body sees it: what is left out for it reads as gone, words for others stay away."""

    def here(item: Item) -> Item:
        variants = {key: variant for key, variant in item.variants.items() if key in (body, regime)}
        return item.model_copy(update={"bodies": (), "variants": variants})

    sections = []
    for section in content.sections:
        items = tuple(here(item) for item in section.items if not item.bodies or body in item.bodies)
        sections.append(section.model_copy(update={"items": items}))
    return content.model_copy(update={"sections": tuple(section for section in sections if section.items)})


def _items(content: Content) -> dict[str, tuple[Section, Item]]:
    return {item.key: (section, item) for section in content.sections for item in section.items}


def _compare(where: str, old: dict, new: dict) -> list[Difference]:
    found = []
    for key, thing in new.items():
        if key not in old:
            found.append(Difference(where, key, ADDED, _title(thing), tuple(_lines({}, _flat(thing)))))
        else:
            found += _one(where, key, _title(thing), _flat(old[key]), _flat(thing))
    gone = [key for key in old if key not in new]
    return found + [
        Difference(where, key, REMOVED, _title(old[key]), tuple(_lines(_flat(old[key]), {}))) for key in gone
    ]


def _one(where, key, title, before, after) -> Iterator[Difference]:
    lines = tuple(_lines(before, after))
    if lines:
        yield Difference(where, key, CHANGED, title, lines)


def _title(thing) -> str:
    return thing[1].text.nl if isinstance(thing, tuple) else thing.title.nl


def _lines(before: dict, after: dict) -> Iterator[Line]:
    for path in [*after, *(path for path in before if path not in after)]:
        old, new = before.get(path, ""), after.get(path, "")
        if old != new:
            label, language = path
            yield Line(label, language, old, new)


# --- flattening -----------------------------------------------------------------------------------------------------------


def _flat(thing) -> dict[tuple[str, str], str]:
    """(label, language) -> words, of a section, an item with its section, or the instrument itself."""
    if isinstance(thing, tuple):
        section, item = thing
        return {(str(LABELS["section"]), ""): section.title.nl} | dict(_walk(item, ""))
    return dict(_walk(thing, ""))


def _walk(model: BaseModel, above: str) -> Iterator[tuple[tuple[str, str], str]]:
    for name in type(model).model_fields:
        if name not in SKIPPED:
            label = str(LABELS.get(name, name))
            yield from _value(getattr(model, name), f"{above}, {label}" if above else label)


def _value(value, label: str) -> Iterator[tuple[tuple[str, str], str]]:
    if isinstance(value, Text):
        for language in LANGUAGES:
            words = getattr(value, language)
            if words:
                yield (label, language), words
    elif isinstance(value, BaseModel):
        yield from _walk(value, label)
    elif isinstance(value, tuple) and any(isinstance(one, BaseModel) for one in value):
        for number, one in enumerate(value, 1):
            yield from _value(one, f"{label} {number}")
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _value(one, f"{label} ({key})")
    elif value not in (None, "", (), False):
        yield (label, ""), _setting(value)


def _setting(value) -> str:
    if value is True:
        return _("ja")
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def marked(old: str, new: str) -> list[Piece]:
    """Both texts as one run of words, with what went and what came."""
    before, after = old.split(), new.split()
    pieces = []
    for act, start, end, begin, stop in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if act == "equal":
            pieces.append(Piece("", " ".join(before[start:end])))
            continue
        if end > start:
            pieces.append(Piece("-", " ".join(before[start:end])))
        if stop > begin:
            pieces.append(Piece("+", " ".join(after[begin:stop])))
    return pieces
