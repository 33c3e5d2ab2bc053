"""The content workshop names what is missing, and every released edition has nothing missing."""

import pytest
from django.core.management import CommandError, call_command

from instruments.banned import reasons_against
from instruments.blank import Blank
from instruments.editions import content_files
from instruments.schema import read
from instruments.workshop import AUDIENCES, as_lines, reading_ease, sample_wording, seen_by, shortcomings
from tests import cast
from tests.instruments.content_words import edition, small

pytestmark = pytest.mark.conformity
FILES = content_files()
NAMES = [f"{path.parent.name}/{path.stem}" for path in FILES]
GOOD = {"text": {"nl": "Heb je een winkel?", "en": "Do you own a shop?"}}
# A question of our own that names the subject only to say: not here.
NAMED_TO_KEEP_OUT = {"verleden.procedures"}


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_no_released_edition_misses_anything(path):
    assert [one for one in shortcomings(read(path)) if not one.alarm] == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_no_question_of_ours_is_one_that_a_party_may_not_ask(path):
    """law.md P-13, P-30"""
    found = {
        item.key
        for item in read(path).items()
        for words in (item.text.nl, item.text.en)
        if item.may_be_added and not getattr(item, "criminal", False) and reasons_against(words)
    }
    assert found <= NAMED_TO_KEEP_OUT


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"text": {"nl": "Heb je een winkel?"}}, "De Engelse tekst ontbreekt."),
        ({"text": {"nl": "Heb je een winkel in {straat}?", "en": "Do you own a shop in {straat}?"}}, "Onbekend invulwoord: straat."),
        ({"text": {"nl": "Heb je een winkel?", "en": "Heb je een winkel?"}}, "De Engelse tekst is gelijk aan de Nederlandse."),
        ({"purpose": {"nl": "Daarom.", "en": "Because."}}, "Het doel is te kort."),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_with_its_place(change, what):
    found = [
        (one.where, one.what) for one in shortcomings(small(een=GOOD | change)) if one.where == "een" and not one.alarm
    ]
    assert (("een", what) in found) is True


def test_a_hard_text_is_an_alarm_and_no_shortcoming():
    hard = (
        "Ingevolge de onderhavige verantwoordelijkheidsverdeling dient betrokkene desbetreffende nevenwerkzaamheden "
        "onverwijld kenbaar te maken aan de daartoe aangewezen functionaris ter verificatie."
    )
    found = [
        one
        for one in shortcomings(small(een=GOOD | {"text": {"nl": hard, "en": "Do you own a shop?"}}))
        if one.text == hard
    ]
    assert {one.alarm for one in found} == {True}


def test_each_reader_sees_what_is_theirs():
    wording = sample_wording("nl", "waterschap")
    questionnaire, own = edition("vragenlijst"), edition("zelfassessment")
    hidden = {
        item.reading.key: item.hidden
        for section in seen_by(questionnaire, wording, "commissie")
        for item in section.items
    }
    criminal = {item.key for item in questionnaire.items() if getattr(item, "criminal", False)}
    assert {key for key, words in hidden.items() if words} == criminal
    assert {item.hidden for section in seen_by(own, wording, "commissie") for item in section.items} == {
        "De commissie ziet hier niets van."
    }
    assert {item.hidden for section in seen_by(own, wording, "kandidaat") for item in section.items} == {""}
    assert isinstance(seen_by(own, wording, "print"), Blank)
    with pytest.raises(ValueError, match="audience"):
        seen_by(own, wording, "iedereen")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_edition_reads_as_plain_text(audience):
    for path in FILES:
        content = read(path)
        wording = sample_wording("en", "eilandsraad")
        words = "\n".join(as_lines(content, wording, audience))
        assert [
            section.title.en for section, _items in wording.sections(content) if section.title.en not in words
        ] == []


def test_the_ease_is_a_number_per_language():
    assert set(reading_ease(edition("vuistregels"))) == {"nl", "en"}


@pytest.mark.django_db
def test_the_command_lists_shows_and_compares(capsys):
    cast.make_round(cast.make_party(), editions=True)
    call_command("workshop")
    assert capsys.readouterr().out.count(": vast, ") == 9
    call_command("workshop", "dilemmas", "1", "--as", "commissie", "--body", "waterschap", "--changes")
    out = capsys.readouterr().out
    assert "Pachter en peilbesluit" in out
    assert "De sponsor van de club" not in out
    assert "Er is geen eerdere uitgave." in out
    with pytest.raises(CommandError):
        call_command("workshop", "bestaat-niet")
