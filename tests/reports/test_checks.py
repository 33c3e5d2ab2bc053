"""Sources, VOG, references and signals, each behind its own lock (law.md P-20, P-21, P-43, P-63, P-64, V-01 to V-08)."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from candidates.consents import ask_consent, give, withdraw
from candidates.models import Check, Disclosure, Notice, Reference, Signal, Stage, VogRecord
from candidates.workflow import NotAllowed
from instruments.editions import checksum, edition_in
from instruments.models import Edition, RoundEdition
from parties.models import Event, OutboxMail
from parties.safekeeping.crypto import destroy_keys
from parties.scope import party_scope
from reports.checks import LOOK_UPS, record_check, record_vog, sources, vog_of
from reports.findings import live_findings
from reports.models import Topic
from reports.references import name_reference, reference_spoken, reference_told
from reports.refusals import NotNow
from reports.signals import ask_signal, clear_signal, note_signal, seen
from reports.topics import topics_for
from tests import cast
from tests.reports.meeting import make_meeting, path
from tests.signin import sign_in

pytestmark = pytest.mark.django_db
FOUND = {"title": "Bericht uit 2023", "source": "https://krant.example/1", "fact": "Anna zei iets over muskusratten.",
         "meaning": "Dat kan vragen oproepen."}  # fmt: skip


def today():
    return timezone.localdate()


@pytest.fixture
def meeting():
    return make_meeting(answers={}, checks_on=True, vog="all")


@pytest.fixture
def inside(meeting):
    with party_scope(meeting.party):
        yield meeting


def look(meeting, **more):
    known = {"actor": meeting.act["Carla"], "item": "bron.zoekmachine", "asked_on": today()}
    return record_check(meeting.anna, **(known | more))


def refused(call) -> list[str]:
    with pytest.raises(NotNow) as trouble:
        call()
    return [str(one.text) for one in trouble.value.missing]


# --- sources -------------------------------------------------------------------------------------------------------


def test_only_published_public_sources_are_offered(inside):
    """Registers and a bureau stay off unless the party's own edition turns them on."""
    assert [one.item.key for one in sources(inside.anna, "nl", *LOOK_UPS)] == [
        "bron.zoekmachine", "bron.beroepsprofiel", "bron.account", "bron.nieuws", "bron.website", "bron.bekendmakingen",
    ]  # fmt: skip


def test_look_up_keeps_source_question_and_day_once(inside):
    """law.md P-63"""
    first = look(inside)
    assert look(inside).pk == first.pk
    assert (first.source, first.question, first.found_nothing, first.asked_by) == (
        "bron.zoekmachine", "Wat vindt een inwoner als eerste over werk, functies en belangen van de kandidaat?", True, inside.Carla.code,
    )  # fmt: skip
    assert Check.objects.count() == 1


def test_what_was_found_is_a_finding_a_topic_and_news_in_one_act(inside):
    """law.md P-42"""
    for _press in range(2):
        look(inside, finding=FOUND)
    found = live_findings(inside.anna)
    assert [(one.origin, one.told_how, one.topic.origin, one.topic.title) for one in found] == [
        ("check", "mail", "check", "Bericht uit 2023")
    ]
    assert OutboxMail.objects.filter(purpose="news").count() == 1


def test_locked_until_the_candidate_read_how_it_goes(inside):
    """law.md P-64"""
    Notice.objects.filter(candidacy=inside.anna).delete()
    assert refused(lambda: look(inside)) == ["De kandidaat heeft nog niet gelezen hoe dit gaat. Wacht daar eerst op."]
    assert Check.objects.count() == 0


def test_off_unless_the_round_says_so(inside):
    inside.round.checks_on = False
    inside.round.save()
    assert refused(lambda: look(inside)) == [
        "In deze ronde kijken we niet in openbare bronnen. Dat staat zo in de werkwijze."
    ]


@pytest.mark.parametrize("item", ["bron.bureau", "bron.handelsregister", "vog.nederland", "verzonnen"])
def test_source_that_is_not_on_the_list_is_refused(inside, item):
    assert refused(lambda: look(inside, item=item)) == ["Deze bron staat niet op de lijst."]


def test_nobody_looks_tomorrow(inside):
    assert refused(lambda: look(inside, asked_on=today() + timedelta(days=2))) == ["Kies een dag die al geweest is."]


def test_half_a_finding_leaves_no_check(inside):
    with pytest.raises(NotNow):
        look(inside, finding=FOUND | {"fact": ""})
    assert Check.objects.count() == 0


# --- VOG -----------------------------------------------------------------------------------------------------------


def note_vog(meeting, state, **more):
    return record_vog(meeting.anna, **({"actor": meeting.act["Bram"], "state": state} | more))


def test_seen_needs_an_original_a_day_and_a_second_pair_of_eyes(inside):
    """law.md V-03"""
    assert refused(lambda: note_vog(inside, "shown")) == [
        "Noteer alleen een origineel dat je zelf zag, met de dag.", "Kies wie de VOG samen met jou zag.",
    ]  # fmt: skip
    row = note_vog(inside, "shown", seen_on=today(), original=True, second=inside.Carla, issuer="Justis")
    assert (row.state, row.seen_by, row.seen_by_second) == ("shown", inside.Bram.code, inside.Carla.code)


def test_there_is_no_place_for_a_document_or_a_reason():
    """law.md V-03"""
    names = {field.name for field in VogRecord._meta.get_fields()}
    assert names & {"file", "document", "scan", "reason", "text", "note", "number"} == set()


def test_not_shown_is_a_subject_of_the_separate_part_and_decides_nothing(inside):
    """law.md V-07, P-21"""
    note_vog(inside, "not_shown")
    topic = Topic.objects.get(candidacy=inside.anna, criminal=True)
    assert (topic.origin, topic.item) == ("talk", "")  # in plain it looks like any other separate subject
    plain = cast.acting(cast.member(inside.party, "Iris", role="member", round=inside.round))
    assert [one.pk for one in topics_for(inside.anna, plain)] == []
    inside.anna.refresh_from_db()
    assert inside.anna.stage == Stage.REVIEW
    note_vog(inside, "shown", seen_on=today(), original=True, second=inside.Carla)
    assert topics_for(inside.anna, inside.act["Bram"]) == []


def test_closed_from_the_day_the_list_is_handed_in(inside):
    """law.md V-02"""
    inside.round.election.nomination_day = today()
    inside.round.election.vote_day = today() + timedelta(days=44)
    inside.round.election.save()
    assert refused(lambda: note_vog(inside, "not_shown")) == [
        "De lijst is ingeleverd. Over een VOG noteren we niets meer."
    ]


def test_vog_seen_after_the_report_is_written_down_and_nothing_criminal_is(inside):
    """law.md R-04, R-06: that key went when the report was closed; that a VOG was seen is no criminal matter."""
    destroy_keys(inside.anna.party_id, inside.anna.code, ["criminal"])
    row = note_vog(inside, "shown", seen_on=today(), original=True, second=inside.Carla)
    assert vog_of(inside.anna).state == row.state == "shown"
    assert refused(lambda: note_vog(inside, "not_shown")) == [
        "Het verslag is vastgesteld. We noteren alleen nog dat een VOG is gezien."
    ]


def test_not_asked_is_not_noted(inside):
    """law.md V-01"""
    inside.round.vog = "nobody"
    inside.round.save()
    assert refused(lambda: note_vog(inside, "not_shown")) == ["In deze ronde vragen we geen VOG."]


def test_only_who_reads_criminal_matters_notes_it(inside):
    plain = cast.acting(cast.member(inside.party, "Iris", role="member", round=inside.round))
    with pytest.raises(NotAllowed):
        note_vog(inside, "not_shown", actor=plain)
    assert vog_of(inside.anna) is None


# --- references ----------------------------------------------------------------------------------------------------


def named(meeting) -> Reference:
    return name_reference(
        meeting.anna, actor=meeting.act["Bram"], name="P. de Boer", role="oud-collega", contact="0512 99 88 77"
    )


def test_no_contact_before_our_explanation(inside):
    """law.md P-43"""
    row = named(inside)
    words = refused(lambda: reference_spoken(row, actor=inside.act["Bram"], spoken_on=today(), said="Alles klopt."))
    assert words == ["Stuur eerst onze uitleg. Daarna mag je bellen."]
    reference_told(row, actor=inside.act["Bram"])
    assert (
        reference_spoken(row, actor=inside.act["Bram"], spoken_on=today(), said="Alles klopt.").said == "Alles klopt."
    )


def test_the_database_holds_that_lock_too(inside):
    row = named(inside)
    row.spoken_on = today()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_same_person_twice_is_one(inside):
    assert named(inside).pk == named(inside).pk
    assert refused(lambda: name_reference(inside.anna, actor=inside.act["Bram"], name="", role="", contact="")) == [
        "Schrijf wie het is, in welke rol, en hoe je contact krijgt."
    ]


# --- signals -------------------------------------------------------------------------------------------------------


def test_signal_is_a_card_number_a_member_and_a_date(inside):
    """decision 20: no free text, no register."""
    assert {field.name for field in Signal._meta.get_fields()} == {
        "id",
        "party",
        "candidacy",
        "owner",
        "card",
        "member",
        "noted_at",
    }
    assert Signal.retention[0].days == 14


def test_each_looks_alone_and_only_both_make_a_question(inside):
    note_signal(inside.anna, 5, actor=inside.act["Bram"])
    assert (seen(inside.anna, inside.act["Bram"]).both, seen(inside.anna, inside.act["Carla"]).mine) == ((), ())
    assert refused(lambda: ask_signal(inside.anna, 5, actor=inside.act["Bram"])) == [
        "Een collega kijkt eerst ook, los van jou."
    ]
    note_signal(inside.anna, 5, actor=inside.act["Carla"])
    topic = ask_signal(inside.anna, 5, actor=inside.act["Carla"])
    card = next(
        item
        for item in edition_in(inside.round, "ondermijning").parsed.items()
        if getattr(item, "number", None) == 5 and item.kind == "signal"
    )
    assert (topic.title, topic.origin, topic.item) == (card.question.nl, "signal", "")
    assert Signal.objects.count() == 0
    assert ask_signal(inside.anna, 5, actor=inside.act["Carla"]) is None


def test_cleared_card_is_gone_for_both_at_once(inside):
    for name in ("Bram", "Carla"):
        note_signal(inside.anna, 5, actor=inside.act[name])
        note_signal(inside.anna, 5, actor=inside.act[name])
    assert Signal.objects.count() == 2
    clear_signal(inside.anna, 5, actor=inside.act["Bram"])
    assert Signal.objects.count() == 0


def test_nobody_clears_what_only_another_saw(inside):
    note_signal(inside.anna, 5, actor=inside.act["Bram"])
    clear_signal(inside.anna, 5, actor=inside.act["Carla"])
    assert Signal.objects.count() == 1


def test_the_record_does_not_say_which_card(inside):
    note_signal(inside.anna, 5, actor=inside.act["Bram"])
    assert [event.codes for event in Event.objects.filter(chain=inside.anna.chain, verb="signal.noted")] == [{}]


def test_card_that_does_not_exist_is_refused(inside):
    assert refused(lambda: note_signal(inside.anna, 99, actor=inside.act["Bram"])) == ["Deze kaart kan nu niet."]


# --- pages ---------------------------------------------------------------------------------------------------------


def day() -> str:
    return today().strftime("%d-%m-%Y")


def test_pages_of_the_sources(client, meeting):
    sign_in(client, meeting.Bram.user)
    page = client.get(path(meeting, "checks")).content.decode()
    for words in ("Algemene zoekmachine", "Referenties", "Bekijk de kaarten, los van je collega", "Noteer wat je zag"):
        assert words in page
    page = client.post(path(meeting, "check", "bron.zoekmachine"), {"asked_on": day(), "result": "finding"} | FOUND)
    assert page.url == path(meeting, "checks")
    with party_scope(meeting.party):
        assert [one.title for one in live_findings(meeting.anna)] == ["Bericht uit 2023"]


def test_found_something_asks_what(client, meeting):
    page = sign_in(client, meeting.Bram.user).post(
        path(meeting, "check", "bron.zoekmachine"), {"asked_on": day(), "result": "finding"}
    )
    assert page.content.decode().count("Vul dit in: de kandidaat moet kunnen zien wat je vond.") >= 4


def test_locked_page_says_why(client):
    meeting = make_meeting(answers={})
    page = sign_in(client, meeting.Bram.user).get(path(meeting, "checks")).content.decode()
    assert "In deze ronde kijken we niet in openbare bronnen." in page
    assert "Algemene zoekmachine" not in page


def test_separate_parts_are_missing_pages_for_others(client, meeting):
    plain = cast.member(meeting.party, "Iris", role="member", round=meeting.round)
    cast.no_tie(meeting.anna, plain)
    sign_in(client, plain.user)
    assert client.get(path(meeting, "checks")).status_code == 200
    for name, args in (("vog", []), ("signals", []), ("signal", [5])):
        assert client.get(path(meeting, name, *args)).status_code == 404


def test_vog_on_the_page(client, meeting):
    sign_in(client, meeting.Bram.user)
    assert client.get(path(meeting, "vog")).status_code == 200
    typed = {"state": "shown", "seen_on": day(), "second": meeting.Carla.code, "original": "on", "issuer": "Justis"}
    assert client.post(path(meeting, "vog"), typed).url == path(meeting, "checks")
    assert "Gezien, " in client.get(path(meeting, "checks")).content.decode()


def test_reference_on_the_page(client, meeting):
    sign_in(client, meeting.Bram.user)
    client.post(
        path(meeting, "reference_new"), {"name": "P. de Boer", "role": "oud-collega", "contact": "0512 99 88 77"}
    )
    one = path(meeting, "reference", 1)
    assert "Stuur eerst deze uitleg" in client.get(one).content.decode()
    client.post(one, {"told": "1"})
    assert "Hoe ken je de kandidaat, en hoelang al?" in client.get(one).content.decode()
    assert client.post(one, {"spoken_on": day(), "said": "Alles klopt."}).url == path(meeting, "checks")
    assert client.get(path(meeting, "reference", 2)).status_code == 404


def test_signals_on_the_page_show_the_ordinary_explanation_first(client, meeting):
    sign_in(client, meeting.Bram.user)
    page = client.get(path(meeting, "signal", 1)).content.decode()
    assert page.index("De gewone uitleg") < page.index("De vraag die erbij hoort")
    client.post(path(meeting, "signal", 1), {"do": "note"})
    assert "Alleen jij zag dit tot nu toe." in client.get(path(meeting, "signals")).content.decode()
    client.post(path(meeting, "signal", 1), {"do": "clear"})
    assert "Door jou apart gelegd" not in client.get(path(meeting, "signals")).content.decode()
    assert client.post(path(meeting, "signal", 1), {"do": "x"}).status_code == 404


# --- a bureau ------------------------------------------------------------------------------------------------------


@pytest.fixture
def with_bureau(inside):
    """The party put the bureau on in its own edition."""
    edition = edition_in(inside.round, "bronnen")
    content = json.loads(json.dumps(edition.content))
    for section in content["sections"]:
        for item in section["items"]:
            if item["key"] == "bron.bureau":
                item["default_on"] = True
    own = Edition.objects.create(
        party=inside.party,
        slug="bronnen",
        number=1,
        content=content,
        checksum=checksum(content),
        released_at=timezone.now(),
    )
    RoundEdition.objects.filter(round=inside.round, slug="bronnen").update(edition=own)
    return inside


def bureau_said_yes(meeting, recipient="Bureau Helder"):
    asked = ask_consent(meeting.anna, "bureau", recipient, meeting.act["Bram"], reason="Is het bedrijf gestopt?",
                        licence="POB 1234", agreed_on=today())  # fmt: skip
    return give(asked, meeting.act["Anna"])


def test_a_bureau_does_nothing_without_the_candidates_yes_for_that_bureau(with_bureau):
    """law.md P-23, P-11"""
    no = ["De kandidaat gaf voor dit bureau geen toestemming. Vraag die eerst."]
    assert refused(lambda: look(with_bureau, item="bron.bureau", bureau="Bureau Helder")) == no
    given = bureau_said_yes(with_bureau)
    assert refused(lambda: look(with_bureau, item="bron.bureau", bureau="Bureau Anders")) == no
    assert refused(lambda: look(with_bureau, item="bron.bureau")) == no
    look(with_bureau, item="bron.bureau", bureau="Bureau Helder")
    look(with_bureau, item="bron.bureau", bureau="Bureau Helder")
    passed_on = [(one.recipient, one.what, one.consent_id) for one in Disclosure.objects.all()]
    assert passed_on == [("Bureau Helder", "assignment", given.pk)]
    withdraw(given, with_bureau.act["Anna"])
    assert refused(lambda: look(with_bureau, item="bron.bureau", bureau="Bureau Helder", finding=FOUND)) == no


def test_the_page_of_a_bureau_offers_only_who_the_candidate_said_yes_to(with_bureau, client):
    bureau_said_yes(with_bureau)
    ask_consent(with_bureau.anna, "bureau", "Bureau Wachtend", with_bureau.act["Bram"], reason="Klopt het?", licence="POB 9",
                agreed_on=today())  # fmt: skip
    sign_in(client, with_bureau.Carla.user)
    page = path(with_bureau, "check", "bron.bureau")
    html = client.get(page).content.decode()
    assert ("Bureau Helder" in html, "Bureau Wachtend" in html) == (True, False)
    asked = {"asked_on": f"{today():%d-%m-%Y}", "result": "nothing", "bureau": "Bureau Helder"}
    assert client.post(page, asked | {"bureau": "Bureau Wachtend"}).status_code == 200
    assert Disclosure.objects.count() == 0
    assert client.post(page, asked).status_code == 302
    assert Disclosure.objects.get().recipient == "Bureau Helder"
