"""The candidate's replies to findings: rows beside our text, until the report is adopted (decision 17)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.models import Candidacy, Stage
from candidates.workflow import Missing, NotAllowed, locked
from parties.safekeeping.audit import record
from reports.free_text import tidy_text
from reports.models import Finding, Interview, Reply, Report
from reports.refusals import NotNow
from reports.report_view import current_report, lies_open

OPEN = (Stage.STARTED, Stage.SUBMITTED, Stage.REVIEW, Stage.PLANNED, Stage.INTERVIEWED, Stage.REPLY)
NEEDS_WORDS = (Reply.Kind.WRONG, Reply.Kind.CONTEXT)


class ReplyRefused(NotNow):
    """There is no reply possible now, or words are missing."""


def may_reply(candidacy: Candidacy) -> bool:
    """Until the report is adopted, and again while a correction of it lies before the candidate."""
    if candidacy.stage in OPEN:
        return True
    current = current_report(candidacy)
    return current is not None and lies_open(candidacy, current)


def reply_to_finding(finding: Finding, *, actor, kind: str, text: str = "", not_bsn: bool = False) -> Reply:
    """Reply in own words. The last reply counts; the same reply twice is one.

    Raises `ReplyRefused`, `NotAllowed`, `Unreadable`, `BsnLike`.
    """
    text = tidy_text(text, not_bsn=not_bsn)
    if actor.kind != "candidate" or actor.candidacy.code != finding.owner:
        raise NotAllowed("reply_to_finding")
    with transaction.atomic():
        fresh = locked(finding.candidacy)
        row = Finding.objects.select_for_update().get(pk=finding.pk)
        missing = _missing(fresh, row, kind, text)
        if missing:
            raise ReplyRefused(*missing)
        last = Reply.objects.filter(finding=row).order_by("-at").first()
        if last and (last.kind, last.text or "") == (kind, text):
            return last
        reply = Reply.objects.create(candidacy=fresh, finding=row, kind=kind, text=text or None)
        record(
            "finding.replied",
            actor=actor,
            party=fresh.party,
            chain=fresh.chain,
            about=fresh.code,
            codes={"number": row.number},
        )
    return reply


def _missing(candidacy, finding, kind, text) -> list[Missing]:
    missing = []
    if not may_reply(candidacy):
        missing.append(
            Missing(_("Het verslag is vastgesteld. Reageren kan niet meer; bel de partij als er iets niet klopt."))
        )
    if finding.dropped_at:
        missing.append(Missing(_("Dit punt is vervallen. Je hoeft niet te reageren.")))
    if kind not in Reply.Kind.values:
        missing.append(Missing(_("Kies wat je wilt zeggen.")))
    if kind in NEEDS_WORDS and not text:
        missing.append(Missing(_("Schrijf wat er niet klopt of wat erbij hoort.")))
    return missing


def reply_by(candidacy: Candidacy) -> datetime | None:
    """The moment named to the candidate: the report's term, else the interview; None when neither is known."""
    report = Report.objects.filter(candidacy=candidacy, sent_at__isnull=False).order_by("-number").first()
    if report and report.reply_due:
        return report.reply_due
    interview = Interview.objects.filter(candidacy=candidacy, held_at__isnull=True).first()
    return interview.at if interview else None
