"""Inviting a member: a link that is a door, not a key (decisions 12, 13 and 16; law.md X-03)."""

import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from parties import terms
from parties.actors import Actor
from parties.models import Door, Member, MemberInvitation, Seat, User
from parties.outbox import queue
from parties.safekeeping.audit import record
from parties.safekeeping.crypto import token_hash
from parties.scope import party_scope

DOOR = "member"


class InvitationClosed(Exception):
    """Used, withdrawn, lapsed or replaced meanwhile."""


def invite_member(
    *,
    actor: Actor,
    party,
    email: str,
    name: str = "",
    role: str = "",
    criminal: bool = False,
    round=None,
    language="nl",
) -> MemberInvitation:
    """Invite somebody to work for the party, with a seat when `role` and `round` are given.

    Does the same for an address that has an account and one that has not. That a member may invite is
    guarded by the caller. Raises PermissionDenied for inviting oneself, and for an operator where
    somebody works already.
    """
    email = email.strip().lower()
    if actor.kind == "member" and email == actor.user.email:
        raise PermissionDenied("nobody raises their own role")
    with party_scope(party), transaction.atomic():
        if actor.kind == "operator" and Member.objects.filter(left_at=None).exists():
            raise PermissionDenied("later members are invited by a chair")
        for earlier in MemberInvitation.objects.filter(
            email=email, role=role, round=round, accepted_at=None, revoked_at=None
        ):
            _close(earlier, revoked_at=timezone.now())
        invitation = MemberInvitation.objects.create(
            party=party, email=email, name=name.strip(), role=role, criminal=criminal, round=round,
            invited_by=actor.member.code if actor.member else actor.kind, expires_at=timezone.now() + terms.INVITATION,
        )  # fmt: skip
        _send(invitation, actor, language)
    return invitation


def resend(invitation: MemberInvitation, *, actor: Actor, language: str = "nl") -> None:
    """Mail a new link, good for another 14 days; the old link stops. Raises InvitationClosed."""
    with party_scope(invitation.party), transaction.atomic():
        locked = MemberInvitation.objects.select_for_update().get(pk=invitation.pk)
        if locked.accepted_at or locked.revoked_at:
            raise InvitationClosed
        _shut_door(locked)
        locked.token_hash = ""
        locked.expires_at = timezone.now() + terms.INVITATION
        locked.save(update_fields=["token_hash", "expires_at"])
        _send(locked, actor, language)


def revoke(invitation: MemberInvitation, *, actor: Actor) -> None:
    """Withdraw an invitation; its link shows the calm page. Repeating changes nothing."""
    with party_scope(invitation.party), transaction.atomic():
        locked = MemberInvitation.objects.select_for_update().get(pk=invitation.pk)
        if locked.accepted_at or locked.revoked_at:
            return
        _close(locked, revoked_at=timezone.now())
        record("member.invitation_revoked", actor=actor, party=locked.party, about=locked.code)


def _send(invitation: MemberInvitation, actor: Actor, language: str) -> None:
    queue("member.invitation", party=invitation.party, payload_code=invitation.code, language=language)
    codes = {"role": invitation.role}
    record("member.invited", actor=actor, party=invitation.party, about=invitation.code, codes=codes)


def is_open(invitation: MemberInvitation) -> bool:
    return not invitation.accepted_at and not invitation.revoked_at and invitation.expires_at > timezone.now()


def mint_token(invitation: MemberInvitation) -> str:
    """A new token of 256 bits; only its hash is kept, and an older one stops working.

    Called by the worker when the mail leaves, inside its transaction.
    """
    token = secrets.token_urlsafe(32)
    _shut_door(invitation)
    invitation.token_hash = token_hash(token)
    invitation.save(update_fields=["token_hash"])
    Door.objects.create(kind=DOOR, hash=invitation.token_hash, party=invitation.party)
    return token


def find_invitation(hashed: str) -> MemberInvitation | None:
    """The open invitation behind a hashed token; None for wrong, lapsed, withdrawn and used alike."""
    door = Door.objects.select_related("party").filter(kind=DOOR, hash=hashed, party__left_at=None).first()
    if door is None:
        return None
    with party_scope(door.party):
        invitation = MemberInvitation.objects.select_related("party", "round__body").filter(token_hash=hashed).first()
    return invitation if invitation is not None and is_open(invitation) else None


def accept(invitation: MemberInvitation, *, user: User) -> Member:
    """Take the place. Works once; whoever was removed earlier joins again under the same code.

    Raises InvitationClosed, also when `user` is an operator: an operator holds no seat (decision 16).
    """
    with party_scope(invitation.party), transaction.atomic():
        locked = MemberInvitation.objects.select_for_update().filter(pk=invitation.pk).first()
        if locked is None or not is_open(locked) or locked.token_hash != invitation.token_hash:
            raise InvitationClosed
        if user.is_staff or user.email != locked.email:
            raise InvitationClosed
        member, created = Member.objects.get_or_create(party=locked.party, user=user)
        if not created and member.left_at:
            member.left_at = None
            member.save(update_fields=["left_at"])
        actor = Actor(kind="member", party=locked.party, member=member, user=user, name=user.name)
        _close(locked, accepted_at=timezone.now())
        _take_seat(locked, member, actor)
        record("member.joined", actor=actor, party=locked.party, about=member.code)
    return member


def _take_seat(invitation: MemberInvitation, member: Member, actor: Actor) -> None:
    if not invitation.role or invitation.round is None:
        return
    seat, created = Seat.objects.get_or_create(
        party=invitation.party, round=invitation.round, member=member, role=invitation.role, ended_at=None,
        defaults={"criminal": invitation.criminal, "granted_by": invitation.invited_by},
    )  # fmt: skip
    if created:
        codes = {"role": seat.role, "criminal": seat.criminal}
        record("seat.granted", actor=actor, party=invitation.party, about=member.code, codes=codes)


def _close(invitation: MemberInvitation, **when) -> None:
    _shut_door(invitation)
    for name, value in when.items():
        setattr(invitation, name, value)
    invitation.token_hash = ""
    invitation.save(update_fields=["token_hash", *when])


def _shut_door(invitation: MemberInvitation) -> None:
    if invitation.token_hash:
        Door.objects.filter(kind=DOOR, hash=invitation.token_hash).delete()
