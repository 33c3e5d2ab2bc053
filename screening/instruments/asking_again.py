"""A list that was handed in on an edition that turned out wrong may be asked again (decision 24)."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from candidates.models import Candidacy, Sheet, Stage
from candidates.sheets import is_private, wording_of
from candidates.workflow import Missing, locked
from instruments.answers import shown
from instruments.editions import edition_in
from instruments.editions_diff import changed_items, seen_from
from parties.safekeeping.audit import record
from reports.additions import ask_addition
from reports.refusals import NotNow

MAY_BE_ASKED = (Stage.SUBMITTED, Stage.REVIEW)
NAMED_AT_MOST = 5


def ask_again(candidacy: Candidacy, slug: str, *, actor) -> Sheet:
    """Open the answers again on the round's edition of now; only what changed is asked once more.

    Answers to words that stayed the same stay, so each answer still belongs to the words the candidate saw.
    Raises `NotNow`, and `Refused` or `NotAllowed` as `ask_addition` does.
    """
    with transaction.atomic():
        fresh = locked(candidacy)
        sheet = Sheet.objects.select_related("edition").filter(candidacy=fresh, slug=slug, change__isnull=True).first()
        edition = edition_in(fresh.round, slug)
        if sheet is None or edition is None or is_private(edition) or sheet.edition_id == edition.pk:
            raise NotNow(Missing(_("Deze kandidaat heeft de uitgave van nu al.")))
        body, regime = fresh.round.body.kind, fresh.round.regime
        changed = changed_items(*(seen_from(one.parsed, body, regime) for one in (sheet.edition, edition)))
        ask_addition(fresh, _reason(fresh, edition, changed), actor=actor)
        sheet.answers.filter(item__in=changed).delete()
        _drop_what_is_hidden(sheet, wording_of(fresh, edition, fresh.language), edition)
        Sheet.objects.filter(pk=sheet.pk).update(edition=edition, finished_at=None)
        codes = {"instrument": slug, "edition": edition.label[:80]}
        record("sheet.asked_again", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code, codes=codes)
    sheet.refresh_from_db()
    return sheet


def _reason(candidacy, edition, changed: set[str]) -> str:
    """What the candidate reads, in the candidate's own language."""
    wording = wording_of(candidacy, edition, candidacy.language)
    asked = [
        wording.text(item)
        for item in edition.parsed.items()
        if item.key in changed and item.answerable and wording.concerns(item)
    ]
    with override(candidacy.language):
        if not asked:
            return _("Wij hebben de tekst van een lijst verbeterd. Kijk je antwoorden nog eens na en lever opnieuw in.")
        named = "\n".join(f"- {words}" for words in asked[:NAMED_AT_MOST])
        return _(
            "Wij hebben een paar vragen verbeterd. Wil je ze nog eens beantwoorden? Je andere antwoorden staan er nog.\n%(questions)s"
        ) % {"questions": named}


def _drop_what_is_hidden(sheet: Sheet, wording, edition) -> None:
    answers = {row.item: row.body for row in sheet.answers.all()}
    visible = {item.key for item in shown(edition.parsed, answers, wording)}
    sheet.answers.exclude(item__in=visible).delete()
