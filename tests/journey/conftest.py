"""A live server with mail caught, and a browser for everybody in the story."""

import pytest
from django.core.cache import cache

from parties.models import PublicBody
from parties.places import load_elections
from tests import cast
from tests.journey.scene import Scene, make_scene


@pytest.fixture
def site(live_server, settings, transactional_db):
    """The running product: content loaded, one body to find, mail kept in memory."""
    settings.BASE_URL = live_server.url
    settings.ALLOWED_HOSTS = ["*"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()
    cast.load_content()
    load_elections()  # emptied tables of an earlier live server take the calendar with them
    PublicBody.objects.get_or_create(kind="waterschap", name="Noorderzijlvest", defaults={"regime": "EU-NL"})
    return live_server.url


@pytest.fixture
def scene(site, browser) -> Scene:
    """A round that may invite, with its committee."""
    return make_scene(browser, site)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Where a walk got stuck: the address and the words on every open page."""
    report = (yield).get_result()
    browser = item.funcargs.get("browser") if report.when == "call" and report.failed else None
    for context in browser.contexts if browser else []:
        for page in context.pages:
            try:
                words = page.locator("main").inner_text(timeout=1000)[:1200]
            except Exception:  # a page that is gone has nothing to tell
                words = ""
            report.sections.append((f"open page {page.url}", words))
