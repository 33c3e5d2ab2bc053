"""The committee's calendar: neutral, one's own, and closed at once when it should be (decisions 9 and 15; law.md P-10)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from candidates.models import Stage, Tie
from parties.accounts.members import remove_member
from parties.models import CalendarFeed, Door, Event, Seat
from parties.scope import party_scope
from reports.models import Interview
from screening.committee.feed import feed_of, renew_feed, stop_feed
from tests import cast
from tests.signin import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    return cast.make_round(cast.make_party())


@pytest.fixture
def people(round):
    return cast.committee(round)


def talk(round, first, *attendees, **fields):
    person = cast.candidate(round, first, stage=fields.pop("stage", Stage.PLANNED), email=f"{first}@voorbeeld.nl")
    with party_scope(round.party):
        at = timezone.now().replace(microsecond=0) + fields.pop("after", timedelta(days=5))
        row = Interview.objects.create(candidacy=person, at=at, place="Bij Anna de Wit thuis", planned_by="x",
                                       planned_at=timezone.now(), minutes=45)  # fmt: skip
        row.attendees.set(attendees)
    return person, at


def address(member):
    with party_scope(member.party):
        feed = feed_of(member) or renew_feed(member, actor=cast.acting(member))
    return reverse("screening:calendar", args=[feed.token])


def fetched(member, title="Afspraak commissie"):
    response = Client().get(address(member))
    assert response.status_code == 200
    events = Calendar.from_ical(response.content).walk("VEVENT")
    return [event for event in events if str(event["summary"]) == title]


def test_a_calendar_program_gets_neutral_appointments(round, people):
    """law.md P-10: no names, no party, no place."""
    _anna, at = talk(round, "Anna", people["Carla"])
    response = Client().get(address(people["Carla"]))
    text = response.content.decode()
    for word in (
        "Anna",
        "Wit",
        round.party.name,
        round.party.code,
        "thuis",
        "Veenstroom",
        "kandida",
        "Carla",
        people["Carla"].code,
    ):
        assert word.casefold() not in text.casefold()
    assert (response["Cache-Control"], response["Content-Type"]) == (
        "private, no-store",
        "text/calendar; charset=utf-8",
    )
    assert response.cookies == {}
    (event,) = fetched(people["Carla"])
    assert (event["dtstart"].dt, event["dtend"].dt - event["dtstart"].dt) == (at, timedelta(minutes=45))


def test_it_follows_rfc_5545(round, people):
    talk(round, "Anna", people["Carla"])
    raw = Client().get(address(people["Carla"])).content
    lines = raw.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR" and lines[-2:] == [b"END:VCALENDAR", b""]
    assert all(len(line) <= 75 for line in lines) and raw.count(b"\n") == raw.count(b"\r\n")
    calendar = Calendar.from_ical(raw)
    events = calendar.walk("VEVENT")
    assert calendar["version"] == "2.0" and calendar["prodid"]
    assert all({"UID", "DTSTAMP", "DTSTART"} <= set(event) for event in events)
    assert len({str(event["uid"]) for event in events}) == len(events) == 5


def test_the_days_of_the_round_are_whole_days_that_keep_nobody_busy(round, people):
    days = fetched(people["Carla"], "Datum commissie")
    wanted = {round.submit_by, round.interviews_until, round.list_on, round.election.nomination_day}
    assert {event["dtstart"].dt for event in days} == wanted
    assert {str(event["transp"]) for event in days} == {"TRANSPARENT"}


def test_each_sees_what_is_theirs(round, people):
    talk(round, "Anna", people["Carla"])
    talk(round, "Job", people["Bram"])
    seen = {name: len(fetched(people[name])) for name in ("Bram", "Carla", "Daan", "Els")}
    assert seen == {"Bram": 2, "Carla": 1, "Daan": 2, "Els": 0}


def test_a_tie_closes_the_appointment_too(round, people):
    """Decision 15: counts included."""
    anna, _at = talk(round, "Anna", people["Bram"])
    with party_scope(round.party):
        Tie.objects.create(candidacy=anna, member=people["Bram"], said_by="member", kind="family")
    assert fetched(people["Bram"]) == []


def test_who_stopped_or_was_long_ago_is_gone(round, people):
    talk(round, "Anna", people["Carla"], stage=Stage.WITHDRAWN)
    talk(round, "Job", people["Carla"], after=timedelta(days=-40))
    assert fetched(people["Carla"]) == []


def test_a_new_address_ends_the_old_one(client, round, people):
    old = address(people["Carla"])
    sign_in(client, people["Carla"].user)
    url = reverse("screening:feed", args=[round.party.code])
    assert old in client.get(url).content.decode()
    client.post(url)
    new = address(people["Carla"])
    assert new != old and (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    client.post(url, {"stop": "1"}), client.post(url, {"stop": "1"})
    assert Client().get(new).status_code == 404 and Door.objects.filter(kind="calendar").count() == 0
    with party_scope(round.party):
        verbs = list(Event.objects.filter(verb__startswith="calendar.").order_by("seq").values_list("verb", flat=True))
        assert verbs == ["calendar.made", "calendar.made", "calendar.stopped"]


def test_the_database_holds_no_address_that_works(round, people):
    """Decision 9: hashed, and the door knows a party only."""
    link = address(people["Carla"])
    token = link.removeprefix("/kalender/").removesuffix(".ics")
    assert len(token) == 43
    with party_scope(round.party):
        (row,) = CalendarFeed.objects.values()
    assert token not in str(row) and token not in str(list(Door.objects.values()))


@pytest.mark.parametrize("how", ["member", "account", "party"])
def test_it_ends_with_the_mandate_at_the_next_request(round, people, how):
    """law.md P-85."""
    link = address(people["Carla"])
    if how == "member":
        with party_scope(round.party):
            remove_member(people["Carla"], actor=cast.acting(people["Bram"], "chair"))
    elif how == "account":
        people["Carla"].user.is_active = False
        people["Carla"].user.save()
    else:
        round.party.left_at = timezone.now()
        round.party.save()
    assert Client().get(link).status_code == 404


def test_without_a_seat_there_is_nothing_in_it(round, people):
    talk(round, "Anna", people["Carla"])
    link = address(people["Carla"])
    with party_scope(round.party):
        Seat.objects.filter(member=people["Carla"]).update(ended_at=timezone.now())
    assert Calendar.from_ical(Client().get(link).content).walk("VEVENT") == []


def test_a_wrong_address_and_an_unknown_one_are_the_same_page(round, people):
    with party_scope(round.party):
        old = renew_feed(people["Carla"], actor=cast.acting(people["Carla"])).token
        stop_feed(people["Carla"], actor=cast.acting(people["Carla"]))
    pages = [Client().get(reverse("screening:calendar", args=[token])) for token in (old, "x" * 43, "x")]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1


def test_nobody_makes_one_for_another(client, round, people):
    """The page knows the own address only."""
    link = address(people["Carla"])
    sign_in(client, people["Bram"].user)
    url = reverse("screening:feed", args=[round.party.code])
    client.post(url)
    assert link not in client.get(url).content.decode() and Client().get(link).status_code == 200
