"""The small sheet of a change after signing: one question of the questionnaire, answered anew (decision 17, law.md E-34).

It stands beside the answers of before and overwrites nothing; criminal matters are never asked here (law.md P-21).
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.models import Answer, Candidacy, Change, Sheet
from candidates.sheets import sheet_of, wording_of
from candidates.workflow import Missing, NotAllowed
from instruments.answers_shown import ShownAnswer, show_answer
from instruments.editions import edition_in
from instruments.kinds import Confirm, Question
from instruments.models import Edition
from instruments.wording import Wording
from reports.changes import keep_change
from reports.free_text import tidy_text
from reports.refusals import NotNow

SLUG = "vragenlijst"


@dataclass(frozen=True)
class Subject:
    """A part of the questionnaire with the questions that may have another answer now."""

    title: str
    questions: tuple[Question, ...]

    @property
    def first(self) -> Question:
        return self.questions[0]


def edition_of(candidacy: Candidacy) -> Edition | None:
    """The edition the candidate answered, else that of the round."""
    sheet = sheet_of(candidacy, SLUG)
    return sheet.edition if sheet else edition_in(candidacy.round, SLUG)


def subjects_of(candidacy: Candidacy, language: str) -> list[Subject]:
    edition = edition_of(candidacy)
    if edition is None:
        return []
    wording = wording_of(candidacy, edition, language)
    found = [
        Subject(wording.say(section.title), tuple(item for item in wording.items(section) if _askable(item)))
        for section in edition.parsed.sections
    ]
    return [subject for subject in found if subject.questions]


def _askable(item) -> bool:
    asks = item.answerable and not isinstance(item, Confirm) and not item.show_if
    return asks and not getattr(item, "criminal", False) and item.key != "slot.vergeten"


def question_of(candidacy: Candidacy, key: str, language: str) -> tuple[Subject, Question, Wording] | None:
    for subject in subjects_of(candidacy, language):
        for item in subject.questions:
            if item.key == key:
                return subject, item, wording_of(candidacy, edition_of(candidacy), language)
    return None


def report_about(candidacy: Candidacy, key: str, body: dict, words: str, *, actor, not_bsn: bool = False) -> Change:
    """Report what changed: the new answer to one question, and own words beside it, which may be left out.

    The same answer and words twice are one report. Raises `NotNow`, `NotAllowed`, `Unreadable`, `BsnLike`.
    """
    if actor.kind != "candidate" or actor.candidacy.pk != candidacy.pk:
        raise NotAllowed("change.reported")
    found = question_of(candidacy, key, "nl")
    if found is None:
        raise NotNow(Missing(_("Kies waar het over gaat.")))
    words = tidy_text(words, not_bsn=not_bsn)
    with transaction.atomic():
        change, fresh = keep_change(candidacy, words, actor, same=lambda one: _answer_of(one) == (key, body))
        if fresh:
            sheet = Sheet.objects.create(candidacy=change.candidacy, slug=SLUG, edition=edition_of(candidacy), change=change,
                                         submitted_at=change.reported_at)  # fmt: skip
            Answer.objects.create(candidacy=change.candidacy, sheet=sheet, item=key, body=body)
    return change


def _answer_of(change: Change) -> tuple[str, dict] | None:
    row = Answer.objects.filter(sheet__change=change).first()
    return (row.item, row.body) if row else None


def shown_in(change: Change, candidacy: Candidacy, language: str) -> ShownAnswer | None:
    """The question and the new answer in words; None for a change in words only."""
    row = Answer.objects.select_related("sheet", "sheet__edition").filter(sheet__change=change).first()
    if row is None:
        return None
    edition = row.sheet.edition
    item = next(item for item in edition.parsed.items() if item.key == row.item)
    return show_answer(item, row.body, wording_of(candidacy, edition, language))
