"""Pages around the instruments: cards, the end of an own list, editions, tailoring, treated alike, paper, the workshop."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.models import Answer, Candidacy, Check, PrivateAnswer, Sheet, Stage, Tie
from candidates.sessions import key_cookie
from candidates.sheets import page_of, save_answer, sheet_of
from instruments.editions import checksum, edition_in, newest, use_edition
from instruments.models import Correction, Edition
from instruments.tailoring import leave_out
from parties.models import Event
from parties.safekeeping.crypto import new_browser_key
from parties.scope import party_scope
from reports.additions import open_addition
from reports.models import Topic
from reports.refusals import NotNow
from screening.instruments import printing
from screening.instruments.asking_again import ask_again
from screening.instruments.equal import Comparison
from screening.procedure.facts import config_digest, facts_of
from screening.procedure.publishing import publish
from screening.rehearsal.answers import fill
from screening.steps import steps_of
from tests import cast
from tests.signin import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    round = cast.make_round(cast.make_party(), editions=True)
    cast.committee(round)
    return round


@pytest.fixture
def anna(round):
    return cast.candidate(round, "Anna")


@pytest.fixture
def at_anna(client, anna):
    return cast.enter(client, anna)


@pytest.fixture
def bram(client, round):
    return sign_in(client, cast.member(round.party, "Bram").user)


def actor(round, name):
    return cast.acting(cast.member(round.party, name))


def text(response) -> str:
    return response.content.decode()


def to(name, round, *args):
    return reverse(f"screening:{name}", args=[round.party.code, round.code, *args])


def next_edition(slug, change):
    """A newer edition of the product; `change(content)` alters the JSON."""
    old = newest(slug)
    data = change({**old.content, "number": old.number + 1})
    return Edition.objects.create(
        slug=slug, number=old.number + 1, content=data, checksum=checksum(data), released_at=old.released_at
    )


def reworded(key, words):
    """Changes the Dutch text of one item."""

    def change(data):
        sections = [
            {**s, "items": [{**i, "text": {**i["text"], "nl": words}} if i["key"] == key else i for i in s["items"]]}
            for s in data["sections"]
        ]
        return {**data, "sections": sections}

    return change


# --- cards: the candidate ---


def test_the_deck_holds_the_cards_of_this_body_only(at_anna):
    page = text(at_anna.get(reverse("screening:cards")))
    assert page.count("tegenover") == 10
    assert "Pachter en peilbesluit" in page
    assert "De sponsor van de club" not in page
    assert at_anna.get(reverse("screening:card", args=["kaart.01"])).status_code == 404


def test_a_card_turns_and_the_next_one_waits(at_anna):
    front = text(at_anna.get(reverse("screening:card", args=["kaart.09"])))
    back = text(at_anna.get(reverse("screening:card", args=["kaart.09"]) + "?kant=achter"))
    assert "Kaart 1 van 10" in front
    assert ("Om over te praten" in front, "Om over te praten" in back) == (False, True)
    assert "Volgende kaart" in front


def test_a_drawn_card_leaves_no_trace(at_anna, anna):
    drawn = at_anna.get(reverse("screening:card_draw"))
    assert drawn["Location"].startswith("/k/dilemmas/kaart.")
    with party_scope(anna.party):
        assert (Event.objects.filter(chain=anna.chain).count(), Topic.objects.count()) == (0, 0)


def test_three_cards_may_be_chosen_and_one_put_back(at_anna, anna):
    keys = ("kaart.09", "kaart.16", "kaart.17")
    for key in keys:
        at_anna.post(reverse("reports:choose_card"), {"item": key, "terug": reverse("screening:card", args=[key])})
    full = text(at_anna.get(reverse("screening:card", args=["kaart.20"])))
    assert "Je koos er 3 van 3" in full
    assert "Neem mee naar het gesprek" not in full
    at_anna.post(reverse("reports:choose_card"), {"item": "kaart.09"})
    assert "Neem mee naar het gesprek" in text(at_anna.get(reverse("screening:card", args=["kaart.20"])))


def test_choosing_cards_is_a_step_that_may_stay_open(at_anna, anna):
    with party_scope(anna.party):
        step = next(one for one in steps_of(anna, "nl") if one.url == "/k/dilemmas/")
        assert (step.optional, step.state, step.label) == (True, "todo", "Kies drie dilemma's voor het gesprek")
        for key in ("kaart.09", "kaart.16", "kaart.17"):
            at_anna.post(reverse("reports:choose_card"), {"item": key})
        assert next(one for one in steps_of(anna, "nl") if one.url == "/k/dilemmas/").state == "done"


def test_a_first_reaction_is_an_own_topic_or_nothing(at_anna, anna):
    where = reverse("screening:card_reaction", args=["kaart.09"])
    refused = at_anna.post(where, {"title": "Ik bel 123456782 eerst."})
    assert "Ik bel 123456782 eerst." in text(refused)
    with party_scope(anna.party):
        assert Topic.objects.count() == 0
    assert at_anna.post(where, {"title": "Ik bel eerst de voorzitter."})["Location"] == reverse("reports:my_interview")
    with party_scope(anna.party):
        topic = Topic.objects.get()
        assert (topic.origin, topic.title) == (
            Topic.Origin.CANDIDATE,
            "Pachter en peilbesluit: Ik bel eerst de voorzitter.",
        )


def test_a_round_without_cards_has_no_deck(at_anna, anna):
    with party_scope(anna.party):
        anna.round.editions.filter(slug="dilemmas").delete()
        assert [one for one in steps_of(anna, "nl") if "dilemma" in one.label] == []
    assert at_anna.get(reverse("screening:cards")).status_code == 404


# --- cards: the committee and the group ---


def test_the_group_chair_draws_cards_too(client, round):
    greet = sign_in(client, cast.member(round.party, "Greet", role="group_chair", round=round).user)
    page = text(greet.get(reverse("screening:party_deck", args=[round.party.code])))
    assert "Pachter en peilbesluit" in page
    large = text(greet.get(reverse("screening:large_card", args=[round.party.code, "kaart.09"])))
    assert 'class="story"' in large


def test_a_card_is_looked_for_only_where_the_dossier_opens(bram, round):
    """A tie closes this door too (decision 15)."""
    handed_in = cast.candidate(round, "Anna", stage=Stage.SUBMITTED)
    address = reverse("screening:party_card", args=[round.party.code, "kaart.09"]) + f"?voor={handed_in.code}"
    assert bram.get(address).status_code == 302  # first the tie question
    cast.no_tie(handed_in, cast.member(round.party, "Bram"))
    assert "Kies deze kaart voor het gesprek" in text(bram.get(address))
    drafting = cast.candidate(round, "Fatma", email="fatma@voorbeeld.nl")
    cast.no_tie(drafting, cast.member(round.party, "Bram"))
    assert bram.get(address.replace(handed_in.code, drafting.code)).status_code == 404


# --- the end of a list for oneself ---


SECRET = "Alleen Anna weet van de blauwe schuur"


@pytest.fixture
def begun(at_anna, anna):
    """Anna answered two sentences of the self-assessment in this browser."""
    key = new_browser_key()
    with party_scope(anna.party):
        sheet = sheet_of(anna, "zelfassessment", actor=cast.acting(anna))
        page = page_of(sheet, anna, "nl", key=key)
        for item, words in zip(page.questions, (SECRET, ""), strict=False):
            save_answer(sheet, item, {"choice": "beetje", "note": words}, version=0, wording=page.wording, key=key)
    at_anna.cookies[key_cookie(anna)] = key
    return at_anna


def own(name, slug="zelfassessment"):
    return reverse(f"screening:{name}", args=[slug])


def test_the_end_has_no_result_and_three_ways_on(begun):
    """law.md P-61"""
    assert begun.get(reverse("candidates:check", args=["zelfassessment"]))["Location"] == own("reflect")
    page = text(begun.get(own("reflect")))
    assert SECRET in page
    for words in (
        "Je krijgt geen uitslag",
        "Ik ga door",
        "Ik wil eerst met iemand praten",
        "Nu niet",
        "<li>Je gaat door.</li>",
    ):
        assert words in page
    assert [word for word in ("score", "punten", "%") if word in page.lower().replace("aandachtspunten", "")] == []


def test_three_things_are_kept_under_the_browsers_key(begun, anna):
    answer = begun.post(own("three"), {"three": ["motivatie.a1", "thuis.c2"], "version": "0"})
    assert answer["Location"] == own("reflect")
    assert "Kies andere" in text(begun.get(own("reflect")))
    with party_scope(anna.party):
        row = PrivateAnswer.objects.get(item="_drie")
        assert b"thuis.c2" not in bytes(row.token)
        assert [event.verb for event in Event.objects.filter(chain=anna.chain)] == ["sheet.started"]
    del begun.cookies[key_cookie(anna)]
    assert "op een ander apparaat" in text(begun.get(own("reflect")))


def test_four_things_are_one_too_many(begun, anna):
    page = begun.post(
        own("three"), {"three": ["motivatie.a1", "motivatie.a2", "motivatie.a3", "motivatie.a4"], "version": "0"}
    )
    assert "hoogstens drie" in text(page)
    assert text(page).count("checked") == 4
    with party_scope(anna.party):
        assert not PrivateAnswer.objects.filter(item="_drie").exists()


def test_an_older_window_does_not_overwrite_the_three(begun, anna):
    begun.post(own("three"), {"three": ["motivatie.a1"], "version": "0"})
    late = begun.post(own("three"), {"three": ["motivatie.a2"], "version": "0"})
    assert late.status_code == 409
    assert begun.post(own("three"), {"three": ["motivatie.a2"], "version": "1"}).status_code == 302


def test_looking_at_the_other_ways_changes_nothing(begun, anna):
    assert "Mevrouw Postma" in text(begun.get(own("talk_first")))
    assert reverse("screening:withdraw") in text(begun.get(own("not_now")))
    with party_scope(anna.party):
        assert Event.objects.filter(chain=anna.chain).count() == 1
        assert Candidacy.objects.get(pk=anna.pk).stage == Stage.STARTED


def test_going_on_closes_the_step_once(begun, anna):
    for _time in range(2):
        assert begun.post(own("reflect"))["Location"] == reverse("screening:tasks")
    with party_scope(anna.party):
        assert Event.objects.filter(chain=anna.chain, verb="sheet.finished").count() == 1


def test_only_the_sentence_goes_along(begun, anna):
    begun.post(
        reverse("reports:take_along"), {"slug": "zelfassessment", "item": "motivatie.a1", "terug": own("reflect")}
    )
    with party_scope(anna.party):
        topic = Topic.objects.get()
        assert (topic.origin, topic.title) == (Topic.Origin.TAKEN, "Ik weet waarvoor ik het doe.")
    assert "Laat toch thuis" in text(begun.get(own("reflect")))


def test_the_copy_is_a_page_and_no_file(begun, anna):
    """decision 27"""
    begun.post(own("three"), {"three": ["motivatie.a1"], "version": "0"})
    page = begun.get(own("own_copy"))
    assert page["Content-Type"].startswith("text/html")
    assert "Content-Disposition" not in page
    assert SECRET in text(page)
    assert "zelfassessment 1" in text(page)


def test_nobody_elses_list_has_such_an_end(at_anna, anna):
    assert at_anna.get(own("reflect", "vragenlijst")).status_code == 404
    assert at_anna.get(own("reflect"))["Location"] == reverse("candidates:sheet", args=["zelfassessment"])


def test_optional_is_not_said_at_every_sentence(at_anna):
    page = text(at_anna.get(reverse("candidates:question", args=["zelfassessment", "motivatie.a1"])))
    assert "Notitie voor jezelf" in page
    assert "niet verplicht" not in page
    assert "mag leeg blijven" not in page


# --- reading again ---


def test_the_rules_can_be_read_again_in_the_edition_that_was_read(at_anna, anna, round):
    with party_scope(round.party):
        fill(anna, "vuistregels", {}, actor=cast.acting(anna))
        fresh = next_edition("vuistregels", reworded("regel.01", "Een heel nieuwe regel."))
        use_edition(round, fresh, reason="Beter.", actor=actor(round, "Bram"))
    page = text(at_anna.get(reverse("screening:read", args=["vuistregels"])))
    assert "Ik zit er voor het algemeen belang" in page
    assert "Een heel nieuwe regel." not in page
    assert "Jij was klaar met deze lijst" in page
    assert "Bijvoorbeeld:" in page


def test_what_is_for_the_committee_is_not_read_by_a_candidate(at_anna):
    for slug in ("ondermijning", "leidraad", "bronnen"):
        assert at_anna.get(reverse("screening:read", args=[slug])).status_code == 404


# --- editions and tailoring ---


def test_a_newer_edition_is_shown_with_what_differs_and_for_whom(bram, round, anna):
    with party_scope(round.party):
        sheet_of(anna, "vragenlijst", actor=cast.acting(anna))
        next_edition("vragenlijst", reworded("werk.cv", "Klopt je levensloop?"))
    assert "Er is een nieuwe uitgave: vragenlijst 2" in text(bram.get(to("editions", round)))
    assert "Bekijk een nieuwe uitgave: vragenlijst 2" in text(
        bram.get(reverse("screening:home", args=[round.party.code]))
    )
    page = text(bram.get(to("difference", round, "vragenlijst")))
    assert "<del>cv, ook de opleidingen?</del>" in page
    assert "<ins>levensloop?</ins>" in page
    assert "0 kandidaten zijn nog niet begonnen" in page
    assert "1 kandidaat is bezig" in page


def test_the_round_goes_over_and_the_begun_list_stays(bram, round, anna):
    """decision 24: unstarted lists move, started ones stay."""
    late = cast.candidate(round, "Fatma", email="fatma@voorbeeld.nl")
    with party_scope(round.party):
        sheet_of(anna, "vragenlijst", actor=cast.acting(anna))
        fresh = next_edition("vragenlijst", reworded("werk.cv", "Klopt je levensloop?"))
    form = {"reason": "Vraag 5 was onduidelijk.", "edition": f"{fresh.pk}.{fresh.checksum[:8]}"}
    assert bram.post(to("difference", round, "vragenlijst"), form)["Location"] == to("equal", round)
    with party_scope(round.party):
        assert sheet_of(anna, "vragenlijst", actor=cast.acting(anna)).edition.number == 1
        assert sheet_of(late, "vragenlijst", actor=cast.acting(late)).edition.number == 2
        assert Correction.objects.get().reason == "Vraag 5 was onduidelijk."
    assert "Vraag 5 was onduidelijk." in text(bram.get(to("equal", round)))


def test_an_edition_that_was_not_shown_is_not_taken(bram, round):
    with party_scope(round.party):
        next_edition("vragenlijst", reworded("werk.cv", "Klopt je levensloop?"))
    late = bram.post(to("difference", round, "vragenlijst"), {"reason": "Beter.", "edition": "1.oud"})
    assert late.status_code == 409
    assert "Beter." in text(late)
    with party_scope(round.party):
        assert Correction.objects.count() == 0


def test_a_question_left_out_before_anybody_came_is_gone_and_explained(bram, round):
    """law.md P-60, T-02: the reason is on the public page, and the page is older until it is published again."""
    with party_scope(round.party):
        before = config_digest(round)
    asked = bram.post(to("tailor_out", round, "vragenlijst", "werk.cv"), {"reason": ""})
    assert "Eén zin is genoeg" in text(asked)
    bram.post(to("tailor_out", round, "vragenlijst", "werk.cv"), {"reason": "Wij kennen elkaar al jaren."})
    with party_scope(round.party):
        assert edition_in(round, "vragenlijst").label == "vragenlijst 1 (eigen)"
        assert config_digest(round) != before
        publish(round, actor=actor(round, "Bram"))
        anna = cast.candidate(round, "Anna")
        sheet = sheet_of(anna, "vragenlijst", actor=cast.acting(anna))
        assert "werk.cv" not in [item.key for item in page_of(sheet, anna, "nl").questions]
    for name in ("procedure", "procedure_questions"):
        page = text(bram.get(reverse(f"screening:{name}", args=[round.slug, round.election.vote_day.year])))
        assert "Wij kennen elkaar al jaren." in page


def test_english_readers_see_what_was_left_out_in_english(bram, round):
    bram.post(to("tailor_out", round, "vragenlijst", "werk.cv"), {"reason": "Wij kennen elkaar al jaren."})
    with party_scope(round.party):
        used = next(one for one in facts_of(round).instruments if one.slug == "vragenlijst")
    assert used.left_out[0][1].startswith("Is your CV")


def test_with_candidates_in_the_round_a_change_waits_for_a_reason(bram, round, anna):
    bram.post(to("tailor_out", round, "vragenlijst", "werk.cv"), {"reason": "Wij kennen elkaar al jaren."})
    with party_scope(round.party):
        assert edition_in(round, "vragenlijst").party is None
    assert "nog niet in gebruik" in text(bram.get(to("tailor", round, "vragenlijst")))
    assert "Weg: Klopt je cv" in text(bram.get(to("difference", round, "vragenlijst")))


OWN_QUESTION = {
    "kind": "yesno",
    "section": "werk",
    "text_nl": "Heb je een winkel?",
    "purpose_nl": "Dan weten we waar je niet over meestemt.",
}


def test_an_own_question_needs_a_purpose_and_is_asked(bram, round):
    without = bram.post(to("tailor_add", round, "vragenlijst"), OWN_QUESTION | {"purpose_nl": ""})
    assert "zonder doel" in text(without)
    assert "Heb je een winkel?" in text(without)
    bram.post(to("tailor_add", round, "vragenlijst"), OWN_QUESTION)
    anna = cast.candidate(round, "Anna")
    page = text(cast.enter(bram, anna).get(reverse("candidates:question", args=["vragenlijst", "eigen.1"])))
    assert "Heb je een winkel?" in page
    assert "Dan weten we waar je niet over meestemt." in page


def test_an_own_question_without_english_says_what_language_it_is(bram, round):
    """decision 24"""
    bram.post(to("tailor_add", round, "vragenlijst"), OWN_QUESTION)
    anna = cast.candidate(round, "Anna", language="en")
    client = cast.enter(bram, anna)
    page = text(
        client.get(reverse("candidates:question", args=["vragenlijst", "eigen.1"]), headers={"accept-language": "en"})
    )
    assert '<h1 lang="nl">Heb je een winkel?</h1>' in page


def test_a_forbidden_question_is_refused_in_words(bram, round):
    """law.md P-13"""
    page = text(bram.post(to("tailor_add", round, "vragenlijst"), OWN_QUESTION | {"text_nl": "Naar welke kerk ga je?"}))
    assert "Naar welke kerk ga je?" in page
    assert "gaat over geloof" in page
    with party_scope(round.party):
        assert Edition.objects.filter(party=round.party).count() == 0


def test_a_risky_clause_is_flagged_and_only_kept_on_purpose(bram, round):
    """law.md E-31"""
    clause = {"kind": "clause", "section": "verklaring", "text_nl": "Ik geef mijn zetel terug als ik de fractie verlaat.",
              "purpose_nl": "Zo blijft de fractie even groot."}  # fmt: skip
    page = text(bram.post(to("tailor_add", round, "bewilligingsverklaring"), clause))
    assert "De zetel teruggeven" in page
    with party_scope(round.party):
        assert Edition.objects.filter(party=round.party).count() == 0
    bram.post(to("tailor_add", round, "bewilligingsverklaring"), clause | {"anyway": "on"})
    with party_scope(round.party):
        assert Edition.objects.filter(party=round.party).count() == 1


def test_a_member_without_the_setup_changes_nothing(client, round):
    carla = sign_in(client, cast.member(round.party, "Carla").user)
    assert carla.post(to("tailor_out", round, "vragenlijst", "werk.cv"), {"reason": "Zomaar."}).status_code == 404
    with party_scope(round.party):
        assert Edition.objects.filter(party=round.party).count() == 0


# --- asked again ---


@pytest.fixture
def handed_in(round):
    """Anna handed in on edition 1; the round went over to edition 2 with one other question."""
    anna = cast.candidate(round, "Anna")
    with party_scope(round.party):
        fill(anna, "vragenlijst", {}, actor=cast.acting(anna))
        Sheet.objects.update(submitted_at=anna.applied_at)
        Candidacy.objects.filter(pk=anna.pk).update(stage=Stage.SUBMITTED, submitted_at=anna.applied_at)
        fresh = next_edition("vragenlijst", reworded("werk.cv", "Klopt je levensloop?"))
        use_edition(round, fresh, reason="Vraag 5 was onduidelijk.", actor=actor(round, "Bram"))
    cast.no_tie(anna, cast.member(round.party, "Bram"))
    return anna


def test_only_what_changed_is_asked_again(bram, round, handed_in):
    """decision 24: each answer stays with the words the candidate saw."""
    page = text(bram.get(to("equal", round)))
    assert "vragenlijst 1, ingeleverd" in page
    assert "Vraag opnieuw wat er anders is" in page
    bram.post(to("ask_again", round), {"kandidaat": handed_in.code, "lijst": "vragenlijst"})
    with party_scope(round.party):
        fresh = Candidacy.objects.get(pk=handed_in.pk)
        sheet = sheet_of(fresh, "vragenlijst")
        page = page_of(sheet, fresh, "nl")
        assert (fresh.stage, sheet.edition.number, sheet.finished_at) == (Stage.STARTED, 2, None)
        assert [item.key for item in page.open_questions] == ["werk.cv"]
        assert "Klopt je levensloop?" in open_addition(fresh).text
        assert Event.objects.filter(chain=fresh.chain, verb="sheet.asked_again").count() == 1
        with pytest.raises(NotNow):
            ask_again(fresh, "vragenlijst", actor=actor(round, "Bram"))


def test_who_has_a_tie_asks_nothing_again(client, round, handed_in):
    carla = sign_in(client, cast.member(round.party, "Carla").user)
    with party_scope(round.party):
        Tie.objects.create(
            candidacy=handed_in, member=cast.member(round.party, "Carla"), said_by="member", kind="family"
        )
    page = text(carla.get(to("equal", round)))
    assert "Anna" not in page
    assert "Een kandidaat" in page
    assert carla.post(to("ask_again", round), {"kandidaat": handed_in.code, "lijst": "vragenlijst"}).status_code == 404
    with party_scope(round.party):
        assert Candidacy.objects.get(pk=handed_in.pk).stage == Stage.SUBMITTED


# --- treated alike ---


def test_sources_and_cards_show_only_where_the_dossier_opens(bram, round):
    anna = cast.candidate(round, "Anna", stage=Stage.SUBMITTED)
    with party_scope(round.party):
        Check.objects.create(candidacy=anna, source="bron.nieuws", edition_label="bronnen 1", question="Is het zo?", asked_on=anna.submitted_at.date(),
                             asked_by="x", notice_shown_at=anna.submitted_at)  # fmt: skip
        Topic.objects.create(
            candidacy=anna, origin=Topic.Origin.DILEMMA, item="kaart.09", title="Pachter", added_by=anna.code
        )
        closed = Comparison(round, actor(round, "Bram")).equal().lines[0]
        assert (closed.sources, closed.cards) == (None, None)
    cast.no_tie(anna, cast.member(round.party, "Bram"))
    with party_scope(round.party):
        line = Comparison(round, actor(round, "Bram")).equal().lines[0]
        assert line.cards == ["Pachter en peilbesluit"]
        assert len(line.sources) == 1
        assert (
            Comparison(round, actor(round, "Daan")).equal().lines[0].sources is None
        )  # the secretary reads no dossier


def test_the_comparison_costs_the_same_for_one_and_for_many(round):
    def queries():
        with party_scope(round.party), CaptureQueriesContext(connection) as seen:
            Comparison(round, actor(round, "Bram")).equal()
        return len(seen)

    def person(number):
        one = cast.candidate(round, "Anna", email=f"anna{number}@voorbeeld.nl", stage=Stage.SUBMITTED)
        with party_scope(round.party):
            sheet_of(one, "vragenlijst", actor=cast.acting(one))
        cast.no_tie(one, cast.member(round.party, "Bram"))

    person(0)
    queries()  # parsed editions are kept per process
    one = queries()
    for number in range(1, 6):
        person(number)
    assert queries() == one


# --- paper ---


def test_a_filled_list_prints_without_criminal_matters_and_leaves_an_event(client, round):
    """law.md P-21; decision 5"""
    anna = cast.candidate(round, "Anna")
    with party_scope(round.party):
        fill(anna, "vragenlijst", {}, actor=cast.acting(anna))
        Sheet.objects.update(submitted_at=anna.applied_at)
        Candidacy.objects.filter(pk=anna.pk).update(stage=Stage.SUBMITTED, submitted_at=anna.applied_at)
        secret = Answer.objects.filter(criminal=True).first()
        question = next(
            item for item in sheet_of(anna, "vragenlijst").edition.parsed.items() if item.key == secret.item
        )
    cast.no_tie(anna, cast.member(round.party, "Carla"))
    carla = sign_in(client, cast.member(round.party, "Carla").user)
    page = text(carla.get(reverse("screening:filled", args=[round.party.code, anna.code, "vragenlijst"])))
    assert "Klopt je cv" in page
    assert question.text.nl.split("{")[0] not in page
    assert f"{anna.code}, lid, vragenlijst 1. Vernietig dit blad vóór" in page
    with party_scope(round.party):
        assert Event.objects.filter(chain=anna.chain, verb="dossier.printed").count() == 1


def test_a_blank_sheet_is_downloaded_and_made_in_another_process(bram, round):
    """promise 8; performance.md: the web process never loads the PDF engine, and keeps no child."""
    answer = bram.get(to("sheet_pdf", round, "vuistregels") + "?taal=en")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert answer["Content-Disposition"] == 'attachment; filename="vuistregels-1-en.pdf"'
    assert answer.content.startswith(b"%PDF-")
    assert printing._process().pid is None
    assert bram.get(to("sheet_pdf", round, "bestaat-niet")).status_code == 404


def test_typing_over_goes_from_print_to_hand_in(client, round):
    tjeerd = cast.candidate(round, "Tjeerd", stage=Stage.INVITED, prepared=False)
    daan = sign_in(client, cast.member(round.party, "Daan").user)
    here = {
        name: reverse(f"screening:{name}", args=[round.party.code, tjeerd.code])
        for name in ("on_paper", "paper_channel", "first_blank", "paper_details")
    }
    typing = reverse("screening:type_list", args=[round.party.code, tjeerd.code, "vuistregels"])
    assert daan.get(typing)["Location"] == here["on_paper"]  # digital: nothing to type
    daan.post(here["paper_channel"], {"channel": "paper"})
    blank = text(daan.get(here["first_blank"]))
    assert "Bram Visser, voorzitter" in blank
    assert "BSN" in blank
    assert "Nog over te typen: Vuistregels integriteit." in text(daan.get(here["on_paper"]))
    assert daan.get(typing)["Location"].endswith("/papier/lijst/vuistregels/gelezen/")
    question = text(daan.get(daan.get(typing)["Location"]))
    assert "nummer 1 op het papier" in question
    answer = daan.post(daan.get(typing)["Location"], {"choice": "ja", "version": "0"})
    assert answer["Location"] == typing
    assert "Een ander lid legt nu het papier ernaast" in text(
        daan.get(reverse("screening:paper_check", args=[round.party.code, tjeerd.code, "vuistregels"]))
    )
    bram = sign_in(client, cast.member(round.party, "Bram").user)
    check = reverse("screening:paper_check", args=[round.party.code, tjeerd.code, "vuistregels"])
    assert "Ja, dit klopt met het papier" in text(bram.get(check))
    bram.post(check)
    with party_scope(round.party):
        sheet = Sheet.objects.get(candidacy=tjeerd, slug="vuistregels")
        assert (sheet.typed_by, sheet.checked_by) == (
            cast.member(round.party, "Daan").code,
            cast.member(round.party, "Bram").code,
        )


def test_a_tie_closes_the_paper_too(client, round):
    tjeerd = cast.candidate(round, "Tjeerd", stage=Stage.INVITED, prepared=False, channel="paper")
    with party_scope(round.party):
        Tie.objects.create(
            candidacy=tjeerd, member=cast.member(round.party, "Daan"), said_by="candidate", kind="friend"
        )
    daan = sign_in(client, cast.member(round.party, "Daan").user)
    assert daan.get(reverse("screening:on_paper", args=[round.party.code, tjeerd.code])).status_code == 404


# --- the workshop ---


def test_the_workshop_is_for_operators_and_names_what_is_missing(client, round):
    draft = next_edition("vuistregels", lambda data: {**data, "title": {"nl": "Vuistregels", "en": None, "pap": None}})
    Edition.objects.filter(pk=draft.pk).update(released_at=None)
    sign_in(client, cast.member(round.party, "Bram").user)
    assert client.get(reverse("screening:workshop")).status_code == 302
    client = sign_in(client.__class__(), cast.operator())
    assert "vuistregels 2" in text(client.get(reverse("screening:workshop")))
    page = text(client.get(reverse("screening:workshop_edition", args=["vuistregels", 2])))
    assert "De Engelse tekst ontbreekt." in page
    assert "Anders dan vuistregels 1" in page


def test_the_workshop_shows_a_partys_own_edition_with_its_reasons(client, round):
    with party_scope(round.party):
        leave_out(round, "vragenlijst", "werk.cv", "Wij kennen elkaar al jaren.", actor=actor(round, "Bram"))
    client = sign_in(client, cast.operator())
    page = text(client.get(reverse("screening:workshop_edition", args=[round.party.code, "vragenlijst", 1])))
    assert "Wij kennen elkaar al jaren." in page


@pytest.mark.parametrize("audience", ["kandidaat", "commissie", "print"])
def test_the_workshop_shows_each_readers_view(client, audience):
    round = cast.make_round(cast.make_party(), editions=True)
    client = sign_in(client, cast.operator())
    page = text(
        client.get(
            reverse("screening:workshop_edition", args=["vragenlijst", 1]) + f"?als={audience}&orgaan=waterschap"
        )
    )
    hidden = {
        "kandidaat": "",
        "commissie": "Alleen wie strafrechtelijke zaken mag lezen.",
        "print": "Schrijf hier niets op.",
    }[audience]
    assert hidden in page
    assert round.party.name not in page
