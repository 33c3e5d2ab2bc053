"""Words that make us ask twice (law.md P-13, P-21, P-43)."""

import pytest

from instruments.careful_words import warn


def test_a_text_about_the_office_says_nothing():
    text = "Anna pacht grasland in de polder Oosterveen. In het verslag staat het, geloof ik, zo. De ijsclub huurt van het waterschap."
    assert warn(text, "nl", known=("Anna de Wit",)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ze had een burn-out.", "Je schreef “burn-out”. Over gezondheid schrijven we niets op."),
        (
            "Hij is gelovig.",
            "Je schreef “gelovig”. Over geloof schrijven we niets op, behalve een functie en de organisatie.",
        ),
        (
            "Lid van de vakbond.",
            "Je schreef “vakbond”. Over een vakbond schrijven we niets op, behalve een functie en de organisatie.",
        ),
        ("Zijn geaardheid.", "Je schreef “geaardheid”. Over afkomst en seksualiteit schrijven we niets op."),
        ("Hij is ooit veroordeeld.", "Je schreef “veroordeeld”. Iets strafbaars hoort alleen in het aparte deel."),
        (
            "Dat zei mevrouw Bakker.",
            "Je schreef “mevrouw Bakker”. Noem een ander liever met een rol, zoals: een buurman.",
        ),
        (
            "Hij werkt met Jan de Vries.",
            "Je schreef “Jan de Vries”. Noem een ander liever met een rol, zoals: een buurman.",
        ),
    ],
)
def test_each_subject_is_named_with_the_word(text, expected):
    assert warn(text, "nl") == [expected]


def test_names_that_may_stand_there_say_nothing():
    text = "We spraken Anna de Wit met Bram Visser."
    assert warn(text, "nl", known=("Anna de Wit", "Bram Visser")) == []
    assert warn(text, "nl", known=("Anna de Wit",)) == [
        "Je schreef “Bram Visser”. Noem een ander liever met een rol, zoals: een buurman."
    ]


def test_words_inside_other_words_say_nothing():
    assert warn("De werkkerk is een verslaggever; muziek en verzieken. Een mevrouw die luistert.", "nl") == []


def test_english_words_count_in_an_english_text_only():
    assert warn("She goes to church.", "nl") == []
    assert len(warn("She goes to church.", "en")) == 1
