"""The committee's page of one candidate: who comes near it, what shows, and which step comes next."""

import pytest
from django.urls import reverse

from candidates.models import Candidacy, Stage, Tie
from parties.models import Event
from parties.scope import party_scope
from reports.additions import open_addition
from reports.models import Topic
from tests import cast
from tests.reports.meeting import make_meeting, path, plan
from tests.signin import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return make_meeting(stage=Stage.SUBMITTED)


def see(client, member, url):
    return sign_in(client, member.user).get(url)


def test_chair_reads_the_answers_and_the_reading_is_recorded(client, meeting):
    """decision 7"""
    page = see(client, meeting.Bram, path(meeting, "dossier"))
    assert page.status_code == 200
    assert "IJsclub De Vaart" in page.content.decode()
    with party_scope(meeting.party):
        opened = Event.objects.filter(chain=meeting.anna.chain, verb="dossier.opened")
        assert [(event.actor_role, event.codes) for event in opened] == [("chair", {"what": "answers"})]


def test_criminal_question_shows_only_to_who_may_read_it(client, meeting):
    """law.md P-21"""
    plain = cast.member(meeting.party, "Iris", role="member", round=meeting.round)
    cast.no_tie(meeting.anna, plain)
    question = "Is er iets waardoor je misschien geen VOG krijgt?"
    assert question in see(client, meeting.Bram, path(meeting, "dossier")).content.decode()
    client.logout()
    assert question not in see(client, plain, path(meeting, "dossier")).content.decode()


@pytest.mark.parametrize("name", ["Daan", "Els"])
def test_secretary_and_board_get_the_page_of_a_missing_dossier(client, meeting, name):
    missing = reverse("reports:dossier", args=[meeting.party.code, "bestaatniet"])
    page, other = (
        see(client, getattr(meeting, name), path(meeting, "dossier")),
        see(client, getattr(meeting, name), missing),
    )
    assert (page.status_code, page.content) == (404, other.content)


def test_member_of_another_party_gets_the_same_404(client, meeting):
    other = cast.make_party("Ander Geluid")
    farid = cast.member(other, "Farid", role="chair", round=cast.make_round(other))
    missing = reverse("reports:dossier", args=["bestaatniet", meeting.anna.code])
    page, none = see(client, farid, path(meeting, "dossier")), see(client, farid, missing)
    assert (page.status_code, page.content) == (404, none.content)


def test_tie_question_comes_first(client, meeting):
    """law.md P-86"""
    newcomer = cast.member(meeting.party, "Iris", role="member", round=meeting.round)
    page = see(client, newcomer, path(meeting, "dossier"))
    tie = reverse("candidates:tie", args=[meeting.party.code, meeting.anna.code])
    assert (page.status_code, page.url) == (302, f"{tie}?verder={path(meeting, 'dossier')}")


def test_confidentiality_statement_comes_before_the_tie_question(client, meeting):
    """law.md P-85"""
    newcomer = cast.member(meeting.party, "Iris", role="member", round=meeting.round, signed=False)
    page = see(client, newcomer, path(meeting, "dossier"))
    statement = reverse("screening:confidentiality", args=[meeting.party.code])
    assert (page.status_code, page.url) == (302, f"{statement}?verder={path(meeting, 'dossier')}")


def test_member_named_by_the_candidate_is_kept_out(client, meeting):
    with party_scope(meeting.party):
        Tie.objects.filter(candidacy=meeting.anna, member=meeting.Bram, said_by="candidate").update(kind="family")
    assert see(client, meeting.Bram, path(meeting, "dossier")).status_code == 404


def test_taking_up_puts_the_topics_ready_once(client, meeting):
    sign_in(client, meeting.Carla.user)
    for _press in range(2):
        assert client.post(path(meeting, "take_up")).url == path(meeting, "dossier")
    with party_scope(meeting.party):
        assert Candidacy.objects.get(pk=meeting.anna.pk).stage == Stage.REVIEW
        assert Event.objects.filter(chain=meeting.anna.chain, verb="candidacy.taken_up").count() == 1
        assert Topic.objects.filter(candidacy=meeting.anna, origin="answer").count() == 3


def test_asking_an_addition_opens_the_answers_with_the_question(client, meeting):
    sign_in(client, meeting.Carla.user)
    page = client.post(path(meeting, "ask_addition"), {"reason": "Welke rol heb je bij de ijsclub precies?"})
    assert page.url == reverse("reports:interviews", args=[meeting.party.code])
    with party_scope(meeting.party):
        anna = Candidacy.objects.get(pk=meeting.anna.pk)
        assert anna.stage == Stage.STARTED
        assert open_addition(anna).text == "Welke rol heb je bij de ijsclub precies?"


def test_asking_an_addition_without_words_keeps_the_answers_closed(client, meeting):
    sign_in(client, meeting.Carla.user)
    assert client.post(path(meeting, "ask_addition"), {"reason": "  "}).status_code == 200
    with party_scope(meeting.party):
        assert Candidacy.objects.get(pk=meeting.anna.pk).stage == Stage.SUBMITTED


def test_steps_follow_the_status(client, meeting):
    sign_in(client, meeting.Bram.user)
    assert steps(client, meeting) == [path(meeting, "take_up"), path(meeting, "ask_addition")]
    client.post(path(meeting, "take_up"))
    assert steps(client, meeting) == [path(meeting, "plan"), path(meeting, "ask_addition")]
    with party_scope(meeting.party):
        plan(meeting)
    assert steps(client, meeting) == [path(meeting, name) for name in ("prepare", "talk", "record", "plan")]


def steps(client, meeting):
    return [step["url"] for step in client.get(path(meeting, "dossier")).context["steps"]]
