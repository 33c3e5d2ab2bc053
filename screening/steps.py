"""The candidate's steps: what is done, what is now, what comes (experience.md, task list)."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from candidates.models import Notice, Stage, Tie
from candidates.sheets import NoKey, page_of, sheets_of, waits_for_application
from instruments.editions import edition_in, editions_in
from parties.calendar import local
from reports.models import Finding, Interview
from reports.papers.appealing import against, appeal_until, appeals_of, handled_by_day
from reports.papers.deciding import decision_to_read, declaration_to_read
from reports.references import WANTED, may_name, references_of
from reports.report_view import report_to_read
from reports.topics import BEFORE_THE_TALK_ENDS, CARDS_OF_CANDIDATE
from screening.instruments.cards import SLUG as CARDS
from screening.instruments.cards import chosen_cards

DONE, NOW, TODO = "done", "now", "todo"


@dataclass
class TaskRow:
    """One stepping stone. Without `url` it cannot be opened yet."""

    label: str
    note: str
    url: str = ""
    state: str = TODO
    optional: bool = False  # may stay open; it is never "the step of now"


def steps_of(candidacy, language: str, key: str = "") -> list[TaskRow]:
    """All steps in order; the first open one that can be done is "now"."""
    rows = [*_before(candidacy), *_instruments(candidacy, language, key), *_after(candidacy)]
    doable = next((row for row in rows if row.state == TODO and row.url and not row.optional), None)
    if doable:
        doable.state = NOW
    return rows


def _row(label, note, name, *args, done=False, able=True) -> TaskRow:
    return TaskRow(label, note, reverse(name, args=args) if able else "", DONE if done else TODO)


def _done(moment, candidacy) -> str:
    """ "Klaar, 3 november": what is done carries its day."""
    if moment is None:
        return _("Klaar")
    return _("Klaar, %(day)s") % {"day": date_format(local(moment, candidacy.round.body), "j F")}


def _before(candidacy) -> list[TaskRow]:
    read = Notice.objects.filter(candidacy=candidacy).exists()
    said = Tie.objects.filter(candidacy=candidacy, said_by=Tie.Said.CANDIDATE).exists()
    applied = candidacy.applied_at is not None
    return [
        _row(_("Lees hoe het gaat"), _("Klaar") if read else _("Ongeveer 5 minuten"), "candidates:notice", done=read),
        _row(_("Zeg wie je kent in de commissie"), _("Klaar") if said else _("Ongeveer 2 minuten"), "candidates:ties", done=said, able=read),
        _row(_("Vertel ons wie je bent"), _("Klaar") if applied else _("Jij stelt je kandidaat"), "candidates:application",
             done=applied, able=read and said),
    ]  # fmt: skip


def _instruments(candidacy, language, key) -> list[TaskRow]:
    sheets = {sheet.slug: sheet for sheet in sheets_of(candidacy)}
    rows = []
    for slug, edition in editions_in(candidacy.round).items():
        content = edition.parsed
        if content.filled_by != "candidate" or not any(item.answerable for item in content.items()):
            continue
        able = candidacy.applied_at is not None or not waits_for_application(content)
        row = _instrument_row(candidacy, slug, content, sheets.get(slug), language, key, able)
        row.optional = not content.needed_to_submit and candidacy.stage not in (Stage.INVITED, Stage.STARTED)
        rows.append(row)
    return rows


def _instrument_row(candidacy, slug, content, sheet, language, key, able) -> TaskRow:
    label = content.task.say(language)
    private = content.read_by == "candidate"
    own = _(", alleen jij kunt dit lezen") if private else ""
    if sheet is None:
        note = (
            _("Ongeveer %(minutes)d minuten") % {"minutes": content.minutes}
            if able
            else _("Kan als je hierboven kandidaat staat")
        )
        return _row(label, note + own, "candidates:sheet", slug, able=able)
    if sheet.finished_at or sheet.submitted_at:
        return _row(label, _("Klaar") + own, "candidates:sheet", slug, done=True)
    try:
        page = page_of(sheet, candidacy, language, key=key)
    except NoKey:
        return _row(label, _("Staat op een ander apparaat") + own, "candidates:sheet", slug)
    total, left = len(page.questions), len(page.open_questions)
    note = (
        _("Bezig, nog %(left)d van %(total)d") % {"left": left, "total": total} if left else _("Kijk je antwoorden na")
    )
    return _row(label, note + own, "candidates:sheet", slug)


def _after(candidacy) -> list[TaskRow]:
    stage = candidacy.stage
    handed = stage not in (Stage.INVITED, Stage.STARTED)
    note = _done(candidacy.submitted_at, candidacy) if handed else _("Kan als de stappen hierboven klaar zijn")
    rows = [
        _row(
            _("Kijk alles na en lever in"),
            note,
            "screening:hand_in",
            done=handed,
            able=candidacy.applied_at is not None,
        )
    ]
    rows += _card_rows(candidacy)
    rows += _finding_rows(candidacy)
    rows += _referee_rows(candidacy)
    rows.append(_interview_row(candidacy))
    rows.append(_report_row(candidacy))
    rows += _decision_rows(candidacy)
    rows += _appeal_rows(candidacy)
    if stage != Stage.NOT_NOMINATED or not decision_to_read(candidacy):
        rows.append(_declaration_row(candidacy))
    if stage == Stage.COMPLETED:
        rows.append(
            TaskRow(_("Houd je agenda bij"), _("Na de verkiezing"), reverse("reports:my_agenda"), optional=True)
        )
    return rows


def _card_rows(candidacy) -> list[TaskRow]:
    """Three dilemmas for the conversation, for whoever likes to choose; only when the round uses the cards."""
    edition = edition_in(candidacy.round, CARDS)
    if edition is None:
        return []
    count, most = len(chosen_cards(candidacy)), CARDS_OF_CANDIDATE
    over = candidacy.stage not in BEFORE_THE_TALK_ENDS
    if over and not count:
        return []
    done = over or count >= most
    note = (
        _("Klaar") if done else _("Mag, hoeft niet. Je koos er %(count)d van %(most)d") % {"count": count, "most": most}
    )
    row = _row(edition.parsed.task.say((get_language() or "nl")[:2]), note, "screening:cards", done=done)
    row.optional = True
    return [row]


def _finding_rows(candidacy) -> list[TaskRow]:
    """Only when there is something to read: a mail about news leads here."""
    found = Finding.objects.filter(candidacy=candidacy, dropped_at__isnull=True)
    if not found.exists():
        return []
    read = not found.filter(replies__isnull=True).exists()
    return [
        _row(
            _("Lees de aandachtspunten"), _("Klaar") if read else _("Je mag reageren"), "reports:my_findings", done=read
        )
    ]


def _referee_rows(candidacy) -> list[TaskRow]:
    """At least two people who can tell something; asked between handing in and the report (handreiking 4.4)."""
    named = len(references_of(candidacy))
    if not may_name(candidacy) and not named:
        return []
    done = named >= WANTED or not may_name(candidacy)
    note = _("Klaar") if done else _("Je noemde er %(count)d van %(wanted)d") % {"count": named, "wanted": WANTED}
    row = _row(_("Noem wie iets over je kan vertellen"), note, "reports:my_references", done=done)
    row.optional = True
    return [row]


def _interview_row(candidacy) -> TaskRow:
    interview = Interview.objects.filter(candidacy=candidacy).first()
    label = _("Kom naar het gesprek")
    if interview is None:
        by = date_format(candidacy.round.interviews_until, "j F")
        return TaskRow(label, _("De commissie maakt een afspraak met je, uiterlijk %(day)s") % {"day": by})
    if interview.held_at:
        return _row(label, _done(interview.held_at, candidacy), "reports:my_interview", done=True)
    when = date_format(local(interview.at, candidacy.round.body), "D j F, G.i")
    return _row(label, _("%(when)s uur, %(place)s") % {"when": when, "place": interview.place}, "reports:my_interview")


def _report_row(candidacy) -> TaskRow:
    report = report_to_read(candidacy)
    label = _("Lees het verslag en reageer")
    if report is None or report.sent_at is None:
        return TaskRow(label, _("Jouw reactie staat naast onze tekst"))
    if report.reply_closed_at:
        return _row(label, _done(report.reply_closed_at, candidacy), "reports:my_report", done=True)
    due = date_format(local(report.reply_due, candidacy.round.body), "j F")
    return _row(label, _("Reageer tot en met %(due)s") % {"due": due}, "reports:my_report")


def _decision_rows(candidacy) -> list[TaskRow]:
    """The decision, as soon as the candidate may know it: after the time to think again."""
    decision = decision_to_read(candidacy)
    if decision is None:
        return []
    note = _done(decision.published_at, candidacy)
    return [_row(_("Lees het besluit"), note, "reports:my_decision", done=True)]


def _appeal_rows(candidacy) -> list[TaskRow]:
    """Only when there is something to appeal against, or an appeal."""
    found = appeals_of(candidacy)
    if found:
        row = found[0]
        by = date_format(handled_by_day(row), "j F Y")
        note = _("Er is een uitkomst") if row.ended_at else _("De uitkomst komt uiterlijk op %(day)s") % {"day": by}
        return [_row(_("Je beroep"), note, "reports:my_appeal", done=True)]
    decision = against(candidacy)
    if decision is None:
        return []
    until = date_format(local(appeal_until(candidacy, decision), candidacy.round.body), "j F")
    row = _row(
        _("Ga in beroep"), _("Mag, hoeft niet. Het kan tot en met %(day)s") % {"day": until}, "reports:my_appeal"
    )
    row.optional = True
    return [row]


def status_of(candidacy) -> str:
    """The status word for the candidate: news of a decision comes with its mail, not before."""
    if candidacy.stage == Stage.NOT_NOMINATED and decision_to_read(candidacy) is None:
        return str(Stage.ADOPTED.label)
    return str(candidacy.get_stage_display())


def _declaration_row(candidacy) -> TaskRow:
    declaration = declaration_to_read(candidacy)
    label = _("Onderteken je verklaring")
    if declaration is None:
        return TaskRow(label, _("Vrijwillig, na het besluit van het bestuur"))
    if declaration.state in ("signed", "countersigned"):
        return _row(label, _done(declaration.state_at, candidacy), "reports:my_declaration", done=True)
    if declaration.state != "open":
        return _row(label, declaration.get_state_display(), "reports:my_declaration", done=True)
    return _row(label, _("Ligt voor je klaar"), "reports:my_declaration")
