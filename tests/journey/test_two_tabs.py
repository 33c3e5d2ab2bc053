"""What hands and connections do: two tabs, two clicks, no connection, no session, the back button (promise 4)."""

import pytest
from django.core import mail
from django.utils import timezone

from candidates.models import Answer, CandidateSession, Stage
from parties.models import Event
from parties.scope import party_scope
from reports.models import Report, Signature
from tests.journey.candidate import enter_code
from tests.journey.people import Person, code_in, post, worker
from tests.journey.scene import READY, Scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUESTION = "/k/lijst/vragenlijst/werk.conflict/"
OFFLINE = "Geen verbinding. Je tekst blijft hier staan en gaat straks mee."
SIGNED_OUT = "Je bent uitgelogd. Je tekst blijft hier staan."


def saved_line(person: Person, words: str = "Opgeslagen om") -> None:
    person.page.locator(".saved", has_text=words).wait_for()


def stored(scene: Scene, candidacy, item: str = "werk.conflict") -> dict:
    with party_scope(scene.round.party):
        return Answer.objects.get(candidacy=candidacy, item=item).body


def times(scene: Scene, verb: str) -> int:
    with party_scope(scene.round.party):
        return Event.objects.filter(verb=verb).count()


@pytest.fixture
def beginner(scene):
    """Anna at her questionnaire, in one window."""
    candidacy = scene.candidate("started")
    return candidacy, scene.as_candidate(candidacy)


def test_an_older_tab_is_told_and_may_choose(scene, beginner):
    """Decision 18: both texts, and nothing is overwritten in silence."""
    candidacy, anna = beginner
    anna.go(QUESTION)
    other = anna.context.new_page()
    other.goto(scene.site + QUESTION)
    other.locator("[name=choice][value=gesprek]").check(force=True)
    other.locator(".saved", has_text="Opgeslagen om").wait_for()
    anna.tick("choice", "ja")
    saved_line(anna, "Daar staat nu: “Liever in het gesprek”")
    assert stored(scene, candidacy)["choice"] == "gesprek"
    anna.page.get_by_role("button", name="Bewaar wat hier staat").click()
    saved_line(anna)
    assert stored(scene, candidacy)["choice"] == "ja"


def test_no_connection_keeps_the_text_and_sends_it_later(scene, beginner):
    """law.md A-04, B-23"""
    candidacy, anna = beginner
    anna.go(QUESTION)
    anna.tick("choice", "ja")
    saved_line(anna)
    anna.context.set_offline(True)
    anna.fill(follow_wat="Halverwege viel het weg.")
    saved_line(anna, OFFLINE)
    anna.page.get_by_role("button", name="Doorgaan").click()
    saved_line(anna, OFFLINE)
    assert (anna.address, anna.page.locator("[name=follow_wat]").input_value()) == (
        QUESTION,
        "Halverwege viel het weg.",
    )
    anna.context.set_offline(False)
    saved_line(anna)
    assert stored(scene, candidacy)["follow"]["wat"] == "Halverwege viel het weg."
    anna.fill(follow_afloop="Het kwam goed.")
    anna.press("Doorgaan")
    assert stored(scene, candidacy)["follow"] == {"wat": "Halverwege viel het weg.", "afloop": "Het kwam goed."}


def test_a_session_that_ends_while_typing_keeps_the_text(scene, beginner):
    """Decision 35: sign in again beside it, and what was typed is still there and is saved."""
    candidacy, anna = beginner
    anna.go(scene.door_of(candidacy))  # came by the link once, as everybody does
    anna.go(QUESTION)
    anna.tick("choice", "ja")
    saved_line(anna)
    with party_scope(scene.round.party):
        CandidateSession.objects.update(ended_at=timezone.now())
    anna.fill(follow_wat="Ik schreef door.")
    saved_line(anna, SIGNED_OUT)
    first = anna.page
    with anna.context.expect_page() as opened:
        first.get_by_role("link", name="Log opnieuw in, in een nieuw tabblad").click()
    anna.page = opened.value
    anna.page.wait_for_load_state()
    enter_code(anna)
    anna.page.close()
    anna.page = first
    first.evaluate("window.dispatchEvent(new Event('focus'))")
    saved_line(anna)
    assert stored(scene, candidacy)["follow"]["wat"] == "Ik schreef door."


def test_back_shows_what_was_saved(scene, beginner):
    candidacy, anna = beginner
    anna.go(QUESTION)
    anna.tick("choice", "gesprek")
    anna.press("Doorgaan")
    anna.page.go_back()
    assert (anna.address, anna.page.locator("[name=choice][value=gesprek]").is_checked()) == (QUESTION, True)
    anna.tick("choice", "nee")
    anna.press("Doorgaan")
    assert stored(scene, candidacy)["choice"] == "nee"


def test_two_clicks_hand_in_once_and_back_is_calm(scene):
    candidacy = scene.candidate(READY)
    anna = scene.as_candidate(candidacy)
    worker()
    mail.outbox.clear()
    anna.go("/k/nakijken/")
    anna.page.get_by_role("button", name="Lever in").dblclick()
    anna.page.wait_for_url("**/k/ingeleverd/")
    assert anna.heading == "We hebben het ontvangen"
    anna.page.go_back()
    anna.page.wait_for_url("**/k/ingeleverd/")
    assert (scene.fresh(candidacy).stage, times(scene, "candidacy.submitted")) == (Stage.SUBMITTED, 1)
    worker()
    assert [letter.subject for letter in mail.outbox] == ["Er staat iets voor je klaar"]


def test_a_save_that_comes_after_handing_in_changes_nothing(scene):
    candidacy = scene.candidate(READY)
    anna = scene.as_candidate(candidacy)
    anna.go(QUESTION)
    other = anna.context.new_page()
    other.goto(scene.site + "/k/nakijken/")
    other.get_by_role("button", name="Lever in").click()
    other.wait_for_url("**/k/ingeleverd/")
    anna.tick("choice", "ja")
    saved_line(anna, "Je hebt al ingeleverd. Deze wijziging is niet opgeslagen.")
    assert stored(scene, candidacy)["choice"] == "nee"


def test_two_clicks_and_two_tabs_adopt_once(scene):
    candidacy = scene.candidate("replied")
    bram = scene.as_member("Bram")
    page = scene.dossier(candidacy) + "verslag/vaststellen/"
    bram.go(page)
    other = bram.context.new_page()
    other.goto(scene.site + page)
    bram.page.get_by_role("button", name="Stel het verslag vast").dblclick()
    bram.page.wait_for_url("**/verslag/")
    other.get_by_role("button", name="Stel het verslag vast").click()
    other.wait_for_url("**/verslag/")
    with party_scope(scene.round.party):
        report = Report.objects.get(candidacy=candidacy)
    assert (report.adopted_at is not None, times(scene, "report.adopted")) == (True, 1)


def test_two_clicks_sign_once(scene):
    candidacy = scene.candidate("nominated")
    mail.outbox.clear()
    anna = scene.as_candidate(candidacy)
    anna.go("/k/verklaring/")
    anna.tick("read")
    anna.fill(name="Anna de Wit")
    anna.press("Onderteken")
    anna.fill(code=code_in(post("anna@kandidaat.example")))
    anna.page.get_by_role("button", name="Ja, onderteken").dblclick()
    anna.page.wait_for_url("**/k/bewijs/")
    assert anna.heading == "Je hebt getekend"
    with party_scope(scene.round.party):
        assert Signature.objects.filter(declaration__candidacy=candidacy).count() == 1
    anna.go("/k/verklaring/")
    assert anna.address == "/k/bewijs/"


def test_two_clicks_countersign_once(scene):
    candidacy = scene.candidate("signed")
    els = scene.as_member("Els")
    els.go(scene.dossier(candidacy) + "verklaring/tekenen/")
    els.tick("read")
    els.fill(name="Els van Dijk")
    els.page.get_by_role("button", name="Onderteken namens de partij").dblclick()
    els.page.wait_for_url("**/advies/")
    with party_scope(scene.round.party):
        assert Signature.objects.filter(declaration__candidacy=candidacy).count() == 2
    assert scene.fresh(candidacy).stage == Stage.COMPLETED
