"""The outbox: what a row holds, when it leaves, and that nothing leaves twice or not at all."""

import smtplib
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.db import transaction

from parties import outbox
from parties.models import OutboxMail
from parties.outbox import HeaderRefused, Message, rendering, sending
from parties.outbox.queueing import daytime, try_again
from parties.safekeeping.crypto import KeyDestroyed
from parties.scope import all_parties, party_scope
from tests.parties.conftest import queued

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)  # 12 in Amsterdam
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def letters(monkeypatch):
    """Renderers of this test only; `letters["news"]` may be replaced by a test."""
    monkeypatch.setattr(
        rendering, "_renderers", {"news": lambda mail: Message("anna@voorbeeld.nl", "Bericht", "Hallo")}
    )
    return rendering._renderers


class Refusing:
    """A mail server that answers every mail with the same error."""

    def __init__(self, error):
        self.error, self.asked = error, 0

    def send(self, fail_silently=False):
        self.asked += 1
        raise self.error


@pytest.fixture
def refusing(monkeypatch):
    def start(error):
        server = Refusing(error)
        monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda message: server.send())
        return server

    return start


def again(mail) -> OutboxMail:
    with all_parties("a test looks"):
        return OutboxMail.objects.get(pk=mail.pk)


# --- queueing ---


def test_queue_outside_a_transaction_is_refused(party, letters):
    with pytest.raises(RuntimeError, match="in the transaction"):
        _no_transaction(lambda: outbox.queue("news", party=party))


def _no_transaction(call):
    """The test runs in a transaction; say to the code under test that it does not."""
    from django.db import connection

    connection.in_atomic_block = False
    try:
        call()
    finally:
        connection.in_atomic_block = True


def test_queue_of_an_unknown_purpose_is_refused(party, letters):
    with pytest.raises(KeyError):
        queued("gossip", party=party)


def test_row_holds_codes_and_never_a_body_or_address(party, letters):
    """law.md X-12; decision: an outbox row stores purpose, code and language."""
    letters["news"] = lambda mail: Message("anna@voorbeeld.nl", "Bericht", "de code is 482 913")
    mail = queued("news", party=party, candidacy_code="anna2345", payload_code="inv-1")
    outbox.send_due()
    row = again(mail).__dict__
    text = " ".join(str(value) for name, value in row.items() if not name.startswith("_"))
    assert ["482 913" in text, "voorbeeld.nl" in text, "Bericht" in text] == [False, False, False]


def test_mail_that_rolls_back_with_its_cause_never_leaves(party, letters):
    with suppress(ZeroDivisionError), transaction.atomic():
        outbox.queue("news", party=party)
        raise ZeroDivisionError
    assert (outbox.send_due(), len(django_mail.outbox)) == (0, 0)


# --- sending ---


def test_due_mail_is_sent_once_with_a_neutral_head(party, letters, settings):
    settings.BASE_URL = "https://toets.voorbeeld.nl"
    mail = queued("news", party=party)
    assert (outbox.send_due(), outbox.send_due()) == (1, 0)
    [sent] = django_mail.outbox
    assert (sent.to, sent.subject, sent.body, sent.from_email, sent.attachments) == (
        ["anna@voorbeeld.nl"],
        "Bericht",
        "Hallo",
        settings.DEFAULT_FROM_EMAIL,
        [],
    )
    head = sent.message()
    assert head["Message-ID"] == f"<{mail.pk}@toets.voorbeeld.nl>"
    assert head.get_content_type() == "text/plain"
    assert head.get_content_charset() == "utf-8"
    assert "Lokaal Belang" not in head.as_string()


def test_sent_mail_says_accepted_and_not_delivered(party, letters):
    mail = queued("news", party=party)
    outbox.send_due()
    row = again(mail)
    assert (row.state, row.accepted_at, row.attempts) == ("sent", NOON, 1)
    assert row.status_text == "aangenomen door de mailserver om 24 november, 12.00"


def test_renderer_that_returns_nothing_cancels_the_mail(party, letters):
    letters["news"] = lambda mail: None
    mail = queued("news", party=party)
    assert (outbox.send_due(), again(mail).state, django_mail.outbox) == (0, "cancelled", [])


def test_mail_of_an_erased_dossier_is_cancelled(party, letters):
    def erased(mail):
        raise KeyDestroyed("gone")

    letters["news"] = erased
    mail = queued("news", party=party)
    assert (outbox.send_due(), again(mail).state) == (0, "cancelled")


def test_renderer_sees_its_own_party_only_and_the_readers_language(party, other_party, letters):
    from django.utils.translation import get_language
    from django_scopes import get_scope

    seen = []

    def look(mail):
        seen.append((get_scope()["party"].name, get_language()))
        return Message("anna@voorbeeld.nl", "Bericht", "Hallo")

    letters["news"] = look
    queued("news", party=party, language="en")
    queued("news", party=other_party)
    assert outbox.send_due() == 2
    assert sorted(seen) == [("Dorpslijst", "nl"), ("Lokaal Belang", "en")]


def test_one_broken_mail_does_not_keep_the_others_waiting(party, letters, caplog):
    def broken(mail):
        with party_scope(party):
            OutboxMail.objects.filter(pk=mail.pk).update(payload_code="half")
        raise RuntimeError("Anna de Wit")

    letters["broken"] = broken
    bad, good = queued("broken", party=party), queued("news", party=party)
    assert outbox.send_due() == 1
    row = again(bad)
    assert (row.state, row.last_error, row.payload_code) == ("queued", "render", "")
    assert again(good).state == "sent"
    assert "Anna" not in caplog.text


@pytest.mark.parametrize("subject", ["Bericht\nBcc: x@voorbeeld.nl", "Bericht\r", "Be\0richt", "Be\x7fricht"])
def test_a_subject_with_a_line_break_is_refused(subject):
    """Promise 7."""
    with pytest.raises(HeaderRefused):
        Message("anna@voorbeeld.nl", subject, "Hallo")


@pytest.mark.parametrize(
    "to", ["anna@voorbeeld.nl\nBcc: x@voorbeeld.nl", "anna", "", "anna@voorbeeld.nl,b@voorbeeld.nl"]
)
def test_an_address_that_is_not_one_address_is_refused(to):
    with pytest.raises(HeaderRefused):
        Message(to, "Bericht", "Hallo")


def test_a_refused_head_is_told_as_such(party, letters):
    letters["news"] = lambda mail: Message("anna@voorbeeld.nl", "een\ntwee", "Hallo")
    mail = queued("news", party=party)
    assert (outbox.send_due(), again(mail).status_text) == (0, "geweigerd: het adres of onderwerp klopt niet")


def test_a_subject_that_names_the_party_never_leaves(party, letters):
    """law.md P-10: who reads along in a mail list must not learn that somebody is a candidate."""
    letters["news"] = lambda mail: Message("anna@voorbeeld.nl", "Nieuws van lokaal belang", "Hallo")
    mail = queued("news", party=party)
    assert (outbox.send_due(), django_mail.outbox, again(mail).state) == (0, [], "queued")


# --- what the mail server says ---


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (smtplib.SMTPRecipientsRefused({"anna@voorbeeld.nl": (550, b"no anna@voorbeeld.nl")}), (True, "550")),
        (smtplib.SMTPRecipientsRefused({"anna@voorbeeld.nl": (451, b"later")}), (False, "451")),
        (smtplib.SMTPDataError(554, b"spam"), (True, "554")),
        (smtplib.SMTPDataError(452, b"full"), (False, "452")),
        (smtplib.SMTPSenderRefused(550, b"who are you", "post@voorbeeld.nl"), (False, "550")),
        (smtplib.SMTPAuthenticationError(535, b"wrong"), (False, "login")),
        (smtplib.SMTPServerDisconnected("gone"), (False, "connect")),
        (ConnectionRefusedError(), (False, "connect")),
        (TimeoutError(), (False, "connect")),
        (UnicodeEncodeError("ascii", "é", 0, 1, "no"), (True, "header")),
        (RuntimeError("?"), (False, "render")),
    ],
)
def test_verdict_on_an_error(error, expected):
    assert sending.verdict(error) == expected


def test_a_refused_address_shows_the_code_and_not_the_address(party, letters, refusing, caplog):
    refusing(smtplib.SMTPRecipientsRefused({"anna@voorbeeld.nl": (550, b"5.1.1 anna@voorbeeld.nl unknown")}))
    mail = queued("news", party=party)
    assert outbox.send_due() == 0
    row = again(mail)
    assert (row.state, row.last_error, row.status_text) == ("refused", "550", "geweigerd: 550")
    assert "voorbeeld.nl" not in caplog.text


def test_a_dead_mail_server_is_tried_eight_times_with_growing_delay(party, letters, refusing, clock):
    server = refusing(ConnectionRefusedError())
    mail = queued("news", party=party)
    waits = []
    while again(mail).is_open:
        before = again(mail)
        clock.move_to(before.due_at)
        outbox.send_due()
        waits.append(again(mail).due_at - before.due_at)
    assert server.asked == 8
    assert waits == [*sending.DELAYS, timedelta(0)]
    assert again(mail).status_text == "geweigerd: geen verbinding met de mailserver"


def test_a_mail_that_is_not_due_again_waits(party, letters, refusing, clock):
    server = refusing(ConnectionRefusedError())
    queued("news", party=party)
    outbox.send_due()
    clock.shift(timedelta(seconds=59))
    outbox.send_due()
    assert server.asked == 1


def test_a_mail_that_came_through_later_is_sent_once(party, letters, monkeypatch, clock):
    answers = iter([ConnectionRefusedError(), None])

    def send(message, fail_silently=False):
        if error := next(answers):
            raise error

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)
    mail = queued("news", party=party)
    assert outbox.send_due() == 0
    clock.shift(timedelta(minutes=2))
    assert (outbox.send_due(), outbox.send_due(), again(mail).attempts, again(mail).last_error) == (1, 0, 2, "")


# --- interrupted ---


class Killed(BaseException):
    """Stands for the end of the process between claim and answer."""


def test_an_interrupted_mail_is_sent_again_after_the_claim_lapses_and_never_a_third_time(
    party, letters, refusing, clock
):
    """Promise 4: at least once, and at most one duplicate."""
    server = refusing(Killed())
    mail = queued("news", party=party)
    for _ in range(4):
        with suppress(Killed):
            outbox.send_due()
        assert outbox.send_due() == 0  # claimed: nobody else takes it
        clock.shift(sending.CLAIM_LASTS)
    assert server.asked == 2
    assert again(mail).status_text == "geweigerd: het versturen werd twee keer onderbroken"


def test_a_mail_cancelled_while_it_is_being_sent_stays_cancelled(party, letters, monkeypatch):
    def send(message, fail_silently=False):
        outbox.cancel_for(party, "anna2345")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)
    mail = queued("news", party=party, candidacy_code="anna2345")
    outbox.send_due()
    assert again(mail).state == "cancelled"


# --- cooling and undo ---


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        ((2026, 11, 24, 11, 0), (2026, 11, 24, 15, 0)),  # noon: four hours later
        ((2026, 11, 24, 15, 0), (2026, 11, 25, 8, 0)),  # 16 h: 20 h is too late, so 9 h tomorrow
        ((2026, 11, 24, 14, 59), (2026, 11, 24, 18, 59)),  # just before the end of the day
        ((2026, 11, 24, 23, 0), (2026, 11, 25, 8, 0)),  # midnight: 4 h at night waits until 9
    ],
)
def test_cooling_mail_waits_four_hours_and_leaves_by_day(party, letters, clock, now, leaves):
    """Decision 37."""
    clock.move_to(datetime(*now, tzinfo=UTC))
    mail = queued("news", party=party, cooling=True)
    assert (mail.state, mail.due_at) == ("waiting", datetime(*leaves, tzinfo=UTC))


def test_cooling_keeps_to_the_hours_of_the_body(party, letters):
    """Noon in Amsterdam is 7 in the morning on Bonaire: four hours later is 11 there."""
    mail = queued("news", party=party, cooling=True, zone="America/Kralendijk")
    assert mail.due_at == datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    assert daytime(NOON, "America/Kralendijk") == datetime(2026, 11, 24, 13, 0, tzinfo=UTC)


def test_cooling_mail_that_a_dead_worker_left_until_night_waits_for_the_morning(party, letters, clock):
    mail = queued("news", party=party, cooling=True)
    clock.move_to(datetime(2026, 11, 24, 21, 0, tzinfo=UTC))
    assert (outbox.send_due(), again(mail).state) == (0, "waiting")
    clock.move_to(datetime(2026, 11, 25, 8, 0, tzinfo=UTC))
    assert (outbox.send_due(), again(mail).state) == (1, "sent")


def test_undo_takes_a_waiting_mail_back_for_good(party, letters, as_bram, clock):
    mail = queued("news", party=party, cooling=True)
    assert outbox.undo(mail, actor=as_bram) is True
    clock.shift(timedelta(hours=5))
    assert (outbox.send_due(), mail.state, django_mail.outbox) == (0, "cancelled", [])


def test_undo_of_a_mail_that_left_says_so(party, letters, as_bram):
    mail = queued("news", party=party)
    outbox.send_due()
    assert (outbox.undo(mail, actor=as_bram), again(mail).state) == (False, "sent")


def test_undo_of_a_mail_that_is_leaving_says_so(party, letters, as_bram, monkeypatch):
    answers = []
    mail = queued("news", party=party)
    monkeypatch.setattr(
        "django.core.mail.EmailMessage.send",
        lambda message, fail_silently=False: answers.append(outbox.undo(mail, actor=as_bram)),
    )
    assert (outbox.send_due(), answers, again(mail).state) == (1, [False], "sent")


def test_undo_of_another_partys_mail_does_nothing(party, letters, as_farid):
    """Promise 1."""
    mail = queued("news", party=party, cooling=True)
    assert (outbox.undo(mail, actor=as_farid), again(mail).state) == (False, "waiting")


def test_cancel_for_stops_one_dossier_of_one_party(party, other_party, letters):
    own, other, stranger = (
        queued("news", party=party, candidacy_code="anna2345"),
        queued("news", party=party, candidacy_code="bert2345"),
        queued("news", party=other_party, candidacy_code="anna2345"),
    )
    assert outbox.cancel_for(party, "anna2345") == 1
    assert [again(mail).state for mail in (own, other, stranger)] == ["cancelled", "queued", "queued"]


def test_cancel_for_nobody_is_a_mistake(party, letters):
    with pytest.raises(ValueError, match="which dossier"):
        outbox.cancel_for(party, "")


def test_a_refused_mail_can_be_tried_again_after_a_repair(party, letters, refusing, monkeypatch):
    server = refusing(smtplib.SMTPDataError(554, b"spam"))
    mail = queued("news", party=party)
    outbox.send_due()
    monkeypatch.undo()
    monkeypatch.setattr(rendering, "_renderers", letters)
    with all_parties("a test repairs"):
        assert (try_again(mail), try_again(mail)) == (True, False)
    assert (server.asked, outbox.send_due(), again(mail).state) == (1, 1, "sent")
