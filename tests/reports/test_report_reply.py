"""The candidate's voice: replies, being done, and a term that ends by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from candidates.workflow import NotAllowed, Refused
from parties.safekeeping.audit import events_for
from parties.scope import party_scope
from reports.models import Finding, Reply, Report
from reports.papers.drafting import redraft
from reports.papers.replies import close_lapsed, close_reply, reply_to_point, reply_to_report
from reports.refusals import NotNow
from reports.report_view import report_view
from tests import cast
from tests.reports import stage_set

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    made = stage_set.interviewed()
    with party_scope(made.party):
        yield made


def first(scene) -> Finding:
    return Finding.objects.get(candidacy=scene.anna, number=1)


def test_reply_stands_beside_the_committees_text_word_for_word(scene):
    """law.md P-62."""
    report = stage_set.sent(scene)
    reply_to_point(
        report, first(scene), Reply.Kind.WRONG, "Ik pacht niet,\nik ben eigenaar. 😊", actor=scene.candidate()
    )
    point = report_view(scene.report).points[0]
    assert (point.candidate, point.spoken, point.agreed) == ("Ik pacht niet,\nik ben eigenaar. 😊", False, False)
    assert report_view(scene.report).disputed == (point,)


def test_newest_reply_counts_and_a_second_click_adds_none(scene):
    report, anna = stage_set.sent(scene), scene.candidate()
    reply_to_point(report, first(scene), Reply.Kind.CONTEXT, "Eerst dit.", actor=anna)
    reply_to_point(report, first(scene), Reply.Kind.AGREE, "", actor=anna)
    reply_to_point(report, first(scene), Reply.Kind.AGREE, "", actor=anna)
    assert Reply.objects.filter(finding=first(scene)).count() == 2
    assert report_view(scene.report).points[0].candidate == "Dit klopt."


def test_saying_it_is_wrong_needs_words(scene):
    report = stage_set.sent(scene)
    with pytest.raises(NotNow):
        reply_to_point(report, first(scene), Reply.Kind.WRONG, "  ", actor=scene.candidate())
    with pytest.raises(Refused):
        reply_to_report(report, Reply.Kind.WRONG, "  ", actor=scene.candidate())


def test_reply_to_the_whole_report(scene):
    report, anna = stage_set.sent(scene), scene.candidate()
    reply_to_report(report, Reply.Kind.CONTEXT, "Een goed gesprek.", actor=anna)
    reply_to_report(report, Reply.Kind.CONTEXT, "Een goed gesprek.", actor=anna)
    assert report_view(scene.report).whole_reply == "Een goed gesprek."
    assert Reply.objects.filter(report=report).count() == 1


def test_only_the_candidate_replies(scene):
    report = stage_set.sent(scene)
    gina = cast.candidate(scene.round, "Gina", email="gina2@voorbeeld.nl")
    for actor in (scene.bram, scene.els, cast.acting(gina)):
        with pytest.raises(NotAllowed):
            reply_to_point(report, first(scene), Reply.Kind.AGREE, "", actor=actor)
        with pytest.raises(NotAllowed):
            close_reply(report, Report.Closed.WAIVER, actor=actor)


def test_finding_of_somebody_else_is_out_of_reach(scene):
    report = stage_set.sent(scene)
    gina = cast.candidate(scene.round, "Gina", email="gina2@voorbeeld.nl")
    other = stage_set.add_point(gina, 1, "Van Gina", "Feit.", "x", "", "", by=scene.people["Carla"])
    with pytest.raises(NotAllowed):
        reply_to_point(report, other, Reply.Kind.AGREE, "", actor=scene.candidate())


def test_being_done_closes_once(scene):
    report, anna = stage_set.sent(scene), scene.candidate()
    closed = close_reply(report, Report.Closed.WAIVER, actor=anna)
    again = close_reply(report, Report.Closed.REPLY, actor=anna)
    assert (again.reply_closed_how, again.reply_closed_at) == (Report.Closed.WAIVER, closed.reply_closed_at)
    with pytest.raises(Refused):
        reply_to_report(report, Reply.Kind.AGREE, "", actor=anna)


def test_term_lapses_by_itself_once_and_only_when_it_is_over(scene):
    """Decision 32: the daily round closes a lapsed term."""
    report = stage_set.sent(scene)
    assert close_lapsed(report.reply_due - timedelta(seconds=1)) == 0
    assert close_lapsed(report.reply_due + timedelta(seconds=1)) == 1
    assert close_lapsed(report.reply_due + timedelta(seconds=2)) == 0
    assert Report.objects.get(pk=report.pk).reply_closed_how == Report.Closed.TERM
    assert events_for(scene.anna.chain).first().verb == "reply.lapsed"


def test_late_word_is_still_heard_until_adoption(scene):
    report, anna = stage_set.sent(scene), scene.candidate()
    close_lapsed(report.reply_due + timedelta(seconds=1))
    reply_to_point(report, first(scene), Reply.Kind.CONTEXT, "Sorry, ik was ziek.", actor=anna)
    assert close_reply(report, Report.Closed.REPLY, actor=anna).reply_closed_how == Report.Closed.REPLY


def test_report_taken_back_takes_no_reply(scene):
    report = stage_set.sent(scene)
    redraft(scene.anna, actor=scene.carla)
    with pytest.raises(Refused):
        reply_to_report(report, Reply.Kind.AGREE, "", actor=scene.candidate())


def test_lapsing_leaves_other_parties_and_taken_back_reports_alone(scene):
    report = stage_set.sent(scene)
    redraft(scene.anna, actor=scene.carla)
    assert close_lapsed(report.reply_due + timedelta(days=30)) == 0


def test_adopted_report_takes_no_reply(scene):
    report = stage_set.adopted(scene)
    with pytest.raises(Refused):
        reply_to_report(report, Reply.Kind.AGREE, "", actor=scene.candidate())
    assert close_lapsed(timezone.now() + timedelta(days=60)) == 0
