"""Notes: own first, colleagues' after both handed in, criminal matters apart, and two windows (law.md P-21, P-51)."""

import pytest
from django.urls import reverse

from candidates.models import Stage
from candidates.workflow import NotAllowed
from parties.models import Event
from parties.safekeeping.crypto import destroy_keys
from parties.scope import party_scope
from reports.free_text import BsnLike
from reports.models import CriminalNote, Note, Topic
from reports.notes import NewerNote, NotesClosed, all_handed_in, hand_in_notes, notes_on, save_note
from reports.topics import add_topic, gather_topics, topics_for
from tests import cast
from tests.reports.meeting import make_meeting, path
from tests.signin import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    meeting = make_meeting()
    with party_scope(meeting.party):
        gather_topics(meeting.anna, actor=meeting.act["Bram"])
        meeting.land = Topic.objects.get(candidacy=meeting.anna, item="financien.grond")
        meeting.apart = Topic.objects.get(candidacy=meeting.anna, criminal=True, origin="talk")
    return meeting


@pytest.fixture
def inside(meeting):
    with party_scope(meeting.party):
        yield meeting


def colleagues(meeting, by="Bram"):
    table = [meeting.Bram, meeting.Carla]
    seen = notes_on([meeting.land], meeting.act[by], table)[meeting.land.pk]
    return [(one.name, one.text, one.ready) for one in seen.colleagues]


def test_saving_counts_the_versions(inside):
    first = save_note(inside.land, "Wanneer loopt de pacht af?", version=0, actor=inside.act["Carla"])
    second = save_note(inside.land, "Wie doet dan het woord?", version=first.version, actor=inside.act["Carla"])
    assert (first.version, second.version, Note.objects.count()) == (1, 2, 1)


def test_older_window_overwrites_nothing(inside):
    """promise 4"""
    save_note(inside.land, "Uit het andere venster", version=0, actor=inside.act["Carla"])
    with pytest.raises(NewerNote) as newer:
        save_note(inside.land, "Uit dit venster", version=0, actor=inside.act["Carla"])
    assert (newer.value.text, newer.value.version) == ("Uit het andere venster", 1)
    assert Note.objects.get().text == "Uit het andere venster"


def test_the_same_words_from_two_windows_are_no_conflict(inside):
    save_note(inside.land, "Eén keer", version=0, actor=inside.act["Carla"])
    assert save_note(inside.land, "Eén keer", version=0, actor=inside.act["Carla"]).version == 1


def test_colleagues_note_opens_when_both_handed_in(inside):
    save_note(inside.land, "Bram vraagt dit", version=0, actor=inside.act["Bram"])
    save_note(inside.land, "Carla vraagt dat", version=0, actor=inside.act["Carla"])
    assert colleagues(inside) == [("Carla Smit", None, False)]
    hand_in_notes(inside.anna, actor=inside.act["Bram"])
    assert colleagues(inside) == [("Carla Smit", None, False)]
    hand_in_notes(inside.anna, actor=inside.act["Carla"])
    assert colleagues(inside) == [("Carla Smit", "Carla vraagt dat", True)]
    assert colleagues(inside, by="Carla") == [("Bram Visser", "Bram vraagt dit", True)]


def test_handing_in_counts_once_and_covers_what_was_left_empty(inside):
    topics = topics_for(inside.anna, inside.act["Bram"])
    assert hand_in_notes(inside.anna, actor=inside.act["Bram"]) == len(topics)
    assert hand_in_notes(inside.anna, actor=inside.act["Bram"]) == 0
    assert all_handed_in(notes_on(topics, inside.act["Bram"], [inside.Bram])) is True
    assert Event.objects.filter(chain=inside.anna.chain, verb="notes.handed_in").count() == 1


def test_new_topic_asks_for_a_note_again(inside):
    hand_in_notes(inside.anna, actor=inside.act["Bram"])
    add_topic(inside.anna, "Nog iets", actor=inside.act["Carla"])
    topics = topics_for(inside.anna, inside.act["Bram"])
    assert all_handed_in(notes_on(topics, inside.act["Bram"], [inside.Bram])) is False


def test_criminal_note_lies_in_its_own_table_under_its_own_key(inside):
    """law.md P-21"""
    save_note(inside.apart, "Oude zaak, afgerond", version=0, actor=inside.act["Bram"])
    assert (Note.objects.count(), CriminalNote.objects.get().text) == (0, "Oude zaak, afgerond")
    assert destroy_keys(inside.party.pk, inside.anna.code, ["raw"]) == ["raw"]
    assert CriminalNote.objects.get().text == "Oude zaak, afgerond"


def test_member_without_that_permission_writes_nothing_apart(inside):
    plain = cast.member(inside.party, "Iris", role="member", round=inside.round)
    with pytest.raises(NotAllowed):
        save_note(inside.apart, "Toch iets", version=0, actor=cast.acting(plain))


def test_bsn_is_refused_once_and_the_choice_is_kept(inside):
    """law.md P-30, decision 25"""
    with pytest.raises(BsnLike):
        save_note(inside.land, "Kadaster 111222333", version=0, actor=inside.act["Carla"])
    assert save_note(inside.land, "Kadaster 111222333", version=0, actor=inside.act["Carla"], not_bsn=True).version == 1


def test_notes_are_closed_once_the_report_is_adopted(inside):
    inside.anna.stage = Stage.ADOPTED
    inside.anna.save()
    with pytest.raises(NotesClosed):
        save_note(inside.land, "Te laat", version=0, actor=inside.act["Carla"])


# --- pages ---------------------------------------------------------------------------------------------------------


def keep(client, meeting, text, version=0, **more):
    headers = {"Accept": "application/json"} if more.pop("script", True) else {}
    return client.post(
        path(meeting, "note", meeting.land.code), {"note": text, "version": version, **more}, headers=headers
    )


def test_autosave_answers_with_words_and_version(client, meeting):
    sign_in(client, meeting.Carla.user)
    answer = keep(client, meeting, "Wanneer loopt de pacht af?")
    data = answer.json()
    assert (answer.status_code, data["version"], data["message"][:13]) == (200, 1, "Opgeslagen om")


def test_autosave_looks_twice_at_delicate_words_and_still_saves(client, meeting):
    """law.md P-13"""
    sign_in(client, meeting.Carla.user)
    data = keep(client, meeting, "Ze had een burn-out.").json()
    assert data["message"].endswith("Je schreef “burn-out”. Over gezondheid schrijven we niets op.")
    assert data["version"] == 1


def test_autosave_of_an_older_window_gets_the_newer_text(client, meeting):
    sign_in(client, meeting.Carla.user)
    keep(client, meeting, "Eerste")
    answer = keep(client, meeting, "Tweede")
    assert (answer.status_code, answer.json()["version"]) == (409, 1)
    assert "“Eerste”" in answer.json()["message"]


def test_without_script_both_texts_stand_on_a_page(client, meeting):
    sign_in(client, meeting.Carla.user)
    keep(client, meeting, "Eerste")
    page = keep(client, meeting, "Tweede", script=False)
    assert page.status_code == 409
    assert "“Eerste”" in page.content.decode()
    assert ">Tweede</textarea>" in page.content.decode()


def test_without_script_the_button_goes_back_to_the_topic(client, meeting):
    sign_in(client, meeting.Carla.user)
    assert keep(client, meeting, "Eerste", script=False).url == path(meeting, "topic", meeting.land.code)
    assert (
        keep(client, meeting, "Tweede", 1, script=False, talk="1").url
        == f"{path(meeting, 'talk')}#t-{meeting.land.code}"
    )


def test_bsn_in_a_note_is_told_in_words(client, meeting):
    sign_in(client, meeting.Carla.user)
    answer = keep(client, meeting, "111222333")
    assert (answer.status_code, answer.json()) == (
        400,
        {
            "message": "Dit lijkt op een persoonsnummer. Haal het weg. Is het er geen? Zet dan een woord tussen de cijfers."
        },
    )


def test_note_of_a_member_with_a_tie_is_a_missing_page(client, meeting):
    from candidates.models import Tie

    with party_scope(meeting.party):
        Tie.objects.filter(candidacy=meeting.anna, member=meeting.Carla, said_by="candidate").update(kind="friend")
    sign_in(client, meeting.Carla.user)
    assert keep(client, meeting, "Toch iets").status_code == 404


def test_criminal_topic_is_a_missing_page_for_others(client, meeting):
    plain = cast.member(meeting.party, "Iris", role="member", round=meeting.round)
    cast.no_tie(meeting.anna, plain)
    sign_in(client, plain.user)
    assert client.get(path(meeting, "topic", meeting.apart.code)).status_code == 404
    assert client.get(path(meeting, "topic", meeting.land.code)).status_code == 200


def test_every_note_field_says_the_candidate_can_read_it(client, meeting):
    """law.md P-51"""
    sign_in(client, meeting.Bram.user)
    assert "Anna kan dit lezen." in client.get(path(meeting, "prepare")).content.decode()
    talk = client.get(path(meeting, "talk")).content.decode()
    assert talk.count('name="note"') == talk.count("Anna kan dit lezen.") > 10


def test_colleagues_text_is_not_in_the_page_before_handing_in(client, meeting):
    with party_scope(meeting.party):
        save_note(meeting.land, "Kanarie van Carla", version=0, actor=meeting.act["Carla"])
        hand_in_notes(meeting.anna, actor=meeting.act["Carla"])
    sign_in(client, meeting.Bram.user)
    page = path(meeting, "topic", meeting.land.code)
    assert "Kanarie van Carla" not in client.get(page).content.decode()
    client.post(path(meeting, "hand_in_notes"))
    assert "Kanarie van Carla" in client.get(page).content.decode()


def test_talk_holds_the_fixed_questions_and_the_points_in_their_place(client, meeting):
    sign_in(client, meeting.Bram.user)
    parts = [part["part"] for part in client.get(path(meeting, "talk")).context["parts"]]
    assert [part.question for part in parts] == [
        "Opening", "Motivatie en ambt", "Integriteit",
        "Anna, we lazen dit in je vragenlijst. Klopt het zo?", "Anna, we lazen dit in je vragenlijst. Klopt het zo?",
        "Anna, heb je geld geleend van iemand die belang heeft bij een besluit van het waterschap Veenstroom?",
        "Anna, we lazen dit in je vragenlijst. Klopt het zo?",
        "Liever in het gesprek", "Anna, wat wil je hierover vertellen?", "Ging het over iets strafbaars?",
        "Dilemma's", "Afspraken", "Afsluiting",
    ]  # fmt: skip


def test_printed_sheet_is_an_event_and_holds_no_criminal_part(client, meeting):
    """decision 5, law.md P-21"""
    sign_in(client, meeting.Bram.user)
    page = client.get(path(meeting, "talk_sheet")).content.decode()
    assert "geen VOG krijgt" not in page
    assert "IJsclub De Vaart" in page
    with party_scope(meeting.party):
        assert Event.objects.filter(chain=meeting.anna.chain, verb="dossier.printed").count() == 1


def test_leaving_out_and_adding_on_the_page(client, meeting):
    sign_in(client, meeting.Carla.user)
    client.post(path(meeting, "drop_topic", meeting.land.code))
    client.post(path(meeting, "add_topic"), {"title": "De vergaderavond"})
    client.post(path(meeting, "add_topic"), {"card": "kaart.09"})
    with party_scope(meeting.party):
        titles = [
            topic.title
            for topic in topics_for(meeting.anna, meeting.act["Carla"])
            if topic.origin in ("answer", "own", "dilemma")
        ]
    assert titles[:3] == [
        "IJsclub De Vaart, penningmeester",
        "Een overeenkomst met het waterschap Veenstroom",
        "De vergaderavond",
    ]
    assert len(titles) == 4


def test_candidate_cannot_reach_the_committees_notes(client, meeting):
    page = cast.enter(client, meeting.anna).get(path(meeting, "prepare"))
    assert (page.status_code, page.url) == (302, f"{reverse('account_login')}?next={path(meeting, 'prepare')}")
