"""How a given answer reads, for check-answers, dossier, export and print: one renderer."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from instruments.answers import TALK, open_fields
from instruments.forms import choice_labels
from instruments.kinds import Confirm, Question, Rows
from instruments.wording import Wording


@dataclass(frozen=True)
class ShownAnswer:
    """One answer as lines of (label, text); `talk` when it waits for the conversation."""

    key: str
    question: str
    lines: tuple[tuple[str, str], ...]
    talk: bool
    given: bool


def show_answer(item: Question, body: Mapping | None, wording: Wording) -> ShownAnswer:
    body = body or {}
    choice = body.get("choice") or ""
    if not choice:
        return ShownAnswer(item.key, wording.text(item), (("", _("Niet ingevuld")),), False, False)
    labels = dict(choice_labels(item, wording))
    lines: list[tuple[str, str]] = []
    if choice not in ("tekst", "rijen"):
        lines.append(("", _("Ja") if isinstance(item, Confirm) else labels[choice]))
    if body.get("text"):
        lines.append(("", body["text"]))
    if body.get("note"):
        lines.append((_("Notitie"), body["note"]))
    for field in open_fields(item, choice):
        lines.append((wording.say(field.label), _small(field, (body.get("follow") or {}).get(field.key, ""), wording)))
    if isinstance(item, Rows):
        lines += _rows(item, body, wording)
    return ShownAnswer(item.key, wording.text(item), tuple(lines), choice == TALK, True)


def _rows(item: Rows, body: Mapping, wording: Wording) -> list[tuple[str, str]]:
    lines = []
    for number, row in enumerate(body.get("rows") or [], 1):
        parts = [_small(field, row.get(field.key, ""), wording) for field in item.fields]
        lines.append((f"{wording.say(item.row_label)} {number}", ", ".join(part for part in parts if part)))
    return lines


def _small(field, value: str, wording: Wording) -> str:
    if field.kind == "choice" and value:
        return next((wording.say(option.label) for option in field.options if option.value == value), value)
    return value or _("Niet ingevuld")
