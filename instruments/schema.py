"""What a content file may say: one instrument, one edition. All errors are reported with their path."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SerializeAsAny, StringConstraints, model_validator

from instruments.kinds import KINDS, Item, Key, Strict
from instruments.texts import Text


def _as_item(raw: Any) -> Item:
    if isinstance(raw, Item):
        return raw
    kind = raw.get("kind") if isinstance(raw, dict) else None
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}; known: {', '.join(sorted(KINDS))}")
    return KINDS[kind].model_validate(raw)


AnyItem = Annotated[SerializeAsAny[Item], BeforeValidator(_as_item)]


class Section(Strict):
    key: Key
    title: Text
    intro: Text | None = None
    asked_by: Literal["voorzitter", "doorvrager", "verslag"] | None = None
    minutes: int | None = None
    items: tuple[AnyItem, ...] = Field(min_length=1)


class Content(Strict):
    """One edition of one instrument."""

    slug: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]*$", max_length=40)]
    number: int = Field(ge=1)
    instrument: int = Field(ge=1)  # place in the guide's order
    released: date | None = None
    task: Text  # the verb-first name on the candidate's list or the committee's page
    title: Text
    intro: Text
    closing: Text | None = None
    minutes: int = Field(ge=1)
    filled_by: Literal["candidate", "committee", "nobody"]
    read_by: Literal["candidate", "committee", "everybody"]  # "candidate": sealed in the browser (P-61)
    needed_to_submit: bool = False
    look_back_years: int = 4  # law.md P-22
    sections: tuple[Section, ...] = Field(min_length=1)

    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)

    @model_validator(mode="after")
    def _keys_and_conditions_hold(self):
        seen: dict[str, Item] = {}
        for item in self.items():
            if item.key in seen:
                raise ValueError(f"{item.key}: key used twice")
            if item.show_if:
                earlier = seen.get(item.show_if.item)
                if earlier is None:
                    raise ValueError(f"{item.key}: condition on {item.show_if.item}, which does not come earlier")
                unknown = set(item.show_if.values) - set(earlier.choices())
                if unknown:
                    raise ValueError(f"{item.key}: condition can never hold for {sorted(unknown)}")
            seen[item.key] = item
        return self


def read(path: Path) -> Content:
    """Read one content file.

    Raises `tomllib.TOMLDecodeError` or `pydantic.ValidationError` (with the path of every error).
    """
    with path.open("rb") as handle:
        return Content.model_validate(tomllib.load(handle))
