"""Giving the chair to somebody else, in one act: the round is never without one (promise 9)."""

from django.db import transaction

from candidates.access import stands_here
from parties.models import Member, Round, Seat
from parties.rounds import end_seat, grant_seat


class StandsHere(Exception):
    """The new chair is a candidate in this round and may not read its dossiers (decision 15)."""


def hand_over(round: Round, member: Member, *, actor) -> Seat:
    """`member` takes the chair and the acting chair lays it down; other places of both stay.

    Raises `StandsHere`, `parties.rounds.OwnRole`, PermissionError for who is no chair here.
    """
    with transaction.atomic():
        if stands_here(member, round.pk):
            raise StandsHere
        seat = grant_seat(round, member, Seat.Role.CHAIR, actor=actor)
        own = Seat.objects.filter(round=round, member=actor.member, role=Seat.Role.CHAIR, ended_at__isnull=True).first()
        if own:
            end_seat(own, actor=actor)
    return seat
