"""The integrity agenda: points of the edition, agreements, and who may mark them (instrument 8)."""

from datetime import date

import pytest

from candidates.workflow import NotAllowed
from instruments.editions import edition_in
from parties.scope import party_scope
from reports.models import AgendaItem, Measure
from reports.papers.agenda import after_months, agenda_of, mark_item, points_of_round
from tests import cast
from tests.reports import stage_set

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    made = stage_set.interviewed(editions=True)
    with party_scope(made.party):
        yield made


def chair(scene):
    return cast.acting(cast.member(scene.party, "Jan", role="group_chair", round=scene.round), "group_chair")


@pytest.mark.parametrize(("day", "months", "expected"), [
    (date(2027, 1, 31), 1, date(2027, 2, 28)), (date(2027, 12, 31), 12, date(2028, 12, 31)),
    (date(2027, 3, 25), -6, date(2026, 9, 25)), (date(2027, 11, 30), 3, date(2028, 2, 29)),
])  # fmt: skip
def test_months_are_counted_on_the_calendar(day, months, expected):
    assert after_months(day, months) == expected


def test_agenda_holds_the_points_and_the_agreements_and_no_fact(scene):
    stage_set.completed(scene)
    items = AgendaItem.objects.filter(candidacy=scene.anna)
    points = points_of_round(scene.round)
    assert items.count() == len(points) + 2 == 20
    own = [item.text for item in items.filter(point__startswith="afspraak")]
    assert sorted(own) == ["Anna maakt de pacht openbaar.", "Anna stopt als penningmeester vóór haar benoeming."]
    start = scene.round.election.term_start
    assert items.get(point="punt.01").due_on == date.fromordinal(start.toordinal() + 7)
    assert items.get(point="punt.15").due_on is None
    assert edition_in(scene.round, "agenda").number == 1


def test_agreement_that_ends_before_the_election_stays_out(scene):
    measure = Measure.objects.filter(candidacy=scene.anna).first()
    measure.to_agenda = False
    measure.save()
    stage_set.completed(scene)
    assert AgendaItem.objects.filter(candidacy=scene.anna, point__startswith="afspraak").count() == 1


def test_candidate_marks_own_points_only(scene):
    stage_set.completed(scene)
    anna = scene.candidate()
    own = AgendaItem.objects.get(candidacy=scene.anna, point="afspraak.1")
    assert mark_item(own, "done", actor=anna).state == "done"
    assert mark_item(own, "done", actor=anna).state == "done"
    shared = AgendaItem.objects.get(candidacy=scene.anna, point="punt.03")
    for actor, item in ((anna, shared), (scene.bram, own), (scene.els, own), (scene.daan, own)):
        with pytest.raises(NotAllowed):
            mark_item(item, "done", actor=actor)


def test_point_that_returns_makes_its_next_date_once(scene):
    stage_set.completed(scene)
    actor = chair(scene)
    item = AgendaItem.objects.get(candidacy=scene.anna, point="punt.11")
    for state in ("done", "open", "done"):
        mark_item(item, state, actor=actor)
    dates = [one.due_on for one in AgendaItem.objects.filter(candidacy=scene.anna, point="punt.11").order_by("due_on")]
    assert dates == [item.due_on, after_months(item.due_on, 3)]


def test_points_without_a_date_come_last(scene):
    stage_set.completed(scene)
    items = agenda_of(scene.fresh())
    assert [item.point for item in items[-2:]] == ["punt.15", "punt.16"]
