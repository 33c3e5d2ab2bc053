"""The gallery as a site of its own: pages rendered on request, real static files, the product's own policy."""

import mimetypes
from pathlib import Path

import pytest
from csp.constants import NONE, SELF
from django.conf import settings

from tests.look import gallery

HOST = "http://toetssteen.test"
WORDS = {NONE: "'none'", SELF: "'self'"}


@pytest.fixture(autouse=True)
def look_urls(settings):
    settings.ROOT_URLCONF = "tests.look.urls"
    settings.STATIC_URL = "/static/"


def policy() -> str:
    """The Content-Security-Policy of settings.py as a header."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(
        f"{name} {' '.join(WORDS.get(word, str(word)) for word in words)}" for name, words in directives.items()
    )


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "nl-NL"}


class Site:
    """Answers a browser page: the gallery, static files, and what a test puts under `answers`."""

    def __init__(self):
        self.answers = {}
        self.asked = []
        self.extra = {}

    def serve(self, route):
        path = route.request.url.removeprefix(HOST).split("?")[0].split("#")[0]
        self.asked.append((route.request.method, path, route.request.post_data))
        if self.answers.get(path) == "offline":
            return route.abort("internetdisconnected")
        if path in self.answers:
            return route.fulfill(**self.answer(path, route))
        if path.startswith("/static/"):
            return self.static(route, Path(settings.BASE_DIR) / path.lstrip("/"))
        if path.strip("/") not in gallery.names():
            return route.fulfill(status=404, body="")
        html = gallery.render(path.strip("/"), **self.extra)
        return route.fulfill(
            status=200,
            body=html,
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": policy()},
        )

    def answer(self, path, route):
        given = self.answers[path]
        if callable(given):
            given = given(route.request)
        if "headers" not in given and given.get("content_type", "").startswith("text/html"):
            given["headers"] = {"Content-Security-Policy": policy()}
        return given

    @staticmethod
    def static(route, file):
        if not file.is_file():
            return route.fulfill(status=404, body="")
        return route.fulfill(
            status=200, body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "font/woff2"
        )


@pytest.fixture
def site(page):
    """A browser page in which the gallery lives; every warning of the browser fails the test."""
    site, complaints = Site(), []
    page.set_default_timeout(30_000)
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/*", site.serve)
    site.complaints = complaints
    yield site
    unexpected = [text for text in complaints if not any(known in text for known in getattr(site, "expected", ()))]
    assert unexpected == []
