"""The cast of every test: Anna de Wit (candidate), Bram (chair), Carla (member), Daan (secretary), Els (board),
Farid (member of another party), Gina (candidate of another party), Henk (operator).

Rows are made directly, so that a test about one thing does not depend on all the others. Dates count from today.
"""

from datetime import date, timedelta

from django.utils import timezone

from candidates.models import Candidacy, Notice, Stage, Tie
from candidates.sessions import COOKIE, start_session
from instruments.editions import choose_editions, load_all
from instruments.models import Edition
from parties.actors import Actor
from parties.models import Door, Election, Member, Party, ProcedureVersion, PublicBody, Round, Seat, User
from parties.rounds import confirm, door_hash
from parties.safekeeping.crypto import lookup_hash
from parties.scope import party_scope
from parties.seats import committee_of
from screening.accountability import digests
from screening.procedure import publish
from tests import canaries

SURNAMES = {"Anna": ("de", "Wit"), "Bram": ("", "Visser"), "Carla": ("", "Smit"), "Daan": ("", "Mulder"),
            "Els": ("van", "Dijk"), "Farid": ("", "Amrani"), "Gina": ("", "Blok"), "Henk": ("", "Bos")}  # fmt: skip
PASSWORD = "een-lang-wachtwoord-van-de-cast"


def full_name(first: str) -> str:
    return " ".join(part for part in (first, *SURNAMES.get(first, ("", "Kok"))) if part)


def mailbox(first: str) -> str:
    return f"{first.lower()}@voorbeeld.nl"


def make_party(name: str = "Dorpsbelang Veenkamp", **fields) -> Party:
    """A party with everything a candidate may call or mail."""
    known = {"legal_form": "vereniging", "phone": "0512 34 56 78", "email": "post@veenkamp.example",
             "confidant_name": "Mevrouw Postma", "confidant_phone": "0512 11 22 33"}  # fmt: skip
    party = Party.objects.create(name=name, **(known | fields))
    canaries.belongs(party, name, party.code)
    return party


def make_body(name: str = "Veenstroom", kind: str = "waterschap", regime: str = "EU-NL") -> PublicBody:
    """An invented body; with regime BES an island in its own time zone."""
    island = regime == "BES"
    body, _fresh = PublicBody.objects.get_or_create(
        kind="eilandsraad" if island else kind, name=name,
        defaults={"regime": regime, "fictional": True,
                  "time_zone": "America/Kralendijk" if island else "Europe/Amsterdam"},
    )  # fmt: skip
    return body


def make_election(body: PublicBody, *, nomination: date | None = None) -> Election:
    """An election of this body only, nomination day a hundred days from now unless given."""
    nomination = nomination or timezone.localdate() + timedelta(days=100)
    election, _fresh = Election.objects.get_or_create(
        kind=body.kind, body=body, nomination_day=nomination,
        defaults={"vote_day": nomination + timedelta(days=44), "term_start": nomination + timedelta(days=52),
                  "term_end": nomination + timedelta(days=52 + 1463), "source": "verzonnen"},
    )  # fmt: skip
    return election


def make_round(party: Party, *, body=None, election=None, regime: str = "EU-NL", published: bool = True,
               editions: bool = False, **fields) -> Round:  # fmt: skip
    """A round of this party. `editions` gives it every instrument; `published` a first procedure page."""
    body = body or make_body(regime=regime, name="Koraaleiland" if regime == "BES" else "Veenstroom")
    election = election or make_election(body)
    day = election.nomination_day
    dates = {"submit_by": day - timedelta(days=60), "interviews_until": day - timedelta(days=35),
             "list_on": day - timedelta(days=21)}  # fmt: skip
    with party_scope(party):
        round = Round.objects.create(
            party=party, body=body, election=election, regime=body.regime,
            slug=fields.pop("slug", f"{party.code}-{body.pk}"), **(dates | fields),
        )  # fmt: skip
        hashed = door_hash(round.slug, election.vote_day.year)
        Door.objects.get_or_create(kind="procedure", hash=hashed, defaults={"party": party})
        if editions:
            give_editions(round)
        if published:
            ProcedureVersion.objects.create(party=party, round=round, number=1, config_digest="0" * 64,
                                            content={"short": []}, published_by="test")  # fmt: skip
    return round


_read_before: list[dict] = []


def load_content() -> None:
    """The product's own editions. Read from the files once per run; later tests get the rows straight away."""
    if Edition.objects.filter(party=None).exists():
        return
    if _read_before:
        Edition.objects.bulk_create([Edition(**row) for row in _read_before])
        return
    load_all()
    _read_before.extend(Edition.objects.values("slug", "number", "content", "checksum", "released_at", "loaded_at"))


def give_editions(round: Round) -> None:
    """Every instrument of the product, in the round; call inside the party's scope."""
    load_content()
    choose_editions(round)


def ready_round(party: Party | None = None, **fields) -> tuple[Round, dict[str, Member]]:
    """A round that may invite: every instrument, the committee, four papers confirmed, the page online."""
    round = make_round(party or make_party(), editions=True, published=False, **fields)
    people = committee(round)
    with party_scope(round.party):
        for what, digest in digests(round).items():
            confirm(round, what, digest, actor=acting(people["Els"], "board"))
        publish(round, actor=acting(people["Bram"], "chair"))
    return round, people


def member(party: Party, first: str = "Bram", *, role: str = "", round: Round | None = None, criminal: bool = False,
           signed: bool = True) -> Member:  # fmt: skip
    """Somebody who works for the party; with `role` and `round` also a seat. Called twice: the same person."""
    user = User.objects.filter(email=mailbox(first)).first()
    user = user or User.objects.create_user(mailbox(first), PASSWORD, name=full_name(first))
    with party_scope(party):
        promise = {"confidentiality_signed_at": timezone.now(), "confidentiality_version": "1"} if signed else {}
        person, _fresh = Member.objects.get_or_create(party=party, user=user, defaults=promise)
        if signed and person.confidentiality_signed_at is None:
            person.confidentiality_signed_at, person.confidentiality_version = timezone.now(), "1"
            person.save()
        if role and round:
            Seat.objects.create(
                party=party, round=round, member=person, role=role, criminal=criminal, granted_by="test"
            )
    return person


def committee(round: Round) -> dict[str, Member]:
    """Bram (chair), Carla (member, reads criminal matters), Daan (secretary) and Els (board), seated."""
    return {
        "Bram": member(round.party, "Bram", role="chair", round=round),
        "Carla": member(round.party, "Carla", role="member", round=round, criminal=True),
        "Daan": member(round.party, "Daan", role="secretary", round=round),
        "Els": member(round.party, "Els", role="board", round=round),
    }


def candidate(
    round: Round, first: str = "Anna", *, stage: str = Stage.STARTED, prepared: bool = True, **fields
) -> Candidacy:
    """Somebody who stands; `prepared` has read the procedure, named no ties and given her own details."""
    prefixes, last_name = SURNAMES.get(first, ("", "Kok"))
    email = fields.pop("email", mailbox(first))
    with party_scope(round.party):
        person = Candidacy(party=round.party, round=round, first_name=first, prefixes=prefixes, last_name=last_name,
                           stage=stage, email=email, email_hash=lookup_hash(round.party_id, email), **fields)  # fmt: skip
        if prepared:
            person.initials, person.residence, person.relation = first[0] + ".", "Veenkamp", "member"
            person.birth_date, person.applied_at = "1985-03-07", timezone.now()
        if stage not in (Stage.INVITED, Stage.STARTED):
            person.submitted_at = person.submitted_at or timezone.now()
        if stage == Stage.WITHDRAWN:
            person.outcome, person.t0_at, person.t0_by = "withdrawn", timezone.now(), person.code
        if stage == Stage.NOT_NOMINATED:
            person.outcome = "rejected"
        person.save()
        canaries.belongs(round.party, person.name, person.code, email)
        if prepared:
            _read_and_said(person)
    return person


def _read_and_said(person: Candidacy) -> None:
    version = ProcedureVersion.objects.filter(round=person.round).order_by("-number").first()
    if version:
        Notice.objects.create(candidacy=person, version=version)
    for seat in committee_of(person.round):
        Tie.objects.create(candidacy=person, member=seat.member, said_by=Tie.Said.CANDIDATE, kind="")


def no_tie(candidacy: Candidacy, *people: Member) -> None:
    """These members said that there is no tie: the dossier opens for them."""
    with party_scope(candidacy.party):
        for person in people:
            Tie.objects.create(candidacy=candidacy, member=person, said_by=Tie.Said.MEMBER, kind="")


def operator(first: str = "Henk") -> User:
    return User.objects.create_user(mailbox(first), PASSWORD, name=full_name(first), is_staff=True)


def acting(person: Member | Candidacy, role: str = "") -> Actor:
    """The actor of a member or candidate, as the middleware would make it."""
    if isinstance(person, Candidacy):
        return Actor(kind="candidate", party=person.party, candidacy=person, role="candidate", name=person.first_name)
    if not role:
        with party_scope(person.party):
            seat = person.seats.filter(ended_at=None).first()
        role = seat.role if seat else ""
    return Actor(kind="member", party=person.party, member=person, user=person.user, role=role, name=person.name)


def enter(client, candidacy: Candidacy):
    """The client, signed in as this candidate. (Members: `tests.signin.sign_in(client, member.user)`.)"""
    with party_scope(candidacy.party):
        _session, cookie = start_session(candidacy)
    client.cookies[COOKIE] = cookie
    return client
