"""The PDF process: one child that has the engine loaded, so that no other process has to.

Laying out a report takes most of a second and 90 MB. The worker keeps one child, gives it finished HTML and gets bytes
back. The child reads no database and no settings; it is replaced after a number of jobs, when it has grown, when it
takes too long, and when it dies.
"""

import atexit
import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any

from reports.pdf import PdfAttachment, PdfRefused, html_to_pdf, page_html
from reports.pdf_sources import OWN_ACCENT, static_folders

_HOUSE = Path(__file__).resolve().parent.parent
#: All that the child gets of our environment: no address of a database, no key.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")
_START = "import sys; from reports.pdf_child import serve; serve(int(sys.argv[1]))"


class PdfFailed(Exception):
    """The PDF process died or ran out of time; the job may be tried again."""


def serve(descriptor: int) -> None:
    """Answer jobs until the parent closes the pipe or dies. What the child process runs."""
    connection = Connection(descriptor)
    html_to_pdf("<!doctype html><html lang='nl'><title>-</title><p>-</p></html>", title="-", language="nl", folders=())
    connection.send(None)
    while True:
        try:
            job = connection.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            answer: tuple[str, Any] = ("made", html_to_pdf(**job))
        except PdfRefused as refusal:
            answer = ("refused", str(refusal))
        except Exception as error:  # the text of an error may quote the page, so only its name travels
            answer = ("failed", type(error).__name__)
        connection.send((*answer, _peak()))


def _peak() -> int:
    """Return the most memory this process ever used, in megabytes; 0 where the system does not tell.

    Not `resource.getrusage`: on Linux that figure is inherited from the process that started this one.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


class PdfProcess:
    """Owns one child; safe to call from several threads, which then wait for each other."""

    def __init__(self, *, jobs: int = 50, megabytes: int = 200, seconds: float = 120) -> None:
        """`jobs` and `megabytes`: how much one child does and may grow; `seconds`: the longest one job may take."""
        self.jobs, self.megabytes, self.seconds = jobs, megabytes, seconds
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._done = 0

    def start(self) -> None:
        """Start the child now, so that the first document does not wait for it."""
        with self._lock:
            self._ensure()

    def make(self, **job: Any) -> bytes:
        """Run `html_to_pdf(**job)` in the child. Raises PdfRefused and PdfFailed."""
        with self._lock:
            pipe = self._ensure()
            try:
                pipe.send(job)
                kind, answer, size = self._receive(pipe)
            except (EOFError, OSError) as error:
                self._end()
                raise PdfFailed("the PDF process died") from error
            except BaseException:
                self._end()  # an answer that comes later must never be taken for that of the next job
                raise
            self._done += 1
            if self._done >= self.jobs or size > self.megabytes:
                self._end(calm=True)
        if kind == "refused":
            raise PdfRefused(answer)
        if kind == "failed":
            raise PdfFailed(answer)
        return answer

    def stop(self) -> None:
        """End the child."""
        with self._lock:
            self._end(calm=True)

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    def _receive(self, pipe: Connection) -> Any:
        if not pipe.poll(self.seconds):
            raise PdfFailed(f"the PDF process took longer than {self.seconds:g} seconds")
        return pipe.recv()

    def _ensure(self) -> Connection:
        if self._child is not None and self._child.poll() is None and self._pipe is not None:
            return self._pipe
        self._end()
        ours, theirs = Pipe()
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        self._child = subprocess.Popen(
            [sys.executable, "-c", _START, str(theirs.fileno())],
            cwd=_HOUSE, env={**environment, "PYTHONPATH": str(_HOUSE)}, pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        theirs.close()
        self._pipe, self._done = ours, 0
        try:
            self._receive(ours)
        except (EOFError, OSError) as error:
            self._end()
            raise PdfFailed("the PDF process could not start") from error
        return ours

    def _end(self, *, calm: bool = False) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._child is not None:
            try:  # an idle child sees the closed pipe, tidies up its folder of fonts and leaves
                self._child.wait(2 if calm else 0)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait(10)
        self._child = self._pipe = None


#: The one child of this process. A worker may `start()` it early; it ends with the process.
process = PdfProcess()
atexit.register(process.stop)


def render_in_child(
    template_name: str,
    context: dict[str, Any],
    *,
    language: str,
    title: str,
    attachments: Iterable[PdfAttachment | tuple] = (),
) -> tuple[str, bytes]:
    """Do what `pdf.render_pdf` does, but lay the page out in the PDF process.

    Raises PdfRefused when the page refers to anything that is not ours, PdfFailed when the process died, took longer
    than its time or could not make the document.
    """
    html = page_html(template_name, context, language=language, title=title)
    accent = context.get("accent", OWN_ACCENT)
    job = {"title": title, "language": language, "attachments": tuple(map(tuple, attachments)), "accent": accent}
    return html, process.make(html=html, folders=static_folders(), **job)
