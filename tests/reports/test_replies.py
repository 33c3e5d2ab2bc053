"""The candidate's replies: own words beside ours, until the report is adopted (law.md P-62, decision 17)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.models import Stage
from candidates.workflow import NotAllowed
from parties.models import Event
from parties.safekeeping.crypto import destroy_keys
from parties.scope import party_scope
from reports.findings import drop_finding
from reports.free_text import BsnLike
from reports.models import Finding, Reply, Report
from reports.replies import ReplyRefused, reply_by, reply_to_finding
from tests import cast
from tests.reports.meeting import make_meeting, path, plan, tomorrow_evening, write_finding
from tests.signin import sign_in

pytestmark = pytest.mark.django_db
ADDRESS = reverse("reports:my_findings")


@pytest.fixture
def meeting():
    meeting = make_meeting(answers={}, checks_on=True)
    with party_scope(meeting.party):
        meeting.finding = write_finding(meeting)
    return meeting


@pytest.fixture
def inside(meeting):
    with party_scope(meeting.party):
        yield meeting


def say(meeting, kind=Reply.Kind.CONTEXT, text="Het loopt tot eind 2029.", **more):
    return reply_to_finding(meeting.finding, actor=more.pop("actor", meeting.act["Anna"]), kind=kind, text=text, **more)


def test_replies_are_rows_and_the_same_twice_is_one(inside):
    first = say(inside)
    assert say(inside).pk == first.pk
    say(inside, kind=Reply.Kind.WRONG, text="De pacht is al voorbij.")
    assert [reply.kind for reply in Reply.objects.all()] == ["context", "wrong"]
    assert Event.objects.filter(chain=inside.anna.chain, verb="finding.replied").count() == 2


@pytest.mark.parametrize("kind", [Reply.Kind.AGREE, Reply.Kind.NONE])
def test_agreeing_and_saying_nothing_need_no_words(inside, kind):
    assert say(inside, kind=kind, text="").text is None


@pytest.mark.parametrize(("kind", "text"), [(Reply.Kind.WRONG, " "), (Reply.Kind.CONTEXT, ""), ("iets", "Woorden")])
def test_wrong_and_context_need_words_and_a_kind_that_exists(inside, kind, text):
    with pytest.raises(ReplyRefused):
        say(inside, kind=kind, text=text)
    assert Reply.objects.count() == 0


def test_text_lies_under_the_reports_key(inside):
    say(inside)
    destroy_keys(inside.party.pk, inside.anna.code, ["raw"])
    assert Reply.objects.get().text == "Het loopt tot eind 2029."


def test_bsn_is_refused(inside):
    with pytest.raises(BsnLike):
        say(inside, text="111222333")


@pytest.mark.parametrize("name", ["Bram", "Els"])
def test_nobody_replies_for_the_candidate(inside, name):
    with pytest.raises(NotAllowed):
        say(inside, actor=inside.act[name])


def test_another_candidate_does_not_reply(inside):
    with pytest.raises(NotAllowed):
        say(inside, actor=cast.acting(cast.candidate(inside.round, "Gina", stage=Stage.REVIEW)))


def test_reply_stays_possible_until_the_report_is_adopted(inside):
    for stage in (Stage.STARTED, Stage.PLANNED, Stage.INTERVIEWED, Stage.REPLY):
        inside.anna.stage = stage
        inside.anna.save()
        say(inside, text=f"Bij {stage}")
    inside.anna.stage = Stage.ADOPTED
    inside.anna.save()
    with pytest.raises(ReplyRefused):
        say(inside, text="Te laat")
    assert Reply.objects.count() == 4


def test_dropped_finding_needs_no_reply(inside):
    drop_finding(inside.finding, actor=inside.act["Carla"])
    with pytest.raises(ReplyRefused):
        say(inside)


def test_term_is_the_interview_and_later_the_report(inside):
    assert reply_by(inside.anna) is None
    plan(inside)
    assert reply_by(inside.anna) == tomorrow_evening()
    due = timezone.now() + timedelta(days=7)
    Report.objects.create(
        candidacy=inside.anna, number=1, body={}, drafted_by="x", sent_at=timezone.now(), reply_due=due
    )
    assert reply_by(inside.anna) == due


# --- pages ---------------------------------------------------------------------------------------------------------


def test_candidate_reads_every_finding_at_once_with_source_fact_and_meaning(client, meeting):
    """law.md P-42"""
    with party_scope(meeting.party):
        write_finding(meeting, origin=Finding.Origin.CHECK, title="Bericht uit 2023", source="https://krant.example/1", fact="Anna zei iets over muskusratten.",
                      meaning="Dat kan vragen oproepen.")  # fmt: skip
    page = cast.enter(client, meeting.anna).get(ADDRESS).content.decode()
    for words in (
        "Grasland in pacht",
        "https://krant.example/1",
        "Anna zei iets over muskusratten.",
        "Dat kan vragen oproepen.",
        "Mevrouw Postma",
    ):
        assert words in page


def test_dropped_finding_is_gone_for_the_candidate(client, meeting):
    with party_scope(meeting.party):
        drop_finding(meeting.finding, actor=meeting.act["Carla"])
    cast.enter(client, meeting.anna)
    assert "Grasland" not in client.get(ADDRESS).content.decode()
    assert client.get(reverse("reports:my_finding", args=[1])).status_code == 404


def test_replying_on_the_page_and_the_committee_reads_it(client, meeting):
    cast.enter(client, meeting.anna)
    assert (
        client.post(
            reverse("reports:my_finding", args=[1]), {"kind": "context", "text": "Het loopt tot eind 2029."}
        ).url
        == ADDRESS
    )
    client.cookies.clear()
    page = sign_in(client, meeting.Bram.user).get(path(meeting, "findings")).content.decode()
    assert "Anna: dit is de context" in page
    assert "Het loopt tot eind 2029." in page


def test_words_are_asked_for_and_what_was_chosen_stays(client, meeting):
    page = (
        cast.enter(client, meeting.anna)
        .post(reverse("reports:my_finding", args=[1]), {"kind": "wrong", "text": ""})
        .content.decode()
    )
    assert "Schrijf wat er niet klopt of wat erbij hoort." in page
    assert page.count("checked") == 1


def test_another_candidates_findings_are_not_there(client, meeting):
    gina = cast.candidate(meeting.round, "Gina", stage=Stage.REVIEW)
    cast.enter(client, gina)
    assert "Grasland" not in client.get(ADDRESS).content.decode()
    assert client.get(reverse("reports:my_finding", args=[1])).status_code == 404


def test_text_stays_text(client, meeting):
    """promise 7"""
    cast.enter(client, meeting.anna).post(
        reverse("reports:my_finding", args=[1]), {"kind": "context", "text": "{{ 7*7 }}<b>x</b>🙂"}
    )
    page = client.get(ADDRESS).content.decode()
    assert "{{ 7*7 }}&lt;b&gt;x&lt;/b&gt;🙂" in page
