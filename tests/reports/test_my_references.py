"""People the candidate names: with their leave, gone again until we write to them (law.md P-43, handreiking 4.4)."""

import pytest
from django.urls import reverse

from candidates.models import Reference, Stage
from candidates.workflow import NotAllowed
from parties.scope import party_scope
from reports.references import drop_reference, name_reference, reference_told
from reports.refusals import NotNow
from screening.steps import steps_of
from tests import cast
from tests.reports import stage_set

pytestmark = pytest.mark.django_db
JAN = {"name": "Jan Mulder", "role": "oud-collega", "contact": "06 12345678"}


@pytest.fixture
def scene():
    scene = stage_set.interviewed()
    with party_scope(scene.party):
        yield scene


def row(scene):
    return next(one for one in steps_of(scene.fresh(), "nl") if "iets over je kan vertellen" in one.label)


def test_named_through_the_page_only_with_leave_and_once(client, scene):
    cast.enter(client, scene.anna)
    there = reverse("reports:my_references")
    assert "Vraag het eerst." in client.post(there, JAN).content.decode()
    assert client.post(there, JAN | {"asked": "on"}).status_code == 302
    assert client.post(there, JAN | {"asked": "on"}).status_code == 302
    assert [one.name for one in Reference.objects.all()] == ["Jan Mulder"]
    assert (row(scene).note, row(scene).state) == ("Je noemde er 1 van 2", "todo")
    client.post(there, JAN | {"name": "Piet Bos", "asked": "on"})
    assert row(scene).state == "done"


def test_taken_away_until_that_person_got_our_explanation(client, scene):
    named = name_reference(scene.anna, actor=scene.candidate(), **JAN)
    with pytest.raises(NotAllowed):
        drop_reference(named, actor=scene.bram)
    reference_told(named, actor=scene.bram)
    with pytest.raises(NotNow):
        drop_reference(named, actor=scene.candidate())
    name_reference(scene.anna, actor=scene.candidate(), name="Piet", role="buur", contact="06 1")
    cast.enter(client, scene.anna)
    away = reverse("reports:my_reference_drop", args=[2])
    assert client.post(away).status_code == 302
    assert client.post(away).status_code == 404
    assert [one.name for one in Reference.objects.all()] == ["Jan Mulder"]


def test_no_names_when_nobody_is_called_any_more(client, scene):
    scene.anna.stage = Stage.ADOPTED
    scene.anna.save()
    cast.enter(client, scene.anna)
    page = client.post(reverse("reports:my_references"), JAN | {"asked": "on"})
    assert page.status_code == 200
    assert Reference.objects.count() == 0
