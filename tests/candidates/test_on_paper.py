"""The paper twin: one member types over, another checks, and nobody reads what a candidate is still thinking about."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from candidates.models import Answer, Candidacy, Sheet, Stage
from candidates.on_paper import (
    BegunAlone,
    NotOnPaper,
    check_over,
    choose_channel,
    first_sheet,
    hand_in,
    hand_in_facts,
    sheet_on_paper,
    type_over,
)
from candidates.sheets import TooLate, page_of, save_answer, sheet_of
from candidates.workflow import NotAllowed, Refused
from instruments.blank import stays_spoken
from parties.models import Event
from parties.scope import party_scope
from screening.rehearsal.answers import quiet
from tests import cast

pytestmark = pytest.mark.django_db
PAPER = Candidacy.Channel.PAPER
DETAILS = {"first_name": "Anna", "initials": "A.", "prefixes": "de", "last_name": "Wit", "residence": "Veenkamp", "phone": "",
           "relation": "member", "birth_date": timezone.localdate().replace(year=1985, day=1)}  # fmt: skip


@pytest.fixture
def people():
    round = cast.make_round(cast.make_party(), editions=True)
    members = cast.committee(round)
    with party_scope(round.party):
        yield {name: cast.acting(member) for name, member in members.items()} | {"round": round}


@pytest.fixture
def anna(people):
    return cast.candidate(people["round"], "Anna", stage=Stage.INVITED, prepared=False)


@pytest.fixture
def on_paper(people, anna):
    return choose_channel(anna, PAPER, actor=people["Daan"])


def type_all(candidacy, slug, actor):
    """Type every question over, as quiet as can be; returns the page."""
    sheet = sheet_on_paper(candidacy, slug, actor=actor)
    while True:
        page = page_of(sheet, candidacy, "nl")
        if not page.open_questions:
            return sheet, page
        item = page.open_questions[0]
        type_over(sheet, item, quiet(item), version=0, wording=page.wording, actor=actor)


def verbs(candidacy):
    return [event.verb for event in Event.objects.filter(chain=candidacy.chain).order_by("seq")]


def test_only_who_invites_chooses_paper_and_it_is_in_the_log(people, anna):
    for name in ("Carla", "Els"):
        with pytest.raises(NotAllowed):
            choose_channel(anna, PAPER, actor=people[name])
    choose_channel(anna, PAPER, actor=people["Daan"])
    choose_channel(anna, PAPER, actor=people["Daan"])
    assert (Candidacy.objects.get(pk=anna.pk).channel, verbs(anna)) == ("paper", ["paper.chosen"])


def test_what_a_candidate_began_is_opened_by_nobody(people, anna):
    """Draft blindness: going over to paper is no way to read along."""
    anna.stage, anna.applied_at = Stage.STARTED, timezone.now()
    anna.save()
    sheet = sheet_of(anna, "vragenlijst", actor=cast.acting(anna))
    page = page_of(sheet, anna, "nl")
    save_answer(sheet, page.questions[0], {"choice": "ja"}, version=0, wording=page.wording)
    with pytest.raises(BegunAlone):
        choose_channel(anna, PAPER, actor=people["Bram"])
    Candidacy.objects.filter(pk=anna.pk).update(channel=PAPER)
    with pytest.raises(BegunAlone):
        sheet_on_paper(anna, "vragenlijst", actor=people["Bram"])


def test_nobody_types_for_a_digital_candidate(people, anna):
    with pytest.raises(NotOnPaper):
        sheet_on_paper(anna, "vragenlijst", actor=people["Daan"])
    assert Sheet.objects.count() == 0


def test_the_self_assessment_is_never_typed_over(people, on_paper):
    """law.md P-61"""
    with pytest.raises(NotOnPaper):
        sheet_on_paper(on_paper, "zelfassessment", actor=people["Daan"])


def test_matters_of_police_and_justice_stay_spoken(people, on_paper):
    """law.md P-20, P-21: nothing about them is on paper; they go to the conversation."""
    sheet = sheet_on_paper(on_paper, "vragenlijst", actor=people["Daan"])
    spoken = [item for item in sheet.edition.parsed.items() if stays_spoken(item)]
    assert spoken
    kept = {row.item: row.body for row in Answer.objects.filter(sheet=sheet, criminal=True)}
    assert kept == {item.key: {"choice": "gesprek"} for item in spoken}
    page = page_of(sheet, on_paper, "nl")
    with pytest.raises(NotOnPaper):
        type_over(sheet, spoken[0], {"choice": "nee"}, version=1, wording=page.wording, actor=people["Daan"])


def test_who_typed_does_not_check(people, on_paper):
    sheet, page = type_all(on_paper, "vuistregels", people["Daan"])
    with pytest.raises(Refused) as refused:
        check_over(sheet, page, actor=people["Daan"])
    assert len(refused.value.missing) == 1
    check_over(sheet, page, actor=people["Bram"])
    row = Sheet.objects.get(pk=sheet.pk)
    assert (row.typed_by, row.checked_by, row.finished_at is not None) == (people["Daan"].ref, people["Bram"].ref, True)
    assert verbs(on_paper) == ["paper.chosen", "sheet.started", "sheet.typed", "sheet.checked"]


def test_who_corrects_becomes_the_one_who_typed(people, on_paper):
    sheet, page = type_all(on_paper, "vuistregels", people["Daan"])
    check_over(sheet, page, actor=people["Bram"])
    item = page.questions[0]
    type_over(
        sheet,
        item,
        {"choice": "ja"},
        version=page.answers[item.key].version,
        wording=page.wording,
        actor=people["Bram"],
    )
    row = Sheet.objects.get(pk=sheet.pk)
    assert (row.typed_by, row.checked_by, row.finished_at) == (people["Bram"].ref, "", None)


def test_the_database_wants_two_people(people, on_paper):
    sheet, _page = type_all(on_paper, "vuistregels", people["Daan"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).update(checked_by=people["Daan"].ref)


def test_an_unfinished_list_is_not_checked(people, on_paper):
    sheet = sheet_on_paper(on_paper, "vragenlijst", actor=people["Daan"])
    with pytest.raises(Refused):
        check_over(sheet, page_of(sheet, on_paper, "nl"), actor=people["Bram"])


def test_everything_typed_and_checked_is_handed_in_at_once(people, on_paper):
    ties = {people[name].member.code: "" for name in ("Bram", "Carla", "Daan")}
    first_sheet(on_paper, DETAILS, ties, actor=people["Daan"])
    for slug in ("vuistregels", "vragenlijst"):
        sheet, page = type_all(on_paper, slug, people["Daan"])
        fresh = Candidacy.objects.get(pk=on_paper.pk)
        assert any("kijkt nog na" in str(one.text) for one in hand_in_facts(fresh))
        with pytest.raises(Refused):
            hand_in(on_paper, actor=people["Daan"])
        check_over(sheet, page, actor=people["Bram"])
    fresh = hand_in(on_paper, actor=people["Daan"])
    assert (fresh.stage, fresh.submitted_at is not None) == (Stage.SUBMITTED, True)
    assert {sheet.slug: sheet.submitted_at is None for sheet in Sheet.objects.all()} == {
        "vuistregels": False,
        "vragenlijst": False,
    }
    assert verbs(on_paper)[-1] == "candidacy.submitted_on_paper"
    with pytest.raises(TooLate):
        sheet_on_paper(fresh, "vragenlijst", actor=people["Daan"])


def test_a_digital_candidate_is_not_handed_in_by_another(people, anna):
    with pytest.raises(Refused) as refused:
        hand_in(anna, actor=people["Daan"])
    assert len(refused.value.missing) == 1
    assert Candidacy.objects.get(pk=anna.pk).stage == Stage.INVITED
