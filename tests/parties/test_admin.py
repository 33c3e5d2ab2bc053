"""The operator sees parties, accounts, places, numbers, mail and health; never a dossier (law.md X-04)."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.core import mail as django_mail
from django.core.cache import cache
from django.utils import timezone

from parties import admin as pages
from parties.accounts import resets
from parties.models import Event, FactorReset, MemberInvitation, OutboxMail, Party, User
from parties.outbox import send_due
from parties.scope import all_parties, party_scope
from tests.parties.conftest import PASSWORD, queued
from tests.signin import give_factor, sign_in

pytestmark = pytest.mark.django_db
OWN = ["election", "factorreset", "outboxmail", "party", "publicbody", "round", "user", "workmark"]
LISTS = [f"/admin/parties/{name}/" for name in OWN]


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def operator(client, henk):
    return sign_in(client, henk)


@pytest.fixture
def mail(party, bram) -> OutboxMail:
    with party_scope(party):
        invitation = MemberInvitation.objects.create(
            party=party, email="carla@voorbeeld.nl", name="Carla Smit", expires_at=timezone.now() + timedelta(days=14)
        )
    return queued("member.invitation", party=party, candidacy_code="anna2345", payload_code=invitation.code)


def rows(model, **where) -> list:
    with all_parties("a test looks"):
        return list(model.objects.filter(**where))


def test_floor_zero_shows_these_pages_and_no_others():
    """No page of sessions, addresses or secrets, whatever an installed package brings along."""
    shown = sorted(m._meta.model_name for m in admin.site._registry if m._meta.app_label in {"parties", *pages.OTHERS})
    assert shown == OWN


def test_every_list_opens_and_shows_every_party(operator, party, other_party, bram, farid, mail):
    assert [operator.get(page).status_code for page in LISTS] == [200] * len(LISTS)
    page = operator.get("/admin/parties/party/").content.decode()
    assert ("Lokaal Belang" in page, "Dorpslijst" in page) == (True, True)


@pytest.mark.parametrize("page", LISTS)
def test_a_member_gets_no_page_at_all(client, bram, page):
    sign_in(client, bram.user)
    assert client.get(page).status_code in (302, 403)
    assert client.get(page, follow=True).status_code == 403


def test_nothing_is_deleted_here(operator, party, bram, henk, mail):
    for page in (f"party/{party.pk}", f"user/{bram.user_id}", f"outboxmail/{mail.pk}"):
        assert operator.post(f"/admin/parties/{page}/delete/", {"post": "yes"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": [party.pk], "post": "yes"}
    operator.post("/admin/parties/party/", action)
    assert Party.objects.filter(pk=party.pk).exists() is True


# --- parties and their first chair ---


def fields(**values) -> dict:
    return {"name": "Nieuw Geluid", "accent": "oker", **values}


def test_an_operator_makes_a_party_and_invites_its_first_chair(operator, henk):
    """Decision 16."""
    operator.post("/admin/parties/party/add/", fields(chair_email="bram@voorbeeld.nl", chair_name="Bram Visser"))
    [invitation] = rows(MemberInvitation)
    assert (invitation.party.name, invitation.role, invitation.invited_by) == ("Nieuw Geluid", "chair", "operator")
    assert send_due() == 1
    assert django_mail.outbox[0].to == ["bram@voorbeeld.nl"]
    assert [(e.verb, e.actor_kind) for e in rows(Event)] == [
        ("party.created", "operator"),
        ("member.invited", "operator"),
    ]


def test_a_party_with_members_offers_no_invitation_and_takes_none(operator, party, bram):
    address = f"/admin/parties/party/{party.pk}/change/"
    assert b"chair_email" not in operator.get(address).content
    operator.post(address, fields(name="Lokaal Belang", chair_email="kwaad@voorbeeld.nl"))
    assert rows(MemberInvitation) == []


def test_changing_a_party_is_recorded(operator, party):
    operator.post(f"/admin/parties/party/{party.pk}/change/", fields(code="gekozen", left_at_0="2026-01-01"))
    party.refresh_from_db()
    assert (party.name, party.left_at, party.code == "gekozen") == ("Nieuw Geluid", None, False)
    assert [(e.verb, e.about) for e in rows(Event)] == [("party.changed", party.code)]


# --- accounts ---


def test_switching_an_account_off_ends_its_sessions(operator, bram):
    from django.test import Client

    other = Client()
    other.post("/account/login/", {"login": "bram@voorbeeld.nl", "password": PASSWORD})
    operator.post(f"/admin/parties/user/{bram.user_id}/change/", {})
    bram.user.refresh_from_db()
    assert bram.user.is_active is False
    assert other.get("/account/tweede-stap/").headers["Location"].startswith("/account/login/")


def test_nobody_is_made_operator_or_given_another_address_here(operator, bram):
    values = {"is_active": "on", "is_staff": "on", "is_superuser": "on", "email": "kwaad@voorbeeld.nl", "password": "x"}
    operator.post(f"/admin/parties/user/{bram.user_id}/change/", values)
    user = User.objects.get(pk=bram.user_id)
    assert (user.is_staff, user.is_superuser, user.email, user.check_password(PASSWORD)) == (
        False,
        False,
        "bram@voorbeeld.nl",
        True,
    )
    assert operator.get("/admin/parties/user/add/").status_code == 403


def test_the_password_page_of_the_admin_leads_to_ours(operator):
    assert operator.get("/admin/password_change/").headers["Location"] == "/account/password/change/"


def test_no_page_shows_a_secret(operator, bram, henk):
    give_factor(bram.user)
    secret = bram.user.authenticator_set.get().data["secret"]
    pages_seen = [f"/admin/parties/user/{bram.user_id}/change/", f"/admin/parties/user/{bram.user_id}/history/", *LISTS]
    shown = "".join(operator.get(page).content.decode() for page in pages_seen)
    assert (secret in shown, bram.user.password in shown, operator.session.session_key in shown) == (
        False,
        False,
        False,
    )


# --- mail and numbers ---


def test_mail_shows_its_state_and_neither_whom_nor_about_whom(operator, mail):
    shown = (
        operator.get("/admin/parties/outboxmail/").content
        + operator.get(f"/admin/parties/outboxmail/{mail.pk}/change/").content
    )
    text = shown.decode()
    assert ("member.invitation" in text, mail.code in text) == (True, True)
    assert [word in text for word in ("anna2345", mail.payload_code, "carla@", "Carla")] == [False] * 4


def test_mail_cannot_be_changed(operator, mail):
    answer = operator.post(f"/admin/parties/outboxmail/{mail.pk}/change/", {"purpose": "x", "state": "sent"})
    assert (answer.status_code, rows(OutboxMail)[0].state) == (403, "queued")


def test_refused_mail_is_tried_again(operator, mail):
    with all_parties("a test arranges"):
        OutboxMail.objects.update(state="refused", closed_at=timezone.now(), last_error="550", attempts=1)
    operator.post("/admin/parties/outboxmail/", {"action": "again", "_selected_action": [mail.pk]})
    assert [(row.state, row.attempts) for row in rows(OutboxMail)] == [("queued", 0)]


def test_numbers_of_a_round_come_from_the_floors_above(monkeypatch):
    monkeypatch.setattr(pages, "_counts", [])
    pages.register_counts("ingeleverd", lambda round: 3)
    pages.register_counts("bezig", lambda round: 4)
    assert pages.RoundAdmin.numbers(None, None) == "ingeleverd: 3, bezig: 4"


# --- a lost second step ---


def test_the_operator_vouches_where_nobody_else_works(operator, party, bram):
    give_factor(bram.user)
    [reset] = resets.ask_reset(bram.user)
    operator.post("/admin/parties/factorreset/", {"action": "vouch", "_selected_action": [reset.pk]})
    assert [row.confirmed_by for row in rows(FactorReset)] == ["operator"]


def test_the_operator_cannot_vouch_where_a_colleague_can(operator, party, bram, carla):
    give_factor(bram.user)
    [reset] = resets.ask_reset(bram.user)
    page = operator.post(
        "/admin/parties/factorreset/", {"action": "vouch", "_selected_action": [reset.pk]}, follow=True
    )
    assert [row.confirmed_by for row in rows(FactorReset)] == [""]
    assert "een ander lid van de partij bevestigt dit" in page.content.decode()


# --- names of things ---


def test_the_name_of_anything_personal_is_its_code(party, bram, mail):
    """Decision 3."""
    [invitation] = rows(MemberInvitation)
    names = [str(row) for row in (bram, bram.user, invitation, mail)]
    assert names == [
        f"lid {bram.code}",
        f"account {bram.user_id}",
        f"uitnodiging {invitation.code}",
        f"mail {mail.code}",
    ]


def test_signed_out_operator_sees_the_sign_in_page(client, henk):
    answer = client.get("/admin/parties/party/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/account/login/")


@pytest.mark.only("sqlite")
def test_sqlite_refuses_a_second_real_party(db):
    """Decision 10: one wall, one party; the message names the way to PostgreSQL."""
    from parties.admin_forms import PartyForm
    from parties.scope import party_scope
    from tests import cast

    assert PartyForm({"name": "Eerste partij", "accent": "oker"}).is_valid()
    cast.make_party()
    form = PartyForm({"name": "Tweede partij", "accent": "oker"})
    assert not form.is_valid() and "PostgreSQL" in str(form.errors)
    other = cast.make_party("Andere Partij")
    with party_scope(other):
        assert PartyForm({"name": "Tweede partij", "accent": "oker"}, instance=other).is_valid()
