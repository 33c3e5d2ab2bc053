"""Reminders: before the day, at most three, days apart, and none for what is done (decision 37; law.md P-10, X-12)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from candidates.invitations import invite, resend
from candidates.models import Candidacy, Invitation, Stage, VogRecord
from candidates.workflow import advance
from instruments.models import Edition
from parties.models import Event, OutboxMail
from parties.outbox import send_due
from parties.scope import party_scope
from reports.models import Decision, Declaration, Report
from screening.reminders import Waiting, is_due, send_reminders
from tests import cast

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def on(day: date, hour: int = 4):
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM), tick=False)


@pytest.fixture
def round():
    round = cast.make_round(cast.make_party(), editions=True)
    cast.committee(round)
    return round


def reminded(round, days) -> list[date]:
    """The days on which something went, with the daily round run twice on each."""
    went = []
    with party_scope(round.party):
        before = OutboxMail.objects.filter(purpose="reminder").count()
    for day in days:
        with on(day):
            send_reminders("Europe/Amsterdam", day), send_reminders("Europe/Amsterdam", day)
        with party_scope(round.party):
            now = OutboxMail.objects.filter(purpose="reminder").count()
        assert now - before <= 1
        went += [day] if now > before else []
        before = now
    return went


def around(last: date, before: int = 20, after: int = 5) -> list[date]:
    return [last + timedelta(days=number) for number in range(-before, after)]


def test_a_list_that_is_not_finished(round):
    with on(round.submit_by - timedelta(days=30)):
        cast.candidate(round, "Anna")
        with party_scope(round.party):
            Candidacy.objects.update(stage_since=timezone.now())
    last = round.submit_by
    assert reminded(round, around(last)) == [last - timedelta(days=number) for number in (10, 6, 2)]


def test_a_link_that_nobody_used(round):
    start = round.submit_by - timedelta(days=60)
    bram = cast.acting(cast.member(round.party, "Bram"), "chair")
    with on(start), party_scope(round.party):
        anna = invite(
            round,
            actor=bram,
            gates=lambda _r: [],
            person={"first_name": "Anna", "last_name": "Wit", "email": "a@voorbeeld.nl"},
        )
        last = Invitation.objects.get().expires_at.astimezone(AMSTERDAM).date()
    days = [start + timedelta(days=number) for number in range(1, 9)]
    assert reminded(round, days) == [last - timedelta(days=10), last - timedelta(days=6)]
    with on(start + timedelta(days=9)), party_scope(round.party):
        resend(anna, actor=bram)
        again = Invitation.objects.get(revoked_at=None).expires_at.astimezone(AMSTERDAM).date()
    days = [start + timedelta(days=number) for number in range(10, 30)]
    assert reminded(round, days) == [again - timedelta(days=number) for number in (10, 6, 2)]


def test_a_reply_that_is_open(round):
    """Fair play: the term is short, so two reminders."""
    day = round.interviews_until
    with on(day):
        anna = cast.candidate(round, "Anna", stage=Stage.REPLY)
        with party_scope(round.party):
            Report.objects.create(candidacy=anna, number=1, body={}, drafted_by="x", sent_at=timezone.now(),
                                  reply_due=timezone.now() + timedelta(days=7))  # fmt: skip
    due = day + timedelta(days=7)
    assert reminded(round, around(due, 7, 3)) == [due - timedelta(days=4), due - timedelta(days=1)]


def declared(round, published: timedelta = timedelta()):
    anna = cast.candidate(round, "Anna", stage=Stage.ADOPTED)
    with party_scope(round.party):
        report = Report.objects.create(candidacy=anna, number=1, body={}, drafted_by="x")
        now = timezone.now()
        Decision.objects.create(
            candidacy=anna, report=report, what="nominate", decided_by="x", published_at=now + published
        )
        Declaration.objects.create(candidacy=anna, edition=Edition.objects.filter(slug="bewilligingsverklaring").first(), language="nl",
                                   text={}, text_digest="0" * 64)  # fmt: skip


def test_a_declaration_that_is_not_signed(round):
    with on(round.list_on - timedelta(days=20)):
        declared(round)
    assert reminded(round, around(round.list_on)) == [round.list_on - timedelta(days=number) for number in (10, 6, 2)]


def test_a_declaration_nobody_may_know_of_yet_is_no_news(round):
    """Decision 37: hard news leaves after the cooling time."""
    with on(round.list_on - timedelta(days=20)):
        declared(round, published=timedelta(days=60))
    assert reminded(round, around(round.list_on)) == []


@pytest.mark.parametrize(
    ("vog", "place", "asked"), [("all", None, 3), ("electable", 3, 3), ("electable", None, 0), ("nobody", 3, 0)]
)
def test_a_vog_to_ask_for(round, vog, place, asked):
    """law.md V-01, V-05: eight weeks before the nomination."""
    last = round.election.nomination_day - timedelta(weeks=8)
    with on(last - timedelta(days=30)):
        cast.candidate(round, "Anna", stage=Stage.REVIEW, list_place=place)
        with party_scope(round.party):
            type(round).objects.update(vog=vog, opened_at=timezone.now())
    assert len(reminded(round, around(last))) == asked


def test_a_vog_that_is_noted_is_no_task(round):
    last = round.election.nomination_day - timedelta(weeks=8)
    with on(last - timedelta(days=30)):
        anna = cast.candidate(round, "Anna", stage=Stage.REVIEW)
        with party_scope(round.party):
            type(round).objects.update(vog="all", opened_at=timezone.now())
            VogRecord.objects.create(candidacy=anna, state="requested", requested_on=last)
    assert reminded(round, around(last)) == []


@pytest.mark.parametrize("stage", [Stage.SUBMITTED, Stage.WITHDRAWN, Stage.NOT_NOMINATED, Stage.COMPLETED])
def test_what_is_done_or_stopped_gets_nothing(round, stage):
    with on(round.submit_by - timedelta(days=30)):
        cast.candidate(round, "Anna", stage=stage)
    assert reminded(round, around(round.submit_by)) == []


def test_who_does_it_on_paper_gets_no_mail(round):
    with on(round.submit_by - timedelta(days=30)):
        cast.candidate(round, "Anna", channel="paper")
    assert reminded(round, around(round.submit_by)) == []


def test_two_things_that_wait_are_one_mail_in_three_days():
    """One neutral mail says as much as two."""
    body, day = cast.make_body(), date(2027, 1, 10)
    old = datetime(2026, 12, 1, tzinfo=AMSTERDAM)
    sheets = Waiting("sheets", day + timedelta(days=9), old)
    assert is_due(sheets, [], day, body)
    assert not is_due(sheets, [("statement", datetime(2027, 1, 8, tzinfo=AMSTERDAM))], day, body)
    assert is_due(sheets, [("statement", datetime(2027, 1, 7, tzinfo=AMSTERDAM))], day, body)


def sent_reminder(round, hour=10):
    day = round.submit_by - timedelta(days=10)
    with on(day):
        send_reminders("Europe/Amsterdam", day)
        send_due()
        assert [one for one in mail.outbox if "wacht" in one.subject] == []  # not at four at night
    with on(day, hour):
        send_due()
    return [one for one in mail.outbox if "wacht" in one.subject]


def test_the_mail_is_neutral_comes_by_day_and_is_in_the_log(round):
    with on(round.submit_by - timedelta(days=30)):
        anna = cast.candidate(round, "Anna")
    (letter,) = sent_reminder(round)
    for word in ("kandida", "integriteit", "vragenlijst", "commissie", round.party.name, "Wit"):
        assert word.casefold() not in (letter.subject + letter.body).casefold()
    with party_scope(round.party):
        assert Event.objects.filter(chain=anna.chain, verb="reminder.sent", actor_kind="system").count() == 1


def test_what_was_done_in_the_meantime_is_not_asked(round):
    with on(round.submit_by - timedelta(days=30)):
        anna = cast.candidate(round, "Anna")
    day = round.submit_by - timedelta(days=10)
    with on(day):
        send_reminders("Europe/Amsterdam", day)
        with party_scope(round.party):
            advance(anna, "withdraw", actor=cast.acting(anna))
    with on(day, 10):
        send_due()
    assert [one for one in mail.outbox if "wacht" in one.subject] == []


def test_the_daily_round_reminds(round):
    with on(round.submit_by - timedelta(days=30)):
        cast.candidate(round, "Anna")
    with on(round.submit_by - timedelta(days=10)):
        call_command("daily", verbosity=0)
    with party_scope(round.party):
        assert OutboxMail.objects.filter(purpose="reminder").count() == 1


def test_looking_costs_the_same_for_one_and_for_many(round):
    day = round.submit_by - timedelta(days=40)
    counts = []
    for number in (1, 4):
        for index in range(number):
            cast.candidate(round, f"Kandidaat{number}{index}", email=f"k{number}{index}@voorbeeld.nl")
        with (
            on(day),
            CaptureQueriesContext(
                connection,
            ) as captured,
        ):
            send_reminders("Europe/Amsterdam", day)
        counts.append(len(captured))
    assert counts[0] == counts[1]
