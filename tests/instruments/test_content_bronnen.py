"""Instrument 4: the agreed sources, the certificate of conduct and the four questions to a referee."""

import re

import pytest

from instruments.answers import tidy
from instruments.kinds import Source
from instruments.wording import Wording
from tests.instruments.content_words import assert_words_in_order, edition, shown, texts

pytestmark = pytest.mark.conformity

CONTENT = edition("bronnen")
ITEMS = {item.key: item for item in CONTENT.items()}

# key: category, on from the start
SOURCES = {
    "bron.zoekmachine": ("openbaar", False),
    "bron.beroepsprofiel": ("openbaar", False),
    "bron.account": ("openbaar", False),
    "bron.nieuws": ("openbaar", False),
    "bron.website": ("openbaar", False),
    "bron.bekendmakingen": ("openbaar", False),
    "bron.handelsregister": ("register", False),
    "bron.insolventie": ("register", False),
    "bron.kadaster": ("register", False),
    "bron.diploma": ("register", False),
    "bron.bureau": ("bureau", False),
    "vog.nederland": ("vog", False),
    "vog.eiland": ("vog", False),
    "ref.personen": ("referentie", True),
}
QUESTIONS = {"ref.relatie": "text", "ref.feiten": "yesno", "ref.omgang": "text", "ref.gesprek": "text"}
SECTIONS = ["openbaar", "registers", "bureau", "vog", "referenties"]
ROUNDS = [("gemeente", "EU-NL"), ("provincie", "EU-NL"), ("waterschap", "EU-NL"), ("eilandsraad", "BES")]


def intro(key: str, language: str = "nl") -> str:
    return next(section.intro.say(language) for section in CONTENT.sections if section.key == key)


def test_the_file_says_who_fills_in_and_who_reads():
    assert (CONTENT.slug, CONTENT.number, CONTENT.instrument) == ("bronnen", 1, 4)
    assert (CONTENT.title.nl, CONTENT.filled_by, CONTENT.read_by) == ("Antecedentenonderzoek", "committee", "committee")
    assert not CONTENT.needed_to_submit
    assert [section.key for section in CONTENT.sections] == SECTIONS


def test_sources_are_those_of_the_list_and_internet_checks_start_off():
    """law.md P-63, V-01: only the people the candidate names are asked from the start."""
    assert {k: (s.category, s.default_on) for k, s in ITEMS.items() if isinstance(s, Source)} == SOURCES


def test_the_referee_gets_four_questions_after_the_people_are_named():
    assert {key: item.kind for key, item in ITEMS.items() if not isinstance(item, Source)} == QUESTIONS
    assert list(ITEMS)[-5:] == ["ref.personen", *QUESTIONS]


def test_every_source_has_one_question_a_purpose_and_a_limit():
    """law.md P-60, P-63."""
    for key in SOURCES:
        source = ITEMS[key]
        for language in ("nl", "en"):
            assert source.question.say(language).count("?") == 1, key
            assert source.question.say(language).endswith("?"), key
        assert source.purpose, key
        assert source.never, key


def test_every_purpose_is_two_short_sentences():
    said = [getattr(item.purpose, language) for item in ITEMS.values() for language in ("nl", "en")]
    assert [purpose for purpose in said if len(re.findall(r"[.?!](?:\s|$)", purpose)) != 2 or len(purpose) > 200] == []


def test_sources_never_used_stand_with_the_public_sources():
    """law.md P-24, P-63, T-01: said beforehand, in both languages."""
    dutch, english = intro("openbaar"), intro("openbaar", "en")
    for word in ("privé-accounts", "nepaccount", "geruchten", "anonieme tips", "strafblad", "politie", "AIVD"):
        assert word in dutch.split("Wat we nooit doen:")[1]
    for word in ("private accounts", "fake account", "rumours", "anonymous tips", "criminal record", "police"):
        assert word in english.split("What we never do:")[1]


def test_only_accounts_named_by_the_candidate_are_looked_at():
    assert "die de kandidaat in de vragenlijst noemt" in ITEMS["bron.account"].never.nl


def test_the_certificate_is_asked_once_in_each_regime():
    """law.md V-03, B-10: seen or not, on which date; never a reason, never a copy."""
    for body, regime in ROUNDS:
        wording = Wording("nl", body, regime)
        asked = [item for item in CONTENT.items() if item.key.startswith("vog.") and wording.concerns(item)]
        assert [item.key for item in asked] == ["vog.eiland" if regime == "BES" else "vog.nederland"]
        assert asked[0].question.nl.endswith("getoond, ja of nee, en op welke datum?")
        assert "nooit waarom" in asked[0].never.nl
        assert "geen kopie, scan of foto" in asked[0].never.nl


def test_the_certificate_is_voluntary_and_never_decides():
    """law.md V-01, V-02, V-07."""
    assert intro("vog").startswith("De wet vraagt deze verklaring niet van leden van {gekozen_orgaan}.")
    assert "Niemand valt er vanzelf door af." in intro("vog")
    assert "Is de lijst ingeleverd, dan vragen we er niet meer om." in intro("vog")
    assert "profiel 01" in ITEMS["vog.nederland"].text.nl
    assert "gezaghebber" in ITEMS["vog.eiland"].text.nl


@pytest.mark.parametrize(("body", "regime"), ROUNDS)
def test_the_agency_needs_a_licence_an_assignment_and_consent(body, regime):
    """law.md P-23."""
    help = Wording("nl", body, regime).help(ITEMS["bron.bureau"])
    for word in ("vergunning", "opdracht", "overeenkomst", "aparte toestemming", "mag nee zeggen"):
        assert word in help


def test_referees_hear_first_what_happens_with_their_words():
    """law.md P-43, P-51."""
    assert "Stuur hun eerst onze uitleg en wacht tot zij die hebben." in intro("referenties")
    assert "De kandidaat mag lezen wat je zegt" in ITEMS["ref.gesprek"].purpose.nl


def test_the_follow_up_of_the_facts_opens_when_they_are_wrong():
    item = ITEMS["ref.feiten"]
    kept = {choice: list(tidy(item, {"choice": choice}).get("follow", {})) for choice in item.choices()}
    assert kept == {"nee": ["wat"], "ja": [], "weet_niet": []}


def test_no_question_touches_what_may_not_be_asked():
    """law.md P-13: limits and help may name these; a question may not."""
    never = r"gezond|ziek|verslav|geloof|kerk|afkomst|seksu|vakbond|straf|health|faith|church|\borigin\b|sexual|crimin"
    asked = [ITEMS[key].question for key in SOURCES] + [ITEMS[key].text for key in QUESTIONS]
    assert [text.nl for text in asked if re.search(never, text.nl + text.en, re.IGNORECASE)] == []


def test_words_are_in_order():
    """law.md B-03 among others."""
    assert_words_in_order("bronnen")
    assert [said for said in shown(CONTENT, "eilandsraad", "BES") if "Wpbr" in said] == []


def test_a_placeholder_never_opens_a_sentence():
    said = [words for text in texts(CONTENT) for words in (text.nl, text.en)]
    assert [words for words in said if re.search(r"(?:^|[.?!] )\{", words)] == []
