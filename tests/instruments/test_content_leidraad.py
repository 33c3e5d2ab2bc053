"""Instrument 6, the guide for the conversation (handreiking 4.6)."""

from tests.instruments.content_words import EU_WORDS, assert_words_in_order, edition

# key, minutes, who asks, numbers of the questions
PHASES = [
    ("opening", 5, "voorzitter", []),
    ("motivatie", 8, "voorzitter", [1, 2, 3, 4]),
    ("integriteit", 8, "doorvrager", [5, 6, 7, 8]),
    ("punten", 10, "doorvrager", [9, 10, 11]),
    ("mondeling", 10, "voorzitter", [12, 13, 14, 15, 16, 17]),
    ("dilemmas", 8, "doorvrager", [18, 19]),
    ("afspraken", 5, "verslag", [20]),
    ("afsluiting", 3, "voorzitter", []),
]
FOLLOW_UPS = {9, 10, 11, 15}  # asked only where there is a point, a source or an earlier party
CRIMINAL = {13, 14, 17}


def questions():
    return [item for item in edition("leidraad").items() if item.number]


def test_the_committee_fills_and_reads_it():
    content = edition("leidraad")
    assert (content.slug, content.number, content.instrument) == ("leidraad", 1, 6)
    assert (content.filled_by, content.read_by, content.needed_to_submit) == ("committee", "committee", False)


def test_eight_phases_as_in_the_table():
    found = [
        (section.key, section.minutes, section.asked_by, [item.number for item in section.items if item.number])
        for section in edition("leidraad").sections
    ]
    assert found == PHASES


def test_the_phases_fit_the_time_announced():
    content = edition("leidraad")
    assert 45 <= sum(section.minutes for section in content.sections) <= content.minutes == 60
    assert "45 tot 60 minuten" in content.intro.nl


def test_twenty_numbered_questions_and_three_that_open_and_close():
    kinds = {item.kind for item in edition("leidraad").items()}
    assert kinds == {"talk"}
    assert [(item.key, item.number) for item in questions()] == [(f"vraag.{n:02}", n) for n in range(1, 21)]
    others = [item.key for item in edition("leidraad").items() if not item.number]
    assert others == ["opening.vragen", "afsluiting.aanvulling", "afsluiting.terugblik"]


def test_every_question_is_asked_by_who_leads_its_phase():
    for section in edition("leidraad").sections:
        assert {item.asked_by for item in section.items} == {section.asked_by}


def test_fixed_questions_are_the_same_for_everybody():
    assert {item.number for item in questions() if not item.fixed} == FOLLOW_UPS


def test_criminal_content_goes_to_the_separate_record():
    """law.md P-21"""
    assert {item.number for item in edition("leidraad").items() if item.criminal} == CRIMINAL


def test_star_stands_with_the_difficult_moment():
    prompts = [prompt.nl.split(":")[0] for prompt in questions()[5].prompts]
    assert prompts == ["Situatie", "Taak", "Actie", "Resultaat"]


def test_a_point_goes_from_fact_to_agreement():
    assert [prompt.nl.split(":")[0] for prompt in questions()[8].prompts] == ["Feit", "Uitleg", "Kwetsbaar", "Afspraak"]


def test_a_public_source_is_raised_only_after_notice():
    """law.md P-42, P-62"""
    assert questions()[9].help.nl == (
        "Stel deze vraag alleen over iets wat de kandidaat vóór het gesprek van ons heeft gekregen."
    )


def test_looking_back_is_bounded():
    """law.md P-22"""
    assert "{jaren}" in questions()[13].text.nl
    assert questions()[16].text.nl.endswith("Je hoeft niet te zeggen waarom.")


def test_opening_and_closing_are_read_aloud():
    aloud = [s.key for s in edition("leidraad").sections if s.intro and s.intro.nl.startswith("Lees dit rustig voor.")]
    assert aloud == ["opening", "afsluiting"]


def test_the_islands_have_their_own_words_for_the_certificate():
    """law.md B-03, B-10"""
    named = {item.number: sorted(item.variants) for item in questions() if item.variants}
    assert named == {17: ["BES"]}
    assert [item.number for item in questions() if EU_WORDS.search(item.text.nl + item.text.en)] == [17]
    island = questions()[16].variants["BES"]
    assert "gezaghebber" in island.text.nl
    assert EU_WORDS.search(island.text.nl + island.text.en + island.help.nl + island.help.en) is None


def test_the_words_are_in_order():
    """law.md B-03, A-03"""
    assert_words_in_order("leidraad")
