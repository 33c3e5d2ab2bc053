"""A correction after adoption: a new version that names the old one, through the same lock (law.md P-62, decision 30)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.models import Stage
from candidates.workflow import NotAllowed, Refused
from parties.models import OutboxMail
from parties.scope import party_scope
from reports.models import Decision, Document, Reply, Report, SealRegister
from reports.models.papers import ReportAdopted
from reports.papers.adopting import adopt
from reports.papers.correcting import correct, drop_correction, open_correction
from reports.papers.deciding import decide
from reports.papers.documents import known_in_register, make_due_documents
from reports.papers.drafting import redraft, save_draft, send_draft
from reports.papers.replies import close_lapsed, close_reply, reply_to_point
from reports.report_view import adopted_report, findings_of, report_view
from reports.verify import Code, verify_pdf
from tests import cast
from tests.reports import stage_set
from tests.reports.paper import failures, text_of
from tests.signin import sign_in

pytestmark = pytest.mark.django_db

WHY = "De oppervlakte klopte niet."


@pytest.fixture
def scene():
    made = stage_set.interviewed(editions=True)
    with party_scope(made.party):
        yield made


def url(scene, name: str, *args) -> str:
    return reverse(f"reports:{name}", args=[scene.party.code, scene.anna.code, *args])


def rewritten(scene, why: str = WHY) -> Report:
    """Carla's correction, saved with other words."""
    report = correct(scene.anna, why, actor=scene.carla)
    body = report.body | {"advice_prose": "Met de goede oppervlakte."}
    return save_draft(report, body, advice=report.advice, cited=set(), version=report.version, actor=scene.carla)


def corrected(scene) -> Report:
    rewritten(scene)
    report = send_draft(scene.anna, actor=scene.carla)
    close_reply(report, Report.Closed.WAIVER, actor=scene.candidate())
    return adopt(scene.anna, actor=scene.bram)


def test_new_version_names_the_old_one_and_the_old_one_stays(scene):
    first = stage_set.adopted(scene)
    before = report_view(first)
    second = corrected(scene)
    old = Report.objects.get(pk=first.pk)
    assert (second.number, second.replaces_id, old.record_digest) == (2, first.pk, first.record_digest)
    assert report_view(old) == before
    words = report_view(second).correction
    assert words.startswith("Versie 2 vervangt versie 1 van ")
    assert words.endswith(f"Reden: {WHY}")
    assert report_view(second).advice_prose == "Met de goede oppervlakte."
    assert adopted_report(scene.fresh()) == second
    old.advice = Report.Advice.NO_OBJECTION
    with pytest.raises(ReportAdopted):
        old.save()


def test_correction_goes_through_the_same_lock(scene):
    """law.md P-62: the candidate sees it first, may reply, and another member adopts."""
    stage_set.adopted(scene)
    rewritten(scene)
    with pytest.raises(Refused):
        adopt(scene.anna, actor=scene.bram)
    report = send_draft(scene.anna, actor=scene.carla)
    with pytest.raises(Refused):
        adopt(scene.anna, actor=scene.bram)
    point = findings_of(scene.fresh())[1]
    reply_to_point(report, point, Reply.Kind.WRONG, "Het was minder.", actor=scene.candidate())
    close_reply(report, Report.Closed.REPLY, actor=scene.candidate())
    with pytest.raises(Refused):
        adopt(scene.anna, actor=scene.carla)
    view = report_view(adopt(scene.anna, actor=scene.bram))
    assert view.points[1].candidate == "Het was minder."
    assert OutboxMail.objects.filter(purpose="news").count() == 4  # sent and adopted, twice


def test_term_of_a_correction_lapses_too(scene):
    stage_set.adopted(scene)
    rewritten(scene)
    report = send_draft(scene.anna, actor=scene.carla)
    assert close_lapsed(report.reply_due.replace(year=report.reply_due.year + 1)) == 1
    assert Report.objects.get(pk=report.pk).reply_closed_how == Report.Closed.TERM
    assert adopt(scene.anna, actor=scene.bram).number == 2


def test_what_was_signed_stays_while_a_correction_runs(scene):
    """Stage, decision and signature do not move; the outcome of a rejection stays too."""
    stage_set.completed(scene)
    declaration = scene.declaration
    corrected(scene)
    assert (scene.fresh().stage, scene.declaration.pk, scene.declaration.state) == (
        Stage.COMPLETED,
        declaration.pk,
        "countersigned",
    )


def test_rejected_candidate_keeps_status_and_outcome(scene):
    stage_set.adopted(scene, **stage_set.negative(scene))
    decide(scene.anna, Decision.What.NOT_NOMINATE, actor=scene.els)
    report = correct(scene.anna, WHY, actor=scene.carla)
    assert (report.advice, scene.fresh().stage, scene.fresh().outcome) == (
        "not_nominate",
        Stage.NOT_NOMINATED,
        "rejected",
    )


def test_board_waits_for_a_correction(scene):
    stage_set.adopted(scene)
    rewritten(scene)
    with pytest.raises(Refused) as refused:
        decide(scene.anna, Decision.What.NOMINATE, actor=scene.els)
    assert [str(one.text) for one in refused.value.missing] == [
        "De commissie verbetert het verslag. Besluit als dat klaar is."
    ]


def test_a_reason_is_needed_and_one_correction_runs_at_a_time(scene):
    stage_set.replied(scene)
    with pytest.raises(Refused):
        correct(scene.anna, WHY, actor=scene.carla)
    adopt(scene.anna, actor=scene.bram)
    with pytest.raises(Refused):
        correct(scene.anna, "  ", actor=scene.carla)
    for actor in (scene.daan, scene.els):
        with pytest.raises(NotAllowed):
            correct(scene.anna, WHY, actor=actor)
    correct(scene.anna, WHY, actor=scene.carla)
    with pytest.raises(Refused):
        correct(scene.anna, WHY, actor=scene.bram)
    assert Report.objects.count() == 2


def test_correction_can_be_left_out_until_the_candidate_saw_it(scene):
    first = stage_set.adopted(scene)
    rewritten(scene)
    drop_correction(scene.anna, actor=scene.carla)
    drop_correction(scene.anna, actor=scene.carla)
    assert list(Report.objects.all()) == [first]
    rewritten(scene)
    send_draft(scene.anna, actor=scene.carla)
    with pytest.raises(Refused):
        drop_correction(scene.anna, actor=scene.carla)
    third = redraft(scene.anna, actor=scene.carla)
    assert (third.number, third.replaces_id, third.why, open_correction(scene.fresh())) == (3, first.pk, WHY, third)
    with pytest.raises(Refused):
        drop_correction(scene.anna, actor=scene.carla)


def test_points_that_are_gone_make_no_new_version(scene):
    """After the answers are erased a new version would silently lose its points."""
    stage_set.adopted(scene)
    findings_of(scene.fresh())[0].delete()
    with pytest.raises(Refused):
        correct(scene.anna, WHY, actor=scene.carla)


def test_register_says_replaced_and_both_files_stay(client, scene):
    """Decision 30; law.md A-02: the new version is PDF/A-3a and PDF/UA-1 like the first."""
    stage_set.adopted(scene)
    make_due_documents()
    corrected(scene)
    make_due_documents()
    first, second = Document.objects.filter(kind="report").order_by("report__number")
    states = dict(SealRegister.objects.values_list("file_digest", "state"))
    assert states == {first.file_digest: "replaced", second.file_digest: "valid"}
    assert failures(second.content) == {}
    assert "Versie 2 vervangt versie 1" in " ".join(text_of(second.content).split())
    sign_in(client, scene.people["Carla"].user)
    assert client.get(url(scene, "download_version", 1)).content == first.content
    assert client.get(url(scene, "download", "verslag")).content == second.content
    cast.enter(client, scene.anna)
    assert client.get(reverse("reports:my_download_version", args=[1])).content == first.content
    assert client.get(reverse("reports:my_download_version", args=[3])).status_code == 404


def test_file_that_comes_late_is_replaced_from_the_start(scene):
    """The worker was down: the old version's file is made after the new one."""
    stage_set.adopted(scene)
    Document.objects.update(due_at=timezone.now() + timedelta(days=1))
    corrected(scene)
    make_due_documents(limit=1)
    Document.objects.filter(state="due").update(due_at=timezone.now())
    make_due_documents(limit=1)
    first = Document.objects.get(report__number=1)
    assert SealRegister.objects.get(file_digest=first.file_digest).state == "replaced"
    assert verify_pdf(first.content, known=known_in_register).code == Code.REPLACED


def test_pages_of_a_correction(client, scene):
    stage_set.adopted(scene)
    sign_in(client, scene.people["Els"].user)
    assert client.get(url(scene, "report_correct")).status_code == 404
    sign_in(client, scene.people["Carla"].user)
    assert client.post(url(scene, "report_correct"), {"why": ""}).status_code == 200
    assert client.post(url(scene, "report_correct"), {"why": WHY, "keep": "1"}).status_code == 302
    assert client.post(url(scene, "report_correct"), {"why": WHY, "keep": "1"}).status_code == 302
    assert Report.objects.count() == 2
    page = client.get(url(scene, "report")).content.decode()
    assert "Deze verbetering is nog een concept" in page
    assert f"Reden: {WHY}" in page
    cast.enter(client, scene.anna)
    mine = client.get(reverse("reports:my_report")).content.decode()
    assert WHY not in mine  # until it is sent the candidate reads what counts
    assert "Het verslag is vastgesteld." in mine
    send_draft(scene.anna, actor=scene.carla)
    mine = client.get(reverse("reports:my_report")).content.decode()
    assert f"Reden: {WHY}" in mine
    assert reverse("reports:my_reply", args=[1]) in mine
    assert client.post(reverse("reports:my_reply_waive")).status_code == 302
    sign_in(client, scene.people["Bram"].user)
    assert client.post(url(scene, "report_adopt"), {"version": scene.report.version}).status_code == 302
    assert scene.report.adopted_at is not None
