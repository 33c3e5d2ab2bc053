"""Who sits where in a round."""

from parties.models import Round, Seat

COMMITTEE_ROLES = (Seat.Role.CHAIR, Seat.Role.MEMBER, Seat.Role.SECRETARY)


def seats_in(round: Round, *roles) -> list[Seat]:
    """Live seats of a round with their members, chair first; all roles when none is given."""
    rows = Seat.objects.select_related("member", "member__user").filter(
        round=round, ended_at__isnull=True, member__left_at__isnull=True
    )
    if roles:
        rows = rows.filter(role__in=roles)
    order = list(Seat.Role)
    return sorted(rows, key=lambda seat: (order.index(Seat.Role(seat.role)), seat.pk))


def committee_of(round: Round) -> list[Seat]:
    """Chair, members and secretary: the people a candidate names ties with (decision 15)."""
    return seats_in(round, *COMMITTEE_ROLES)
