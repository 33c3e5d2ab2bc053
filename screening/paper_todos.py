"""What the papers ask of a member on the home page: appeals, held decisions, corrections, the yearly look."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.access import may_open
from parties.access import Permission, permissions_in
from reports.models import AgendaRefresh, Appeal, Report
from reports.papers.appealing import HANDLES, decided_it, handled_by_day
from reports.papers.publishing import held_decisions
from screening.committee.todo import Todo


def todos(actor, round, today: date) -> list[Todo]:
    """The tasks of this member in this round that come from the papers."""
    may = permissions_in(actor, round)
    found = []
    if may & set(HANDLES):
        found += _appeals(actor, round, today)
    if Permission.DECIDE in may:
        found += _held(actor, round, today)
    if Permission.ADOPT_REPORT in may:
        found += _corrections(actor, round, today)
    if Permission.READ_AGENDA in may:
        found += _refreshes(actor, round, today)
    return found


def _appeals(actor, round, today) -> list[Todo]:
    """For who may note the outcome: not who decided or wrote the report (law.md T-01 item 14)."""
    rows = Appeal.objects.select_related("candidacy", "candidacy__round", "candidacy__round__body")
    return [
        Todo(max(today, handled_by_day(row)), _("Noteer de uitkomst van het beroep van %(name)s") % {"name": row.candidacy.name},
             _("Wie besliste of het verslag schreef, doet niet mee."),
             reverse("reports:appeal", args=[actor.party.code, row.candidacy.code]), _("Bekijk"))
        for row in rows.filter(candidacy__round=round, ended_at__isnull=True) if not decided_it(row, actor)
    ]  # fmt: skip


def _held(actor, round, today) -> list[Todo]:
    count = len(held_decisions(round))
    if not count:
        return []
    title = ngettext("Maak %(n)d besluit bekend", "Maak %(n)d besluiten bekend", count) % {"n": count}
    return [Todo(max(today, round.list_on), title, _("De kandidaten weten het nog niet."),
                 reverse("reports:publish", args=[actor.party.code, round.code]), _("Kijk na en maak bekend"))]  # fmt: skip


def _corrections(actor, round, today) -> list[Todo]:
    """A corrected report that waits for the second pair of eyes."""
    rows = Report.objects.select_related("candidacy").defer("body", "frozen")
    rows = rows.filter(candidacy__round=round, replaces__adopted_at__isnull=False, adopted_at__isnull=True)
    rows = rows.filter(sent_at__isnull=False, reply_closed_at__isnull=False).exclude(drafted_by=actor.ref)
    return [
        Todo(today, _("Lees het verbeterde verslag van %(name)s") % {"name": row.candidacy.name},
             _("Een collega schreef het. Jij leest als tweede."),
             reverse("reports:report_adopt", args=[actor.party.code, row.candidacy.code]), _("Lees"))
        for row in rows if may_open(actor, row.candidacy)
    ]  # fmt: skip


def _refreshes(actor, round, today) -> list[Todo]:
    count = AgendaRefresh.objects.filter(candidacy__round=round, done_at__isnull=True).count()
    if not count:
        return []
    return [Todo(today, _("Loop de agenda na"), ngettext("Met %(n)d lid van de fractie.", "Met %(n)d leden van de fractie.", count) % {"n": count},
                 reverse("reports:agenda", args=[actor.party.code]), _("Bekijk"))]  # fmt: skip
