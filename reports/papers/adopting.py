"""Adopting the report: reply first, four eyes, frozen for ever (law.md P-62, decision 32)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Candidacy
from candidates.workflow import Missing, advance
from reports.models import Document, Finding, Report
from reports.papers.correcting import step_for
from reports.report_view import current_report, report_view


def adoption_facts(candidacy: Candidacy, actor, version: int | None = None) -> list[Missing]:
    """What stands between this member and adopting the report; asked again after the lock."""
    report = current_report(candidacy)
    if report is None or not report.sent_at or report.adopted_at:
        return [Missing(_("Er is geen verslag om vast te stellen."))]
    missing = []
    if version is not None and report.version != version:
        missing.append(Missing(_("Het verslag is intussen gewijzigd. Lees het eerst opnieuw.")))
    if report.reply_closed_at is None:
        missing.append(
            Missing(_("De kandidaat kan nog reageren. Vaststellen kan na de reactie, of als de termijn voorbij is."))
        )
    if report.drafted_by == actor.ref:
        missing.append(Missing(_("Jij schreef dit verslag. Een ander lid stelt het vast.")))
    if not report.advice:
        missing.append(Missing(_("Er is nog geen advies gekozen.")))
    if report.advice == Report.Advice.NOT_NOMINATE:
        missing += _cited_facts(candidacy)
    return missing


def _cited_facts(candidacy) -> list[Missing]:
    cited = Finding.objects.filter(candidacy=candidacy, cited_negative=True, dropped_at__isnull=True)
    if not cited.exists():
        return [Missing(_("Het advies om niet voor te dragen noemt geen punt."))]
    if cited.filter(seconded_by="").exists():
        return [Missing(_("Een punt in het advies om niet voor te dragen heeft twee leden nodig."))]
    return []


def adopt(candidacy: Candidacy, *, actor, version: int | None = None) -> Report:
    """Adopt the report as it stands: freeze it, write its digest, queue the sealed file. One transaction.

    Of many at once exactly one succeeds; the others get `Refused`. Raises `Refused`, `NotAllowed`.
    """
    with transaction.atomic():
        fresh = advance(candidacy, step_for(candidacy, "adopt"), actor=actor,
                        facts=lambda row: adoption_facts(row, actor, version))  # fmt: skip
        report = Report.objects.select_for_update().get(pk=current_report(fresh).pk)
        report.candidacy = fresh
        moment = timezone.now()
        view = report_view(report, adopted_by=actor.ref, adopted_at=moment)
        report.frozen, report.record_digest = view.as_dict(), view.record_digest
        report.adopted_at, report.adopted_by = moment, actor.ref
        report.save(update_fields=["frozen", "record_digest", "adopted_at", "adopted_by"])
        Document.objects.create(candidacy=fresh, kind=Document.Kind.REPORT, report=report, language=view.language,
                                record_digest=view.record_digest)  # fmt: skip
    return report
