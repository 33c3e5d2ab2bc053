"""Heads of chains that leave the machine: what shows that a whole chain was rebuilt (promise 11)."""

import json
from collections.abc import Iterable
from typing import TextIO

from parties.models import ChainHead, Event, Party
from parties.safekeeping.audit import heads, verify_chain
from parties.safekeeping.links import Broken
from parties.scope import all_parties, party_scope


def write_heads(stream: TextIO) -> int:
    """One JSON line per chain of every party; returns the number of chains. Codes only, no content."""
    with all_parties("the heads of every chain leave the machine"):
        lines = heads()
    for head in lines:
        stream.write(json.dumps(head) + "\n")
    return len(lines)


def verify_everything() -> dict[Party, list[Broken]]:
    """Every chain of every party, each in its own scope; a party without a broken row has an empty list."""
    with all_parties("the record of every party is checked"):
        parties = list(Party.objects.order_by("pk"))
    found = {}
    for party in parties:
        with party_scope(party):
            found[party] = verify_chain(party)
    return found


def compare(lines: Iterable[str]) -> list[tuple[int, Broken]]:
    """Heads written earlier against the chains as they are now, as (party, what does not hold).

    `truncated`: the chain is shorter than it was; `changed`: it runs through another row than it did.
    Raises ValueError for a line that is no head.
    """
    broken = []
    with all_parties("the record of every party is checked"):
        for line in filter(None, map(str.strip, lines)):
            head = json.loads(line)
            what = _against(head)
            if what:
                broken.append((head["party_id"], Broken(head["chain"], head["seq"], what)))
    return broken


def _against(head: dict) -> str:
    mine = {"party_id": head["party_id"], "chain": head["chain"]}
    now = ChainHead.objects.filter(**mine).first()
    if now is None or now.seq < head["seq"]:
        return "truncated"
    if now.seq == head["seq"]:
        return "" if now.head_hash == head["head_hash"] else "changed"
    row = Event.objects.filter(**mine, seq=head["seq"]).first()
    if row is None:  # gone after its date, or deleted: verify_chain tells which
        return ""
    return "" if row.hash == head["head_hash"] else "changed"
