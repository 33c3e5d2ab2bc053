"""What changed between two editions reads as people would tell it, and no change goes unseen."""

import pytest

from instruments.editions_diff import ADDED, CHANGED, REMOVED, Piece, changed_items, differences, marked, seen_from
from tests.instruments.content_words import edition, small

pytestmark = pytest.mark.conformity


ONE = {"text": {"nl": "Heb je een winkel?", "en": "Do you own a shop?"}}
TWO = {"text": {"nl": "Heb je een boot?", "en": "Do you own a boat?"}}


def test_the_same_edition_has_no_differences():
    for slug in ("vragenlijst", "dilemmas", "bewilligingsverklaring"):
        assert differences(edition(slug), edition(slug)) == []


def test_an_item_that_came_and_one_that_went_are_named():
    found = differences(small(een=ONE), small(twee=TWO))
    assert [(one.where, one.key, one.act, one.title) for one in found] == [
        ("item", "twee", ADDED, "Heb je een boot?"),
        ("item", "een", REMOVED, "Heb je een winkel?"),
    ]


def test_a_changed_text_shows_old_and_new_per_language():
    changed = {"text": {"nl": "Heb je een eigen winkel?", "en": "Do you own a shop?"}}
    (found,) = differences(small(een=ONE), small(een=changed))
    assert (found.act, [(line.label, line.language, line.old, line.new) for line in found.lines]) == (
        CHANGED,
        [("tekst", "nl", "Heb je een winkel?", "Heb je een eigen winkel?")],
    )
    assert found.lines[0].pieces == [Piece("", "Heb je een"), Piece("+", "eigen"), Piece("", "winkel?")]


def test_a_translation_that_came_is_a_change_of_that_language_only():
    with_pap = {"text": ONE["text"] | {"pap": "Bo tin un tienda?"}}
    (found,) = differences(small(een=ONE), small(een=with_pap))
    assert [(line.language, line.old, line.new) for line in found.lines] == [("pap", "", "Bo tin un tienda?")]


@pytest.mark.parametrize(
    ("changed", "label"),
    [
        ({"talk": True}, "mag in het gesprek"),
        ({"optional": True}, "mag leeg blijven"),
        ({"bodies": ["gemeente"]}, "organen"),
        ({"unknown": False}, "mag “weet ik niet” zijn"),
    ],
)
def test_a_changed_setting_is_seen_too(changed, label):
    (found,) = differences(small(een=ONE), small(een=ONE | changed))
    assert [line.label for line in found.lines] == [label]
    assert changed_items(small(een=ONE), small(een=ONE | changed)) == {"een"}


def test_a_changed_answer_or_follow_up_is_seen():
    follow = {"follow": [{"when": ["ja"], "fields": [{"key": "wat", "kind": "line", "label": {"nl": "Welke?"}}]}]}
    (found,) = differences(small(een=ONE), small(een=ONE | follow))
    assert ("vervolgvragen 1, velden 1, label", "nl", "", "Welke?") in [
        (line.label, line.language, line.old, line.new) for line in found.lines
    ]


def test_title_and_chapter_are_differences_of_their_own():
    new = small(een=ONE)
    section = new.sections[0].model_copy(update={"title": new.title})
    new = new.model_copy(update={"title": new.title.model_copy(update={"nl": "Toets"}), "sections": (section,)})
    found = differences(small(een=ONE), new)
    assert [(one.where, one.act) for one in found] == [("instrument", CHANGED), ("section", CHANGED), ("item", CHANGED)]
    assert [line.label for line in found[2].lines] == ["hoofdstuk"]


def test_what_one_body_does_not_use_reads_as_gone_for_that_body_only():
    """A party leaves out for its own kind of body; the list of the other bodies is no news to it."""
    old, new = small(een=ONE, twee=TWO), small(een=ONE | {"bodies": ["gemeente"]}, twee=TWO)
    (found,) = differences(seen_from(old, "waterschap", "EU-NL"), seen_from(new, "waterschap", "EU-NL"))
    assert (found.key, found.act) == ("een", REMOVED)
    assert differences(seen_from(old, "gemeente", "EU-NL"), seen_from(new, "gemeente", "EU-NL")) == []


def test_words_that_went_and_came_are_marked():
    assert marked("een oude zin", "een nieuwe lange zin") == [
        Piece("", "een"), Piece("-", "oude"), Piece("+", "nieuwe lange"), Piece("", "zin"),
    ]  # fmt: skip
    assert marked("", "erbij") == [Piece("+", "erbij")]
    assert marked("weg", "") == [Piece("-", "weg")]
