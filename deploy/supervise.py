"""Keep several processes alive together: when one dies, or somebody asks to stop, all of them stop."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

PATIENCE = 25  # seconds to finish what is in hand after a polite request, before SIGKILL
PR_SET_PDEATHSIG = 1


class ChildDied(Exception):
    """One of the processes ended by itself; the message names it and how."""


def die_with_parent() -> None:
    """Runs in a child: on Linux, when its parent is killed outright, nobody is left behind on port or database."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def how_it_ended(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


class Supervisor:
    """Start `commands` (name to command line) on entering, and leave none of them running on leaving.

    Each child has its own session, so Ctrl-C in a terminal reaches only us and each child is asked once.
    """

    def __init__(self, commands: dict[str, list[str]], *, cwd: Path, env: dict[str, str], patience: float = PATIENCE):
        self.commands, self.cwd, self.env, self.patience = commands, cwd, env, patience
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.stop_asked = False

    def __enter__(self) -> Supervisor:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)
        try:
            for name, command in self.commands.items():
                self.children[name] = self.start(command)
        except OSError:
            self.stop()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def start(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            cwd=self.cwd,
            env=self.env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        """A first request is polite; a second one means now."""
        if self.stop_asked:
            self.patience = 0
        self.stop_asked = True

    def check(self) -> None:
        """Raises ChildDied for the first process that has ended."""
        for name, child in self.children.items():
            code = child.poll()
            if code is not None and not self.stop_asked:
                raise ChildDied(f"The {name} stopped by itself ({how_it_ended(code)}), so everything stops.")

    def wait(self) -> None:
        """Stay until somebody asks to stop. Raises ChildDied."""
        while not self.stop_asked:
            self.check()
            time.sleep(0.1)

    def stop(self) -> None:
        """Ask each process to end; kill it and its own children when it does not within our patience."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        asked = time.monotonic()
        while any(child.poll() is None for child in self.children.values()):
            if time.monotonic() - asked > self.patience:
                break
            time.sleep(0.05)
        for child in self.children.values():
            with contextlib.suppress(ProcessLookupError, PermissionError):  # the whole group may be gone already
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
