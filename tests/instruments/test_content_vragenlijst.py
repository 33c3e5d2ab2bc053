"""Instrument 3, the questionnaire. What it must hold is written out here by hand, from the domain's own table."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from instruments.answers import tidy
from instruments.kinds import Item, Rows, SmallField
from instruments.schema import Content
from instruments.wording import Wording
from tests.instruments.content_words import assert_words_in_order, edition, shown, texts

pytestmark = pytest.mark.conformity

# One row per item: kind, "Liever in het gesprek" offered, oral only, criminal matter.
ITEMS = {
    "werk.functies": ("list", False, False, False),
    "werk.orgaan": ("yesno", False, False, False),
    "werk.conflict": ("yesno", True, False, False),
    "werk.cv": ("yesno", False, False, False),
    "nevenfuncties.functies": ("list", True, False, False),
    "nevenfuncties.subsidie": ("yesno", False, False, False),
    "financien.bedrijven": ("list", True, False, False),
    "financien.grond": ("list", True, False, False),
    "financien.leningen": ("yesno", True, False, False),
    "financien.schulden": ("yesno", True, False, False),
    "financien.regeling": ("yesno", True, False, False),
    "kring.werk": ("list", True, False, False),
    "kring.belangen": ("list", True, False, False),
    "kring.commissie": ("yesno", True, False, False),
    "overheid.zaken": ("list", True, False, False),
    "overheid.contracten": ("yesno", False, False, False),
    "overheid.geschillen": ("yesno", False, False, False),
    "overheid.derden": ("yesno", False, False, False),
    "overheid.banden": ("yesno", True, False, False),
    "verleden.aangesproken": ("yesno", True, False, False),
    "verleden.procedures": ("yesno", True, False, False),
    "verleden.vog": ("yesno", True, True, True),
    "politiek.partijen": ("list", True, False, False),
    "politiek.conflict": ("yesno", True, False, False),
    "openbaar.accounts": ("list", False, False, False),
    "openbaar.uitingen": ("text", True, False, False),
    "openbaar.media": ("yesno", True, False, False),
    "druk.verwachting": ("yesno", True, False, False),
    "druk.campagne": ("yesno", True, False, False),
    "druk.omgeving": ("yesno", True, True, True),
    "druk.inmenging": ("yesno", True, False, False),
    "druk.veiligheid": ("yesno", True, False, False),
    "beschikbaarheid.tijd": ("choice", False, False, False),
    "beschikbaarheid.verandering": ("yesno", True, False, False),
    "beschikbaarheid.periode": ("choice", True, False, False),
    "beschikbaarheid.opvolger": ("yesno", False, False, False),
    "slot.vergeten": ("text", True, False, False),
    "slot.volledig": ("confirm", False, False, False),
}
SECTIONS = [
    "uitleg",
    "werk",
    "nevenfuncties",
    "financien",
    "kring",
    "overheid",
    "verleden",
    "politiek",
    "openbaar",
    "druk",
    "beschikbaarheid",
    "slot",
]
FOLLOW_UPS = {  # the choices that open them, and what is asked then
    "werk.orgaan": (["ja"], ["wat", "tot"]),
    "werk.conflict": (["ja"], ["wat", "afloop"]),
    "werk.cv": (["nee"], ["aanpassing"]),
    "nevenfuncties.subsidie": (["ja"], ["welke", "rol"]),
    "financien.leningen": (["ja"], ["relatie", "belang"]),
    "financien.schulden": (["ja"], ["regeling", "hulp"]),
    "financien.regeling": (["ja"], ["stand", "uitleg"]),
    "kring.commissie": (["ja"], ["wie", "soort"]),
    "overheid.contracten": (["ja"], ["soort", "tot"]),
    "overheid.geschillen": (["ja"], ["rol", "voor", "tot"]),
    "overheid.derden": (["ja"], ["klant", "onderwerp"]),
    "overheid.banden": (["ja"], ["relatie", "functie"]),
    "verleden.aangesproken": (["ja"], ["feit", "afloop", "uitleg"]),
    "verleden.procedures": (["ja"], ["soort", "stand", "verband"]),
    "politiek.conflict": (["ja"], ["feit", "afloop", "uitleg"]),
    "openbaar.media": (["ja"], ["waar", "wanneer", "kant"]),
    "druk.verwachting": (["ja"], ["rol", "wat"]),
    "druk.campagne": (["ja"], ["rol", "wat", "aangenomen"]),
    "druk.inmenging": (["ja"], ["wat", "wanneer", "aanpak"]),
    "druk.veiligheid": (["ja"], ["loopt", "wie"]),
    "beschikbaarheid.tijd": (["soms", "nee"], ["nodig"]),
    "beschikbaarheid.verandering": (["ja"], ["wat", "wanneer"]),
    "beschikbaarheid.periode": (["denk_het", "weet_niet"], ["speelt"]),
    "beschikbaarheid.opvolger": (["ja"], ["vanaf"]),
}
COLUMNS = {
    "werk.functies": ["organisatie", "functie", "soort", "uren"],
    "nevenfuncties.functies": ["organisatie", "rol", "betaald", "band", "stoppen"],
    "financien.bedrijven": ["bedrijf", "sector", "soort"],
    "financien.grond": ["soort", "recht", "wijk"],
    "kring.werk": ["relatie", "werkveld", "conflict"],
    "kring.belangen": ["relatie", "onderwerp"],
    "overheid.zaken": ["soort", "onderwerp", "stand"],
    "politiek.partijen": ["partij", "rol", "periode", "reden"],
    "openbaar.accounts": ["platform", "naam"],
}
EXECUTIVES = ["uitleg.bestuurder", "nevenfuncties.bestuurder", "verleden.bestuurder"]

ACTS = {  # the act, the article on incompatible positions, the article on forbidden acts, the text we read
    "gemeente": ("Gemeentewet", "artikel 13", "artikel 15", date(2026, 10, 1)),
    "provincie": ("Provinciewet", "artikel 13", "artikel 15", date(2026, 7, 1)),
    "waterschap": ("Waterschapswet", "artikel 31", "artikel 33", date(2026, 1, 1)),
    "eilandsraad": (
        "Wet openbare lichamen Bonaire, Sint Eustatius en Saba",
        "artikel 14",
        "artikel 16",
        date(2026, 9, 15),
    ),
}
INCOMPATIBLE, FORBIDDEN = 1, 2
PROVISIONS = {
    "werk.functies": [INCOMPATIBLE],
    "werk.orgaan": [INCOMPATIBLE, FORBIDDEN],
    "nevenfuncties.functies": [INCOMPATIBLE],
    "overheid.contracten": [FORBIDDEN],
    "overheid.geschillen": [FORBIDDEN],
    "overheid.derden": [FORBIDDEN],
}

ROUNDS = [("gemeente", "EU-NL"), ("provincie", "EU-NL"), ("waterschap", "EU-NL"), ("eilandsraad", "BES")]
# law.md P-13: nothing may be asked about these (a help text may say: leave it out).
NEVER_ASKED = (
    r"gezond|ziek|verslav|therap|geloof|kerk|moskee|religie|afkomst|nationaliteit|geaard|seksu|vakbond"
    r"|health|illness|addict|therapy|faith|church|mosque|religion|ethnic|sexual|trade union|\bBSN\b|paspoort|passport"
)


@pytest.fixture(scope="module")
def content() -> Content:
    return edition("vragenlijst")


@pytest.fixture(scope="module")
def items(content: Content) -> dict[str, Item]:
    return {item.key: item for item in content.items()}


def words(*parts: object) -> list[str]:
    return [said for text in texts(parts) for said in (text.nl, text.en)]


def small_fields(items: dict[str, Item]) -> Iterator[tuple[str, SmallField]]:
    """Every column of a list and every follow-up field, under a name of its own."""
    for key, item in items.items():
        for field in [*getattr(item, "fields", ()), *(field for follow in item.follow for field in follow.fields)]:
            yield f"{key}.{field.key}", field


def test_the_file_says_who_fills_in_and_who_reads(content):
    assert (content.slug, content.number, content.instrument) == ("vragenlijst", 1, 3)
    assert (content.filled_by, content.read_by, content.needed_to_submit) == ("candidate", "committee", True)
    assert content.look_back_years == 4
    assert [section.key for section in content.sections] == SECTIONS


def test_the_thirty_eight_items_stand_in_the_order_of_the_table(content):
    counted = [item.key for item in content.items() if item.key != "uitleg.gelezen" and not item.executive]
    assert len(ITEMS) == 38
    assert counted == list(ITEMS)


def test_an_item_stands_in_the_section_its_key_names(content):
    assert {(s.key, i.key.split(".")[0]) for s in content.sections for i in s.items} == {(key, key) for key in SECTIONS}


def test_kind_talk_oral_and_criminal_are_as_in_the_table(items):
    """law.md P-20, P-21: a criminal matter is never written here; P-22: it may always be told instead."""
    found = {key: items[key] for key in ITEMS}
    assert {key: (i.kind, i.talk, i.oral_only, i.criminal) for key, i in found.items()} == ITEMS


def test_only_the_named_accounts_may_be_left_open(items):
    assert [key for key in items if items[key].optional] == ["openbaar.accounts"]


def test_yes_no_items_offer_not_knowing(items):
    assert {items[key].unknown for key, (kind, *_) in ITEMS.items() if kind == "yesno"} == {True}


def test_the_choices_are_those_of_the_table(items):
    assert items["beschikbaarheid.tijd"].choices() == ("altijd", "meestal", "soms", "nee")
    assert items["beschikbaarheid.periode"].choices() == ("ja", "denk_het", "weet_niet", "gesprek")


def test_follow_ups_are_those_of_the_table(items):
    found = {
        key: (list(follow.when), [field.key for field in follow.fields])
        for key, item in items.items()
        for follow in item.follow
    }
    assert found == FOLLOW_UPS


@pytest.mark.parametrize("key", FOLLOW_UPS)
def test_every_follow_up_opens_on_its_own_choices_and_on_no_other(items, key):
    item, (opens, fields) = items[key], FOLLOW_UPS[key]
    kept = {choice: list(tidy(item, {"choice": choice}).get("follow", {})) for choice in item.choices()}
    assert kept == {choice: fields if choice in opens else [] for choice in item.choices()}


def test_lists_have_few_columns(items):
    found = {key: [field.key for field in item.fields] for key, item in items.items() if isinstance(item, Rows)}
    assert found == COLUMNS
    assert max(map(len, found.values())) == 5


def test_labels_fit_on_a_phone(items):
    assert [name for name, field in small_fields(items) if max(len(field.label.nl), len(field.label.en)) > 46] == []


def test_no_amount_can_be_filled_in(items):
    """law.md P-60: the only number asked is hours a week."""
    assert [name for name, field in small_fields(items) if field.kind == "number"] == ["werk.functies.uren"]


def test_other_people_are_asked_for_by_role(items):
    """law.md P-43: the only names asked are those of organisations, companies, parties and the candidate's accounts."""
    named = [
        name for name, field in small_fields(items) if re.search(r"\bnaam\b|\bnamen\b", field.label.nl, re.IGNORECASE)
    ]
    assert named == [
        "nevenfuncties.functies.organisatie",
        "financien.bedrijven.bedrijf",
        "politiek.partijen.partij",
        "openbaar.accounts.naam",
    ]


def test_the_gate_confirms_reading_and_is_no_consent(items):
    """law.md P-03."""
    gate = items["uitleg.gelezen"]
    assert (gate.kind, gate.text.nl, gate.text.en) == (
        "confirm",
        "Ik heb de uitleg gelezen.",
        "I have read the explanation.",
    )
    assert "geen toestemming" in gate.purpose.nl
    assert "not give consent" in gate.purpose.en


def test_executives_read_more_but_answer_the_same(content):
    """law.md E-22: the stricter weighing is explained, and the official analysis stays the body's own."""
    for body, regime in ROUNDS:
        ordinary, executive = (
            [item.key for _, items in Wording("nl", body, regime, flag).sections(content) for item in items]
            for flag in (False, True)
        )
        assert ordinary == ["uitleg.gelezen", *ITEMS]
        assert Counter(executive) == Counter([*ordinary, *EXECUTIVES])


@pytest.mark.parametrize(("body", "regime"), ROUNDS)
def test_the_official_analysis_is_the_bodys(items, body, regime):
    help = Wording("nl", body, regime, True).help(items["uitleg.bestuurder"])
    assert "geen officiële risicoanalyse" in help
    assert "hoort bij {orgaan}, niet bij de partij" in help


def test_executive_items_only_confirm(items):
    assert {key: items[key].kind for key in EXECUTIVES} == dict.fromkeys(EXECUTIVES, "confirm")
    assert not any(items[key].criminal for key in EXECUTIVES)


def test_rules_stand_where_the_law_speaks_for_every_body(items):
    """law.md E-12 to E-14: incompatible positions and forbidden acts, per body, with the date of the text."""
    found = {
        key: sorted((rule.body, rule.article.split(", artikel")[0], rule.valid_from) for rule in item.rules)
        for key, item in items.items()
        if item.rules
    }
    assert found == {
        key: sorted((body, act, read) for body, (act, _, _, read) in ACTS.items() for _ in provisions)
        for key, provisions in PROVISIONS.items()
    }


def test_rules_say_which_text_was_read(items):
    months = {1: "januari", 7: "juli", 9: "september", 10: "oktober"}
    for rule in (rule for item in items.values() for rule in item.rules):
        read = rule.valid_from
        assert rule.source == f"wetten.overheid.nl, tekst van {read.day} {months[read.month]} {read.year}"


@pytest.mark.parametrize("key", PROVISIONS)
def test_rules_name_the_right_article(items, key):
    found = sorted((rule.body, re.search(r"artikel \d+", rule.article)[0]) for rule in items[key].rules)
    assert found == sorted((body, act[which]) for body, act in ACTS.items() for which in PROVISIONS[key])


def test_the_four_groups_of_forbidden_acts_are_covered(items):
    """law.md E-13: disputes for or against, proxy of the other side, third parties, own contracts."""
    for body in ACTS:
        parts = [
            re.search(r"onderde(?:el|len) (.*)", rule.article)[1]
            for key in ("overheid.geschillen", "overheid.derden", "overheid.contracten")
            for rule in items[key].rules
            if rule.body == body
        ]
        assert parts == ["a en b", "c", "d"]


@pytest.mark.parametrize("key", PROVISIONS)
@pytest.mark.parametrize(("body", "regime"), ROUNDS)
def test_a_rule_is_a_point_to_discuss_and_never_a_bar(items, key, body, regime):
    """law.md E-12, P-70."""
    dutch, english = (Wording(language, body, regime).help(items[key]) for language in ("nl", "en"))
    assert "gestopt" in dutch
    assert "voordat je wordt toegelaten" in dutch
    assert dutch.count("We bespreken het met je; je valt er niet door af.") == 1
    assert "before you are admitted" in english
    assert english.count("We talk about it with you; it does not rule you out.") == 1


def test_positions_in_faith_or_union_are_limited_to_what_may_be_recorded(items):
    """law.md P-14: only position, organisation and possible conflict."""
    item = items["nevenfuncties.functies"]
    assert "geloofsgemeenschap of een vakbond" in item.help.nl
    assert "alleen de functie, de organisatie en wat er kan botsen" in item.help.nl
    assert [field.key for field in item.fields if not field.optional] == ["organisatie", "rol"]


def test_words_are_in_order():
    """law.md B-03 among others: no word of the other legal regime, both languages whole, nothing hard to read."""
    assert_words_in_order("vragenlijst")


def test_island_offices_show_on_the_islands_only(content):
    island = re.compile(r"Rijksvertegenwoordiger|openbaar lichaam|public entity|governor|procureur", re.IGNORECASE)
    found = {body: sum(bool(island.search(said)) for said in shown(content, body, regime)) for body, regime in ROUNDS}
    assert found.pop("eilandsraad") > 0  # so the search can find something
    assert found == {"gemeente": 0, "provincie": 0, "waterschap": 0}


def test_the_statement_of_the_governor_has_its_own_words(items):
    """law.md B-10, B-11."""
    item = items["verleden.vog"]
    islands, mainland = Wording("nl", "eilandsraad", "BES"), Wording("nl", "waterschap", "EU-NL")
    assert "gezaghebber" in islands.text(item)
    assert "VOG" in mainland.text(item)
    for part in ("text", "purpose", "help"):
        assert "VOG" not in islands.say(islands.variant(item, part))
        assert islands.variant(item, part) != mainland.variant(item, part)


@pytest.mark.parametrize("key", ["financien.grond", "kring.belangen", "nevenfuncties.subsidie", "overheid.zaken"])
def test_each_body_gets_its_own_examples(items, key):
    wordings = [Wording("nl", body, regime) for body, regime in ROUNDS]
    assert len({(w.text(items[key]), w.purpose(items[key]), w.help(items[key])) for w in wordings}) == 4


def test_nothing_asked_touches_what_may_not_be_asked(items):
    """law.md P-13, P-30: help may say what to leave out; a question, label or choice may not ask it."""
    asked = [said for i in items.values() for said in words(i.text, *(variant.text for variant in i.variants.values()))]
    asked += [said for _, field in small_fields(items) for said in words(field.label, field.options)]
    asked += [said for item in items.values() for said in words(getattr(item, "options", ()))]
    assert [said for said in asked if re.search(NEVER_ASKED, said, re.IGNORECASE)] == []


def test_every_purpose_is_two_short_sentences(items):
    """law.md P-60: every question says why it is asked."""
    said = [s for i in items.values() for s in words(i.purpose, *(variant.purpose for variant in i.variants.values()))]
    assert len(said) >= 2 * len(items)
    assert [purpose for purpose in said if len(re.findall(r"[.?!](?:\s|$)", purpose)) != 2 or len(purpose) > 200] == []


def test_a_placeholder_never_opens_a_sentence(content):
    """The filled-in words start with an article in lower case."""
    assert [said for said in words(content) if re.search(r"(?:^|[.?!] )\{", said)] == []
