"""What every test stands on: its database, its browser, and a record of which tests ran (tests/run.py reads it)."""

from __future__ import annotations

import gc
import importlib.util
import json
import os
import shutil
from pathlib import Path

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",  # root has no other way; the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_configure(config: pytest.Config) -> None:
    """Settings that make tests quick without changing what they prove."""
    from django.conf import settings

    # Playwright keeps an event loop in this thread; Django would take it for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True  # from the source, nothing collected
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    config.pluginmanager.register(Record(), "record-of-tests")
    # Most of what a test makes lives until its end: looking for rubbish all the time costs a sixth of the whole run.
    gc.set_threshold(200_000, 50, 100)


# --- databases -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """SQLite in a file, as in the product: an in-memory one has no WAL and shares its connection with the server."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def emptying_lifts_guards():
    """The flush after a transactional test empties the record too (decision 6)."""
    from tests.parties.safekeeping import emptying

    with emptying.emptying_lifts_guards():
        yield


def runs_here(item: pytest.Item) -> bool:
    from django.db import connection

    marker = item.get_closest_marker("only")
    return marker is None or marker.args[0] == connection.vendor


# What no database can change: content, look, papers, the shape of the house. It runs once, in the lane "conformity".
ONCE = (
    "tests/look/", "tests/instruments/test_content_", "tests/instruments/test_reading_level", "tests/house/test_editions",
    "tests/house/test_floors", "tests/house/test_bypass", "tests/house/test_law", "tests/house/test_setup", "tests/reports/test_digest_blocks",
    "tests/instruments/test_careful_words", "tests/deploy/",
    "tests/journey/test_axe", "tests/journey/test_hands", "tests/journey/test_island", "tests/journey/test_without_script",
    "tests/screening/test_regimes", "tests/screening/test_pdf_pages",
)  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_itemcollected(item: pytest.Item) -> None:
    if item.nodeid.startswith(ONCE):
        item.add_marker(pytest.mark.conformity)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests last; a test about the other database is left out and remembered as such."""
    record = config.pluginmanager.get_plugin("record-of-tests")
    elsewhere = [item for item in items if not runs_here(item)]
    record.elsewhere = [item.nodeid for item in elsewhere]
    config.hook.pytest_deselected(items=elsewhere)
    here = [item for item in items if runs_here(item)]
    items[:] = sorted(here, key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(autouse=True)
def canaries(monkeypatch: pytest.MonkeyPatch):
    """No response of any test holds a secret, a token or another party's words (promise 1)."""
    from tests import canaries

    canaries.forget()
    canaries.watch(monkeypatch)
    yield
    canaries.forget()


# --- the browser -----------------------------------------------------------------------------------------------------


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser"):
        if CHROMIUM is None:
            pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
        if importlib.util.find_spec("pytest_playwright") is None:
            pytest.skip("no Playwright in this environment (requirements-dev.txt)")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Debian's Chromium instead of a download; it asks nobody but us for anything."""
    return {"executable_path": CHROMIUM, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """Dutch is the source language; a test of English says so itself."""
    return {**browser_context_args, "locale": "nl-NL"}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Each test names its own server. Playwright's own fixture of this name raises a warning in pytest 9."""


# --- the record ------------------------------------------------------------------------------------------------------


class Record:
    """Which tests ran, how each ended, and which belong to the other database; written as JSON to TEST_RECORD."""

    def __init__(self) -> None:
        self.outcomes: dict[str, str] = {}
        self.reasons: dict[str, str] = {}
        self.elsewhere: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test passed only when set-up, call and tear-down all did."""
        if self.outcomes.get(report.nodeid, "passed") == "passed":
            self.outcomes[report.nodeid] = report.outcome
        if report.skipped:
            why = report.longrepr
            self.reasons[report.nodeid] = why[2] if isinstance(why, tuple) else "expected to fail"

    def pytest_sessionfinish(self) -> None:
        path = os.environ.get("TEST_RECORD")
        if path:
            content = {"outcomes": self.outcomes, "reasons": self.reasons, "elsewhere": self.elsewhere}
            Path(path).write_text(json.dumps(content), encoding="utf-8")
