"""Limits: strict per target, wide per address, and blind to what they count."""

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection

from parties import limits
from parties.limits import Limit, allow, client_address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_limit(monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "test", Limit(target=(3, 900), address=(10, 900)))
    cache.clear()
    with time_machine.travel("2026-11-24T12:00:00Z", tick=False) as clock:
        yield clock


def tries(number: int, **who) -> list[bool]:
    return [allow("test", **who) for _ in range(number)]


def test_a_target_may_be_tried_three_times():
    assert tries(4, target="anna@voorbeeld.nl", address="192.0.2.1") == [True, True, True, False]


def test_another_target_at_the_same_address_is_not_locked_out():
    """Promise 3: a village hall behind one address."""
    tries(4, target="anna@voorbeeld.nl", address="192.0.2.1")
    assert tries(1, target="bram@voorbeeld.nl", address="192.0.2.1") == [True]


def test_one_address_is_stopped_in_the_end():
    assert [allow("test", target=str(n), address="192.0.2.1") for n in range(11)] == [True] * 10 + [False]


def test_a_new_window_starts_again(small_limit):
    tries(4, target="anna@voorbeeld.nl")
    small_limit.shift(900)
    assert tries(1, target="anna@voorbeeld.nl") == [True]


def test_an_unknown_limit_is_a_mistake():
    with pytest.raises(KeyError):
        allow("tset", target="anna@voorbeeld.nl")


def test_the_cache_holds_no_address_and_no_target():
    tries(2, target="anna@voorbeeld.nl", address="192.0.2.1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM shared_cache")
        text = str(cursor.fetchall())
    assert ("limit:test" in text, "voorbeeld" in text, "192.0.2.1" in text) == (True, False, False)


@pytest.mark.parametrize(
    ("trusted", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "192.0.2.1"),  # nobody vouches for the header
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # what the visitor put in front does not count
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "nonsense", ""),
        (1, "", "192.0.2.1"),
    ],
)
def test_client_address_behind_proxies(rf, settings, trusted, forwarded, expected):
    settings.TRUSTED_PROXY_COUNT = trusted
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected


def test_one_household_counts_as_one_address(rf):
    one, other = (rf.get("/", REMOTE_ADDR=f"2001:db8:1:2::{n}") for n in (1, 2))
    assert limits.address_block(one) == limits.address_block(other) == "2001:db8:1:2::/64"
