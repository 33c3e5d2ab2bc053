"""The paper twin: every blank prints, in both languages, for every body, and a screen reader can read it (law.md A-02)."""

import io
from functools import cache

import pikepdf
import pytest

from instruments.blank import blank_of, numbers_of, stays_spoken
from instruments.cards import Face, PaperCard, cards_of, dilemma_paper, next_card, sheets_of, signal_paper
from instruments.editions import content_files
from instruments.schema import read
from instruments.workshop import sample_wording
from reports.pdf import render_pdf
from screening.instruments.printing import page_of_content
from tests.instruments.content_words import edition, small
from tests.reports.paper import failures, text_of

FILES = content_files()
SLUGS = [path.parent.name for path in FILES]
BODIES = ("gemeente", "provincie", "waterschap", "eilandsraad")
conformity = pytest.mark.conformity


@cache
def printed(slug: str, language: str = "nl", body: str = "gemeente") -> bytes:
    content = read(next(path for path in FILES if path.parent.name == slug))
    page = page_of_content(content, sample_wording(language, body), f"{slug} 1")
    return render_pdf(
        page.template, page.context | {"party": "Dorpsbelang Veenkamp"}, language=language, title=page.title
    )[1]


def entries(content, body="gemeente", language="nl"):
    blank = blank_of(content, sample_wording(language, body), "proef 1")
    return [entry for section in blank.sections for entry in section.entries]


# --- what a blank says ---


def test_every_question_has_a_number_and_the_page_for_typing_has_the_same():
    content = edition("vragenlijst")
    wording = sample_wording("nl", "waterschap")
    numbers = numbers_of(content, wording)
    asked = [item for item in content.items() if item.answerable and wording.concerns(item)]
    assert list(numbers.values()) == list(range(1, len(asked) + 1))
    assert {entry.reading.key: entry.number for entry in entries(content, "waterschap") if entry.number} == numbers


def test_matters_of_police_and_justice_have_nothing_to_write_on():
    """law.md P-20, P-21"""
    spoken = [entry for entry in entries(edition("vragenlijst")) if entry.reading.criminal]
    assert [(entry.spoken, entry.ticks, entry.parts) for entry in spoken] == [(True, (), ())] * len(spoken)
    assert len(spoken) == sum(
        stays_spoken(item) for item in edition("vragenlijst").items() if sample_wording("nl").concerns(item)
    )


def test_every_other_question_can_be_answered_on_paper():
    for slug in ("vragenlijst", "zelfassessment", "vuistregels", "bronnen"):
        for entry in entries(edition(slug)):
            if entry.number and not entry.spoken:
                assert entry.ticks, entry.reading.key


def test_a_condition_is_said_in_words():
    content = small(
        een={"text": {"nl": "Heb je een winkel?"}},
        twee={"text": {"nl": "Staat die in het dorp?"}, "show_if": {"item": "een", "values": ["ja", "weet_niet"]}},
    )
    assert entries(content)[1].condition == "Alleen als je bij “Heb je een winkel?” koos: “Ja” of “Weet ik niet”."


def test_a_list_has_room_and_says_where_the_rest_goes():
    entry = next(one for one in entries(edition("vragenlijst")) if one.reading.key == "nevenfuncties.functies")
    assert [part.lead for part in entry.parts] == ["Functie 1", "Functie 2"]
    assert "los blad" in entry.more


# --- cards ---


def test_every_body_has_its_own_cards_and_they_follow_each_other():
    for body in BODIES:
        cards = cards_of(edition("dilemmas"), sample_wording("nl", body))
        assert len(cards) >= 10
        assert [card.place for card in cards] == list(range(1, len(cards) + 1))
        assert next_card(cards, cards[-1].key) == cards[0]
    assert next_card(cards[:1], cards[0].key) is None


def test_a_back_lies_behind_its_front_when_the_sheet_is_turned_over_the_long_edge():
    cards = [PaperCard(Face(f"voor {n}"), Face(f"achter {n}", back=True)) for n in range(5)]
    sheets = [[[face.heading for face in row] for row in sheet] for sheet in sheets_of(cards)]
    assert sheets == [
        [["voor 0", "voor 1"], ["voor 2", "voor 3"]],
        [["achter 1", "achter 0"], ["achter 3", "achter 2"]],
        [["voor 4", ""], ["", ""]],
        [["", "achter 4"], ["", ""]],
    ]


def test_a_signal_card_says_the_ordinary_explanation_first_and_its_steps_per_regime():
    """decision 20; law.md: no European office in a Caribbean round, nor the other way round."""
    here = signal_paper(edition("ondermijning"), sample_wording("nl", "gemeente"), "ondermijning 1")
    there = signal_paper(edition("ondermijning"), sample_wording("nl", "eilandsraad"), "ondermijning 1")
    assert [len(here), len(there)] == [28, 28]
    assert {card.front.blocks[0][0] for card in here} == {"Bijna altijd is dit de uitleg"}
    steps = [" ".join(line for _heading, lines in card.back.blocks for line in lines) for card in there]
    assert [words for words in steps if "AIVD" in words or "RIEC" in words] == []


def test_a_dilemma_card_names_nobody_as_right():
    backs = [card.back for card in dilemma_paper(edition("dilemmas"), sample_wording("nl"), "dilemmas 1")]
    assert {back.note for back in backs} == {"Er is niet één goed antwoord."}


# --- as PDF ---


@conformity
def test_a_blank_form_keeps_to_both_standards_and_carries_its_edition():
    pdf = printed("zelfassessment")
    assert failures(pdf) == {}
    words = text_of(pdf)
    assert "Zelfassessment 1" in words
    assert "Een beetje" in words
    assert "Schrijf er geen naam op" in words


@conformity
def test_the_deck_keeps_to_both_standards_and_starts_on_a_right_hand_page():
    pdf = printed("dilemmas", body="waterschap")
    assert failures(pdf) == {}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 2 + 2 * 3  # a leaf of explanation, then three sheets of fronts and backs
    assert "Kaart 1 van 10" in text_of(pdf, "-f", "3", "-l", "3")
    assert "Wie bel je?" in text_of(pdf, "-f", "4", "-l", "4")


@pytest.mark.soak
@conformity
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("slug", SLUGS)
def test_every_blank_keeps_to_both_standards(slug, language):
    """law.md A-02"""
    assert failures(printed(slug, language)) == {}


@pytest.mark.soak
@conformity
@pytest.mark.parametrize("body", BODIES)
def test_no_card_runs_off_its_sheet(body):
    """A card that is too full would push its sheet onto another page, and every back after it to a wrong front."""
    cards = len(cards_of(edition("dilemmas"), sample_wording("nl", body)))
    for language in ("nl", "en"):
        with pikepdf.open(io.BytesIO(printed("dilemmas", language, body))) as document:
            assert len(document.pages) == 2 + 2 * -(-cards // 4)
        assert "Kaart" in text_of(printed("dilemmas", "nl", body), "-f", "3", "-l", "3")
