"""How an item reads when nobody answers it: for the page, for paper and for the workshop.

Everything a kind adds in words is found through its model, so that a new kind reads without a line here;
this module only knows the labels that make it read well.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from instruments.kinds import AgendaPoint, Item, Question, Signal, TalkQuestion
from instruments.schema import Content
from instruments.texts import Text
from instruments.wording import Wording

# Said by `Reading` itself, or part of a form.
OWN_PLACE = {
    "text",
    "purpose",
    "help",
    "variants",
    "rules",
    "options",
    "follow",
    "fields",
    "none_label",
    "row_label",
    "theme",
}
LABELS = {
    "example": _l("Bijvoorbeeld"),
    "question": _l("De vraag"),
    "never": _l("Dit bekijken we niet"),
    "benign": _l("Bijna altijd is dit de uitleg"),
    "meaning": _l("Wat dit betekent"),
    "prompts": _l("Vraag door"),
    "why": _l("Waarom dit opvalt"),
    "clash": _l("Wat aan je trekt"),
    "reactions": _l("Wat je kunt doen"),
    "questions": _l("Om over te praten"),
    "look_up": _l("Zoek op"),
    "call": _l("Wie bel je?"),
}


@dataclass(frozen=True)
class Part:
    """Something an item says besides its text; a label may be empty."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """One item in the reader's words. `language` is the language the text is really in."""

    key: str
    kind: str
    text: str
    purpose: str = ""
    help: str = ""
    number: int | None = None
    parts: tuple[Part, ...] = ()
    facts: tuple[str, ...] = ()
    criminal: bool = False
    language: str = "nl"


@dataclass(frozen=True)
class ReadSection:
    key: str
    title: str
    intro: str
    items: tuple[Reading, ...] = field(default=())


def read_item(item: Item, wording: Wording) -> Reading:
    return Reading(
        key=item.key,
        kind=item.kind,
        text=wording.text(item),
        purpose=wording.purpose(item),
        help=wording.help(item),
        number=getattr(item, "number", None),
        parts=tuple(_parts(item, wording)),
        facts=tuple(_facts(item)),
        criminal=getattr(item, "criminal", False),
        language=wording.language_of(wording.variant(item, "text")),
    )


def read_sections(
    content: Content, wording: Wording, *, only: Callable[[Item], bool] = lambda item: True
) -> list[ReadSection]:
    """The sections that concern this round, each with the items for which `only` holds."""
    found = []
    for section, items in wording.sections(content):
        readings = tuple(read_item(item, wording) for item in items if only(item))
        if readings:
            found.append(ReadSection(section.key, wording.say(section.title), wording.say(section.intro), readings))
    return found


def is_read(item: Item) -> bool:
    """Is the item there to be read, rather than answered?"""
    return not isinstance(item, Question)


def _parts(item: Item, wording: Wording):
    for name in type(item).model_fields:
        if name in OWN_PLACE:
            continue
        value = getattr(item, name)
        texts = (value,) if isinstance(value, Text) else value if isinstance(value, tuple) else ()
        lines = tuple(wording.say(one) for one in texts if isinstance(one, Text))
        if lines:
            yield Part(str(LABELS.get(name, "")), lines)


ASKED_BY = {"voorzitter": _l("voorzitter"), "doorvrager": _l("doorvrager"), "verslag": _l("wie het verslag maakt")}
OWNER = {
    "lid": _l("lid"),
    "fractievoorzitter": _l("fractievoorzitter"),
    "bestuur": _l("bestuur"),
    "commissie": _l("commissie"),
}
WHEN = {
    "quarterly": _l("elk kwartaal"),
    "yearly": _l("elk jaar"),
    "on_report": _l("bij een melding"),
    "on_succession": _l("als iemand tussentijds komt"),
    "last_half_year": _l("in het laatste half jaar"),
}


def _facts(item: Item):
    """What a number or a choice in the content means, in words."""
    if isinstance(item, AgendaPoint):
        yield _("Wanneer: %(when)s") % {"when": _when(item)}
        yield _("Wie: %(who)s") % {"who": OWNER[item.owner]}
    if isinstance(item, Signal):
        yield _("Blijft er twijfel? Ga dan naar stap %(steps)s.") % {"steps": _(", daarna ").join(map(str, item.steps))}
    if isinstance(item, TalkQuestion):
        yield _("Voor iedereen gelijk") if item.fixed else _("Alleen als het past")
        yield _("Wie vraagt: %(who)s") % {"who": ASKED_BY[item.asked_by]}


def _when(item: AgendaPoint) -> str:
    if item.rule == "weeks":
        return ngettext("binnen %(n)d week", "binnen %(n)d weken", item.amount) % {"n": item.amount}
    if item.rule == "months":
        return ngettext("na %(n)d maand", "na %(n)d maanden", item.amount) % {"n": item.amount}
    return str(WHEN[item.rule])
