"""The candidate's voice: replies to each point and to the whole, and how the term ends (law.md P-62)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Candidacy, Stage
from candidates.workflow import AFTER_ADOPTION, STEPS, Missing, NotAllowed, Refused, locked
from parties.actors import Actor
from parties.safekeeping.audit import record
from parties.scope import all_parties, party_scope
from reports.free_text import tidy_text
from reports.models import Finding, Reply, Report
from reports.replies import NEEDS_WORDS, reply_to_finding
from reports.report_view import lies_open


def reply_to_point(report: Report, finding: Finding, kind: str, text: str, *, actor, not_bsn: bool = False) -> Reply:
    """Reply to one finding of this report. The newest reply counts; a repeated click adds none.

    Raises `Refused`, `NotAllowed`, and what `reply_to_finding` raises.
    """
    if finding.candidacy_id != report.candidacy_id or str(finding.pk) not in report.body["points"]:
        raise NotAllowed("reply.given")
    with transaction.atomic():
        _open_for(report, actor)
        return reply_to_finding(finding, actor=actor, kind=kind, text=text, not_bsn=not_bsn)


def reply_to_report(report: Report, kind: str, text: str, *, actor, not_bsn: bool = False) -> Reply:
    """Reply to the report as a whole. Raises `Refused`, `NotAllowed`, `BsnLike`."""
    text = tidy_text(text, not_bsn=not_bsn)
    with transaction.atomic():
        row = _open_for(report, actor)
        if kind in NEEDS_WORDS and not text.strip():
            raise Refused(STEPS["ask_reply"], [Missing(_("Schrijf kort op wat er niet klopt, of wat erbij hoort."))])
        last = Reply.objects.filter(candidacy=row.candidacy, report__isnull=False).order_by("-at").first()
        if last and (last.report_id, last.kind, last.text or "") == (row.pk, kind, text):
            return last
        reply = Reply.objects.create(candidacy=row.candidacy, report=row, kind=kind, text=text or None)
        _record("reply.given", row, actor)
    return reply


def close_reply(report: Report, how: str, *, actor) -> Report:
    """The candidate is done (`REPLY`) or needs no reply (`WAIVER`). Twice is once. Raises `Refused`, `NotAllowed`."""
    with transaction.atomic():
        row = _open_for(report, actor, again=True)
        if row.reply_closed_at and row.reply_closed_how != Report.Closed.TERM:
            return row
        row.reply_closed_at, row.reply_closed_how = timezone.now(), how
        row.save(update_fields=["reply_closed_at", "reply_closed_how"])
        _record("reply.waived" if how == Report.Closed.WAIVER else "reply.closed", row, actor)
    return row


def _open_for(report: Report, actor, *, again: bool = False) -> Report:
    """The report, locked, while the candidate may still speak: also after the term, until it is adopted."""
    candidacy = locked(report.candidacy)
    if actor.kind != "candidate" or actor.candidacy.pk != candidacy.pk:
        raise NotAllowed("reply.given")
    row = Report.objects.select_for_update().select_related("candidacy").get(pk=report.pk)
    newest = not Report.objects.filter(candidacy=candidacy, number__gt=row.number).exists()
    done = row.reply_closed_at and row.reply_closed_how != Report.Closed.TERM
    if not lies_open(candidacy, row) or not newest:
        raise Refused(
            STEPS["ask_reply"],
            [Missing(_("Je kunt nu niet op dit verslag reageren. Het is vastgesteld of wordt aangepast."))],
        )
    if done and not again:
        raise Refused(
            STEPS["ask_reply"],
            [Missing(_("Je was al klaar met reageren. Wil je nog iets kwijt? Bel dan de commissie."))],
        )
    row.candidacy = candidacy
    return row


def _record(verb: str, report: Report, actor, **codes) -> None:
    candidacy: Candidacy = report.candidacy
    record(verb, actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code,
           codes={"number": report.number} | codes)  # fmt: skip


def close_lapsed(now: datetime) -> int:
    """Close every reply term that is over; returns how many. Part of the daily round, harmless to repeat."""
    with all_parties("the daily round closes lapsed terms of every party"):
        lapsed = _lapsed(now).select_related("party").order_by("reply_due")
        found = [(row.party, row.pk) for row in lapsed]
    return sum(_close_one(party, pk, now) for party, pk in found)


def _lapsed(now: datetime):
    newer = Report.objects.filter(candidacy=OuterRef("candidacy"), number__gt=OuterRef("number"))
    rows = Report.objects.filter(
        ~Exists(newer), sent_at__isnull=False, reply_due__lt=now, reply_closed_at__isnull=True, adopted_at__isnull=True
    )
    corrected = Q(replaces__adopted_at__isnull=False, candidacy__stage__in=AFTER_ADOPTION)
    return rows.filter(Q(candidacy__stage=Stage.REPLY) | corrected)


def _close_one(party, pk, now) -> bool:
    with party_scope(party), transaction.atomic():
        candidacy = locked(Candidacy.objects.get(pk=Report.objects.get(pk=pk).candidacy_id))
        row = _lapsed(now).select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            return False
        row.candidacy = candidacy
        row.reply_closed_at, row.reply_closed_how = now, Report.Closed.TERM
        row.save(update_fields=["reply_closed_at", "reply_closed_how"])
        _record("reply.lapsed", row, Actor.system(party))
    return True


def close_lapsed_today(zone: str, day) -> int:
    """The daily round's way in; a term is a moment, so the zone does not matter."""
    return close_lapsed(timezone.now())
