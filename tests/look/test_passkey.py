"""passkey.js against the real sign-in pages, with the browser's own virtual authenticator."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model

PASSWORD = "een-lang-wachtwoord-van-bram"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def authenticator(page):
    """A phone with a fingerprint reader, as far as the browser can tell."""
    page.set_default_timeout(30_000)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return lambda verified: session.send(
        "WebAuthn.setUserVerified", {"authenticatorId": made["authenticatorId"], "isUserVerified": verified}
    )


@pytest.fixture
def bram(transactional_db):
    return get_user_model().objects.create_user("bram@voorbeeld.nl", PASSWORD, name="Bram Visser")


def sign_in_with_password(page, live_server):
    page.goto(f"{live_server.url}/account/login/")
    page.locator("[name=login]").fill("bram@voorbeeld.nl")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()


def add_passkey(page, live_server):
    sign_in_with_password(page, live_server)
    page.goto(f"{live_server.url}/account/2fa/webauthn/add/")
    page.locator("[name=name]").fill("telefoon")
    with page.expect_navigation():
        page.get_by_role("button", name="Maak de passkey").click()


def test_passkey_is_made_and_signs_in_alone(page, live_server, bram, authenticator):
    add_passkey(page, live_server)
    assert list(Authenticator.objects.filter(user=bram, type="webauthn").values_list("data__name", flat=True)) == [
        "telefoon"
    ]
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/account/login/")
    with page.expect_navigation():
        page.get_by_role("button", name="Log in met een passkey").click()
    assert "/account/login/" not in page.url
    page.goto(f"{live_server.url}/account/2fa/")
    assert page.get_by_role("heading", level=1).inner_text() == "De tweede stap bij het inloggen"


def test_passkey_is_the_second_step_after_the_password(page, live_server, bram, authenticator):
    add_passkey(page, live_server)
    page.context.clear_cookies()
    sign_in_with_password(page, live_server)
    with page.expect_navigation():
        page.get_by_role("button", name="Gebruik je passkey of sleutel").click()
    page.goto(f"{live_server.url}/account/2fa/")
    assert page.get_by_role("heading", level=1).inner_text() == "De tweede stap bij het inloggen"


def test_refused_finger_is_said_in_words(page, live_server, bram, authenticator):
    add_passkey(page, live_server)
    page.context.clear_cookies()
    authenticator(False)
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_role("button", name="Log in met een passkey").click()
    page.get_by_text("Dat lukte niet. Probeer het nog eens, of kies een andere manier.").wait_for()
