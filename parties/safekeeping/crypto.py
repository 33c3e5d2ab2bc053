"""Envelope encryption: what people typed is readable with a data key, and only in its own place.

A token is `version | nonce | mark of the place | ciphertext`. The place (party, owner, table, row,
field) is authenticated, so a value copied to another row or dossier raises instead of reading as if
it belonged there (decision 1).
"""

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
import struct
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
NONCE_BYTES = 12
MARK_BYTES = 8
HEAD_BYTES = len(VERSION) + NONCE_BYTES + MARK_BYTES
KEY_BYTES = 32
BLOCK_BYTES = 64

BROWSER_KEY = re.compile("[A-Za-z0-9_-]{43}")  # 32 bytes in base64

KLASSES = ("raw", "criminal", "report", "declaration", "agenda")


class SealBroken(Exception):
    """The token cannot be opened: altered, cut short, or sealed with another key."""


class KeyDestroyed(SealBroken):
    """The key is destroyed: what it sealed is erased."""


class WrongPlace(SealBroken):
    """The token belongs to another row, field, dossier or party."""


@dataclass(frozen=True)
class Place:
    """Where a sealed value belongs. `owner` is a candidacy's code or "party"."""

    party_id: int
    owner: str
    table: str
    row: str
    field: str

    @property
    def aad(self) -> bytes:
        parts = ["toetssteen", self.party_id, self.owner, self.table, self.row, self.field]
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def mark(self) -> bytes:
        """Names the place in the token, so that a misplaced token is told from a broken one."""
        return hashlib.sha256(self.aad).digest()[:MARK_BYTES]


def seal_bytes(key: bytes, plaintext: bytes, place: Place) -> bytes:
    """Seal with a key in hand. Use `seal()` for anything that lies in a dossier."""
    nonce = os.urandom(NONCE_BYTES)
    head = VERSION + nonce + place.mark
    return head + AESGCM(key).encrypt(nonce, plaintext, head + place.aad)


def unseal_bytes(key: bytes, token: bytes, place: Place) -> bytes:
    """Open what `seal_bytes` made. Raises WrongPlace, SealBroken."""
    check_place(token, place)
    head, body = token[:HEAD_BYTES], token[HEAD_BYTES:]
    nonce = head[len(VERSION) : len(VERSION) + NONCE_BYTES]
    try:
        return AESGCM(key).decrypt(nonce, body, head + place.aad)
    except InvalidTag as error:
        raise SealBroken("altered, or sealed with another key") from error


def check_place(token: bytes, place: Place) -> None:
    """Refuse a token of another place without opening it. Raises WrongPlace, SealBroken."""
    if len(token) <= HEAD_BYTES or token[:1] != VERSION:
        raise SealBroken("not a sealed value")
    if token[HEAD_BYTES - MARK_BYTES : HEAD_BYTES] != place.mark:
        raise WrongPlace(f"sealed for another place than {place.table}.{place.field}")


def seal(plaintext: bytes, *, klass: str, place: Place) -> bytes:
    """Seal under the data key of the place's owner and class, made on first use.

    Raises KeyDestroyed when that dossier's class is erased, ValueError for an unknown class.
    """
    from parties.safekeeping import keyring

    return seal_bytes(keyring.data_key(place.party_id, place.owner, _known(klass)), plaintext, place)


def unseal(token: bytes, *, klass: str, place: Place) -> bytes:
    """Open what `seal` made. Raises KeyDestroyed, WrongPlace, SealBroken."""
    from parties.safekeeping import keyring

    check_place(token, place)
    key = keyring.data_key(place.party_id, place.owner, _known(klass), make=False)
    return unseal_bytes(key, token, place)


def destroy_keys(party_id: int, owner: str, klasses) -> list[str]:
    """Destroy the keys of these classes; returns the classes whose key existed until now.

    A class that never had a key is closed too: nothing can be sealed under it any more.
    """
    from parties.safekeeping import keyring

    return keyring.destroy(party_id, owner, [_known(klass) for klass in klasses])


def _known(klass: str) -> str:
    if klass not in KLASSES:
        raise ValueError(f"unknown class of keys: {klass}")
    return klass


# --- the key that only the candidate's browser holds (decision 27) ---


def new_browser_key() -> str:
    return secrets.token_urlsafe(KEY_BYTES)


def browser_key_bytes(text: str) -> bytes:
    """The key in the cookie's text. Raises SealBroken on anything that is not exactly one key."""
    if not isinstance(text, str) or not BROWSER_KEY.fullmatch(text):
        raise SealBroken("not a key")
    return base64.urlsafe_b64decode(text + "=")


def seal_with(key: bytes, plaintext: bytes, place: Place) -> bytes:
    """Seal with the browser's key, padded: the length of an answer gives nothing away."""
    framed = struct.pack(">I", len(plaintext)) + plaintext
    return seal_bytes(key, framed + bytes(-len(framed) % BLOCK_BYTES), place)


def unseal_with(key: bytes, token: bytes, place: Place) -> bytes:
    """Open what `seal_with` made. Raises WrongPlace, SealBroken."""
    framed = unseal_bytes(key, token, place)
    if len(framed) < 4 or len(framed) % BLOCK_BYTES:
        raise SealBroken("not padded")
    (length,) = struct.unpack(">I", framed[:4])
    return framed[4 : 4 + length]


# --- one-way marks ---


def lookup_hash(party_id: int, value: str) -> str:
    """Find an address again without reading it. Keyed per party: marks of two parties never match."""
    from parties.safekeeping import keyring

    plain = unicodedata.normalize("NFKC", value).strip().casefold()
    key = keyring.data_key(party_id, "party", keyring.LOOKUP)
    return hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()


def code_hmac(value: str, purpose: str) -> str:
    """The stored form of a short code: useless without the server's key (decision 12)."""
    from parties.safekeeping import keyring

    return _code_mark(keyring.master_keys()[0], value, purpose)


def code_matches(stored: str, value: str, purpose: str) -> bool:
    """Compare in constant time; a code mailed just before a change of master key still works."""
    from parties.safekeeping import keyring

    fits = [hmac.compare_digest(stored, _code_mark(key, value, purpose)) for key in keyring.master_keys()]
    return any(fits)


def _code_mark(master: bytes, value: str, purpose: str) -> str:
    text = json.dumps(["code", purpose, value]).encode()
    return hmac.new(master, text, hashlib.sha256).hexdigest()


def token_hash(token: str) -> str:
    """The stored form of a long random token."""
    return hashlib.sha256(token.encode()).hexdigest()
