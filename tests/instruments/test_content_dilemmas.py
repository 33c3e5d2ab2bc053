"""Instrument 9: twenty-five dilemma cards, each a small story in which two good values pull."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from instruments.reading_level import too_hard
from instruments.schema import read
from instruments.texts import Text
from instruments.wording import Wording

pytestmark = pytest.mark.conformity

CONTENT = read(Path(__file__).parents[2] / "instruments/content/dilemmas/1.toml")
CARDS = {card.number: card for card in CONTENT.items()}
NUMBERS = range(1, 26)

# Written by hand: R gemeente, S provincie, W waterschap, E eilandsraad, "" every body.
TABLE = {
    1: ("De sponsor van de club", "R", "belangen"),
    2: ("Stemmen over je eigen straat", "R", "belangen"),
    3: ("Kaartjes voor het stadion", "R", "giften"),
    4: ("De oude schoolvriend is ontwikkelaar", "R", "relaties"),
    5: ("Vertrouwelijk stuk in de groepsapp", "RS", "informatie"),
    6: ("Lekken om erger te voorkomen", "RS", "informatie"),
    7: ("Zwager zoekt vergunning", "RE", "relaties"),
    8: ("Op een klein eiland is iedereen familie", "E", "relaties"),
    9: ("Pachter en peilbesluit", "W", "belangen"),
    10: ("Mestbedrijf van je broer", "WS", "relaties"),
    11: ("Windmolen op familiegrond", "SR", "belangen"),
    12: ("De lobbyist betaalt het diner", "S", "giften"),
    13: ("Studiereis met partner", "S", "middelen"),
    14: ("Campagnegift in contanten", "RE", "geld"),
    15: ("Advertentie van een huisjesmelker", "R", "geld"),
    16: ("Dreigbericht na je stem", "", "veiligheid"),
    17: ("Die tweet van tien jaar geleden", "", "uitingen"),
    18: ("Je werkgever wil een opdracht", "RWS", "belangen"),
    19: ("Baanaanbod tijdens je termijn", "", "draaideur"),
    20: ("Declareren bij twijfel", "", "middelen"),
    21: ("Collega komt nooit opdagen", "RS", "inzet"),
    22: ("Grensoverschrijdende grap in de fractie", "", "omgang"),
    23: ("Ambassade nodigt uit", "RSE", "inmenging"),
    24: ("Ambtenaar vraagt een gunst", "RW", "rollen"),
    25: ("Jij weet iets over een kandidaat van je eigen partij", "", "melden"),
}
LETTERS = {"R": "gemeente", "S": "provincie", "W": "waterschap", "E": "eilandsraad"}
SECTIONS = {
    "belangen": [1, 2, 9, 11, 18],
    "giften": [3, 12],
    "relaties": [4, 7, 8, 10],
    "informatie": [5, 6],
    "geld": [14, 15],
    "veiligheid": [16],
    "uitingen": [17],
    "middelen": [13, 20],
    "inzet": [21],
    "omgang": [22],
    "inmenging": [23],
    "rollen": [24],
    "draaideur": [19],
    "melden": [25],
}
REGIMES = {"gemeente": "EU-NL", "provincie": "EU-NL", "waterschap": "EU-NL", "eilandsraad": "BES"}
# Authorities and offices that one part of the country has and the other has not.
EUROPEAN = r"AP|AVG|GDPR|UAVG|Justis|BSN|DigiD|RIEC|AIVD|burgemeester|mayor|commissaris|dijkgraaf|Statenlid|waterschap"
CARIBBEAN = r"CBP|Wbp|gezaghebber|eilandgriffier|island clerk|sedula|bestuurscollege"
NEVER_SAID = r"screening\w*|verdacht\w*|score\w*|fraud\w*|crimine\w*|suspect\w*|screened"


def texts(value) -> list[Text]:
    """Every text inside a part of the content, variants included."""
    if isinstance(value, Text):
        return [value]
    if isinstance(value, BaseModel):
        value = [getattr(value, name) for name in type(value).model_fields]
    elif isinstance(value, dict):
        value = list(value.values())
    return [text for part in value for text in texts(part)] if isinstance(value, (list, tuple)) else []


def found(pattern: str, part) -> list[str]:
    """The whole words of either language in which the pattern occurs, in order."""
    whole = re.compile(rf"\b(?:{pattern})\b")
    return [hit for text in texts(part) for words in (text.nl, text.en) for hit in whole.findall(words)]


def cards_for(body: str) -> list[int]:
    wording = Wording("nl", body, REGIMES[body])
    return sorted(card.number for _, cards in wording.sections(CONTENT) for card in cards)


def test_the_cards_are_read_by_everybody_and_hold_up_nobody():
    assert (CONTENT.slug, CONTENT.number, CONTENT.instrument) == ("dilemmas", 1, 9)
    assert (CONTENT.filled_by, CONTENT.read_by, CONTENT.needed_to_submit) == ("candidate", "everybody", False)
    assert [item.answerable for item in CONTENT.items()] == [False] * 25


def test_there_are_twenty_five_cards_numbered_once():
    assert sorted(card.number for card in CONTENT.items()) == list(NUMBERS)
    assert {number: card.key for number, card in CARDS.items()} == {number: f"kaart.{number:02}" for number in NUMBERS}


def test_titles_bodies_and_themes_are_those_of_the_table():
    shown = {number: (card.text.nl, set(card.bodies), card.theme.nl) for number, card in CARDS.items()}
    assert shown == {n: (title, {LETTERS[c] for c in letters}, theme) for n, (title, letters, theme) in TABLE.items()}


def test_no_card_waits_for_an_executive_or_a_regime():
    assert {(card.executive, card.regimes, card.show_if) for card in CONTENT.items()} == {(None, (), None)}


def test_cards_stand_under_their_theme():
    assert {section.key: [card.number for card in section.items] for section in CONTENT.sections} == SECTIONS


@pytest.mark.parametrize(
    ("body", "numbers"),
    [
        ("gemeente", [1, 2, 3, 4, 5, 6, 7, 11, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]),
        ("provincie", [5, 6, 10, 11, 12, 13, 16, 17, 18, 19, 20, 21, 22, 23, 25]),
        ("waterschap", [9, 10, 16, 17, 18, 19, 20, 22, 24, 25]),
        ("eilandsraad", [7, 8, 14, 16, 17, 19, 20, 22, 23, 25]),
    ],
)
def test_every_body_has_at_least_ten_cards(body, numbers):
    assert cards_for(body) == numbers
    assert len(numbers) >= 10


@pytest.mark.parametrize("number", NUMBERS)
def test_a_situation_is_sixty_to_ninety_words_spoken_to_you(number):
    situation = CARDS[number].situation
    assert 60 <= len(situation.nl.split()) <= 90
    assert 60 <= len(situation.en.split()) <= 95
    assert re.search(r"\b(je|jij|jou|jouw)\b", situation.nl, re.IGNORECASE)
    assert re.search(r"\byou\b", situation.en, re.IGNORECASE)


@pytest.mark.parametrize("number", NUMBERS)
def test_no_reaction_is_the_right_one(number):
    """Each can be defended and each costs something: the cost is the sentence that says "but"."""
    card = CARDS[number]
    assert len(card.reactions) in (3, 4)
    for reaction in card.reactions:
        assert " Maar " in reaction.nl
        assert " But " in reaction.en


@pytest.mark.parametrize("number", NUMBERS)
def test_a_card_has_two_values_questions_rules_and_somebody_to_call(number):
    card = CARDS[number]
    assert len({value.nl for value in card.clash} | {value.en for value in card.clash if value.en}) >= 2
    assert card.clash[0].nl != card.clash[1].nl
    assert 2 <= len(card.questions) <= 4
    assert [question.nl[-1] for question in card.questions if question.nl[-1] not in "?."] == []
    assert 1 <= len(card.look_up) <= 4
    assert card.call.nl.endswith(".")


def test_no_two_cards_tell_the_same():
    for part in ("text", "situation"):
        assert len({getattr(card, part).nl for card in CONTENT.items()}) == 25
    reactions = [reaction.nl for card in CONTENT.items() for reaction in card.reactions]
    assert len(set(reactions)) == len(reactions)


def test_dutch_and_english_are_both_there():
    both = texts(CONTENT)
    assert [text.nl for text in both if not text.en] == []
    assert [text.nl for text in both if text.en == text.nl and text.nl != "privacy"] == []
    assert [text.nl for text in both if len(text.en) < len(text.nl) / 2] == []


def test_texts_read_easily():
    hard = [words for text in texts(CONTENT) for words in ((text.nl, "nl"), (text.en, "en")) if too_hard(*words)]
    assert hard == []


def test_cards_of_an_island_name_no_european_authority():
    """law.md B-03: the Gemeentewet is named on the card that municipalities share, with the body beside it."""
    island = [CARDS[number] for number in cards_for("eilandsraad")]
    assert found(EUROPEAN, island) == []
    assert found(EUROPEAN, CARDS[9]) == ["waterschap"]  # the search can find


def test_only_the_island_card_names_what_only_islands_have():
    named = {number: set(found(CARIBBEAN, card)) for number, card in CARDS.items()}
    assert {number: words for number, words in named.items() if words} == {8: {"eilandgriffier", "island clerk"}}
    assert found(CARIBBEAN, (CONTENT.title, CONTENT.intro, CONTENT.task, CONTENT.closing)) == []


def test_laws_are_named_with_the_articles_that_law_md_names():
    """law.md 3.3 and the secrecy articles of the Gemeentewet; every other rule is "de gedragscode" or an agreement."""
    law = r"\b(Gemeentewet|Provinciewet|Waterschapswet|Wetboek van Strafrecht)\b"
    named = re.compile(law + r"(?:, artikel(?:en)?)? (\d+a?)")
    hits = {hit for card in CONTENT.items() for rule in card.look_up for hit in named.findall(rule.nl)}
    assert hits == {
        *(("Gemeentewet", article) for article in ("12", "14", "15", "27", "28", "87")),
        *(("Provinciewet", article) for article in ("14", "15", "27", "28")),
        *(("Waterschapswet", article) for article in ("33", "38a")),
        ("Wetboek van Strafrecht", "272"),
    }
    english = re.compile(law + r"(?:\)?, articles?)? (\d+a?)")
    assert {hit for card in CONTENT.items() for rule in card.look_up for hit in english.findall(rule.en)} == hits


def test_a_law_is_named_only_where_a_body_of_the_card_has_it():
    laws = dict(zip(("Gemeentewet", "Provinciewet", "Waterschapswet", "WolBES"), LETTERS.values(), strict=True))
    strangers = {
        number: {laws[law] for law in found("|".join(laws), card.look_up)} - set(card.bodies)
        for number, card in CARDS.items()
    }
    assert strangers == {number: set() for number in NUMBERS}


def test_words_that_judge_are_not_used():
    assert found(f"(?i:{NEVER_SAID})", CONTENT) == []
    assert found(f"(?i:{NEVER_SAID})", Text(nl="Een verdachte", en="A score")) == ["verdachte", "score"]


def test_no_amounts_and_only_known_placeholders():
    assert found(r"[€$]|euro|dollar|USD", CONTENT) == []
    filled = [(re.findall(r"\{(\w*)\}", text.nl), re.findall(r"\{(\w*)\}", text.en)) for text in texts(CONTENT)]
    assert {name for dutch, _ in filled for name in dutch} == {"orgaan", "partij"}
    assert [pair for pair in filled if pair[0] != pair[1]] == []
