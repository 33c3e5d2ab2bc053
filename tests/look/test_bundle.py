"""One stylesheet and one script, made from their parts, light enough for a phone on a bad line."""

import gzip
import re
from pathlib import Path

import bundle
import pytest
from django.conf import settings

from tests.look import gallery

STATIC = Path(settings.BASE_DIR) / "static"


@pytest.mark.parametrize(("made", "file"), [(bundle.stylesheet, "css/toetssteen.css"), (bundle.script, "js/app.js")])
def test_bundle_is_fresh(made, file):
    assert (STATIC / file).read_text(encoding="utf-8") == made(), "run: python deploy/bundle.py"


def test_vendored_files_name_no_map():
    """A named .map that is not there stops collectstatic."""
    named = [
        path.name
        for path in STATIC.rglob("*")
        if path.suffix in (".css", ".js") and "sourceMappingURL" in path.read_text(encoding="utf-8")
    ]
    assert named == []


def test_stylesheet_asks_nobody_else():
    css = (STATIC / "css" / "toetssteen.css").read_text(encoding="utf-8")
    assert re.findall(r"https?://(?!www\.w3\.org/)", css) == []
    missing = [name for name in re.findall(r'url\("\.\./([^"]+)"\)', css) if not (STATIC / name).is_file()]
    assert missing == []


def test_first_page_weighs_at_most_60_kB():
    """decisions.md 36."""
    parts = [
        gallery.render("01-start").encode(),
        (STATIC / "css/toetssteen.css").read_bytes(),
        (STATIC / "js/app.js").read_bytes(),
    ]
    assert sum(len(gzip.compress(part, 6)) for part in parts) <= 60_000


def test_fonts_weigh_at_most_60_kB():
    """decisions.md 36: the latin files; a name like Yıldız fits in them."""
    fonts = ["young-serif-latin.woff2", "atkinson-next-latin.woff2"]
    assert sum((STATIC / "fonts" / name).stat().st_size for name in fonts) <= 60_000


@pytest.mark.parametrize("path", sorted((STATIC / "img").glob("*.svg")), ids=lambda path: path.name)
def test_drawing_weighs_less_than_15_kB(path):
    """decisions.md 41."""
    assert path.stat().st_size < 15_000


def test_nothing_is_kept_in_the_browser():
    """promises.md 12: no storage of the browser's own."""
    scripts = "".join(path.read_text(encoding="utf-8") for path in (STATIC / "js").glob("*.js"))
    assert (
        re.findall(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.|eval\(|new Function", scripts)
        == []
    )
