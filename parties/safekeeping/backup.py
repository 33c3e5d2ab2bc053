"""A backup is two files: the data, and the wrapped data keys (decision 2, law.md R-22).

The key file overwrites its predecessor. So an old data file gives back a dossier only as long as its
keys exist today, and what was erased since is let go again when a backup is put back.
"""

import base64
import json
import os
import shutil
import sqlite3
import subprocess  # nosec B404 - pg_dump and pg_restore, with fixed arguments
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction
from django.utils.dateparse import parse_datetime

from parties.actors import Actor
from parties.models import DataKey, Party
from parties.models.keys import Erasure
from parties.safekeeping.audit import record
from parties.safekeeping.erasing import reapply
from parties.safekeeping.keyring import forget_kept
from parties.scope import all_parties, party_scope

KEY_FILE = "keys.json"
KEEP = timedelta(days=35)
STAMP = "%Y%m%dT%H%M%SZ"
KEY_TABLES = ("parties_datakey", "parties_erasure")
# Who is signed in is nobody's business tomorrow, and a stolen session would still work.
LEFT_OUT = (*KEY_TABLES, "django_session", "shared_cache")


class BackupFailed(Exception):
    """No backup was made, or none was put back; the message says why and what to do."""


def make_backup(folder: Path, now: datetime) -> Path:
    """Write the data file and the key file, and delete data files past their term. Returns the data file.

    The data goes first: every key it needs is in the key file that follows. Raises BackupFailed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    data = folder / f"data-{now.strftime(STAMP)}.{'sqlite3' if connection.vendor == 'sqlite' else 'dump'}"
    partial = folder / f"{data.name}.partial"
    partial.touch(mode=0o600)
    (_copy_sqlite if connection.vendor == "sqlite" else _dump_postgres)(partial)
    _into_place(partial, data)
    write_keys(folder / KEY_FILE, now)
    for old in folder.glob("data-*"):
        if _made(old) is None or now - _made(old) > KEEP:
            old.unlink()
    return data


def _made(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.name.split(".")[0] + "+0000", f"data-{STAMP}%z")
    except ValueError:
        return None


def _copy_sqlite(path: Path) -> None:
    name = Path(connection.settings_dict["NAME"]).resolve()
    with (
        closing(sqlite3.connect(f"{name.as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(path)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("PRAGMA secure_delete = ON")
        there = {table for (table,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in sorted(there & set(LEFT_OUT)):
            copy.execute(f"DELETE FROM {table}")  # nosec B608 - a name from LEFT_OUT
        copy.commit()
        copy.execute("VACUUM")
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupFailed("The database file is damaged; the backup was not kept.")


def _dump_postgres(path: Path) -> None:
    left_out = [f"--exclude-table-data={table}" for table in LEFT_OUT]
    # The row policies hold for the dump too, with every party in view: no role that passes them is needed.
    _postgres(
        "pg_dump", "--format=custom", "--no-owner", "--no-acl", "--enable-row-security", *left_out, f"--file={path}"
    )


def _postgres(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if not found:
        raise BackupFailed(f"{program} is not here; install the PostgreSQL client of the server's version.")
    database = connection.settings_dict
    given = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    env = os.environ | {name: str(database[key]) for name, key in given.items() if database.get(key)}
    options = database.get("OPTIONS", {})
    env |= {"PGHOST": options["host"]} if options.get("host") else {}
    env["PGOPTIONS"] = "-c toetssteen.party=all"
    done = subprocess.run([found, *arguments], env=env, capture_output=True, text=True, check=False)  # nosec B603
    if done.returncode:
        raise BackupFailed(f"{program}: {done.stderr.strip()[:500]}")


def write_keys(path: Path, now: datetime) -> None:
    """Write the newest key file over its predecessor, whole or not at all."""
    with all_parties("the key file holds the wrapped keys of every party"):
        keys = [
            {**key, "wrapped": base64.b64encode(bytes(key["wrapped"])).decode() if key["wrapped"] else None}
            for key in DataKey.objects.order_by("pk").values(*_KEY_FIELDS)
        ]
        erasures = list(Erasure.objects.order_by("pk").values(*_ERASURE_FIELDS))
    partial = path.with_name(path.name + ".partial")
    partial.touch(mode=0o600)
    content = {"format": 1, "made_at": now, "keys": keys, "erasures": erasures}
    partial.write_text(json.dumps(content, default=datetime.isoformat), encoding="utf-8")
    _into_place(partial, path)


_KEY_FIELDS = ("party_id", "owner", "klass", "wrapped", "master_id", "created_at", "destroyed_at")
_ERASURE_FIELDS = ("party_id", "owner", "model", "way", "rows", "at")


def _into_place(partial: Path, path: Path) -> None:
    """Survives a power cut: the old file or the new one, never half of it."""
    for name in (partial, partial.parent):
        if name == partial.parent:
            partial.replace(path)
        descriptor = os.open(name, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


# --- putting back ---


def restore(data: Path, keys: Path) -> int:
    """Put a data file back with the newest key file, into a database without parties; erase again what was erased since.

    Returns the number of rows that went again. Raises BackupFailed, and leaves a database with parties alone.
    """
    if _has_parties():
        raise BackupFailed("There are parties in this database. Put a backup back into a new one.")
    content = _read_keys(keys)
    (_restore_sqlite if connection.vendor == "sqlite" else _restore_postgres)(data)
    call_command("migrate", verbosity=0, skip_checks=True)
    with all_parties("a backup is put back"), transaction.atomic():
        parties = {party.pk: party for party in Party.objects.all()}
        _load_keys(content, parties)
        count = reapply()
        forget_kept()
    for party in parties.values():
        with party_scope(party), transaction.atomic():
            record("backup.restored", actor=Actor.system(party), party=party, codes={"rows": count})
    return count


def _has_parties() -> bool:
    with connection.cursor() as cursor:
        if Party._meta.db_table not in connection.introspection.table_names(cursor):
            return False
    return Party.objects.exists()


def _read_keys(path: Path) -> dict:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != 1:
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupFailed(f"{path} is not a key file.") from error
    return content


def _restore_sqlite(data: Path) -> None:
    with closing(sqlite3.connect(f"{data.resolve().as_uri()}?mode=ro", uri=True)) as source:
        try:
            source.execute("SELECT count(*) FROM parties_party")
        except sqlite3.DatabaseError as error:
            raise BackupFailed(f"{data} is not a data file.") from error
        name = Path(connection.settings_dict["NAME"])
        connection.close()
        with closing(sqlite3.connect(name)) as target:
            source.backup(target)


def _restore_postgres(data: Path) -> None:
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise BackupFailed(
                "There are tables in this database. Put a backup back into an empty one, before migrating."
            )
    connection.close()
    database = connection.settings_dict["NAME"]
    _postgres(
        "pg_restore",
        "--no-owner",
        "--no-acl",
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={database}",
        str(data),
    )


def _load_keys(content: dict, parties: dict) -> None:
    """The keys of today; a party that came after the data file has none here."""
    DataKey.objects.all().delete()
    DataKey.objects.bulk_create(
        DataKey(
            **key
            | {name: parse_datetime(key[name]) if key[name] else None for name in ("created_at", "destroyed_at")}
            | {"wrapped": base64.b64decode(key["wrapped"]) if key["wrapped"] else None}
        )
        for key in content["keys"]
        if key["party_id"] in parties
    )
    Erasure.objects.all().delete()
    Erasure.objects.bulk_create(
        Erasure(**erasure | {"at": parse_datetime(erasure["at"])})
        for erasure in content["erasures"]
        if erasure["party_id"] is None or erasure["party_id"] in parties
    )
