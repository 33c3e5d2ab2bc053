"""The links of a chain: what each one hashes, and where a chain does not hold."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC

from django.utils import timezone

from parties.models.record import ChainHead, Event, EventOrigin


@dataclass(frozen=True)
class Broken:
    """A row where a chain does not hold.

    `what` is changed, deleted, inserted, reordered, truncated, or origin (address or browser changed).
    """

    chain: str
    seq: int
    what: str


def digest(event: Event, seq: int | None = None) -> str:
    """The link's own hash: over everything it says, its number and the hash before it."""
    parts = [
        "toetssteen event 1", event.party_id, event.chain, seq or event.seq,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor_kind, event.actor_role, event.actor_ref, event.verb, event.about,
        event.codes, event.origin_digest, event.prev_hash,
    ]  # fmt: skip
    text = json.dumps(parts, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def origin_digest(origin: EventOrigin) -> str:
    """Salted: the digest in the chain gives no address back once the row has gone."""
    text = json.dumps([origin.salt, origin.ip, origin.user_agent])
    return hashlib.sha256(text.encode()).hexdigest()


def verify_chain(party, chain: str | None = None) -> list[Broken]:
    """Name every changed, deleted, inserted, reordered or truncated row of the party's chains.

    The scope of the party must be open. An empty list means that everything holds.
    """
    known = {head.chain: head for head in ChainHead.objects.filter(party=party)}
    written = Event.objects.filter(party=party).order_by().values_list("chain", flat=True).distinct()
    broken: list[Broken] = []
    for name in [chain] if chain else sorted({*known, *written}):
        events = list(Event.objects.filter(party=party, chain=name).order_by("seq"))
        head = known.get(name) or ChainHead(party=party, chain=name)
        if events or not _cleared(head):
            broken += _compare(head, events)
        broken += _changed_origins(name, events)
    return broken


def _cleared(head: ChainHead) -> bool:
    """The events of an ended chain may have gone, all together, after their date (R-15)."""
    return head.delete_after is not None and head.delete_after <= timezone.now()


def _compare(head: ChainHead, events: list[Event]) -> list[Broken]:
    places = _places(head, events)
    stray = {event.seq: event for event in events if event.hash not in places}
    taken = set(places.values())
    last = max(taken, default=0)
    broken = []
    for seq in sorted(set(range(1, head.seq + 1)) - taken):
        if stray.pop(seq, None):
            broken.append(Broken(head.chain, seq, "changed"))
        else:
            broken.append(Broken(head.chain, seq, "truncated" if seq > last else "deleted"))
    broken += [Broken(head.chain, seq, "inserted") for seq in stray]
    for event in events:
        place = places.get(event.hash)
        if place and digest(event, place) != event.hash:
            broken.append(Broken(head.chain, event.seq, "changed"))
        elif place and place != event.seq:
            broken.append(Broken(head.chain, event.seq, "reordered"))
    return sorted(broken, key=lambda found: found.seq)


def _places(head: ChainHead, events: list[Event]) -> dict[str, int]:
    """The true number of each row: walked back from the head, then forward from the start to the gap."""
    by_hash = {event.hash: event for event in events}
    places: dict[str, int] = {}
    seq, link = head.seq, head.head_hash
    while seq > 0 and link in by_hash and link not in places:
        places[link] = seq
        seq, link = seq - 1, by_hash[link].prev_hash
    gap = seq
    following = {event.prev_hash: event for event in events if event.hash not in places}
    seq, link = 1, ""
    while seq < gap and link in following:
        link = following.pop(link).hash
        places[link] = seq
        seq += 1
    return places


def _changed_origins(chain: str, events: list[Event]) -> list[Broken]:
    by_id = {event.pk: event for event in events if event.origin_digest}
    origins = EventOrigin.objects.filter(event_id__in=Event.objects.filter(chain=chain).values("pk"))
    return [
        Broken(chain, by_id[origin.pk].seq, "origin")
        for origin in origins
        if origin.pk in by_id and origin_digest(origin) != by_id[origin.pk].origin_digest
    ]
