"""Getting at a dossier: the object, or the 404 of one that does not exist (mechanism 2)."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from candidates.models import Candidacy, Hold, RightsCase, Stage, Tie
from parties.access import AFTER_TIE_QUESTION, Permission, can, permissions_in, seats_of
from parties.safekeeping.audit import record_opening

# Until handing in, nobody reads what a candidate is still thinking about (draft blindness).
DRAFTING = frozenset({Stage.INVITED, Stage.STARTED})


class TieUnanswered(Exception):
    """The member first says whether there is a tie; the page asks, then comes back."""

    def __init__(self, candidacy: Candidacy):
        super().__init__(candidacy.code)
        self.candidacy = candidacy


class Frozen(Exception):
    """The candidate had the dossier stand still; only two roles still read (law.md 1.6)."""

    def __init__(self, candidacy: Candidacy):
        super().__init__(candidacy.code)
        self.candidacy = candidacy


class ReadingEnded(Exception):
    """The procedure is over for this candidate: the committee does not read on until the erasure (law.md section 7)."""

    def __init__(self, candidacy: Candidacy):
        super().__init__(candidacy.code)
        self.candidacy = candidacy


# Who still reads a dossier that stands still, and what: nobody writes.
READS_FROZEN = {
    "chair": frozenset({Permission.READ_DOSSIER, Permission.READ_CRIMINAL, Permission.RESOLVE_TIE}),
    "board": frozenset({Permission.READ_ADVICE}),
}


@dataclass(frozen=True)
class TieState:
    """How a member stands towards a candidacy: answered, and blocked or not."""

    answered: bool
    blocked: bool


def tie_state(ties, member) -> TieState:
    """Judge the given ties (of one candidacy) for one member.

    A tie named by either side blocks until a member outside the tie resolves it (decision 15).
    """
    mine = [tie for tie in ties if tie.member_id == member.pk]
    blocked = any(tie.kind and tie.resolution != "open" for tie in mine)
    return TieState(any(tie.said_by == Tie.Said.MEMBER for tie in mine), blocked)


def may_open(actor, candidacy, ties=None) -> bool:
    """May this member know more of the candidacy than name and stage?"""
    if actor.kind != "member":
        return False
    ties = Tie.objects.filter(candidacy=candidacy, member=actor.member) if ties is None else ties
    state = tie_state(ties, actor.member)
    return state.answered and not state.blocked and not stands_here(actor.member, candidacy.round_id)


def stands_here(member, round_id) -> bool:
    """A member who became a candidate in the round loses every dossier of it (decision 15)."""
    from parties.safekeeping.crypto import lookup_hash

    return Candidacy.objects.filter(
        round_id=round_id, email_hash=lookup_hash(member.party_id, member.user.email)
    ).exists()


def found(code: str) -> Candidacy:
    """The candidacy in the open scope, or 404."""
    candidacy = (
        Candidacy.objects.select_related("round", "round__body", "round__election", "party").filter(code=code).first()
    )
    if candidacy is None:
        raise Http404
    return candidacy


def dossier_for(actor, code: str, permission: Permission, *, what: str = "dossier", opens: bool = True) -> Candidacy:
    """The candidacy, if this actor may do this with it.

    Raises Http404 for strangers, blocked members and missing objects alike; `TieUnanswered` when a
    committee member has not yet said whether there is a tie; `Frozen` when the dossier stands still on the
    candidate's request; `ReadingEnded` when the committee's reading has ended. Reading is recorded before content is read (decision 7) unless `opens` is False.
    Criminal matters have their own permission.
    """
    candidacy = found(code)
    if permission not in permissions_in(actor, candidacy.round) or candidacy.erased_at:
        raise Http404
    if permission in AFTER_TIE_QUESTION:
        _pass_tie_gate(actor, candidacy, permission)
        if reading_ended(candidacy):
            raise ReadingEnded(candidacy)
    if is_frozen(candidacy) and not _reads_frozen(actor, candidacy, permission):
        raise Frozen(candidacy)
    if permission in AFTER_TIE_QUESTION and opens:
        record_opening(actor, candidacy_code=candidacy.code, party=candidacy.party, what=what)
    return candidacy


def _pass_tie_gate(actor, candidacy, permission) -> None:
    if stands_here(actor.member, candidacy.round_id):
        raise Http404
    state = tie_state(Tie.objects.filter(candidacy=candidacy, member=actor.member), actor.member)
    if state.blocked:
        raise Http404
    if not state.answered:
        raise TieUnanswered(candidacy)
    if candidacy.stage in DRAFTING and permission != Permission.RESOLVE_TIE:
        raise Http404
    if candidacy.stage == Stage.WITHDRAWN:
        raise Http404


def reading_ended(candidacy) -> bool:
    """The first of the three clocks: rejected for good, or the list stands. Under a legal hold reading goes on."""
    ended = candidacy.t0_at or candidacy.t1_at
    if ended is None or ended > timezone.now():
        return False
    return not Hold.objects.filter(candidacy=candidacy, ended_at__isnull=True).exists()


def is_frozen(candidacy) -> bool:
    """A restriction that was asked or granted, or an objection that was granted, and not ended since."""
    case, state = RightsCase.Kind, RightsCase.State
    standing = Q(kind=case.RESTRICTION, state=state.OPEN) | Q(
        kind__in=(case.RESTRICTION, case.OBJECTION), state=state.GRANTED, lifted_at__isnull=True
    )
    return RightsCase.objects.filter(standing, candidacy=candidacy).exists()


def _reads_frozen(actor, candidacy, permission) -> bool:
    return any(permission in READS_FROZEN.get(seat.role, ()) for seat in seats_of(actor, candidacy.round))


def own_candidacy(actor) -> Candidacy:
    """The candidate's own dossier; 404 for anybody else."""
    if actor.kind != "candidate" or actor.candidacy.erased_at:
        raise Http404
    return actor.candidacy


def reads_criminal(actor, candidacy) -> bool:
    return can(actor, Permission.READ_CRIMINAL, candidacy.round)


def confidentiality_missing(actor) -> bool:
    """The statement is signed personally before any dossier (law.md P-85)."""
    return actor.kind == "member" and actor.member.confidentiality_signed_at is None
