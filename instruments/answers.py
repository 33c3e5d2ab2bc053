"""What an answer is: its shape, when it is complete, and which items show.

An answer is one JSON object per item (decision 18):
`{"choice": "ja", "follow": {"wat": "..."}}`, `{"choice": "rijen", "rows": [{...}]}`,
`{"choice": "tekst", "text": "..."}`; a scale may carry `"note"`. `"not_bsn": true` keeps the choice
"dit is geen persoonsnummer" without the number.
"""

import re
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from instruments.kinds import Item, OpenText, Question, Rows, Scale, SmallField
from instruments.schema import Content
from instruments.wording import Wording

LONGEST_LINE, LONGEST_TEXT = 200, 4000
TALK = "gesprek"
NINE_DIGITS = re.compile(r"(?<!\d)(?:\d[ .\-]?){8}\d(?!\d)")


class Unreadable(ValueError):
    """What was sent cannot be an answer to this item."""


def looks_like_bsn(text: str) -> bool:
    """Nine digits that pass the eleven test of a BSN (law.md P-30)."""
    for match in NINE_DIGITS.finditer(text):
        digits = [int(ch) for ch in match.group() if ch.isdigit()]
        weighed = sum(weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True))
        if weighed % 11 == 0 and any(digits):
            return True
    return False


def clean_words(raw: object, longest: int) -> str:
    """Text as typed, without what a database or page cannot hold. Raises Unreadable."""
    if not isinstance(raw, str):
        raise Unreadable(_("Dit is geen tekst."))
    words = raw.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    words = words.encode("utf-8", "replace").decode()
    if len(words) > longest:
        raise Unreadable(_("Dit is te lang: gebruik hoogstens %(most)d tekens.") % {"most": longest})
    return words


def tidy(item: Question, body: Mapping) -> dict:
    """The answer in its own shape: known parts only, cleaned, hidden follow-ups dropped.

    Accepts an unfinished answer (autosave). Raises `Unreadable` with words for the person.
    """
    choice = body.get("choice") or ""
    if choice and choice not in item.choices():
        raise Unreadable(_("Kies een van de antwoorden."))
    tidied: dict = {"choice": choice}
    if isinstance(item, Rows):
        tidied.update(_tidy_rows(item, body) if choice == "rijen" else {})
    elif isinstance(item, OpenText):
        if choice == "tekst":
            tidied["text"] = clean_words(body.get("text") or "", LONGEST_TEXT)
    elif isinstance(item, Scale):
        if item.note:
            tidied["note"] = clean_words(body.get("note") or "", LONGEST_TEXT)
    else:
        fields = open_fields(item, choice)
        if fields:
            given = body.get("follow") or {}
            tidied["follow"] = {field.key: _tidy_small(field, given.get(field.key) or "") for field in fields}
    if body.get("not_bsn") is True:
        tidied["not_bsn"] = True
    return tidied


def _tidy_rows(item: Rows, body: Mapping) -> dict:
    rows = []
    for given in list(body.get("rows") or [])[: item.at_most]:
        row = {field.key: _tidy_small(field, (given or {}).get(field.key) or "") for field in item.fields}
        if any(row.values()):
            rows.append(row)
    return {"rows": rows}


def _tidy_small(field: SmallField, raw) -> str:
    words = clean_words(raw, LONGEST_TEXT if field.kind == "text" else LONGEST_LINE)
    if field.kind == "choice" and words and words not in {option.value for option in field.options}:
        raise Unreadable(_("Kies een van de antwoorden."))
    return words


def open_fields(item: Question, choice: str) -> list[SmallField]:
    """The follow-up fields that belong to this choice."""
    return [field for follow in item.follow if choice in follow.when for field in follow.fields]


def words_in(item: Question, body: Mapping) -> list[str]:
    """Everything typed in an answer that the BSN test looks at (phone fields exempt)."""
    words = [body.get("text") or "", body.get("note") or ""]
    fields = {field.key: field for field in open_fields(item, body.get("choice") or "")}
    words += [text for key, text in (body.get("follow") or {}).items() if key in fields and not fields[key].phone]
    if isinstance(item, Rows):
        phones = {field.key for field in item.fields if field.phone}
        words += [text for row in body.get("rows") or [] for key, text in row.items() if key not in phones]
    return [text for text in words if text]


def bsn_problem(item: Question, body: Mapping) -> str:
    if body.get("not_bsn") or not any(looks_like_bsn(text) for text in words_in(item, body)):
        return ""
    return _("Dit lijkt op een persoonsnummer. Haal het weg, of kies: dit is geen persoonsnummer.")


def problems(item: Question, body: Mapping | None, wording: Wording) -> dict[str, str]:
    """What is missing for a complete answer: field name -> words. Empty when complete."""
    body = body or {}
    choice = body.get("choice")
    if not choice:
        return {} if item.optional else {"choice": _("Kies een antwoord.")}
    if isinstance(item, OpenText):
        return {} if choice != "tekst" or body.get("text") else {"text": _("Schrijf je antwoord, of kies iets anders.")}
    if isinstance(item, Rows):
        return _row_problems(item, body, wording) if choice == "rijen" else {}
    found = {}
    for field in open_fields(item, choice):
        trouble = _small_problem(field, (body.get("follow") or {}).get(field.key) or "", wording)
        if trouble:
            found[f"follow_{field.key}"] = trouble
    return found


def _row_problems(item: Rows, body: Mapping, wording: Wording) -> dict[str, str]:
    rows = body.get("rows") or []
    if not rows:
        return {
            f"r0_{item.fields[0].key}": _("Vul minstens één regel in, of kies: %(none)s.")
            % {"none": wording.say(item.none_label)}
        }
    found = {}
    for index, row in enumerate(rows):
        for field in item.fields:
            trouble = _small_problem(field, row.get(field.key) or "", wording)
            if trouble:
                found[f"r{index}_{field.key}"] = trouble
    return found


def _small_problem(field: SmallField, value: str, wording: Wording) -> str:
    if not value:
        return "" if field.optional else _("Vul in: %(label)s") % {"label": wording.say(field.label)}
    if field.kind == "number" and not value.isdigit():
        return _("Schrijf hier een getal, bijvoorbeeld 12.")
    if field.kind == "month" and not is_month(value):
        return _("Schrijf een maand en jaar, bijvoorbeeld 3-2027, of alleen een jaar.")
    return ""


def is_month(value: str) -> bool:
    """A year ("2027"), or month and year ("3-2027", "2027-03", "maart 2027")."""
    year = re.search(r"\b(19|20)\d{2}\b", value)
    return bool(year) and int(year.group()) <= date.today().year + 50


def shown(content: Content, answers: Mapping[str, Mapping], wording: Wording) -> list[Item]:
    """The items that show, given the answers; a condition on a hidden item never holds (promise 9)."""
    visible: dict[str, Item] = {}
    for item in content.items():
        if not wording.concerns(item):
            continue
        if item.show_if:
            choice = (answers.get(item.show_if.item) or {}).get("choice")
            if item.show_if.item not in visible or choice not in item.show_if.values:
                continue
        visible[item.key] = item
    return list(visible.values())


def questions_shown(content: Content, answers: Mapping[str, Mapping], wording: Wording) -> list[Question]:
    return [item for item in shown(content, answers, wording) if item.answerable]


def unfinished(content: Content, answers: Mapping[str, Mapping], wording: Wording) -> list[Question]:
    """The questions that still miss something, in order."""
    return [
        item for item in questions_shown(content, answers, wording) if problems(item, answers.get(item.key), wording)
    ]
