"""A passkey from the first day to the next sign-in, in a real browser with a made-up authenticator."""

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from parties.accounts import invitations
from parties.models import MemberInvitation, User
from parties.scope import party_scope
from tests.parties.safekeeping.emptying import emptying_lifts_guards

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module", autouse=True)
def _emptying():
    with emptying_lifts_guards():
        yield


@pytest.fixture
def link(live_server, party) -> str:
    cache.clear()
    with party_scope(party), transaction.atomic():
        invitation = MemberInvitation.objects.create(
            party=party, email="carla@voorbeeld.nl", expires_at=timezone.now() + timedelta(days=14)
        )
        token = invitations.mint_token(invitation)
    # Passkeys refuse 127.0.0.1 (decision 33).
    return f"http://localhost:{live_server.thread.port}/account/uitnodiging/{token}/"


@pytest.fixture
def complaints(page) -> list[str]:
    """What the browser refused or could not do, the content policy included."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def plug_in_authenticator(page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def signed_in() -> list[str]:
    return [data[SESSION_KEY] for row in Session.objects.all() if SESSION_KEY in (data := row.get_decoded())]


def test_a_new_member_sets_up_a_passkey_and_signs_in_with_it(page, link, complaints, settings):
    settings.MFA_FORMS = {"add_webauthn": "parties.accounts.forms.AddPasskeyForm"}
    plug_in_authenticator(page)
    page.goto(link)
    page.get_by_label("Je naam").fill("Carla Smit")
    page.get_by_label("Wachtwoord").fill("paarse-fiets-met-bel")
    page.get_by_role("button", name="Doorgaan").click()
    page.get_by_role("link", name="Stel een passkey in").click()
    page.get_by_role("button", name="Maak de passkey").click()
    page.wait_for_url("**/2fa/recovery-codes/")
    carla = User.objects.get(email="carla@voorbeeld.nl")
    assert (signed_in(), carla.authenticator_set.filter(type="webauthn").count()) == ([str(carla.pk)], 1)

    page.context.clear_cookies()
    Session.objects.all().delete()
    page.goto(page.url)
    page.get_by_role("button", name="Log in met een passkey").click()
    page.wait_for_url(lambda address: "/login/" not in address)
    assert (signed_in(), complaints) == ([str(carla.pk)], [])
