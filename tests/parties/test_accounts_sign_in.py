"""Signing in says nothing about who has an account, and every account mail is neutral (law.md P-10)."""

import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail as django_mail
from django.core.cache import cache

from parties.accounts.adapter import AccountAdapter
from parties.accounts.mails import NOTICES
from parties.models import Event, OutboxMail
from parties.outbox import send_due
from parties.scope import all_parties
from tests.parties.conftest import PASSWORD
from tests.signin import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def plain(answer) -> str:
    """A page without what differs at every visit: the token of the form and what was typed."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return page.replace("niemand@voorbeeld.nl", "X").replace("bram@voorbeeld.nl", "X")


def post_both(client, address: str, **form):
    known = client.post(address, {name: value.format(who="bram") for name, value in form.items()})
    unknown = client.post(address, {name: value.format(who="niemand") for name, value in form.items()})
    return known, unknown


def test_a_wrong_password_and_an_unknown_address_look_the_same(client, bram):
    known, unknown = post_both(client, "/account/login/", login="{who}@voorbeeld.nl", password="verkeerd-wachtwoord")
    assert (known.status_code, plain(known)) == (unknown.status_code, plain(unknown))
    assert SESSION_KEY not in client.session


def test_an_unknown_address_costs_as_many_password_hashes_as_a_known_one(client, bram, monkeypatch):
    """The hash is nearly all of the time signing in takes."""
    counts = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *args: counts.append(1) or encode(self, *args))
    work = []
    for who in ("bram", "niemand"):
        counts.clear()
        client.post("/account/login/", {"login": f"{who}@voorbeeld.nl", "password": "verkeerd-wachtwoord"})
        work.append(len(counts))
    assert work == [1, 1]


def test_forgotten_password_looks_the_same_and_leaves_the_same_traces(client, bram):
    known, unknown = post_both(client, "/account/password/reset/", email="{who}@voorbeeld.nl")
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    with all_parties("a test looks"):
        assert OutboxMail.objects.count() == 2
        assert list(OutboxMail.objects.exclude(party=None)) == []
    assert send_due() == 1
    assert [mail.to for mail in django_mail.outbox] == [["bram@voorbeeld.nl"]]


def test_too_many_wrong_passwords_look_the_same_too(client, bram):
    for who in ("bram", "niemand"):
        for _ in range(12):
            client.post("/account/login/", {"login": f"{who}@voorbeeld.nl", "password": "verkeerd-wachtwoord"})
    known, unknown = post_both(client, "/account/login/", login="{who}@voorbeeld.nl", password=PASSWORD)
    assert (known.status_code, plain(known)) == (unknown.status_code, plain(unknown))
    assert SESSION_KEY not in client.session


def test_guessing_at_one_account_does_not_lock_out_the_village_hall(client, bram, carla):
    """Promise 3: forty people behind one address."""
    for _ in range(12):
        client.post("/account/login/", {"login": "bram@voorbeeld.nl", "password": "verkeerd-wachtwoord"})
    client.post("/account/login/", {"login": "carla@voorbeeld.nl", "password": PASSWORD})
    assert client.session[SESSION_KEY] == str(carla.user_id)


def test_the_reset_link_sets_a_password_but_does_not_sign_in(client, bram):
    client.post("/account/password/reset/", {"email": "bram@voorbeeld.nl"})
    send_due()
    [mail] = django_mail.outbox
    link = re.search(r"http://localhost:8000(/account/\S+)", mail.body).group(1)
    form = client.get(link).headers["Location"]
    assert link.split("/")[-2].split("-", 1)[1] not in form
    client.post(form, {"password1": "paarse-fiets-met-bel", "password2": "paarse-fiets-met-bel"})
    bram.user.refresh_from_db()
    assert (bram.user.check_password("paarse-fiets-met-bel"), SESSION_KEY in client.session) == (True, False)
    assert (
        client.post(
            client.get(link).headers.get("Location", link), {"password1": "a" * 20, "password2": "a" * 20}
        ).status_code
        != 302
    )


def test_no_outbox_row_holds_the_reset_token(client, bram):
    client.post("/account/password/reset/", {"email": "bram@voorbeeld.nl"})
    send_due()
    token = re.search(r"/key/(\S+)/", django_mail.outbox[0].body).group(1)
    with all_parties("a test looks"):
        text = str([row.__dict__ for row in OutboxMail.objects.all()])
    assert (token in text, "bram@" in text) == (False, False)


@pytest.mark.parametrize("purpose", NOTICES)
def test_every_notice_is_neutral_and_from_ourselves(rf, bram, purpose, settings):
    AccountAdapter(rf.get("/")).send_notification_mail(purpose, bram.user)
    assert send_due() == 1
    [mail] = django_mail.outbox
    assert (mail.subject, mail.to, mail.from_email) == (
        "Er is iets veranderd aan je account",
        ["bram@voorbeeld.nl"],
        settings.DEFAULT_FROM_EMAIL,
    )
    assert [word in str(mail.message()) for word in ("Lokaal", "example.com", "testserver", "Django")] == [False] * 4


def test_a_notice_is_written_in_the_readers_language(rf, bram):
    bram.user.language = "en"
    bram.user.save()
    AccountAdapter(rf.get("/")).send_notification_mail(NOTICES[0], bram.user)
    with all_parties("a test looks"):
        assert OutboxMail.objects.get().language == "en"


def test_signing_out_clears_the_cache_and_is_recorded(client, bram, party):
    sign_in(client, bram.user)
    answer = client.post("/account/logout/")
    assert (answer.headers["Clear-Site-Data"], SESSION_KEY in client.session) == ('"cache"', False)
    with all_parties("a test looks"):
        assert [(e.verb, e.actor_ref, e.party_id) for e in Event.objects.all()] == [
            ("member.signed_out", bram.code, party.pk)
        ]


def test_signing_in_is_recorded_in_every_party_of_the_account(client, bram, party, other_party):
    """law.md X-07."""
    from tests.parties.conftest import make_member

    there = make_member(other_party, "Bram Visser")
    client.post("/account/login/", {"login": "bram@voorbeeld.nl", "password": PASSWORD})
    with all_parties("a test looks"):
        found = sorted((e.party_id, e.verb, e.actor_ref, e.about) for e in Event.objects.all())
    assert found == sorted(
        [
            (party.pk, "member.signed_in", bram.code, bram.code),
            (other_party.pk, "member.signed_in", there.code, there.code),
        ]
    )


def test_signing_in_gets_a_new_session(client, bram):
    client.get("/account/login/")
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.post("/account/login/", {"login": "bram@voorbeeld.nl", "password": PASSWORD})
    assert client.session.session_key != before


def test_the_page_after_signing_in_is_ours(client, bram):
    """Nobody is sent on to a foreign page."""
    answer = client.post(
        "/account/login/?next=https://kwaad.voorbeeld.nl/", {"login": "bram@voorbeeld.nl", "password": PASSWORD}
    )
    assert answer.headers["Location"] == "/"
