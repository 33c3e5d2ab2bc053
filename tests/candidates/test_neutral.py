"""Nobody learns from us that somebody is a candidate, here or elsewhere (decision 13, promise 1)."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.models import Candidacy
from parties.outbox import send_due
from parties.scope import party_scope
from tests import canaries, cast
from tests.signin import sign_in

pytestmark = pytest.mark.django_db


def shape(text: str, *own: str) -> str:
    """A page or mail without what is this person's: the name, the codes and the tokens."""
    for word in own:
        text = text.replace(word, "…")
    return re.sub(r'[a-z2-9]{10}(?=["/])|[\w-]{40,}|value="[^"]*"', "…", text)


def invited(round, bram, first: str, email: str) -> tuple[str, str, int]:
    """What the chair sees after inviting, what the mail says, and what it cost."""
    window = sign_in(Client(), bram.user)
    path = reverse("screening:invite", args=[round.party.code, round.code])
    person = {
        "first_name": first,
        "prefixes": "",
        "last_name": f"{first}sma",
        "email": email,
        "language": "nl",
        "relation": "member",
        "told": "on",
    }
    with CaptureQueriesContext(connection) as captured:
        answer = window.post(path, person)
    assert answer.status_code == 302, answer.context["form"].errors
    with party_scope(round.party):
        code = Candidacy.objects.get(first_name=first).code
    mail.outbox.clear()
    send_due()
    assert [letter.to for letter in mail.outbox] == [[email]]
    page = window.get(answer["Location"]).content.decode()
    return shape(page, first, email, code), shape(mail.outbox[0].body, first), len(captured)


def test_inviting_somebody_who_is_known_elsewhere_looks_the_same():
    """A candidate of another party, a member of another party, and somebody nobody knows."""
    there = cast.make_round(cast.make_party("Andere Partij"), body=cast.make_body("Zandgrond"))
    cast.committee(there)
    cast.candidate(there, "Gina")
    cast.member(there.party, "Farid")
    round, people = cast.ready_round()
    canaries.belongs(round.party, cast.mailbox("Gina"))  # here the chair typed it
    fresh, known, works = (
        invited(round, people["Bram"], first, email)
        for first, email in (
            ("Anke", "anke@voorbeeld.nl"),
            ("Gina", cast.mailbox("Gina")),
            ("Farid", cast.mailbox("Farid")),
        )
    )
    assert known[1:] == works[1:] == fresh[1:]
    assert known[0].count("<") == works[0].count("<")


@pytest.mark.parametrize("address", ["candidates:start", "candidates:send_code", "candidates:code"])
def test_without_a_door_every_page_is_the_same_for_everybody(address):
    """No page takes an address and tells whether it knows it: a code is only sent to who came by the link."""
    round = cast.make_round(cast.make_party())
    anna = cast.candidate(round, "Anna")
    method = "post" if address == "candidates:send_code" else "get"
    plain = getattr(Client(), method)(reverse(address), {"email": "niemand@voorbeeld.nl"})
    named = getattr(Client(), method)(reverse(address), {"email": cast.mailbox("Anna"), "code": anna.code})
    assert (plain.status_code, plain.get("Location")) == (named.status_code, named.get("Location"))
    assert shape(plain.content.decode()) == shape(named.content.decode())
    send_due()
    assert mail.outbox == []
