"""Two files: the data, and the keys of today (decision 2, promise 10).

A backup is made and put back by processes of their own, each with a database of its own.
"""

import base64
import json
from pathlib import Path

import pytest

from parties.safekeeping.backup import BackupFailed, restore
from tests.parties.safekeeping.elsewhere import Elsewhere

# A party with two dossiers; Anna's is erased two days after the first backup.
MAKE = """
call_command("migrate", verbosity=0, skip_checks=True)
with connection.schema_editor() as editor:
    editor.create_model(Dossier)
    editor.create_model(Page)
party = Party.objects.create(name="Lokaal Belang")
with party_scope(party):
    for number, (code, name) in enumerate([("anna2345", "Anna"), ("hugo2345", "Hugo")]):
        dossier = Dossier.objects.create(party=party, code=code, name=name)
        Page.objects.create(party=party, dossier=dossier, number=number, text=f"KANARIE van {name}")
first = backup.make_backup(FOLDER, day(-36))
second = backup.make_backup(FOLDER, day(-2))
old_keys = (FOLDER / "keys.json").read_text()
first_was_left = first.exists()
with party_scope(party):
    Dossier.objects.filter(code="anna2345").update(t0_at=day(-28))
for due in erasing.due(NOW, DIARY):
    erasing.execute(due)
third = backup.make_backup(FOLDER, NOW)
print(json.dumps({"before": str(second), "after": str(third), "first_was_left": first_was_left, "old_keys": old_keys}))
"""

RESTORE = """
backup.reapply = lambda: erasing.reapply(DIARY) if {again} else 0
count = backup.restore(pathlib.Path(sys.argv[2]), FOLDER / "keys.json")
print(json.dumps({{"count": count, "texts": texts()}}))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory, django_db_setup, django_db_blocker):
    """What the first process did, and a way to start others."""
    folder = tmp_path_factory.mktemp("backup")
    places: list[Elsewhere] = []

    def elsewhere(name: str) -> Elsewhere:
        places.append(Elsewhere(folder, name))
        return places[-1]

    with django_db_blocker.unblock():
        source = elsewhere("source")
        made = source.run(MAKE, folder / "kept")
        yield {**made, "folder": folder / "kept", "elsewhere": elsewhere, "source": source}
        for place in places:
            place.drop()


def test_old_data_with_the_newest_keys_gives_no_erased_dossier_back(made):
    """Decision 2: the rows are there again, and nobody can read them."""
    found = made["elsewhere"]("unread").run(RESTORE.format(again=False), made["folder"], made["before"])
    assert found == {"count": 0, "texts": {"Anna": "destroyed", "Hugo": "KANARIE van Hugo"}}


def test_putting_a_backup_back_erases_again(made):
    found = made["elsewhere"]("erased").run(RESTORE.format(again=True), made["folder"], made["before"])
    assert found == {"count": 2, "texts": {"Hugo": "KANARIE van Hugo"}}


def test_newest_backup_comes_back_whole(made):
    found = made["elsewhere"]("whole").run(RESTORE.format(again=True), made["folder"], made["after"])
    assert found["texts"] == {"Hugo": "KANARIE van Hugo"}


def test_files_hold_their_own_half_only(made):
    wrapped = [key["wrapped"] for key in json.loads(made["old_keys"])["keys"]]
    assert len(wrapped) == 2
    data = Path(made["before"]).read_bytes()
    for name in ("Anna", "Hugo"):
        assert f"KANARIE van {name}".encode() not in data
    for key in wrapped:
        assert base64.b64decode(key) not in data
        assert base64.b64decode(key).hex().encode() not in data


def test_key_file_has_no_generations_and_data_files_a_term(made):
    """law.md R-22: 35 days."""
    names = sorted(path.name for path in made["folder"].iterdir())
    assert names == sorted([Path(made["before"]).name, Path(made["after"]).name, "keys.json"])
    assert made["first_was_left"] is True
    keys = json.loads((made["folder"] / "keys.json").read_text())["keys"]
    assert {key["owner"]: key["wrapped"] is None for key in keys} == {"anna2345": True, "hugo2345": False}


def test_files_are_for_their_owner_only(made):
    modes = {path.stat().st_mode & 0o777 for path in made["folder"].iterdir()}
    assert (modes, made["folder"].stat().st_mode & 0o777) == ({0o600}, 0o700)


@pytest.mark.parametrize("keys", ["", "{}", '{"format": 2}', "[]"])
def test_what_is_no_key_file_is_refused(db, tmp_path, keys):
    path = tmp_path / "keys.json"
    path.write_text(keys)
    with pytest.raises(BackupFailed, match="is not a key file"):
        restore(tmp_path / "data", path)


def test_database_with_parties_is_left_alone(party, tmp_path):
    with pytest.raises(BackupFailed, match="There are parties"):
        restore(tmp_path / "data", tmp_path / "keys.json")
