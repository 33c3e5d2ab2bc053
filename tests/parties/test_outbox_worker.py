"""The worker: heartbeat, sweeps, the daily round at three at night, and a clean stop."""

import signal
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import OperationalError

from parties.models import WorkMark
from parties.outbox import worker

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 24, 1, 59, tzinfo=UTC)  # 2.59 in Amsterdam


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NIGHT, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def jobs(monkeypatch):
    """Only the jobs of the test."""
    monkeypatch.setattr(worker, "_sweeps", {})
    monkeypatch.setattr(worker, "_daily", {})


def test_a_turn_leaves_a_heartbeat(clock):
    assert worker.heartbeat_age() is None
    worker.run_once()
    clock.shift(timedelta(seconds=7))
    assert worker.heartbeat_age() == timedelta(seconds=7)


def test_a_sweep_runs_at_once_and_then_when_due(monkeypatch):
    runs = []
    worker.register_sweep("tidy", lambda: runs.append(1), every=timedelta(minutes=1))
    for seconds in (1000, 1059, 1060):
        monkeypatch.setattr(worker.time, "monotonic", lambda seconds=seconds: seconds)
        worker.run_once()
    assert len(runs) == 2


def test_a_broken_sweep_stops_nobody_and_says_no_name(caplog):
    def broken():
        raise ValueError("Anna de Wit")

    runs = []
    worker.register_sweep("broken", broken)
    worker.register_sweep("tidy", lambda: runs.append(1))
    worker.run_once()
    assert (runs, "Anna" in caplog.text, "broken broke off: ValueError" in caplog.text) == ([1], False, True)


def test_the_daily_round_starts_at_three_once_a_day(clock):
    days = []
    worker.register_daily("retention", lambda zone, day: days.append((zone, day)))
    worker.run_once()
    clock.shift(timedelta(minutes=1))
    worker.run_once()
    worker.run_once()
    clock.shift(timedelta(hours=20))
    worker.run_once()
    clock.shift(timedelta(hours=4))
    worker.run_once()
    assert days == [("Europe/Amsterdam", date(2026, 11, 24)), ("Europe/Amsterdam", date(2026, 11, 25))]


def test_the_daily_round_of_an_island_starts_at_three_there(clock, monkeypatch):
    days = []
    monkeypatch.setattr(worker, "_zones", lambda: ["America/Kralendijk", "Europe/Amsterdam"])
    worker.register_daily("retention", lambda zone, day: days.append((zone, day)))
    clock.move_to(datetime(2026, 11, 24, 6, 59, tzinfo=UTC))
    worker.run_once()
    clock.shift(timedelta(minutes=1))
    worker.run_once()
    assert days == [("Europe/Amsterdam", date(2026, 11, 24)), ("America/Kralendijk", date(2026, 11, 24))]


def test_a_daily_round_that_broke_off_starts_again_after_ten_minutes(clock):
    runs = []

    def breaks_once(zone, day):
        runs.append(day)
        if len(runs) == 1:
            raise ValueError

    worker.register_daily("retention", breaks_once)
    for minutes in (5, 9, 1, 60):
        clock.shift(timedelta(minutes=minutes))
        worker.run_once()
    assert len(runs) == 2


def test_two_workers_share_one_daily_round(clock):
    clock.shift(timedelta(hours=1))
    turns = [worker._take_turn("Europe/Amsterdam", date(2026, 11, 24)) for _ in range(2)]
    assert turns == [True, False]


def test_the_loop_ends_when_asked_after_its_turn(monkeypatch):
    stop, turns = threading.Event(), []

    def turn():
        turns.append(1)
        if len(turns) == 3:
            stop.set()
        return 1

    monkeypatch.setattr(worker, "run_once", turn)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    worker.work_loop(stop, poll=0)
    assert len(turns) == 3


def test_the_loop_ends_its_turn_when_the_process_is_asked_to_stop(monkeypatch):
    done = []

    def turn():
        signal.raise_signal(signal.SIGTERM)
        done.append("whole turn")
        return 1

    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    monkeypatch.setattr(worker, "run_once", turn)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    try:
        worker.work_loop(poll=0)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert done == ["whole turn"]


def test_the_loop_survives_a_database_that_was_away(monkeypatch):
    stop, turns = threading.Event(), []

    def turn():
        turns.append(1)
        if len(turns) == 1:
            raise OperationalError("server closed the connection")
        stop.set()
        return 0

    monkeypatch.setattr(worker, "run_once", turn)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    worker.work_loop(stop, poll=0)
    assert len(turns) == 2


# --- the health page ---


def test_health_is_well_while_the_worker_moves(client, clock):
    worker.run_once()
    answer = client.get("/gezond/")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_health_is_not_well_when_the_worker_is_silent_for_a_minute(client, clock):
    worker.run_once()
    clock.shift(timedelta(minutes=1))
    answer = client.get("/gezond/")
    assert (answer.status_code, answer.content) == (503, b"niet ok\n")


def test_health_is_not_well_without_a_worker_or_database(client, monkeypatch):
    assert client.get("/gezond/").status_code == 503

    def away(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(WorkMark.objects, "filter", away)
    answer = client.get("/gezond/")
    assert (answer.status_code, answer.content) == (503, b"niet ok\n")
