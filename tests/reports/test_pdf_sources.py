"""The PDF engine reads our own static files and nothing else (promise 6)."""

import socket

import pytest

from reports.pdf import PdfRefused, html_to_pdf
from reports.pdf_sources import BASE, read_source, static_folders
from tests.reports.paper import text_of

pytestmark = pytest.mark.conformity

FOREIGN = [
    "http://example.org/x.css", "https://example.org/x.png", "//example.org/x.css", "ftp://example.org/x", "HTTP://static.invalid/css/print.css",
    "http://static.invalid.example.org/css/print.css", "http://static.invalid@example.org/css/print.css", "http://static.invalid:80/css/print.css",
    "http://127.0.0.1:8000/", "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd", "file:///etc/hostname", "file:css/print.css", "/etc/passwd", "../manage.py",
    "data:text/css,body%7Bcolor:red%7D", "data:image/svg+xml,<svg/>", "jar:x", "javascript:alert(1)", "about:blank",
    "css/../../manage.py", "css/../../../etc/passwd", "css/..%2f..%2fmanage.py", "css/%2e%2e/%2e%2e/manage.py", "css\\..\\..\\manage.py",
    "css/missing.css", "css/print.css?x=1", "css//print.css", "js/any.js", "fonts/young-serif-latin.woff2", "vendor/htmx/htmx.min.js",
    "img/../css/print.css", "css/", "css", "", "img/paper/mark.svg\0.css",
]  # fmt: skip
#: Every way in which a page can name another file.
WAYS = {
    "stylesheet": '<link rel="stylesheet" href="{url}">',
    "import": "<style>@import url('{url}');</style>",
    "background": "<style>p {{ background: url('{url}') }}</style>",
    "list": "<style>p {{ display: list-item; list-style-image: url('{url}') }}</style>",
    "font": "<style>@font-face {{ font-family: x; src: url('{url}') }} p {{ font-family: x }}</style>",
    "content": "<style>p::before {{ content: url('{url}') }}</style>",
    "image": '<img src="{url}" alt="x">',
    "object": '<object data="{url}"></object>',
    "embed": '<embed src="{url}">',
    "svg image": '<svg width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    "attachment": '<link rel="attachment" href="{url}">',
    "linked attachment": '<a rel="attachment" href="{url}">x</a>',
    "colour profile": "<style>@color-profile --x {{ src: url('{url}') }}</style>",
}


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("the engine opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def page(extra: str) -> str:
    return f'<!doctype html><html lang="nl"><head><title>t</title></head><body><h1>kop</h1>{extra}<p>tekst</p></body></html>'


@pytest.mark.parametrize("url", FOREIGN)
def test_only_our_own_addresses_are_read(url):
    with pytest.raises(PdfRefused):
        read_source(url if "://" in url or ":" in url or url.startswith("/") else BASE + url, static_folders())


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x.css", "file:///etc/passwd", "data:text/css,p%7B%7D", "../manage.py"]
)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.usefixtures("no_network")
def test_a_page_that_names_another_file_is_refused(way, url):
    with pytest.raises(PdfRefused):
        html_to_pdf(page(WAYS[way].format(url=url)), title="t", language="nl", folders=static_folders())


@pytest.mark.usefixtures("no_network")
def test_a_base_element_leads_nowhere_else():
    with pytest.raises(PdfRefused):
        html_to_pdf(
            page('<base href="http://127.0.0.1:9/"><img src="img/paper/mark.svg" alt="x">'),
            title="t", language="nl", folders=static_folders(),
        )  # fmt: skip


@pytest.mark.usefixtures("no_network")
def test_a_link_to_elsewhere_is_printed_and_not_followed():
    pdf = html_to_pdf(page('<a href="http://127.0.0.1:9/">verder</a>'), title="t", language="nl", folders=())
    assert "verder" in text_of(pdf)


def test_our_own_stylesheet_is_read():
    content, kind = read_source(BASE + "css/print.css", static_folders())
    assert kind == "text/css"
    assert content.startswith(b"/* Paper")


def test_a_symbolic_link_out_of_the_folder_is_refused(tmp_path):
    secret = tmp_path / "secret.css"
    secret.write_text("secret")
    (tmp_path / "static/css").mkdir(parents=True)
    (tmp_path / "static/css/way-out.css").symlink_to(secret)
    with pytest.raises(PdfRefused):
        read_source(BASE + "css/way-out.css", [str(tmp_path / "static")])


def test_a_refusal_says_nothing_about_the_address():
    """It may end up in a log, and a link may hold a name."""
    with pytest.raises(PdfRefused) as refusal:
        html_to_pdf(
            page('<img src="http://127.0.0.1:9/anna-de-wit.png" alt="x">'), title="t", language="nl", folders=()
        )
    assert "anna" not in str(refusal.value)
