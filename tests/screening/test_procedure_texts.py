"""The texts themselves: both regimes strictly apart, both languages, every rule of the retention table, plain words."""

import dataclasses
import itertools
import re
from datetime import date

import pytest

from instruments.reading_level import too_hard
from parties.models import Confirmation
from screening.accountability import paper_about
from screening.procedure.content import build_content, retention_table
from screening.procedure.facts import INSTRUMENTS, Facts, Used
from screening.procedure.wording import LANGUAGES, PLACEHOLDER, Voice, document

NAMES = ("page", "retention", "lia", "dpia", "processor")
# Words of one legal regime; none of them may be read in a round of the other (law.md B-03). Written by hand.
EUROPEAN = r"\b(AP|AVG|UAVG|GDPR|Justis|BSN|DigiD|AIVD|Autoriteit Persoonsgegevens|Dutch Data Protection|profiel 01|profile 01|rechtbank|€)"
CARIBBEAN = r"(CBP BES|Wbp BES|gezaghebber|island governor|Gerecht in eerste aanleg|Court of First Instance|dollar|Papiament|eiland)"


def facts(regime: str = "EU-NL", party: dict | None = None, without: tuple = (), **settings) -> Facts:
    """Facts as a round gives them, made by hand: no database, every choice open."""
    known = {"name": "Dorpsbelang", "legal_form": "vereniging", "phone": "0512 34 56 78", "email": "post@x.example",
             "website": "https://x.example", "confidant_name": "Mevrouw Postma", "confidant_phone": "0512 11 22 33",
             "confidant_email": ""}  # fmt: skip
    chosen = {"decides": "de ledenvergadering", "reply_days": 7, "appeal_days": 14, "appeal_to": "de beroepscommissie van de partij",
              "look_back_years": 4, "vog": "nobody", "vog_reason": "", "vog_paid_by": "party", "checks_on": False, "executive": False,
              "code_of_conduct_url": "", "keep_weeks": 4}  # fmt: skip
    kind = "waterschap" if regime == "EU-NL" else "eilandsraad"
    body = {"kind": kind, "name": "Veen", **dict.fromkeys(("display_nl", "display_en"), "het orgaan"),
            **dict.fromkeys(("elected_nl", "elected_en"), "het gekozen orgaan")}  # fmt: skip
    names = ("submit_by", "interviews_until", "list_on", "nomination_day", "vote_day", "term_start", "term_end")
    used = tuple(
        Used(slug, 1, "0" * 64, slug, slug, 1, slug == "vragenlijst")
        for slug in INSTRUMENTS.values()
        if slug not in without
    )
    return Facts(
        text="1.1", party=known | (party or {}), body=body, regime=regime, leading_language="nl",
        dates={name: date(2027, 1, number) for number, name in enumerate(names, 1)}, settings=chosen | settings,
        seats={"chair": 1, "member": 2, "secretary": 1, "board": 1}, criminal_members=1, instruments=used,
        operator={"name": "de beheerder van dit systeem", "country": "Nederland", "subprocessors": ""},
    )  # fmt: skip


def everything(regime: str) -> str:
    """All words that a round of this regime can say, whatever is chosen, in both languages."""
    made = [
        facts(regime, vog=vog, vog_reason="Daarom", checks_on=checks, executive=executive, vog_paid_by=payer, code_of_conduct_url=code)
        for vog, checks, executive, payer, code in itertools.product(
            ("nobody", "electable", "all"), (True, False), (True, False), ("party", "candidate"), ("", "https://x.example")
        )
    ]  # fmt: skip
    made.append(
        facts(regime, {"website": "", "legal_form": "", "email": "", "confidant_name": ""}, tuple(INSTRUMENTS.values()))
    )
    bureau = tuple(dataclasses.replace(used, turned_on=("bureau",)) for used in made[0].instruments)
    made.append(dataclasses.replace(made[0], instruments=bureau))
    made.append(
        dataclasses.replace(made[0], leading_language="en", operator=made[0].operator | {"subprocessors": "Wolk BV"})
    )
    pages = [str(build_content(one)) for one in made]
    papers = [
        str(paper_about(one, what, language))
        for one in made
        for what in Confirmation.What.values
        for language in LANGUAGES
    ]
    return "\n".join(pages + papers)


@pytest.fixture(params=["EU-NL", "BES"])
def told(request):
    return request.param, everything(request.param)


def test_no_text_names_the_other_regime(told):
    """law.md B-03"""
    regime, words = told
    theirs, ours = (CARIBBEAN, EUROPEAN) if regime == "EU-NL" else (EUROPEAN, CARIBBEAN)
    assert re.findall(theirs, words) == []
    assert re.findall(ours, words) != []  # the search itself finds something


def test_each_regime_names_its_own_supervisor_law_and_court(told):
    """law.md B-01, B-05, T-01 items 1, 10, 12"""
    regime, words = told
    named = {
        "EU-NL": ("autoriteitpersoonsgegevens.nl", "AVG artikel 6, lid 1, onder f", "UAVG artikel 22, lid 2, onder c",
                  "UAVG artikel 33, lid 2, onder a", "naar de rechtbank", "binnen 72 uur", "AVG vraagt daar een overeenkomst voor (artikel 28)",
                  "screeningsprofiel 01"),
        "BES": ("cbpbes.com", "Wbp BES artikel 8, onder f", "Wbp BES artikel 19, lid 1, onder a", "Wbp BES artikel 22, lid 2, onder a",
                "Gerecht in eerste aanleg", "De Wbp BES vraagt geen risicoanalyse", "schriftelijke overeenkomst voor (artikel 14)",
                "gezaghebber van het eiland", "in dollars"),
    }[regime]  # fmt: skip
    assert [name for name in named if name not in words] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_complete_in_both_languages(name):
    for phrase in phrases(document(name)):
        assert phrase.nl != phrase.en, phrase.nl
        assert len(phrase.en) * 2 >= len(phrase.nl), phrase.nl
        fills = [sorted(word.lower() for word in PLACEHOLDER.findall(text)) for text in (phrase.nl, phrase.en)]
        assert fills[0] == fills[1], phrase.nl


def phrases(text):
    parts = (*text.steps, *text.columns, *text.items, *text.short)
    yield text.title
    yield from text.lead
    for part in parts:
        yield part.title
        yield from part.lines
    for row in text.rows:
        yield from (row.what, row.stopped, row.listed, row.elected)


def test_every_rule_of_the_retention_table_is_put_into_words():
    """law.md R-01 to R-24, T-01 item 11"""
    told = [rule for row in document("retention").rows for rule in row.rules]
    assert sorted(told) == [f"R-{number:02}" for number in range(1, 25)]


def test_a_shorter_term_shows_everywhere():
    """law.md R-31"""
    table = retention_table(facts(keep_weeks=2), "nl")
    assert "vier weken" not in str(table["rows"])
    assert "twee weken na Lijst vast" in [row["listed"] for row in table["rows"]]


@pytest.mark.parametrize("name", NAMES)
def test_no_text_asks_consent_for_the_process(name):
    """law.md P-03: "I have read", never "I consent"."""
    words = " ".join(phrase.nl for phrase in phrases(document(name)))
    assert not re.search(
        r"ik (geef|ga) .*(toestemming|akkoord)|\bscreening\b(?!sprofiel)|verdacht|\bscore", words, re.IGNORECASE
    )


# Names of laws and of the guide are long; they stay as they are.
NAMED = ("Wet openbare lichamen Bonaire", "Handreiking integriteitstoetsing", "guide for integrity checks")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_texts_read_easily(name, language):
    """law.md A-03: B1"""
    hard = [getattr(phrase, language) for phrase in phrases(document(name))
            if too_hard(PLACEHOLDER.sub("Urk", getattr(phrase, language)), language)]  # fmt: skip
    assert [text for text in hard if not any(known in text for known in NAMED)] == []


# --- the voice ---


def test_an_unknown_placeholder_is_refused():
    line = document("page").lead[0]
    with pytest.raises(KeyError):
        Voice("nl", frozenset(), {}).say(line)


def test_a_capital_placeholder_begins_a_sentence():
    phrase = type(document("page").title)(nl="{Orgaan} en {orgaan}", en="{Orgaan} and {orgaan}")
    assert Voice("nl", frozenset(), {"orgaan": "de gemeente Urk"}).say(phrase) == "De gemeente Urk en de gemeente Urk"


def test_every_condition_is_a_flag_that_exists():
    """A misspelt `when` would hide a sentence for ever."""
    known = {"EU", "BES", "gemeente", "provincie", "waterschap", "eilandsraad", "legal_form", "phone", "mail", "website", "confidant",
             "executive", "conduct", "vog", "vog_all", "vog_some", "vog_reason", "vog_party_pays", "checks", "lead_en", "secretary",
             "subprocessors", "unused", "criminal_questions", "bureau", "bes_representative", *INSTRUMENTS}  # fmt: skip
    asked = set()
    for name in NAMES:
        text = document(name)
        lines = [
            *text.lead,
            *(line for part in (*text.steps, *text.columns, *text.items, *text.short) for line in part.lines),
            *text.rows,
        ]
        asked |= {word.lstrip("-") for line in lines for word in line.when.split()}
    assert asked <= known
