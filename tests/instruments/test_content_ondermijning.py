"""Instrument 5: twenty-eight signals with the innocent explanation first, and the ladder of seven steps."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from instruments.reading_level import too_hard
from instruments.schema import read
from instruments.texts import Text
from instruments.wording import Wording

pytestmark = pytest.mark.conformity

CONTENT = read(Path(__file__).parents[2] / "instruments/content/ondermijning/1.toml")
SIGNALS = {item.number: item for item in CONTENT.items() if item.kind == "signal"}
LADDER = {item.number: item for item in CONTENT.items() if item.kind == "step"}

# Written by hand: where to start, and where to go when doubt remains.
STEPS = {
    1: "1",
    2: "1 3",
    3: "1",
    4: "1 4",
    5: "1",
    6: "1",
    7: "1 2",
    8: "3 1",
    9: "1 4",
    10: "1",
    11: "3 1",
    12: "1 4",
    13: "1",
    14: "1 2",
    15: "1",
    16: "2 4",
    17: "1 2",
    18: "1",
    19: "1 2",
    20: "3 1",
    21: "1 4",
    22: "1 5",
    23: "1 6",
    24: "1 4",
    25: "1",
    26: "1 4",
    27: "1 4 7",
    28: "1 2 4",
}
GROUPS = {
    "aanmelding": [1, 2, 3, 4],
    "omgeving": [5, 6, 7, 8],
    "geld": [9, 10, 11, 12],
    "belangstelling": [13, 14, 15, 16],
    "gedrag": [17, 18, 19, 20],
    "druk": [21, 22, 23, 24],
    "andere_staat": [25, 26, 27, 28],
    "stappen": [1, 2, 3, 4, 5, 6, 7],
}
EUROPEAN = r"AP|AVG|GDPR|Justis|BSN|DigiD|RIEC|AIVD|burgemeester|mayor|minister|commissaris|dijkgraaf|profile?l? 01"
CARIBBEAN = r"CBP|Wbp|gezaghebber|island|eiland\w*|sedula|Koninkrijk|Kingdom"
BODIES = (("gemeente", "EU-NL"), ("provincie", "EU-NL"), ("waterschap", "EU-NL"), ("eilandsraad", "BES"))
NEVER_SAID = r"screening\w*|verdacht\w*|score\w*|fraud\w*|crimine\w*|dader\w*|suspect\w*|screened|culprit\w*"
# What a person is (law.md P-13, P-16), and what is nobody's business.
PERSON = (
    r"afkomst|etnisch\w*|geloof|moslim\w*|kerk|buitenlander\w*|allochto\w*|ziek\w*|verslaafd\w*"
    r"|origin|ethnic\w*|faith|foreigner\w*|addict\w*"
)


def texts(value) -> list[Text]:
    """Every text inside a part of the content, variants included."""
    if isinstance(value, Text):
        return [value]
    if isinstance(value, BaseModel):
        value = [getattr(value, name) for name in type(value).model_fields]
    elif isinstance(value, dict):
        value = list(value.values())
    return [text for part in value for text in texts(part)] if isinstance(value, (list, tuple)) else []


def found(pattern: str, words: str) -> set[str]:
    return set(re.findall(rf"\b(?:{pattern})\b", words))


def page(body: str, regime: str, language: str) -> str:
    """Everything the committee of such a body reads, in one string."""
    wording = Wording(language, body, regime)
    lines = [wording.say(text) for text in (CONTENT.task, CONTENT.title, CONTENT.intro, CONTENT.closing)]
    for section, items in wording.sections(CONTENT):
        lines += [wording.say(section.title), wording.say(section.intro)]
        for item in items:
            lines += [wording.text(item), wording.purpose(item), wording.help(item)]
            lines += [wording.say(item.benign), wording.say(item.question)] if item.kind == "signal" else []
    return "\n".join(lines)


def rung(number: int, body: str, regime: str, language: str = "nl") -> str:
    wording = Wording(language, body, regime)
    return f"{wording.text(LADDER[number])}. {wording.help(LADDER[number])}"


def test_the_committee_fills_and_reads_it():
    assert (CONTENT.slug, CONTENT.number, CONTENT.instrument) == ("ondermijning", 1, 5)
    assert (CONTENT.filled_by, CONTENT.read_by, CONTENT.needed_to_submit) == ("committee", "committee", False)


def test_a_signal_is_chosen_and_never_written():
    """Decision 20: no free text anywhere."""
    assert [item.answerable for item in CONTENT.items()] == [False] * 35


def test_there_are_twenty_eight_signals_and_seven_steps():
    assert [item.number for item in CONTENT.items() if item.kind == "signal"] == list(range(1, 29))
    assert [item.number for item in CONTENT.items() if item.kind == "step"] == list(range(1, 8))
    assert [item.key for item in SIGNALS.values()] == [f"signaal.{number:02}" for number in range(1, 29)]
    assert [item.key for item in LADDER.values()] == [f"stap.{number}" for number in range(1, 8)]


def test_signals_stand_in_their_groups():
    assert {section.key: [item.number for item in section.items] for section in CONTENT.sections} == GROUPS


def test_the_way_up_the_ladder_is_that_of_the_table():
    assert {number: " ".join(map(str, signal.steps)) for number, signal in SIGNALS.items()} == STEPS


def test_every_step_that_a_signal_names_is_on_the_ladder():
    assert {step for signal in SIGNALS.values() for step in signal.steps} == set(LADDER)


@pytest.mark.parametrize("number", range(1, 29))
def test_a_signal_has_a_reason_an_innocent_explanation_and_a_question_to_ask(number):
    signal = SIGNALS[number]
    assert signal.purpose is not None
    assert signal.benign.nl.endswith(".")
    assert signal.question.nl.endswith("?")
    assert signal.question.en.endswith("?")
    assert len({signal.text.nl, signal.purpose.nl, signal.benign.nl, signal.question.nl}) == 4


def test_a_question_is_put_to_the_candidate_and_never_about_them():
    about = [s.number for s in SIGNALS.values() if re.search(r"kandidaat|candidate", s.question.nl + s.question.en)]
    assert about == []


def test_every_signal_and_step_shows_to_every_body():
    shown = [sum(len(items) for _, items in Wording("nl", *body).sections(CONTENT)) for body in BODIES]
    assert shown == [35, 35, 35, 35]


@pytest.mark.parametrize(
    "rule",
    [
        "Eén signaal is nooit een conclusie.",
        "Lees die uitleg eerst.",
        "Twee leden kijken los van elkaar.",
        "Een signaal telt pas als jullie het allebei zagen.",
        "Afkomst, naam, nationaliteit en geloof zijn nooit een signaal.",
        "Dit is geen register.",
        "anders binnen 14 dagen.",
    ],
)
def test_the_rules_stand_above_the_cards(rule):
    """law.md 1.3: no rumour is kept; decision 20: a question or gone within fourteen days."""
    assert CONTENT.intro.nl.count(rule) == 1


def test_no_signal_looks_at_what_a_person_is():
    """law.md P-13 and P-16; the intro names origin and faith, to say that they never count."""
    on_cards = " ".join(f"{text.nl} {text.en}" for text in texts([*CONTENT.items()]))
    assert found(f"(?i:{PERSON})", on_cards) == set()
    assert found(f"(?i:{PERSON})", CONTENT.intro.nl) == {"Afkomst", "geloof"}


def test_a_european_round_asks_mayor_and_riec_and_reaches_the_aivd_through_the_minister():
    """law.md P-24: special cases only, through the minister, by the chair alone."""
    for body, _ in BODIES[:3]:
        assert found(EUROPEAN, rung(5, body, "EU-NL")) == {"burgemeester", "RIEC"}
        assert found(EUROPEAN, rung(7, body, "EU-NL")) == {"minister", "AIVD"}
        assert found(EUROPEAN, rung(5, body, "EU-NL", "en")) == {"mayor", "RIEC"}
        assert found(EUROPEAN, rung(7, body, "EU-NL", "en")) == {"minister", "AIVD"}


def test_an_island_asks_the_gezaghebber():
    for language in ("nl", "en"):
        assert "gezaghebber" in found(CARIBBEAN, rung(5, "eilandsraad", "BES", language))
        assert "gezaghebber" in found(CARIBBEAN, rung(7, "eilandsraad", "BES", language))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_neither_regime_reads_the_words_of_the_other(language):
    """law.md B-03."""
    europe, island = page("gemeente", "EU-NL", language), page("eilandsraad", "BES", language)
    assert (found(CARIBBEAN, europe), found(EUROPEAN, island)) == (set(), set())
    assert len(found(EUROPEAN, europe)) == 4
    assert len(found(CARIBBEAN, island)) >= 2


def test_a_step_without_its_own_wording_names_nobody_of_either_regime():
    """A party's new regime or a missing variant falls back on words that are right everywhere."""
    plain = " ".join(f"{step.text.nl} {step.text.en} {step.help.nl} {step.help.en}" for step in LADDER.values())
    assert found(f"{EUROPEAN}|{CARIBBEAN}", plain) == set()


def test_advice_from_outside_is_asked_without_a_name():
    """law.md P-11: nothing about a person leaves the party."""
    assert LADDER[4].help.nl.count("Noem geen naam") == 1
    for body, regime in BODIES:
        assert rung(5, body, regime).count("geen naam") == 1
        assert rung(5, body, regime).count("Geef geen stukken mee.") == 1


def test_dutch_and_english_are_both_there():
    both = texts(CONTENT)
    assert [text.nl for text in both if not text.en or text.en == text.nl] == []
    assert [text.nl for text in both if len(text.en) < len(text.nl) / 2] == []


def test_texts_read_easily():
    hard = [words for text in texts(CONTENT) for words in ((text.nl, "nl"), (text.en, "en")) if too_hard(*words)]
    assert hard == []


def test_words_that_judge_are_not_used():
    everything = " ".join(f"{text.nl} {text.en}" for text in texts(CONTENT))
    assert found(f"(?i:{NEVER_SAID})", everything) == set()
    assert found(f"(?i:{NEVER_SAID})", "Een verdachte score") == {"verdachte", "score"}


def test_only_known_placeholders():
    filled = [(re.findall(r"\{(\w*)\}", text.nl), re.findall(r"\{(\w*)\}", text.en)) for text in texts(CONTENT)]
    assert [pair for pair in filled if pair != ([], [])] == [(["orgaan"], ["orgaan"])]
