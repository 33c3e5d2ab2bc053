"""The yearly ten minutes with the agenda, its calendar file and its print (instrument 8, law.md R-14)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from candidates.models import Outcome
from candidates.workflow import NotAllowed
from parties.models import OutboxMail
from parties.outbox import send_due
from parties.safekeeping.crypto import destroy_keys
from parties.scope import party_scope
from reports.models import AgendaItem, AgendaRefresh
from reports.papers.agenda import after_months, agenda_of
from reports.papers.agenda_files import calendar_of_agenda
from reports.papers.refreshing import ask_refreshes, confirm_refresh, open_refresh, points_to_check, refresh_day
from reports.refusals import NotNow
from tests import cast
from tests.reports import stage_set
from tests.reports.paper import failures, text_of
from tests.signin import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    made = stage_set.interviewed(editions=True)
    with party_scope(made.party):
        stage_set.completed(made)
        yield made


def a_year_on(scene) -> date:
    return after_months(scene.round.election.term_start, 12)


def asked(scene, day: date | None = None) -> int:
    return ask_refreshes(scene.round.body.time_zone, day or a_year_on(scene))


def chair(scene):
    return cast.acting(cast.member(scene.party, "Jan", role="group_chair", round=scene.round), "group_chair")


def answers(scene, **changes) -> dict:
    items = points_to_check(scene.fresh())
    return {str(item.pk): changes.get(item.point, ("right", "")) for item in items}


def test_asked_every_year_of_the_term_and_not_before_or_after(scene):
    election = scene.round.election
    start = election.term_start
    assert refresh_day(election, start + timedelta(days=300)) is None
    assert refresh_day(election, a_year_on(scene)) == a_year_on(scene)
    assert refresh_day(election, a_year_on(scene) + timedelta(days=100)) == a_year_on(scene)
    assert refresh_day(election, after_months(start, 24)) == after_months(start, 24)
    assert refresh_day(election, election.term_end) is None


def test_daily_round_asks_once_and_reminds_once(scene):
    chair(scene)
    mails = OutboxMail.objects.count()
    assert asked(scene, a_year_on(scene) - timedelta(days=1)) == 0
    first = datetime.combine(a_year_on(scene), time(3), tzinfo=UTC)
    for later, count in ((0, 2), (13, 0), (14, 2), (15, 0), (40, 0)):  # each time the person and the group chair
        with time_machine.travel(first + timedelta(days=later)):
            assert asked(scene, a_year_on(scene) + timedelta(days=later)) == count
    assert (OutboxMail.objects.count() - mails, AgendaRefresh.objects.count()) == (4, 1)
    with time_machine.travel(first + timedelta(days=41)):
        send_due()
    assert OutboxMail.objects.filter(purpose="agenda_refresh", state="sent").count() == 2


def test_asked_also_when_the_report_is_long_gone(scene):
    """law.md R-10, R-14: report and answers go in the first weeks; agenda and address live on for the term."""
    destroy_keys(scene.party.pk, scene.anna.code, ["report", "raw", "criminal"])
    assert asked(scene) == 1
    with time_machine.travel(datetime.combine(a_year_on(scene), time(12), tzinfo=UTC)):
        send_due()
    assert OutboxMail.objects.filter(purpose="news").latest("created_at").state == "sent"


def test_who_was_not_elected_is_left_alone(scene):
    scene.anna.refresh_from_db()
    scene.anna.outcome = Outcome.NOT_ELECTED
    scene.anna.save()
    assert asked(scene) == 0


def test_every_point_gets_an_answer_a_day_and_a_name(scene):
    asked(scene)
    given = answers(
        scene, **{"afspraak.1": ("done", ""), "afspraak.2": ("changed", "Anna stopt in mei."), "punt.02": ("right", "")}
    )
    confirm_refresh(scene.anna, given, actor=scene.candidate())
    mine = {item.point: item for item in AgendaItem.objects.filter(candidacy=scene.anna).exclude(checked="")}
    assert (mine["afspraak.1"].checked, mine["afspraak.1"].state) == ("done", "done")
    assert (mine["afspraak.2"].checked, mine["afspraak.2"].state) == ("changed", "not_needed")
    assert (mine["punt.02"].checked, mine["punt.02"].state, mine["punt.02"].checked_by) == (
        "right",
        "open",
        scene.anna.code,
    )
    new = AgendaItem.objects.get(candidacy=scene.anna, point="afspraak.2", state="open")
    assert (new.text, new.due_on) == ("Anna stopt in mei.", mine["afspraak.2"].due_on)
    assert open_refresh(scene.fresh()) is None


def test_nothing_is_noted_while_something_is_missing(scene):
    asked(scene)
    given = answers(scene, **{"afspraak.1": ("changed", " "), "afspraak.2": ("maybe", "")})
    with pytest.raises(NotNow) as refused:
        confirm_refresh(scene.anna, given, actor=scene.candidate())
    assert len(refused.value.missing) == 2
    assert AgendaItem.objects.exclude(checked="").count() == 0
    for actor in (scene.bram, scene.els):
        with pytest.raises(NotAllowed):
            confirm_refresh(scene.anna, answers(scene), actor=actor)


def test_calendar_file_tells_nothing(scene):
    """law.md P-10."""
    text = calendar_of_agenda(agenda_of(scene.fresh())).decode()
    dated = [item for item in agenda_of(scene.fresh()) if item.due_on]
    assert text.count("SUMMARY:Afspraak") == text.count("BEGIN:VEVENT") == len(dated)
    for secret in ("Anna", "pacht", "penningmeester", "Veenkamp", "ntegriteit"):
        assert secret not in text


def test_print_is_conformant_and_holds_agreements_and_no_fact(client, scene):
    """law.md A-02."""
    cast.enter(client, scene.anna)
    answer = client.get(reverse("reports:my_agenda_pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert failures(answer.content) == {}
    text = " ".join(text_of(answer.content).split())
    assert "Anna maakt de pacht openbaar." in text
    assert "Oosterveen" not in text


def test_group_chair_and_person_through_the_pages(client, scene):
    jan = chair(scene)
    asked(scene)
    one = [scene.party.code, scene.anna.code]
    for first in ("Bram", "Els", "Daan"):
        sign_in(client, scene.people[first].user)
        for name in ("refresh", "agenda_pdf"):
            assert client.get(reverse(f"reports:{name}", args=one)).status_code == 404
    sign_in(client, jan.member.user)
    page = client.get(reverse("reports:agenda", args=[scene.party.code])).content.decode()
    assert reverse("reports:refresh", args=one) in page
    assert client.get(reverse("reports:agenda_ics", args=[scene.party.code])).content.count(b"SUMMARY:Afspraak") > 0
    assert client.get(reverse("reports:refresh", args=one)).status_code == 200
    cast.enter(client, scene.anna)
    there = reverse("reports:my_refresh")
    assert there in client.get(reverse("reports:my_agenda")).content.decode()
    assert "Kies bij punt 1 of het nog klopt." in client.post(there, {"csrf": "x"}).content.decode()
    data = {f"what_{item.pk}": "right" for item in points_to_check(scene.fresh())}
    assert client.post(there, data).status_code == 302
    assert client.post(there, data).status_code == 302
    assert "Nagelopen op" in client.get(reverse("reports:my_agenda")).content.decode()
