"""Without a mouse, with a screen reader, on a bad line: one question page and what stands around it (law.md X-03)."""

import gzip
import os
import re
from pathlib import Path

import pytest

from candidates.invitations import invite
from candidates.models import Answer, Stage
from parties.scope import party_scope
from screening.gates import may_invite
from tests import cast
from tests.journey.people import Person, link_in, post
from tests.journey.scene import READY, Scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TREES = Path(__file__).parent / "trees"
QUESTION = "/k/lijst/vragenlijst/werk.conflict/"
CONFLICT = "werk.conflict"
# What says where the keyboard is: an outline or a shadow, on the thing itself or on the label that stands for it.
SHOWN = """() => {
    const now = document.activeElement;
    if (now === document.body) return "nothing has the focus";
    const seen = [now, ...(now.labels || []), now.closest("label, .choice, .form-check, .option")].filter(Boolean);
    const visible = one => { const style = getComputedStyle(one);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none"; };
    return seen.some(visible) ? "" : now.outerHTML.slice(0, 120);
}"""
MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
DAY = re.compile(rf"((maan|dins|woens|donder|vrij|zater|zon)dag )?\d{{1,2}} ({MONTHS})( \d{{4}})?")


def stored(scene: Scene, candidacy) -> dict:
    with party_scope(scene.round.party):
        return Answer.objects.get(candidacy=candidacy, item=CONFLICT).body


def tab_to(person: Person, selector: str, *, most: int = 40) -> list[str]:
    """Tab until this has the focus; what does not show its focus on the way."""
    hidden = []
    for _ in range(most):
        person.page.keyboard.press("Tab")
        hidden += filter(None, [person.page.evaluate(SHOWN)])
        if person.page.evaluate("which => document.activeElement.matches(which)", selector):
            return hidden
    raise AssertionError(f"no way to {selector} by keyboard on {person.address}")


def test_a_question_is_answered_and_all_is_handed_in_by_keyboard(scene):
    candidacy = scene.candidate(READY)
    anna = scene.as_candidate(candidacy)
    anna.go(QUESTION)
    hidden = tab_to(anna, "[name=choice]")
    anna.page.keyboard.press("ArrowUp")  # from "Nee" round to the last, and down to "Nee" again
    assert anna.page.evaluate("document.activeElement.value") == "gesprek"
    with anna.page.expect_response("**/bewaar/"):
        anna.page.keyboard.press("ArrowDown")
    hidden += tab_to(anna, "main .btn-primary")
    with anna.page.expect_navigation():
        anna.page.keyboard.press("Enter")
    assert anna.address != QUESTION and stored(scene, candidacy)["choice"] == "nee"
    anna.go("/k/nakijken/")
    hidden += tab_to(anna, "main button.btn-primary", most=400)
    with anna.page.expect_navigation():
        anna.page.keyboard.press("Enter")
    assert (anna.address, scene.fresh(candidacy).stage) == ("/k/ingeleverd/", Stage.SUBMITTED)
    assert sorted(set(hidden)) == []


def tree(person: Person) -> str:
    """What a screen reader is told, without what differs from day to day."""
    told = person.page.locator("body").aria_snapshot()
    return DAY.sub("<dag>", re.sub(r"\d{1,2}\.\d\d uur", "<tijd>", told)) + "\n"


@pytest.mark.parametrize("name", ["stappen", "vraag", "nakijken"])
def test_a_screen_reader_is_told_what_was_agreed(scene, name):
    """Task list, a question page and check-answers; TREES=new writes the files anew, to be read before they are kept."""
    anna = scene.as_candidate(scene.candidate(READY if name == "nakijken" else "started"))
    anna.go({"stappen": "/k/stappen/", "vraag": QUESTION, "nakijken": "/k/lijst/vragenlijst/nakijken/"}[name])
    told, file = tree(anna), TREES / f"{name}.txt"
    if os.environ.get("TREES") == "new":
        file.write_text(told, encoding="utf-8")
    assert told == file.read_text(encoding="utf-8")


def test_a_slow_line_and_a_quick_leave_lose_nothing(scene):
    """Promise 4: while a save is under way one may go on typing, press on, or leave."""
    candidacy = scene.candidate("started")
    anna = scene.as_candidate(candidacy)
    anna.go(QUESTION)
    waiting = []

    def hold(route):
        waiting.append(route) if not waiting else route.continue_()

    anna.page.route("**/bewaar/", hold)
    anna.tick("choice", "ja")
    anna.page.wait_for_timeout(300)
    assert len(waiting) == 1  # sent, and no answer yet
    anna.fill(follow_wat="Traag, maar niet weg.")
    anna.page.wait_for_timeout(1000)
    assert anna.page.evaluate("window.toetssteen.keepers.every(one => one.busy)")
    assert anna.page.locator("[name=follow_wat]").input_value() == "Traag, maar niet weg."
    waiting[0].continue_()
    anna.page.wait_for_function("() => window.toetssteen.keepers.every(one => !one.dirty && !one.busy)")
    anna.page.locator(".saved", has_text="Opgeslagen om").wait_for()
    assert stored(scene, candidacy)["follow"]["wat"] == "Traag, maar niet weg."
    anna.fill(follow_wat="Nog één woord.")
    anna.go("/k/stappen/")  # before the pause in typing is over
    anna.go(QUESTION)
    assert anna.page.locator("[name=follow_wat]").input_value() == "Nog één woord."


def test_the_first_page_is_usable_after_three_requests(scene, browser, site):
    """Decision 36: page, style and script; fonts come when they come. What travels is at most 60 kB compressed."""
    person = {
        "first_name": "Anna",
        "prefixes": "de",
        "last_name": "Wit",
        "email": "anna@kandidaat.example",
        "language": "nl",
    }
    with party_scope(scene.round.party):
        invite(scene.round, actor=cast.acting(scene.members["Bram"], "chair"), gates=may_invite, person=person)
    anna = Person(browser, site, "Anna de Wit", phone=True)
    answers = []
    anna.page.on("response", lambda answer: answers.append(answer))
    anna.page.goto(link_in(post("anna@kandidaat.example")), wait_until="load")
    needed = [
        one
        for one in answers
        if one.request.resource_type in ("document", "stylesheet", "script") and one.status == 200
    ]
    weight = sum(len(gzip.compress(one.body(), 6)) for one in needed)
    assert [one.request.resource_type for one in needed] == ["document", "stylesheet", "script"]
    assert weight <= 60_000
