"""The conversation in a real browser: one screen at a time, also when the connection drops (decision 35)."""

import pytest
from django.conf import settings

from parties.scope import party_scope
from reports.models import Note, Topic
from tests.reports.meeting import make_meeting, path, plan
from tests.signin import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "nl-NL"}


@pytest.fixture
def meeting(transactional_db):
    meeting = make_meeting()
    with party_scope(meeting.party):
        plan(meeting)
    return meeting


@pytest.fixture
def table(page, client, live_server, meeting):
    """Bram's tablet on the page of the conversation."""
    sign_in(client, meeting.Bram.user)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    page.set_viewport_size({"width": 1024, "height": 768})
    page.set_default_timeout(30_000)
    page.goto(live_server.url + path(meeting, "talk"))
    return page


def written(meeting) -> list[str]:
    with party_scope(meeting.party):
        return [note.text for note in Note.objects.filter(candidacy=meeting.anna).order_by("saved_at")]


def onward(page) -> None:
    page.locator(".talk-foot .btn-primary:visible").click()


def test_one_part_at_a_time_and_a_note_that_saves_itself(table, meeting):
    assert table.locator("h2.q:visible").all_inner_texts() == ["Opening"]
    onward(table)
    assert table.locator("h2.q:visible").all_inner_texts() == ["Motivatie en ambt"]
    table.locator("textarea:visible").fill("Wil graag meedenken over het peil.")
    table.locator(".saved:visible", has_text="Opgeslagen om").wait_for()
    assert written(meeting) == ["Wil graag meedenken over het peil."]
    with party_scope(meeting.party):
        assert Topic.objects.get(candidacy=meeting.anna, item="motivatie").talked_at is not None


def test_without_a_connection_nothing_is_lost_and_nothing_is_kept_in_the_browser(table, meeting):
    table.context.set_offline(True)
    table.locator("textarea:visible").fill("Geschreven zonder verbinding.")
    table.locator("[data-unsent]", has_text="Nog niet verstuurd: 1").wait_for()
    assert written(meeting) == []
    onward(table)
    table.locator("textarea:visible").fill("En nog een.")
    table.locator("[data-unsent]", has_text="Nog niet verstuurd: 2").wait_for()
    assert table.evaluate("localStorage.length + sessionStorage.length") == 0
    table.context.set_offline(False)
    table.locator("[data-unsent]").wait_for(state="hidden")
    assert sorted(written(meeting)) == ["En nog een.", "Geschreven zonder verbinding."]


def test_without_script_every_part_stands_on_the_page(browser, client, live_server, meeting):
    sign_in(client, meeting.Bram.user)
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    context.add_cookies([cookie | {"url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + path(meeting, "talk"))
    assert page.locator("section.topic:visible").count() == 13
    page.locator("textarea").nth(1).fill("Zonder script bewaard.")
    page.locator("form.topic-note button").nth(1).click()
    assert page.locator("textarea").nth(1).input_value() == "Zonder script bewaard."
    assert written(meeting) == ["Zonder script bewaard."]
    context.close()
