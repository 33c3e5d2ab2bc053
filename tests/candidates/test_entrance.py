"""Arriving: the link is a door, the code is the key, and nothing tells a stranger anything (decisions 11, 12)."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from candidates.invitations import AddressChanged, MayNotInvite, correct_address, invite, resend, revoke, use_code
from candidates.models import Candidacy, CandidateSession, Invitation, LoginCode, Stage
from candidates.sessions import COOKIE, DOOR_COOKIE
from candidates.workflow import Missing
from parties.models import Event
from parties.outbox import send_due
from parties.scope import party_scope
from tests import cast
from tests.signin import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    party = cast.make_party()
    round = cast.make_round(party)
    cast.committee(round)
    return round


@pytest.fixture
def bram(round):
    return cast.acting(cast.member(round.party, "Bram"), "chair")


@pytest.fixture
def anna(round, bram):
    with party_scope(round.party):
        person = {"first_name": "Anna", "prefixes": "de", "last_name": "Wit", "email": "anna@voorbeeld.nl"}
        return invite(round, actor=bram, gates=lambda _round: [], person=person)


def door_of(candidacy) -> Invitation:
    with party_scope(candidacy.party):
        return Invitation.objects.get(candidacy=candidacy, revoked_at=None)


def open_link(client, candidacy):
    return client.get(reverse("candidates:arrive", args=[door_of(candidacy).token]))


def code_from_mail() -> str:
    return re.search(r"Je code is: (\w{6})", mail.outbox[-1].body).group(1)


def come_in(client, candidacy):
    open_link(client, candidacy)
    client.post(reverse("candidates:send_code"))
    send_due()
    return client.post(reverse("candidates:code"), {"code": code_from_mail()})


def test_the_mail_is_neutral_outside_and_clear_inside(anna, bram):
    """law.md P-10, P-41, decision 26: no party or candidacy in sender and subject; inviter and origin in the body."""
    send_due()
    letter = mail.outbox[0]
    assert letter.to == ["anna@voorbeeld.nl"]
    assert letter.subject == "Een uitnodiging van Bram Visser"
    assert "Dorpsbelang" not in letter.subject + letter.from_email + letter.body
    assert "Bram Visser gaf ons je e-mailadres" in letter.body
    assert door_of(anna).token in letter.body


def test_opening_the_link_changes_nothing(client, anna):
    """law.md X-03: mail scanners open links."""
    with party_scope(anna.party):
        before = (Event.objects.count(), CandidateSession.objects.count(), LoginCode.objects.count())
    for _ in range(3):
        response = open_link(client, anna)
    assert (response.status_code, response["Location"]) == (302, "/k/")
    page = client.get("/k/")
    assert "Anna, fijn dat je kandidaat wilt zijn" in page.content.decode()
    with party_scope(anna.party):
        assert (Event.objects.count(), CandidateSession.objects.count(), LoginCode.objects.count()) == before
        assert Candidacy.objects.get().stage == Stage.INVITED


def test_the_token_is_nowhere_in_the_database(anna):
    from django.db import connection

    token = door_of(anna).token
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert token not in str(cursor.fetchall()), table


def test_the_code_from_the_mail_lets_in_once(client, anna):
    response = come_in(client, anna)
    assert (response.status_code, response["Location"]) == (302, reverse("screening:tasks"))
    assert COOKIE in response.cookies and response.cookies[COOKIE]["httponly"]
    with party_scope(anna.party):
        assert Candidacy.objects.get().stage == Stage.STARTED
    client.cookies.pop(COOKIE)
    again = client.post(reverse("candidates:code"), {"code": code_from_mail()})
    assert "Deze code klopt niet of is verlopen" in again.content.decode()


def test_a_pasted_code_may_have_spaces_and_small_letters(client, anna):
    open_link(client, anna)
    client.post(reverse("candidates:send_code"))
    send_due()
    code = code_from_mail()
    response = client.post(reverse("candidates:code"), {"code": f" {code[:3].lower()} {code[3:].lower()} "})
    assert response.status_code == 302


def test_a_code_has_five_tries_and_ten_minutes(client, anna):
    open_link(client, anna)
    client.post(reverse("candidates:send_code"))
    send_due()
    code = code_from_mail()
    with party_scope(anna.party):
        assert [use_code(anna, "XXXXXX") for _ in range(5)] == [False] * 5
        assert use_code(anna, code) is False
    client.post(reverse("candidates:send_code"))
    send_due()
    with party_scope(anna.party):
        LoginCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert use_code(anna, code_from_mail()) is False


def test_a_code_of_another_candidate_opens_nothing(client, anna, round, bram):
    with party_scope(round.party):
        wil = invite(
            round,
            actor=bram,
            gates=lambda _r: [],
            person={"first_name": "Wil", "last_name": "Post", "email": "wil@voorbeeld.nl"},
        )
    open_link(client, wil)
    client.post(reverse("candidates:send_code"))
    send_due()
    with party_scope(round.party):
        assert use_code(anna, code_from_mail()) is False


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ("expired", "Deze link is verlopen"),
        ("replaced", "Er is een nieuwere link"),
        ("revoked", "Deze link is ingetrokken"),
    ],
)
def test_a_closed_door_says_why_without_a_name(client, anna, bram, spoil, words):
    open_link(client, anna)
    with party_scope(anna.party):
        if spoil == "expired":
            Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
        elif spoil == "replaced":
            resend(anna, actor=bram)
        else:
            revoke(anna, actor=bram)
    page = client.get("/k/").content.decode()
    assert words in page
    assert "Anna" not in page and "Wit" not in page


def test_an_unknown_link_looks_like_no_link(client, anna):
    client.get(reverse("candidates:arrive", args=["x" * 43]))
    unknown = client.get("/k/")
    client.cookies.pop(DOOR_COOKIE)
    nothing = client.get("/k/")
    assert (unknown.status_code, nothing.status_code) == (404, 404)
    assert "Open de link uit je mail" in unknown.content.decode()
    assert "Dorpsbelang" not in unknown.content.decode()


def test_a_link_lives_on_once_it_was_used(client, anna):
    come_in(client, anna)
    with party_scope(anna.party):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(days=30))
    client.cookies.pop(COOKIE)
    assert client.get("/k/").status_code == 200


def test_entering_signs_a_member_out(client, anna, round):
    """Decision 11: one person at a time in one browser."""
    sign_in(client, cast.member(round.party, "Carla").user)
    come_in(client, anna)
    assert client.get(reverse("screening:home", args=[round.party.code])).status_code == 302


def test_nobody_is_invited_while_something_is_missing(round, bram):
    with party_scope(round.party), pytest.raises(MayNotInvite):
        invite(
            round,
            actor=bram,
            gates=lambda _r: [Missing("nog iets")],
            person={"first_name": "Wil", "last_name": "Post", "email": "w@voorbeeld.nl"},
        )
    with party_scope(round.party):
        assert Candidacy.objects.count() == 0


def test_an_address_is_corrected_only_before_entering(client, anna, bram):
    old = door_of(anna).token
    with party_scope(anna.party):
        correct_address(anna, "anna.de.wit@voorbeeld.nl", actor=bram)
    send_due()
    assert [letter.to for letter in mail.outbox] == [["anna.de.wit@voorbeeld.nl"]]
    assert door_of(anna).token != old
    come_in(client, anna)
    with party_scope(anna.party), pytest.raises(AddressChanged):
        correct_address(anna, "elders@voorbeeld.nl", actor=bram)


def test_stopping_ends_the_session_and_clears_the_cache(client, anna):
    come_in(client, anna)
    response = client.post(reverse("candidates:stop"), {"mail": "1"})
    assert response["Clear-Site-Data"] == '"cache"'
    assert client.get(reverse("screening:tasks")).status_code == 302
    send_due()
    assert door_of(anna).token in mail.outbox[-1].body


def test_an_idle_session_ends_after_an_hour(client, anna):
    come_in(client, anna)
    with party_scope(anna.party):
        CandidateSession.objects.update(last_seen_at=timezone.now() - timedelta(minutes=61))
    response = client.get(reverse("screening:tasks"))
    assert (response.status_code, response["Location"]) == (302, "/k/")


def test_extending_keeps_the_session(client, anna):
    come_in(client, anna)
    with party_scope(anna.party):
        CandidateSession.objects.update(last_seen_at=timezone.now() - timedelta(minutes=59))
    assert 3595 <= client.post(reverse("candidates:extend")).json()["expires_in"] <= 3600
    with party_scope(anna.party):
        assert timezone.now() - CandidateSession.objects.get().last_seen_at < timedelta(minutes=1)
