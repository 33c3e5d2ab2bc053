"""Make this checkout ready: a Python environment, the hashed packages, the system libraries.

    python3 deploy/prepare.py run|test|soak|bench|lint|messages

It runs before there is an environment, so it needs nothing but the standard library and starts on any
Python from 3.7, if only to say that a newer one is needed. What is in place already is left alone: a second
call takes a fraction of a second.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUPPORTED = ((3, 11), (3, 12), (3, 13))
PRODUCT, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"
LOCKS = {
    "run": [PRODUCT],
    "test": [PRODUCT, DEVELOPMENT],
    "soak": [PRODUCT, DEVELOPMENT],
    "bench": [PRODUCT, DEVELOPMENT],
    "lint": [PRODUCT, DEVELOPMENT],
    "messages": [PRODUCT],
}
# What WeasyPrint loads, and the Debian package that brings it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
# Programs that only one purpose needs: any of the names will do.
CHROMIUM = (("chromium", "chromium-browser", "google-chrome"), "chromium")
GETTEXT = (("msgfmt",), "gettext")
NGINX = (("nginx",), "nginx-light")
PROGRAMS = {
    "test": [CHROMIUM, GETTEXT],
    "soak": [CHROMIUM],
    "bench": [CHROMIUM],
    "messages": [GETTEXT],
}
# Debian starts a web server on port 80 with this one, which nobody wants on the machine they work on.
FOR_CI = {"soak": [NGINX]}
APT = ["apt-get", "-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=120"]


class Stop(Exception):
    """The work cannot go on; the message says what the reader can do."""


def say(text: str) -> None:
    print(f"• {text}", flush=True)


def twice(command: list[str], *, env: dict[str, str] | None = None, pause: float = 3) -> None:
    """Run `command`, once more after a failure: a network or a mirror may be away for a moment.

    Only what it complains of is shown. Raises Stop when it fails again.
    """

    def succeeds() -> bool:
        return subprocess.run(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode == 0

    if succeeds():
        return
    say(f"That failed; trying once more in {pause:g} seconds: {' '.join(command)}")
    time.sleep(pause)
    if not succeeds():
        raise Stop(f"This failed twice: {' '.join(command)}")


# --- Python ----------------------------------------------------------------------------------------------------------


def version_of(python: str) -> tuple[int, int] | None:
    """The version of an interpreter that really runs; None for a missing one or an empty shim."""
    question = "import sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([python, "-c", question], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        major, minor = answer.stdout.split()
    except (OSError, ValueError):
        return None
    return int(major), int(minor)


def find_python() -> str:
    """The interpreter that called us when it is supported, else another on PATH. Raises Stop."""
    for name in [sys.executable, "python3", *(f"python{a}.{b}" for a, b in reversed(SUPPORTED))]:
        path = shutil.which(name)
        if path and version_of(path) in SUPPORTED:
            return path
    here = ".".join(map(str, sys.version_info[:3]))
    raise Stop(
        f"Toetssteen needs Python 3.11, 3.12 or 3.13, and found only {here}. Install one of them "
        "(Debian 12: apt-get install python3 python3-venv) or point to it: make run PYTHON=/path/to/python3.12"
    )


def make_environment(folder: Path) -> Path:
    """Return the interpreter of a working environment in `folder`, made anew when there is none. Raises Stop."""
    python = folder / "bin" / "python"
    if version_of(str(python)) in SUPPORTED:
        return python
    base = find_python()
    if subprocess.run([base, "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL).returncode != 0:
        install_packages([f"python{'.'.join(map(str, version_of(base)))}-venv"])
    say(f"Making a Python environment in {folder.name}")
    twice([base, "-m", "venv", "--clear", str(folder)])
    return python


def fingerprint(python: Path, lock: Path) -> str:
    """What must be the same for an installed lock to still count as installed."""
    return f"{version_of(str(python))} {hashlib.sha256(lock.read_bytes()).hexdigest()}"


def install_locks(python: Path, locks: list[Path]) -> bool:
    """Install hashed locks with plain pip; return False when they were installed already. Raises Stop."""
    stamps = {lock: python.parent.parent / f"{lock.stem}.installed" for lock in locks}
    marks = {lock: fingerprint(python, lock) for lock in locks}
    if all(stamp.exists() and stamp.read_text() == marks[lock] for lock, stamp in stamps.items()):
        return False
    say("Installing the Python packages (about a minute, only when the list has changed)")
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    twice([*command, "--require-hashes", *(f"--requirement={lock}" for lock in locks)])
    for lock, stamp in stamps.items():
        stamp.write_text(marks[lock])
    return True


# --- the system ------------------------------------------------------------------------------------------------------


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_libraries() -> list[str]:
    """The packages with the libraries that WeasyPrint would miss; outside Linux it tells so itself."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for library, package in LIBRARIES.items() if not has_library(library)]


def missing_programs(purpose: str) -> list[str]:
    wanted = PROGRAMS.get(purpose, []) + (FOR_CI.get(purpose, []) if os.environ.get("CI") else [])
    return [package for names, package in wanted if not any(shutil.which(name) for name in names)]


def by_hand(packages: list[str]) -> str:
    return f"sudo apt-get update && sudo apt-get install --no-install-recommends -y {' '.join(packages)}"


def install_packages(packages: list[str]) -> None:
    """As root on Debian install them; anybody else is told the exact command. Raises Stop."""
    if not packages:
        return
    if not shutil.which("apt-get"):
        raise Stop(f"Missing here (Debian's names): {' '.join(packages)}. Install them with your package manager.")
    if os.geteuid() != 0:
        raise Stop(f"Missing on this machine. Run this once, then try again:\n\n    {by_hand(packages)}\n")
    say(f"Installing from Debian: {' '.join(packages)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # A list fetched long ago names packages that have moved since; without any list nothing is found at all.
    twice([*APT, "-qq", "update"], env=env)
    twice([*APT, "-qq", "install", "--yes", "--no-install-recommends", *packages], env=env)


def install_programs(purpose: str) -> None:
    """Tests can do without, at a price that the test run names loudly itself; any other purpose cannot. Raises Stop."""
    try:
        install_packages(missing_programs(purpose))
    except Stop as stop:
        if purpose == "messages":
            raise
        say(str(stop))


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in LOCKS:
        print(__doc__, file=sys.stderr)
        return 2
    purpose = arguments[0]
    try:
        if purpose != "lint":
            install_packages(missing_libraries())
        install_programs(purpose)
        python = make_environment(ROOT / ".venv")
        install_locks(python, [ROOT / name for name in LOCKS[purpose]])
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
