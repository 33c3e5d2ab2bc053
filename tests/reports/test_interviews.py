"""Planning, moving, holding, and "ik kan dan niet" (decision 40)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from candidates.models import Candidacy, Stage, Tie
from candidates.workflow import NotAllowed, Refused
from parties.models import Event, OutboxMail
from parties.outbox import send_due
from parties.scope import party_scope
from reports.interviews import calendar_file, cannot_come, hold_interview, interview_of, may_attend, not_held_yet
from reports.models import Interview, Topic
from reports.refusals import NotNow
from reports.topics import gather_topics
from tests import cast
from tests.reports.meeting import make_meeting, path, plan, tomorrow_evening
from tests.signin import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return make_meeting(answers={})


@pytest.fixture
def inside(meeting):
    with party_scope(meeting.party):
        yield meeting


def refused(call) -> list[str]:
    with pytest.raises(Refused) as trouble:
        call()
    return [str(one.text) for one in trouble.value.missing]


def news_of(meeting) -> list[str]:
    return sorted(OutboxMail.objects.values_list("purpose", flat=True))


def test_planning_sets_the_stage_and_sends_news(inside):
    interview = plan(inside)
    assert (interview.place, interview.minutes, interview.planned_by) == (
        "Dorpshuis De Turfschuit",
        60,
        inside.Daan.code,
    )
    assert set(interview.attendees.all()) == {inside.Bram, inside.Carla}
    assert Candidacy.objects.get(pk=inside.anna.pk).stage == Stage.PLANNED
    assert news_of(inside) == ["news"]


def test_planning_the_same_twice_is_once(inside):
    assert plan(inside).pk == plan(inside).pk
    assert news_of(inside) == ["news"]
    assert Event.objects.filter(chain=inside.anna.chain, verb="interview.planned").count() == 1


def test_moving_sends_news_again(inside):
    plan(inside)
    moved = plan(inside, at=tomorrow_evening() + timedelta(days=2))
    assert moved.at == tomorrow_evening() + timedelta(days=2)
    assert (Interview.objects.count(), news_of(inside)) == (1, ["news", "news"])


def test_everything_missing_is_said_at_once(inside):
    words = refused(lambda: plan(inside, at=timezone.now() - timedelta(hours=1), place=" ", attendees=[]))
    assert words == [
        "Kies wie er namens de commissie bij is.",
        "Kies een tijd die nog komt.",
        "Schrijf waar het gesprek is.",
    ]
    assert interview_of(inside.anna) is None


def test_within_a_week_after_handing_in_asks_why(inside):
    inside.anna.submitted_at = timezone.now()
    inside.anna.save()
    assert refused(lambda: plan(inside)) == ["Dit is binnen een week na het inleveren. Schrijf waarom dat hier kan."]
    assert plan(inside, early_reason="De kandidaat vroeg er zelf om.").early_reason == "De kandidaat vroeg er zelf om."


@pytest.mark.parametrize("outsider", ["Daan", "Els"])
def test_only_chair_and_members_sit_at_the_table(inside, outsider):
    people = [inside.Bram, getattr(inside, outsider)]
    assert refused(lambda: plan(inside, attendees=people)) == [
        "Kies alleen commissieleden zonder band met de kandidaat."
    ]


def test_member_with_a_tie_is_not_at_the_table(inside):
    """law.md P-86"""
    Tie.objects.filter(candidacy=inside.anna, member=inside.Carla, said_by="candidate").update(kind="friend")
    assert [seat.member for seat in may_attend(inside.anna)] == [inside.Bram]
    assert refused(lambda: plan(inside)) == ["Kies alleen commissieleden zonder band met de kandidaat."]


@pytest.mark.parametrize("name", ["Carla", "Els", "Anna"])
def test_member_board_and_candidate_do_not_plan(inside, name):
    with pytest.raises(NotAllowed):
        plan(inside, actor=inside.act[name])


def test_chair_with_a_tie_does_not_plan_either(client, meeting):
    """decision 15"""
    with party_scope(meeting.party):
        Tie.objects.filter(candidacy=meeting.anna, member=meeting.Bram, said_by="candidate").update(kind="family")
        with pytest.raises(NotAllowed):
            plan(meeting, actor=meeting.act["Bram"], attendees=[meeting.Carla])
    assert sign_in(client, meeting.Bram.user).get(path(meeting, "plan")).status_code == 404


def test_answers_cannot_be_reopened_after_the_interview(inside):
    plan(inside)
    assert not_held_yet(inside.anna) == []
    hold_interview(inside.anna, actor=inside.act["Carla"], attended=[inside.Bram, inside.Carla])
    assert [str(one.text) for one in not_held_yet(inside.anna)] == ["Het gesprek is al gevoerd."]


def test_holding_records_who_was_there_and_what_came_up(inside):
    gather_topics(inside.anna, actor=inside.act["Bram"])
    plan(inside)
    first = Topic.objects.filter(candidacy=inside.anna, criminal=False).first()
    interview = hold_interview(inside.anna, actor=inside.act["Carla"], attended=[inside.Carla], talked=[first])
    assert [member.code for member in interview.attendees.all()] == [inside.Carla.code]
    assert interview.recorded_by == inside.Carla.code
    talked = Topic.objects.filter(candidacy=inside.anna, talked_at__isnull=False)
    assert [topic.pk for topic in talked] == [first.pk]
    assert Candidacy.objects.get(pk=inside.anna.pk).stage == Stage.INTERVIEWED


def test_interview_that_is_still_to_come_is_not_held(inside):
    plan(inside)
    words = refused(lambda: hold_interview(inside.anna, actor=inside.act["Carla"], attended=[inside.Bram],
                                           held_at=timezone.now() + timedelta(hours=1)))  # fmt: skip
    assert words == ["Dit gesprek moet nog komen."]


def test_cannot_come_tells_chair_and_secretary_once(inside):
    plan(inside)
    cannot_come(inside.anna, actor=inside.act["Anna"])
    again = cannot_come(inside.anna, actor=inside.act["Anna"], words="Donderdag kan wel.")
    assert again.cannot_words == "Donderdag kan wel."
    told = OutboxMail.objects.filter(purpose="interview_cannot").values_list("member_code", flat=True)
    assert sorted(told) == sorted([inside.Bram.code, inside.Daan.code])


def test_mail_about_it_names_nobody(inside):
    """law.md P-10"""
    plan(inside)
    cannot_come(inside.anna, actor=inside.act["Anna"], words="Ik heb dan een kermis.")
    send_due()
    bodies = " ".join(message.subject + message.body for message in mail.outbox if "bram" in message.to[0])
    assert "Er is nieuws over een afspraak" in bodies
    assert [word for word in ("Anna", "Wit", "kermis", "Veenkamp") if word in bodies] == []


def test_cannot_come_is_over_once_another_time_is_found(inside):
    plan(inside)
    cannot_come(inside.anna, actor=inside.act["Anna"], words="Donderdag kan wel.")
    moved = plan(inside, at=tomorrow_evening() + timedelta(days=1))
    assert (moved.cannot_at, moved.cannot_words) == (None, None)


def test_nobody_says_it_for_another(inside):
    gina = cast.candidate(inside.round, "Gina", stage=Stage.PLANNED)
    plan(inside)
    with pytest.raises(NotAllowed):
        cannot_come(inside.anna, actor=cast.acting(gina))
    with pytest.raises(NotNow):
        cannot_come(gina, actor=cast.acting(gina))


def test_calendar_file_is_neutral(inside):
    interview = plan(inside)
    raw = calendar_file(interview)
    event = Calendar.from_ical(raw).walk("VEVENT")[0]
    assert (str(event["summary"]), str(event["location"]), event["dtstart"].dt) == (
        "Afspraak",
        "Dorpshuis De Turfschuit",
        interview.at,
    )
    assert [word for word in ("Anna", "Wit", "Veenkamp", "kandidaat", "selectie") if word in raw.decode()] == []


# --- pages ---------------------------------------------------------------------------------------------------------


def posted(**changes) -> dict:
    day = timezone.localdate() + timedelta(days=3)
    return {"day": day.strftime("%d-%m-%Y"), "time": "19.30", "place": "De Turfschuit", "minutes": "60", **changes}


def test_times_are_those_of_the_body(client):
    """decision 37: the island's clock, not the server's."""
    meeting = make_meeting(answers={}, regime="BES")
    sign_in(client, meeting.Daan.user)
    page = client.post(path(meeting, "plan"), posted(attendees=[meeting.Bram.code]))
    assert page.url == reverse("reports:interviews", args=[meeting.party.code])
    with party_scope(meeting.party):
        at = interview_of(meeting.anna).at
    day = timezone.localdate() + timedelta(days=3)
    assert at == datetime(day.year, day.month, day.day, 19, 30, tzinfo=ZoneInfo("America/Kralendijk"))


def test_errors_keep_what_was_typed(client, meeting):
    sign_in(client, meeting.Daan.user)
    page = client.post(path(meeting, "plan"), posted(time="half acht", attendees=[meeting.Bram.code])).content.decode()
    assert "Schrijf de tijd als uur en minuten, bijvoorbeeld 19.30." in page
    assert 'value="De Turfschuit"' in page


def test_list_shows_a_member_with_a_tie_name_and_status_only(client, meeting):
    """decision 15"""
    with party_scope(meeting.party):
        plan(meeting, attendees=[meeting.Bram])
        Tie.objects.filter(candidacy=meeting.anna, member=meeting.Carla, said_by="candidate").update(kind="friend")
    page = (
        sign_in(client, meeting.Carla.user)
        .get(reverse("reports:interviews", args=[meeting.party.code]))
        .content.decode()
    )
    assert "Anna de Wit" in page
    assert "Gesprek gepland" in page
    assert [word for word in ("Bram Visser", "19.30", path(meeting, "dossier")) if word in page] == []


def test_board_has_no_list_of_interviews(client, meeting):
    assert (
        sign_in(client, meeting.Els.user).get(reverse("reports:interviews", args=[meeting.party.code])).status_code
        == 404
    )


def test_list_costs_the_same_for_one_and_for_many(client, meeting, django_assert_max_num_queries):
    url = reverse("reports:interviews", args=[meeting.party.code])
    sign_in(client, meeting.Bram.user)
    with party_scope(meeting.party):
        plan(meeting)
    counts = []
    for extra in (0, 5):
        with party_scope(meeting.party):
            for number in range(extra):
                other = cast.candidate(
                    meeting.round, f"Noor{number}", stage=Stage.REVIEW, submitted_at=timezone.now() - timedelta(days=9)
                )
                cast.no_tie(other, meeting.Bram)
                plan(meeting.__class__(**{**vars(meeting), "anna": other}))
        with django_assert_max_num_queries(60) as seen:
            assert client.get(url).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_candidate_sees_who_is_there_and_may_bring_somebody(client, meeting):
    with party_scope(meeting.party):
        plan(meeting)
    page = cast.enter(client, meeting.anna).get(reverse("reports:my_interview")).content.decode()
    for words in (
        "Dorpshuis De Turfschuit",
        "Bram Visser, voorzitter van de commissie",
        "Carla Smit, lid van de commissie",
        "Neem iemand mee",
    ):
        assert words in page


def test_candidate_downloads_the_appointment(client, meeting):
    with party_scope(meeting.party):
        plan(meeting)
    response = cast.enter(client, meeting.anna).get(reverse("reports:my_interview_ics"))
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "text/calendar; charset=utf-8",
        'attachment; filename="afspraak.ics"',
    )


def test_candidate_without_an_appointment_has_no_file(client, meeting):
    assert cast.enter(client, meeting.anna).get(reverse("reports:my_interview_ics")).status_code == 404


def test_committee_reads_that_the_candidate_cannot_come(client, meeting):
    with party_scope(meeting.party):
        plan(meeting)
    cast.enter(client, meeting.anna).post(reverse("reports:my_cannot"), {"words": "Donderdag kan wel."})
    client.cookies.clear()
    assert "Donderdag kan wel." in sign_in(client, meeting.Daan.user).get(path(meeting, "plan")).content.decode()


def test_recording_on_the_page(client, meeting):
    with party_scope(meeting.party):
        plan(meeting)
    sign_in(client, meeting.Carla.user)
    assert client.get(path(meeting, "record")).status_code == 200
    day = timezone.localdate().strftime("%d-%m-%Y")
    page = client.post(
        path(meeting, "record"), {"day": day, "attended": [meeting.Bram.code, meeting.Carla.code], "talked": []}
    )
    assert page.url == path(meeting, "findings")
    with party_scope(meeting.party):
        assert interview_of(meeting.anna).held_at is not None
