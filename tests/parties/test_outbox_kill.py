"""The worker is killed at every statement of sending one mail: it leaves at least once, at most twice (promise 4)."""

import os
import signal
import warnings
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from parties import outbox
from parties.models import OutboxMail
from parties.outbox import Message, rendering, sending
from parties.outbox.rehearsal import forget_mails, rehearsal_mails
from parties.scope import all_parties
from tests.parties.conftest import queued
from tests.parties.safekeeping.emptying import emptying_lifts_guards

pytestmark = pytest.mark.django_db(transaction=True)
FAR = 200  # more statements than sending one mail takes


@pytest.fixture(scope="module", autouse=True)
def _emptying():
    with emptying_lifts_guards():
        yield


@pytest.fixture(autouse=True)
def _letterbox(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    settings.EMAIL_BACKEND = "parties.outbox.rehearsal.NeverLeaves"
    monkeypatch.setattr(
        rendering, "_renderers", {"news": lambda mail: Message("anna@voorbeeld.nl", "Bericht", "Hallo")}
    )


def killed_at(statement: int) -> bool:
    """Send in a process of its own that is killed before its n-th statement; False when it came to the end."""
    connection.close()
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # Python 3.12: the test runner has threads; the child uses none
        child = os.fork()
    if child == 0:
        left = [statement]

        def countdown(execute, *arguments):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*arguments)

        try:
            with connection.execute_wrapper(countdown):
                outbox.send_due()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def next_worker() -> OutboxMail:
    """Later, another worker finds what the killed one left."""
    with all_parties("a test looks"):
        long_ago = timezone.now() - sending.CLAIM_LASTS
        OutboxMail.objects.exclude(claimed_at=None).update(claimed_at=long_ago - timedelta(seconds=1))
    outbox.send_due()
    with all_parties("a test looks"):
        return OutboxMail.objects.get()


def test_a_mail_survives_a_kill_at_every_statement(party):
    copies = []
    for statement in range(1, FAR):
        forget_mails()
        with all_parties("a test starts anew"):
            OutboxMail.objects.all().delete()
        queued("news", party=party)
        killed = killed_at(statement)
        row = next_worker()
        assert (row.state, row.attempts <= 2) == ("sent", True)
        copies.append(len(rehearsal_mails()))
        if not killed:
            break
    assert (set(copies) == {1, 2}, copies[-1], 4 < len(copies) < FAR - 1) == (True, 1, True)
