"""Specific consents: asked, given, refused, withdrawn; nothing leaves the party without one (law.md P-03 to P-05, P-11)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from candidates import consents as subject
from candidates.consents import (
    ConsentRefused,
    ask_consent,
    decline,
    disclose,
    give,
    live_consent,
    register_condition,
    withdraw,
    words_of,
)
from candidates.models import Consent, Disclosure, Stage, Tie
from candidates.workflow import NotAllowed
from parties.models import Event, OutboxMail
from parties.scope import party_scope
from tests import cast
from tests.signin import sign_in

pytestmark = pytest.mark.django_db
BUREAU = {"reason": "Klopt het dat het bedrijf is gestopt?", "licence": "POB 1234"}


@pytest.fixture
def anna():
    round = cast.make_round(cast.make_party(), editions=True)
    people = cast.committee(round)
    person = cast.candidate(round, "Anna", stage=Stage.REVIEW)
    cast.no_tie(person, people["Bram"], people["Carla"])
    person.people = people
    with party_scope(round.party):
        # One neutral pair of eyes is left, so a reader may be borrowed (law.md P-86).
        Tie.objects.filter(candidacy=person, member=people["Bram"], said_by=Tie.Said.CANDIDATE).update(kind="friend")
        yield person


def ask(anna, purpose="borrowed_reader", recipient="Vera Lezer", **more):
    if purpose == "bureau":
        more = BUREAU | {"agreed_on": timezone.localdate()} | more
    return ask_consent(anna, purpose, recipient, cast.acting(anna.people["Carla"]), **more)


def refused(call) -> list[str]:
    with pytest.raises(ConsentRefused) as trouble:
        call()
    return [str(one.text) for one in trouble.value.missing]


def verbs() -> list[str]:
    return list(Event.objects.filter(verb__startswith="consent.").order_by("seq").values_list("verb", flat=True))


def test_a_consent_keeps_text_version_purpose_time_and_who_asked(anna):
    """law.md P-05"""
    asked = ask(anna, reason="Jullie kennen elkaar niet.")
    assert live_consent(anna, "borrowed_reader") is None
    given = give(asked, cast.acting(anna))
    words = words_of(asked, "nl")
    assert (given.text, given.text_digest, given.asked_by, given.language) == (
        words.text, words.digest, anna.people["Carla"].code, "nl",
    )  # fmt: skip
    assert given.given_at is not None and "telt niet mee in het oordeel" in given.text
    assert live_consent(anna, "borrowed_reader", "Vera Lezer") == given
    assert verbs() == ["consent.asked", "consent.given"]
    assert OutboxMail.objects.filter(purpose="news", candidacy_code=anna.code).count() == 1


def test_withdrawing_works_at_once_and_is_remembered(anna):
    """law.md P-05"""
    given = give(ask(anna), cast.acting(anna))
    stopped = withdraw(given, cast.acting(anna))
    assert (live_consent(anna, "borrowed_reader"), stopped.state) == (None, "withdrawn")
    assert verbs() == ["consent.asked", "consent.given", "consent.withdrawn"]
    assert refused(lambda: give(stopped, cast.acting(anna))) == [
        "Je trok deze toestemming in. De commissie kan het opnieuw vragen."
    ]
    assert ask(anna).pk != stopped.pk


def test_a_consent_is_for_one_recipient(anna):
    """law.md P-11"""
    give(ask(anna), cast.acting(anna))
    assert live_consent(anna, "borrowed_reader", "Iemand Anders") is None
    assert live_consent(anna, "bureau") is None


def test_a_no_is_not_asked_again_and_may_become_a_yes(anna):
    said_no = decline(ask(anna), cast.acting(anna))
    assert said_no.state == "declined"
    assert refused(lambda: ask(anna)) == [
        "De kandidaat zei hier nee op. Vraag het niet nog eens; ja zeggen kan altijd nog."
    ]
    assert give(said_no, cast.acting(anna)).state == "given"


def test_asking_and_saying_twice_is_once(anna):
    assert ask(anna).pk == ask(anna).pk
    for _press in range(2):
        give(Consent.objects.get(), cast.acting(anna))
    assert verbs() == ["consent.asked", "consent.given"]


def test_nobody_says_yes_for_the_candidate(anna):
    """law.md P-03"""
    ben = cast.candidate(anna.round, "Ben", stage=Stage.REVIEW)
    for actor in (cast.acting(anna.people["Bram"]), cast.acting(ben)):
        for act in (give, decline, withdraw):
            with pytest.raises(NotAllowed):
                act(ask(anna), actor)
    assert Consent.objects.get().state == "asked"


def test_yes_counts_only_for_the_words_shown(anna):
    """Promise 5."""
    assert refused(lambda: give(ask(anna), cast.acting(anna), shown="f" * 64)) == [
        "De tekst is veranderd. Lees hem nog een keer."
    ]
    assert live_consent(anna, "borrowed_reader") is None


def test_there_is_no_consent_to_the_screening_itself():
    """law.md P-03: the screening has another basis; only these extras are ever asked."""
    assert sorted(subject.PURPOSES) == ["borrowed_reader", "bureau", "longer_keeping"]
    with pytest.raises(KeyError):
        ask_consent(None, "screening", "", None)


def test_a_bureau_is_asked_with_licence_agreement_and_one_question(anna):
    """law.md P-23"""
    assert refused(lambda: ask_consent(anna, "bureau", "", cast.acting(anna.people["Carla"]))) == [
        "Schrijf voor wie dit is. De kandidaat leest de naam.",
        "Schrijf de ene vraag van de opdracht. De kandidaat leest hem.",
        "Schrijf het nummer van de vergunning.",
        "Schrijf de dag van de overeenkomst met het bureau.",
    ]
    assert ask(anna, "bureau", "Bureau Helder").licence == "POB 1234"


def test_longer_keeping_is_not_asked_before_the_decision(anna):
    """law.md R-31"""
    assert refused(lambda: ask(anna, "longer_keeping", "")) == ["Dit mag je pas vragen na het besluit."]
    anna.stage = Stage.ADOPTED
    anna.save()
    assert refused(lambda: ask(anna, "longer_keeping", "")) == [
        "Dit mag je pas vragen als de kandidaat het besluit kent."
    ]


def test_nothing_is_passed_on_without_a_consent_for_that_recipient(anna):
    """law.md P-11"""
    by = cast.acting(anna.people["Bram"])
    given = give(ask(anna, "bureau", "Bureau Helder"), cast.acting(anna))
    for recipient in ("", "Bureau Anders"):
        assert refused(lambda who=recipient: disclose(anna, "bureau", who, "assignment", actor=by)) == [
            "De kandidaat gaf hier geen toestemming voor."
        ]
    made = disclose(anna, "bureau", "Bureau Helder", "assignment", actor=by)
    assert (made.consent, made.recipient, Disclosure.objects.count()) == (given, "Bureau Helder", 1)
    withdraw(given, cast.acting(anna))
    with pytest.raises(ConsentRefused):
        disclose(anna, "bureau", "Bureau Helder", "assignment", actor=by)


def test_the_database_keeps_no_yes_without_its_words(anna):
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(candidacy=anna, purpose="bureau", asked_by="x", given_at=timezone.now())


def test_a_floor_above_may_add_a_condition(anna, monkeypatch):
    monkeypatch.setattr(subject, "_conditions", {})
    register_condition("borrowed_reader", lambda row: [subject.Missing(f"eerst iets anders: {row.code}")])
    assert refused(lambda: ask(anna)) == [f"eerst iets anders: {anna.code}"]


def test_giving_and_stopping_take_the_same_clicks(anna, client):
    """law.md P-05: list, page, one button; the effect is on the page before."""
    asked = ask(anna, reason="Zij kent het waterschap.")
    cast.enter(client, anna)
    page = reverse("candidates:consent", args=[asked.code])
    assert page in client.get(reverse("candidates:consents")).content.decode()
    shown = client.get(page).content.decode()
    for words in ("Vera Lezer", "Zij kent het waterschap.", str(words_of(asked, "nl").withdrawing), "telt niet mee"):
        assert words in shown
    client.post(page, {"do": "give", "digest": words_of(asked, "nl").digest})
    assert live_consent(anna, "borrowed_reader") is not None
    assert 'value="withdraw"' in client.get(page).content.decode()
    client.post(page, {"do": "withdraw"})
    assert live_consent(anna, "borrowed_reader") is None


def test_a_page_without_digest_gives_nothing(anna, client):
    asked = ask(anna)
    cast.enter(client, anna).post(reverse("candidates:consent", args=[asked.code]), {"do": "give"})
    assert live_consent(anna, "borrowed_reader") is None


def test_the_committee_asks_from_the_dossier(anna, client):
    """The secretary does not; who is in a tie does not."""
    page = reverse("screening:consents", args=[anna.party.code, anna.code])
    asked = {"purpose": "borrowed_reader", "recipient": "Vera Lezer", "reason": "Zij kent het waterschap."}
    sign_in(client, anna.people["Daan"].user)
    assert client.post(page, asked).status_code == 404
    sign_in(client, anna.people["Carla"].user)
    assert client.post(page, asked).status_code == 302
    row = Consent.objects.get()
    assert (row.recipient, row.reason, row.asked_by) == ("Vera Lezer", asked["reason"], anna.people["Carla"].code)
    assert "Vera Lezer" in client.get(page).content.decode()


def test_own_data_tells_what_was_asked_and_passed_on(anna, client):
    """law.md P-50"""
    given = give(ask(anna, "bureau", "Bureau Helder"), cast.acting(anna))
    disclose(anna, "bureau", "Bureau Helder", "assignment", actor=cast.acting(anna.people["Bram"]))
    html = cast.enter(client, anna).get(reverse("screening:own_data")).content.decode()
    assert "Doorgegeven aan Bureau Helder" in html and given.reason in html


def test_what_was_typed_goes_with_the_report(anna):
    """law.md R-17: the consent stays a year, without the reason."""
    given = give(ask(anna, reason="Zij kent het waterschap."), cast.acting(anna))
    lines = {line.way: line.days for line in Consent.retention}
    assert lines == {"delete_row": 365, "truncate:reason": 28}
    assert given.asked_at - timezone.now() < timedelta(0)
