"""The board's step: nominate, or not with reasons (decision 21, law.md P-85)."""

import pytest
from django.utils import timezone

from candidates.models import Outcome, Stage
from candidates.workflow import NotAllowed, Refused
from parties.models import OutboxMail
from parties.scope import party_scope
from reports.models import Decision, Declaration
from reports.papers.deciding import decide, decision_to_read
from tests.reports import stage_set

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    made = stage_set.interviewed(editions=True)
    with party_scope(made.party):
        yield made


def test_nominating_lays_the_declaration_and_waits_with_the_mail(scene):
    decision = stage_set.nominated(scene)
    assert (decision.what, decision.decided_by, decision.reasons) == ("nominate", scene.people["Els"].code, None)
    assert Declaration.objects.get(candidacy=scene.anna).state == Declaration.State.OPEN
    mail = OutboxMail.objects.get(purpose="outcome")
    assert (mail.cooling, mail.state) == (True, "waiting")
    assert decision_to_read(scene.fresh()) == decision
    assert scene.fresh().stage == Stage.ADOPTED


def test_committees_reasons_go_to_the_candidate_and_not_before_the_mail(scene):
    stage_set.adopted(scene, **stage_set.negative(scene))
    decision = decide(scene.anna, Decision.What.NOT_NOMINATE, actor=scene.els)
    assert decision.reasons == "De belangen zijn te groot."
    assert (scene.fresh().stage, scene.fresh().outcome) == (Stage.NOT_NOMINATED, Outcome.REJECTED)
    assert decision.published_at == OutboxMail.objects.get(purpose="outcome").due_at > timezone.now()
    assert decision_to_read(scene.fresh()) is None
    assert Declaration.objects.count() == 0


def test_board_that_departs_from_the_advice_gives_its_own_reasons(scene):
    stage_set.adopted(scene)
    with pytest.raises(Refused):
        decide(scene.anna, Decision.What.NOT_NOMINATE, actor=scene.els, reasons="  ")
    decision = decide(scene.anna, Decision.What.NOT_NOMINATE, actor=scene.els, reasons="De lijst is vol.")
    assert decision.reasons == "De lijst is vol."


def test_decided_once(scene):
    stage_set.nominated(scene)
    for what in Decision.What.values:
        with pytest.raises(Refused):
            decide(scene.anna, what, actor=scene.els, reasons="x")
    assert (Decision.objects.count(), Declaration.objects.count()) == (1, 1)


def test_nobody_but_the_board_decides_and_not_before_adoption(scene):
    stage_set.replied(scene)
    with pytest.raises(Refused):
        decide(scene.anna, Decision.What.NOMINATE, actor=scene.els)
    for actor in (scene.bram, scene.carla, scene.daan):
        with pytest.raises(NotAllowed):
            decide(scene.anna, Decision.What.NOMINATE, actor=actor)
