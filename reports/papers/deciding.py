"""The board's decision, on the advice in words and the agreed measures (decision 21)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Candidacy
from candidates.workflow import STEPS, Missing, NotAllowed, Refused, advance, locked
from parties.access import can
from parties.models import OutboxMail
from parties.safekeeping.audit import record
from reports.models import Decision, Declaration, Report
from reports.papers.declaring import lay_declaration, newest_declaration
from reports.report_view import adopted_report, current_report, report_view

STEP = {Decision.What.NOMINATE: "nominate", Decision.What.NOT_NOMINATE: "reject"}


def needs_reasons(report: Report) -> bool:
    """The board gives its own reasons when it does not follow an advice that was positive."""
    return report.advice != Report.Advice.NOT_NOMINATE


def decide(candidacy: Candidacy, what: str, *, actor, reasons: str = "", hold: bool = False) -> Decision:
    """Nominate, which lays the declaration before the candidate, or do not nominate, with reasons.

    The reasons of a negative advice go from the committee to the candidate; the board adds its own only when
    it departs from the advice (law.md P-85). `hold`: nothing moves and nobody hears of it until `publish` carries
    out every held decision of the round. Raises `Refused`, `NotAllowed`.
    """
    reasons = reasons.strip()
    with transaction.atomic():
        if hold:
            fresh = _held(candidacy, what, reasons, actor)
        else:
            fresh = advance(candidacy, STEP[what], actor=actor, facts=lambda row: _facts(row, what, reasons))
        report = adopted_report(fresh)
        decision = Decision.objects.create(candidacy=fresh, report=report, what=what, decided_by=actor.ref,
                                           reasons=_reasons(report, what, reasons),
                                           published_at=None if hold else _published(fresh, what))  # fmt: skip
        if what == Decision.What.NOMINATE and not hold:
            lay_declaration(fresh, actor=actor)
    return decision


def _held(candidacy: Candidacy, what: str, reasons: str, actor) -> Candidacy:
    """What taking the step would ask, without taking it: the candidate's page must not show a thing."""
    if not can(actor, STEPS[STEP[what]].by, candidacy.round):
        raise NotAllowed("decision.held")
    fresh = locked(candidacy)
    missing = _facts(fresh, what, reasons)
    if missing or fresh.stage not in STEPS[STEP[what]].sources:
        raise Refused(STEPS[STEP[what]], missing)
    record("decision.held", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code)
    return fresh


def _facts(candidacy: Candidacy, what: str, reasons: str) -> list[Missing]:
    report = current_report(candidacy)
    if report is None or report.adopted_at is None:
        waits = adopted_report(candidacy)
        return [Missing(_("De commissie verbetert het verslag. Besluit als dat klaar is.") if waits else
                        _("Er is nog geen vastgesteld verslag."))]  # fmt: skip
    if Decision.objects.filter(candidacy=candidacy).exists():
        return [Missing(_("Het bestuur heeft hier al over besloten."))]
    if what == Decision.What.NOT_NOMINATE and needs_reasons(report) and not reasons:
        return [Missing(_("De commissie adviseerde anders. Schrijf op waarom het bestuur niet voordraagt."))]
    return []


def _reasons(report, what, reasons) -> str | None:
    if what == Decision.What.NOMINATE:
        return None
    return "\n\n".join(part for part in (report_view(report).reasons, reasons) if part)


def _published(candidacy, what):
    """Hard news is on the candidate's page when its mail leaves, not before (decision 37)."""
    if what == Decision.What.NOMINATE:
        return timezone.now()
    mail = OutboxMail.objects.filter(purpose="outcome", candidacy_code=candidacy.code).order_by("-created_at").first()
    return mail.due_at if mail else timezone.now()


def declaration_to_read(candidacy: Candidacy) -> Declaration | None:
    """The newest declaration; one that lies open only once the decision behind it may be known."""
    newest = newest_declaration(candidacy)
    if newest and newest.state == Declaration.State.OPEN and decision_to_read(candidacy) is None:
        return None
    return newest


def decision_to_read(candidacy: Candidacy) -> Decision | None:
    """The decision as far as the candidate may know it now."""
    return Decision.objects.filter(candidacy=candidacy, published_at__lte=timezone.now()).first()
