"""Internal appeal: filed in time, not handled by who decided, pauses erasure (law.md T-01, R-34)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from candidates.models import Outcome, Stage, Tie
from candidates.workflow import NotAllowed, Refused
from parties.models import OutboxMail
from parties.safekeeping.retention import paused
from parties.scope import party_scope
from reports.models import Appeal, Decision
from reports.papers.appealing import appeal, appeal_until, end_appeal, may_appeal, note_appeal
from reports.papers.correcting import correct
from reports.papers.deciding import decide, decision_to_read
from screening.lifecycle import set_dates
from tests import cast
from tests.reports import stage_set
from tests.signin import sign_in

pytestmark = pytest.mark.django_db
WORDS = "De vragen over mijn pacht zijn al opgelost."


@pytest.fixture
def scene():
    """Anna was not nominated and knows it."""
    made = stage_set.interviewed(editions=True)
    with party_scope(made.party):
        stage_set.adopted(made, **stage_set.negative(made))
        decide(made.anna, Decision.What.NOT_NOMINATE, actor=made.els)
        Decision.objects.update(published_at=timezone.now())
        yield made


def url(scene) -> str:
    return reverse("reports:appeal", args=[scene.party.code, scene.anna.code])


def ended(scene, outcome: str = "upheld", **changes):
    row = Appeal.objects.get()
    data = {"actor": scene.daan, "handled_by": "Commissie van beroep", "result": "De pacht stond al in het register."}
    return end_appeal(row, outcome, **data | changes)


def test_candidate_appeals_once(scene):
    first = appeal(scene.anna, WORDS, actor=scene.candidate())
    assert appeal(scene.anna, "Nog eens.", actor=scene.candidate()) == first
    assert (first.words, first.made_by, first.against["reasons"]) == (
        WORDS,
        scene.anna.code,
        "De belangen zijn te groot.",
    )


def test_not_before_it_is_known_nor_after_the_term(scene):
    """law.md T-01 item 14: at most three weeks, counted from the day the candidate could know."""
    decision = decision_to_read(scene.fresh())
    last = appeal_until(scene.fresh(), decision)
    assert (last.date() - timezone.localdate(decision.published_at)).days == scene.round.appeal_days
    assert (may_appeal(scene.fresh(), last), may_appeal(scene.fresh(), last + timedelta(seconds=1))) == (True, False)
    with time_machine.travel(last + timedelta(seconds=1)), pytest.raises(Refused):
        appeal(scene.anna, WORDS, actor=scene.candidate())
    Decision.objects.update(published_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(Refused):
        appeal(scene.anna, WORDS, actor=scene.candidate())


def test_nothing_is_erased_and_no_rejection_final_while_it_runs(scene):
    """law.md R-34."""
    appeal(scene.anna, WORDS, actor=scene.candidate())
    late = timezone.localdate() + timedelta(days=60)
    set_dates(scene.round.body.time_zone, late)
    assert (scene.fresh().t0_at, paused(scene.party)) == (None, {scene.anna.code})
    ended(scene, "dismissed")
    set_dates(scene.round.body.time_zone, late)
    assert (scene.fresh().t0_by, paused(scene.party)) == ("calendar", set())


def test_report_stays_as_it_is_while_it_runs(scene):
    """law.md R-34."""
    appeal(scene.anna, WORDS, actor=scene.candidate())
    with pytest.raises(Refused):
        correct(scene.anna, "Een fout.", actor=scene.carla)
    ended(scene, "dismissed")
    assert correct(scene.anna, "Een fout.", actor=scene.carla).number == 2


def test_paper_counts_from_the_day_it_came(scene):
    """Opened after the calendar called the rejection final: the date goes, the appeal runs."""
    until = appeal_until(scene.fresh(), decision_to_read(scene.fresh()))
    with time_machine.travel(until + timedelta(days=3)):
        set_dates(scene.round.body.time_zone, (until + timedelta(days=3)).date())
        assert scene.fresh().t0_at is not None
        data = {"actor": scene.daan, "kept_at": "map van de secretaris"}
        with pytest.raises(Refused):
            note_appeal(scene.anna, WORDS, received_on=(until + timedelta(days=1)).date(), **data)
        with pytest.raises(NotAllowed):
            note_appeal(scene.anna, WORDS, received_on=until.date(), **data | {"actor": scene.carla})
        row = note_appeal(scene.anna, WORDS, received_on=until.date(), **data)
    assert (row.paper_at, scene.fresh().t0_at, scene.fresh().t0_by) == ("map van de secretaris", None, "")


def test_who_decided_or_wrote_does_not_handle_it(scene):
    appeal(scene.anna, WORDS, actor=scene.candidate())
    for actor in (scene.els, scene.bram):
        with pytest.raises(Refused):
            ended(scene, actor=actor)
    with pytest.raises(NotAllowed):
        ended(scene, actor=scene.carla)
    with pytest.raises(Refused) as refused:
        ended(scene, handled_by="Els van Dijk en de ledenraad")
    assert [str(one.text) for one in refused.value.missing] == [
        "Els van Dijk besloot hierover en behandelt het beroep niet."
    ]
    for name in ("handled_by", "result"):
        with pytest.raises(Refused):
            ended(scene, **{name: " "})
    assert Appeal.objects.get().ended_at is None


def test_won_appeal_opens_the_decision_again(scene):
    appeal(scene.anna, WORDS, actor=scene.candidate())
    row = ended(scene)
    assert ended(scene, "dismissed") == row
    fresh = scene.fresh()
    assert (fresh.stage, fresh.outcome, Decision.objects.count()) == (Stage.ADOPTED, "", 0)
    assert row.against["reasons"] == "De belangen zijn te groot."
    decide(scene.anna, Decision.What.NOT_NOMINATE, actor=scene.els)
    Decision.objects.update(published_at=timezone.now())
    assert may_appeal(scene.fresh()) is True  # another decision, another appeal


def test_lost_appeal_leaves_the_decision_and_tells(scene):
    mails = OutboxMail.objects.filter(purpose="news").count()
    appeal(scene.anna, WORDS, actor=scene.candidate())
    ended(scene, "dismissed")
    assert (scene.fresh().stage, scene.fresh().outcome) == (Stage.NOT_NOMINATED, Outcome.REJECTED)
    assert OutboxMail.objects.filter(purpose="news").count() == mails + 1


def test_through_the_pages(client, scene):
    cast.enter(client, scene.anna)
    mine = reverse("reports:my_appeal")
    assert mine in client.get(reverse("reports:my_decision")).content.decode()
    assert client.post(mine, {"words": ""}).status_code == 200
    assert client.post(mine, {"words": WORDS}).status_code == 302
    assert client.post(mine, {"words": WORDS}).status_code == 302
    assert WORDS in client.get(mine).content.decode()
    sign_in(client, scene.people["Carla"].user)
    assert client.get(url(scene)).status_code == 404
    sign_in(client, scene.people["Els"].user)
    page = client.get(url(scene)).content.decode()
    assert "Iemand anders noteert de uitkomst." in page
    assert 'name="outcome"' not in page
    assert (
        "Beroep: wacht op een uitkomst"
        in client.get(reverse("reports:board_list", args=[scene.party.code])).content.decode()
    )
    sign_in(client, scene.people["Daan"].user)
    data = {"outcome": "upheld", "handled_by": "Ledenraad", "result": "Het klopt wat Anna zegt.", "keep": "1"}
    assert client.post(url(scene), data).status_code == 302
    cast.enter(client, scene.anna)
    page = client.get(mine).content.decode()
    assert "Het klopt wat Anna zegt." in page
    assert "Ledenraad" in page


def test_there_is_no_page_without_a_rejection(client):
    made = stage_set.interviewed(editions=True)
    with party_scope(made.party):
        stage_set.nominated(made)
        sign_in(client, made.people["Daan"].user)
        assert client.get(url(made)).status_code == 404
        cast.enter(client, made.anna)
        assert client.get(reverse("reports:my_appeal")).status_code == 302


def test_who_has_a_tie_does_not_read_it(client, scene):
    """law.md P-86."""
    Tie.objects.create(candidacy=scene.anna, member=scene.people["Daan"], said_by="member", kind="family")
    sign_in(client, scene.people["Daan"].user)
    assert client.get(url(scene)).status_code == 404
