"""Which answers are worth a conversation, and how they read as the beginning of a finding.

Reads the kind of the item, never its key: another edition or a party's own works the same (mechanism 4).
No answer weighs more than another and nothing is concluded (law.md P-70, E-12).
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from candidates.sheets import Page
from instruments.answers import TALK, open_fields
from instruments.forms import choice_labels
from instruments.kinds import Choice, OpenText, Question, Rows, Rule, SmallField, YesNo
from instruments.wording import Wording

TITLE_LONGEST = 60


@dataclass(frozen=True)
class Point:
    """An answer to talk about. `talk`: the candidate would rather tell it, so there is no content."""

    item: str
    title: str
    talk: bool
    criminal: bool


@dataclass(frozen=True)
class Proposal:
    """What is known before anybody wrote a finding: source, fact and the candidate's own words."""

    question: str
    source: str
    date: object
    fact: str
    words: str
    law: str


def points_in(page: Page) -> list[Point]:
    """The points of a filled-in list, in its own order."""
    found = []
    for item in page.questions:
        body = page.bodies.get(item.key) or {}
        talk = body.get("choice") == TALK
        if talk or _tells(item, body):
            title = _named(page, item) if talk else _title(page, item, body)
            found.append(Point(item.key, title, talk, item.criminal))
    return found


def _tells(item: Question, body: dict) -> bool:
    """Does the answer hold something to talk about?"""
    choice = body.get("choice")
    if isinstance(item, Rows):
        return bool(choice == "rijen" and telling_rows(item, body))
    if isinstance(item, OpenText):
        return choice == "tekst" and bool(body.get("text"))
    if not isinstance(item, YesNo | Choice):
        return False
    if choice == "weet_niet" and item.follow:
        return True
    # A follow-up that only asks for a date is practical, not a point.
    return any(field.kind != "month" for field in open_fields(item, choice or ""))


def telling_rows(item: Rows, body: dict) -> list[dict]:
    """The rows that may touch the office.

    A list with an optional line asks there where it touches, so only rows with that line filled in
    count; a list without one asks for nothing else. A list nobody needs to talk about has neither
    "liever in het gesprek" nor a rule of law.
    """
    if not (item.talk or item.rules):
        return []
    signs = [field.key for field in item.fields if field.optional and field.kind in ("line", "text")]
    rows = body.get("rows") or []
    return [row for row in rows if any(row.get(key) for key in signs)] if signs else list(rows)


def _named(page: Page, item: Question) -> str:
    """The few words the instrument has for it; a party's own question has none and is shortened."""
    return page.wording.topic(item) or short(page.wording.text(item))


def _title(page: Page, item: Question, body: dict) -> str:
    if not isinstance(item, Rows):
        return _named(page, item)
    rows = telling_rows(item, body)
    parts = [_in_title(field, rows[0][field.key], page.wording) for field in item.fields if rows[0].get(field.key)]
    title = short(", ".join(parts[:2]))
    others = len(rows) - 1
    capital = 2 if title[:2] == "ij" else 1  # IJsclub: in Dutch the two are one letter
    title = title[:capital].upper() + title[capital:]
    return _("%(title)s en nog %(count)d") % {"title": title, "count": others} if others else title


def _in_title(field: SmallField, value: str, wording: Wording) -> str:
    """A label of ours goes on in lower case; what somebody typed stays as it is."""
    said = _said(field, value, wording)
    return said[:1].lower() + said[1:] if field.kind == "choice" else said


def short(text: str, most: int = TITLE_LONGEST) -> str:
    """The first sentence, cut at a word when it is still too long."""
    first = re.split(r"(?<=[.?!])\s", text.strip(), maxsplit=1)[0].rstrip(".")
    if len(first) <= most:
        return first
    return first[: most - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def proposal(page: Page, key: str) -> Proposal | None:
    """How this answer would begin as a finding; None when the item does not show any more."""
    item = next((one for one in page.questions if one.key == key), None)
    if item is None:
        return None
    given = page.answers.get(key)
    body = given.body if given else {}
    facts, words = _split(page, item, body)
    return Proposal(
        question=page.wording.text(item), source=_source(page, item), date=given.saved_at if given else None,
        fact="\n".join(facts), words="\n".join(words), law=law_of(page, item),
    )  # fmt: skip


def _source(page: Page, item: Question) -> str:
    """ "Vragenlijst: Geld en bezit, vraag 3", as the candidate saw it numbered."""
    section = next(one for one in page.content.sections if item in one.items)
    inside = [one for one in page.questions if one in section.items]
    names = {"section": page.wording.say(section.title), "number": inside.index(item) + 1}
    return _("Vragenlijst: %(section)s, vraag %(number)d") % names


def _split(page: Page, item: Question, body: dict) -> tuple[list[str], list[str]]:
    """Facts (choices and short fields) and the candidate's own words (long fields)."""
    choice = body.get("choice") or ""
    facts, words = [], []
    if choice and choice not in ("tekst", "rijen"):
        facts.append(dict(choice_labels(item, page.wording))[choice])
    if isinstance(item, OpenText) and body.get("text"):
        words.append(body["text"])
    for field in open_fields(item, choice):
        text = _said(field, (body.get("follow") or {}).get(field.key) or "", page.wording)
        if field.kind == "text" and text:
            words.append(text)
        elif text:
            facts.append(f"{page.wording.say(field.label)}: {text}")
    if isinstance(item, Rows):
        for row in telling_rows(item, body):
            parts = [
                _said(field, row.get(field.key) or "", page.wording) for field in item.fields if row.get(field.key)
            ]
            facts.append(", ".join(parts))
    return facts, words


def law_of(page: Page, item: Question) -> str:
    """The provision behind the item for this body: a point to discuss, never a verdict (law.md E-12 to E-14)."""
    rules: list[Rule] = [rule for rule in item.rules if rule.body == page.wording.body_kind]
    if not rules:
        return ""
    names = ", ".join(dict.fromkeys(rule.article for rule in rules))
    return _("De wet zegt hier iets over (%(articles)s). Bespreek wat er geregeld moet zijn vóór de toelating.") % {
        "articles": names
    }


def _said(field: SmallField, value: str, wording: Wording) -> str:
    """A small answer as people read it: the label of a choice, else what was typed."""
    if field.kind != "choice":
        return value
    return next((wording.say(option.label) for option in field.options if option.value == value), value)
