"""What a granted request changes on this floor: a finding that was wrong (law.md 1.6, rectification)."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidates.models import RightsCase
from candidates.rights import RightsRefused
from candidates.workflow import Missing
from parties.calendar import local
from reports.models import Finding


def correct_finding(case: RightsCase, corrected: str) -> None:
    """The right words take the place of the wrong ones; that it was corrected, and when, stays with them.

    The wrong value is not kept. Raises `RightsRefused` when the finding is not there any more.
    """
    if case.finding is None:
        return
    row = Finding.objects.select_for_update().filter(candidacy=case.candidacy, number=case.finding).first()
    if row is None or row.dropped_at:
        raise RightsRefused(Missing(_("Dit aandachtspunt is er niet meer.")))
    day = date_format(local(case.closed_at, case.candidacy.round.body), "j F Y")
    mark = _("Verbeterd op %(day)s, op verzoek van de kandidaat.") % {"day": day}
    row.fact, row.version = f"{corrected}\n({mark})", row.version + 1
    row.save(update_fields=["fact", "version"])
