"""Signing in and out, written in the record of every party somebody works for (law.md X-07)."""

from django.db import transaction

from parties.actors import Actor
from parties.limits import client_address
from parties.models import Member
from parties.safekeeping.audit import record
from parties.scope import all_parties, party_scope


def memberships(user) -> list[Member]:
    """The places where somebody works now, over all parties."""
    with all_parties("an account belongs to no party; its memberships do"):
        return list(Member.objects.filter(user=user, left_at=None, party__left_at=None).select_related("party", "user"))


def actor_of(member: Member, request=None) -> Actor:
    seen = {}
    if request is not None:
        seen = {"ip": client_address(request), "user_agent": request.headers.get("User-Agent", "")[:300]}
    return Actor(kind="member", party=member.party, member=member, user=member.user, name=member.name, **seen)


def tell_parties(verb: str, user, request) -> None:
    """Record `verb` about this account in each of its parties."""
    for member in memberships(user):
        with party_scope(member.party), transaction.atomic():
            record(verb, actor=actor_of(member, request), party=member.party, about=member.code)
