"""The integrity agenda: default points of the round's edition and the agreed measures (instrument 8).

A point that comes back every quarter or year makes its next date when it is marked. Nothing of the dossier comes along
but the measures.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from candidates.models import Candidacy
from candidates.workflow import NotAllowed
from instruments.editions import edition_in
from instruments.kinds import AgendaPoint
from instruments.wording import wording_for
from parties.access import Permission, permissions_in
from parties.safekeeping.audit import record
from reports.models import AgendaItem, LaterMeasure
from reports.papers.declaring import agreements_of

SLUG = "agenda"
AGREEMENT = "afspraak"
LATER = "wijziging"
OWN = "lid"
AGAIN = {"quarterly": 3, "yearly": 12}  # months


def after_months(day: date, months: int) -> date:
    """The same day of the month so many months later; the last day when the month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    first_after = date(day.year + years + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_after - timedelta(days=1)).day
    return date(day.year + years, month + 1, min(day.day, last))


def due_on(point: AgendaPoint, election) -> date | None:
    """The first date of a point; None when it waits for something to happen."""
    start = election.term_start
    if point.rule == "weeks":
        return start + timedelta(weeks=point.amount)
    if point.rule == "months":
        return after_months(start, point.amount)
    if point.rule in AGAIN:
        return after_months(start, AGAIN[point.rule])
    return after_months(election.term_end, -6) if point.rule == "last_half_year" else None


def points_of_round(round) -> list[AgendaPoint]:
    edition = edition_in(round, SLUG)
    if edition is None:
        return []
    wording = wording_for(round, round.leading_language)
    return [
        item for section in edition.parsed.sections for item in wording.items(section) if isinstance(item, AgendaPoint)
    ]


def make_agenda(candidacy: Candidacy, *, actor) -> int:
    """Put the default points and the agreed measures on the agenda; returns how many. Call it in a transaction."""
    wording = wording_for(candidacy.round, candidacy.language, executive=candidacy.executive)
    rows = [
        AgendaItem(candidacy=candidacy, point=point.key, text=wording.text(point), owner_role=point.owner,
                   due_on=due_on(point, candidacy.round.election))
        for point in points_of_round(candidacy.round)
    ]  # fmt: skip
    agreed = [measure for measure in agreements_of(candidacy) if measure.to_agenda]
    rows += [
        AgendaItem(
            candidacy=candidacy, point=f"{AGREEMENT}.{number}", text=measure.text, owner_role=OWN, due_on=measure.due_on
        )
        for number, measure in enumerate(agreed, 1)
    ]
    rows += [
        _later(candidacy, measure, number)
        for number, measure in enumerate(LaterMeasure.objects.filter(candidacy=candidacy).order_by("made_at"), 1)
    ]
    AgendaItem.objects.bulk_create(rows)
    record("agenda.made", actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code,
           codes={"items": len(rows)})  # fmt: skip
    return len(rows)


def _later(candidacy: Candidacy, measure: LaterMeasure, number: int) -> AgendaItem:
    return AgendaItem(
        candidacy=candidacy, point=f"{LATER}.{number}", text=measure.text, owner_role=OWN, due_on=measure.due_on
    )


def add_later(candidacy: Candidacy, measure: LaterMeasure, number: int) -> None:
    """Put an agreement made after signing on an agenda that is there already."""
    _later(candidacy, measure, number).save()


def is_shared(item: AgendaItem) -> bool:
    """A point of the whole group: it stands in every agenda and is marked once for all."""
    return item.owner_role != OWN


def mark_item(item: AgendaItem, state: str, *, actor) -> AgendaItem:
    """Mark a point; the candidate marks own points, the group chair all. Twice is once. Raises `NotAllowed`."""
    with transaction.atomic():
        row = AgendaItem.objects.select_for_update(of=("self",)).select_related(
            "candidacy", "candidacy__round", "candidacy__round__election", "candidacy__party").get(pk=item.pk)  # fmt: skip
        if not may_mark(row, actor):
            raise NotAllowed("agenda.changed")
        if row.state == state:
            return row
        together = _together(row) if is_shared(row) else [row]
        for one in together:
            mark_one(one, state)
        record("agenda.changed", actor=actor, party=row.party, chain=row.candidacy.chain, about=row.candidacy.code,
               codes={"point": row.point, "state": state})  # fmt: skip
    row.refresh_from_db()
    return row


def may_mark(item: AgendaItem, actor) -> bool:
    if actor.kind == "candidate":
        return actor.candidacy.pk == item.candidacy_id and not is_shared(item)
    return Permission.READ_AGENDA in permissions_in(actor, item.candidacy.round)


def _together(item: AgendaItem) -> list[AgendaItem]:
    rows = AgendaItem.objects.select_related("candidacy", "candidacy__round", "candidacy__round__election")
    return list(rows.filter(candidacy__round=item.candidacy.round, point=item.point, due_on=item.due_on))


def mark_one(item: AgendaItem, state: str) -> None:
    """One point, in the transaction of the caller, who checked that the actor may."""
    item.state, item.state_at = state, timezone.now()
    item.save(update_fields=["state", "state_at"])
    if state == AgendaItem.State.DONE and item.due_on:
        _come_back(item)


def _come_back(item: AgendaItem) -> None:
    """The next date of a point that returns, once, as long as the term lasts."""
    point = next((point for point in points_of_round(item.candidacy.round) if point.key == item.point), None)
    if point is None or point.rule not in AGAIN:
        return
    following = after_months(item.due_on, AGAIN[point.rule])
    known = AgendaItem.objects.filter(candidacy=item.candidacy, point=item.point, due_on=following).exists()
    if following < item.candidacy.round.election.term_end and not known:
        AgendaItem.objects.create(candidacy=item.candidacy, point=item.point, text=item.text, owner_role=item.owner_role,
                                  due_on=following)  # fmt: skip


def agenda_of(candidacy: Candidacy) -> list[AgendaItem]:
    """Open points first by date; those without a date come last."""
    rows = AgendaItem.objects.filter(candidacy=candidacy)
    return sorted(rows, key=lambda item: (item.due_on is None, item.due_on or date.max, item.point))
