"""The draft of the report: made from the dossier, edited as text, sent, taken back."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from candidates.models import Candidacy, Stage
from candidates.workflow import STEPS, Missing, NotAllowed, Refused, advance, locked
from parties.access import Permission, permissions_in
from parties.calendar import local, zone
from parties.safekeeping.audit import record
from reports.models import Finding, Report
from reports.papers.correcting import open_correction, step_for
from reports.papers.sources import first_body, point_text
from reports.report_view import current_report, findings_of

DRAFTING = (Stage.INTERVIEWED,)


class NewerDraft(Exception):
    """A colleague saved the draft in the meantime; nothing was overwritten (409). `report` is theirs."""

    def __init__(self, report: Report):
        super().__init__(f"version {report.version}")
        self.report = report


def may_draft(actor, candidacy: Candidacy) -> None:
    """Raises `NotAllowed` for everybody who does not draft here."""
    if Permission.DRAFT_REPORT not in permissions_in(actor, candidacy.round):
        raise NotAllowed("report.drafted")


def draft_report(candidacy: Candidacy, *, actor) -> Report:
    """The open draft, made from the dossier when there is none. Raises `NotAllowed`, `Refused` (not held yet)."""
    may_draft(actor, candidacy)
    with transaction.atomic():
        row = locked(candidacy)
        correction = open_correction(row)
        if correction is not None:
            return correction
        if row.stage not in DRAFTING:
            raise Refused(STEPS["ask_reply"], [Missing(_("Het verslag kun je schrijven als het gesprek is gevoerd."))])
        report = current_report(row)
        if report is not None:
            return report
        with override(row.round.leading_language):
            body = first_body(row)
        report = Report.objects.create(candidacy=row, number=1, body=body, drafted_by=actor.ref)
        record("report.drafted", actor=actor, party=row.party, chain=row.chain, about=row.code, codes={"number": 1})
    return report


def with_new_findings(report: Report) -> dict:
    """The body with a first text for every finding that is not in it yet."""
    body = report.body
    points = dict(body["points"])
    for finding in findings_of(report.candidacy):
        points.setdefault(str(finding.pk), point_text(finding))
    return body | {"points": points}


def save_draft(report: Report, texts: dict, *, advice: str, cited: set[str], version: int, actor) -> Report:
    """Keep the texts of a draft. Whoever saves last wrote it, and cannot adopt it (decision 32).

    `texts` has facts, points, advice_prose and reasons. `cited` are findings cited in an advice not to
    nominate; each needs a second member (decision 21). Raises `NewerDraft`, `Refused`, `NotAllowed`.
    """
    may_draft(actor, report.candidacy)
    with transaction.atomic():
        candidacy = locked(report.candidacy)
        row = Report.objects.select_for_update().select_related("candidacy").get(pk=report.pk)
        if row.sent_at or not (candidacy.stage in DRAFTING or row.is_correction):
            raise Refused(STEPS["ask_reply"], [Missing(_("Het verslag is al verstuurd. Haal het eerst terug."))])
        if row.version != version:
            raise NewerDraft(row)
        _cite(candidacy, cited if advice == Report.Advice.NOT_NOMINATE else set())
        if row.body == texts and row.advice == advice:
            return row
        row.body, row.advice, row.version = texts, advice, version + 1
        row.drafted_by, row.drafted_at = actor.ref, timezone.now()
        row.save(update_fields=["body", "advice", "version", "drafted_by", "drafted_at"])
        record("report.edited", actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code,
               codes={"number": row.number, "version": row.version})  # fmt: skip
    return row


def _cite(candidacy, cited: set[str]) -> None:
    alone = [finding for finding in findings_of(candidacy) if str(finding.pk) in cited and not finding.seconded_by]
    if alone:
        raise Refused(STEPS["ask_reply"], [
            Missing(_("Punt %(number)d heeft nog maar één lid. Laat een tweede lid meekijken voordat je dit punt noemt.")
                    % {"number": finding.number}) for finding in alone])  # fmt: skip
    rows = Finding.objects.filter(candidacy=candidacy)
    rows.filter(cited_negative=True).exclude(pk__in=cited).update(cited_negative=False)
    rows.filter(pk__in=cited, cited_negative=False).update(cited_negative=True)


def send_facts(candidacy: Candidacy, version: int | None = None) -> list[Missing]:
    """What still stands between the draft and the candidate; asked again after the lock."""
    report = current_report(candidacy)
    if report is None or report.sent_at:
        return [Missing(_("Er is nog geen concept om te sturen."))]
    missing = []
    if version is not None and report.version != version:
        missing.append(Missing(_("Een collega heeft het concept intussen gewijzigd. Lees het eerst opnieuw.")))
    if not report.advice:
        missing.append(Missing(_("Kies het advies.")))
    if report.advice == Report.Advice.NOT_NOMINATE:
        missing += _negative_facts(candidacy, report)
    known = {str(finding.pk) for finding in findings_of(candidacy)}
    if known - set(report.body["points"]):
        missing.append(Missing(_("Er is een aandachtspunt bij gekomen. Open het concept en bewaar het opnieuw.")))
    if report.advice == Report.Advice.WITH_AGREEMENTS and not any(f.measures.all() for f in findings_of(candidacy)):
        missing.append(Missing(_("Je advies noemt afspraken, maar er staat geen afspraak in het verslag.")))
    return missing


def _negative_facts(candidacy, report) -> list[Missing]:
    missing = []
    if not report.body["reasons"].strip():
        missing.append(Missing(_("Schrijf op waarom je adviseert om niet voor te dragen. De kandidaat leest dit.")))
    cited = Finding.objects.filter(candidacy=candidacy, cited_negative=True, dropped_at__isnull=True)
    if not cited.exists():
        missing.append(Missing(_("Noem het punt waarop je advies om niet voor te dragen rust.")))
    if cited.filter(seconded_by="").exists():
        missing.append(Missing(_("Een punt dat je daarvoor noemt, heeft twee leden nodig.")))
    return missing


def reply_until(candidacy: Candidacy, now: datetime) -> datetime:
    """The end of the last day to reply, in the body's own time (decision 37)."""
    day = local(now, candidacy.round.body).date() + timedelta(days=candidacy.round.reply_days)
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone(candidacy.round.body))


def send_draft(candidacy: Candidacy, *, actor, version: int | None = None) -> Report:
    """Lay the draft before the candidate and start the term. Raises `Refused`, `NotAllowed`."""
    with transaction.atomic():
        fresh = advance(
            candidacy, step_for(candidacy, "ask_reply"), actor=actor, facts=lambda row: send_facts(row, version)
        )
        report = current_report(fresh)
        report.sent_at = timezone.now()
        report.reply_due = reply_until(fresh, report.sent_at)
        report.save(update_fields=["sent_at", "reply_due"])
    return report


def redraft(candidacy: Candidacy, *, actor) -> Report:
    """Take the report back and go on in a new version; replies to findings stay with the findings."""
    with transaction.atomic():
        fresh = advance(candidacy, step_for(candidacy, "redraft"), actor=actor, facts=_can_be_taken_back)
        old = current_report(fresh)
        named = old.replaces if old.is_correction else old
        return Report.objects.create(candidacy=fresh, number=old.number + 1, replaces=named, why=old.why, body=old.body,
                                     advice=old.advice, drafted_by=actor.ref)  # fmt: skip


def _can_be_taken_back(candidacy: Candidacy) -> list[Missing]:
    report = current_report(candidacy)
    if report is None or report.adopted_at or not report.sent_at:
        return [Missing(_("Er ligt geen verslag bij de kandidaat om terug te halen."))]
    return []
