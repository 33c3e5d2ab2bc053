"""Invited people only: the link is a door, works once, and says nothing about who has an account."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core import mail as django_mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client

from parties.accounts import invitations, members
from parties.accounts.trail import actor_of
from parties.models import Door, Event, Member, MemberInvitation, OutboxMail, Round, Seat, User
from parties.models.places import Election, PublicBody
from parties.outbox import send_due
from parties.scope import all_parties, party_scope
from tests.parties.conftest import PASSWORD, make_member
from tests.signin import sign_in

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "paarse-fiets-met-bel"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def round(party) -> Round:
    from datetime import date

    body = PublicBody.objects.create(kind="gemeente", name="Verzonnen aan Zee", regime="EU-NL", fictional=True)
    election = Election.objects.create(
        kind="gemeente", body=body, nomination_day=date(2026, 2, 2), vote_day=date(2026, 3, 18),
        term_start=date(2026, 3, 26), term_end=date(2030, 3, 28),
    )  # fmt: skip
    with party_scope(party):
        return Round.objects.create(
            party=party, body=body, election=election, regime="EU-NL", slug="verzonnen",
            submit_by=date(2025, 10, 1), interviews_until=date(2025, 11, 1), list_on=date(2025, 12, 1),
        )  # fmt: skip


@pytest.fixture
def invite(party, as_bram):
    def send(email="carla@voorbeeld.nl", **how):
        return invitations.invite_member(actor=as_bram, party=party, email=email, **how)

    return send


def mailed_link(number: int = -1) -> str:
    send_due()
    return re.search(r"http://localhost:8000(/account/\S+)", django_mail.outbox[number].body).group(1)


def rows(model, **where) -> list:
    with all_parties("a test looks"):
        return list(model.objects.filter(**where))


def events(verb: str) -> list[Event]:
    return rows(Event, verb=verb)


def join(client, link: str, **form):
    client.get(link)
    return client.post("/account/uitnodiging/", {"name": "Carla Smit", "password": NEW_PASSWORD, **form})


# --- the link ---


def test_a_new_member_joins_and_must_set_up_a_second_step_first(client, party, invite):
    invite(name="Carla Smit")
    answer = join(client, mailed_link())
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/tweede-stap/")
    [member] = rows(Member, user__email="carla@voorbeeld.nl")
    assert (member.party_id, member.left_at, client.session[SESSION_KEY]) == (party.pk, None, str(member.user_id))
    assert client.get(f"/p/{party.code}/", follow=True).redirect_chain in ([("/account/tweede-stap/", 302)], [])
    assert [event.about for event in events("member.joined")] == [member.code]


def test_the_token_leaves_the_address_at_once_and_opening_changes_nothing(client, invite):
    """law.md X-03: mail scanners open links."""
    invite()
    link = mailed_link()
    before = rows(MemberInvitation), list(Door.objects.values()), len(rows(Event))
    answers = [client.get(link), client.head(link), client.get(link), client.get("/account/uitnodiging/")]
    assert [answer.headers.get("Location") for answer in answers[:3]] == ["/account/uitnodiging/"] * 3
    assert (rows(MemberInvitation), list(Door.objects.values()), len(rows(Event))) == before
    assert answers[3].status_code == 200


def test_a_head_request_is_not_an_opening(client, invite):
    invite()
    client.head(mailed_link())
    assert (client.get("/account/uitnodiging/").status_code, Session.objects.count()) == (404, 0)


def test_no_table_holds_a_token_that_works(client, invite):
    invite()
    link = mailed_link()
    token = link.split("/")[3]
    client.get(link)
    tables = [rows(MemberInvitation), list(Door.objects.all()), rows(OutboxMail), rows(Event)]
    text = str([row.__dict__ for table in tables for row in table]) + str(
        [s.get_decoded() for s in Session.objects.all()]
    )
    assert (len(token) >= 43, token in text) == (True, False)


def test_the_mail_is_neutral_outside_and_names_who_asks_inside(party, invite):
    """Decision 26."""
    invite()
    mailed_link()
    [mail] = django_mail.outbox
    assert ("Lokaal Belang" in str(mail.message()), mail.subject) == (False, "Een uitnodiging voor je")
    assert "Bram Visser nodigt je uit" in mail.body


def test_a_used_link_does_not_work_twice(client, invite):
    invite()
    link = mailed_link()
    join(client, link)
    assert join(Client(), link).status_code == 404
    assert len(rows(Member)) == 2


@pytest.mark.parametrize("how", ["wrong", "lapsed", "withdrawn", "resent", "invited again", "party left"])
def test_wrong_lapsed_withdrawn_and_replaced_links_show_the_same_calm_page(client, party, invite, as_bram, how):
    """Promise 3."""
    invitation = invite()
    link = mailed_link()
    now = timedelta()
    if how == "wrong":
        link = link[:-3] + "xx/"
    elif how == "lapsed":
        now = timedelta(days=14, seconds=1)
    elif how == "withdrawn":
        invitations.revoke(invitation, actor=as_bram)
    elif how == "resent":
        invitations.resend(invitation, actor=as_bram)
    elif how == "invited again":
        invite()
    else:
        from django.utils import timezone

        party.left_at = timezone.now()
        party.save()
    with time_machine.travel(__import__("datetime").datetime.now(tz=__import__("datetime").UTC) + now):
        answer = join(client, link)
    page = answer.content.decode()
    assert (answer.status_code, page.count("<h1>"), User.objects.count()) == (404, 1, 1)
    assert [word in page for word in ("Lokaal", "carla", "Carla", "Bram")] == [False] * 4


def test_a_new_link_works_after_resending(client, invite, as_bram):
    invitation = invite()
    old = mailed_link()
    invitations.resend(invitation, actor=as_bram)
    new = mailed_link()
    assert (new == old, join(client, new).status_code, Door.objects.count()) == (False, 302, 0)


def test_a_withdrawn_invitation_is_not_mailed_any_more(invite, as_bram):
    invitation = invite()
    invitations.revoke(invitation, actor=as_bram)
    send_due()
    assert ([mail.state for mail in rows(OutboxMail)], django_mail.outbox) == (["cancelled"], [])


def test_an_accepted_invitation_cannot_be_resent(client, invite, as_bram):
    invitation = invite()
    join(client, mailed_link())
    with pytest.raises(invitations.InvitationClosed):
        invitations.resend(invitation, actor=as_bram)


# --- what is typed ---


@pytest.mark.parametrize("password", ["kort", "wachtwoord123", "carla@voorbeeld.nl", "Carla Smit Carla"])
def test_a_weak_password_makes_no_account(client, invite, password):
    invite()
    answer = join(client, mailed_link(), password=password)
    assert (answer.status_code, User.objects.filter(email="carla@voorbeeld.nl").exists()) == (200, False)


def test_extra_fields_give_nobody_more(client, party, invite):
    """Promise 9."""
    invite()
    join(client, mailed_link(), email="kwaad@voorbeeld.nl", is_staff="on", role="chair", party="2")
    user = User.objects.get(email="carla@voorbeeld.nl")
    assert (user.is_staff, user.is_superuser, User.objects.filter(email="kwaad@voorbeeld.nl").exists()) == (False,) * 3
    assert rows(Seat) == []


def test_an_invitation_with_a_role_gives_the_seat_it_names(client, round, invite, bram):
    invite(role="member", criminal=True, round=round)
    join(client, mailed_link())
    [seat] = rows(Seat)
    assert (seat.round_id, seat.role, seat.criminal, seat.granted_by) == (round.pk, "member", True, bram.code)
    assert [event.codes for event in events("seat.granted")] == [{"role": "member", "criminal": True}]


def test_text_stays_text_on_the_page(client, invite, party):
    party.name = "<script>alert(1)</script>"
    party.save()
    invite(name="<img src=x>")
    client.get(mailed_link())
    page = client.get("/account/uitnodiging/").content.decode()
    assert ("<script>alert(1)" in page, "<img src=x>" in page, "&lt;script&gt;alert(1)" in page) == (False, False, True)


# --- an address that has an account ---


def test_inviting_a_known_address_looks_the_same(party, other_party, farid, invite):
    """Decision 13: nobody learns who works for another party."""
    invite("farid@voorbeeld.nl", name="X")
    invite("nieuw@voorbeeld.nl", name="X")
    send_due()
    known, new = sorted(django_mail.outbox, key=lambda mail: mail.to)
    assert re.sub(r"/account/\S+", "", known.body) == re.sub(r"/account/\S+", "", new.body)
    shown = [
        {k: v for k, v in row.__dict__.items() if k in ("name", "role", "accepted_at", "invited_by")}
        for row in rows(MemberInvitation)
    ]
    assert shown[0] == shown[1]
    assert [event.codes for event in events("member.invited")] == [{"role": ""}] * 2


def test_somebody_with_an_account_signs_in_and_joins(client, party, farid, invite):
    invite("farid@voorbeeld.nl")
    link = mailed_link()
    page = client.get(link, follow=True).content.decode()
    assert ("/account/login/?next=/account/uitnodiging/" in page, 'name="password"' in page) == (True, False)
    sign_in(client, farid.user)
    client.get(link)
    assert client.post("/account/uitnodiging/").headers["Location"] == "/"
    assert sorted(member.party.name for member in rows(Member, user=farid.user)) == ["Dorpslijst", "Lokaal Belang"]


def test_a_posted_form_cannot_take_over_an_account_that_exists(client, farid, invite):
    invite("farid@voorbeeld.nl")
    join(client, mailed_link(), password="een-ander-lang-wachtwoord")
    farid.user.refresh_from_db()
    assert (farid.user.check_password(PASSWORD), len(rows(Member, user=farid.user))) == (True, 1)


def test_somebody_else_who_is_signed_in_cannot_use_the_link(client, farid, invite):
    invite("carla@voorbeeld.nl")
    sign_in(client, farid.user)
    client.get(mailed_link())
    answer = client.post("/account/uitnodiging/")
    assert ("ander account" in answer.content.decode(), len(rows(Member, user=farid.user))) == (True, 1)


def test_an_operator_cannot_take_a_seat(client, henk, invite):
    """Decision 16."""
    invite("henk@voorbeeld.nl")
    sign_in(client, henk)
    client.get(mailed_link())
    client.post("/account/uitnodiging/")
    assert rows(Member, user=henk) == []


def test_who_was_removed_joins_again_under_the_same_code(client, party, bram, carla, as_bram, invite):
    members.remove_member(carla, actor=as_bram)
    invite("carla@voorbeeld.nl")
    sign_in(client, carla.user)
    client.get(mailed_link())
    client.post("/account/uitnodiging/")
    [member] = rows(Member, user=carla.user)
    assert (member.code, member.left_at) == (carla.code, None)


# --- who may invite ---


def test_an_operator_invites_only_into_an_empty_party(party, as_henk):
    invitations.invite_member(actor=as_henk, party=party, email="bram@voorbeeld.nl", role="chair")
    make_member(party, "Bram Visser")
    with pytest.raises(PermissionDenied):
        invitations.invite_member(actor=as_henk, party=party, email="carla@voorbeeld.nl")


def test_nobody_invites_themself_to_a_weightier_seat(party, round, bram, as_bram):
    """Promise 9."""
    with pytest.raises(PermissionDenied):
        invitations.invite_member(actor=as_bram, party=party, email=" Bram@voorbeeld.nl", role="chair", round=round)
    assert rows(MemberInvitation) == []


def test_a_second_click_leads_on_instead_of_to_a_dead_link(client, invite):
    invite()
    join(client, mailed_link())
    assert (
        client.post("/account/uitnodiging/", {"name": "Carla", "password": NEW_PASSWORD}).headers["Location"]
        == "/account/tweede-stap/"
    )


def test_sign_up_is_closed(client):
    answer = client.post("/account/signup/", {"email": "kwaad@voorbeeld.nl", "password1": NEW_PASSWORD})
    assert (User.objects.exists(), SESSION_KEY in client.session) == (False, False)
    assert b'name="password1"' not in client.get("/account/signup/").content
    assert answer.status_code == 200


# --- leaving ---


def test_removing_a_member_ends_seats_and_sessions(client, party, round, bram, carla, as_bram):
    """Promise 2."""
    with party_scope(party):
        Seat.objects.create(party=party, round=round, member=carla, role="member")
    client.post("/account/login/", {"login": "carla@voorbeeld.nl", "password": PASSWORD})
    assert client.session[SESSION_KEY] == str(carla.user_id)
    members.remove_member(carla, actor=as_bram)
    members.remove_member(carla, actor=as_bram)
    assert SESSION_KEY not in Client().session
    assert client.get("/account/tweede-stap/").headers["Location"].startswith("/account/login/")
    assert [(seat.ended_at is None) for seat in rows(Seat)] == [False]
    assert (len(events("seat.ended")), len(events("member.left"))) == (1, 1)


def test_a_member_of_two_parties_stays_signed_in_for_the_other(client, party, other_party, bram, as_bram):
    farid = make_member(other_party, "Farid Amrani")
    here = make_member(party, "Farid Amrani")
    client.post("/account/login/", {"login": "farid@voorbeeld.nl", "password": PASSWORD})
    members.remove_member(here, actor=as_bram)
    assert client.get("/account/tweede-stap/").status_code == 200
    assert [member.pk for member in rows(Member, user=farid.user, left_at=None)] == [farid.pk]


def test_a_removed_member_finds_the_same_as_a_stranger_at_the_next_request(client, party, other_party, bram, as_bram):
    """Promise 2: also when the session goes on because of another party."""
    make_member(other_party, "Farid Amrani")
    here = make_member(party, "Farid Amrani")
    sign_in(client, here.user)
    before = client.get(f"/p/{party.code}/").status_code
    members.remove_member(here, actor=as_bram)
    after, invented = client.get(f"/p/{party.code}/"), client.get("/p/bestaatniet/")
    assert (before != 404, after.status_code, after.content) == (True, 404, invented.content)


def test_the_last_chair_of_a_round_cannot_leave(party, round, bram, carla, as_bram):
    """Promise 9."""
    with party_scope(party):
        Seat.objects.create(party=party, round=round, member=bram, role="chair")
    with pytest.raises(members.LastChair):
        members.remove_member(bram, actor=actor_of(carla))
    with party_scope(party):
        Seat.objects.create(party=party, round=round, member=carla, role="chair")
    members.remove_member(bram, actor=actor_of(carla))
    assert [member.code for member in rows(Member, left_at=None)] == [carla.code]


def test_the_last_member_of_a_party_cannot_leave(bram, as_bram):
    with pytest.raises(members.LastChair):
        members.remove_member(bram, actor=as_bram)
