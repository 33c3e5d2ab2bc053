"""The yearly ten minutes with the agenda: per point still right, done or changed, with the day and who (instrument 8).

The daily round asks on the day the term has run another year, and once more after two weeks. The person and the group
chair are both told, and either may note it, together or apart.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Candidacy, Outcome, Stage
from candidates.workflow import Missing, NotAllowed, locked
from parties.access import Permission, can
from parties.actors import Actor
from parties.calendar import today_in
from parties.models import Round, Seat
from parties.outbox import queue
from parties.safekeeping.audit import record
from parties.scope import all_parties, party_scope
from parties.seats import seats_in
from reports.free_text import tidy_text
from reports.models import AgendaItem, AgendaRefresh
from reports.papers.agenda import after_months, agenda_of, is_shared, mark_one
from reports.refusals import NotNow

PURPOSE = "agenda_refresh"
YEAR = 12
AGAIN = timedelta(days=14)
STILL_ASKED = timedelta(days=180)  # who starts later than this waits for the next year
GONE = (Outcome.NOT_ELECTED, Outcome.WITHDRAWN, Outcome.REJECTED)
Check = AgendaItem.Check


def refresh_day(election, today: date) -> date | None:
    """The newest day on which the term had run another whole year; None in the first year and after the term."""
    years = today.year - election.term_start.year
    days = [after_months(election.term_start, YEAR * year) for year in (years, years - 1) if year > 0]
    return next((day for day in days if day <= today < election.term_end), None)


def open_refresh(candidacy: Candidacy) -> AgendaRefresh | None:
    return AgendaRefresh.objects.filter(candidacy=candidacy, done_at__isnull=True).order_by("-due_on").first()


def last_refresh(candidacy: Candidacy) -> AgendaRefresh | None:
    return AgendaRefresh.objects.filter(candidacy=candidacy, done_at__isnull=False).order_by("-done_at").first()


def points_to_check(candidacy: Candidacy) -> list[AgendaItem]:
    """The person's own points that still stand; those of the whole group are marked by the group chair."""
    return [item for item in agenda_of(candidacy) if item.state == AgendaItem.State.OPEN and not is_shared(item)]


def may_refresh(candidacy: Candidacy, actor) -> bool:
    own = actor.kind == "candidate" and actor.candidacy.pk == candidacy.pk
    return own or can(actor, Permission.READ_AGENDA, candidacy.round)


def confirm_refresh(candidacy: Candidacy, answers: dict[str, tuple[str, str]], *, actor, not_bsn: bool = False) -> None:
    """Note every point at once and close this year's look. `answers`: item key -> (what, new words for a changed one).

    A changed point stays as it was, marked as no longer needed, and a new one with the new words takes its date.
    A second click changes nothing. Raises `NotNow` with what is missing, `NotAllowed`, `Unreadable`, `BsnLike`.
    """
    if not may_refresh(candidacy, actor):
        raise NotAllowed("agenda.refreshed")
    words = {key: tidy_text(text, not_bsn=not_bsn) for key, (_chosen, text) in answers.items()}
    with transaction.atomic():
        fresh = locked(candidacy)
        refresh = open_refresh(fresh)
        if refresh is None:
            return
        items = points_to_check(fresh)
        missing = missing_in(items, answers, words)
        if missing:
            raise NotNow(*missing)
        for item in items:
            _note(item, answers[str(item.pk)][0], words[str(item.pk)], actor)
        AgendaRefresh.objects.filter(candidacy=fresh, done_at__isnull=True).update(done_at=timezone.now())
        record("agenda.refreshed", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code,
               codes={"items": len(items)})  # fmt: skip


def missing_in(items, answers, words) -> list[Missing]:
    missing = []
    for number, item in enumerate(items, 1):
        what = answers.get(str(item.pk), ("", ""))[0]
        if what not in Check.values:
            missing.append(Missing(_("Kies bij punt %(number)d of het nog klopt.") % {"number": number}))
        elif what == Check.CHANGED and not words[str(item.pk)]:
            missing.append(Missing(_("Schrijf bij punt %(number)d hoe het nu is.") % {"number": number}))
    return missing


def _note(item: AgendaItem, what: str, text: str, actor) -> None:
    item.checked, item.checked_at, item.checked_by = what, timezone.now(), actor.ref
    item.save(update_fields=["checked", "checked_at", "checked_by"])
    if what == Check.DONE:
        mark_one(item, AgendaItem.State.DONE)
    if what == Check.CHANGED:
        mark_one(item, AgendaItem.State.NOT_NEEDED)
        AgendaItem.objects.create(candidacy=item.candidacy, point=item.point, text=text, owner_role=item.owner_role,
                                  due_on=item.due_on)  # fmt: skip


def ask_refreshes(zone: str, day: date) -> int:
    """Open this year's look where its day came, and remind once; returns how many mails were queued. Idempotent."""
    with all_parties("the daily round: every party in turn"):
        rows = Round.objects.select_related("party", "body", "election").filter(body__time_zone=zone)
        rounds = list(rows.filter(party__left_at__isnull=True))
    return sum(_ask_round(round, day) for round in rounds)


def _ask_round(round: Round, day: date) -> int:
    due = refresh_day(round.election, day)
    if due is None or day - due > STILL_ASKED:
        return 0
    with party_scope(round.party):
        people = Candidacy.objects.filter(
            round=round, stage=Stage.COMPLETED, erased_at__isnull=True, t0_at__isnull=True
        )
        return sum(_ask(one, due, day) for one in people.exclude(outcome__in=GONE).select_related("party", "round"))


def _ask(candidacy: Candidacy, due: date, day: date) -> int:
    with transaction.atomic():
        fresh = locked(candidacy)
        if not points_to_check(fresh):
            return 0
        refresh, new = AgendaRefresh.objects.get_or_create(
            candidacy=fresh, due_on=due, defaults={"owner": fresh.code, "party": fresh.party}
        )
        if not new:
            asked = today_in(fresh.round.body, refresh.asked_at)
            if refresh.done_at or refresh.reminded_at or day < asked + AGAIN:
                return 0
            refresh.reminded_at = timezone.now()
            refresh.save(update_fields=["reminded_at"])
        record("agenda.refresh_asked", actor=Actor.system(fresh.party), party=fresh.party, chain=fresh.chain,
               about=fresh.code)  # fmt: skip
        return _tell(fresh)


def _tell(candidacy: Candidacy) -> int:
    zone = candidacy.round.body.time_zone
    queue("news", party=candidacy.party, candidacy_code=candidacy.code, language=candidacy.language, zone=zone)
    members = {seat.member_id: seat.member for seat in seats_in(candidacy.round, Seat.Role.GROUP_CHAIR)}
    for member in members.values():
        queue(PURPOSE, party=candidacy.party, member_code=member.code, language=member.user.language, zone=zone)
    return 1 + len(members)
