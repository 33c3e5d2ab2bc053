"""Many writers at once: no fork, no lost key, no double opening (promise 11)."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from parties.actors import Actor
from parties.models import DataKey, Event
from parties.safekeeping import crypto
from parties.safekeeping.audit import record, record_opening, verify_chain
from parties.safekeeping.crypto import KeyDestroyed, Place
from parties.scope import party_scope

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(writers: int, work) -> list:
    """Run `work(number)` in as many threads, released together, each with its own connection."""
    start = threading.Barrier(writers)

    def run(number: int):
        try:
            start.wait(timeout=30)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(writers) as pool:
        return list(pool.map(run, range(writers)))


def write_events(party, writers: int, each: int) -> None:
    def work(number: int) -> None:
        for turn in range(each):
            with party_scope(party), transaction.atomic():
                record("round.changed", actor=Actor.system(party), party=party, codes={"n": number, "t": turn})

    at_once(writers, work)
    with party_scope(party):
        assert sorted(Event.objects.values_list("seq", flat=True)) == list(range(1, writers * each + 1))
        assert verify_chain(party) == []


def test_many_writers_do_not_fork_the_chain(party):
    write_events(party, writers=6, each=5)


@pytest.mark.soak
def test_many_writers_do_not_fork_the_chain_for_long(party):
    write_events(party, writers=16, each=100)


def test_first_writers_make_one_key(party):
    def work(number: int) -> bytes:
        with party_scope(party), transaction.atomic():
            place = Place(party.pk, "anna2345", "t", str(number), "f")
            return crypto.seal(b"geheim", klass="raw", place=place)

    tokens = at_once(6, work)
    with party_scope(party):
        assert DataKey.objects.count() == 1
        places = [Place(party.pk, "anna2345", "t", str(number), "f") for number in range(6)]
        opened = [crypto.unseal(token, klass="raw", place=place) for token, place in zip(tokens, places, strict=True)]
    assert opened == [b"geheim"] * 6


def test_one_opening_however_many_pages_open_at_once(party):
    def work(_number: int) -> bool:
        with party_scope(party):
            actor = Actor(kind="member", member=type("Bram", (), {"code": "bram2345"}), role="chair")
            return record_opening(actor, candidacy_code="anna2345", party=party, what="answers") is not None

    assert sorted(at_once(6, work)) == [False] * 5 + [True]


def test_key_is_destroyed_once_and_for_every_writer(party):
    place = Place(party.pk, "anna2345", "t", "r", "f")
    with party_scope(party):
        token = crypto.seal(b"geheim", klass="raw", place=place)

    def work(number: int):
        with party_scope(party), transaction.atomic():
            return crypto.destroy_keys(party.pk, "anna2345", ["raw"])

    assert sorted(at_once(5, work)) == [[], [], [], [], ["raw"]]
    with party_scope(party), pytest.raises(KeyDestroyed):
        crypto.unseal(token, klass="raw", place=place)
