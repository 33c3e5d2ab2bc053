"""What makes a good committee, said as advice; nothing here refuses anything (handreiking.md section 2)."""

from django.utils.translation import gettext as _

from parties.models import Round, Seat
from parties.seats import seats_in

READERS = (Seat.Role.CHAIR, Seat.Role.MEMBER)


def composition_advice(round: Round) -> list[str]:
    """Remarks about who sits in the committee and the board now."""
    seats = seats_in(round)
    readers = {seat.member_id for seat in seats if seat.role in READERS}
    board = {seat.member_id for seat in seats if seat.role == Seat.Role.BOARD}
    criminal = [seat for seat in seats if seat.role == Seat.Role.MEMBER and seat.criminal]
    words = []
    if not board:
        words.append(_("Vraag eerst een bestuurslid. Zonder het bestuur kan er geen uitnodiging weg."))
    if len(readers) < 2:
        words.append(
            _(
                "Vraag nog minstens één lid. Twee mensen lezen mee, en drie is prettiger: dan kan er iemand buiten blijven bij een band."
            )
        )
    elif len(readers) == 2:
        words.append(
            _("Met twee lezers kan het net. Heeft een van hen een band met een kandidaat, dan is er een derde nodig.")
        )
    if board & readers:
        words.append(
            _(
                "Iemand zit in het bestuur én in de commissie. Beter is van niet: het bestuur beslist over het advies van de commissie."
            )
        )
    if len(readers) > 1 and not criminal:
        words.append(
            _(
                "Wijs één lid aan dat ook mag lezen over politie of justitie. Dan staat de voorzitter er niet alleen voor."
            )
        )
    if len(criminal) > 1:
        words.append(_("Meer dan één lid leest over politie of justitie. Eén is genoeg."))
    return words
