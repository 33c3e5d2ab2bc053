"""What has to be in order before the first invitation leaves (decision 23; law.md P-06, P-80, P-82, P-85, T-02).

Every `Missing` names what is missing and who does it; its `url_name` takes [party.code, round.code].
"""

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.workflow import Missing
from instruments.editions import edition_in
from parties.access import Permission, can, may_seat
from parties.calendar import today_in
from parties.models import Confirmation, Round, Seat
from parties.seats import seats_in
from screening.accountability import confirmations, has_signed_secrecy
from screening.procedure.publishing import missing_to_publish, standing_of

READERS = (Seat.Role.CHAIR, Seat.Role.MEMBER)
LEAST_READERS = 2


def may_invite(round: Round) -> list[Missing]:
    """Everything that still stands in the way of inviting; [] when invitations may leave.

    Given to `candidates.invitations.invite` as its `gates`. Asked again at every invitation.
    """
    return [missing for gate in GATES for missing in gate(round)]


def nomination_to_come(round: Round) -> list[Missing]:
    if today_in(round.body, timezone.now()) > round.election.nomination_day:
        return [Missing(_("De dag van de kandidaatstelling is voorbij."), "screening:setup_election")]
    return []


def committee_ready(round: Round) -> list[Missing]:
    """A chair and at least one other reader, who signed for confidentiality in person (P-85)."""
    readers = {seat.member_id: seat for seat in seats_in(round, *READERS)}
    missing = []
    if not seats_in(round, Seat.Role.CHAIR):
        missing.append(Missing(_("Er is nog geen voorzitter van de commissie."), "screening:setup_committee"))
    if len(readers) < LEAST_READERS:
        missing.append(
            Missing(
                _("Er is nog een tweede lezer nodig: nodig een lid van de commissie uit."), "screening:setup_committee"
            )
        )
    unsigned = [seat for seat in readers.values() if not has_signed_secrecy(seat.member)]
    if len(readers) - len(unsigned) < LEAST_READERS or any(seat.role == Seat.Role.CHAIR for seat in unsigned):
        missing += [Missing(_("%(name)s tekent nog voor geheimhouding.") % {"name": seat.member.name}, "screening:setup_secrecy")
                    for seat in unsigned]  # fmt: skip
    return missing


def board_seated(round: Round) -> list[Missing]:
    if seats_in(round, Seat.Role.BOARD):
        return []
    return [Missing(_("Er doet nog geen bestuurslid mee: nodig er een uit."), "screening:setup_committee")]


def editions_chosen(round: Round) -> list[Missing]:
    if edition_in(round, "vragenlijst") or edition_in(round, "leidraad"):
        return []
    return [Missing(_("Kies eerst de vragenlijst of de leidraad voor het gesprek."), "screening:setup_instruments")]


def papers_confirmed(round: Round) -> list[Missing]:
    """Four documents, each confirmed by a named board member on the text as it reads now (P-06, P-80, P-82)."""
    names = _("een bestuurslid")
    board = [seat.member.name for seat in seats_in(round, Seat.Role.BOARD)]
    if board:
        names = _(" of ").join(board)
    return [
        Missing(_("%(who)s bevestigt nog: %(what)s.") % {"who": names, "what": Confirmation.What(what).label}, "screening:confirm")
        for what, row in confirmations(round).items() if row is None
    ]  # fmt: skip


def page_published(round: Round) -> list[Missing]:
    """The procedure page is online, and not older than the round's settings (T-02)."""
    standing = standing_of(round)
    if standing.current:
        return []
    missing = missing_to_publish(round)
    if missing:
        return [one for one in missing if one.url_name not in ("screening:setup_committee",)] + [_to_publish(standing)]
    return [_to_publish(standing)]


def _to_publish(standing) -> Missing:
    if standing.version is None:
        return Missing(_("De werkwijze staat nog niet online."), "screening:setup_procedure")
    return Missing(
        _("De werkwijze online is ouder dan jullie keuzes. Zet een nieuwe versie online."), "screening:setup_procedure"
    )


GATES: tuple[Callable[[Round], list[Missing]], ...] = (
    nomination_to_come, board_seated, committee_ready, editions_chosen, papers_confirmed, page_published,
)  # fmt: skip


def own_tasks(actor, round: Round) -> list[Missing]:
    """What this member can do now to get the round ready; for the page "Wat moet ik nu doen"."""
    tasks = []
    if actor.member and not has_signed_secrecy(actor.member):
        tasks.append(Missing(_("Teken voor geheimhouding."), "screening:setup_secrecy"))
    if can(actor, Permission.CONFIRM_GATES, round) and papers_confirmed(round):
        tasks.append(Missing(_("Lees en bevestig de vier documenten."), "screening:confirm"))
    if can(actor, Permission.SET_UP, round):
        tasks += [one for gate in (nomination_to_come, editions_chosen, page_published) for one in gate(round)]
    if may_seat(actor, round):
        tasks += [
            one
            for one in [*board_seated(round), *committee_ready(round)]
            if one.url_name == "screening:setup_committee"
        ]
    return tasks
