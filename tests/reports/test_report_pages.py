"""The papers through the browser's eyes: who may open what, double clicks, stale windows, extra fields."""

import pytest
from django.urls import reverse

from candidates.models import Stage
from parties.safekeeping.audit import events_for
from parties.scope import party_scope
from reports.models import Decision, Finding, Reply, Report
from reports.papers.documents import make_due_documents
from reports.report_view import report_view
from tests import cast
from tests.reports import stage_set
from tests.signin import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    made = stage_set.interviewed(editions=True)
    with party_scope(made.party):
        yield made


def url(scene, name: str, *args) -> str:
    return reverse(f"reports:{name}", args=[scene.party.code, scene.anna.code, *args])


def as_member(client, scene, first: str):
    return sign_in(client, scene.people[first].user)


COMMITTEE = ("report", "report_edit", "report_send", "report_redraft", "report_adopt")


@pytest.mark.parametrize("name", COMMITTEE)
def test_committee_pages_are_for_the_committee(client, scene, name):
    """Secretary, board, another party and nobody at all find nothing (promise 1, 2)."""
    stage_set.drafted(scene)
    other = cast.make_party("Andere Partij")
    farid = cast.member(other, "Farid", role="chair", round=cast.make_round(other))
    for user in (scene.people["Daan"].user, scene.people["Els"].user, farid.user):
        assert sign_in(client, user).get(url(scene, name)).status_code == 404
    client.logout()
    assert client.get(url(scene, name)).status_code == 302
    as_member(client, scene, "Carla")
    assert client.get(url(scene, name)).status_code in (200, 302)


@pytest.mark.parametrize("name", ["advice", "countersign", "declaration_paper"])
def test_board_pages_are_for_the_board(client, scene, name):
    stage_set.signed(scene)
    other = cast.make_party("Andere Partij")
    farid = cast.member(other, "Farid", role="board", round=cast.make_round(other))
    right = "Daan" if name == "declaration_paper" else "Els"
    for first in {"Carla", "Daan", "Els"} - {right}:
        as_member(client, scene, first)
        assert client.get(url(scene, name)).status_code == 404
    assert sign_in(client, farid.user).get(url(scene, name)).status_code == 404
    as_member(client, scene, right)
    assert client.get(url(scene, name)).status_code == 200


def test_advice_page_tells_no_answer_and_is_seen_by_the_candidate(client, scene):
    """Decision 21, law.md P-85: advice in words and agreements, nothing else."""
    stage_set.adopted(scene, advice_prose="Een goed gesprek.")
    page = as_member(client, scene, "Els").get(url(scene, "advice")).content.decode()
    assert "Anna maakt de pacht openbaar." in page
    assert "Een goed gesprek." in page
    for secret in ("Oosterveen", "Grasland", "Mijn kennis wil ik wel delen."):
        assert secret not in page
    opened = events_for(scene.anna.chain).filter(verb="dossier.opened").first()
    assert (opened.actor_ref, opened.codes) == (scene.people["Els"].code, {"what": "advice"})


def test_advice_page_does_not_exist_before_adoption(client, scene):
    stage_set.replied(scene)
    assert as_member(client, scene, "Els").get(url(scene, "advice")).status_code == 404


def test_reasons_of_a_negative_advice_stay_away_from_the_board(client, scene):
    stage_set.adopted(scene, **stage_set.negative(scene))
    page = as_member(client, scene, "Els").get(url(scene, "advice")).content.decode()
    assert "Niet voordragen." in page
    assert "De belangen zijn te groot." not in page


def test_writing_the_report_keeps_what_is_asked_and_drops_the_rest(client, scene):
    """Promise 9: extra fields are ignored."""
    as_member(client, scene, "Carla")
    assert client.post(url(scene, "report")).status_code == 302
    client.post(url(scene, "report"))
    assert Report.objects.count() == 1
    form = {"version": "1", "advice": "no_objection", "advice_prose": "Prima.", "reasons": "", "title_1": "Pacht", "committee_1": "Tekst.",
            "title_2": "IJsclub", "committee_2": "Tekst twee.", "fact_conversation": "gisteren", "adopted_by": "x", "drafted_by": "y",
            "title_9": "Verzonnen", "keep": "1"}  # fmt: skip
    assert client.post(url(scene, "report_edit"), form).status_code == 302
    report = scene.report
    assert (report.version, report.drafted_by, report.adopted_by) == (2, scene.people["Carla"].code, "")
    assert [point.title for point in report_view(report).points] == ["Pacht", "IJsclub"]
    assert report.body["facts"] == {"conversation": "gisteren"}


def test_stale_window_gets_both_texts(client, scene):
    """Promise 4."""
    report = stage_set.drafted(scene, advice_prose="Van Carla.")
    form = {"version": str(report.version - 1), "advice": "no_objection", "advice_prose": "Van Bram.", "reasons": "", "keep": "1",
            "title_1": "Pacht", "committee_1": "Tekst.", "title_2": "IJsclub", "committee_2": "Twee."}  # fmt: skip
    answer = as_member(client, scene, "Bram").post(url(scene, "report_edit"), form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Van Carla." in page
    assert "Van Bram." in page
    assert scene.report.body["advice_prose"] == "Van Carla."


def test_sending_and_adopting_through_the_pages(client, scene):
    stage_set.drafted(scene)
    as_member(client, scene, "Carla")
    version = scene.report.version
    assert client.post(url(scene, "report_send"), {"version": version}).status_code == 302
    assert client.post(url(scene, "report_send"), {"version": version}).status_code == 302
    assert scene.fresh().stage == Stage.REPLY
    cast.enter(client, scene.anna)
    client.post(reverse("reports:my_reply_waive"))
    client.post(reverse("reports:my_reply_waive"))
    as_member(client, scene, "Carla")
    page = client.post(url(scene, "report_adopt"), {"version": version})
    assert (page.status_code, scene.fresh().stage) == (200, Stage.REPLY)
    assert "Jij schreef dit verslag" in page.content.decode()
    as_member(client, scene, "Bram")
    assert client.post(url(scene, "report_adopt"), {"version": version}).status_code == 302
    assert client.post(url(scene, "report_adopt"), {"version": version}).status_code == 302
    assert scene.fresh().stage == Stage.ADOPTED


def test_candidate_reads_and_replies(client, scene):
    stage_set.sent(scene)
    cast.enter(client, scene.anna)
    page = client.get(reverse("reports:my_report")).content.decode()
    assert "Anna pacht grasland in de polder Oosterveen." in page
    answer = client.post(reverse("reports:my_reply", args=[1]), {"kind": "wrong", "text": ""})
    assert (answer.status_code, Reply.objects.count()) == (200, 0)
    for _click in range(2):
        client.post(
            reverse("reports:my_reply", args=[1]), {"kind": "wrong", "text": "Ik ben eigenaar.", "finding": "x"}
        )
    client.post(reverse("reports:my_reply", args=[0]), {"kind": "agree", "text": ""})
    assert [(reply.kind, reply.text) for reply in Reply.objects.order_by("at")] == [
        ("wrong", "Ik ben eigenaar."),
        ("agree", None),
    ]
    assert client.get(reverse("reports:my_reply", args=[9])).status_code == 404
    client.post(reverse("reports:my_reply_done"))
    assert client.post(reverse("reports:my_reply", args=[1]), {"kind": "agree", "text": ""}).status_code == 302
    assert Reply.objects.count() == 2


def test_draft_stays_with_the_committee(client, scene):
    """Draft blindness goes both ways."""
    stage_set.drafted(scene)
    cast.enter(client, scene.anna)
    page = client.get(reverse("reports:my_report")).content.decode()
    assert "Oosterveen" not in page
    assert "Het verslag is er nog niet" in page


def test_board_decides_after_one_question(client, scene):
    stage_set.adopted(scene)
    as_member(client, scene, "Els")
    page = client.post(url(scene, "advice"), {"what": "nominate"})
    assert (page.status_code, Decision.objects.count()) == (200, 0)
    for _click in range(2):
        client.post(url(scene, "advice"), {"what": "nominate", "sure": "1"})
    assert Decision.objects.get().what == "nominate"


def test_board_list_shows_who_is_ready_and_nobody_else(client, scene):
    stage_set.adopted(scene)
    cast.candidate(scene.round, "Gina", stage=Stage.REPLY, email="gina2@voorbeeld.nl")
    page = as_member(client, scene, "Els").get(reverse("reports:board_list", args=[scene.party.code])).content.decode()
    assert "Anna de Wit" in page
    assert "Gina" not in page
    assert (
        as_member(client, scene, "Carla").get(reverse("reports:board_list", args=[scene.party.code])).status_code == 404
    )


def test_downloads_are_attachments_with_an_event_for_the_right_people(client, scene):
    """Promise 8; the board gets the declaration only."""
    stage_set.completed(scene)
    waiting = as_member(client, scene, "Carla").get(url(scene, "download", "verslag"))
    assert waiting.status_code == 302
    assert make_due_documents() == 2
    taken = {}
    for first, kind in (("Carla", "verslag"), ("Carla", "verklaring"), ("Els", "verklaring")):
        answer = as_member(client, scene, first).get(url(scene, "download", kind))
        assert answer["Content-Disposition"] == f'attachment; filename="{kind}-{scene.anna.code}.pdf"'
        assert (answer["X-Content-Type-Options"], answer["Content-Type"], answer["Cache-Control"]) == (
            "nosniff",
            "application/pdf",
            "no-store",
        )
        taken[first, kind] = answer.content
    for first, kind in (("Els", "verslag"), ("Daan", "verslag"), ("Daan", "verklaring"), ("Carla", "dossier")):
        assert as_member(client, scene, first).get(url(scene, "download", kind)).status_code == 404
    client.logout()
    cast.enter(client, scene.anna)
    assert (
        client.get(reverse("reports:my_download", args=["verklaring"])).content
        == taken["Els", "verklaring"]
        == taken["Carla", "verklaring"]
    )
    assert client.get(reverse("reports:my_download", args=["verslag"])).content == taken["Carla", "verslag"]
    downloads = events_for(scene.anna.chain).filter(verb="document.downloaded")
    assert downloads.count() == 5


def test_group_chair_sees_names_and_agreements_only(client, scene):
    stage_set.completed(scene)
    jan = cast.member(scene.party, "Jan", role="group_chair", round=scene.round)
    page = sign_in(client, jan.user).get(reverse("reports:agenda", args=[scene.party.code])).content.decode()
    assert "Anna maakt de pacht openbaar." in page
    assert "Oosterveen" not in page
    assert client.get(url(scene, "report")).status_code == 404
    assert client.get(url(scene, "advice")).status_code == 404


def test_citing_needs_a_second_member_in_words(client, scene):
    stage_set.drafted(scene)
    form = {"version": str(scene.report.version), "advice": "not_nominate", "advice_prose": "", "reasons": "Daarom.", "keep": "1",
            "title_1": "Pacht", "committee_1": "Tekst.", "title_2": "IJsclub", "committee_2": "Twee.", "cite_1": "on"}  # fmt: skip
    page = as_member(client, scene, "Carla").post(url(scene, "report_edit"), form)
    assert page.status_code == 200
    assert "Punt 1 heeft nog maar één lid." in page.content.decode()
    assert "Daarom." in page.content.decode()
    assert not Finding.objects.filter(cited_negative=True).exists()


@pytest.mark.parametrize("words", ["{{ 7|add:7 }}", "<script>x</script>", "😊 \u202e עברית"])
def test_words_come_back_as_they_were_typed(client, scene, words):
    """Promise 7."""
    stage_set.sent(scene)
    cast.enter(client, scene.anna)
    client.post(reverse("reports:my_reply", args=[1]), {"kind": "context", "text": words})
    page = client.get(reverse("reports:my_report")).content.decode()
    from django.utils.html import escape

    assert escape(words) in page
