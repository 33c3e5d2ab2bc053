"""Who may do what: one enum, one table that fits on a screen (mechanism 2)."""

from enum import StrEnum, auto

from parties.models import Round


class Permission(StrEnum):
    SEE_ROUND = auto()  # names, stages, dates
    SET_UP = auto()  # body, seats, tailoring, procedure page
    CONFIRM_GATES = auto()  # balancing test, DPIA, retention, processor agreement
    INVITE = auto()
    PLAN = auto()  # interviews
    READ_DOSSIER = auto()  # answers, after the tie question
    READ_CRIMINAL = auto()  # criminal matters, besides READ_DOSSIER
    WRITE_NOTES = auto()  # notes, findings, measures
    DRAFT_REPORT = auto()
    ADOPT_REPORT = auto()  # another's draft
    RESOLVE_TIE = auto()
    READ_ADVICE = auto()  # the board's one page
    DECIDE = auto()
    COUNTERSIGN = auto()
    READ_AGENDA = auto()
    OUTBOX = auto()


P = Permission
COMMITTEE = {P.SEE_ROUND, P.READ_DOSSIER, P.WRITE_NOTES, P.DRAFT_REPORT, P.ADOPT_REPORT, P.RESOLVE_TIE}
PERMISSIONS: dict[str, frozenset[Permission]] = {
    "chair": frozenset(COMMITTEE | {P.SET_UP, P.INVITE, P.PLAN, P.READ_CRIMINAL, P.OUTBOX}),
    "member": frozenset(COMMITTEE),  # READ_CRIMINAL only with `Seat.criminal`
    "secretary": frozenset({P.SEE_ROUND, P.SET_UP, P.INVITE, P.PLAN, P.OUTBOX}),
    "board": frozenset({P.CONFIRM_GATES, P.READ_ADVICE, P.DECIDE, P.COUNTERSIGN}),
    "group_chair": frozenset({P.READ_AGENDA}),
}
# A dossier opens with these only after the tie question (decision 15).
AFTER_TIE_QUESTION = frozenset(
    {P.READ_DOSSIER, P.READ_CRIMINAL, P.WRITE_NOTES, P.DRAFT_REPORT, P.ADOPT_REPORT, P.RESOLVE_TIE}
)


def seats_of(actor, round) -> list:
    """The actor's seats in this round that count now; [] for anybody but a member."""
    if actor.kind != "member" or actor.member.left_at or actor.member.party_id != round.party_id:
        return []
    if not hasattr(actor.member, "live_seats"):
        actor.member.live_seats = list(actor.member.seats.filter(ended_at__isnull=True))
    return [seat for seat in actor.member.live_seats if seat.round_id == round.pk]


def permissions_in(actor, round) -> frozenset[Permission]:
    """Everything the actor may do in this round, ties not yet counted."""
    seats = seats_of(actor, round)
    granted: set[Permission] = set()
    for seat in seats:
        granted |= PERMISSIONS[seat.role]
        if seat.criminal and seat.role == "member":
            granted.add(P.READ_CRIMINAL)
    return frozenset(granted)


def can(actor, permission: Permission, round) -> bool:
    """May this actor do this in this round? Everything about one dossier goes through `dossier_for`."""
    return permission in permissions_in(actor, round)


def may_set_up(actor, round=None) -> bool:
    """May this actor prepare this round; without a round: may the actor start or see the set-up of the party?

    The first member of a party without rounds may begin; afterwards chairs and secretaries (decision 14, 16).
    """
    if round is not None:
        return can(actor, P.SET_UP, round)
    if actor.kind != "member" or actor.member.left_at:
        return False
    seats = list(actor.member.seats.filter(ended_at__isnull=True))
    if any(P.SET_UP in PERMISSIONS[seat.role] for seat in seats):
        return True
    return not seats and not Round.objects.exists()


def may_seat(actor, round=None) -> bool:
    """May this actor give and take places? A chair of the round, or of any open round (decision 16).

    Not the secretary: who prepares a round must not be able to give places in it, so also not to themselves.
    """
    if actor.kind != "member" or actor.member.left_at:
        return False
    chairs = actor.member.seats.filter(role="chair", ended_at__isnull=True)
    return chairs.filter(round=round).exists() if round is not None else chairs.filter(round__closed_at=None).exists()
