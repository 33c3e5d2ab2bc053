"""Operators come from the command line of the machine, by a link that works once."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from parties.accounts.second_factor import has_second_factor
from parties.models import User
from tests.parties.conftest import PASSWORD
from tests.signin import give_factor

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "paarse-fiets-met-bel"
NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def printed_link(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return re.search(r"http://localhost:8000(/account/\S+)", out.getvalue()).group(1)


def become(client, link: str, **form):
    client.get(link)
    return client.post("/account/beheerder/", {"name": "Henk Bos", "password": NEW_PASSWORD, **form})


def test_the_first_operator_gives_an_address_and_sets_up_a_second_step(client):
    answer = become(client, printed_link("first_run_code"), email="Henk@Voorbeeld.nl")
    assert answer.headers["Location"] == "/account/tweede-stap/"
    henk = User.objects.get(email="henk@voorbeeld.nl")
    assert (henk.is_staff, henk.is_superuser, henk.name, henk.check_password(NEW_PASSWORD)) == (
        True,
        False,
        "Henk Bos",
        True,
    )
    assert client.get("/admin/").headers["Location"] == "/account/tweede-stap/"


def test_the_first_run_link_works_once_and_for_an_hour(client, clock):
    link = printed_link("first_run_code")
    clock.shift(timedelta(hours=1, seconds=1))
    assert become(client, link, email="henk@voorbeeld.nl").status_code == 404
    clock.move_to(NOW)
    become(Client(), link, email="henk@voorbeeld.nl")
    assert become(Client(), link, email="kwaad@voorbeeld.nl").status_code == 404
    assert list(User.objects.values_list("email", flat=True)) == ["henk@voorbeeld.nl"]


def test_there_is_no_first_run_with_an_operator_present(henk):
    out = StringIO()
    call_command("first_run_code", stdout=out)
    assert ("There is an operator already" in out.getvalue(), "/account/" in out.getvalue()) == (True, False)


def test_a_rehearsal_operator_does_not_count_as_the_first(client):
    User.objects.create_user("oefen@voorbeeld.nl", is_staff=True, rehearsal=True)
    assert printed_link("first_run_code").startswith("/account/beheerder/")


def test_a_link_for_an_address_cannot_make_somebody_else_operator(client):
    become(client, printed_link("invite_operator", "henk@voorbeeld.nl"), email="kwaad@voorbeeld.nl")
    assert list(User.objects.values_list("email", "is_staff")) == [("henk@voorbeeld.nl", True)]


def test_an_operator_who_lost_everything_starts_anew(client, henk):
    give_factor(henk)
    link = printed_link("invite_operator", "henk@voorbeeld.nl")
    become(client, link)
    henk.refresh_from_db()
    assert (henk.check_password(NEW_PASSWORD), henk.check_password(PASSWORD), has_second_factor(henk)) == (
        True,
        False,
        False,
    )
    assert become(Client(), link).status_code == 404


def test_a_member_cannot_become_operator(bram):
    """Decision 16: the operator cannot hold a seat."""
    with pytest.raises(CommandError, match="holds no seat"):
        call_command("invite_operator", "bram@voorbeeld.nl")


def test_a_member_cannot_become_operator_by_the_first_run_either(client, bram):
    answer = become(client, printed_link("first_run_code"), email="bram@voorbeeld.nl")
    bram.user.refresh_from_db()
    assert (answer.status_code, bram.user.is_staff, bram.user.check_password(PASSWORD)) == (200, False, True)


@pytest.mark.parametrize(
    "link", ["/account/beheerder/onzin/", "/account/beheerder/QUJD/", "/account/beheerder/" + "A" * 200 + "/"]
)
def test_a_made_up_link_shows_the_calm_page(client, link):
    answer = become(client, link)
    assert (answer.status_code, answer.content.count(b"<h1>")) == (404, 1)


def test_no_session_holds_a_link_that_works(client):
    link = printed_link("invite_operator", "henk@voorbeeld.nl")
    client.get(link)
    text = str([session.get_decoded() for session in Session.objects.all()])
    assert ("henk@voorbeeld.nl" in text, link.split("/")[3] in text) == (True, False)


def test_the_link_says_no_address(client):
    link = printed_link("invite_operator", "henk@voorbeeld.nl")
    assert ("henk" in link, SESSION_KEY in client.session) == (False, False)


def test_a_wrong_address_is_refused():
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("invite_operator", "henk")
