"""Decisions: held until all are known at one moment, and taken back while they cool (decision 37)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from candidates.models import Stage
from candidates.workflow import NotAllowed, Refused
from parties.models import OutboxMail
from parties.outbox import send_due
from parties.scope import party_scope
from reports.models import Decision, Declaration
from reports.papers.correcting import correct, drop_correction
from reports.papers.deciding import decide, decision_to_read, declaration_to_read
from reports.papers.declaring import lay_declaration
from reports.papers.publishing import preview, publish, take_back
from screening.lifecycle import set_dates
from screening.looked import events_to_show
from tests import cast
from tests.reports import stage_set
from tests.signin import sign_in

pytestmark = pytest.mark.django_db
What = Decision.What


@pytest.fixture
def scene():
    made = stage_set.interviewed(editions=True)
    with party_scope(made.party):
        yield made


def url(scene, name: str) -> str:
    return reverse(f"reports:{name}", args=[scene.party.code, scene.anna.code])


def held(scene, what: str = What.NOMINATE, **changes) -> Decision:
    stage_set.adopted(scene, **changes)
    return decide(scene.anna, what, actor=scene.els, hold=True)


def test_held_decision_is_nobodys_news(scene):
    """No mail, no declaration, no line in the log and no other status word before it is published."""
    held(scene, What.NOT_NOMINATE, **stage_set.negative(scene))
    assert OutboxMail.objects.filter(purpose="outcome").count() == 0
    assert (decision_to_read(scene.fresh()), scene.fresh().stage, scene.fresh().outcome) == (None, Stage.ADOPTED, "")
    assert [one.verb for one in events_to_show(scene.fresh()) if one.verb.startswith("decision")] == []


def test_one_moment_for_everybody_of_the_round(scene):
    held(scene)
    other = cast.candidate(scene.round, "Gina", stage=Stage.ADOPTED)
    report = scene.report
    Decision.objects.create(candidacy=other, report=report, what=What.NOT_NOMINATE, decided_by="x", reasons="Vol.")
    assert Declaration.objects.count() == 0
    with pytest.raises(Refused):
        lay_declaration(scene.fresh(), actor=scene.els)
    with pytest.raises(NotAllowed):
        publish(scene.round, actor=scene.bram)
    assert publish(scene.round, actor=scene.els) == 2
    assert publish(scene.round, actor=scene.els) == 0
    due = set(OutboxMail.objects.filter(purpose="outcome").values_list("due_at", flat=True))
    assert due == set(Decision.objects.values_list("published_at", flat=True))
    assert len(due) == 1
    other.refresh_from_db()
    assert (other.stage, other.outcome) == (Stage.NOT_NOMINATED, "rejected")
    assert (decision_to_read(scene.fresh()), declaration_to_read(scene.fresh())) == (None, None)
    with time_machine.travel(due.pop() + timedelta(seconds=1)):
        assert decision_to_read(scene.fresh()).what == What.NOMINATE
        assert declaration_to_read(scene.fresh()).state == "open"


def test_who_stopped_meanwhile_hears_nothing(scene):
    from candidates.submission import withdraw

    held(scene)
    withdraw(scene.fresh(), actor=scene.candidate())
    assert publish(scene.round, actor=scene.els) == 0


def test_report_that_is_being_corrected_waits(scene):
    held(scene)
    correct(scene.anna, "Een fout.", actor=scene.carla)
    assert publish(scene.round, actor=scene.els) == 0
    drop_correction(scene.anna, actor=scene.carla)
    assert publish(scene.round, actor=scene.els) == 1


def test_held_decision_is_changed_freely_and_decided_once(scene):
    held(scene)
    with pytest.raises(Refused):
        decide(scene.anna, What.NOMINATE, actor=scene.els, hold=True)
    with pytest.raises(Refused):
        decide(scene.anna, What.NOMINATE, actor=scene.els)
    take_back(scene.anna, actor=scene.els)
    with pytest.raises(NotAllowed):
        decide(scene.anna, What.NOMINATE, actor=scene.bram, hold=True)
    assert decide(scene.anna, What.NOMINATE, actor=scene.els, hold=True).published_at is None


def test_taking_back_undoes_the_decision_and_the_mail(scene):
    stage_set.adopted(scene, **stage_set.negative(scene))
    decide(scene.anna, What.NOT_NOMINATE, actor=scene.els)
    take_back(scene.anna, actor=scene.els)
    assert (scene.fresh().stage, scene.fresh().outcome, Decision.objects.count()) == (Stage.ADOPTED, "", 0)
    assert OutboxMail.objects.get(purpose="outcome").state == "cancelled"
    with pytest.raises(Refused):
        take_back(scene.anna, actor=scene.els)
    decide(scene.anna, What.NOMINATE, actor=scene.els)
    assert OutboxMail.objects.filter(purpose="outcome", state="waiting").count() == 1


def test_declaration_that_was_seen_lapses_with_a_reason(scene):
    stage_set.nominated(scene)
    take_back(scene.anna, actor=scene.bram)
    row = Declaration.objects.get()
    assert (row.state, row.why) == ("void", "Het bestuur nam het besluit terug en besluit opnieuw.")


def test_declaration_that_was_hidden_goes_without_a_trace(scene):
    held(scene)
    publish(scene.round, actor=scene.els)
    take_back(scene.anna, actor=scene.els)
    assert Declaration.objects.count() == 0


def test_not_once_the_mail_left_nor_after_signing_nor_by_others(scene):
    stage_set.nominated(scene)
    for actor in (scene.carla, scene.daan):
        with pytest.raises(NotAllowed):
            take_back(scene.anna, actor=actor)
    with time_machine.travel(OutboxMail.objects.get(purpose="outcome").due_at + timedelta(minutes=1)):
        send_due()
    with pytest.raises(Refused) as refused:
        take_back(scene.anna, actor=scene.els)
    assert [str(one.text) for one in refused.value.missing] == [
        "De bedenktijd is voorbij: de mail over dit besluit is al weg."
    ]


def test_signed_is_not_taken_back(scene):
    stage_set.signed(scene)
    with pytest.raises(Refused):
        take_back(scene.anna, actor=scene.els)
    assert (scene.fresh().stage, Decision.objects.count()) == (Stage.SIGNED, 1)


def test_term_of_a_rejection_counts_from_the_day_it_is_known(scene):
    """A held rejection never becomes final behind somebody's back."""
    held(scene, What.NOT_NOMINATE, **stage_set.negative(scene))
    late = timezone.localdate() + timedelta(days=60)
    zone = scene.round.body.time_zone
    Decision.objects.update(decided_at=timezone.now() - timedelta(days=50))
    set_dates(zone, late)
    assert scene.fresh().t0_at is None
    publish(scene.round, actor=scene.els)
    Decision.objects.update(published_at=timezone.now())
    set_dates(zone, timezone.localdate() + timedelta(days=2))
    assert scene.fresh().t0_at is None  # decided weeks ago, known since today
    set_dates(zone, late)
    assert scene.fresh().t0_by == "calendar"


def test_preview_says_what_leaves_without_the_persons_own_link(scene):
    stage_set.nominated(scene)
    shown = preview(scene.fresh())
    assert shown.subject == "Er staat iets voor je klaar"
    assert "Er is een besluit." in shown.body
    assert "http" not in shown.body
    assert preview(scene.fresh(), "code") is None


def test_board_publishes_through_the_pages(client, scene):
    stage_set.adopted(scene)
    sign_in(client, scene.people["Els"].user)
    answer = {"what": "nominate", "when": "together"}
    assert (
        "Niemand hoort het tot je alle besluiten bekendmaakt."
        in client.post(url(scene, "advice"), answer).content.decode()
    )
    assert client.post(url(scene, "advice"), answer | {"sure": "1"}).status_code == 302
    there = reverse("reports:publish", args=[scene.party.code, scene.round.code])
    assert there in client.get(reverse("reports:board_list", args=[scene.party.code])).content.decode()
    assert "Er staat iets voor je klaar" in client.get(there).content.decode()
    cast.enter(client, scene.anna)
    for name in ("my_decision", "my_declaration"):
        assert "Het bestuur draagt je voor" not in client.get(reverse(f"reports:{name}"), follow=True).content.decode()
    sign_in(client, scene.people["Els"].user)
    assert client.post(there).status_code == 302
    assert client.post(there).status_code == 302
    assert OutboxMail.objects.filter(purpose="outcome").count() == 1
    cast.enter(client, scene.anna)
    assert client.get(reverse("reports:my_declaration_text")).status_code == 302
    for first in ("Bram", "Daan", "Carla"):
        sign_in(client, scene.people[first].user)
        assert client.get(there).status_code == 404


def test_board_and_chair_take_back_through_the_pages(client, scene):
    stage_set.nominated(scene)
    mail = OutboxMail.objects.get(purpose="outcome")
    back = reverse("screening:take_back", args=[scene.party.code, mail.code])
    post = reverse("screening:post", args=[scene.party.code])
    sign_in(client, scene.people["Daan"].user)
    assert back not in client.get(post).content.decode()
    assert client.post(back).status_code == 404
    assert "Er is een besluit." in client.get(f"{post}?mail={mail.code}").content.decode()
    sign_in(client, scene.people["Bram"].user)
    assert back in client.get(post).content.decode()
    assert client.post(back).status_code == 302
    assert Decision.objects.count() == 0
    stage_set.decide(scene.anna, What.NOMINATE, actor=scene.els)
    sign_in(client, scene.people["Els"].user)
    assert "Dit besluit terugnemen?" in client.get(url(scene, "decision_back")).content.decode()
    assert client.post(url(scene, "decision_back")).status_code == 302
    assert client.post(url(scene, "decision_back")).status_code == 302
    assert Decision.objects.count() == 0
