"""Run the tests on SQLite and on a throw-away PostgreSQL, side by side, and compare which tests ran.

    .venv/bin/python tests/run.py test               unit, house and journey tests on both; conformity once
    .venv/bin/python tests/run.py soak               the long ones, likewise
    .venv/bin/python tests/run.py bench              the measurements, one database after the other
    .venv/bin/python tests/run.py postgresql ARGS    pytest ARGS on a throw-away PostgreSQL, for one test at hand
    .venv/bin/python tests/run.py sqlite ARGS        the same on SQLite

With CI=true a skipped test, or a missing PostgreSQL, is a failure.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.database import NoPostgres, throwaway_postgres  # noqa: E402 (after the path above)

FINISHED = (0, 1)  # pytest came to its end, well or not; a run cut short says nothing about what it lacks
KINDS = {"test": "not soak and not bench", "soak": "soak"}
MINUTES = {"test": 45, "soak": 45}
# What the product reads from the environment must not come from the shell of whoever runs the tests.
OURS = set(
    """
    ALLOWED_HOSTS BASE_URL BEHIND_PROXY DATABASE_URL DATA_DIR DEBUG EMAIL_URL HOSTING_COUNTRY LOG_LEVEL MAIL_FROM
    MASTER_KEYS MIGRATE_DATABASE_URL OPERATOR_EMAIL OPERATOR_NAME OPERATOR_SUBPROCESSORS PORT REHEARSAL
    SEAL_ORGANISATION SEAL_PKCS12 SEAL_PKCS12_PASSWORD SECRET_KEY SECURITY_CONTACT SSL_REDIRECT STATIC_PLAIN
    STATIC_ROOT TIMESTAMP_URL TRUSTED_PROXY_COUNT
    """.split()
)


@dataclass
class Lane:
    """One pytest run: what it is called, where it works, and how it ended."""

    name: str
    folder: Path
    arguments: list[str]
    database: str = ""
    process: subprocess.Popen[bytes] | None = None

    @property
    def output(self) -> Path:
        return self.folder / "output.txt"

    def start(self) -> None:
        self.folder.mkdir()
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                pytest_command("-p", "no:cacheprovider", "--durations=15", *self.arguments),
                cwd=ROOT,
                env=environment(self.folder, self.database),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def code(self) -> int | None:
        return self.process.poll() if self.process else None

    def interrupt(self) -> None:
        """What Ctrl-C does: pytest still tells what failed so far."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=30)

    def kill(self) -> None:
        """Its browsers and servers go with it."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def progress(self) -> str:
        marks = [word for word in self.output.read_text(errors="replace").split("[") if "%]" in word[:5]]
        return f"{self.name} {marks[-1].split('%')[0].strip() if marks else '0'} %"

    def record(self) -> dict[str, object]:
        """What tests/conftest.py wrote; empty when the run did not come that far."""
        path = self.folder / "record.json"
        nothing = {"outcomes": {}, "reasons": {}, "elsewhere": []}
        return json.loads(path.read_text("utf-8")) if path.exists() else nothing


def pytest_command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments]


def environment(folder: Path, database: str) -> dict[str, str]:
    """A clean environment with its own data folder; the same hash seed everywhere, so both lists can be equal."""
    env = {name: value for name, value in os.environ.items() if name not in OURS}
    env |= {"DATA_DIR": str(folder / "data"), "TEST_RECORD": str(folder / "record.json"), "PYTHONHASHSEED": "0"}
    return env | ({"DATABASE_URL": database} if database else {})


def say(text: str) -> None:
    print(text, flush=True)


def loudly(*lines: str) -> None:
    say("\n".join(["", "#" * 100, *(f"# {line}" for line in lines), "#" * 100]))


def strict() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


@contextlib.contextmanager
def postgres_or_loud_skip() -> Iterator[str | None]:
    """Yield the address of a throw-away PostgreSQL, or None after saying loudly that there is none."""
    with contextlib.ExitStack() as stack:
        try:
            url = stack.enter_context(throwaway_postgres())
        except NoPostgres as reason:
            loudly("SKIPPED: every test on PostgreSQL", str(reason))
            url = None
        yield url


def drive(queues: list[list[Lane]], minutes: float) -> None:
    """Run the queues side by side, the lanes of one queue one after the other; print each as it ends."""
    end = time.monotonic() + minutes * 60
    running = [start_next(queue) for queue in queues]
    told = time.monotonic()
    try:
        while any(running):
            for number, lane in enumerate(running):
                if lane and lane.code() is not None:
                    show(lane)
                    running[number] = start_next(queues[number])
            if time.monotonic() > end:
                raise TimeoutError
            if time.monotonic() - told > 20:
                told = time.monotonic()
                say("   … " + ", ".join(lane.progress() for lane in running if lane))
            time.sleep(0.1)
    except TimeoutError:
        loudly(f"Not finished after {minutes:g} minutes, so stopped. What it said so far:")
        for lane in filter(None, running):
            lane.interrupt()
            lane.kill()
            show(lane)
    finally:
        for lane in filter(None, running):
            lane.kill()


def start_next(queue: list[Lane]) -> Lane | None:
    if not queue:
        return None
    lane = queue.pop(0)
    lane.start()
    return lane


def show(lane: Lane) -> None:
    say(f"\n===== {lane.name} =====")
    sys.stdout.buffer.write(lane.output.read_bytes())
    sys.stdout.flush()


# --- judging ---------------------------------------------------------------------------------------------------------


def failed_runs(lanes: list[Lane]) -> list[str]:
    return [f"{lane.name}: pytest ended with {lane.code()}" for lane in lanes if lane.code() != 0]


def differences(one: dict, other: dict) -> list[str]:
    """Tests that one database ran and the other neither ran nor declared to belong elsewhere (`only`)."""
    first, second = set(one["outcomes"]), set(other["outcomes"])
    unequal = (first - second - set(other["elsewhere"])) | (second - first - set(one["elsewhere"]))
    return [f"ran on one database only: {test}" for test in sorted(unequal)]


def skips(lanes: list[Lane]) -> list[str]:
    """Each skipped test once per run, with the reason it gave."""
    return [f"{lane.name}: {test}: {why}" for lane in lanes for test, why in sorted(lane.record()["reasons"].items())]


def verdict(lanes: list[Lane], *, without_postgres: bool) -> int:
    """Print what is wrong; return the exit code."""
    problems = failed_runs(lanes)
    by_name = {lane.name: lane.record() for lane in lanes}
    if not without_postgres and all(lane.code() in FINISHED for lane in lanes):
        problems += differences(by_name["sqlite"], by_name["postgresql"])
    skipped = skips(lanes)
    if skipped:
        loudly(f"SKIPPED: {len(skipped)}", *skipped)
    if strict() and (skipped or without_postgres):
        problems.append("CI=true: nothing may be skipped")
    if problems:
        loudly("NOT GOOD", *problems)
        return 1
    count = len(by_name["sqlite"]["outcomes"])
    say(f"\nAll good: {count} tests on SQLite" + ("" if without_postgres else " and the same list on PostgreSQL") + ".")
    return 0


# --- the three purposes ----------------------------------------------------------------------------------------------


def on_both(purpose: str, folder: Path) -> int:
    """The same tests on both databases at once, one core each; what no database changes runs once, behind SQLite."""
    both, once = f"{KINDS[purpose]} and not conformity", f"{KINDS[purpose]} and conformity"
    with postgres_or_loud_skip() as url:
        queues = [
            [
                Lane("sqlite", folder / "sqlite", ["-m", both]),
                Lane("conformity", folder / "conformity", ["-m", once]),
            ]
        ]
        if url:
            queues.append([Lane("postgresql", folder / "postgresql", ["-m", both], database=url)])
        lanes = [lane for queue in queues for lane in queue]
        say(f"Running {' and '.join(lane.name for lane in lanes)} …")
        drive(queues, MINUTES[purpose])
        return verdict(lanes, without_postgres=url is None)


def bench(folder: Path) -> int:
    """One database after the other, with nothing beside it, and the tables on the screen."""
    arguments = ["-m", "bench", "-s", "tests/bench"]
    codes = [straight(vendor, arguments, folder) for vendor in ("sqlite", "postgresql")]
    return 1 if any(codes) else 0


def straight(vendor: str, arguments: list[str], folder: Path) -> int:
    """pytest on one database, its output as it comes."""
    with postgres_or_loud_skip() if vendor == "postgresql" else contextlib.nullcontext("") as url:
        if url is None:
            return 1
        return subprocess.run(pytest_command(*arguments), cwd=ROOT, env=environment(folder, url)).returncode


def stop_politely(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def main(arguments: list[str]) -> int:
    purposes: dict[str, Callable[[Path], int]] = {
        "test": lambda folder: on_both("test", folder),
        "soak": lambda folder: on_both("soak", folder),
        "bench": bench,
        "sqlite": lambda folder: straight("sqlite", arguments[1:], folder),
        "postgresql": lambda folder: straight("postgresql", arguments[1:], folder),
    }
    if not arguments or arguments[0] not in purposes:
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, stop_politely)
    with tempfile.TemporaryDirectory(prefix="toetssteen-tests-") as folder:
        return purposes[arguments[0]](Path(folder))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
