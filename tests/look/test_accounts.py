"""Signing in and the own account: every page in our look and in Dutch, and a passkey that really signs in."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from django.urls import reverse

PASSWORD = "een-lang-wachtwoord-van-bram"
ENGLISH = [
    "Sign In",
    "Sign Out",
    "Password:",
    "Authenticator App",
    "Security Key",
    "Recovery Codes",
    "Two-Factor",
    "Sessions",
    "Email Address",
]


@pytest.fixture
def user(db):
    return get_user_model().objects.create_user("bram@voorbeeld.nl", PASSWORD, name="Bram Visser")


@pytest.fixture
def key(user):
    """A passkey that was registered before; its secret part is not needed to draw the pages."""
    data = {"name": "telefoon", "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)


@pytest.fixture
def signed_in(client, user):
    """Bram, who proved both steps in this session."""
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor"] = True
    session["signed_in_at"] = int(time.time())
    session.save()
    return client


def check(response):
    html = response.content.decode()
    assert response.status_code == 200
    assert [len(re.findall(mark, html)) for mark in (r"<h1\b", "slab-edge", r'<html lang="nl"')] == [1, 1, 1]
    assert [word for word in ENGLISH if word in html] == []
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=", html) == []
    return html


@pytest.mark.parametrize(
    "name", ["account_login", "account_reset_password", "account_reset_password_done", "account_signup", "account_inactive", "account_email_verification_sent"]
)  # fmt: skip
def test_page_for_a_stranger(client, db, name):
    check(client.get(reverse(name)))


@pytest.mark.parametrize(
    "name",
    [
        "account_logout", "account_change_password", "account_email", "account_reauthenticate", "mfa_index",
        "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "usersessions_list",
    ],
)  # fmt: skip
def test_page_for_a_member(signed_in, name):
    check(signed_in.get(reverse(name)))


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_page_about_one_key(signed_in, key, name):
    check(signed_in.get(reverse(name, kwargs={"pk": key.pk})))


def test_page_to_couple_an_app(signed_in, user):
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})
    html = check(signed_in.get(reverse("mfa_activate_totp")))
    assert re.findall(r'<img src="(data:image/svg)', html) == ["data:image/svg"]


def test_wrong_password_is_said_above_the_form(client, user):
    html = check(client.post(reverse("account_login"), {"login": user.email, "password": "fout"}))
    assert "Kijk nog even naar dit antwoord" in html
    assert html.count("<title>Fout: ") == 1


def test_second_step_asks_for_a_code_only_when_there_is_no_passkey(client, user):
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True)
    html = check(response)
    assert response.redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert 'autocomplete="one-time-code"' in html
    assert "data-passkey" not in html


def test_lapsed_link_for_a_new_password_is_calm(client, db):
    html = check(
        client.get(reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "abc-def"}), follow=True)
    )
    assert "Deze link werkt niet meer." in html
