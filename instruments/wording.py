"""The words of an item for one reader: language, body, regime and the names filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import override

from instruments.kinds import Item
from instruments.schema import Content, Section
from instruments.texts import Text


@dataclass(frozen=True)
class Wording:
    """How texts read in one round, for one language. `fills` are the placeholders' values."""

    language: str
    body_kind: str
    regime: str
    executive: bool = False
    fills: Mapping[str, str] = field(default_factory=dict)

    def say(self, text: Text | None) -> str:
        """The text with its placeholders filled; braces that are no placeholder stay as they are."""
        if text is None:
            return ""
        words = text.say(self.language)
        for name, value in self.fills.items():
            words = words.replace("{" + name + "}", value)
        return words[:1].upper() + words[1:] if text.say(self.language).startswith("{") else words

    def language_of(self, text: Text) -> str:
        return text.spoken(self.language)[1]

    def variant(self, item: Item, part: str) -> Text | None:
        for key in (self.body_kind, self.regime):
            found = getattr(item.variants.get(key), part, None)
            if found is not None:
                return found
        return getattr(item, part)

    def text(self, item: Item) -> str:
        return self.say(self.variant(item, "text"))

    def topic(self, item: Item) -> str:
        """A few words for lists; "" when the item has none."""
        return self.say(self.variant(item, "topic"))

    def purpose(self, item: Item) -> str:
        return self.say(self.variant(item, "purpose"))

    def help(self, item: Item) -> str:
        return self.say(self.variant(item, "help"))

    def concerns(self, item: Item) -> bool:
        """Does the item exist for this body, regime and process? Conditions on answers come later."""
        if item.bodies and self.body_kind not in item.bodies:
            return False
        if item.regimes and self.regime not in item.regimes:
            return False
        return item.executive is None or item.executive == self.executive

    def items(self, section: Section) -> list[Item]:
        return [item for item in section.items if self.concerns(item)]

    def sections(self, content: Content) -> list[tuple[Section, list[Item]]]:
        """Sections that hold something here, each with its items."""
        pairs = [(section, self.items(section)) for section in content.sections]
        return [(section, items) for section, items in pairs if items]


def wording_for(round, language: str, *, executive: bool = False, look_back: int | None = None) -> Wording:
    """The wording of a round. Queries: none, when round.body and round.party are loaded."""
    body = round.body
    with override(language):
        fills = {
            "orgaan": body.display,
            "gekozen_orgaan": body.elected,
            "gebied": area_of(body),
            "partij": round.party.name,
            "jaren": str(look_back or round.look_back_years),
            "leden": _("de fractie"),
        }
    return Wording(language, body.kind, round.regime, executive, fills)


def area_of(body) -> str:
    """Where land and buildings lie: "de gemeente Urk", "het gebied van waterschap Rivierenland", "Saba"."""
    if body.kind == "waterschap":
        return _("het gebied van waterschap %(name)s") % {"name": body.name}
    return body.name if body.kind == "eilandsraad" else body.display
