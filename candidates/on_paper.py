"""The paper twin of filling in: one member types over what the candidate wrote, another checks it (law.md A-04).

Only for a candidate who chose paper. What touches police or justice is not written on paper: it goes to the
conversation (law.md P-20, P-21).
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Candidacy, Notice, Sheet, Stage, Tie
from candidates.sheets import Given, Page, TooLate, is_private, page_of, save_answer, sheet_of
from candidates.submission import apply, current_notice, required_sheets, say_ties, submission_facts
from candidates.workflow import STEPS, Missing, NotAllowed, Refused, advance, locked
from instruments.answers import TALK
from instruments.blank import stays_spoken
from instruments.kinds import Question
from instruments.wording import Wording
from parties.access import Permission, can
from parties.safekeeping.audit import record

OPEN = (Stage.INVITED, Stage.STARTED)


class NotOnPaper(Exception):
    """This candidate fills in digitally; a member types nothing over."""


class BegunAlone(NotOnPaper):
    """The candidate began on a phone or computer; those answers are opened by handing in only."""


def choose_channel(candidacy: Candidacy, channel: str, *, actor) -> Candidacy:
    """Paper or digital, as the candidate asked. Twice is once.

    Raises `NotAllowed`, `TooLate` after handing in, and `BegunAlone` when the candidate already began: what is being
    thought about is nobody else's to read.
    """
    with transaction.atomic():
        fresh = _may_type(candidacy, actor, paper=False)
        if fresh.channel == channel:
            return fresh
        if channel == Candidacy.Channel.PAPER and Sheet.objects.filter(candidacy=fresh, typed_by="").exists():
            raise BegunAlone
        fresh.channel = Candidacy.Channel(channel)
        fresh.save(update_fields=["channel"])
        verb = "paper.chosen" if channel == Candidacy.Channel.PAPER else "paper.left"
        record(verb, actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code)
    return fresh


def _may_type(candidacy: Candidacy, actor, *, paper: bool = True) -> Candidacy:
    """The locked row, for who invites, until handing in."""
    fresh = locked(candidacy)
    if not can(actor, Permission.INVITE, fresh.round):
        raise NotAllowed("paper")
    if fresh.stage not in OPEN:
        raise TooLate
    if paper and fresh.channel != Candidacy.Channel.PAPER:
        raise NotOnPaper
    return fresh


def first_sheet(candidacy: Candidacy, details: dict, ties: dict, *, actor) -> None:
    """The first sheet that came back: the procedure was read, ties were named, the candidate stands.

    Raises `Refused` without a published procedure, and as `_may_type` does.
    """
    with transaction.atomic():
        fresh = _may_type(candidacy, actor)
        version = current_notice(fresh.round)
        if version is None:
            raise Refused(STEPS["submit_on_paper"], [Missing(_("De werkwijze staat nog niet online."))])
        _row, given = Notice.objects.get_or_create(
            candidacy=fresh, version=version, defaults={"owner": fresh.code, "party": fresh.party}
        )
        if given:
            record("notice.on_paper", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code,
                   codes={"version": version.number})  # fmt: skip
        say_ties(fresh, ties, actor=actor)
        apply(fresh, details, actor=actor)


def sheet_on_paper(candidacy: Candidacy, slug: str, *, actor) -> Sheet:
    """The candidate's list, begun if it was not; what is told in the conversation is filled in as such.

    Raises `NotOnPaper` for a list that is the candidate's alone, and as `_may_type` does.
    """
    with transaction.atomic():
        fresh = _may_type(candidacy, actor)
        begun = sheet_of(fresh, slug)
        sheet = begun or sheet_of(fresh, slug, actor=actor)
        if sheet is None or is_private(sheet.edition) or sheet.edition.parsed.filled_by != "candidate":
            raise NotOnPaper
        if begun is not None and not begun.typed_by:
            raise BegunAlone
        if begun is None:
            _typed_by(sheet, actor)
        sheet.candidacy = fresh
        page = page_of(sheet, fresh, fresh.language)
        for item in page.questions:
            if stays_spoken(item) and TALK in item.choices() and item.key not in page.answers:
                save_answer(sheet, item, {"choice": TALK}, version=0, wording=page.wording)
    return sheet


def type_over(sheet: Sheet, item: Question, body: dict, *, version: int, wording: Wording, actor) -> Given:
    """Type one answer over. Whoever typed last is not the one who checks. Raises `Newer`, `TooLate`, `NotOnPaper`."""
    with transaction.atomic():
        sheet.candidacy = _may_type(sheet.candidacy, actor)
        if stays_spoken(item):
            raise NotOnPaper
        given = save_answer(sheet, item, body, version=version, wording=wording)
        if Sheet.objects.select_for_update().get(pk=sheet.pk).typed_by != actor.ref:
            _typed_by(sheet, actor)
        Sheet.objects.filter(pk=sheet.pk).update(checked_by="", finished_at=None)
    return given


def _typed_by(sheet: Sheet, actor) -> None:
    candidacy = sheet.candidacy
    Sheet.objects.filter(pk=sheet.pk).update(typed_by=actor.ref, checked_by="")
    sheet.typed_by, sheet.checked_by = actor.ref, ""
    record("sheet.typed", actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code,
           codes={"instrument": sheet.slug})  # fmt: skip


def check_over(sheet: Sheet, page: Page, *, actor) -> None:
    """Another member compared every answer with the paper. Twice is once. Raises `Refused`, and as `_may_type` does."""
    with transaction.atomic():
        candidacy = _may_type(sheet.candidacy, actor)
        row = Sheet.objects.select_for_update().get(pk=sheet.pk)
        if row.checked_by == actor.ref:
            return
        missing = []
        if not row.typed_by or [item for item in page.open_questions if not stays_spoken(item)]:
            missing.append(Missing(_("Nog niet alles is overgetypt.")))
        if row.typed_by == actor.ref:
            missing.append(Missing(_("Jij typte dit over. Een ander lid kijkt het na.")))
        if missing:
            raise Refused(STEPS["submit_on_paper"], missing)
        Sheet.objects.filter(pk=sheet.pk).update(checked_by=actor.ref, finished_at=timezone.now())
        record("sheet.checked", actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code,
               codes={"instrument": sheet.slug})  # fmt: skip


def hand_in_facts(candidacy: Candidacy) -> list[Missing]:
    """As for everybody, and every list typed by one and checked by another."""
    if candidacy.channel != Candidacy.Channel.PAPER:
        return [Missing(_("Deze kandidaat vult zelf in, op telefoon of computer."))]
    missing = []
    first = (
        Notice.objects.filter(candidacy=candidacy).exists()
        and Tie.objects.filter(candidacy=candidacy, said_by=Tie.Said.CANDIDATE).exists()
    )
    if candidacy.applied_at is None or not first:
        missing.append(Missing(_("Het eerste blad is nog niet overgetypt.")))
    for slug, edition in required_sheets(candidacy).items():
        title = edition.parsed.title.say("nl")
        sheet = sheet_of(candidacy, slug)
        if sheet is None or not page_of(sheet, candidacy, candidacy.language).complete:
            missing.append(Missing(_("Nog over te typen: %(title)s.") % {"title": title}))
        elif not sheet.checked_by:
            missing.append(Missing(_("Een ander lid kijkt nog na: %(title)s.") % {"title": title}))
    return missing or submission_facts(candidacy)


def hand_in(candidacy: Candidacy, *, actor) -> Candidacy:
    """Hand in what came on paper, in one transaction. Raises `Refused` with what is missing, `NotAllowed`."""
    with transaction.atomic():
        fresh = advance(candidacy, "submit_on_paper", actor=actor, facts=hand_in_facts)
        sheets = [
            s for s in Sheet.objects.select_related("edition").filter(candidacy=fresh) if not is_private(s.edition)
        ]
        Sheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).update(submitted_at=timezone.now())
    return fresh
