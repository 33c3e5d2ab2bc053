"""What the conversation is about: gathered, taken along, chosen, added."""

import pytest

from candidates.models import PrivateAnswer, Sheet, Stage
from candidates.workflow import NotAllowed
from instruments.editions import edition_in
from parties.models import Event
from parties.safekeeping.crypto import KeyDestroyed, destroy_keys
from parties.scope import party_scope
from reports.free_text import BsnLike
from reports.models import Topic
from reports.notes import save_note
from reports.points import short
from reports.refusals import NotNow
from reports.topics import (
    add_topic,
    choose_card,
    drop_topic,
    gather_topics,
    gathered_lately,
    may_drop,
    take_along,
    topics_for,
    topics_of_candidate,
)
from tests import cast
from tests.reports.meeting import ANSWERS, answer, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    meeting = make_meeting()
    with party_scope(meeting.party):
        yield meeting


def gathered(meeting, *origins, by="Bram"):
    gather_topics(meeting.anna, actor=meeting.act["Carla"])
    return [
        (topic.origin, topic.item, topic.title)
        for topic in topics_for(meeting.anna, meeting.act[by])
        if topic.origin in origins
    ]


def test_answers_with_something_to_tell_become_topics_in_the_lists_order(meeting):
    """A row without a tie, a plain date, a list nobody needs to talk about and a "nee" could come in; they do not."""
    assert gathered(meeting, "answer", "talk") == [
        ("answer", "nevenfuncties.functies", "IJsclub De Vaart, penningmeester"),
        ("answer", "financien.grond", "Land voor landbouw, in pacht, huur of erfpacht"),
        ("talk", "financien.leningen", "Een lening van of aan iemand met belang bij besluiten"),
        ("answer", "overheid.contracten", "Een overeenkomst met het waterschap Veenstroom"),
        ("talk", "", "Het aanvragen van een VOG"),
    ]


def test_criminal_topic_exists_only_for_who_may_read_it(meeting):
    """law.md P-21"""
    plain = cast.member(meeting.party, "Iris", role="member", round=meeting.round)
    gather_topics(meeting.anna, actor=meeting.act["Carla"])
    seen = [topic.title for topic in topics_for(meeting.anna, cast.acting(plain))]
    assert [title for title in seen if "VOG" in title] == []
    assert (
        len(topics_for(meeting.anna, meeting.act["Bram"])) - len(seen) == 2
    )  # the question and the guide's separate part


def test_criminal_title_lies_under_the_criminal_key(meeting):
    gather_topics(meeting.anna, actor=meeting.act["Carla"])
    destroy_keys(meeting.party.pk, meeting.anna.code, ["criminal"])
    topic = Topic.objects.get(candidacy=meeting.anna, criminal=True, origin="talk")
    with pytest.raises(KeyDestroyed):
        topic.title  # noqa: B018
    assert (
        Topic.objects.get(candidacy=meeting.anna, item="financien.grond").title
        == "Land voor landbouw, in pacht, huur of erfpacht"
    )


def test_gathering_twice_makes_nothing_twice(meeting):
    first = [topic.pk for topic in gather_topics(meeting.anna, actor=meeting.act["Carla"])]
    second = [topic.pk for topic in gather_topics(meeting.anna, actor=meeting.act["Bram"])]
    assert first == second
    assert Event.objects.filter(chain=meeting.anna.chain, verb="topics.gathered").count() == 1


def test_every_candidate_gets_the_same_fixed_questions(meeting):
    guide = edition_in(meeting.round, "leidraad").parsed
    assert [item for _origin, item, _title in gathered(meeting, "guide") if item] == [
        section.key for section in guide.sections
    ]


def test_answers_handed_in_again_move_the_topics_along(meeting):
    gather_topics(meeting.anna, actor=meeting.act["Carla"])
    changed = ANSWERS | {
        "financien.grond": {"choice": "geen"},
        "financien.leningen": {"choice": "ja", "follow": {"belang": "Een lening van een oom."}},
    }
    answer(meeting.anna, changed)
    assert [item for _origin, item, _title in gathered(meeting, "answer", "talk")] == [
        "nevenfuncties.functies", "financien.leningen", "overheid.contracten", "",
    ]  # fmt: skip


def test_topic_with_a_note_stays_when_its_answer_is_gone(meeting):
    gather_topics(meeting.anna, actor=meeting.act["Carla"])
    topic = Topic.objects.get(candidacy=meeting.anna, item="financien.grond")
    save_note(topic, "Wanneer loopt de pacht af?", version=0, actor=meeting.act["Carla"])
    answer(meeting.anna, ANSWERS | {"financien.grond": {"choice": "geen"}})
    assert "financien.grond" in [item for _origin, item, _title in gathered(meeting, "answer")]


def test_gathered_lately_asks_again_after_handing_in(meeting):
    assert not gathered_lately(meeting.anna)
    gather_topics(meeting.anna, actor=meeting.act["Carla"])
    assert gathered_lately(meeting.anna)
    meeting.anna.submitted_at = Topic.objects.latest("added_at").added_at
    assert not gathered_lately(meeting.anna)


def test_left_out_topic_does_not_come_back(meeting):
    gather_topics(meeting.anna, actor=meeting.act["Carla"])
    drop_topic(Topic.objects.get(candidacy=meeting.anna, item="financien.grond"), actor=meeting.act["Carla"])
    assert [item for _origin, item, _title in gathered(meeting, "answer")] == [
        "nevenfuncties.functies",
        "overheid.contracten",
    ]


def test_committee_cannot_leave_out_what_the_candidate_wants_to_tell(meeting):
    gather_topics(meeting.anna, actor=meeting.act["Carla"])
    kept = [
        topic.origin
        for topic in topics_for(meeting.anna, meeting.act["Bram"])
        if not may_drop(topic, meeting.act["Bram"])
    ]
    assert set(kept) == {"talk", "guide"}
    with pytest.raises(NotAllowed):
        drop_topic(Topic.objects.get(candidacy=meeting.anna, item="financien.leningen"), actor=meeting.act["Bram"])


def test_added_topic_once_for_the_same_words(meeting):
    first = add_topic(meeting.anna, "Hoe zit het met de tijd?", actor=meeting.act["Carla"])
    assert add_topic(meeting.anna, "Hoe zit het met de tijd?", actor=meeting.act["Bram"]).pk == first.pk
    mine = add_topic(meeting.anna, "Hoe zit het met de tijd?", actor=meeting.act["Anna"])
    assert (first.origin, mine.origin) == ("own", "candidate")


def test_candidates_own_topics_are_only_own_wishes(meeting):
    gather_topics(meeting.anna, actor=meeting.act["Carla"])
    add_topic(meeting.anna, "Alleen voor de commissie", actor=meeting.act["Carla"])
    choose_card(meeting.anna, "kaart.09", actor=meeting.act["Carla"])
    add_topic(meeting.anna, "Mijn werktijden", actor=meeting.act["Anna"])
    assert [topic.title for topic in topics_of_candidate(meeting.anna)] == [
        "Een lening van of aan iemand met belang bij besluiten", "Het aanvragen van een VOG", "Mijn werktijden",
    ]  # fmt: skip


def test_bsn_in_a_topic_is_refused(meeting):
    """law.md P-30"""
    with pytest.raises(BsnLike):
        add_topic(meeting.anna, "Nummer 111222333", actor=meeting.act["Carla"])


def test_sentence_goes_along_without_its_answer_and_stays_home_again(meeting):
    """law.md P-61"""
    edition = edition_in(meeting.round, "zelfassessment")
    sheet = Sheet.objects.create(candidacy=meeting.anna, slug="zelfassessment", edition=edition)
    PrivateAnswer.objects.create(candidacy=meeting.anna, sheet=sheet, item="tijd.b1", token=b"gesloten")
    assert take_along(meeting.anna, "zelfassessment", "tijd.b1", actor=meeting.act["Anna"]) is True
    assert [topic.title for topic in topics_of_candidate(meeting.anna)] == [
        "Ik heb gemiddeld een halve tot een hele dag per week tijd voor dit werk."
    ]
    assert take_along(meeting.anna, "zelfassessment", "tijd.b1", actor=meeting.act["Anna"]) is False
    assert topics_of_candidate(meeting.anna) == []


def test_questionnaire_is_not_something_to_take_along(meeting):
    with pytest.raises(NotNow):
        take_along(meeting.anna, "vragenlijst", "financien.grond", actor=meeting.act["Anna"])


def test_candidate_holds_three_cards_and_the_committee_its_own(meeting):
    for card in ("kaart.09", "kaart.10", "kaart.16"):
        assert choose_card(meeting.anna, card, actor=meeting.act["Anna"]) is True
    with pytest.raises(NotNow):
        choose_card(meeting.anna, "kaart.17", actor=meeting.act["Anna"])
    assert choose_card(meeting.anna, "kaart.17", actor=meeting.act["Carla"]) is True
    assert choose_card(meeting.anna, "kaart.09", actor=meeting.act["Anna"]) is False
    assert [topic.item for topic in topics_of_candidate(meeting.anna)] == ["kaart.10", "kaart.16"]


def test_card_for_another_kind_of_body_is_not_there(meeting):
    with pytest.raises(NotNow):
        choose_card(meeting.anna, "kaart.01", actor=meeting.act["Anna"])


def test_another_candidate_adds_nothing_here(meeting):
    gina = cast.candidate(meeting.round, "Gina", stage=Stage.SUBMITTED)
    with pytest.raises(NotAllowed):
        add_topic(meeting.anna, "Iets over Anna", actor=cast.acting(gina))


def test_nothing_is_added_after_the_report_is_adopted(meeting):
    meeting.anna.stage = Stage.ADOPTED
    meeting.anna.save()
    with pytest.raises(NotNow):
        add_topic(meeting.anna, "Nog iets", actor=meeting.act["Carla"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Klopt je cv, ook de opleidingen?", "Klopt je cv, ook de opleidingen?"),
        ("Wat is je werk nu? Noem ook je eigen bedrijf.", "Wat is je werk nu?"),
        ("Ik weet waarvoor ik het doe.", "Ik weet waarvoor ik het doe"),
        ("woord " * 20, "woord woord woord woord woord woord woord woord woord…"),
    ],
)
def test_short_title_is_the_first_sentence_or_a_whole_word(text, expected):
    assert short(text) == expected
