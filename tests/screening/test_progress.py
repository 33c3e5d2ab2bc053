"""Whose turn it is and by when, on the candidate's first page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.models import Candidacy, Stage
from parties.calendar import local
from parties.scope import party_scope
from reports.models import Decision
from reports.papers.adopting import adopt
from reports.papers.appealing import appeal
from reports.papers.correcting import correct
from reports.papers.deciding import decide
from screening.progress import Turn, turn_of
from screening.steps import steps_of
from tests import cast
from tests.reports import stage_set

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    made = stage_set.interviewed(editions=True)
    with party_scope(made.party):
        yield made


@pytest.mark.parametrize(("stage", "who", "day"), [
    ("started", "jij", "submit_by"), ("submitted", "de commissie", "interviews_until"), ("review", "de commissie", "interviews_until"),
])  # fmt: skip
def test_before_the_talk(scene, stage, who, day):
    Candidacy.objects.update(stage=stage)
    turn = turn_of(scene.fresh())
    assert (turn.who, turn.by) == (who, getattr(scene.round, day))


def test_from_the_report_to_the_signature(scene):
    round = scene.round
    assert turn_of(scene.fresh()) == Turn(
        "de commissie", "schrijft het verslag", round.list_on - timedelta(days=round.reply_days)
    )
    report = stage_set.sent(scene)
    due = local(report.reply_due, round.body).date()
    assert turn_of(scene.fresh()) == Turn("jij", "het verslag lezen; reageren mag", due)
    stage_set.close_reply(report, "waiver", actor=scene.candidate())
    assert turn_of(scene.fresh()) == Turn("de commissie", "stelt het verslag vast", round.list_on)
    adopt(scene.anna, actor=scene.bram)
    assert turn_of(scene.fresh()) == Turn("het bestuur", "besluit over de voordracht", round.list_on)
    decide(scene.anna, Decision.What.NOMINATE, actor=scene.els)
    day = round.election.nomination_day
    assert turn_of(scene.fresh()) == Turn("jij", "de verklaring tekenen, als je wilt", day)
    stage_set.sign(scene.anna, actor=scene.candidate(stepped_up=True), typed_name="Anna de Wit", text_digest=scene.declaration.text_digest)  # fmt: skip
    assert turn_of(scene.fresh()) == Turn("het bestuur", "tekent de verklaring ook", day)


def test_a_rejection_is_not_told_by_the_turn(scene):
    """Decision 37: hard news comes with its mail; until then it is still the board's turn."""
    stage_set.adopted(scene, **stage_set.negative(scene))
    decide(scene.anna, Decision.What.NOT_NOMINATE, actor=scene.els)
    assert turn_of(scene.fresh()).what == "besluit over de voordracht"
    Decision.objects.update(published_at=timezone.now())
    assert turn_of(scene.fresh()).what == "in beroep gaan, als je wilt"
    appeal(scene.anna, "Toch.", actor=scene.candidate())
    turn = turn_of(scene.fresh())
    assert (turn.who, turn.what) == (scene.round.appeal_to, "behandelt je beroep")


def test_correction_is_the_committees_turn(scene):
    stage_set.completed(scene)
    assert turn_of(scene.fresh()).who == ""
    correct(scene.anna, "Een fout.", actor=scene.carla)
    assert turn_of(scene.fresh()) == Turn("de commissie", "verbetert het verslag")


def test_page_says_it_and_steps_carry_their_day(client, scene):
    stage_set.adopted(scene)
    cast.enter(client, scene.anna)
    page = client.get(reverse("screening:tasks")).content.decode()
    assert "Nu aan zet: <b>het bestuur</b>: besluit over de voordracht" in page
    notes = {row.label: row.note for row in steps_of(scene.fresh(), "nl")}
    assert notes["Lees het verslag en reageer"].startswith("Klaar, ")
    assert notes["Kom naar het gesprek"].startswith("Klaar, ")
    assert scene.fresh().stage == Stage.ADOPTED
