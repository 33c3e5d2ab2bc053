"""Correcting an adopted report: it never changes, so a new version names it and goes through the same lock.

The candidate sees the new text and may reply, another member adopts; what was decided or signed meanwhile stays.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.models import Candidacy
from candidates.workflow import STEPS, Missing, NotAllowed, Refused, advance, locked
from parties.access import Permission, can
from parties.safekeeping.audit import record
from reports.free_text import tidy_text
from reports.models import Appeal, Report
from reports.report_view import adopted_report, current_report, points_of, report_view

WHY_LONGEST = 400


def open_correction(candidacy: Candidacy) -> Report | None:
    """The correction that is being made, sent or not; None when there is none."""
    newest = current_report(candidacy)
    return newest if newest and newest.is_correction and not newest.adopted_at else None


def step_for(candidacy: Candidacy, step: str) -> str:
    """The row of the table for a first report or for its correction."""
    corrected = {"ask_reply": "send_correction", "redraft": "correct", "adopt": "adopt_correction"}
    return corrected[step] if open_correction(candidacy) else step


def correction_facts(candidacy: Candidacy) -> list[Missing]:
    """What stands in the way of beginning a correction."""
    old = adopted_report(candidacy)
    if old is None:
        return [Missing(_("Er is nog geen vastgesteld verslag."))]
    if Appeal.objects.filter(candidacy=candidacy, ended_at__isnull=True).exists():  # law.md R-34
        return [Missing(_("Er loopt een beroep. Het verslag blijft zoals het is tot er een uitkomst is."))]
    if open_correction(candidacy):
        return [Missing(_("Er wordt al een verbetering geschreven."))]
    if len(points_of(old)) != len(report_view(old).points):
        return [Missing(_("De aandachtspunten zijn al gewist. Een nieuwe versie kan dan niet meer."))]
    return []


def correct(candidacy: Candidacy, why: str, *, actor, not_bsn: bool = False) -> Report:
    """Begin a new version that names the adopted one and says why; both stay until they are erased.

    Raises `Refused` (also when one is begun already), `NotAllowed`, `Unreadable`, `BsnLike`.
    """
    why = tidy_text(why, WHY_LONGEST, not_bsn=not_bsn)
    with transaction.atomic():
        fresh = advance(candidacy, "correct", actor=actor, facts=lambda row: [*correction_facts(row), *_reason(why)])
        old = adopted_report(fresh)
        number = current_report(fresh).number + 1
        return Report.objects.create(candidacy=fresh, number=number, replaces=old, why=why, body=old.body,
                                     advice=old.advice, drafted_by=actor.ref)  # fmt: skip


def _reason(why: str) -> list[Missing]:
    return [] if why else [Missing(_("Schrijf op wat je verbetert en waarom. De kandidaat leest dit."))]


def may_drop(report: Report) -> bool:
    """Before the candidate saw anything of it, a correction can still be left out."""
    seen = Report.objects.filter(candidacy=report.candidacy, replaces=report.replaces, sent_at__isnull=False)
    return report.is_correction and report.adopted_at is None and not seen.exists()


def drop_correction(candidacy: Candidacy, *, actor) -> None:
    """Leave the correction out after all; twice is once. Raises `Refused` once the candidate saw it, `NotAllowed`."""
    if not can(actor, Permission.DRAFT_REPORT, candidacy.round):
        raise NotAllowed("report.correction_dropped")
    with transaction.atomic():
        fresh = locked(candidacy)
        report = open_correction(fresh)
        if report is None:
            return
        if not may_drop(report):
            raise Refused(STEPS["correct"], [Missing(_("De kandidaat las deze versie al. Maak haar af."))])
        report.delete()
        record("report.correction_dropped", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code,
               codes={"number": report.number})  # fmt: skip


def earlier_versions(candidacy: Candidacy) -> list[Report]:
    """Adopted versions that a later one replaced, newest first; each still has its own sealed file."""
    rows = list(Report.objects.filter(candidacy=candidacy, adopted_at__isnull=False).order_by("-number"))
    return rows[1:]
