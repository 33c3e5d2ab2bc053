"""With the candidate's consent the report stays a year, not a day longer; stopping brings the usual term back (law.md R-31)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from candidates.clocks import clocks_of
from candidates.consents import ConsentRefused, ask_consent, give, withdraw
from parties.models import DataKey
from parties.scope import party_scope
from reports.models import Decision, Report
from reports.papers.deciding import decide
from tests.reports import stage_set

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def scene():
    made = stage_set.interviewed(editions=True)
    with party_scope(made.party):
        yield made


def night(day) -> None:
    with time_machine.travel(datetime(day.year, day.month, day.day, 4, 0, tzinfo=ZONE), tick=False):
        call_command("daily", verbosity=0)


def report_lives(scene) -> bool:
    key = DataKey.objects.filter(owner=scene.anna.code, klass="report", destroyed_at=None).exists()
    assert key == Report.objects.filter(candidacy=scene.anna).exists()
    return key


def said_yes(scene):
    return give(ask_consent(scene.fresh(), "longer_keeping", "", scene.carla), scene.candidate())


def test_on_the_list_it_is_a_year_after_the_term_begins(scene):
    """law.md R-31, R-10"""
    stage_set.nominated(scene)
    start = scene.round.election.term_start
    said_yes(scene)
    assert clocks_of(scene.fresh()).report_gone == start + timedelta(days=365)
    night(start)
    night(start + timedelta(days=29))
    assert report_lives(scene)
    night(start + timedelta(days=364))
    assert report_lives(scene)
    night(start + timedelta(days=365))
    assert not report_lives(scene)
    assert scene.fresh().first_name == "Anna"


def test_without_consent_it_is_four_weeks(scene):
    stage_set.nominated(scene)
    ask_consent(scene.fresh(), "longer_keeping", "", scene.carla)
    start = scene.round.election.term_start
    night(start)
    night(start + timedelta(days=28))
    assert not report_lives(scene)


def test_withdrawing_shortens_it_again_that_night(scene):
    """law.md P-05, R-31"""
    stage_set.nominated(scene)
    start = scene.round.election.term_start
    given = said_yes(scene)
    night(start)
    night(start + timedelta(days=100))
    assert report_lives(scene)
    withdraw(given, scene.candidate())
    assert clocks_of(scene.fresh()).report_gone == start + timedelta(weeks=4)
    night(start + timedelta(days=101))
    assert not report_lives(scene)


def test_who_is_not_nominated_keeps_a_door_to_the_report(scene):
    """The name, the link and the log stay with the report: without them nobody could stop the consent."""
    stage_set.adopted(scene, **stage_set.negative(scene))
    decide(scene.anna, Decision.What.NOT_NOMINATE, actor=scene.els)
    Decision.objects.update(published_at=timezone.now())
    said_yes(scene)
    anna = scene.fresh()
    anna.t0_at, anna.t0_by = timezone.now(), "calendar"
    anna.save()
    night((timezone.now() + timedelta(days=30)).date())
    assert (report_lives(scene), scene.fresh().first_name, scene.fresh().erased_at) == (True, "Anna", None)
    night((timezone.now() + timedelta(days=367)).date())
    assert (report_lives(scene), scene.fresh().first_name) == (False, "")
    assert scene.fresh().erased_at is not None


def test_it_is_not_asked_before_the_candidate_knows(scene):
    """law.md R-31: a rejection whose mail waits is not given away by this question."""
    stage_set.adopted(scene, **stage_set.negative(scene))
    decide(scene.anna, Decision.What.NOT_NOMINATE, actor=scene.els)
    with pytest.raises(ConsentRefused):
        ask_consent(scene.fresh(), "longer_keeping", "", scene.carla)
