"""Every edition, in every language: complete, well formed, with a purpose for each question."""

import re

import pytest

from instruments.answers import tidy
from instruments.editions import as_json, checksum, content_files
from instruments.kinds import Confirm, Question
from instruments.schema import read
from instruments.texts import Text

FILES = content_files()
NAMES = [f"{path.parent.name}/{path.stem}" for path in FILES]
PLACEHOLDERS = {"orgaan", "gekozen_orgaan", "gebied", "partij", "jaren", "leden"}
SAME_IN_BOTH = re.compile(r"^[^a-zA-Z]*$|^(STAR|VOG|H 9)$")


def texts_in(value) -> list[Text]:
    """Every text of an edition, wherever it stands."""
    if isinstance(value, Text):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts_in(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in texts_in(one)]
    if hasattr(type(value), "model_fields"):
        return [text for name in type(value).model_fields for text in texts_in(getattr(value, name))]
    return []


@pytest.fixture(scope="module", params=FILES, ids=NAMES)
def content(request):
    return read(request.param)


def test_there_are_nine_instruments():
    assert sorted(read(path).instrument for path in FILES) == list(range(1, 10))


def test_english_is_complete_and_is_no_copy(content):
    texts = texts_in(content)
    assert len(texts) > 10
    missing = [text.nl for text in texts if not text.en]
    copied = [text.nl for text in texts if text.en == text.nl and not SAME_IN_BOTH.match(text.nl) and len(text.nl) > 14]
    halved = [text.nl for text in texts if text.en and len(text.nl) > 40 and len(text.en) < len(text.nl) / 2]
    assert (missing, copied, halved) == ([], [], [])


def test_placeholders_are_known_and_the_same_in_both_languages(content):
    for text in texts_in(content):
        dutch, english = (set(re.findall(r"\{(\w+)\}", words or "")) for words in (text.nl, text.en))
        assert dutch <= PLACEHOLDERS
        assert english == dutch, text.nl


def test_every_question_has_a_purpose_of_its_own(content):
    """law.md P-60: each question has a recorded purpose."""
    for item in content.items():
        if isinstance(item, Question):
            assert len(item.purpose.nl) > 15, item.key


def test_every_choice_can_be_given_and_opens_what_it_says(content):
    for item in content.items():
        if isinstance(item, Question):
            for choice in item.choices():
                answer = tidy(item, {"choice": choice})
                assert answer["choice"] == choice
            if isinstance(item, Confirm):
                assert item.choices() == ("ja",)


def test_the_words_that_judge_appear_nowhere(content):
    """experience.md, Words: never screening, verdacht or score on the screen."""
    words = " ".join(text.nl.lower() for text in texts_in(content))
    assert [word for word in ("screening", "verdacht", "score ") if word in words] == []


def test_released_editions_stay_as_they_were(content):
    """A released edition never changes: its checksum stands in released.txt; a correction is a new number."""
    from pathlib import Path

    known = dict(line.split() for line in (Path(__file__).parent / "released.txt").read_text().splitlines() if line)
    assert known.get(f"{content.slug}/{content.number}") == checksum(as_json(content))


def test_what_may_become_a_topic_has_a_few_words_for_it(content):
    """A list of topics names things in a few words; a cut question does not read (experience.md, Words)."""
    if content.slug != "vragenlijst":
        return
    asked = [item for item in content.items() if isinstance(item, Question) and not isinstance(item, Confirm)]
    texts = [item.topic for item in asked if item.topic] + [
        variant.topic for item in asked for variant in item.variants.values() if variant.topic
    ]
    assert [item.key for item in asked if item.topic is None] == []
    assert [text.nl for text in texts if max(len(text.nl), len(text.en or "")) > 65 or text.nl.endswith("?")] == []
