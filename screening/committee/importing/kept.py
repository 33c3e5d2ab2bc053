"""The people of a list between looking and inviting: sealed, in the form itself, stored nowhere.

The seal is bound to party, round and member, and lapses after an hour; nobody can change or borrow it.
"""

import base64
import binascii
import json
import time

from django.core.exceptions import BadRequest

from parties.safekeeping.crypto import Place, SealBroken, seal, unseal

LASTS = 3600  # seconds


class Lapsed(Exception):
    """Looked at too long ago: the file is read again."""


def _place(round, actor) -> Place:
    return Place(round.party_id, "party", "people-of-a-list", round.code, actor.ref)


def keep(people: list[dict], round, actor) -> str:
    raw = json.dumps({"at": time.time(), "people": people}, ensure_ascii=False).encode()
    return base64.b64encode(seal(raw, klass="report", place=_place(round, actor))).decode()


def kept(text: str, round, actor) -> list[dict]:
    """Raises `Lapsed`; BadRequest for anything that is not ours, of this round and of this member."""
    try:
        raw = unseal(base64.b64decode(text, validate=True), klass="report", place=_place(round, actor))
    except (SealBroken, binascii.Error, ValueError) as error:
        raise BadRequest("not a list of this member") from error
    known = json.loads(raw)
    if time.time() - known["at"] > LASTS:
        raise Lapsed
    return known["people"]
