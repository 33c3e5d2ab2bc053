"""Requests about one's own data: their clock, who decides, and what they stop meanwhile (law.md 1.6, P-50 to P-53, R-34)."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidacy, RightsCase, Tie
from candidates.rights_words import grounds_for, rights_in
from candidates.workflow import OPEN, Missing, NotAllowed, advance, locked
from parties import terms
from parties.calendar import today_in
from parties.models.places import Regime
from parties.outbox import cancel_for, queue
from parties.safekeeping.audit import record
from parties.seats import seats_in

Kind, State, Origin = RightsCase.Kind, RightsCase.State, RightsCase.Origin
MARKS = (50, 80)  # per cent of the term at which the committee is alerted (P-50)
HANDLERS = ("chair", "secretary")  # who answers requests
PAUSING = (Kind.RESTRICTION, Kind.OBJECTION)
# What a candidate may always do, also while the dossier stands still.
ALWAYS = frozenset({"enter", "withdraw", "unsign", "erase_on_request"})

Effect = Callable[[RightsCase, str], None]
_effects: dict[str, Effect] = {}


class RightsRefused(Exception):
    """This cannot be done with this request now. `missing` says why, in words."""

    def __init__(self, *missing: Missing):
        super().__init__([str(one.text) for one in missing])
        self.missing = list(missing)


def register_effect(kind: str, effect: Effect) -> None:
    """`effect(case, corrected)` runs in the transaction that grants; a floor above registers it in `ready()`."""
    _effects[kind] = effect


# --- the clock ---


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def legal_term(regime: str, received_on: date, *, extended: bool = False) -> date:
    """One month, three when extended, under the AVG; always 28 days on the islands (law.md P-50)."""
    if regime == Regime.BES:
        return received_on + terms.RIGHTS_CASE
    return months_later(received_on, 3 if extended else 1)


def passed(case: RightsCase, today: date) -> int:
    """Per cent of the time that is over."""
    whole = max((case.by - case.received_on).days, 1)
    return max((today - case.received_on).days, 0) * 100 // whole


# --- opening ---


def open_case(
    candidacy: Candidacy, kind: str, wish: str, *, actor, origin: str = Origin.PAGE, received_on: date | None = None,
    finding: int | None = None,
) -> RightsCase:  # fmt: skip
    """Start a request. The candidate by session; for paper and e-mail a member does it (law.md P-53).

    The same right twice, while the first is open, is one. Raises `RightsRefused`, `NotAllowed`.
    """
    with transaction.atomic():
        fresh = locked(candidacy)
        own = actor.kind == "candidate" and actor.candidacy.pk == fresh.pk
        if own != (origin == Origin.PAGE):
            raise NotAllowed("open_case")
        today = today_in(fresh.round.body, timezone.now())
        received_on = received_on or today
        same = RightsCase.objects.filter(candidacy=fresh, kind=kind, state=State.OPEN, finding=finding).first()
        if same:
            return same
        missing = _opening_missing(fresh, kind, wish, received_on, today)
        if missing:
            raise RightsRefused(*missing)
        case = RightsCase.objects.create(
            candidacy=fresh, kind=kind, origin=origin, regime=fresh.round.regime, wish=wish.strip() or None,
            finding=finding, received_on=received_on, opened_by=actor.ref,
            target_on=received_on + terms.RIGHTS_CASE, due_on=legal_term(fresh.round.regime, received_on),
        )  # fmt: skip
        _note("rights.opened", case, actor)
        if own:
            alert_handlers(fresh)
        else:
            tell(fresh)
    return case


def _opening_missing(candidacy, kind, wish, received_on, today) -> list[Missing]:
    missing = []
    if kind not in {right.kind for right in rights_in(candidacy.round.regime)}:
        missing.append(Missing(_("Kies een van de rechten.")))
    if kind in (Kind.CORRECTION, Kind.OBJECTION) and not wish.strip():
        missing.append(Missing(_("Schrijf op waar het om gaat.")))
    if received_on > today:
        missing.append(Missing(_("Kies een dag die al geweest is.")))
    return missing


# --- while it is open ---


def extend(case: RightsCase, reason: str, *, actor) -> RightsCase:
    """Two months more, once, told with the reason within the first month; not on the islands (AVG 12(3)).

    Raises `RightsRefused`, `NotAllowed`.
    """
    with transaction.atomic():
        row = _handled(case, actor)
        today = today_in(row.candidacy.round.body, timezone.now())
        missing = []
        if row.regime == Regime.BES:
            missing.append(Missing(_("Op de eilanden is de termijn altijd vier weken.")))
        elif row.extended_at:
            missing.append(Missing(_("Verlengen kan maar één keer.")))
        elif today > row.due_on:
            missing.append(Missing(_("Verlengen kon alleen in de eerste maand.")))
        if not reason.strip():
            missing.append(Missing(_("Schrijf waarom het langer duurt. De kandidaat leest het.")))
        if missing:
            raise RightsRefused(*missing)
        row.extended_at, row.extension_reason, row.warned = timezone.now(), reason.strip(), 0
        row.due_on = legal_term(row.regime, row.received_on, extended=True)
        row.save(update_fields=["extended_at", "extension_reason", "warned", "due_on"])
        _note("rights.extended", row, actor)
        tell(row.candidacy)
    return row


def withdraw_case(case: RightsCase, *, actor) -> RightsCase:
    """The candidate lets a request go, or ends a freeze that was granted. Raises `NotAllowed`."""
    with transaction.atomic():
        if actor.kind != "candidate" or actor.candidacy.pk != case.candidacy_id:
            raise NotAllowed("withdraw_case")
        row = _locked_case(case)
        if row.is_open:
            row.state, row.closed_at = State.WITHDRAWN, timezone.now()
            row.save(update_fields=["state", "closed_at"])
            _note("rights.withdrawn", row, actor)
        elif stands_still(row):
            _lift(row, actor)
    return row


# --- the decision ---


@dataclass(frozen=True)
class Decision:
    """What a named person decides on a request."""

    granted: bool
    answer: str
    ground: str = ""
    redacted: bool = False
    weighing: str = ""
    corrected: str = ""  # the words that replace what was wrong in a finding


def decide_case(case: RightsCase, decision: Decision, *, actor) -> RightsCase:
    """Answer a request, with its effect, in one transaction; the candidate gets word.

    Refusing or leaving parts out for the sake of others takes the weighing (law.md P-52). A granted erasure ends
    the candidacy; everything goes in the next night. Raises `RightsRefused`, `NotAllowed`.
    """
    with transaction.atomic():
        row = _handled(case, actor)
        missing = _decision_missing(row, decision)
        if missing:
            raise RightsRefused(*missing)
        row.state = State.GRANTED if decision.granted else State.REFUSED
        row.ground = "" if decision.granted else decision.ground
        row.redacted, row.answer = decision.redacted, decision.answer.strip()
        row.weighing = decision.weighing.strip() or None
        row.decided_by, row.decided_by_name, row.closed_at = actor.ref, actor.name[:120], timezone.now()
        row.save()
        _note("rights.granted" if decision.granted else "rights.refused", row, actor)
        if decision.granted and row.kind in _effects:
            _effects[row.kind](row, decision.corrected.strip())
        if decision.granted and row.kind == Kind.ERASURE:
            _erase(row, actor)
        else:
            tell(row.candidacy)
    return row


def _decision_missing(case: RightsCase, decision: Decision) -> list[Missing]:
    missing = []
    ground = grounds_for(case.kind, case.regime).get(decision.ground)
    if not decision.answer.strip():
        missing.append(Missing(_("Schrijf het antwoord. De kandidaat leest het.")))
    if not decision.granted and ground is None:
        missing.append(Missing(_("Kies waarom je het verzoek afwijst.")))
    for_others = decision.redacted if decision.granted else bool(ground and ground.weighing)
    if for_others and not decision.weighing.strip():
        missing.append(Missing(_("Schrijf hoe je de belangen van beide kanten hebt gewogen.")))
    if decision.granted and case.kind == Kind.CORRECTION and case.finding and not decision.corrected.strip():
        missing.append(Missing(_("Schrijf wat er in het aandachtspunt moet staan.")))
    return missing


def _erase(case: RightsCase, actor) -> None:
    candidacy = case.candidacy
    cancel_for(candidacy.party, candidacy.code)
    if candidacy.stage in OPEN:
        advance(candidacy, "erase_on_request", actor=actor, facts=_erasure_granted)
    elif candidacy.t0_at is None:
        candidacy.t0_at, candidacy.t0_by = timezone.now(), actor.ref
        candidacy.save(update_fields=["t0_at", "t0_by"])
    _queue("rights_erased", candidacy)


def _erasure_granted(candidacy: Candidacy) -> list[Missing]:
    granted = RightsCase.objects.filter(candidacy=candidacy, kind=Kind.ERASURE, state=State.GRANTED).exists()
    return [] if granted else [Missing(_("Dit kan alleen na een verzoek om te wissen."))]


def lift(case: RightsCase, *, actor) -> RightsCase:
    """End a freeze that was granted; the candidate hears it first (AVG 18(3)). Raises `NotAllowed`."""
    with transaction.atomic():
        row = _handled(case, actor, closed=True)
        if stands_still(row):
            _lift(row, actor)
            tell(row.candidacy)
    return row


def _lift(row: RightsCase, actor) -> None:
    row.lifted_at = timezone.now()
    row.save(update_fields=["lifted_at"])
    _note("rights.lifted", row, actor)


# --- what a request stops meanwhile ---


def stands_still(case: RightsCase) -> bool:
    """Granted, about stopping the work, and not ended."""
    return case.kind in PAUSING and case.state == State.GRANTED and case.lifted_at is None


def pauses(candidacy: Candidacy) -> list[Missing]:
    """Why no step can be taken now: a request to stand still or an objection (law.md 1.6, R-34)."""
    standing = Q(state=State.OPEN) | Q(state=State.GRANTED, lifted_at__isnull=True)
    if not RightsCase.objects.filter(standing, candidacy=candidacy, kind__in=PAUSING).exists():
        return []
    return [Missing(_("Dit dossier staat stil door een verzoek van de kandidaat. Beantwoord dat eerst."))]


def brake(candidacy: Candidacy, step: str) -> list[Missing]:
    """For `workflow.register_brake`."""
    return [] if step in ALWAYS else pauses(candidacy)


def asking(party) -> set[str]:
    """Dossiers with an open request stay as they are until it is answered (R-34)."""
    return set(RightsCase.objects.filter(party=party, state=State.OPEN).values_list("owner", flat=True))


def to_alert(party, today: date, zone: str) -> list[tuple[RightsCase, int]]:
    """Open requests of bodies in this time zone that passed a mark since the last alert, with that mark (P-50)."""
    found = []
    rows = RightsCase.objects.select_related("candidacy", "candidacy__round__body", "candidacy__party")
    for case in rows.filter(party=party, state=State.OPEN, candidacy__round__body__time_zone=zone):
        mark = max((one for one in MARKS if passed(case, today) >= one), default=0)
        if mark > case.warned:
            found.append((case, mark))
    return found


# --- inside ---


def cases_of(candidacy: Candidacy) -> list[RightsCase]:
    """Every request of this candidate, newest first."""
    rows = RightsCase.objects.select_related("candidacy", "candidacy__round", "candidacy__round__body")
    return list(rows.filter(candidacy=candidacy).order_by("-opened_at"))


def tell(candidacy: Candidacy) -> None:
    """A neutral mail: there is news, log in (law.md X-12)."""
    _queue("rights_news", candidacy)


def alert_handlers(candidacy: Candidacy) -> None:
    """A neutral mail to chair and secretary of the round, but not to who has a tie."""
    tied = Tie.objects.filter(candidacy=candidacy).exclude(kind="").exclude(resolution="open").values("member")
    for seat in seats_in(candidacy.round):
        if seat.role in HANDLERS and not tied.filter(member=seat.member_id).exists():
            queue(
                "rights_alert", party=candidacy.party, member_code=seat.member.code, zone=candidacy.round.body.time_zone
            )


def _queue(purpose: str, candidacy: Candidacy) -> None:
    queue(purpose, party=candidacy.party, candidacy_code=candidacy.code, language=candidacy.language,
          zone=candidacy.round.body.time_zone)  # fmt: skip


def _locked_case(case: RightsCase) -> RightsCase:
    fresh = locked(case.candidacy)
    row = RightsCase.objects.get(pk=case.pk)
    row.candidacy = fresh
    return row


def _handled(case: RightsCase, actor, *, closed: bool = False) -> RightsCase:
    """The row behind its lock, for a member of the party; who exactly is for the page."""
    if actor.kind != "member" or actor.member.party_id != case.party_id:
        raise NotAllowed("rights")
    row = _locked_case(case)
    if not row.is_open and not closed:
        raise RightsRefused(Missing(_("Dit verzoek is al afgehandeld.")))
    return row


def _note(verb: str, case: RightsCase, actor) -> None:
    candidacy = case.candidacy
    record(verb, actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code,
           codes={"case": case.code, "kind": case.kind})  # fmt: skip
