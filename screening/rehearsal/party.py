"""Fill the empty rehearsal database, or empty it again."""

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from instruments.editions import choose_editions, load_all
from parties.accounts.invitations import accept, invite_member
from parties.actors import Actor
from parties.calendar import election_dates, proposed_marks
from parties.models import Confirmation, Election, Member, Party, PublicBody, Round, User
from parties.rounds import confirm, open_round, sign_confidentiality
from parties.safekeeping.guards import guards_lifted
from parties.scope import all_parties, party_scope
from screening.accountability import text_digest
from screening.committee.confidentiality import STATEMENT_VERSION
from screening.procedure import publish
from screening.rehearsal.journey import Walk
from screening.rehearsal.people import BRAM, CANDIDATES, INVITED, VOLUNTEERS

NAME = "Dorpsbelang Veenkamp"
KEPT = {"django_migrations", "django_content_type", "auth_permission", "parties_publicbody", "parties_election",
        "instruments_edition", "django_session"}  # fmt: skip


class NotARehearsal(Exception):
    """Only the rehearsal may be filled or emptied by a click (decision 34)."""


def _only_here() -> None:
    if not settings.REHEARSAL:
        raise NotARehearsal("REHEARSAL=1 is not set")


def rehearsal_party() -> Party | None:
    return Party.objects.filter(rehearsal=True).first()


@transaction.atomic
def build() -> Party:
    """The rehearsal party with volunteers, a round and candidates in every stage. Raises NotARehearsal."""
    _only_here()
    load_all()
    party = Party.objects.create(
        name=NAME, legal_form="vereniging", phone="0599 12 34 56", email="post@veenkamp.example", rehearsal=True,
        confidant_name="Ria Postma", confidant_phone="0599 65 43 21", confidant_email="ria@veenkamp.example",
    )  # fmt: skip
    User.objects.create_user("henk@beheer.example", name="Henk Bos", is_staff=True, is_superuser=True, rehearsal=True)
    with party_scope(party):
        people = _seat_people(party)
        round = _open(party, people)
        for standing in CANDIDATES:
            Walk(round, standing, people).go()
    return party


def _user(volunteer) -> User:
    user, _fresh = User.objects.get_or_create(
        email=volunteer.email, defaults={"name": volunteer.name, "rehearsal": True}
    )
    return user


def _join(party, volunteer, *, actor, round=None) -> Actor:
    """Invite and accept, as it goes for everybody."""
    user = _user(volunteer)
    invitation = invite_member(actor=actor, party=party, email=volunteer.email, name=volunteer.name,
                               role=volunteer.role if round else "", criminal=volunteer.criminal, round=round)  # fmt: skip
    member = accept(invitation, user=user)
    return Actor(kind="member", party=party, member=member, user=user, name=volunteer.name, role=volunteer.role)


def _seat_people(party) -> dict[str, Actor]:
    operator = Actor(kind="operator", party=party, role="operator")
    return {"Bram": _join(party, BRAM, actor=operator)}


def _open(party, people) -> Round:
    """The round as the guided setup makes it: dates counted from today, everything confirmed and published."""
    bram = people["Bram"]
    body, election = _place()
    marks = proposed_marks(election.nomination_day, timezone.localdate())
    dates = {"submit_by": marks.submit_by, "interviews_until": marks.interviews_until, "list_on": marks.list_on}
    round = open_round(party, actor=bram, body=body, election=election, dates=dates)
    for volunteer in INVITED:
        people[volunteer.name.split()[0]] = _join(party, volunteer, actor=bram, round=round)
    for actor in people.values():
        sign_confidentiality(actor.member, STATEMENT_VERSION, actor=actor)
    for actor in people.values():
        actor.member.refresh_from_db()
        if hasattr(actor.member, "live_seats"):
            del actor.member.live_seats
    choose_editions(round)
    for what in Confirmation.What.values:
        confirm(round, what, text_digest(round, what), actor=people["Els"])
    publish(round, actor=bram)
    return round


def _place() -> tuple[PublicBody, Election]:
    body, _fresh = PublicBody.objects.get_or_create(
        kind="waterschap", name="Veenstroom", defaults={"regime": "EU-NL", "fictional": True}
    )
    today, year = timezone.localdate(), timezone.localdate().year
    while election_dates(year).nomination_day <= today:
        year += 1
    dates = election_dates(year)
    election, _fresh = Election.objects.get_or_create(
        kind="waterschap", body=body, nomination_day=dates.nomination_day,
        defaults={"vote_day": dates.vote_day, "term_start": dates.term_start, "term_end": dates.term_end,
                  "source": "verzonnen, voor oefenen"},
    )  # fmt: skip
    return body, election


@transaction.atomic
def empty() -> None:
    """Throw everything of the rehearsal away, people and all. Raises NotARehearsal."""
    _only_here()
    tables = [name for name in connection.introspection.table_names() if name not in KEPT]
    # All parties: on PostgreSQL the row policies would hide the rows from their own deletion.
    with all_parties("the rehearsal is thrown away whole"), guards_lifted(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # nosec B608 - names of the database itself
        # What the product brings stays; what a rehearsal party tailored goes with it.
        cursor.execute("DELETE FROM instruments_edition WHERE party_id IS NOT NULL")


def ready() -> Party:
    """The rehearsal party, made when there is none."""
    return rehearsal_party() or build()


def volunteers(party) -> list[tuple[Member, str]]:
    """(member, role label) in the order of the story."""
    order = {volunteer.email: number for number, volunteer in enumerate(VOLUNTEERS)}
    with party_scope(party):
        members = list(Member.objects.select_related("user").filter(party=party))
    roles = {volunteer.email: volunteer.role for volunteer in VOLUNTEERS}
    members.sort(key=lambda member: order.get(member.user.email, 99))
    return [(member, roles.get(member.user.email, "")) for member in members]
