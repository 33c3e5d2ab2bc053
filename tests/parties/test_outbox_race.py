"""Several workers, and impatient people, at the same time (promise 4)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from parties import outbox
from parties.accounts import invitations
from parties.models import Event, Member, MemberInvitation, OutboxMail, User
from parties.outbox import Message, rendering
from parties.scope import all_parties, party_scope
from tests.parties.conftest import queued
from tests.parties.safekeeping.emptying import emptying_lifts_guards

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module", autouse=True)
def _emptying():
    with emptying_lifts_guards():
        yield


def at_once(number: int, work) -> list:
    """Run `work(n)` in as many threads, released together, each with its own connection."""
    start = threading.Barrier(number)

    def run(n: int):
        try:
            start.wait(timeout=30)
            return work(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_many_workers_send_every_mail_once(party, monkeypatch):
    letters = {"news": lambda mail: Message(f"{mail.payload_code}@voorbeeld.nl", "Bericht", "Hallo")}
    monkeypatch.setattr(rendering, "_renderers", letters)
    for number in range(24):
        queued("news", party=party, payload_code=f"lid{number}")
    assert sum(at_once(4, lambda n: outbox.send_due())) == 24
    assert sorted(mail.to[0] for mail in django_mail.outbox) == sorted(f"lid{n}@voorbeeld.nl" for n in range(24))
    with all_parties("a test looks"):
        assert set(OutboxMail.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_undo_and_sending_at_once_have_one_winner(party, bram, as_bram, monkeypatch):
    monkeypatch.setattr(rendering, "_renderers", {"news": lambda mail: Message("a@voorbeeld.nl", "Bericht", "Hallo")})
    for _ in range(10):
        django_mail.outbox.clear()
        mail = queued("news", party=party)
        undone, sent = at_once(
            2, lambda n, mail=mail: outbox.undo(mail, actor=as_bram) if n == 0 else outbox.send_due()
        )
        assert (bool(undone), sent, len(django_mail.outbox)) in {(True, 0, 0), (False, 1, 1)}


def test_an_invitation_accepted_many_times_at_once_makes_one_account(party):
    """Kobotoolbox 470: repeated clicks finish the work once."""
    cache.clear()
    with party_scope(party), transaction.atomic():
        invitation = MemberInvitation.objects.create(
            party=party, email="carla@voorbeeld.nl", expires_at=timezone.now() + timedelta(days=14)
        )
        token = invitations.mint_token(invitation)

    def click(number: int) -> int:
        browser = Client(raise_request_exception=False)
        browser.get(f"/account/uitnodiging/{token}/")
        form = {"name": "Carla Smit", "password": "paarse-fiets-met-bel"}
        return browser.post("/account/uitnodiging/", form).status_code

    statuses = at_once(6, click)
    assert set(statuses) <= {302, 404, 200}
    with all_parties("a test looks"):
        joined = Event.objects.filter(verb="member.joined").count()
        assert (User.objects.count(), Member.objects.count(), joined) == (1, 1, 1)
