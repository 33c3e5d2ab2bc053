"""After erasure nothing of a person is left: not in a table, a file, a session, the cache, the post, or a fresh backup
(promise 10, decision 4, law.md R-22).

One word is planted in everything that anybody typed, found before, and looked for after. What was sealed is looked for
as the bytes it was.
"""

import base64
import os
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from candidates.models import Candidacy
from candidates.models.candidacy import DossierRow
from candidates.submission import withdraw
from parties.models import DataKey
from parties.safekeeping.backup import make_backup
from parties.safekeeping.crypto import KLASSES
from parties.safekeeping.fields import SealedBytes, SealedField, SealedJSON
from parties.scope import all_parties, party_scope
from screening.rehearsal.journey import Walk
from screening.rehearsal.people import GRASS, Standing
from tests import cast
from tests.parties.safekeeping.elsewhere import client_programs
from tests.signin import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "Kwartelkoning"
ROLES = {"Bram": "chair", "Carla": "member", "Daan": "secretary", "Els": "board"}
# The listed exceptions (decision 4): without the dossier's content, each for its own term.
STAYS = {
    "candidates.Consent": "R-17", "candidates.Disclosure": "R-17", "candidates.Hold": "R-18", "candidates.RightsCase": "R-18",
    "reports.ErasureReceipt": "R-19",
}  # fmt: skip
# Plain text that the product writes itself: codes, digests, keys of items, words from a list.
OURS = """
    code owner slug source edition_label item point klass purpose language recipient how origin role owner_role kind text_digest
    file_digest record_digest token_hash email_hash seal_level told_how reply_closed_how resolution licence
""".split()
HISTORY = {"Appeal": {"ended_at": timezone.now, "ended_by": lambda: "x", "outcome": lambda: "dismissed"}}


def typed(model) -> list[models.Field]:
    """Every field of the model that holds what somebody typed."""
    plain = (models.CharField, models.TextField)
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, SealedField)
        or (
            isinstance(field, plain) and not field.choices and field.name not in OURS and not field.name.endswith("_by")
        )
    ]


def dossier_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, DossierRow) and model._meta.label not in STAYS]


def planted(field: models.Field):
    if isinstance(field, SealedJSON):
        return {"tekst": WORD}
    if isinstance(field, SealedBytes):
        return WORD.encode()
    if field.name == "email":
        return f"{WORD}@kandidaat.example"
    return WORD if not field.max_length else WORD[: field.max_length]


def plant(row: models.Model) -> None:
    for field in typed(type(row)):
        setattr(row, field.name, planted(field))
    models.Model.save(row)  # past the guard of an adopted report


def made(model, candidacy) -> models.Model:
    """A row of a kind that nobody left on the way, with whatever its table asks for."""
    given = {"candidacy": candidacy, **{name: value() for name, value in HISTORY.get(model.__name__, {}).items()}}
    for field in model._meta.concrete_fields:
        if field.name in given or field.null or field.has_default() or field.blank:
            continue
        if isinstance(field, models.ForeignKey) and field.name not in ("candidacy", "party"):
            other = field.related_model
            row = other._base_manager.order_by("pk").last()
            given[field.name] = row or (made(other, candidacy) if issubclass(other, DossierRow) else None)
        elif isinstance(field, models.DateTimeField):
            given[field.name] = timezone.now()
        elif isinstance(field, models.DateField):
            given[field.name] = timezone.localdate()
        elif isinstance(field, models.IntegerField):
            given[field.name] = 99
        elif isinstance(field, SealedField):
            given[field.name] = planted(field)
        elif isinstance(field, models.BinaryField):
            given[field.name] = WORD.encode()
    return model.objects.create(**given)


@pytest.fixture(autouse=True)
def client_of_this_server(monkeypatch):
    if connection.vendor == "postgresql":
        monkeypatch.setenv("PATH", f"{client_programs()}:{os.environ['PATH']}")


@pytest.fixture
def anna(quick_papers):
    """A whole dossier with our word in everything that is typed, and in the windows of who looked."""
    from reports.papers.documents import make_due_documents

    round, members = cast.ready_round(vog="all", vog_reason="Werk met geld.")
    actors = {first: cast.acting(members[first], role) for first, role in ROLES.items()}
    with party_scope(round.party):
        anna = Walk(round, Standing("Anna", "de", "Wit", "completed", answers=GRASS), actors).go()
        make_due_documents()
        plant(anna)
        look_around(anna, members)
        for model in dossier_models():
            rows = list(model.objects.filter(candidacy=anna)) or [made(model, anna)]
            for row in rows:
                plant(row)
    return anna


def look_around(anna, members) -> None:
    """Pages that may leave something in a session or in the cache."""
    base = f"/p/{anna.party.code}/"
    for first in ("Bram", "Els"):
        window = sign_in(Client(), members[first].user)
        for path in ("", f"ronde/{anna.round.code}/", f"kandidaat/{anna.code}/advies/", "post/"):
            window.get(base + path)
    her = cast.enter(Client(), anna)
    for path in ("stappen", "hulp"):
        her.get(f"/k/{path}/")


def tokens(anna) -> list[bytes]:
    """Everything of the dossier that lies sealed, as it lies there."""
    found = []
    with party_scope(anna.party):
        for model in [*dossier_models(), Candidacy]:
            names = [field.name for field in typed(model) if isinstance(field, SealedField)]
            rows = model.objects.filter(**({"pk": anna.pk} if model is Candidacy else {"candidacy": anna}))
            found += [value.token for row in rows.values_list(*names) for value in row if value] if names else []
    return [bytes(token) for token in found]


def tables() -> bytes:
    """Every row of every table as text, with what the session and the cache wrapped taken out of its wrapping."""
    lines = []
    with all_parties("test"), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            lines += [
                bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                for row in cursor
                for cell in row
            ]
        cursor.execute("SELECT value FROM shared_cache")
        lines += [base64.b64decode(value) for (value,) in cursor]
    lines += [str(session.get_decoded()).encode() for session in Session.objects.all()]
    return b"\n".join(lines)


def files(folder: Path) -> bytes:
    """The database's own files and everything in the data folder; a fresh backup as a restore would read it."""
    backup = make_backup(folder, timezone.now())
    found = [path.read_bytes() for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()]
    found += [path.read_bytes() for path in folder.iterdir() if path.is_file()]
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        found += [path.read_bytes() for path in map(Path, (name, f"{name}-wal")) if path.exists()]
    else:
        script = subprocess.run(["pg_restore", "--file=-", str(backup)], capture_output=True, check=True).stdout
        found.append(script)
    return b"\n".join(found)


def seen_in(haystack: bytes, sealed: list[bytes]) -> tuple[bool, int]:
    """Is our word there, and how many of the sealed values?"""
    low = haystack.lower()
    word = any(one in low for one in (WORD.lower().encode(), WORD.lower().encode().hex().encode()))
    return word, sum(token in haystack or token.hex().encode() in haystack for token in sealed)


def test_nothing_typed_is_left_anywhere_four_weeks_after_stopping(anna, tmp_path):
    sealed = tokens(anna)
    assert len(sealed) > 90
    assert seen_in(tables(), sealed) == (True, len(sealed))
    assert seen_in(files(tmp_path / "before"), sealed) == (True, len(sealed))
    with party_scope(anna.party):
        withdraw(anna, actor=cast.acting(anna))
    call_command("daily", verbosity=0)
    with time_machine.travel(timezone.now() + timedelta(days=29), tick=False):
        call_command("daily", verbosity=0)
        assert seen_in(tables(), sealed) == (False, 0)
        assert seen_in(files(tmp_path / "after"), sealed) == (False, 0)
    with party_scope(anna.party):  # and what an old copy still holds cannot be read (decision 2)
        keys = DataKey.objects.filter(owner=anna.code)
        assert {key.klass: key.wrapped for key in keys} == dict.fromkeys(KLASSES)
