"""Sealing values: bound to their place, unreadable without their key."""

import dataclasses

import pytest
from django.core.exceptions import ImproperlyConfigured
from django_scopes.exceptions import ScopeError

from parties.models import DataKey
from parties.safekeeping import crypto, keyring
from parties.safekeeping.crypto import KeyDestroyed, Place, SealBroken, WrongPlace
from parties.scope import all_parties, party_scope

KEY = bytes(range(32))
PLACE = Place(1, "anna2345", "candidates_answer", "row-1", "text")
SECRET = b"Ik heb schulden bij Wim."


def test_sealed_value_reads_back():
    assert crypto.unseal_bytes(KEY, crypto.seal_bytes(KEY, SECRET, PLACE), PLACE) == SECRET


def test_sealed_value_shows_nothing_and_differs_each_time():
    first, second = crypto.seal_bytes(KEY, SECRET, PLACE), crypto.seal_bytes(KEY, SECRET, PLACE)
    assert first != second
    assert SECRET not in first
    assert b"anna2345" not in first


@pytest.mark.parametrize(
    "change",
    [
        {"party_id": 2},
        {"owner": "gina2345"},
        {"table": "candidates_tie"},
        {"row": "row-2"},
        {"field": "facts"},
    ],
)
def test_value_moved_to_another_place_raises(change):
    token = crypto.seal_bytes(KEY, SECRET, PLACE)
    with pytest.raises(WrongPlace):
        crypto.unseal_bytes(KEY, token, dataclasses.replace(PLACE, **change))


def test_place_with_shifted_borders_is_another_place():
    one, other = Place(1, "a", "bc", "d", "e"), Place(1, "ab", "c", "d", "e")
    assert one.aad != other.aad


def test_every_flipped_byte_raises():
    token = crypto.seal_bytes(KEY, SECRET, PLACE)
    survivors = []
    for position in range(len(token)):
        changed = bytearray(token)
        changed[position] ^= 1
        try:
            crypto.unseal_bytes(KEY, bytes(changed), PLACE)
        except SealBroken:
            continue
        survivors.append(position)
    assert survivors == []


@pytest.mark.parametrize("token", [b"", b"\x01", b"\x01" + bytes(20), b"plain text that was never sealed at all"])
def test_what_is_no_token_raises(token):
    with pytest.raises(SealBroken):
        crypto.unseal_bytes(KEY, token, PLACE)


def test_wrong_key_raises():
    with pytest.raises(SealBroken) as error:
        crypto.unseal_bytes(bytes(32), crypto.seal_bytes(KEY, SECRET, PLACE), PLACE)
    assert not isinstance(error.value, WrongPlace)


# --- keys of a dossier ---


def place_in(party, owner="anna2345") -> Place:
    return Place(party.pk, owner, "candidates_answer", "row-1", "text")


def test_each_dossier_and_class_has_its_own_key(scope):
    crypto.seal(SECRET, klass="raw", place=place_in(scope))
    crypto.seal(SECRET, klass="criminal", place=place_in(scope))
    crypto.seal(SECRET, klass="raw", place=place_in(scope, "gina2345"))
    crypto.seal(SECRET, klass="raw", place=place_in(scope))
    assert sorted(DataKey.objects.values_list("owner", "klass")) == [
        ("anna2345", "criminal"),
        ("anna2345", "raw"),
        ("gina2345", "raw"),
    ]
    assert len({bytes(row.wrapped) for row in DataKey.objects.all()}) == 3


def test_class_of_another_class_raises(scope):
    token = crypto.seal(SECRET, klass="raw", place=place_in(scope))
    crypto.seal(SECRET, klass="report", place=place_in(scope))
    with pytest.raises(SealBroken):
        crypto.unseal(token, klass="report", place=place_in(scope))


def test_unknown_class_is_refused(scope):
    with pytest.raises(ValueError, match="unknown class"):
        crypto.seal(SECRET, klass="lookup", place=place_in(scope))


def test_destroyed_key_raises_and_stays_destroyed(scope):
    """law.md X-05, promise 10."""
    token = crypto.seal(SECRET, klass="raw", place=place_in(scope))
    assert crypto.destroy_keys(scope.pk, "anna2345", ["raw", "criminal"]) == ["raw"]
    assert crypto.destroy_keys(scope.pk, "anna2345", ["raw", "criminal"]) == []
    with pytest.raises(KeyDestroyed):
        crypto.unseal(token, klass="raw", place=place_in(scope))
    with pytest.raises(KeyDestroyed):
        crypto.seal(b"later", klass="raw", place=place_in(scope))
    with pytest.raises(KeyDestroyed):
        crypto.seal(b"later", klass="criminal", place=place_in(scope))
    assert list(DataKey.objects.values_list("wrapped", "master_id").distinct()) == [(None, "")]


def test_destroying_one_dossier_leaves_the_others(scope, other_party):
    gina = crypto.seal(b"Gina", klass="raw", place=place_in(scope, "gina2345"))
    report = crypto.seal(b"verslag", klass="report", place=place_in(scope))
    with party_scope(other_party):
        same_code = crypto.seal(b"elders", klass="raw", place=place_in(other_party))
    crypto.seal(SECRET, klass="raw", place=place_in(scope))
    crypto.destroy_keys(scope.pk, "anna2345", ["raw"])
    assert crypto.unseal(gina, klass="raw", place=place_in(scope, "gina2345")) == b"Gina"
    assert crypto.unseal(report, klass="report", place=place_in(scope)) == b"verslag"
    with party_scope(other_party):
        assert crypto.unseal(same_code, klass="raw", place=place_in(other_party)) == b"elders"


def test_key_kept_in_memory_does_not_survive_its_destruction(scope):
    with keyring.key_cache():
        token = crypto.seal(SECRET, klass="raw", place=place_in(scope))
        assert crypto.unseal(token, klass="raw", place=place_in(scope)) == SECRET
        crypto.destroy_keys(scope.pk, "anna2345", ["raw"])
        with pytest.raises(KeyDestroyed):
            crypto.unseal(token, klass="raw", place=place_in(scope))


def test_keys_of_another_party_are_out_of_reach(scope, other_party):
    """law.md P-01."""
    with party_scope(other_party):
        token = crypto.seal(b"Gina", klass="raw", place=place_in(other_party))
    with pytest.raises(ScopeError):
        crypto.unseal(token, klass="raw", place=place_in(other_party))
    with pytest.raises(ScopeError):
        crypto.destroy_keys(other_party.pk, "anna2345", ["raw"])
    with all_parties("test"):
        assert crypto.unseal(token, klass="raw", place=place_in(other_party)) == b"Gina"


def test_key_needs_an_open_scope(party):
    with pytest.raises(ScopeError):
        crypto.seal(SECRET, klass="raw", place=place_in(party))


def test_wrapped_key_moved_to_another_dossier_raises(scope):
    token = crypto.seal(SECRET, klass="raw", place=place_in(scope))
    crypto.seal(SECRET, klass="raw", place=place_in(scope, "gina2345"))
    stolen = DataKey.objects.get(owner="anna2345")
    DataKey.objects.filter(owner="gina2345").update(wrapped=stolen.wrapped, master_id=stolen.master_id)
    keyring.empty_cache()
    with pytest.raises(SealBroken):
        crypto.seal(SECRET, klass="raw", place=place_in(scope, "gina2345"))
    assert crypto.unseal(token, klass="raw", place=place_in(scope)) == SECRET


def test_other_master_key_opens_nothing(scope, settings):
    token = crypto.seal(SECRET, klass="raw", place=place_in(scope))
    settings.MASTER_KEYS = [b"k" * 32]
    keyring.empty_cache()
    with pytest.raises(SealBroken, match="no master key"):
        crypto.unseal(token, klass="raw", place=place_in(scope))


@pytest.mark.parametrize("keys", [[], [b"short"], [bytes(32), b"short"]])
def test_malformed_master_keys_stop_the_start(settings, keys):
    settings.MASTER_KEYS = keys
    with pytest.raises(ImproperlyConfigured):
        keyring.master_keys()


# --- the browser's key ---


def test_browser_key_reads_back_and_hides_the_length():
    """law.md P-61."""
    key = crypto.browser_key_bytes(crypto.new_browser_key())
    tokens = [crypto.seal_with(key, b"x" * length, PLACE) for length in (0, 1, 59, 60)]
    assert [crypto.unseal_with(key, token, PLACE) for token in tokens] == [b"x" * n for n in (0, 1, 59, 60)]
    assert len({len(token) for token in tokens}) == 1


@pytest.mark.parametrize("text", ["", "abc", "é" * 43, "A" * 44, "A" * 42, " " * 43, "A" * 42 + "+", None])
def test_nonsense_is_no_browser_key(text):
    with pytest.raises(SealBroken):
        crypto.browser_key_bytes(text)


def test_browser_token_in_another_place_or_with_another_key_raises():
    key, other = (crypto.browser_key_bytes(crypto.new_browser_key()) for _ in range(2))
    token = crypto.seal_with(key, SECRET, PLACE)
    with pytest.raises(WrongPlace):
        crypto.unseal_with(key, token, dataclasses.replace(PLACE, row="row-2"))
    with pytest.raises(SealBroken):
        crypto.unseal_with(other, token, PLACE)


# --- one-way marks ---


def test_lookup_finds_the_same_address_within_one_party_only(scope, other_party):
    """law.md P-01: the marks of two parties never match."""
    mark = crypto.lookup_hash(scope.pk, "Anna@Example.nl ")
    assert crypto.lookup_hash(scope.pk, "anna@example.nl") == mark
    assert crypto.lookup_hash(scope.pk, "anne@example.nl") != mark
    with party_scope(other_party):
        assert crypto.lookup_hash(other_party.pk, "anna@example.nl") != mark


def test_lookup_survives_a_new_master_key(scope, settings):
    mark = crypto.lookup_hash(scope.pk, "anna@example.nl")
    settings.MASTER_KEYS = [b"n" * 32, *settings.MASTER_KEYS]
    assert crypto.lookup_hash(scope.pk, "anna@example.nl") == mark


def test_code_is_bound_to_its_purpose_and_to_the_servers_key(settings):
    """law.md X-03."""
    stored = crypto.code_hmac("QR7TKM", "entry:anna2345")
    assert crypto.code_matches(stored, "QR7TKM", "entry:anna2345") is True
    assert crypto.code_matches(stored, "QR7TKM", "entry:gina2345") is False
    assert crypto.code_matches(stored, "QR7TKN", "entry:anna2345") is False
    old = settings.MASTER_KEYS
    settings.MASTER_KEYS = [b"n" * 32, *old]
    assert crypto.code_matches(stored, "QR7TKM", "entry:anna2345") is True
    settings.MASTER_KEYS = [b"n" * 32]
    assert crypto.code_matches(stored, "QR7TKM", "entry:anna2345") is False
