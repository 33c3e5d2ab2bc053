"""The committed translations belong to the code as it is: `make messages` was run and its work finished."""

from __future__ import annotations

import gettext
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")

pytestmark = [
    pytest.mark.conformity,
    pytest.mark.skipif(shutil.which("msgfmt") is None, reason="no gettext here (Debian: apt-get install gettext)"),
]


def source_strings(catalogue: Path) -> set[str]:
    """The Dutch sources of a catalogue, without its heading and without what is commented out."""
    found = re.findall(r'^msgid ((?:".*"\n)+)', catalogue.read_text("utf-8"), re.MULTILINE)
    joined = {"".join(re.findall(r'^"(.*)"$', block, re.MULTILINE)) for block in found}
    return joined - {""}


def copied_tree(folder: Path) -> Path:
    """Everything that may hold a string to translate, away from the checkout, since makemessages writes."""
    kinds = ["*.py", "*.html", "*.txt", "locale/", ":!tests/"]
    listed = subprocess.run(["git", "ls-files", "-z", *kinds], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    return folder


def test_every_marked_string_is_in_the_catalogue_and_nothing_else(tmp_path: Path) -> None:
    tree = copied_tree(tmp_path / "tree")
    command = [sys.executable, "manage.py", "makemessages", "--locale=en", "--no-obsolete", "--no-location"]
    env = {**os.environ, "DATA_DIR": str(tmp_path / "data")}
    subprocess.run(command, cwd=tree, env=env, check=True, capture_output=True)
    assert source_strings(tree / CATALOGUE) == source_strings(ROOT / CATALOGUE)


def test_no_translation_is_empty_or_a_guess() -> None:
    """msgfmt counts what is translated, guessed (fuzzy) and empty; the last two are left out when there are none."""
    counted = subprocess.run(
        ["msgfmt", "--statistics", "--check", "-o", os.devnull, str(ROOT / CATALOGUE)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"},
    )
    assert re.fullmatch(r"\d+ translated messages?\.", counted.stderr.splitlines()[-1])


def test_compiled_catalogue_is_fresh(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.mo"
    subprocess.run(["msgfmt", "-o", str(fresh), str(ROOT / CATALOGUE)], check=True)
    with fresh.open("rb") as made, (ROOT / CATALOGUE.with_suffix(".mo")).open("rb") as committed:
        now, then = gettext.GNUTranslations(made), gettext.GNUTranslations(committed)
    assert vars(then)["_catalog"] == vars(now)["_catalog"]
