"""The record: one writer, a hash chain per candidacy and one per party, and how to check them.

A chain shows that it was touched; it does not prevent it. Whoever can write to the whole database
can rebuild a chain from the first row, which is why the heads leave the machine every day
(`heads()`, compared by `verify_chain --against`).
"""

import re
import secrets
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from parties.models.record import ChainHead, Event, EventOrigin
from parties.safekeeping.keyring import check_scope
from parties.safekeeping.links import Broken, digest, origin_digest, verify_chain
from parties.safekeeping.verbs import VERBS

__all__ = ["Broken", "ChainEnded", "end_chain", "events_for", "heads", "record", "record_opening", "verify_chain"]

PARTY = "party"
OPENING_WINDOW = timedelta(minutes=15)
CHAIN_NAME = re.compile(r"party|k:[A-Za-z0-9-]{1,40}")
LONGEST_CODE = 80


class ChainEnded(Exception):
    """This chain is closed: what happens now belongs on the party's chain."""


def record(verb: str, *, actor, party, chain: str = PARTY, about: str = "", codes: dict | None = None) -> Event:
    """Write one event, in the transaction of what it records. The only writer of `Event`.

    `about` and `codes` hold codes, never content. Raises RuntimeError outside a transaction, ValueError
    for an unknown verb, a malformed chain or a code that could be content, ChainEnded.
    Lock order: record on the party's chain last, after every other row lock.
    """
    _check(verb, chain, about, codes or {})
    return _append(_locked_head(party, chain), verb, actor, about, codes or {})


def record_opening(actor, *, candidacy_code: str, party, what: str) -> Event | None:
    """Record that a dossier is opened, before its content is read; once per actor and 15 minutes.

    Returns None when the last opening still counts (decision 7).
    """
    chain = f"k:{candidacy_code}"
    if _opened_lately(actor, chain):
        return None
    with transaction.atomic():
        _check("dossier.opened", chain, candidacy_code, {"what": what})
        head = _locked_head(party, chain)
        if _opened_lately(actor, chain):
            return None
        return _append(head, "dossier.opened", actor, candidacy_code, {"what": what})


def events_for(chain: str):
    """The events of one chain in the open scope, newest first."""
    return Event.objects.filter(chain=chain).order_by("-seq")


def end_chain(party, chain: str, *, delete_after: datetime, actor) -> None:
    """Close a chain; from `delete_after` on its events may go, its head stays. Repeating is harmless."""
    head = _locked_head(party, chain, ended=True)
    if head.ended_at is None:
        _append(head, "chain.ended", actor, "", {})
        head.ended_at = timezone.now()
        head.delete_after = delete_after
        head.save(update_fields=["ended_at", "delete_after"])


def heads() -> list[dict]:
    """Every head in the open scope, as it should leave the machine."""
    rows = ChainHead.objects.order_by("party_id", "chain")
    return list(rows.values("party_id", "chain", "seq", "head_hash"))


def _check(verb: str, chain: str, about: str, codes: dict) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("an event is written in the transaction of what it records")
    if verb not in VERBS:
        raise ValueError(f"unknown verb: {verb}")
    if not CHAIN_NAME.fullmatch(chain):
        raise ValueError(f"unknown kind of chain: {chain}")
    for value in [about, *codes, *codes.values()]:
        if value is not None and not isinstance(value, (str, int)):
            raise ValueError("a code is a short text, a whole number, yes/no or nothing")
        if isinstance(value, str) and (len(value) > LONGEST_CODE or not value.isprintable()):
            raise ValueError("a code is short and printable; content does not belong in the record")


def _locked_head(party, chain: str, *, ended: bool = False) -> ChainHead:
    """The head, locked until the transaction ends: two writers cannot both follow the same link.

    On SQLite the transaction itself is the lock (IMMEDIATE).
    """
    check_scope(party.pk)
    heads_of = ChainHead.objects.select_for_update().filter(party=party, chain=chain)
    head = heads_of.first()
    if head is None:
        ChainHead.objects.bulk_create([ChainHead(party=party, chain=chain)], ignore_conflicts=True)
        head = heads_of.get()
    if head.ended_at and not ended:
        raise ChainEnded(chain)
    return head


def _append(head: ChainHead, verb: str, actor, about: str, codes: dict) -> Event:
    event = Event(
        party_id=head.party_id,
        chain=head.chain,
        seq=head.seq + 1,
        at=timezone.now(),
        actor_kind=actor.kind,
        actor_role=actor.role,
        actor_ref=actor.ref,
        verb=verb,
        about=about,
        codes=codes,
        prev_hash=head.head_hash,
    )
    origin = _origin(event, actor)
    event.hash = digest(event)
    event.save(force_insert=True)
    if origin:
        origin.save(force_insert=True)
    head.seq, head.head_hash = event.seq, event.hash
    head.save(update_fields=["seq", "head_hash"])
    return event


def _origin(event: Event, actor) -> EventOrigin | None:
    if not actor.ip and not actor.user_agent:
        return None
    browser = "".join(ch if ch.isprintable() else " " for ch in actor.user_agent)[:300]
    origin = EventOrigin(
        event_id=event.pk, party_id=event.party_id, at=event.at,
        ip=actor.ip[:45], user_agent=browser, salt=secrets.token_hex(16),
    )  # fmt: skip
    event.origin_digest = origin_digest(origin)
    return origin


def _opened_lately(actor, chain: str) -> bool:
    since = timezone.now() - OPENING_WINDOW
    found = Event.objects.filter(
        chain=chain, verb="dossier.opened", actor_kind=actor.kind, actor_ref=actor.ref, at__gt=since
    )
    return found.exists()
