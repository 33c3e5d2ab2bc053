"""Tasks that come from the papers, for who may do them and nobody else."""

import pytest
from django.utils import timezone

from parties.scope import party_scope
from reports.models import Decision
from reports.papers.agenda import after_months
from reports.papers.appealing import appeal
from reports.papers.correcting import correct
from reports.papers.deciding import decide
from reports.papers.drafting import send_draft
from reports.papers.refreshing import ask_refreshes
from reports.papers.replies import close_reply
from screening.paper_todos import todos
from tests import cast
from tests.reports import stage_set

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    made = stage_set.interviewed(editions=True)
    with party_scope(made.party):
        yield made


def titles(scene) -> dict[str, list[str]]:
    people = {"Bram": scene.bram, "Carla": scene.carla, "Daan": scene.daan, "Els": scene.els}
    found = {
        name: [one.title for one in todos(actor, scene.round, timezone.localdate())] for name, actor in people.items()
    }
    return {name: rows for name, rows in found.items() if rows}


def test_held_decision_and_appeal(scene):
    """law.md T-01 item 14: who decided (Els) or adopted (Bram) does not handle the appeal."""
    stage_set.adopted(scene, **stage_set.negative(scene))
    assert titles(scene) == {}
    decide(scene.anna, Decision.What.NOT_NOMINATE, actor=scene.els, hold=True)
    assert titles(scene) == {"Els": ["Maak 1 besluit bekend"]}
    Decision.objects.all().delete()
    decide(scene.anna, Decision.What.NOT_NOMINATE, actor=scene.els)
    Decision.objects.update(published_at=timezone.now())
    appeal(scene.anna, "Toch.", actor=scene.candidate())
    assert titles(scene) == {"Daan": ["Noteer de uitkomst van het beroep van Anna de Wit"]}


def test_correction_waits_for_a_second_member_without_a_tie(scene):
    stage_set.adopted(scene)
    correct(scene.anna, "Een fout.", actor=scene.carla)
    report = send_draft(scene.anna, actor=scene.carla)
    assert titles(scene) == {}
    close_reply(report, "waiver", actor=scene.candidate())
    assert titles(scene) == {"Bram": ["Lees het verbeterde verslag van Anna de Wit"]}


def test_yearly_look_is_the_group_chairs(scene):
    stage_set.completed(scene)
    jan = cast.acting(cast.member(scene.party, "Jan", role="group_chair", round=scene.round), "group_chair")
    assert todos(jan, scene.round, timezone.localdate()) == []
    ask_refreshes(scene.round.body.time_zone, after_months(scene.round.election.term_start, 12))
    assert [one.note for one in todos(jan, scene.round, timezone.localdate())] == ["Met 1 lid van de fractie."]
    assert titles(scene) == {}
