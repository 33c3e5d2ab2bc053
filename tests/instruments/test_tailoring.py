"""A party makes an instrument its own: with a reason, within the law, for its own body, and frozen."""

import pytest

from instruments.banned import reasons_against
from instruments.editions import checksum, choose_editions, edition_in, load_all, newer_than, newest, use_edition
from instruments.models import Correction, Edition, EditionChanged, RoundEdition
from instruments.tailoring import (
    Added,
    Changes,
    LeftOut,
    Refused,
    add,
    changes_of,
    falls_with,
    fits,
    flags,
    kinds_to_add,
    leave_out,
    newest_own,
    objections,
    put_back,
    rebase,
    switchable,
    tailored,
)  # fmt: skip
from instruments.texts import Text
from instruments.wording import wording_for
from parties.models import Event
from parties.scope import party_scope
from tests import cast
from tests.instruments.content_words import edition, small

SHOP = Text(nl="Heb je een winkel in het dorp?", en="Do you own a shop in the village?")
WHY = Text(nl="Dan weten we waar je liever niet over meestemt.", en="Then we know where you would rather not vote.")


def keys(content, wording=None):
    return [item.key for item in content.items() if wording is None or wording.concerns(item)]


@pytest.fixture
def round(db):
    round = cast.make_round(cast.make_party(), editions=True)
    cast.committee(round)
    with party_scope(round.party):
        yield round


@pytest.fixture
def bram(round):
    return cast.acting(cast.member(round.party, "Bram"))


# --- pure ---


def left(key, body="waterschap", reason="Dat weten we al."):
    return Changes(left_out=(LeftOut(item=key, body=body, reason=reason),))


def test_what_is_left_out_for_one_body_stays_for_the_others():
    base = edition("vragenlijst")
    made = tailored(base, left("nevenfuncties.functies"), 1)
    item = next(one for one in made.items() if one.key == "nevenfuncties.functies")
    assert item.bodies == ("gemeente", "provincie", "eilandsraad")
    assert keys(made) == keys(base)


def test_an_item_of_one_body_only_goes_altogether():
    """An empty list of bodies would mean: every body."""
    base = edition("dilemmas")
    made = tailored(base, left("kaart.01", "gemeente"), 1)
    assert set(keys(base)) - set(keys(made)) == {"kaart.01"}


def test_what_can_only_show_after_it_goes_along():
    base = small(
        een={"text": {"nl": "Heb je een winkel?"}},
        twee={"text": {"nl": "Staat die in het dorp?"}, "show_if": {"item": "een", "values": ["ja"]}},
        drie={"text": {"nl": "Al lang?"}, "show_if": {"item": "twee", "values": ["ja"]}, "bodies": ["waterschap"]},
        vier={"text": {"nl": "Heb je een boot?"}},
    )
    assert [item.key for item in falls_with(base, "een")] == ["twee", "drie"]
    made = tailored(base, left("een"), 1)
    assert [item.key for item in made.items() if "waterschap" in (item.bodies or ("waterschap",))] == ["vier"]
    assert keys(made) == ["een", "twee", "vier"]


@pytest.mark.parametrize(
    ("slug", "key"),
    [("bewilligingsverklaring", "clausule.03"), ("ondermijning", "stap.1"), ("vragenlijst", "uitleg.gelezen")],
)
def test_some_items_always_stay(slug, key):
    """law.md E-33: what a declaration says; the ladder; what everybody is told."""
    with pytest.raises(Refused, match="altijd"):
        tailored(edition(slug), left(key), 1)


def test_an_own_item_is_asked_in_its_chapter_and_of_its_body_only():
    change = Changes(
        added=(Added(item="eigen.1", body="waterschap", section="werk", kind="yesno", text=SHOP, purpose=WHY),)
    )
    made = tailored(edition("vragenlijst"), change, 3)
    section = next(section for section in made.sections if section.key == "werk")
    item = section.items[-1]
    assert (made.number, item.key, item.bodies, item.talk, item.purpose) == (3, "eigen.1", ("waterschap",), True, WHY)


def test_kinds_to_add_follow_from_the_instrument():
    assert kinds_to_add(edition("vragenlijst")) == ["yesno", "text"]
    assert kinds_to_add(edition("zelfassessment")) == ["scale"]
    assert kinds_to_add(edition("bewilligingsverklaring")) == ["clause"]
    assert kinds_to_add(edition("dilemmas")) == []


def test_changes_that_do_not_fit_a_newer_edition_are_named():
    added = Added(item="eigen.1", body="gemeente", section="weg", kind="text", text=SHOP, purpose=WHY)
    kept, lost = fits(edition("vragenlijst"), left("verdwenen.vraag").model_copy(update={"added": (added,)}))
    assert (kept, len(lost)) == (Changes(), 2)


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("Heb je een depressie gehad?", "gezondheid"),
        ("Ben je verslaafd geweest?", "gezondheid"),
        ("Naar welke kerk ga je?", "geloof"),
        ("Ben je lid van een vakbond?", "vakbond"),
        ("Wat is je nationaliteit?", "afkomst"),
        ("Waar kom je oorspronkelijk vandaan?", "afkomst"),
        ("Wat is je seksuele geaardheid?", "seksualiteit"),
        ("Are you gay?", "seksualiteit"),
        ("Vul je BSN in.", "BSN"),
        ("Stuur een kopie van je paspoort.", "persoonsnummer"),
        ("Hoeveel geld heb je op de bank?", "bedragen"),
        ("Wat is je salaris?", "bedragen"),
        ("Ben je ooit veroordeeld?", "justitie"),
    ],
)
def test_what_may_never_be_asked_is_refused_in_words(words, subject):
    """law.md P-13, P-20, P-30."""
    assert [reason for reason in reasons_against(words) if subject in reason]


@pytest.mark.parametrize(
    "words",
    ["Werk je in het ziekenhuis?", "Heb je een winkel?", "Woon je in de Kerkstraat?", "Huur je grond van de gemeente?"],
)
def test_an_ordinary_question_is_not_refused(words):
    assert reasons_against(words) == []


def test_every_language_of_text_and_purpose_is_looked_at():
    assert objections(SHOP, WHY) == []
    assert len(objections(Text(nl="Heb je een winkel?", en="What is your income?"), WHY)) == 1
    assert len(objections(SHOP, Text(nl="Dan weten we van welke kerk je bent."))) == 1


def test_a_risky_clause_sets_off_its_warning(db):
    """law.md E-31."""
    round = cast.make_round(cast.make_party())
    wording = wording_for(round, "nl")
    found = flags(edition("bewilligingsverklaring"), "Ik geef mijn zetel terug als ik de fractie verlaat.", wording)
    assert [item.key for item in found] == ["risico.zetel"]
    assert flags(edition("bewilligingsverklaring"), "Ik kom naar de training in maart.", wording) == []


# --- stored ---


def test_a_tailored_edition_is_the_partys_own_frozen_and_explained(round, bram):
    made = leave_out(round, "vragenlijst", "werk.cv", "Wij vragen geen cv.", actor=bram)
    assert (made.party, made.number, made.based_on, made.label) == (
        round.party,
        1,
        newest("vragenlijst"),
        "vragenlijst 1 (eigen)",
    )
    assert made.released_at is not None
    assert changes_of(made).left_out[0].reason == "Wij vragen geen cv."
    assert made.checksum == checksum({"content": made.content, "changes": made.changes})
    made.changes = {}
    with pytest.raises(EditionChanged):
        made.save()


def test_a_reason_is_always_asked(round, bram):
    with pytest.raises(Refused, match="waarom"):
        leave_out(round, "vragenlijst", "werk.cv", "  ", actor=bram)
    assert newest_own(round.party, "vragenlijst") is None


def test_an_own_item_that_may_not_be_asked_leaves_no_edition(round, bram):
    with pytest.raises(Refused) as refused:
        add(
            round,
            "vragenlijst",
            section="werk",
            kind="text",
            text=Text(nl="Wat is je salaris? En je BSN?"),
            purpose=WHY,
            actor=bram,
        )
    assert len(refused.value.reasons) == 2
    assert newest_own(round.party, "vragenlijst") is None


def test_an_own_edition_waits_until_the_round_takes_it(round, bram):
    now = edition_in(round, "vragenlijst")
    assert newer_than(now, round.party) is None
    made = leave_out(round, "vragenlijst", "werk.cv", "Wij vragen geen cv.", actor=bram)
    assert edition_in(round, "vragenlijst") == now
    assert newer_than(now, round.party) == made
    use_edition(round, made, reason="Wij vragen geen cv.", actor=bram)
    assert newer_than(made, round.party) is None


def test_changes_pile_up_and_can_be_taken_back(round, bram):
    leave_out(round, "vragenlijst", "werk.cv", "Wij vragen geen cv.", actor=bram)
    two = add(round, "vragenlijst", section="werk", kind="yesno", text=SHOP, purpose=WHY, actor=bram)
    assert (len(changes_of(two).left_out), changes_of(two).added[0].item, two.number) == (1, "eigen.2", 2)
    three = put_back(round, "vragenlijst", "werk.cv", actor=bram)
    assert (changes_of(three).left_out, len(changes_of(three).added), three.number) == ((), 1, 3)
    assert [item.key for item in switchable(three.parsed, wording_for(round, "nl")) if item.key == "eigen.2"] == []


def test_the_same_change_twice_makes_one_edition(round, bram):
    one = leave_out(round, "vragenlijst", "werk.cv", "Wij vragen geen cv.", actor=bram)
    assert leave_out(round, "vragenlijst", "werk.cv", "Wij vragen geen cv.", actor=bram) == one
    assert Event.objects.filter(verb="edition.tailored").count() == 1


def test_an_own_edition_stays_inside_the_party(round, bram):
    made = leave_out(round, "vragenlijst", "werk.cv", "Wij vragen geen cv.", actor=bram)
    other = cast.make_round(cast.make_party("Lijst Zeewolde"), slug="anders")
    assert newest("vragenlijst", other.party) == newest("vragenlijst")
    assert newest("vragenlijst", round.party) == made
    with party_scope(other.party):
        choose_editions(other)
        assert edition_in(other, "vragenlijst").party is None
        with pytest.raises(ValueError, match="not an edition"):
            use_edition(other, made, reason="Mooier.", actor=bram)


def test_a_newer_edition_of_the_product_takes_the_changes_along(round, bram):
    own = leave_out(round, "vragenlijst", "werk.cv", "Wij vragen geen cv.", actor=bram)
    fresh = next_edition("vragenlijst")
    assert newer_than(own, round.party) == fresh
    made, lost = rebase(round, "vragenlijst", fresh, actor=bram)
    assert (made.based_on, lost, changes_of(made).left_out[0].item) == (fresh, [], "werk.cv")
    assert newer_than(made, round.party) is None
    assert newer_than(own, round.party) == made


def next_edition(slug):
    """A second edition of the product, with one word changed."""
    old = newest(slug)
    data = old.content | {"number": old.number + 1, "title": {"nl": "Andere titel", "en": "Another title", "pap": None}}
    return Edition.objects.create(
        slug=slug, number=old.number + 1, content=data, checksum=checksum(data), released_at=old.released_at
    )


# --- used in a round ---


def test_going_over_to_another_edition_is_stored_with_its_reason(round, bram):
    """decision 24"""
    old, fresh = edition_in(round, "vragenlijst"), next_edition("vragenlijst")
    use_edition(round, fresh, reason="Vraag 4 was onduidelijk.", actor=bram)
    use_edition(round, fresh, reason="Nog een keer.", actor=bram)
    assert edition_in(round, "vragenlijst") == fresh
    step = Correction.objects.get()
    assert (step.old, step.new, step.reason, step.by) == (old, fresh, "Vraag 4 was onduidelijk.", bram.ref)
    assert RoundEdition.objects.get(round=round, slug="vragenlijst").reason == "Vraag 4 was onduidelijk."
    assert Event.objects.filter(verb="edition.chosen").count() == 1


def test_a_draft_or_no_reason_is_refused(round, bram):
    fresh = next_edition("vragenlijst")
    with pytest.raises(ValueError, match="reason"):
        use_edition(round, fresh, reason=" ", actor=bram)
    Edition.objects.filter(pk=fresh.pk).update(released_at=None)
    fresh.refresh_from_db()
    with pytest.raises(ValueError, match="not an edition"):
        use_edition(round, fresh, reason="Mooier.", actor=bram)
    assert Correction.objects.count() == 0


@pytest.mark.only("postgresql")
def test_the_wall_shows_the_products_editions_and_hides_those_of_others(db):
    """The second wall (decision 8): what belongs to nobody is read by all, what is a party's stays its own."""
    from parties.safekeeping.walls import _condition

    assert _condition("instruments_edition").startswith("party_id IS NULL OR ")
    assert "NULL" not in _condition("candidates_candidacy")


def test_loading_again_changes_nothing(round):
    assert [fresh for _edition, fresh in load_all() if fresh] == []
