"""Ties of members, and who resolves them (decision 15, law.md P-86)."""

from django.db import transaction
from django.utils import timezone

from candidates.models import Candidacy, Tie
from candidates.workflow import NotAllowed
from parties.safekeeping.audit import record


def say_member_tie(candidacy: Candidacy, kind: str, *, actor) -> Tie:
    """A member says whether there is a tie; `kind` is "" for none. Said once; resolving is another's."""
    with transaction.atomic():
        tie, fresh = Tie.objects.get_or_create(
            candidacy=candidacy, member=actor.member, said_by=Tie.Said.MEMBER,
            defaults={"kind": kind, "owner": candidacy.code, "party": candidacy.party},
        )  # fmt: skip
        if fresh:
            record("tie.declared" if kind else "tie.none", actor=actor, party=candidacy.party, chain=candidacy.chain,
                   about=candidacy.code, codes={"member": actor.member.code})  # fmt: skip
    return tie


def resolve_tie(tie: Tie, resolution: str, *, actor) -> Tie:
    """A member outside the tie decides: "open" (may read after all) or "closed" (stays out).

    Raises `NotAllowed` when the member is in a tie with this candidate, or is the one concerned.
    """
    candidacy = tie.candidacy
    with transaction.atomic():
        own = Tie.objects.filter(candidacy=candidacy, member=actor.member).exclude(kind="")
        if tie.member_id == actor.member.pk or own.exclude(resolution="open").exists():
            raise NotAllowed("resolve_tie")
        tie.resolution, tie.resolved_at, tie.resolved_by = resolution, timezone.now(), actor.ref
        tie.save(update_fields=["resolution", "resolved_at", "resolved_by"])
        record("tie.resolved", actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code,
               codes={"member": tie.member.code, "resolution": resolution})  # fmt: skip
    return tie
