"""A party makes an instrument its own: leave items out with a reason, add items with a purpose (law.md P-60).

What a party changes is stored as `Changes`; its edition is the product's edition with these applied, frozen
like any other. Changes hold for one kind of body, so that what fits a council does not reach a water authority.
"""

import re
from typing import Annotated, Literal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints

from instruments.banned import reasons_against
from instruments.editions import as_json, checksum, edition_in
from instruments.kinds import KINDS, BodyKind, Item, RiskyClause, Strict
from instruments.models import Edition
from instruments.schema import Content
from instruments.texts import Text
from instruments.wording import Wording
from parties.safekeeping.audit import record

BODIES: tuple[BodyKind, ...] = ("gemeente", "provincie", "waterschap", "eilandsraad")
OWN = "eigen"
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class Refused(Exception):
    """The change is not possible. `reasons` says why, in words for who asked."""

    def __init__(self, *reasons: str):
        super().__init__(list(reasons))
        self.reasons = list(reasons)


class LeftOut(Strict):
    """An item the party does not use for this kind of body."""

    item: str
    body: BodyKind
    reason: Reason


class Added(Strict):
    """An item of the party's own. `purpose` is why it is asked, or what a clause means."""

    item: str
    body: BodyKind
    section: str
    kind: Literal["yesno", "text", "scale", "talk", "clause"]
    text: Text
    purpose: Text


class Changes(Strict):
    """Everything a party changed in one instrument, for every kind of body."""

    left_out: tuple[LeftOut, ...] = Field(default=())
    added: tuple[Added, ...] = Field(default=())

    def for_body(self, body: str) -> "Changes":
        return Changes(
            left_out=tuple(one for one in self.left_out if one.body == body),
            added=tuple(one for one in self.added if one.body == body),
        )

    def without(self, key: str, body: str) -> "Changes":
        """The changes with what concerns this item and body taken back."""
        return Changes(
            left_out=tuple(one for one in self.left_out if (one.item, one.body) != (key, body)),
            added=tuple(one for one in self.added if (one.item, one.body) != (key, body)),
        )

    def __bool__(self) -> bool:
        return bool(self.left_out or self.added)


def changes_of(edition: Edition) -> Changes:
    """What this edition changes; nothing for an edition of the product."""
    return Changes.model_validate(edition.changes or {})


# --- pure: from the product's edition and the changes to the party's content ------------------------------------------


def tailored(base: Content, changes: Changes, number: int) -> Content:
    """The product's edition with a party's changes. Raises `Refused` when they do not fit this edition."""
    content = base
    for one in changes.left_out:
        content = _leave_out(content, one)
    for one in changes.added:
        content = _add(content, one)
    return content.model_copy(update={"number": number})


def fits(base: Content, changes: Changes) -> tuple[Changes, list[str]]:
    """The changes that this edition can take, and in words what cannot come along to it."""
    keys = {item.key for item in base.items()}
    sections = {section.key for section in base.sections}
    lost = [
        _("“%(item)s” staat niet meer in deze uitgave.") % {"item": one.item}
        for one in changes.left_out
        if one.item not in keys
    ]
    lost += [
        _("Het hoofdstuk van “%(text)s” is er niet meer.") % {"text": one.text.nl}
        for one in changes.added
        if one.section not in sections
    ]
    kept = Changes(
        left_out=tuple(one for one in changes.left_out if one.item in keys),
        added=tuple(one for one in changes.added if one.section in sections),
    )
    return kept, lost


def falls_with(content: Content, key: str) -> list[Item]:
    """The items that can show only after this one, so they go when it goes; in order."""
    gone, found = {key}, []
    for item in content.items():
        if item.show_if and item.show_if.item in gone:
            gone.add(item.key)
            found.append(item)
    return found


def _leave_out(content: Content, change: LeftOut) -> Content:
    item = next((one for one in content.items() if one.key == change.item), None)
    if item is None:
        raise Refused(_("“%(item)s” staat niet meer in deze uitgave.") % {"item": change.item})
    if not item.may_be_off:
        raise Refused(_("“%(text)s” hoort er altijd bij.") % {"text": item.text.nl})
    gone = {item.key, *(one.key for one in falls_with(content, item.key))}
    sections = []
    for section in content.sections:
        kept = tuple(
            left for one in section.items if (left := _elsewhere(one, change.body) if one.key in gone else one)
        )
        if kept:
            sections.append(section.model_copy(update={"items": kept}))
    if not sections:
        raise Refused(_("Dan blijft er niets over."))
    return content.model_copy(update={"sections": tuple(sections)})


def _elsewhere(item: Item, body: str) -> Item | None:
    """The item for the other kinds of body; None when there are none. (An empty list would mean: every body.)"""
    others = tuple(one for one in item.bodies or BODIES if one != body)
    return item.model_copy(update={"bodies": others}) if others else None


def _add(content: Content, change: Added) -> Content:
    if change.section not in {section.key for section in content.sections}:
        raise Refused(_("Het hoofdstuk van “%(text)s” is er niet meer.") % {"text": change.text.nl})
    item = _item(change)
    sections = tuple(
        section.model_copy(update={"items": (*section.items, item)}) if section.key == change.section else section
        for section in content.sections
    )
    return content.model_copy(update={"sections": sections})


FOLLOW_UP = Text(nl="Licht het kort toe", en="Explain briefly", pap=None)


def _item(change: Added) -> Item:
    given = {"key": change.item, "kind": change.kind, "text": change.text, "bodies": (change.body,)}
    if change.kind == "clause":
        return KINDS["clause"].model_validate(given | {"meaning": change.purpose})
    given["purpose"] = change.purpose
    if change.kind == "talk":
        return KINDS["talk"].model_validate(given | {"asked_by": "doorvrager"})
    if change.kind == "yesno":
        field = {"key": "toelichting", "kind": "text", "label": FOLLOW_UP}
        given |= {"talk": True, "follow": [{"when": ["ja"], "fields": [field]}]}
    if change.kind == "text":
        given["talk"] = True
    if change.kind == "scale":
        given["optional"] = True
    return KINDS[change.kind].model_validate(given)


# --- what may be changed, and what is said about it --------------------------------------------------------------------


def switchable(content: Content, wording: Wording) -> list[Item]:
    """The items of this round that the party may leave out."""
    return [item for item in content.items() if item.may_be_off and wording.concerns(item) and not is_own(item)]


def is_own(item: Item) -> bool:
    return item.key.startswith(f"{OWN}.")


def kinds_to_add(content: Content) -> list[str]:
    """The kinds of item a party may add here: those the instrument has already."""
    there = {item.kind for item in content.items()}
    return [kind for kind, model in KINDS.items() if model.may_be_added and kind in there]


def objections(text: Text, purpose: Text) -> list[str]:
    """Why this item may not be asked (law.md P-13, P-30); [] when it may."""
    words = [getattr(one, language) or "" for one in (text, purpose) for language in ("nl", "en", "pap")]
    return list(dict.fromkeys(reason for one in words for reason in reasons_against(one)))


def flags(content: Content, words: str, wording: Wording) -> list[RiskyClause]:
    """The warnings of this instrument that these words of a clause set off (law.md E-31)."""
    risky = [item for item in content.items() if isinstance(item, RiskyClause) and wording.concerns(item)]
    return [item for item in risky if any(re.search(pattern, words.lower()) for pattern in item.patterns)]


# --- writing -------------------------------------------------------------------------------------------------------------


def base_of(edition: Edition) -> Edition:
    """The product's edition under a party's own; a product edition is its own base."""
    return edition.based_on or edition


def leave_out(round, slug: str, key: str, reason: str, *, actor) -> Edition:
    """Make a new edition of the party without this item for this kind of body. Raises `Refused`."""
    if not reason.strip():
        raise Refused(_("Schrijf op waarom. De reden staat op de openbare bladzijde."))
    body = round.body.kind

    def change(changes: Changes, _number: int) -> Changes:
        before = changes.without(key, body)
        return before.model_copy(update={"left_out": (*before.left_out, LeftOut(item=key, body=body, reason=reason))})

    return _freeze(round, slug, change, actor)


def put_back(round, slug: str, key: str, *, actor) -> Edition:
    """Take an earlier change about this item back, in a new edition. Raises `Refused` when nothing was changed yet."""
    if newest_own(round.party, slug) is None:
        raise Refused(_("Er is niets om terug te zetten."))
    return _freeze(round, slug, lambda changes, _number: changes.without(key, round.body.kind), actor)


def add(round, slug: str, *, section: str, kind: str, text: Text, purpose: Text, actor) -> Edition:
    """Make a new edition of the party with an item of its own. Raises `Refused` with every objection."""
    against = objections(text, purpose)
    if against:
        raise Refused(*against)
    body = round.body.kind

    def change(changes: Changes, number: int) -> Changes:
        item = Added(item=f"{OWN}.{number}", body=body, section=section, kind=kind, text=text, purpose=purpose)
        return changes.model_copy(update={"added": (*changes.added, item)})

    return _freeze(round, slug, change, actor)


def rebase(round, slug: str, base: Edition, *, actor) -> tuple[Edition, list[str]]:
    """Carry the party's changes over to a newer edition of the product; also what could not come along, in words."""
    own = newest_own(round.party, slug)
    kept, lost = fits(base.parsed, changes_of(own) if own else Changes())
    return _freeze(round, slug, lambda _changes, _number: kept, actor, base=base), lost


def newest_own(party, slug: str) -> Edition | None:
    return Edition.objects.select_related("based_on").filter(party=party, slug=slug).order_by("-number").first()


def _freeze(round, slug: str, change, actor, base: Edition | None = None) -> Edition:
    """A new edition of the party, released at once: nothing about it changes afterwards. The same changes: the same edition."""
    with transaction.atomic():
        party = type(round.party).objects.select_for_update().get(pk=round.party_id)
        own = newest_own(party, slug)
        base = base or base_of(own or edition_in(round, slug) or _product(slug))
        number = (own.number if own else 0) + 1
        changes = change(changes_of(own) if own else Changes(), number)
        if own and own.based_on_id == base.pk and changes == changes_of(own):
            return own
        data = as_json(tailored(base.parsed, changes, number))
        said = changes.model_dump(mode="json")
        edition = Edition.objects.create(
            party=party, slug=slug, number=number, content=data, changes=said, based_on=base, released_at=timezone.now(),
            checksum=checksum({"content": data, "changes": said}),
        )  # fmt: skip
        codes = {"instrument": slug, "edition": number, "left_out": len(changes.left_out), "added": len(changes.added)}
        record("edition.tailored", actor=actor, party=party, about=round.code, codes=codes)
    return edition


def _product(slug: str) -> Edition:
    found = Edition.objects.filter(party=None, slug=slug, released_at__isnull=False).order_by("-number").first()
    if found is None:
        raise Refused(_("Dit onderdeel is er niet."))
    return found
