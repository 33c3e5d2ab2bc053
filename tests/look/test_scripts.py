"""The scripts in a real browser: saving while typing, following questions, the end of the session, the talk."""

import json
from urllib.parse import parse_qs

import pytest

from tests.look import gallery
from tests.look.conftest import HOST

pytestmark = pytest.mark.browser


def saved(message="Opgeslagen om 14.05 uur", version=4, status=200, **more):
    return {
        "status": status,
        "content_type": "application/json",
        "body": json.dumps({"saved_at": "14.05", "message": message, "version": version, **more}),
    }


def posts(site, path="/bewaar"):
    return [parse_qs(data or "") for method, asked, data in site.asked if method == "POST" and asked == path]


def line(page):
    return page.locator(".saved").first


@pytest.fixture
def question(page, site):
    site.answers["/bewaar"] = saved()
    page.goto(f"{HOST}/03-vraag/")
    return page


def test_choice_is_saved_at_once_with_token_and_version(question, site):
    question.get_by_label("Ja", exact=True).check()
    line(question).get_by_text("Opgeslagen om 14.05 uur").wait_for()
    sent = posts(site)[0]
    assert (sent["leningen"], sent["version"], "csrfmiddlewaretoken" in sent) == (["ja"], ["3"], True)
    assert question.locator("[name=version]").input_value() == "4"


def test_same_answer_is_not_sent_twice(question, site):
    question.get_by_label("Ja", exact=True).check()
    line(question).get_by_text("14.05").wait_for()
    question.evaluate("window.dispatchEvent(new Event('online'))")
    question.wait_for_timeout(200)
    assert len(posts(site)) == 1


def test_typing_is_saved_after_a_pause(page, site):
    site.answers["/bewaar"] = saved()
    page.goto(f"{HOST}/08-voorbereiden/")
    page.locator("#nt").press_sequentially("!!", delay=100)
    assert posts(site) == []
    line(page).get_by_text("14.05").wait_for()
    assert [sent["note"][0][:2] for sent in posts(site)] == ["!!"]


def test_leaving_the_page_saves_what_was_typed(page, site):
    site.answers["/bewaar"] = saved()
    page.goto(f"{HOST}/08-voorbereiden/")
    page.locator("#nt").fill("Net op tijd")
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    page.wait_for_timeout(200)
    assert posts(site)[0]["note"] == ["Net op tijd"]


def test_no_connection_is_said_in_words_and_tried_again(question, site):
    site.expected = ("ERR_INTERNET_DISCONNECTED",)
    site.answers["/bewaar"] = "offline"
    question.get_by_label("Ja", exact=True).check()
    line(question).get_by_text("Geen verbinding. Je tekst blijft hier staan en gaat straks mee.").wait_for()
    assert question.get_by_label("Ja", exact=True).is_checked()
    site.answers["/bewaar"] = saved()
    question.evaluate("window.dispatchEvent(new Event('online'))")
    line(question).get_by_text("Opgeslagen om 14.05 uur").wait_for()


def test_newer_version_elsewhere_is_told_and_nothing_is_overwritten(question, site):
    """promises.md 4: 409 names the item; the reader decides."""
    site.expected = ("409",)
    site.answers["/bewaar"] = saved("Deze vraag staat ook in een ander tabblad open.", version=9, status=409)
    question.get_by_label("Ja", exact=True).check()
    line(question).get_by_text("Deze vraag staat ook in een ander tabblad open.").wait_for()
    site.answers["/bewaar"] = saved(version=10)
    question.get_by_role("button", name="Bewaar wat hier staat").click()
    line(question).get_by_text("Opgeslagen om 14.05 uur").wait_for()
    assert [sent["version"] for sent in posts(site)] == [["3"], ["9"]]


def test_refusal_shows_the_words_of_the_server(question, site):
    site.expected = ("400",)
    site.answers["/bewaar"] = saved(
        "Dit lijkt op een persoonsnummer. Haal het weg, of kies: dit is geen persoonsnummer.", status=400
    )
    question.get_by_label("Ja", exact=True).check()
    line(question).get_by_text("Dit lijkt op een persoonsnummer.").wait_for()
    assert line(question).get_attribute("data-state") == "failed"


@pytest.mark.parametrize("status", [401, 403, 404])
def test_signed_out_keeps_the_text_and_sends_it_after_signing_in_again(question, site, status):
    """decisions.md 35: an expired session signs in again without losing the page."""
    site.expected = (str(status),)
    site.answers["/bewaar"] = {"status": status, "content_type": "text/html", "body": ""}
    question.get_by_label("Ja", exact=True).check()
    way = line(question).get_by_role("link", name="Log opnieuw in, in een nieuw tabblad")
    assert (way.get_attribute("target"), way.get_attribute("rel")) == ("_blank", "noopener")
    site.answers["/bewaar"] = saved()
    question.evaluate("window.dispatchEvent(new Event('focus'))")
    line(question).get_by_text("Opgeslagen om 14.05 uur").wait_for()
    tokens = [sent["csrfmiddlewaretoken"][0] for sent in posts(site)]
    assert tokens[0] != tokens[1]


def test_the_button_waits_for_the_save_and_sends_its_version(question, site):
    """A save under way and the button may not overtake each other: one window is never its own "other window"."""
    site.answers["/03-vraag/"] = {"status": 200, "content_type": "text/html", "body": "<h1>Verder</h1>"}
    question.get_by_label("Ja", exact=True).check()
    question.get_by_role("button", name="Doorgaan").click()
    question.get_by_text("Verder").wait_for()
    order = [path for method, path, _data in site.asked if method == "POST"]
    assert order == ["/bewaar", "/03-vraag/"]
    assert [posts(site, path)[0]["version"] for path in order] == [["3"], ["4"]]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("offline", "Geen verbinding. Je tekst blijft hier staan en gaat straks mee."),
        ({"status": 401, "content_type": "text/html", "body": ""}, "Je bent uitgelogd. Je tekst blijft hier staan."),
        ({"status": 503, "content_type": "text/html", "body": ""}, "Opslaan lukt nu niet. Je tekst blijft hier staan."),
    ],
)
def test_the_button_does_not_leave_for_a_closed_door(question, site, answer, words):
    """promises.md 4: what was typed stays on the screen until it is saved; then the button works again."""
    site.expected = ("ERR_INTERNET_DISCONNECTED", "401", "503")
    site.answers["/bewaar"] = answer
    question.get_by_label("Ja", exact=True).check()
    question.get_by_role("button", name="Doorgaan").click()
    line(question).get_by_text(words).wait_for()
    assert (question.get_by_label("Ja", exact=True).is_checked(), posts(site, "/03-vraag/")) == (True, [])
    site.answers["/bewaar"] = saved()
    site.answers["/03-vraag/"] = lambda request: {
        "status": 200,
        "content_type": "text/html",
        "body": '<input name="csrfmiddlewaretoken" value="vers">' if request.method == "GET" else "<h1>Verder</h1>",
    }
    question.evaluate("window.dispatchEvent(new Event('focus'))")
    question.evaluate("window.dispatchEvent(new Event('online'))")
    line(question).get_by_text("Opgeslagen om 14.05 uur").wait_for()
    question.get_by_role("button", name="Doorgaan").click()
    question.get_by_text("Verder").wait_for()


def test_form_still_works_by_its_own_button(question, site):
    site.answers["/03-vraag/"] = lambda request: {
        "status": 200,
        "content_type": "text/html",
        "body": "<h1>Verder</h1>" if request.method == "POST" else "",
    }
    question.get_by_role("button", name="Doorgaan").click()
    question.get_by_text("Verder").wait_for()
    assert posts(site, "/03-vraag/")[0]["leningen"] == ["gesprek"]


def test_following_question_shows_with_its_answer(page, site):
    page.goto(f"{HOST}/15-bouwstenen/")
    follow = page.locator("[data-show-when=soort]")
    assert not follow.is_visible()
    page.locator("#id_soort").select_option("raad")
    assert follow.is_visible()


def test_rows_are_added_up_to_the_limit_and_removed(page, site):
    page.goto(f"{HOST}/15-bouwstenen/")
    add = page.get_by_role("button", name="Nog een functie")
    add.click()
    assert page.evaluate("document.activeElement.name") == "functie-1"
    add.click()
    assert not add.is_visible()
    page.get_by_role("button", name="Haal weg").nth(1).click()
    assert add.is_visible()
    add.click()
    assert page.locator("[data-list-row] input").evaluate_all("all => all.map((one) => one.name)") == [
        "functie-0",
        "functie-2",
        "functie-3",
    ]


@pytest.fixture
def short_session(page, site):
    site.extra = {"session_expires_in": 301, "session_extend_url": "/langer/"}
    page.clock.install()
    page.goto(f"{HOST}/17-tekst/")
    return page


def test_five_minutes_before_the_end_one_button_goes_on(short_session, site):
    site.answers["/langer/"] = saved(expires_in=3600)
    ask = short_session.locator("[data-stay]")
    assert not ask.is_visible()
    short_session.clock.run_for(1500)
    assert ask.is_visible()
    assert short_session.evaluate("document.activeElement.textContent") == "Ja, ik ga door"
    short_session.keyboard.press("Enter")
    ask.wait_for(state="hidden")
    short_session.clock.run_for(3_200_000)
    assert not ask.is_visible()
    short_session.clock.run_for(200_000)
    assert ask.is_visible()


def test_a_session_that_ended_is_said_in_words(short_session, site):
    site.expected = ("403",)
    site.answers["/langer/"] = {"status": 403, "content_type": "text/html", "body": ""}
    short_session.clock.run_for(1500)
    short_session.keyboard.press("Enter")
    short_session.get_by_text("Dat lukte niet. Log opnieuw in, in een nieuw tabblad.").wait_for()


@pytest.fixture
def talk(page, site):
    site.answers["/bewaar"] = saved()
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto(f"{HOST}/09-gesprek/")
    return page


def shown(page):
    return page.locator(".topic:visible").evaluate_all("all => all.map((one) => one.id)")


def test_talk_shows_one_topic_and_walks_by_key_link_and_stone(talk, site):
    """decisions.md 35: one document, one topic at a time."""
    assert shown(talk) == ["pacht"]
    talk.keyboard.press("ArrowRight")
    talk.wait_for_function("location.hash === '#geld'")
    assert shown(talk) == ["geld"]
    assert talk.evaluate("document.activeElement.id") == "geld-q"
    talk.get_by_role("link", name="Volgende: IJsclub").click()
    assert shown(talk) == ["ijsclub"]
    talk.get_by_role("link", name="5. Pachter en peil").click()
    assert shown(talk) == ["peil"]
    talk.go_back()
    assert shown(talk) == ["ijsclub"]


def test_arrow_keys_stay_in_the_note(talk, site):
    talk.locator("#pacht-note").focus()
    talk.keyboard.press("ArrowRight")
    assert shown(talk) == ["pacht"]


def test_talk_counts_what_has_not_arrived_and_asks_before_leaving(talk, site):
    site.expected = ("500",)
    site.answers["/bewaar"] = {"status": 500, "content_type": "text/html", "body": ""}
    unsent = talk.locator("[data-unsent]")
    talk.locator("#pacht-note").fill("Eerste")
    unsent.get_by_text("Nog niet verstuurd: 1").wait_for()
    talk.keyboard.press("Tab")
    talk.goto(f"{HOST}/09-gesprek/#geld")
    talk.locator("#geld-note").fill("Tweede")
    unsent.get_by_text("Nog niet verstuurd: 2").wait_for()
    asked = []
    talk.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    talk.close(run_before_unload=True)
    talk.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    site.answers["/bewaar"] = saved()
    unsent.wait_for(state="hidden", timeout=15_000)
    assert sorted(sent["note"][0] for sent in posts(site))[-1] == "Tweede"


def test_gallery_leaves_nothing_in_the_browser(question, site):
    """promises.md 12."""
    question.get_by_label("Ja", exact=True).check()
    line(question).get_by_text("14.05").wait_for()
    kept = question.evaluate("[localStorage.length, sessionStorage.length]")
    assert kept == [0, 0]
    assert gallery.PARTY.name not in question.evaluate("document.cookie")


def test_a_second_click_sends_nothing(page, site):
    """The answer 204 leaves the page where it is, so nothing but the script keeps the second click back."""
    site.answers["/klik"] = {"status": 204}
    page.goto(f"{HOST}/03-vraag/")
    page.evaluate(
        """() => { const form = document.createElement("form"); form.method = "post"; form.action = "/klik";
                   form.append(Object.assign(document.createElement("button"), {id: "klik"})); document.body.append(form); }"""
    )
    page.locator("#klik").dblclick(force=True)
    page.wait_for_timeout(300)
    assert len(posts(site, "/klik")) == 1
