"""Instrument 8, the integrity agenda and the kinds of agreement (handreiking 4.8 and 5)."""

from tests.instruments.content_words import assert_words_in_order, edition

# number, rule, amount, owner; W = weeks, M = months in the table
POINTS = [
    (1, "weeks", 1, "lid"),
    (2, "weeks", 1, "lid"),
    (3, "weeks", 2, "fractievoorzitter"),
    (4, "weeks", 2, "bestuur"),
    (5, "weeks", 4, "fractievoorzitter"),
    (6, "weeks", 4, "fractievoorzitter"),
    (7, "weeks", 4, "fractievoorzitter"),
    (8, "weeks", 6, "bestuur"),
    (9, "weeks", 6, "fractievoorzitter"),
    (10, "weeks", 6, "lid"),
    (11, "quarterly", None, "lid"),
    (12, "yearly", None, "fractievoorzitter"),
    (13, "yearly", None, "lid"),
    (14, "yearly", None, "fractievoorzitter"),
    (15, "on_report", None, "bestuur"),
    (16, "on_succession", None, "bestuur"),
    (17, "months", 24, "fractievoorzitter"),
    (18, "last_half_year", None, "bestuur"),
]
SHARED = {10: "fractievoorzitter", 16: "commissie", 18: "lid"}  # the table names a second owner: the help does
MEASURES = [
    (1, "Openbaar maken", True),
    (2, "Functie neerleggen", True),
    (3, "Niet meepraten en meestemmen", True),
    (4, "Ander woordvoerderschap of andere portefeuille", True),
    (5, "Zaken op afstand zetten", True),
    (6, "Schuldhulp of financieel plan", True),
    (7, "Uitleg vooraf, met woordvoering", True),
    (8, "Training volgen", True),
    (9, "Een buddy", True),
    (10, "Vertrouwenspersoon", True),
    (11, "Opnieuw bekijken op een vaste datum", True),
    (12, "Lagere of andere plek op de lijst", False),
]


def of_kind(kind):
    return [item for item in edition("agenda").items() if item.kind == kind]


def test_the_committee_fills_and_reads_it():
    content = edition("agenda")
    assert (content.slug, content.number, content.instrument) == ("agenda", 1, 8)
    assert (content.filled_by, content.read_by, content.needed_to_submit) == ("committee", "committee", False)


def test_it_holds_points_and_measures_only():
    keys = [f"punt.{n:02}" for n in range(1, 19)] + [f"maatregel.{n:02}" for n in range(1, 13)]
    assert [item.key for item in edition("agenda").items()] == keys
    assert {item.kind for item in edition("agenda").items()} == {"agenda", "measure"}


def test_points_have_date_and_owner_of_the_table():
    assert [(p.number, p.rule, p.amount, p.owner) for p in of_kind("agenda")] == POINTS


def test_a_second_owner_stands_in_the_help():
    points = {point.number: point for point in of_kind("agenda")}
    assert {number: who in points[number].help.nl for number, who in SHARED.items()} == dict.fromkeys(SHARED, True)


def test_measures_go_to_the_agenda_as_in_the_table():
    assert [(m.number, m.text.nl, m.to_agenda) for m in of_kind("measure")] == MEASURES


def test_a_measure_is_one_sentence_about_the_candidate_for_the_report():
    for measure in of_kind("measure"):
        for words, who in ((measure.help.nl, "kandidaat"), (measure.help.en, "candidate")):
            assert (measure.key, words.count("."), words.endswith("."), who in words) == (measure.key, 1, True, True)


def test_a_measure_tells_no_fact_and_no_amount():
    """law.md E-33: the annex of the declaration holds what was agreed, never why."""
    told = " ".join(m.help.nl + m.help.en for m in of_kind("measure"))
    assert [word for word in ("omdat", "because", "vanwege", "€", "euro", "dollar") if word in told] == []


def test_not_nominating_is_no_measure():
    labels = " ".join(m.text.nl.lower() for m in of_kind("measure"))
    assert [word for word in ("niet plaatsen", "niet voordragen") if word in labels] == []


def test_the_words_are_in_order():
    """law.md B-03, A-03"""
    assert_words_in_order("agenda")
