"""Every page type and every component, drawn with sample data."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.test import RequestFactory

from tests.look import gallery

TEMPLATES = Path(settings.BASE_DIR) / "templates"
OURS = ["base*.html", "components/**/*.html", "account/**/*.html", "mfa/**/*.html", "usersessions/*.html", "allauth/**/*.html", "errors/*.html", "bootstrap5/**/*.html"]  # fmt: skip


def our_templates() -> list[Path]:
    return sorted(path for pattern in OURS for path in TEMPLATES.glob(pattern))


@pytest.fixture(params=gallery.names())
def html(request):
    return gallery.render(request.param)


def test_page_has_one_heading_one_main_and_a_language(html):
    counts = [
        len(re.findall(mark, html))
        for mark in (r"<h1\b", r"<main\b", r'<html lang="nl"', r'class="skip" href="#inhoud"')
    ]
    assert counts == [1, 1, 1, 1]


def test_page_has_no_inline_style_or_script(html):
    assert (
        re.findall(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)(?![^>]*application/json)", html)
        == []
    )


def test_page_names_each_id_once(html):
    ids = Counter(re.findall(r'\sid="([^"]+)"', html))
    assert [name for name, count in ids.items() if count > 1] == []


def test_page_points_only_at_ids_that_are_there(html):
    ids = set(re.findall(r'\sid="([^"]+)"', html))
    wanted = {
        one
        for value in re.findall(r'\s(?:for|aria-labelledby|aria-describedby|list)="([^"]+)"', html)
        for one in value.split()
    }
    assert wanted - ids == set()


def test_page_asks_three_things_before_it_is_usable(html):
    """decisions.md 36: the page, one stylesheet, one script; the rest may come later."""
    assert re.findall(r'<link rel="stylesheet"', html) == ['<link rel="stylesheet"']
    assert [tag for tag in re.findall(r"<script\b[^>]*>", html) if "src=" in tag and "defer" not in tag] == []


def test_every_component_is_drawn_somewhere():
    used = "".join(
        path.read_text(encoding="utf-8") for path in [*gallery.PAGES.glob("*.html"), *TEMPLATES.rglob("*.html")]
    )
    alone = [path.name for path in TEMPLATES.glob("components/*.html") if f"components/{path.name}" not in used]
    assert alone == ["table.html"]  # django-tables2 reads it (settings.py)


def test_every_component_says_what_it_is_given():
    silent = [
        path.name
        for path in TEMPLATES.glob("components/*.html")
        if not path.read_text(encoding="utf-8").startswith(("{% comment %}", "{#"))
    ]
    assert silent == []


@pytest.mark.parametrize("path", our_templates(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_has_no_inline_style_or_script(path):
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"\sstyle=|<style\b|\son[a-z]+=[\"']|javascript:|<script(?![^>]*\bsrc=)", text) == []


def test_icons_are_single_paths():
    odd = [
        path.name
        for path in TEMPLATES.glob("components/icons/*.html")
        if not re.fullmatch(r'<path d="[MmLlHhVvCcSsQqTtAaZz0-9 .,-]+"/>', path.read_text(encoding="utf-8"))
    ]
    assert odd == []


def test_error_pages_know_nobody():
    """promises.md 1: the page for a missing thing names no party, also for somebody who is signed in."""
    request = RequestFactory().get("/p/abc/")
    request.actor = gallery.request_for("06-nu-doen").actor
    for code in (400, 403, 404, 413, 429, 500):
        known = gallery.ENGINE.get_template(f"errors/{code}.html").render(
            {"party": gallery.PARTY, "nav": gallery.NAV}, request
        )
        unknown = gallery.ENGINE.get_template(f"errors/{code}.html").render()
        assert "Bram" not in known
        assert len(re.findall(r"<h1\b", unknown)) == 1
        assert "Veenkamp" not in unknown


def test_rehearsal_is_said_on_every_page():
    assert "Oefenomgeving. Niets gaat de deur uit." in gallery.render("06-nu-doen", rehearsal=True)
    assert "Oefenomgeving" not in gallery.render("06-nu-doen")


def test_reach_bar_is_for_candidates_only():
    """decisions.md 40: stop, who looked, help are on each page of a candidate."""
    links = re.findall(r'href="(/k/[a-z]+/)"', gallery.render("02-stappen"))
    assert links == ["/k/stop/", "/k/wie/", "/k/hulp/", "/k/rechten/"]
    assert "/k/stop/" not in gallery.render("06-nu-doen")


def test_current_place_in_the_reach_bar_is_marked():
    assert re.findall(r'href="([^"]+)" aria-current="page"', gallery.render("04-wie-keek")) == ["/k/wie/"]


def test_language_is_a_form_that_comes_back_here():
    html = gallery.render("02-stappen")
    assert re.findall(r'name="next" value="([^"]+)"', html) == ["/02-stappen/"]
    assert re.findall(r'name="language" value="([^"]+)" lang="([^"]+)"', html) == [("en", "en")]
