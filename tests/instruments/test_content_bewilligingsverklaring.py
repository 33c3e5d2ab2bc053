"""Instrument 7, the declaration of willingness (handreiking 4.7; law.md 3.4)."""

import re

import pytest

from tests.instruments.content_words import BES_WORDS, EU_WORDS, assert_words_in_order, edition, texts

CLAUSES = [
    "Ik wil kandidaat zijn voor {gekozen_orgaan} op de lijst van {partij}.",
    "Ik heb de uitleg, de vuistregels en de gedragscode gelezen. Ik werk volgens de gedragscode.",
    "Ik heb naar beste weten eerlijk en volledig geantwoord.",
    "Verandert er iets? Dan meld ik dat, tot de kandidaatstelling en ook als ik gekozen ben.",
    "Ik ben het eens met de afspraken in de bijlage.",
    "Ik wil het werk de hele periode doen. Lukt dat niet, dan bespreek ik dat op tijd. "
    "Dit is een voornemen; niemand kan het afdwingen.",
    "Wat ik in gesprekken van de partij hoor, houd ik vertrouwelijk.",
    "Ik ken de werkwijze, de bewaartermijnen, mijn rechten en de manier om bezwaar te maken.",
    "Ik weet dat er na de verkiezing een integriteitsagenda is.",
]
CAUGHT = {
    "risico.zetel": [
        "Verlaat ik de fractie, dan geef ik mijn zetel terug aan de partij.",
        "Ik stel mijn zetel ter beschikking als ik de partij verlaat.",
        "Mijn raadszetel is van de partij.",
        "Als ik geen lid meer ben, lever ik mijn zetel binnen 14 dagen in.",
        "Ik beloof mijn zetel op te geven na een conflict.",
        "Bij een breuk stap ik uit de gemeenteraad.",
        "Bij een breuk treed ik direct af als lid.",
        "Ik dien bij een breuk mijn ontslag in als raadslid.",
        "If I leave the party, I will give back my seat.",
        "My seat belongs to the party.",
        "I will resign from the council when the board asks.",
        "I promise to step down if I leave the group.",
    ],
    "risico.instructie": [
        "Ik stem altijd mee met de fractie.",
        "Ik stem zoals de meerderheid van de fractie besluit.",
        "Ik volg de instructies van het bestuur op.",
        "Ik houd mij aan de besluiten van de ledenvergadering van de partij.",
        "Voor mij geldt de fractiediscipline.",
        "I always vote with the group.",
        "I will follow the instructions of the party board.",
        "I accept group discipline.",
    ],
    "risico.ontslagbrief": [
        "Ik teken nu alvast een ongedateerde ontslagbrief.",
        "Ik geef een blanco brief met mijn ontslag aan de voorzitter.",
        "I sign an undated letter of resignation.",
        "The board keeps my resignation without a date.",
    ],
    "risico.boete": [
        "Bij vertrek betaal ik een boete van € 1.000 aan de partij.",
        "Ik vergoed de campagnekosten als ik overstap.",
        "Ik ben schadevergoeding verschuldigd als ik overstap.",
        "If I leave the group I pay a fine of 500 dollars.",
        "A penalty applies if I break this promise.",
        "I repay the costs of the campaign.",
    ],
    "risico.betaling": [
        "Ik betaal € 1.500 voor een verkiesbare plek op de lijst.",
        "Voor een plaats op de lijst stort ik 250 euro op de rekening van de partij.",
        "Ik leen de partij geld in ruil voor plek 2.",
        "Ik betaal inschrijfgeld.",
        "I pay 250 dollars for a place on the list.",
        "For a spot on the list I donate to the campaign.",
        "I pay the candidate fee.",
    ],
    "risico.afdracht": [
        "Ik draag 10% van mijn vergoeding af aan de partij.",
        "Ik geef een deel van mijn raadsvergoeding aan de partij.",
        "Ik ga akkoord met de afdrachtregeling.",
        "I contribute 10 percent of my allowance to the party.",
        "I hand over part of my remuneration.",
        "I pay the party levy.",
    ],
}
HARMLESS = [
    "Ik ben aanwezig bij de vergaderingen van de fractie.",
    "Ik overleg met de fractie voordat ik stem.",
    "Ik doe mee aan de campagne van de partij.",
    "Ik betaal mijn contributie als lid van de partij.",
    "Ik volg in het eerste jaar een training.",
    "Ik meld giften volgens de gedragscode.",
    "I attend the meetings of the group.",
    "I talk with the group before I vote.",
    "It is fine if I need time to think.",
    "I treat everybody with respect.",
]


def of_kind(kind):
    return [item for item in edition("bewilligingsverklaring").items() if item.kind == kind]


def flagged(words):
    """The keys of the risky items that a clause would be flagged with, as tailoring does it."""
    return [item.key for item in of_kind("risky") if any(re.search(p, words.lower()) for p in item.patterns)]


def test_the_candidate_fills_it_in_and_the_committee_reads_it():
    content = edition("bewilligingsverklaring")
    assert (content.slug, content.number, content.instrument) == ("bewilligingsverklaring", 1, 7)
    assert (content.filled_by, content.read_by, content.needed_to_submit) == ("candidate", "committee", False)


def test_nine_clauses_as_in_the_table():
    clauses = of_kind("clause")
    assert [(c.key, c.number) for c in clauses] == [(f"clausule.{n:02}", n) for n in range(1, 10)]
    assert [c.text.nl for c in clauses] == CLAUSES
    assert edition("bewilligingsverklaring").sections[0].items == tuple(clauses)


def test_the_heading_says_what_it_is_not():
    """law.md E-30: voluntary, within the party, no effect on vote, seat and appointment, H 9 apart."""
    content = edition("bewilligingsverklaring")
    heading = content.sections[0].intro.nl
    for said in (
        "vrijwillig",
        "alleen binnen de partij",
        "niets aan je stem, je zetel of je keuze om een benoeming aan te nemen",
        "instemmingsverklaring (model H 9)",
        "teken je apart",
    ):
        assert said in heading
    assert "instemming" not in content.title.nl.lower() + content.task.nl.lower()
    assert content.title.nl == "Bewilligingsverklaring binnen de partij"


def test_it_contains_what_it_must_and_no_consent():
    """law.md E-33, P-04"""
    meaning = {clause.number: clause.text.nl + " " + clause.meaning.nl for clause in of_kind("clause")}
    must = {
        2: "gedragscode",
        3: "eerlijk en volledig",
        4: "ook als ik gekozen ben",
        5: "De reden staat er niet bij.",
        8: "geen toestemming",
        9: "integriteitsagenda",
    }
    assert {number: words in meaning[number] for number, words in must.items()} == dict.fromkeys(must, True)
    english = " ".join(text.en for text in texts(edition("bewilligingsverklaring")))
    assert re.search(r"\bconsent\b", english) is None


def test_the_intention_cannot_be_enforced():
    """law.md E-31"""
    assert of_kind("clause")[5].text.nl.endswith("Dit is een voornemen; niemand kan het afdwingen.")


def test_secrecy_leaves_room_for_help_and_complaints():
    meaning = of_kind("clause")[6].meaning.nl
    assert [who for who in ("vertrouwenspersoon", "advocaat", "politie", "toezichthouder") if who not in meaning] == []


def test_rights_are_worded_per_regime():
    """law.md B-03, B-05"""
    varied = {clause.number: sorted(clause.variants) for clause in of_kind("clause") if clause.variants}
    assert varied == {8: ["BES"]}
    rights = of_kind("clause")[7]
    island = rights.variants["BES"]
    assert EU_WORDS.findall(rights.help.nl) == ["Autoriteit"]
    assert BES_WORDS.findall(rights.text.nl + rights.help.nl) == []
    assert EU_WORDS.findall(island.text.nl + island.help.nl) == []
    assert "CBP BES" in island.help.nl


def test_withdrawing_has_its_limit():
    """law.md S-09"""
    assert edition("bewilligingsverklaring").closing.nl.endswith(
        "Is het model H 9 al ingeleverd? Dan heeft intrekken alleen nog gevolgen binnen de partij."
    )


def test_six_kinds_of_risky_clause_each_with_its_reason():
    """law.md E-31, E-32"""
    assert [item.key for item in of_kind("risky")] == list(CAUGHT)
    assert "aparte tekst" in of_kind("risky")[-1].why.nl


def test_patterns_are_lower_case_and_valid():
    for item in of_kind("risky"):
        for pattern in item.patterns:
            re.compile(pattern)
            assert re.sub(r"\\.", "", pattern) == re.sub(r"\\.", "", pattern).lower()


@pytest.mark.parametrize(("key", "sentence"), [(key, s) for key, sentences in CAUGHT.items() for s in sentences])
def test_a_risky_clause_is_flagged_with_its_own_reason_only(key, sentence):
    """law.md E-31"""
    assert flagged(sentence) == [key]


@pytest.mark.parametrize("sentence", HARMLESS)
def test_an_ordinary_clause_is_not_flagged(sentence):
    assert flagged(sentence) == []


def test_the_products_own_clauses_are_not_flagged():
    content = edition("bewilligingsverklaring")
    own = [*texts(content.intro), *texts(content.closing), *texts(content.sections[0])]
    assert [words for text in own for words in (text.nl, text.en) if flagged(words)] == []


def test_a_flag_stays_inside_one_sentence():
    assert flagged("Mijn zetel is van mij. Ik geef mijn sleutel terug.") == []


def test_the_words_are_in_order():
    """law.md B-03, A-03"""
    assert_words_in_order("bewilligingsverklaring")
