"""Instrument 2, the self-assessment that nobody else reads (handreiking 4.2; law.md P-61)."""

import re

from tests.instruments.content_words import assert_words_in_order, edition, texts

SECTIONS = ("motivatie", "tijd", "thuis", "vaardigheden", "zichtbaarheid", "kwetsbaarheid")


def test_only_the_candidate_reads_it_and_it_is_never_handed_in():
    """law.md P-61"""
    content = edition("zelfassessment")
    assert (content.slug, content.number, content.instrument) == ("zelfassessment", 1, 2)
    assert (content.filled_by, content.read_by, content.needed_to_submit) == ("candidate", "candidate", False)


def test_six_sections_of_four():
    content = edition("zelfassessment")
    assert tuple(section.key for section in content.sections) == SECTIONS
    lettered = zip(SECTIONS, "abcdef", strict=True)
    expected = [f"{section}.{letter}{n}" for section, letter in lettered for n in range(1, 5)]
    assert [item.key for item in content.items()] == expected


def test_every_item_is_a_scale_with_a_note_that_may_be_skipped():
    shapes = {(i.kind, i.note, i.talk, i.optional, i.follow, i.criminal) for i in edition("zelfassessment").items()}
    assert shapes == {("scale", True, False, True, (), False)}


def test_every_item_is_a_statement_of_the_candidate():
    """Not one question mark, and always about me or the people at home."""
    about_me = re.compile(r"\b(ik|mij|mijn|de mensen thuis)\b", re.IGNORECASE)
    for item in edition("zelfassessment").items():
        for text in (item.text, *(variant.text for variant in item.variants.values())):
            assert about_me.search(text.nl), text.nl
            assert "?" not in text.nl + text.en


def test_hours_and_meeting_times_differ_per_body():
    varied = [item for item in edition("zelfassessment").items() if item.variants]
    assert {item.key: {body: variant.text.nl for body, variant in item.variants.items()} for item in varied} == {
        "tijd.b1": {
            "provincie": "Ik heb gemiddeld 20 uur per week tijd voor dit werk.",
            "waterschap": "Ik heb gemiddeld een halve tot een hele dag per week tijd voor dit werk.",
            "eilandsraad": "Ik heb elke week genoeg tijd om te lezen, te vergaderen en met inwoners te praten.",
        },
        "tijd.b3": {
            "provincie": "Ik kan er zijn op de vaste vergadermomenten, ook overdag.",
            "waterschap": "Ik kan er zijn op de vaste vergadermomenten, ook overdag.",
            "eilandsraad": "Ik kan er zijn op de vaste vergadermomenten.",
        },
    }


def test_the_end_gives_no_result_three_things_and_three_ways():
    closing = edition("zelfassessment").closing
    for words, no_result, three in (
        (closing.nl, "Je krijgt geen uitslag.", "drie dingen"),
        (closing.en, "You do not get a result.", "three things"),
    ):
        assert words.startswith(no_result)
        assert three in words
        assert [line[:2] for line in words.splitlines() if line.startswith("-")] == ["- ", "- ", "- "]


def test_nothing_is_counted_or_asked_about_health():
    """law.md P-13, P-70; the one mention of health asks to leave it out"""
    found = [t.nl for t in texts(edition("zelfassessment")) if re.search(r"gezond|ziek|punten|geloof|cijfer", t.nl)]
    assert found == ["Schrijf in je notitie niets over iemands gezondheid."]


def test_the_words_are_in_order():
    """law.md B-03, A-03"""
    assert_words_in_order("zelfassessment")
