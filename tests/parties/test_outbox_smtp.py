"""The outbox against a real mail server on this machine: what arrives, and what a refusal looks like."""

import socket
from email import message_from_bytes
from email.policy import default

import pytest

from parties import outbox
from parties.models import OutboxMail
from parties.outbox import Message, rendering
from parties.outbox.email_url import email_settings
from parties.scope import all_parties
from tests.parties.conftest import queued

pytestmark = pytest.mark.django_db
controllers = pytest.importorskip("aiosmtpd.controller")
BODY = "Hallo Zoë,\n\n.regel met een punt\nlink: https://toets.voorbeeld.nl/k/abc/\n🙂 " + "lang " * 300


class Letterbox:
    """Keeps what arrives; `refuses` maps an address to the answer it gets."""

    def __init__(self):
        self.arrived, self.refuses = [], {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.arrived.append(
            (envelope.mail_from, envelope.rcpt_tos, message_from_bytes(envelope.content, policy=default))
        )
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def letterbox(settings, monkeypatch):
    box, port = Letterbox(), free_port()
    controller = controllers.Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    for name, value in email_settings(f"smtp://127.0.0.1:{port}").items():
        setattr(settings, name, value)
    monkeypatch.setattr(
        rendering,
        "_renderers",
        {"news": lambda mail: Message(f"{mail.payload_code}@voorbeeld.nl", "Één bericht", BODY)},
    )
    yield box
    controller.stop()


def again(mail) -> OutboxMail:
    with all_parties("a test looks"):
        return OutboxMail.objects.get(pk=mail.pk)


def test_a_mail_arrives_whole_for_one_reader_as_plain_text(party, letterbox, settings):
    mail = queued("news", party=party, payload_code="anna")
    assert outbox.send_due() == 1
    [(sender, readers, arrived)] = letterbox.arrived
    assert (sender, readers) == ("post@localhost", ["anna@voorbeeld.nl"])
    assert (arrived["Subject"], arrived["From"], arrived["To"]) == (
        "Één bericht",
        "Toetssteen <post@localhost>",
        "anna@voorbeeld.nl",
    )
    assert (arrived.get_content_type(), arrived.is_multipart()) == ("text/plain", False)
    assert arrived.get_content().replace("\r\n", "\n").rstrip("\n") == BODY.rstrip("\n")
    assert arrived["Message-ID"] == f"<{mail.pk}@localhost>"


def test_a_refusal_keeps_the_code_only_and_the_next_mail_leaves(party, letterbox):
    letterbox.refuses["gone@voorbeeld.nl"] = "550 5.1.1 gone@voorbeeld.nl is not here"
    letterbox.refuses["full@voorbeeld.nl"] = "452 full@voorbeeld.nl has no room"
    gone, full, anna = (queued("news", party=party, payload_code=who) for who in ("gone", "full", "anna"))
    assert outbox.send_due() == 1
    rows = [again(mail) for mail in (gone, full, anna)]
    assert [(row.state, row.last_error) for row in rows] == [("refused", "550"), ("queued", "452"), ("sent", "")]


def test_a_dead_mail_server_loses_nothing(party, letterbox, settings):
    settings.EMAIL_PORT = free_port()
    mail = queued("news", party=party, payload_code="anna")
    assert (outbox.send_due(), again(mail).state, again(mail).last_error) == (0, "queued", "connect")
