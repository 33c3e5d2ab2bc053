"""Sheets and their answers: opening, reading, saving one item (decision 18)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from candidates.models import Answer, Candidacy, PrivateAnswer, Sheet, Stage
from candidates.workflow import locked
from instruments.answers import shown, unfinished
from instruments.editions import edition_in
from instruments.kinds import Question
from instruments.models import Edition
from instruments.schema import Content
from instruments.wording import Wording, wording_for
from parties.safekeeping.audit import record
from parties.safekeeping.crypto import Place, SealBroken, browser_key_bytes, seal_with, unseal_with


class TooLate(Exception):
    """The answers are handed in; nothing can be saved any more."""


class Newer(Exception):
    """Another tab saved this item in the meantime; nothing was overwritten (409)."""

    def __init__(self, item: str, body: Mapping, version: int):
        super().__init__(item)
        self.item, self.body, self.version = item, body, version


class NoKey(Exception):
    """The browser does not hold the key of these private answers (decision 27)."""


@dataclass(frozen=True)
class Given:
    body: dict
    version: int
    saved_at: object


@dataclass(frozen=True)
class Page:
    """A sheet with what is needed to show it."""

    sheet: Sheet
    content: Content
    wording: Wording
    answers: dict[str, Given]

    @property
    def bodies(self) -> dict[str, dict]:
        return {key: given.body for key, given in self.answers.items()}

    @property
    def questions(self) -> list[Question]:
        return [item for item in shown(self.content, self.bodies, self.wording) if item.answerable]

    @property
    def open_questions(self) -> list[Question]:
        return unfinished(self.content, self.bodies, self.wording)

    @property
    def complete(self) -> bool:
        return not self.open_questions


def is_private(edition: Edition) -> bool:
    return edition.parsed.read_by == "candidate"


def waits_for_application(content: Content) -> bool:
    """Criminal matters may be asked only of somebody who applied (law.md P-20)."""
    return any(getattr(item, "criminal", False) for item in content.items())


def wording_of(candidacy: Candidacy, edition: Edition, language: str) -> Wording:
    look_back = min(candidacy.round.look_back_years, edition.parsed.look_back_years or 4)
    return wording_for(candidacy.round, language, executive=candidacy.executive, look_back=look_back)


def sheets_of(candidacy: Candidacy):
    """The sheets of the procedure with their editions, whose content `parsed` has at hand."""
    rows = Sheet.objects.select_related("edition").filter(candidacy=candidacy, change__isnull=True)
    return rows.defer("edition__content", "edition__changes")


def sheet_of(candidacy: Candidacy, slug: str, *, actor=None) -> Sheet | None:
    """The candidate's sheet of an instrument; with `actor` it is started when there is none.

    A sheet keeps the edition it was started with, for ever (decision 24).
    """
    sheet = sheets_of(candidacy).filter(slug=slug).first()
    if sheet or actor is None:
        return sheet
    edition = edition_in(candidacy.round, slug)
    if edition is None:
        return None
    with transaction.atomic():
        locked(candidacy)
        sheet, fresh = Sheet.objects.get_or_create(
            candidacy=candidacy, slug=slug, change=None, party=candidacy.party,
            defaults={"edition": edition, "owner": candidacy.code},
        )  # fmt: skip
        if fresh:
            record("sheet.started", actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code,
                   codes={"instrument": slug, "edition": edition.number})  # fmt: skip
    return sheet


def page_of(sheet: Sheet, candidacy: Candidacy, language: str, *, key: str = "", criminal: bool = True) -> Page:
    """Everything to show a sheet: two queries at most, whatever the answers.

    `key` is the browser's key of a private sheet. With `criminal` False, criminal matters stay closed.
    Raises `NoKey` when private answers exist and the key does not open them.
    """
    sheet.candidacy = candidacy
    content = sheet.edition.parsed
    answers = _private(sheet, key) if is_private(sheet.edition) else _plain(sheet, criminal)
    return Page(sheet, content, wording_of(candidacy, sheet.edition, language), answers)


def _plain(sheet: Sheet, criminal: bool) -> dict[str, Given]:
    rows = sheet.answers.all() if criminal else sheet.answers.filter(criminal=False)
    return {row.item: Given(row.body, row.version, row.saved_at) for row in rows}


def _place(row: PrivateAnswer) -> Place:
    return Place(row.party_id, row.owner, PrivateAnswer._meta.db_table, str(row.pk), "token")


def _private(sheet: Sheet, key: str) -> dict[str, Given]:
    rows = list(sheet.private_answers.all())
    if not rows:
        return {}
    try:
        secret = browser_key_bytes(key)
        opened = [(row, json.loads(unseal_with(secret, bytes(row.token), _place(row)))) for row in rows]
    except SealBroken as trouble:
        raise NoKey from trouble
    return {row.item: Given(body, row.version, row.saved_at) for row, body in opened}


def save_answer(sheet: Sheet, item: Question, body: dict, *, version: int, wording: Wording, key: str = "") -> Given:
    """Save one answer and drop what it hides, in one transaction.

    `version` is the version the page showed, 0 for none. Raises `Newer` when another tab was first,
    `TooLate` after handing in, `NoKey` without the browser's key.
    """
    with transaction.atomic():
        if locked(sheet.candidacy).stage not in (Stage.INVITED, Stage.STARTED):
            raise TooLate
        store = _save_private if is_private(sheet.edition) else _save_plain
        given = store(sheet, item, body, version, key)
        if sheet.finished_at:
            Sheet.objects.filter(pk=sheet.pk).update(finished_at=None)
        if any(other.show_if for other in sheet.edition.parsed.items()):
            _drop_hidden(sheet, wording)
    return given


def _save_plain(sheet, item, body, version, _key) -> Given:
    row = sheet.answers.filter(item=item.key).first()
    if row is None:
        row = Answer(
            candidacy=sheet.candidacy, sheet=sheet, item=item.key, criminal=getattr(item, "criminal", False), version=0
        )
    elif row.version != version:
        if row.body == body:
            return Given(row.body, row.version, row.saved_at)
        raise Newer(item.key, row.body, row.version)
    row.body, row.version, row.saved_at = body, row.version + 1, timezone.now()
    row.save()
    return Given(body, row.version, row.saved_at)


@dataclass(frozen=True)
class Beside:
    """Something the candidate keeps beside the answers. Its name starts with "_", so it is never an item."""

    key: str


def keep_private(sheet: Sheet, beside: Beside, body: dict, *, version: int, key: str) -> Given:
    """Keep something of the candidate's own under the browser's key, at any time. Raises `Newer`, `NoKey`."""
    with transaction.atomic():
        locked(sheet.candidacy)
        return _save_private(sheet, beside, body, version, key)


def _save_private(sheet, item, body, version, key) -> Given:
    try:
        secret = browser_key_bytes(key)
    except SealBroken as trouble:
        raise NoKey from trouble
    row = sheet.private_answers.filter(item=item.key).first()
    if row is None:
        row = PrivateAnswer(candidacy=sheet.candidacy, sheet=sheet, item=item.key, version=0)
    elif row.version != version:
        stored = _private(sheet, key)[item.key]
        if stored.body == body:
            return stored
        raise Newer(item.key, stored.body, row.version)
    row.token = seal_with(secret, json.dumps(body, ensure_ascii=False).encode(), _place(row))
    row.version, row.saved_at = row.version + 1, timezone.now()
    row.save()
    return Given(body, row.version, row.saved_at)


def _drop_hidden(sheet: Sheet, wording: Wording) -> None:
    answers = {row.item: row.body for row in sheet.answers.all()}
    visible = {item.key for item in shown(sheet.edition.parsed, answers, wording)}
    sheet.answers.exclude(item__in=visible).delete()


def finish(sheet: Sheet, *, actor) -> None:
    """The person says this list is done; it can still be changed until handing in."""
    with transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).update(finished_at=timezone.now())
        candidacy = sheet.candidacy
        record("sheet.finished", actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code,
               codes={"instrument": sheet.slug})  # fmt: skip


def erase_private(candidacy: Candidacy, *, actor) -> int:
    """Erase the self-assessment at once, on the candidate's own word (R-02)."""
    with transaction.atomic():
        sheets = [
            sheet
            for sheet in Sheet.objects.select_related("edition").filter(candidacy=candidacy)
            if is_private(sheet.edition)
        ]
        gone, _per_model = PrivateAnswer.objects.filter(sheet__in=sheets).delete()
        Sheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).delete()
        record("private.erased", actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code)
    return gone
