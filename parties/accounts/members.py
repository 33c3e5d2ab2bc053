"""Leaving a party, and ending the sessions of an account."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from parties.accounts.trail import memberships
from parties.actors import Actor
from parties.models import Member, Seat, User
from parties.safekeeping.audit import record
from parties.scope import party_scope


class LastChair(Exception):
    """A round without a chair would be a round nobody can close."""


def remove_member(member: Member, *, actor: Actor) -> None:
    """End a membership and its seats; the next request of this member is refused (promise 2).

    The guard on who may do this is the caller's. Raises LastChair when a round would lose its only
    chair, or the party its only member. Repeating changes nothing.
    """
    with party_scope(member.party), transaction.atomic():
        locked = Member.objects.select_for_update().get(pk=member.pk)
        if locked.left_at:
            return
        seats = list(Seat.objects.select_for_update().filter(member=locked, ended_at=None))
        _check_chairs(locked, seats)
        now = timezone.now()
        for seat in seats:
            seat.ended_at = now
            seat.save(update_fields=["ended_at"])
            record("seat.ended", actor=actor, party=locked.party, about=locked.code, codes={"role": seat.role})
        locked.left_at = now
        locked.save(update_fields=["left_at"])
        record("member.left", actor=actor, party=locked.party, about=locked.code)
    if not memberships(member.user):
        end_sessions(member.user)


def _check_chairs(member: Member, seats: list[Seat]) -> None:
    others = Seat.objects.filter(role=Seat.Role.CHAIR, ended_at=None).exclude(member=member)
    for seat in seats:
        if seat.role == Seat.Role.CHAIR and not others.filter(round=seat.round_id).exists():
            raise LastChair
    if not Member.objects.filter(left_at=None).exclude(pk=member.pk).exists():
        raise LastChair


def end_sessions(user: User) -> None:
    """Sign an account out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()
