"""The reading level is an alarm: it must ring for the language of contracts and stay silent for plain sentences."""

import pytest

from instruments.reading_level import level, syllables, too_hard

CONTRACT = {
    "nl": "De kandidaat verklaart kennis te hebben genomen van de toepasselijke integriteitsbepalingen en verplicht "
    "zich tot onverwijlde melding van iedere omstandigheid die redelijkerwijs relevant kan zijn voor de beoordeling.",
    "en": "The candidate declares having taken cognisance of the applicable integrity provisions and undertakes to "
    "notify without delay any circumstance reasonably relevant to the assessment of suitability.",
}
PLAIN = {
    "nl": "Heb je naast je werk nog andere functies? Noem ze allemaal, ook als ze klein zijn. Geld maakt niet uit.",
    "en": "Do you do other things besides your job? Name them all, even if they are small. Money does not matter.",
}


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [
        ("integriteit", "nl", 4),
        ("politieagent", "nl", 5),
        ("financiën", "nl", 4),
        ("coördinatie", "nl", 5),
        ("nieuw", "nl", 1),
        ("eeuwen", "nl", 2),
        ("yoga", "nl", 2),
        ("bewilligingsverklaring", "nl", 7),
        ("2027", "nl", 1),
        ("integrity", "en", 4),
        ("house", "en", 1),
        ("table", "en", 2),
        ("asked", "en", 1),
        ("wanted", "en", 2),
        ("boxes", "en", 2),
        ("the", "en", 1),
    ],
)
def test_syllables_counts_sounds_not_letters(word, language, count):
    assert syllables(word, language) == count


def test_level_is_the_formula_of_douma():
    # 2 sentences, 8 words, 11 syllables
    assert level("Ik lees dit stuk. Jij vergadert morgen mee.", "nl") == pytest.approx(206.84 - 0.93 * 4 - 77 * 11 / 8)


def test_level_is_the_formula_of_flesch():
    # 2 sentences, 8 words, 9 syllables
    assert level("I read it twice. You talk about it.", "en") == pytest.approx(206.835 - 1.015 * 4 - 84.6 * 9 / 8)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_too_hard_rings_for_a_contract_only(language):
    assert (too_hard(CONTRACT[language], language), too_hard(PLAIN[language], language)) == (True, False)


def test_too_hard_says_nothing_about_a_label():
    assert too_hard("Vertrouwelijkheidsverklaring integriteitscommissie", "nl") is False


def test_level_counts_a_paragraph_without_full_stop_as_a_sentence():
    assert level("Een kop\n\nJe leest dit nu", "nl") == level("Een kop. Je leest dit nu.", "nl")


@pytest.mark.parametrize("function", [level, too_hard])
def test_a_language_without_formula_is_refused(function):
    with pytest.raises(ValueError, match="no reading formula for 'pap'; known: en, nl"):
        function("Bon dia, kon ta bai ku bo awe? " * 4, "pap")


def test_a_text_without_words_is_refused():
    with pytest.raises(ValueError, match="a text without words has no reading level"):
        level(" … ", "nl")
