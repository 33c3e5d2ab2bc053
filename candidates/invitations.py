"""Inviting a candidate, and the door of the link (decisions 12, 13, 26; law.md X-03)."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from candidates.models import Candidacy, Invitation, LoginCode, Stage
from candidates.sessions import end_sessions
from candidates.workflow import Missing
from parties import terms
from parties.codes import new_typed_code, tidy_typed_code
from parties.models import Door
from parties.outbox import cancel_for, queue
from parties.safekeeping.audit import record
from parties.safekeeping.crypto import code_hmac, lookup_hash, token_hash

DOOR = "invite"


class MayNotInvite(Exception):
    """The round is not ready to invite; `missing` says what waits for whom (decision 23)."""

    def __init__(self, missing: list[Missing]):
        super().__init__([str(one.text) for one in missing])
        self.missing = missing


class AddressChanged(Exception):
    """The person has already entered: the address is changed by the candidate from now on."""


def likely_same(round, *, email: str, last_name: str) -> list[Candidacy]:
    """Candidacies of this round with the same address or surname, to warn about; never to refuse."""
    rows = Candidacy.objects.filter(round=round)
    return list(
        rows.filter(email_hash=lookup_hash(round.party_id, email)) | rows.filter(last_name__iexact=last_name.strip())
    )


def invite(round, *, actor, gates: Callable[[object], list[Missing]], person: dict, send: bool = True) -> Candidacy:
    """Invite one person. `person` holds first_name, prefixes, last_name, email and language.

    What a list also knew (initials, phone, birth_date, residence) waits in the candidate's own form, to be corrected.
    `gates` is `may_invite`, given from the floor that knows the procedure page. Raises `MayNotInvite`.
    With `send` False nothing is mailed: the chair prints the letter.
    """
    with transaction.atomic():
        missing = gates(round)
        if missing:
            raise MayNotInvite(missing)
        candidacy = Candidacy(party=round.party, round=round, invited_by=actor.ref, executive=False)
        for name in ("first_name", "prefixes", "last_name", "language"):
            setattr(candidacy, name, person.get(name) or ("nl" if name == "language" else ""))
        for name in ("initials", "phone", "birth_date", "residence"):
            if person.get(name):
                setattr(candidacy, name, person[name])
        candidacy.email = person["email"].strip()
        candidacy.email_hash = lookup_hash(round.party_id, person["email"])
        candidacy.save()
        record("candidacy.invited", actor=actor, party=round.party, chain=candidacy.chain, about=candidacy.code)
        _open_door(candidacy, actor)
        if send:
            _queue_invitation(candidacy)
    return candidacy


def resend(candidacy: Candidacy, *, actor) -> Invitation:
    """A new link; the old one says that there is a newer."""
    with transaction.atomic():
        _close_doors(candidacy, "replaced")
        invitation = _open_door(candidacy, actor)
        record("invitation.resent", actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code)
        _queue_invitation(candidacy)
    return invitation


def correct_address(candidacy: Candidacy, email: str, *, actor) -> None:
    """A typing error in the address, before anybody entered. Raises `AddressChanged` afterwards."""
    with transaction.atomic():
        row = Candidacy.objects.select_for_update().get(pk=candidacy.pk)
        if row.stage != Stage.INVITED:
            raise AddressChanged
        row.email = email.strip()
        row.email_hash = lookup_hash(row.party_id, email)
        row.save(update_fields=["email", "email_hash"])
        record(
            "invitation.address_corrected", actor=actor, party=candidacy.party, chain=candidacy.chain, about=row.code
        )
        cancel_for(candidacy.party, candidacy.code)
        resend(row, actor=actor)


def revoke(candidacy: Candidacy, *, actor) -> None:
    """Close the door and every session; what was filled in stays until its term."""
    with transaction.atomic():
        _close_doors(candidacy, "revoked")
        end_sessions(candidacy)
        cancel_for(candidacy.party, candidacy.code)
        record("invitation.revoked", actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code)


def _open_door(candidacy: Candidacy, actor) -> Invitation:
    invitation = Invitation(candidacy=candidacy, created_by=actor.ref, expires_at=timezone.now() + terms.INVITATION)
    invitation.token_hash = token_hash(invitation.token)
    invitation.save()
    Door.objects.create(kind=DOOR, hash=invitation.token_hash, party=candidacy.party)
    return invitation


def _close_doors(candidacy: Candidacy, why: str) -> None:
    Invitation.objects.filter(candidacy=candidacy, revoked_at__isnull=True).update(
        revoked_at=timezone.now(), revoked_why=why
    )


def _queue_invitation(candidacy: Candidacy) -> None:
    zone = candidacy.round.body.time_zone
    queue("invitation", party=candidacy.party, candidacy_code=candidacy.code, language=candidacy.language, zone=zone)


def party_behind(token: str):
    """The party whose door this link is, or None. Changes nothing: mail scanners open links."""
    door = Door.objects.select_related("party").filter(kind=DOOR, hash=token_hash(token)).first()
    return door.party if door else None


def invitation_behind(token: str) -> Invitation | None:
    """The invitation of a link, in the open scope."""
    rows = Invitation.objects.select_related(
        "candidacy", "candidacy__round", "candidacy__round__body", "candidacy__round__election", "candidacy__party"
    )
    return rows.filter(token_hash=token_hash(token)).first()


def ask_code(candidacy: Candidacy, *, purpose: str = "enter") -> LoginCode:
    """Ask for a fresh code; the worker mints it when it renders the mail."""
    with transaction.atomic():
        LoginCode.objects.filter(candidacy=candidacy, purpose=purpose, used_at__isnull=True).delete()
        code = LoginCode.objects.create(candidacy=candidacy, purpose=purpose)
        queue("code", party=candidacy.party, candidacy_code=candidacy.code, language=candidacy.language,
              payload_code=str(code.pk))  # fmt: skip
    return code


def mint(code: LoginCode) -> str:
    """Give the code its value; called when mail or letter is made. Only the keyed hash is kept."""
    plain = new_typed_code()
    code.code_hmac = code_hmac(plain, f"candidate.{code.purpose}")
    code.expires_at = timezone.now() + terms.CODE
    code.tries = 0
    code.save(update_fields=["code_hmac", "expires_at", "tries"])
    return plain


def use_code(candidacy: Candidacy, typed: str, *, purpose: str = "enter") -> bool:
    """Is this the code, unused, in time, within its tries? A right code works once."""
    with transaction.atomic():
        code = (
            LoginCode.objects.select_for_update()
            .filter(candidacy=candidacy, purpose=purpose, used_at__isnull=True)
            .exclude(code_hmac="")
            .order_by("-asked_at")
            .first()
        )
        if code is None or code.expires_at <= timezone.now() or code.tries >= terms.CODE_TRIES:
            return False
        code.tries += 1
        right = constant_time_compare(code.code_hmac, code_hmac(tidy_typed_code(typed), f"candidate.{purpose}"))
        if right:
            code.used_at = timezone.now()
        code.save(update_fields=["tries", "used_at"])
    return right
