"""Opening and changing a round, its seats and its confirmations; and the details of the party itself.

Who may call what is the guard's question (`access.may_set_up`, `access.may_seat`); what may never happen
is refused here.
"""

import hashlib
import json
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from parties.access import may_seat
from parties.models import Confirmation, Door, Election, Member, Party, ProcedureVersion, PublicBody, Round, Seat
from parties.models.places import Regime
from parties.safekeeping.audit import record
from parties.seats import seats_in

DOOR = "procedure"
COPIED = ("decides", "reply_days", "appeal_days", "appeal_to", "look_back_years", "vog", "vog_reason", "vog_paid_by", "checks_on",
          "code_of_conduct_url", "keep_weeks", "leading_language")  # fmt: skip
DATES = ("submit_by", "interviews_until", "list_on")


class Stale(Exception):
    """Somebody else changed this meanwhile. `current` holds what is stored now; nothing was written (409)."""

    def __init__(self, current: dict):
        super().__init__("changed meanwhile")
        self.current = current


class Fixed(Exception):
    """The round is published or has candidates: body and election stay as they are."""


class OwnRole(Exception):
    """Nobody gives themselves a place or a right (promise 9)."""


class LastOne(Exception):
    """A round keeps at least one chair."""


# --- opening and moving ---


def open_round(party: Party, *, actor, body: PublicBody, election: Election, dates: dict[str, date]) -> Round:
    """Open a round; the acting member takes the chair's seat. `dates` holds submit_by, interviews_until, list_on.

    Settings of the party's last round are taken over; people are not. Opening the same round twice
    returns the first one.
    """
    with transaction.atomic():
        Party.objects.select_for_update().get(pk=party.pk)
        existing = Round.objects.filter(body=body, election=election).first()
        if existing:
            return existing
        last = Round.objects.order_by("-opened_at").first()
        taken_over = {name: getattr(last, name) for name in COPIED} if last else {}
        round = Round(party=party, **taken_over)
        _place(round, body, election, dates)
        round.save()
        Seat.objects.create(party=party, round=round, member=actor.member, role=Seat.Role.CHAIR, granted_by=actor.ref)
        record(
            "round.opened", actor=actor, party=party, about=round.code, codes={"body": body.kind, "regime": body.regime}
        )
        record("seat.granted", actor=actor, party=party, about=actor.ref, codes={"role": "chair", "criminal": False})
    return round


def move_round(round: Round, *, actor, body: PublicBody, election: Election, dates: dict[str, date], is_empty) -> Round:
    """Choose another body or election, as long as nothing is published and `is_empty(round)` (no candidates).

    Raises `Fixed`. Confirmations given earlier lapse by themselves when their text changes.
    """
    with transaction.atomic():
        row = Round.objects.select_for_update().select_related("party").get(pk=round.pk)
        if ProcedureVersion.objects.filter(round=row).exists() or not is_empty(row):
            raise Fixed
        _place(row, body, election, dates)
        row.save()
        record("round.changed", actor=actor, party=row.party, about=row.code, codes={"fields": "body,election"})
    return row


def _place(round: Round, body: PublicBody, election: Election, dates: dict[str, date]) -> None:
    round.body, round.election, round.regime = body, election, body.regime
    if body.regime != Regime.BES:
        round.leading_language = "nl"  # decision 38
    for name in DATES:
        setattr(round, name, dates[name])
    round.slug = _reserve(round.party, body, election.vote_day.year)


def _reserve(party: Party, body: PublicBody, year: int) -> str:
    """A slug that leads to one party only (decision 9), readable by people."""
    base = slugify(f"{party.name} {body.short}")[:70].strip("-") or party.code
    slug, number = base, 1
    while True:
        door, fresh = Door.objects.get_or_create(kind=DOOR, hash=door_hash(slug, year), defaults={"party": party})
        taken = Round.objects.filter(slug=slug).exclude(body=body, election__vote_day__year=year).exists()
        if (fresh or door.party_id == party.pk) and not taken:
            return slug
        number += 1
        slug = f"{base}-{number}"


def door_hash(slug: str, year: int) -> str:
    return hashlib.sha256(f"{slug}/{year}".encode()).hexdigest()


def behind_door(slug: str, year: int) -> Party | None:
    """The party whose procedure this address is, before any scope is open."""
    door = Door.objects.select_related("party").filter(kind=DOOR, hash=door_hash(slug, year)).first()
    return door.party if door else None


# --- changing ---


def seen_of(row, fields) -> str:
    """A short mark of what a form showed, to notice that somebody else was first."""
    shown = {name: str(getattr(row, name)) for name in sorted(fields)}
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]


def change_party(party: Party, values: dict, *, actor, seen: str = "") -> Party:
    """Change details of the party. Raises `Stale` when they are not what the form showed."""
    return _change(Party.objects.select_for_update().get, party, values, seen, actor, "party.changed")


def change_round(round: Round, values: dict, *, actor, seen: str = "") -> Round:
    """Change settings of a round. Raises `Stale` when they are not what the form showed."""
    rows = Round.objects.select_for_update(of=("self",)).select_related("party", "body", "election")
    return _change(rows.get, round, values, seen, actor, "round.changed")


def _change(get, row, values, seen, actor, verb):
    with transaction.atomic():
        fresh = get(pk=row.pk)
        changed = [name for name, value in values.items() if getattr(fresh, name) != value]
        if not changed:
            return fresh
        if seen and seen != seen_of(fresh, values):
            raise Stale({name: getattr(fresh, name) for name in values})
        for name in changed:
            setattr(fresh, name, values[name])
        fresh.save(update_fields=changed)
        party = fresh if isinstance(fresh, Party) else fresh.party
        record(verb, actor=actor, party=party, about=fresh.code, codes={"fields": ",".join(changed)[:80]})
    return fresh


# --- seats ---


def grant_seat(round: Round, member: Member, role: str, *, actor, criminal: bool = False) -> Seat:
    """Give somebody who already works for the party a place in this round. Twice is once.

    Raises `OwnRole` for a place for oneself, PermissionError when the actor is not a chair here.
    """
    with transaction.atomic():
        _may_seat_other(actor, round, member)
        seat, fresh = Seat.objects.get_or_create(
            party=round.party, round=round, member=member, role=role, ended_at=None,
            defaults={"criminal": criminal, "granted_by": actor.ref},
        )  # fmt: skip
        if fresh:
            codes = {"role": role, "criminal": criminal}
            record("seat.granted", actor=actor, party=round.party, about=member.code, codes=codes)
    return seat


def set_criminal(seat: Seat, criminal: bool, *, actor) -> Seat:
    """Let a member of the committee read criminal matters, or no longer (law.md P-21)."""
    with transaction.atomic():
        _may_seat_other(actor, seat.round, seat.member)
        locked = Seat.objects.select_for_update().get(pk=seat.pk)
        if locked.criminal != criminal and locked.ended_at is None:
            locked.criminal = criminal
            locked.save(update_fields=["criminal"])
            codes = {"role": locked.role, "criminal": criminal}
            record("seat.changed", actor=actor, party=seat.party, about=seat.member.code, codes=codes)
    return locked


def end_seat(seat: Seat, *, actor) -> None:
    """End a place; its rights stop at the next request. Raises `LastOne` for the only chair. Twice is once."""
    with transaction.atomic():
        if not may_seat(actor, seat.round):
            raise PermissionError("a chair ends a place")
        chairs = list(Seat.objects.select_for_update().filter(round=seat.round_id, role=Seat.Role.CHAIR, ended_at=None))
        locked = Seat.objects.select_for_update().get(pk=seat.pk)
        if locked.ended_at:
            return
        if locked.role == Seat.Role.CHAIR and len(chairs) == 1:
            raise LastOne
        locked.ended_at = timezone.now()
        locked.save(update_fields=["ended_at"])
        record("seat.ended", actor=actor, party=seat.party, about=seat.member.code, codes={"role": locked.role})


def _may_seat_other(actor, round: Round, member: Member) -> None:
    if not may_seat(actor, round):
        raise PermissionError("a chair gives a place")
    if member.pk == actor.member.pk:
        raise OwnRole


# --- statements ---


def sign_confidentiality(member: Member, version: str, *, actor) -> Member:
    """The member signs, in person, the statement of this version (law.md P-85). Twice is once."""
    if actor.kind != "member" or actor.member.pk != member.pk:
        raise PermissionError("nobody signs for another")
    with transaction.atomic():
        locked = Member.objects.select_for_update(of=("self",)).select_related("party", "user").get(pk=member.pk)
        if locked.confidentiality_version != version:
            locked.confidentiality_signed_at, locked.confidentiality_version = timezone.now(), version
            locked.save(update_fields=["confidentiality_signed_at", "confidentiality_version"])
            record("member.confidentiality_signed", actor=actor, party=locked.party, about=locked.code,
                   codes={"version": version})  # fmt: skip
    return locked


def confirm(round: Round, what: str, digest: str, *, actor) -> Confirmation:
    """A board member confirms a document as it reads now, by name (law.md P-06, P-80, P-82). Twice is once.

    Raises PermissionError for anybody without a seat in the board.
    """
    board = [seat.member_id for seat in seats_in(round, Seat.Role.BOARD)]
    if actor.kind != "member" or actor.member.pk not in board:
        raise PermissionError("a board member confirms")
    with transaction.atomic():
        row, fresh = Confirmation.objects.get_or_create(
            party=round.party, round=round, what=what, text_digest=digest,
            defaults={"confirmed_by": actor.member.name, "confirmed_by_code": actor.ref},
        )  # fmt: skip
        if fresh:
            record("round.confirmed", actor=actor, party=round.party, about=round.code, codes={"what": what})
    return row
