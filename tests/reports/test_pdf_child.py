"""The PDF process: loaded once, replaced in time, never a way for one document to disturb the next."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from reports.pdf import PdfRefused
from reports.pdf_child import PdfFailed, PdfProcess, process, render_in_child
from reports.pdf_sources import static_folders
from tests.reports.paper import failures, report, sample_pages, text_of  # noqa: F401

pytestmark = pytest.mark.conformity


def job(text: str = "tekst") -> dict:
    html = f'<!doctype html><html lang="nl"><head><title>t</title></head><body><h1>{text}</h1></body></html>'
    return {"html": html, "title": "t", "language": "nl", "folders": static_folders()}


@pytest.fixture(scope="module")
def child():
    one = PdfProcess()
    yield one
    one.stop()


def test_a_template_becomes_a_pdf_in_the_child():
    html, pdf = render_in_child("report.html", report(accent="blauw"), language="en", title="Report", attachments=[
        ("bewijs.json", b"{}", "application/json", "Bewijs")])  # fmt: skip
    assert "Anna de Wit" in html
    assert "page 1 of 1" in text_of(pdf)
    assert failures(pdf) == {}
    assert process.pid not in (None, os.getpid())
    process.stop()


def test_one_child_makes_many(child):
    child.start()
    first = child.pid
    assert "een" in text_of(child.make(**job("een")))
    assert "twee" in text_of(child.make(**job("twee")))
    assert child.pid == first


def test_a_refused_page_leaves_the_child_at_work(child):
    child.start()
    first = child.pid
    with pytest.raises(PdfRefused):
        child.make(**job('<img src="file:///etc/passwd" alt="x">'))
    assert "daarna" in text_of(child.make(**job("daarna")))
    assert child.pid == first


def test_a_fault_tells_its_kind_and_not_the_page(child):
    with pytest.raises(PdfFailed) as failed:
        child.make(**job("Anna de Wit") | {"accent": "regenboog"})
    assert str(failed.value) == "ValueError"


def test_a_killed_child_fails_one_job_and_is_replaced(child):
    child.start()
    first = child.pid
    os.kill(first, signal.SIGSTOP)
    threading.Timer(0.3, os.kill, (first, signal.SIGKILL)).start()
    with pytest.raises(PdfFailed):
        child.make(**job())
    assert "opnieuw" in text_of(child.make(**job("opnieuw")))
    assert child.pid != first


def test_a_job_that_takes_too_long_is_ended_and_its_late_answer_never_used():
    child = PdfProcess()
    child.start()
    child.seconds = 0.05
    with pytest.raises(PdfFailed, match="longer than"):
        child.make(**job("laat " * 800))
    child.seconds = 60
    assert "nieuw" in text_of(child.make(**job("nieuw")))
    child.stop()
    assert child.pid is None


@pytest.mark.parametrize("limits", [{"jobs": 1}, pytest.param({"megabytes": 1}, marks=pytest.mark.soak)])
def test_a_child_is_replaced_after_its_jobs_and_when_it_grew(limits):
    child = PdfProcess(**limits)
    child.make(**job())
    assert child.pid is None


def test_a_child_that_ends_leaves_nothing_behind(monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    child = PdfProcess(jobs=1)
    child.start()
    assert [*tmp_path.iterdir()] != []
    child.make(**job("漢字"))  # with a font made on the spot
    assert [*tmp_path.iterdir()] == []


def test_the_child_has_no_secrets_and_no_database(child, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    monkeypatch.setenv("MASTER_KEY", "secret")
    child.stop()
    child.start()  # after the secrets were set
    environment = Path(f"/proc/{child.pid}/environ").read_bytes()
    assert b"secret" not in environment
    assert b"FONTCONFIG_FILE" not in environment  # and it takes nothing over but what the list names


def test_a_child_is_judged_by_its_own_size_and_not_by_that_of_its_parent():
    ballast = bytearray(260_000_000)
    ballast[::4096] = b"x" * len(ballast[::4096])
    child = PdfProcess()
    child.make(**job())
    assert child.pid is not None
    child.stop()
    assert len(ballast) == 260_000_000


def test_the_child_stays_small(child):
    """performance.md: at most 200 MB."""
    child.make(**job("regel " * 3000))
    status = Path(f"/proc/{child.pid}/status").read_text()
    assert int(status.split("VmHWM:")[1].split()[0]) < 200_000


@pytest.mark.soak
def test_the_child_ends_with_its_parent():
    code = (
        "from reports.pdf_child import process; process.start(); print(process.pid, flush=True); import os; os._exit(1)"
    )
    house = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=house, check=False)
    pid = int(done.stdout)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and Path(f"/proc/{pid}/cmdline").exists() and _runs(pid):
        time.sleep(0.05)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_threads_wait_for_each_other(child):
    made = {}

    def make(name):
        made[name] = text_of(child.make(**job(name)))

    threads = [threading.Thread(target=make, args=(f"draad{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: name in text for name, text in made.items()} == {f"draad{n}": True for n in range(4)}
