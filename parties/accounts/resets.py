"""A new second step for somebody who lost it: a day to object, and a colleague who vouches (decision 16).

Whoever works for two parties is vouched for in both: otherwise one party could open the other's door.
"""

import uuid
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from parties import terms
from parties.accounts.members import end_sessions
from parties.accounts.trail import actor_of, memberships
from parties.actors import Actor
from parties.models import FactorReset, Member, User
from parties.outbox import queue
from parties.outbox.worker import register_sweep
from parties.safekeeping.audit import record
from parties.scope import all_parties, party_scope

LAPSES = timedelta(days=7)


def register_sweeps() -> None:
    register_sweep("factor resets", sweep)


def ask_reset(user: User, request=None) -> list[FactorReset]:
    """Ask in every party of this account; every member there gets a mail. An open request is left as it is.

    The caller has checked the password. Without a party nothing happens: an operator asks another
    operator (`manage.py invite_operator`).
    """
    places = memberships(user)
    with all_parties("one request stands in every party of the account"), transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if _open().filter(user=user).exists():
            return []
        request_id = uuid.uuid4()
        return [_ask_in(member, request_id, request) for member in places]


def _ask_in(member: Member, request_id, request) -> FactorReset:
    party = member.party
    with party_scope(party):
        reset = FactorReset.objects.create(
            party=party,
            request=request_id,
            user=member.user,
            member=member,
            ready_at=timezone.now() + terms.FACTOR_RESET_WAIT,
        )
        for reader in Member.objects.filter(left_at=None).select_related("user"):
            queue(
                "member.factor_reset_asked",
                party=party,
                member_code=reader.code,
                payload_code=reset.code,
                language=reader.user.language,
            )
        actor = actor_of(member, request)
        record("member.factor_reset_asked", actor=actor, party=party, about=member.code)
    return reset


def _open():
    return FactorReset.objects.filter(stopped_at=None, done_at=None)


def open_resets(party) -> list[FactorReset]:
    """What waits in this party, oldest first."""
    with party_scope(party):
        return list(_open().select_related("user", "member__user", "party").order_by("asked_at"))


def confirm_reset(reset: FactorReset, *, actor: Actor) -> None:
    """A colleague vouches for the person. Raises PermissionDenied for the person self and for outsiders.

    The operator may vouch only where nobody else works.
    """
    with party_scope(reset.party), transaction.atomic():
        locked = _open().select_for_update().filter(pk=reset.pk, confirmed_at=None).first()
        if locked is None:
            return
        _check_colleague(locked, actor)
        locked.confirmed_at = timezone.now()
        locked.confirmed_by = actor.ref
        locked.save(update_fields=["confirmed_at", "confirmed_by"])
        record("member.factor_reset_confirmed", actor=actor, party=reset.party, about=locked.member.code)


def _check_colleague(reset: FactorReset, actor: Actor) -> None:
    if actor.kind == "operator":
        if Member.objects.filter(left_at=None).exclude(pk=reset.member_id).exists():
            raise PermissionDenied("a member of the party vouches")
        return
    is_colleague = actor.kind == "member" and actor.member.party_id == reset.party_id and not actor.member.left_at
    if not is_colleague or actor.member.user_id == reset.user_id:
        raise PermissionDenied("another member of the party vouches")


def stop_reset(reset: FactorReset, *, actor: Actor) -> None:
    """Something is wrong: the request ends, in every party. Any member may, also the person self."""
    if actor.kind != "member" or actor.member.party_id != reset.party_id:
        raise PermissionDenied("a member of the party stops it")
    with all_parties("a request that is stopped in one party is stopped in all"), transaction.atomic():
        _stop(_open().filter(request=reset.request), actor)


def _stop(resets, actor: Actor) -> None:
    for reset in resets.select_for_update(of=("self",)).select_related("party", "member"):
        reset.stopped_at = timezone.now()
        reset.stopped_by = actor.ref
        reset.save(update_fields=["stopped_at", "stopped_by"])
        with party_scope(reset.party):
            record("member.factor_reset_stopped", actor=actor, party=reset.party, about=reset.member.code)


def sweep() -> int:
    """Carry out what is confirmed everywhere and a day old; drop what nobody confirmed in a week."""
    now = timezone.now()
    with all_parties("requests to reset a second step run over all parties of an account"):
        with transaction.atomic():
            _stop(_open().filter(asked_at__lte=now - LAPSES), Actor.system())
        ripe = (
            _open().filter(ready_at__lte=now).exclude(request__in=_open().filter(confirmed_at=None).values("request"))
        )
        requests = set(ripe.values_list("request", flat=True))
        return sum(_carry_out(request) for request in requests)


def _carry_out(request) -> bool:
    """Remove the second step in one transaction, unless something changed since it looked ripe."""
    with transaction.atomic():
        resets = list(
            _open().filter(request=request).select_for_update(of=("self",)).select_related("party", "user", "member")
        )
        if not resets or any(reset.confirmed_at is None for reset in resets):
            return False
        user = resets[0].user
        Authenticator.objects.filter(user=user).delete()
        end_sessions(user)
        queue("account.factor_reset_done", party=None, payload_code=str(user.pk), language=user.language)
        for reset in resets:
            reset.done_at = timezone.now()
            reset.save(update_fields=["done_at"])
            with party_scope(reset.party):
                record(
                    "member.factor_reset", actor=Actor.system(reset.party), party=reset.party, about=reset.member.code
                )
    return True
