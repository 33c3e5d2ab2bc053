"""Instrument 1, the ten rules of thumb (handreiking 4.1)."""

import re

from tests.instruments.content_words import assert_words_in_order, edition


def test_it_is_read_by_everybody_and_confirmed_before_handing_in():
    content = edition("vuistregels")
    assert (content.slug, content.number, content.instrument) == ("vuistregels", 1, 1)
    assert (content.filled_by, content.read_by, content.needed_to_submit) == ("candidate", "everybody", True)


def test_ten_rules_and_one_confirmation_close_the_list():
    kinds = {item.key: item.kind for item in edition("vuistregels").items()}
    assert kinds == {**{f"regel.{n:02}": "rule" for n in range(1, 11)}, "gelezen": "confirm"}
    assert list(kinds) == [*(f"regel.{n:02}" for n in range(1, 11)), "gelezen"]


def test_the_rules_are_those_of_the_table():
    rules = [item.text.nl for item in edition("vuistregels").items() if item.kind == "rule"]
    assert rules == [
        "Ik zit er voor het algemeen belang, niet voor mijzelf of mijn kring.",
        "Ik ben open over mijn functies, belangen en relaties en houd die opgave actueel.",
        "Waar mijn eigen belang speelt, praat en stem ik niet mee.",
        "Wat vertrouwelijk is, blijft vertrouwelijk.",
        "Ik neem niets aan dat mijn oordeel kan kleuren.",
        "Ik declareer alleen wat klopt en wat nodig was.",
        "Ik doe het werk waarvoor ik gekozen ben. Lukt dat niet, dan bespreek ik dat op tijd.",
        "Ik ga respectvol om met inwoners, ambtenaren en collega's, ook online.",
        "Bij twijfel of druk praat ik er op tijd over.",
        "Ik spreek anderen aan en laat mij aanspreken.",
    ]


def test_every_explanation_has_two_or_three_sentences():
    for item in edition("vuistregels").items():
        if item.kind == "rule":
            for words in (item.explanation.nl, item.explanation.en):
                assert (item.key, len(re.findall(r"[.!?](?=\s|$)", words))) in [(item.key, 2), (item.key, 3)]


def test_confirming_is_no_signature():
    confirm = edition("vuistregels").items()[-1]
    assert (confirm.text.nl, confirm.choices(), confirm.talk) == ("Ik heb de vuistregels gelezen.", ("ja",), False)
    assert "geen handtekening" in confirm.purpose.nl


def test_the_rule_about_the_work_leaves_the_seat_with_the_member():
    """law.md E-31"""
    work = edition("vuistregels").items()[6]
    assert work.explanation.nl.endswith("Over je zetel beslis je altijd zelf.")


def test_the_words_are_in_order():
    """law.md B-03, A-03"""
    assert_words_in_order("vuistregels")
