"""When a candidate may be asked to let the report stay longer (law.md R-31)."""

from django.utils.translation import gettext as _

from candidates.models import Candidacy
from candidates.workflow import Missing
from reports.papers.deciding import adopted_report, decision_to_read


def after_the_decision(candidacy: Candidacy) -> list[Missing]:
    """Asked once the candidate knows the decision, about a report that is there; else what is missing."""
    if decision_to_read(candidacy) is None:
        return [Missing(_("Dit mag je pas vragen als de kandidaat het besluit kent."))]
    if adopted_report(candidacy) is None:
        return [Missing(_("Er is geen verslag om te bewaren."))]
    return []
