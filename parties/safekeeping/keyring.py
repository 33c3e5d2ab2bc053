"""The data keys behind `crypto`: made, wrapped under a master key, kept for a moment, destroyed.

An unwrapped key is kept only inside `key_cache()` (an open party scope), and only as long as the
transaction in which it was read still stands: a key made in a transaction that is rolled back
never sealed anything that stays.
"""

import hashlib
import hmac
import os
import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils import timezone
from django_scopes import get_scope
from django_scopes.exceptions import ScopeError

from parties.safekeeping.crypto import KEY_BYTES, NONCE_BYTES, KeyDestroyed, SealBroken

# The key behind `lookup_hash`; outside KLASSES, because nobody seals a field with it.
LOOKUP = "lookup"
# A scope that stays open for hours (the daily round) must notice a key destroyed by another process.
CACHE_SECONDS = 60


@dataclass
class _Kept:
    """An unwrapped key. `until_commit` stands in the connection's list for as long as its row may vanish."""

    key: bytes
    at: float
    destructions: int
    until_commit: object = None

    def stands(self) -> bool:
        if self.destructions != _destructions or time.monotonic() - self.at > CACHE_SECONDS:
            return False
        if self.until_commit is None:
            return True
        return any(entry[1] is self.until_commit for entry in connection.run_on_commit)


_cache: ContextVar[dict | None] = ContextVar("toetssteen_keys", default=None)
_destructions = 0


@contextmanager
def key_cache():
    """Keep unwrapped keys until the block ends; `party_scope` opens it. Nested blocks start empty."""
    token = _cache.set({})
    try:
        yield
    finally:
        _cache.get().clear()
        _cache.reset(token)


def empty_cache(**kwargs) -> None:
    """Forget what this thread keeps (also a receiver of the request signals)."""
    kept = _cache.get()
    if kept:
        kept.clear()


def master_keys() -> list[bytes]:
    """Current master key first. Raises ImproperlyConfigured when there is none or one is malformed."""
    keys = [bytes(key) for key in getattr(settings, "MASTER_KEYS", ())]
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise ImproperlyConfigured("MASTER_KEYS needs at least one key, each of 32 bytes.")
    return keys


def master_id(key: bytes) -> str:
    """A name for a master key that says nothing about it."""
    return hmac.new(key, b"toetssteen master key", hashlib.sha256).hexdigest()[:16]


def data_key(party_id: int, owner: str, klass: str, *, make: bool = True) -> bytes:
    """The unwrapped key. Raises KeyDestroyed, SealBroken (no such key, or no master key for it)."""
    check_scope(party_id)
    name = (party_id, owner, klass)
    kept = (_cache.get() or {}).get(name)
    if kept and kept.stands():
        return kept.key
    row = _row(name)
    if row is None and make:
        row = _make(name)
    if row is None:
        raise SealBroken("there is no key for this")
    if row.destroyed_at:
        raise KeyDestroyed(f"the key for {klass} is destroyed")
    key = unwrap(row)
    _keep(name, key)
    return key


def check_scope(party_id: int) -> None:
    """Inside one party's scope another's keys and chains are out of reach, also by mistake. Raises ScopeError."""
    scope = get_scope()
    if scope.get("_enabled", True) and scope.get("party") is not None and scope["party"].pk != party_id:
        raise ScopeError("this belongs to another party than the open scope")


def _rows():
    return apps.get_model("parties", "DataKey").objects


def _row(name: tuple):
    party_id, owner, klass = name
    return _rows().filter(party_id=party_id, owner=owner, klass=klass).first()


def _make(name: tuple):
    """Insert unless another writer was first; whoever won, everybody seals with that one."""
    party_id, owner, klass = name
    model = apps.get_model("parties", "DataKey")
    row = model(party_id=party_id, owner=owner, klass=klass)
    wrap(row, os.urandom(KEY_BYTES))
    _rows().bulk_create([row], ignore_conflicts=True)
    return _row(name)


def _keep(name: tuple, key: bytes) -> None:
    cache = _cache.get()
    if cache is None:
        return
    kept = _Kept(key, time.monotonic(), _destructions)
    if connection.in_atomic_block:

        def committed():
            kept.until_commit = None

        kept.until_commit = committed
        transaction.on_commit(committed)
    cache[name] = kept


def _aad(row) -> bytes:
    return f"toetssteen key|{row.party_id}|{row.owner}|{row.klass}|{row.master_id}".encode()


def wrap(row, key: bytes) -> None:
    """Wrap a key into its row under the current master key; the caller saves."""
    master = master_keys()[0]
    nonce = os.urandom(NONCE_BYTES)
    row.master_id = master_id(master)
    row.wrapped = nonce + AESGCM(master).encrypt(nonce, key, _aad(row))


def unwrap(row) -> bytes:
    """Raises SealBroken when the master key is not there, or the row was altered or swapped."""
    master = next((key for key in master_keys() if master_id(key) == row.master_id), None)
    if master is None:
        raise SealBroken(f"there is no master key {row.master_id}")
    wrapped = bytes(row.wrapped)
    try:
        return AESGCM(master).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], _aad(row))
    except InvalidTag as error:
        raise SealBroken("the wrapped key was altered") from error


def destroy(party_id: int, owner: str, klasses: list[str]) -> list[str]:
    """See `crypto.destroy_keys`. One transaction; repeating it changes nothing."""
    check_scope(party_id)
    model = apps.get_model("parties", "DataKey")
    now = timezone.now()
    with transaction.atomic():
        tombs = [model(party_id=party_id, owner=owner, klass=k, destroyed_at=now) for k in klasses]
        _rows().bulk_create(tombs, ignore_conflicts=True)
        alive = _rows().select_for_update().filter(party_id=party_id, owner=owner, klass__in=klasses, destroyed_at=None)
        destroyed = sorted(alive.values_list("klass", flat=True))
        alive.update(wrapped=None, master_id="", destroyed_at=now)
        forget_kept()
        # Again after the commit: another thread may have read the row in between.
        transaction.on_commit(forget_kept)
    return destroyed


def forget_kept() -> None:
    """Nothing kept before this moment is used again, in any thread of this process."""
    global _destructions
    _destructions += 1
