"""Start Toetssteen: the web and the worker under one parent, which stops both when one of them dies.

    .venv/bin/python deploy/start.py rehearsal    what `make run` starts: a practice party, no mail leaves
    .venv/bin/python deploy/start.py production   what `make serve` and the systemd unit start

Before that it brings the database up to date, loads the editions and collects the static files.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from supervise import ChildDied, Supervisor, die_with_parent

ROOT = Path(__file__).resolve().parent.parent
READY_WITHIN = 60  # seconds until /gezond/ must answer


class Stop(Exception):
    """The start cannot go on; the message says what the reader can do."""


def say(text: str) -> None:
    print(text, flush=True)


def environment(mode: str) -> dict[str, str]:
    """The settings of the chosen mode (decisions 33 and 34). Raises Stop for a dangerous mix."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "screening.settings", "PYTHONUNBUFFERED": "1"}
    env["PORT"] = env.get("PORT") or "8000"
    if not env["PORT"].isdigit() or not 0 < int(env["PORT"]) < 65536:
        raise Stop(f"PORT={env['PORT']} is not a port number.")
    if mode == "rehearsal":
        if env.get("DATABASE_URL"):
            raise Stop("DATABASE_URL is set. The rehearsal has its own database: unset it, or use `make serve`.")
        return {**env, "REHEARSAL": "1", "BASE_URL": f"http://localhost:{env['PORT']}"}
    env.pop("REHEARSAL", None)
    env.pop("DEBUG", None)
    env.setdefault("BASE_URL", f"http://localhost:{env['PORT']}")
    return env


def refuse_a_taken_port(env: dict[str, str]) -> None:
    """Better said before the database is touched than by a stack trace of the server. Raises Stop."""
    port = int(env["PORT"])
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((env.get("BIND") or "127.0.0.1", port)) == 0:
            raise Stop(f"Port {port} is in use. Stop what runs there or choose another: PORT={port + 10}")


def manage(*arguments: str, env: dict[str, str], capture: bool = False) -> str:
    """Run one management command; return what it printed when `capture` is on. Raises Stop when it fails."""
    command = [sys.executable, "manage.py", *arguments]
    stdout = subprocess.PIPE if capture else None
    done = subprocess.run(
        command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=stdout, text=True, preexec_fn=die_with_parent
    )
    if done.returncode != 0:
        raise Stop(f"`manage.py {' '.join(arguments)}` failed; the reason stands above.")
    return done.stdout or ""


def migrate(env: dict[str, str]) -> None:
    """On PostgreSQL the owner of the tables migrates; the web itself may only read and write rows (decision 8)."""
    owner = env.get("MIGRATE_DATABASE_URL")
    manage("migrate", "--no-input", "--verbosity=0", env={**env, "DATABASE_URL": owner} if owner else env)


def collect_static(env: dict[str, str]) -> None:
    """Collect and compress the static files, but only when one of them changed since last time."""
    data = ROOT / env.get("DATA_DIR", ".data")
    mark = data / "static.collected"
    files = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    facts = [(str(path.relative_to(ROOT)), path.stat().st_mtime_ns, path.stat().st_size) for path in files]
    lock = (ROOT / "requirements.txt").read_bytes()
    now = hashlib.sha256(repr((facts, env.get("STATIC_ROOT"))).encode() + lock).hexdigest()
    if mark.exists() and mark.read_text() == now:
        return
    manage("collectstatic", "--no-input", "--clear", "--verbosity=0", env=env)
    mark.write_text(now)


def make_ready(mode: str, env: dict[str, str]) -> str:
    """Everything that must be done before the first page; returns the sign-in links to print. Raises Stop."""
    say("Bringing the database up to date …")
    migrate(env)
    manage("load_editions", env=env, capture=True)
    collect_static(env)
    if mode == "rehearsal":
        say("Setting the stage of the rehearsal (the first time takes a while) …")
        return manage("rehearse", env=env, capture=True)
    return manage("first_run_code", env=env, capture=True)


def web_and_worker(env: dict[str, str]) -> dict[str, list[str]]:
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "deploy" / "gunicorn.conf.py")]
    return {
        "web": [*gunicorn, "screening.wsgi:application"],
        "worker": [sys.executable, "manage.py", "work"],
    }


def is_healthy(env: dict[str, str]) -> bool:
    """Ask for /gezond/ the way the proxy would: by our own address, in the name that people type."""
    known_as = urlsplit(env["BASE_URL"])
    connection = http.client.HTTPConnection(env.get("BIND") or "127.0.0.1", int(env["PORT"]), timeout=2)
    try:
        headers = {"Host": known_as.netloc, "X-Forwarded-Proto": known_as.scheme}
        connection.request("GET", "/gezond/", headers=headers)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait_until_healthy(check: Callable[[], bool], supervisor: Supervisor) -> None:
    """Raises Stop when the web does not answer in time, ChildDied when web or worker ends meanwhile."""
    end = time.monotonic() + READY_WITHIN
    while not supervisor.stop_asked and not check():
        supervisor.check()
        if time.monotonic() > end:
            raise Stop(f"The web did not answer within {READY_WITHIN} seconds.")
        time.sleep(0.1)


def run(mode: str) -> None:
    """Make ready, start both and stay until one dies or somebody asks to stop. Raises Stop or ChildDied."""
    env = environment(mode)
    refuse_a_taken_port(env)
    links = make_ready(mode, env)
    with Supervisor(web_and_worker(env), cwd=ROOT, env=env) as supervisor:
        wait_until_healthy(lambda: is_healthy(env), supervisor)
        if not supervisor.stop_asked:
            say(f"\n{links.rstrip()}\n\nToetssteen is open on {env['BASE_URL']} (stop with Ctrl-C)")
        supervisor.wait()
    say("Toetssteen has stopped.")


def leave(number: int, frame: FrameType | None) -> None:
    """Asked to stop while still making ready: leaving by an exception ends the command that is running."""
    raise SystemExit(128 + number)


def main(arguments: list[str]) -> int:
    if arguments not in (["rehearsal"], ["production"]):
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)
    os.umask(0o077)  # whatever is written from here on is for the owner only
    try:
        run(arguments[0])
    except (Stop, ChildDied) as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
