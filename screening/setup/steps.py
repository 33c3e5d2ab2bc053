"""The steps of the set-up, each with what is done, what is missing and for whom it waits."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from instruments.editions import editions_in
from parties.access import Permission, can
from parties.models import MemberInvitation, Round, Seat
from parties.seats import seats_in
from screening.accountability import confirmations, has_signed_secrecy
from screening.gates import board_seated, committee_ready, editions_chosen, may_invite
from screening.procedure.publishing import standing_of

DONE, NOW, TODO = "done", "now", "todo"


@dataclass
class SetupStep:
    """One stone. `note` begins with how it stands; without `url` it is not open yet."""

    label: str
    note: str
    done: bool
    url: str = ""
    state: str = TODO


def party_known(party) -> bool:
    return bool(
        (party.phone or party.email) and party.confidant_name and (party.confidant_phone or party.confidant_email)
    )


def steps_of(party, round: Round | None, actor) -> list[SetupStep]:
    """Every step in order; the first that is open and not done is the one to do now."""
    rows = _without_round(party) if round is None else _with_round(party, round, actor)
    for row in rows:
        row.state = DONE if row.done else TODO
    first = next((row for row in rows if not row.done and row.url), None)
    if first:
        first.state = NOW
    return rows


def _step(label, note, done, name="", *args) -> SetupStep:
    return SetupStep(label, note, done, reverse(name, args=args) if name else "")


def _party_step(party, *args) -> SetupStep:
    known = party_known(party)
    note = _("Klaar") if known else _("Naam, telefoon en vertrouwenspersoon")
    return _step(_("Vertel wie jullie zijn"), note, known, "screening:setup_party", party.code, *args)


def _without_round(party) -> list[SetupStep]:
    later = _("Komt daarna")
    return [
        _party_step(party),
        _step(_("Kies waar jullie meedoen"), _("Gemeente, provincie, waterschap of eiland"), False, "screening:setup_body", party.code),
        *[_step(label, later, False) for label in (
            _("Kies de data"), _("Vraag het bestuur en de commissie"), _("Teken voor geheimhouding"),
            _("Kies wat jullie gebruiken"), _("Bekijk hoe lang jullie bewaren"), _("Zet de werkwijze online"),
            _("Het bestuur bevestigt vier stukken"), _("Nodig kandidaten uit"),
        )],
    ]  # fmt: skip


def _with_round(party, round, actor) -> list[SetupStep]:
    here = (party.code, round.code)
    election = round.election
    where = _("%(body)s, %(year)s") % {"body": round.body.short, "year": election.vote_day.year}
    days = _("Klaar. Kandidaatstelling op %(day)s") % {"day": date_format(election.nomination_day, "j F Y")}
    return [
        _party_step(party, round.code),
        _step(_("Kies waar jullie meedoen"), _("Klaar: %(where)s") % {"where": where}, True, "screening:setup_body", *here),
        _step(_("Kies de data"), days, True, "screening:setup_election", *here),
        _people(round, here),
        _secrecy(round, here, actor),
        _instruments(round, here),
        _step(_("Bekijk hoe lang jullie bewaren"), _("Klaar: %(weeks)s na elk moment") % {"weeks": _weeks(round.keep_weeks)}, True,
              "screening:setup_retention", *here),
        _page(round, here),
        _papers(round, here, actor),
        _invite(round, here, actor),
    ]  # fmt: skip


def _weeks(number: int) -> str:
    return ngettext("%(n)d week", "%(n)d weken", number) % {"n": number}


def _people(round, here) -> SetupStep:
    open_invitations = MemberInvitation.objects.filter(round=round, accepted_at=None, revoked_at=None)
    waiting = [invitation.name or invitation.email for invitation in open_invitations]
    done = not board_seated(round) and not [
        one for one in committee_ready(round) if one.url_name == "screening:setup_committee"
    ]
    if waiting and not done:
        note = _("Bezig. Wacht op %(names)s") % {"names": ", ".join(waiting)}
    else:
        note = _("Klaar") if done else _("Eerst een bestuurslid, dan de leden")
    return _step(_("Vraag het bestuur en de commissie"), note, done, "screening:setup_committee", *here)


def _secrecy(round, here, actor) -> SetupStep:
    seats = seats_in(round, Seat.Role.CHAIR, Seat.Role.MEMBER)
    unsigned = list({seat.member.name: None for seat in seats if not has_signed_secrecy(seat.member)})
    mine = actor.member is not None and not has_signed_secrecy(actor.member)
    if mine:
        return _step(_("Teken voor geheimhouding"), _("Jij tekent nog"), False, "screening:setup_secrecy", *here)
    note = _("Wacht op %(names)s") % {"names": ", ".join(unsigned)} if unsigned else _("Klaar")
    return _step(_("Teken voor geheimhouding"), note, not unsigned, "screening:setup_secrecy", *here)


def _instruments(round, here) -> SetupStep:
    number = len(editions_in(round))
    done = not editions_chosen(round)
    note = (
        ngettext("Klaar: %(n)d onderdeel", "Klaar: %(n)d onderdelen", number) % {"n": number}
        if done
        else _("Kies de vragenlijst of de leidraad")
    )
    return _step(_("Kies wat jullie gebruiken"), note, done, "screening:setup_instruments", *here)


def _page(round, here) -> SetupStep:
    standing = standing_of(round)
    if standing.current:
        note = _("Klaar: versie %(number)d staat online") % {"number": standing.version.number}
    elif standing.version:
        note = _("Jullie keuzes zijn veranderd: zet een nieuwe versie online")
    else:
        note = _("Bekijk eerst hoe de bladzijde eruitziet")
    return _step(_("Zet de werkwijze online"), note, standing.current, "screening:setup_procedure", *here)


def _papers(round, here, actor) -> SetupStep:
    rows = confirmations(round)
    left = sum(row is None for row in rows.values())
    board = ", ".join(seat.member.name for seat in seats_in(round, Seat.Role.BOARD))
    if not left:
        note = _("Klaar")
    elif can(actor, Permission.CONFIRM_GATES, round):
        note = ngettext("Jij bevestigt nog %(n)d stuk", "Jij bevestigt nog %(n)d stukken", left) % {"n": left}
    elif board:
        note = _("Wacht op %(names)s") % {"names": board}
    else:
        note = _("Wacht op een bestuurslid")
    return _step(_("Het bestuur bevestigt vier stukken"), note, not left, "screening:confirm", *here)


def _invite(round, here, actor) -> SetupStep:
    missing = may_invite(round)
    if missing:
        left = ngettext("Nog %(n)d ding hierboven", "Nog %(n)d dingen hierboven", len(missing)) % {"n": len(missing)}
        return _step(_("Nodig kandidaten uit"), left, False)
    able = can(actor, Permission.INVITE, round)
    return _step(
        _("Nodig kandidaten uit"), _("Alles staat klaar"), False, *(("screening:invite", *here) if able else ())
    )
