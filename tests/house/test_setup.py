"""The two commands: what they install, what they start, how they judge. No database needed."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import prepare
import pytest
import start
import supervise
from packaging.requirements import Requirement

from tests import run

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PRODUCT = PROJECT["project"]["dependencies"]
GROUPS = PROJECT["dependency-groups"]


def pins(lock: Path) -> dict[str, str]:
    """Name to version, as pip will install it."""
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ ;\\]+)", lock.read_text("utf-8"), re.MULTILINE))


# --- the locks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [(LOCKS[0], PRODUCT + GROUPS["test"]), (LOCKS[1], GROUPS["dev"])],
    ids=["product", "development"],
)
def test_lock_holds_every_direct_dependency(lock: Path, wanted: list[str]) -> None:
    locked = pins(lock)
    requirements = [Requirement(line) for line in wanted]
    unmet = [str(r) for r in requirements if not r.specifier.contains(locked.get(r.name.lower(), "0"))]
    assert unmet == []


@pytest.mark.parametrize("lock", LOCKS, ids=["product", "development"])
def test_lock_has_a_hash_for_every_package_and_no_address(lock: Path) -> None:
    text = lock.read_text("utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"\S*(?:://|index-url|find-links)\S*", text) == []


def test_development_lock_agrees_with_the_product_lock() -> None:
    product, development = map(pins, LOCKS)
    shared = product.keys() & development.keys()
    assert {name: development[name] for name in shared} == {name: product[name] for name in shared}


def test_every_direct_dependency_says_why_it_is_here() -> None:
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    names = {Requirement(line).name for line in [*PRODUCT, *GROUPS["test"], *GROUPS["dev"]]}
    explained = {
        match[1] for line in lines if (match := re.match(r'    "([a-z0-9-]+)[^"]*",\s+# \S.{10,}', line)) is not None
    }
    assert names - explained == set()


def test_licence_is_the_unaltered_eupl() -> None:
    text = (ROOT / "LICENSE").read_bytes()
    assert text.startswith(b"EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert hashlib.sha256(text).hexdigest() == "57fb42fbcd0b037ce528ed8f72f1ec095d67bc6825ecf1448ff39be1fe68a4b4"


def test_ci_runs_the_tests_and_the_long_ones() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    lines = script.read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("make ")] == ["make test", "make soak"]
    assert "set -euo pipefail" in lines


# --- prepare ---------------------------------------------------------------------------------------------------------


def counting_script(folder: Path, *, fails: int) -> tuple[list[str], Path]:
    """A command that fails so many times first, and the file in which it counts its calls."""
    count = folder / "calls"
    script = (
        f"import pathlib, sys; p = pathlib.Path({str(count)!r}); n = len(p.read_text()) if p.exists() else 0; "
        f"p.write_text('x' * (n + 1)); sys.exit(n < {fails})"
    )
    return [sys.executable, "-c", script], count


@pytest.mark.parametrize(("fails", "calls"), [(0, 1), (1, 2)])
def test_one_transient_failure_is_survived(tmp_path: Path, fails: int, calls: int) -> None:
    command, count = counting_script(tmp_path, fails=fails)
    prepare.twice(command, pause=0)
    assert len(count.read_text()) == calls


def test_second_failure_stops_with_the_command(tmp_path: Path) -> None:
    command, count = counting_script(tmp_path, fails=9)
    with pytest.raises(prepare.Stop, match="This failed twice"):
        prepare.twice(command, pause=0)
    assert len(count.read_text()) == 2


def test_python_out_of_range_is_refused_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "version_of", lambda python: (3, 9))
    with pytest.raises(prepare.Stop, match=r"needs Python 3\.11, 3\.12 or 3\.13.*make run PYTHON="):
        prepare.find_python()


def test_an_empty_shim_is_no_python(tmp_path: Path) -> None:
    shim = tmp_path / "python3.12"
    shim.write_text("#!/bin/sh\necho 'command not found' >&2\nexit 127\n")
    shim.chmod(0o755)
    assert prepare.version_of(str(shim)) is None
    assert prepare.version_of(sys.executable) == sys.version_info[:2]


def test_lock_is_installed_once_and_again_after_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[list[str]] = []
    monkeypatch.setattr(prepare, "twice", calls.append)
    monkeypatch.setattr(prepare, "version_of", lambda python: (3, 11))
    (tmp_path / "bin").mkdir()
    python, lock = tmp_path / "bin" / "python", tmp_path / "requirements.txt"
    lock.write_text("one")
    answers = [prepare.install_locks(python, [lock]), prepare.install_locks(python, [lock])]
    lock.write_text("two")
    answers.append(prepare.install_locks(python, [lock]))
    assert answers == [True, False, True]
    assert [call[-2:] for call in calls] == [["--require-hashes", f"--requirement={lock}"]] * 2


def test_failed_installation_leaves_no_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(command: list[str]) -> None:
        raise prepare.Stop("no network")

    monkeypatch.setattr(prepare, "twice", fail)
    monkeypatch.setattr(prepare, "version_of", lambda python: (3, 11))
    (tmp_path / "requirements.txt").write_text("one")
    with pytest.raises(prepare.Stop):
        prepare.install_locks(tmp_path / "bin" / "python", [tmp_path / "requirements.txt"])
    assert list(tmp_path.glob("*.installed")) == []


def test_who_is_not_root_gets_the_exact_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(prepare.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(prepare.Stop) as stop:
        prepare.install_packages(["libpango-1.0-0", "libharfbuzz-subset0"])
    command = (
        "sudo apt-get update && sudo apt-get install --no-install-recommends -y libpango-1.0-0 libharfbuzz-subset0"
    )
    assert command in str(stop.value)


def test_only_missing_libraries_are_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare.sys, "platform", "linux")
    monkeypatch.setattr(prepare, "has_library", lambda name: name != "libpangoft2-1.0.so.0")
    assert prepare.missing_libraries() == ["libpangoft2-1.0-0"]


def test_a_library_that_is_not_there_is_missing() -> None:
    assert prepare.has_library("libthere-is-none.so.9") is False


# --- start -----------------------------------------------------------------------------------------------------------


def test_rehearsal_settings_win_over_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("PORT", "8123")
    monkeypatch.setenv("BASE_URL", "https://toetssteen.example")
    env = start.environment("rehearsal")
    assert (env["REHEARSAL"], env["BASE_URL"]) == ("1", "http://localhost:8123")


def test_rehearsal_refuses_a_given_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///real")
    with pytest.raises(start.Stop, match="its own database"):
        start.environment("rehearsal")


def test_production_never_rehearses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REHEARSAL", "1")
    monkeypatch.setenv("DEBUG", "1")
    monkeypatch.setenv("BASE_URL", "https://toetssteen.example")
    env = start.environment("production")
    assert (env.get("REHEARSAL"), env.get("DEBUG"), env["BASE_URL"]) == (None, None, "https://toetssteen.example")


@pytest.mark.parametrize("port", ["web", "0", "70000", "-1"])
def test_wrong_port_is_named(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(start.Stop, match=f"PORT={port} is not a port number"):
        start.environment("production")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can tie a child to its parent")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_stopping_while_making_ready_leaves_no_command_behind(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "manage.py").write_text(
        "import os, pathlib, time; pathlib.Path('id').write_text(str(os.getpid())); time.sleep(60)"
    )
    script = (
        "import os, pathlib, start\n"
        f"start.ROOT = pathlib.Path({str(tmp_path)!r}); start.refuse_a_taken_port = lambda env: None\n"
        "start.main(['rehearsal'])\n"
    )
    env = {name: value for name, value in os.environ.items() if name not in run.OURS}
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT / "deploy", env=env, stdout=subprocess.DEVNULL)
    wait_for(lambda: (tmp_path / "id").exists() and (tmp_path / "id").read_text() != "")
    command = int((tmp_path / "id").read_text())
    parent.send_signal(number)
    assert parent.wait(timeout=10) == (128 + number if number == signal.SIGTERM else -number)
    wait_for(lambda: is_gone(command))


def is_gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] == "Z"
    except FileNotFoundError:
        return True


# --- supervise -------------------------------------------------------------------------------------------------------

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); print('on'); time.sleep(60)"]


@pytest.fixture
def _signals():
    """The supervisor takes over the signals of its process; give them back."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def supervisor(commands: dict[str, list[str]], patience: float = 5) -> supervise.Supervisor:
    return supervise.Supervisor(commands, cwd=ROOT, env=dict(os.environ), patience=patience)


@pytest.mark.parametrize(
    ("end", "words"), [("sys.exit(3)", "exit code 3"), ("os.kill(os.getpid(), 9)", "killed by SIGKILL")]
)
@pytest.mark.parametrize("dying", ["web", "worker"])
@pytest.mark.usefixtures("_signals")
def test_when_one_dies_the_other_stops(dying: str, end: str, words: str) -> None:
    commands = {"web": SLEEPER, "worker": SLEEPER} | {dying: [sys.executable, "-c", f"import os, sys; {end}"]}
    with pytest.raises(supervise.ChildDied) as reason, supervisor(commands) as both:
        both.wait()
    assert str(reason.value) == f"The {dying} stopped by itself ({words}), so everything stops."
    assert [child.poll() is not None for child in both.children.values()] == [True, True]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.usefixtures("_signals")
def test_a_request_to_stop_stops_both(number: signal.Signals) -> None:
    with supervisor({"web": SLEEPER, "worker": SLEEPER}) as both:
        os.kill(os.getpid(), number)
        both.wait()
    assert [child.returncode for child in both.children.values()] == [-signal.SIGTERM, -signal.SIGTERM]


@pytest.mark.usefixtures("_signals")
def test_a_process_that_will_not_stop_is_killed() -> None:
    with supervisor({"web": SLEEPER, "worker": STUBBORN}, patience=0.5) as both:
        time.sleep(0.5)  # until it ignores the polite request
        both.stop_asked = True
    assert [child.returncode for child in both.children.values()] == [-signal.SIGTERM, -signal.SIGKILL]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can tie a child to its parent")
def test_killing_the_parent_leaves_nobody_behind(tmp_path: Path) -> None:
    ids = tmp_path / "ids"
    script = (
        "import os, pathlib, supervise\n"
        f"s = supervise.Supervisor({{'web': {SLEEPER!r}}}, cwd=pathlib.Path('.'), env=dict(os.environ))\n"
        f"s.__enter__(); pathlib.Path({str(ids)!r}).write_text(str(s.children['web'].pid)); s.wait()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT / "deploy")
    wait_for(lambda: ids.exists() and ids.read_text() != "")
    child = int(ids.read_text())
    assert not is_gone(child)
    parent.kill()
    parent.wait()
    wait_for(lambda: is_gone(child))


def wait_for(condition, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


# --- judging the two runs --------------------------------------------------------------------------------------------


def test_no_setting_of_the_product_comes_from_the_shell() -> None:
    settings = (ROOT / "screening" / "settings.py").read_text("utf-8")
    read = set(re.findall(r'env\.\w+\((?:DATA_DIR, )?"([A-Z0-9_]+)"', settings))
    assert {"BASE_URL", "SECRET_KEY"} <= read
    assert read - run.OURS == set()


def record(*ran: str, elsewhere: tuple[str, ...] = (), skipped: tuple[str, ...] = ()) -> dict[str, object]:
    outcomes = dict.fromkeys(ran, "passed") | dict.fromkeys(skipped, "skipped")
    return {"outcomes": outcomes, "reasons": dict.fromkeys(skipped, "no Chromium"), "elsewhere": list(elsewhere)}


def test_equal_lists_are_equal() -> None:
    assert run.differences(record("a", "b"), record("b", "a")) == []


def test_a_test_missing_on_one_database_is_named() -> None:
    assert run.differences(record("a", "b"), record("a")) == ["ran on one database only: b"]
    assert run.differences(record("a"), record("a", "b")) == ["ran on one database only: b"]


def test_a_test_declared_for_the_other_database_is_no_difference() -> None:
    sqlite, postgresql = record("a", "wal", elsewhere=("policy",)), record("a", "policy", elsewhere=("wal",))
    assert run.differences(sqlite, postgresql) == []


class Ended(run.Lane):
    """A run that is over, with a given exit code and record."""

    def __init__(self, name: str, content: dict[str, object], code: int = 0) -> None:
        super().__init__(name, Path(), [])
        self.content, self.ended = content, code

    def code(self) -> int:
        return self.ended

    def record(self) -> dict[str, object]:
        return self.content


@pytest.mark.parametrize(
    ("ci", "sqlite", "postgresql", "expected"),
    [
        ("", Ended("sqlite", record("a")), Ended("postgresql", record("a")), 0),
        ("true", Ended("sqlite", record("a")), Ended("postgresql", record("a")), 0),
        ("", Ended("sqlite", record("a")), Ended("postgresql", record("a"), code=1), 1),
        ("", Ended("sqlite", record("a", "b")), Ended("postgresql", record("a")), 1),
        ("", Ended("sqlite", record(skipped=("a",))), Ended("postgresql", record(skipped=("a",))), 0),
        ("true", Ended("sqlite", record(skipped=("a",))), Ended("postgresql", record(skipped=("a",))), 1),
        ("", Ended("sqlite", record("a")), None, 0),
        ("true", Ended("sqlite", record("a")), None, 1),
    ],
    ids=["good", "good-ci", "failed", "unequal", "skipped", "skipped-ci", "no-postgres", "no-postgres-ci"],
)
def test_verdict(monkeypatch, capsys, ci: str, sqlite: Ended, postgresql: Ended | None, expected: int) -> None:
    monkeypatch.setenv("CI", ci)
    lanes = [lane for lane in (sqlite, postgresql) if lane]
    assert run.verdict(lanes, without_postgres=postgresql is None) == expected
    said = capsys.readouterr().out
    assert ("NOT GOOD" in said, "# SKIPPED: 2" in said) == (expected == 1, bool(sqlite.content["reasons"]))
