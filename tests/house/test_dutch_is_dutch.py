"""Dutch stays Dutch: our sources are what a Dutch reader sees, and no package's own catalogue changes them.

Django and allauth bring Dutch of their own. Where one of their sources happens to be one of ours ("Log in"), theirs
would be shown instead. There is no list of exceptions: choose another source. The other way round, what they say on
our screens in stiff Dutch has our words in locale/nl.
"""

from __future__ import annotations

import gettext
import re
import shutil
import subprocess
from pathlib import Path

import allauth
import django
import pytest
from django.utils.translation import gettext as said
from django.utils.translation import ngettext, override, pgettext

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ROOT / "locale/en/LC_MESSAGES/django.mo"
BORROWED = ROOT / "locale/nl/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")

pytestmark = pytest.mark.conformity
needs_gettext = pytest.mark.skipif(
    shutil.which("msgfmt") is None, reason="no gettext here (Debian: apt-get install gettext)"
)


def catalogue(compiled: Path) -> dict:
    """Sources of a compiled catalogue with their translations; a plural has a key (source, form)."""
    with compiled.open("rb") as file:
        found = dict(vars(gettext.GNUTranslations(file))["_catalog"])
    found.pop("", None)
    return found


def in_dutch(source: str | tuple[str, int]) -> str:
    """What a Dutch reader sees for a source of ours; the plural form stands for itself."""
    with override("nl"):
        if isinstance(source, tuple):
            return ngettext(source[0], source[0], 1 + source[1])
        context, between, message = source.rpartition("\x04")
        return pgettext(context, message) if between else said(message)


def written(source: str | tuple[str, int]) -> str:
    return source[0] if isinstance(source, tuple) else source.rpartition("\x04")[2]


def test_no_package_changes_a_source_of_ours() -> None:
    sources = list(catalogue(OURS))
    assert [(source, in_dutch(source)) for source in sources if in_dutch(source) != written(source)] == []


def test_a_source_that_a_package_translates_is_noticed() -> None:
    """The negative: these stand in Django's and allauth's Dutch catalogues, so the test above would name them."""
    assert [in_dutch(source) for source in ("Yes", "Authenticator code")] == ["Ja", "Code uit je app"]


@pytest.mark.parametrize(
    ("source", "dutch"),
    [
        ("Authenticator code", "Code uit je app"),
        ("Passwordless", "Zonder wachtwoord"),
        ("Incorrect code.", "Deze code klopt niet."),
        ("Signed out of all other sessions.", "Je bent overal anders uitgelogd."),
    ],
)
def test_a_package_speaks_our_dutch(source: str, dutch: str) -> None:
    assert in_dutch(source) == dutch


def test_we_only_reword_what_a_package_says() -> None:
    packages = [Path(django.__file__).parent / "conf", Path(allauth.__file__).parent]
    packages += [Path(django.__file__).parent / "contrib/auth"]
    theirs = {key for package in packages for key in catalogue(package / "locale/nl/LC_MESSAGES/django.mo")}
    assert set(catalogue(BORROWED.with_suffix(".mo"))) - theirs == set()


def test_a_reworded_sentence_invents_no_placeholder() -> None:
    for source, dutch in catalogue(BORROWED.with_suffix(".mo")).items():
        assert set(PLACEHOLDER.findall(dutch)) - set(PLACEHOLDER.findall(written(source))) == set()


@needs_gettext
def test_compiled_catalogue_is_fresh(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.mo"
    subprocess.run(["msgfmt", "--check", "-o", str(fresh), str(BORROWED)], check=True)
    assert catalogue(fresh) == catalogue(BORROWED.with_suffix(".mo"))
