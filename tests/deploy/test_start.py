"""`make run`, really: the rehearsal opens, keeps its data, keeps links out of its log, and ends as one."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "Vb3-a-token-that-opens-a-door-9Qx-0123456789"
PATIENCE = 300  # seconds; the first start fills the rehearsal, and CI may be busy

pytestmark = [pytest.mark.soak, pytest.mark.conformity]


class Running:
    """A started Toetssteen and everything it prints."""

    def __init__(self, folder: Path, mode: str, **settings: str) -> None:
        self.port, self.log = free_port(), folder / f"{mode}-{time.monotonic_ns()}.log"
        inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        env = {**inherited, "DATA_DIR": str(folder / "data"), "PORT": str(self.port), **settings}
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "deploy/start.py", mode], cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT
            )

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def until_open(self) -> Running:
        self.wait_for(lambda: "Toetssteen is open on" in self.said())
        return self

    def wait_for(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.1)

    def ask(self, path: str) -> int:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def child(self, words: str) -> int:
        """The process id of our own child whose command line has these words."""
        listed = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)], capture_output=True, text=True
        )
        return next(int(line.split()[0]) for line in listed.stdout.splitlines() if words in line)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(timeout=60)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_closed(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Start as often as the test likes, always on the same data."""
    started: list[Running] = []

    def start(mode: str, **settings: str) -> Running:
        started.append(Running(tmp_path, mode, **settings))
        return started[-1].until_open()

    yield start
    for running in started:
        running.stop(signal.SIGKILL)


def test_rehearsal_opens_keeps_its_data_and_ends_as_one(begin: Callable[..., Running], tmp_path: Path) -> None:
    first = begin("rehearsal")
    links = re.findall(rf"http://localhost:{first.port}/\S+", first.said())
    assert len(links) > 5
    assert first.ask("/gezond/") == 200
    assert first.stop() == 0
    assert is_closed(first.port)
    made = (tmp_path / "data" / "rehearsal.sqlite3").stat().st_ino

    second = begin("rehearsal")
    assert (tmp_path / "data" / "rehearsal.sqlite3").stat().st_ino == made
    os.kill(second.child("manage.py work"), signal.SIGKILL)
    assert second.process.wait(timeout=60) == 1
    assert "The worker stopped by itself (killed by SIGKILL), so everything stops." in second.said()
    assert is_closed(second.port)


def test_production_opens_with_a_first_run_code_and_logs_no_link(begin: Callable[..., Running], tmp_path: Path) -> None:
    running = begin("production")
    statuses = [running.ask(path) for path in (f"/k/in/{TOKEN}/", f"/k/in/{TOKEN}/nothing-here/", "/gezond/")]
    assert statuses[-1] == 200
    assert running.stop(signal.SIGINT) == 0
    assert TOKEN not in running.said()
    assert not (tmp_path / "data" / "rehearsal.sqlite3").exists()
    data = tmp_path / "data"
    kept = [path for path in data.rglob("*") if "static" not in path.relative_to(data).parts]  # those are public
    assert [path.name for path in (data, *kept) if path.stat().st_mode & 0o077] == []
