"""No string stays out of the catalogue because a module gave gettext a name of its own."""

import ast
import subprocess
from pathlib import Path

import pytest

from screening.management.commands.makemessages import ALIASES

ROOT = Path(__file__).resolve().parent.parent.parent
WELL_KNOWN = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}

pytestmark = pytest.mark.conformity


def names_for_gettext(source: str) -> set[str]:
    """Under which names a module calls a translating function of Django."""
    return {
        one.asname or one.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for one in node.names
        if "gettext" in one.name
    }


def test_every_name_for_gettext_is_seen():
    listed = subprocess.run(["git", "ls-files", "-z", "*.py"], cwd=ROOT, capture_output=True, check=True)
    sources = [ROOT / name for name in listed.stdout.decode().split("\0") if name and not name.startswith("tests/")]
    found = {name for path in sources if path.exists() for name in names_for_gettext(path.read_text("utf-8"))}
    assert found - WELL_KNOWN == set(ALIASES)


def test_a_new_name_would_be_noticed():
    assert names_for_gettext("from django.utils.translation import gettext as _, gettext as _said, override") == {
        "_",
        "_said",
    }
