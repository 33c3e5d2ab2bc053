"""Rehearsal mail stays on the machine and is read on one page that exists in a rehearsal only."""

import stat

import pytest
from django.core.mail import EmailMessage, get_connection

from parties.outbox.rehearsal import KEPT, forget_mails, rehearsal_mails

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def send(number: int, body: str = "Je code is 482 913") -> None:
    connection = get_connection("parties.outbox.rehearsal.NeverLeaves")
    connection.send_messages([EmailMessage(f"Bericht {number}", body, to=["anna@voorbeeld.nl"])])


def test_a_mail_is_kept_for_the_owner_only(folder):
    send(1)
    [mail] = rehearsal_mails()
    assert (mail["to"], mail["subject"], mail["body"]) == ("anna@voorbeeld.nl", "Bericht 1", "Je code is 482 913")
    assert stat.S_IMODE((folder / "oefenpost.jsonl").stat().st_mode) == 0o600


def test_the_last_two_hundred_are_kept_newest_first():
    for number in range(KEPT + 3):
        send(number)
    subjects = [mail["subject"] for mail in rehearsal_mails()]
    assert (len(subjects), subjects[0], subjects[-1]) == (200, "Bericht 202", "Bericht 3")


def test_a_line_break_or_separator_in_a_mail_does_not_break_the_file():
    send(1, body="een\ntwee\u2028drie\x85vier")
    send(2)
    assert [mail["body"] for mail in rehearsal_mails()][1] == "een\ntwee\u2028drie\x85vier"


def test_forgetting_empties_the_letterbox():
    send(1)
    forget_mails()
    assert rehearsal_mails() == []


def test_the_page_does_not_exist_outside_a_rehearsal(client, settings):
    """Decision 34."""
    settings.REHEARSAL = False
    send(1)
    answer = client.get("/oefenpost/")
    assert (answer.status_code, b"482 913" in answer.content) == (404, False)


def test_the_page_shows_the_mails_with_links_and_no_markup_of_theirs(client, settings):
    settings.REHEARSAL = True
    send(1, body="<script>alert(1)</script> http://localhost:8000/k/abc/")
    page = client.get("/oefenpost/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert '<a href="http://localhost:8000/k/abc/"' in page
