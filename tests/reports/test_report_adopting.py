"""Adopting: reply lock and four eyes, in the action and in the database; frozen for ever (decision 32)."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from candidates.models import Stage
from candidates.workflow import NotAllowed, Refused
from parties.models import OutboxMail
from parties.scope import party_scope
from reports.canonical import canonical, digest_of
from reports.models import Document, Finding, Measure, Report
from reports.models.papers import ReportAdopted
from reports.papers.adopting import adopt, adoption_facts
from reports.papers.drafting import save_draft, send_draft
from reports.papers.replies import close_lapsed
from reports.report_view import ReportView, report_view
from tests.reports import stage_set

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    made = stage_set.interviewed()
    with party_scope(made.party):
        yield made


def test_no_adoption_before_reply_waiver_or_term(scene):
    """law.md P-62."""
    report = stage_set.sent(scene)
    with pytest.raises(Refused):
        adopt(scene.anna, actor=scene.bram)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(adopted_at=timezone.now(), adopted_by="x", record_digest="y")
    close_lapsed(report.reply_due.replace(year=report.reply_due.year + 1))
    assert adopt(scene.anna, actor=scene.bram).adopted_by == scene.people["Bram"].code


def test_who_wrote_it_does_not_adopt_it(scene):
    """Also not in the database."""
    report = stage_set.replied(scene)
    with pytest.raises(Refused) as refused:
        adopt(scene.anna, actor=scene.carla)
    assert [str(one.text) for one in refused.value.missing] == [
        "Jij schreef dit verslag. Een ander lid stelt het vast."
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(
            adopted_at=timezone.now(), adopted_by=report.drafted_by, record_digest="y"
        )


def test_who_edited_last_does_not_adopt_it(scene):
    report = stage_set.drafted(scene)
    save_draft(
        report,
        report.body | {"advice_prose": "Herschreven."},
        advice=report.advice,
        cited=set(),
        version=report.version,
        actor=scene.bram,
    )
    send_draft(scene.anna, actor=scene.carla)
    close_lapsed(scene.report.reply_due.replace(year=scene.report.reply_due.year + 1))
    with pytest.raises(Refused):
        adopt(scene.anna, actor=scene.bram)
    assert adopt(scene.anna, actor=scene.carla).adopted_by == scene.people["Carla"].code


def test_secretary_and_board_do_not_adopt(scene):
    stage_set.replied(scene)
    for actor in (scene.daan, scene.els):
        with pytest.raises(NotAllowed):
            adopt(scene.anna, actor=actor)


def test_adopted_report_is_frozen_with_its_digest(scene):
    report = stage_set.adopted(scene)
    view = report_view(report)
    assert report.record_digest == digest_of(report.frozen) == view.record_digest
    assert canonical(report.frozen) == view.to_json()
    assert view == ReportView.from_dict(report.frozen)
    assert [act.label for act in view.acts] == ["Geschreven door", "Vastgesteld door", "Gelezen en gereageerd"]
    assert [act.who for act in view.acts] == ["Carla Smit, lid", "Bram Visser, voorzitter", "Anna de Wit"]


def test_what_changes_afterwards_does_not_change_the_report(scene):
    report = stage_set.adopted(scene)
    before = report_view(report)
    Measure.objects.filter(candidacy=scene.anna).delete()
    Finding.objects.filter(candidacy=scene.anna).delete()
    assert report_view(Report.objects.get(pk=report.pk)) == before


def test_adopted_report_refuses_to_be_saved(scene):
    report = stage_set.adopted(scene)
    report.advice = Report.Advice.NO_OBJECTION
    with pytest.raises(ReportAdopted):
        report.save()
    assert Report.objects.get(pk=report.pk).advice == Report.Advice.WITH_AGREEMENTS


def test_file_and_news_are_queued_with_the_adoption(scene):
    report = stage_set.adopted(scene)
    document = Document.objects.get(report=report)
    assert (document.kind, document.state, document.record_digest) == ("report", "due", report.record_digest)
    assert OutboxMail.objects.filter(candidacy_code=scene.anna.code, purpose="news").count() == 2
    assert scene.fresh().stage == Stage.ADOPTED


def test_second_adoption_is_refused_and_adds_nothing(scene):
    stage_set.adopted(scene)
    with pytest.raises(Refused):
        adopt(scene.anna, actor=scene.bram)
    assert Document.objects.filter(candidacy=scene.anna).count() == 1


def test_adopting_what_was_not_on_the_screen_is_refused(scene):
    stage_set.replied(scene)
    assert [str(one.text) for one in adoption_facts(scene.fresh(), scene.bram, version=99)] == [
        "Het verslag is intussen gewijzigd. Lees het eerst opnieuw."
    ]
    with pytest.raises(Refused):
        adopt(scene.anna, actor=scene.bram, version=99)


def test_negative_advice_needs_a_point_two_members_saw(scene):
    """Decision 21."""
    stage_set.replied(scene, **stage_set.negative(scene))
    Finding.objects.filter(candidacy=scene.anna).update(cited_negative=False)
    with pytest.raises(Refused):
        adopt(scene.anna, actor=scene.bram)
    Finding.objects.filter(candidacy=scene.anna, number=1).update(cited_negative=True)
    report = adopt(scene.anna, actor=scene.bram)
    assert report_view(report).advice_line == "Niet voordragen."
    assert report_view(report).reasons == "De belangen zijn te groot."


@pytest.mark.parametrize(("advice", "line"), [
    (Report.Advice.NO_OBJECTION, "Geen belemmering."),
    (Report.Advice.WITH_AGREEMENTS, "Geen belemmering, met de twee afspraken hierboven."),
])  # fmt: skip
def test_advice_reads_in_words(scene, advice, line):
    assert report_view(stage_set.drafted(scene, advice=advice)).advice_line == line


def test_english_report_reads_in_english_words():
    made = stage_set.interviewed(regime="BES", leading_language="en")
    with party_scope(made.party):
        view = report_view(stage_set.drafted(made))
    assert view.language == "en"
