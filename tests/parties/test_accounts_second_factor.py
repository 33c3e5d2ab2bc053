"""A second step is enforced for ordinary users, in every session and on every page (promise 13, law.md X-02)."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from parties.accounts.second_factor import OPEN_NAMES, OPEN_PATHS, has_second_factor
from parties.accounts.secrets import seal_secret, unseal_secret
from parties.safekeeping.crypto import SealBroken
from tests.parties.conftest import PASSWORD
from tests.signin import TOTP_SECRET, give_factor, sign_in

pytestmark = pytest.mark.django_db
SET_UP = "/account/tweede-stap/"
COLLEAGUES = "/account/tweede-stap/herstel/"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def code(offset: int = 0) -> str:
    return format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // 30 + offset))


def log_in(client, email: str, password: str = PASSWORD):
    return client.post("/account/login/", {"login": email, "password": password})


def addresses(party) -> list[str]:
    """Every address of the site that can be written down without knowing a row, from the resolver itself."""
    found = []

    def walk(patterns, namespaces=()):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, (*namespaces, pattern.namespace) if pattern.namespace else namespaces)
            elif isinstance(pattern, URLPattern) and pattern.name:
                found.append(":".join([*namespaces, pattern.name]))

    walk(get_resolver().url_patterns)
    return sorted(
        {address for name in found if (address := _address(name, party)) is not None and not _is_open(name, address)}
    )


def _address(name: str, party) -> str | None:
    for arguments in ({}, {"party_code": party.code}):
        try:
            return reverse(name, kwargs=arguments)
        except NoReverseMatch:
            continue
    return None


def _is_open(name: str, address: str) -> bool:
    return name in OPEN_NAMES or address.startswith(OPEN_PATHS)


# --- no second step yet ---


@pytest.mark.parametrize("who", ["bram", "henk"])
def test_without_a_second_step_every_page_leads_to_setting_it_up(request, client, party, bram, henk, who):
    """The list comes from the resolver: a new page is guarded before anybody thinks of it."""
    client.force_login(bram.user if who == "bram" else henk)
    pages = addresses(party)
    answers = {page: (client.get(page).status_code, client.get(page).headers.get("Location")) for page in pages}
    assert len(pages) > 15
    assert answers == dict.fromkeys(pages, (302, SET_UP))


@pytest.mark.parametrize("who", ["bram", "henk"])
def test_without_a_second_step_a_form_changes_nothing(client, party, bram, henk, who):
    client.force_login(bram.user if who == "bram" else henk)
    answer = client.post("/admin/parties/party/add/", {"name": "Nieuw"})
    assert (answer.status_code, answer.headers["Location"]) == (302, SET_UP)


def test_a_fragment_request_is_sent_as_a_whole_page(client, bram, party):
    client.force_login(bram.user)
    answer = client.get(COLLEAGUES, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, SET_UP)


def test_recovery_codes_alone_are_no_second_step(client, bram):
    Authenticator.objects.create(user=bram.user, type="recovery_codes", data={"seed": seal_secret("a"), "used_mask": 0})
    assert has_second_factor(bram.user) is False


def test_the_set_up_pages_themselves_open(client, bram):
    log_in(client, "bram@voorbeeld.nl")
    pages = [SET_UP, "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"]
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]


def test_setting_up_a_code_app_opens_the_house_and_seals_the_secret(client, bram, party):
    """Decision 16: allauth's secrets lie under the master key."""
    log_in(client, "bram@voorbeeld.nl")
    client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    answer = client.post(
        "/account/2fa/totp/activate/", {"code": format_hotp_value(hotp_value(secret, int(time.time()) // 30))}
    )
    assert answer.status_code == 302
    stored = Authenticator.objects.get(user=bram.user, type="totp").data["secret"]
    assert (secret in stored, unseal_secret(stored)) == (False, secret)
    assert client.get(SET_UP).headers["Location"] == "/"
    seed = Authenticator.objects.get(user=bram.user, type="recovery_codes").data["seed"]
    assert len(unseal_secret(seed)) == 80


def test_a_secret_sealed_by_nobody_or_altered_is_refused(settings):
    sealed = seal_secret(TOTP_SECRET)
    altered = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    for wrong in (TOTP_SECRET, altered, ""):
        with pytest.raises(SealBroken):
            unseal_secret(wrong)
    settings.MASTER_KEYS = [b"n" * 32]
    with pytest.raises(SealBroken):
        unseal_secret(sealed)


def test_a_secret_survives_a_new_master_key(settings):
    sealed = seal_secret(TOTP_SECRET)
    settings.MASTER_KEYS = [b"n" * 32, *settings.MASTER_KEYS]
    assert unseal_secret(sealed) == TOTP_SECRET


# --- a second step there is, but this session skipped it ---


def test_a_password_alone_does_not_sign_in(client, bram, party):
    give_factor(bram.user)
    answer = log_in(client, "bram@voorbeeld.nl")
    assert (answer.headers["Location"], SESSION_KEY in client.session) == ("/account/2fa/authenticate/", False)


def test_password_and_code_sign_in(client, bram):
    give_factor(bram.user)
    log_in(client, "bram@voorbeeld.nl")
    assert client.post("/account/2fa/authenticate/", {"code": code()}).status_code == 302
    assert client.session[SESSION_KEY] == str(bram.user.pk)
    assert client.get(SET_UP).headers["Location"] == "/"


def test_a_code_works_once(client, bram):
    give_factor(bram.user)
    now = code()
    log_in(client, "bram@voorbeeld.nl")
    client.post("/account/2fa/authenticate/", {"code": now})
    other = Client()
    log_in(other, "bram@voorbeeld.nl")
    other.post("/account/2fa/authenticate/", {"code": now})
    assert SESSION_KEY not in other.session


def test_a_wrong_code_does_not_sign_in(client, bram):
    give_factor(bram.user)
    log_in(client, "bram@voorbeeld.nl")
    client.post("/account/2fa/authenticate/", {"code": code(offset=10)})
    assert SESSION_KEY not in client.session


@pytest.mark.parametrize("who", ["bram", "henk"])
def test_a_session_that_never_proved_the_second_step_is_ended(client, bram, henk, party, who):
    """A session from before the second step was set up elsewhere, or made by any way around allauth."""
    user = bram.user if who == "bram" else henk
    give_factor(user)
    client.force_login(user)
    answer = client.get("/admin/" if who == "henk" else COLLEAGUES)
    assert (answer.headers["Location"], SESSION_KEY in client.session) == ("/account/login/", False)


def test_taking_the_second_step_away_closes_the_next_request(client, bram, party):
    sign_in(client, bram.user)
    Authenticator.objects.filter(user=bram.user).delete()
    assert client.get(COLLEAGUES).headers["Location"] == SET_UP


def test_the_last_second_step_cannot_be_switched_off(client, bram):
    sign_in(client, bram.user)
    client.post("/account/2fa/totp/deactivate/", {})
    assert has_second_factor(bram.user) is True


def test_a_session_of_one_account_proves_nothing_for_another(client, bram, henk):
    sign_in(client, bram.user)
    give_factor(henk)
    client.force_login(henk)
    assert client.get("/admin/").headers["Location"] == "/account/login/"


# --- rehearsal ---


@pytest.mark.parametrize(
    ("rehearsal", "user_is_one", "opens"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_only_rehearsal_users_in_a_rehearsal_are_excused(client, settings, henk, rehearsal, user_is_one, opens):
    """Decision 34."""
    settings.REHEARSAL = rehearsal
    henk.rehearsal = user_is_one
    henk.save()
    client.force_login(henk)
    assert (client.get("/admin/").status_code == 200) is opens


# --- the admin has no door of its own ---


def test_the_admin_asks_to_sign_in_with_us(client, henk):
    give_factor(henk)
    answer = client.post("/admin/login/", {"username": "henk@voorbeeld.nl", "password": PASSWORD})
    assert (answer.status_code, SESSION_KEY in client.session) == (302, False)
    assert answer.headers["Location"].startswith("/account/login/")


def test_a_member_is_not_let_into_the_admin(client, bram):
    sign_in(client, bram.user)
    assert client.get("/admin/", follow=True).status_code == 403


def test_an_operator_with_a_second_step_enters_the_admin(client, henk):
    sign_in(client, henk)
    assert client.get("/admin/").status_code == 200


# --- asking again ---


def test_a_heavy_act_long_after_signing_in_asks_again_and_keeps_nothing_of_the_form(client, bram, party):
    """law.md X-01: ASVS 7.5.3. A posted text must not lie in a session."""
    sign_in(client, bram.user, fresh=False)
    answer = client.post(COLLEAGUES, {"code": "geheime-tekst"}, headers={"Referer": "http://testserver/p/x/"})
    assert answer.headers["Location"] == "/account/reauthenticate/?next=http%3A%2F%2Ftestserver%2Fp%2Fx%2F"
    assert "geheime-tekst" not in str(dict(client.session))


def test_a_foreign_page_behind_a_form_is_not_returned_to(client, bram):
    sign_in(client, bram.user, fresh=False)
    answer = client.post(COLLEAGUES, {}, headers={"Referer": "https://kwaad.voorbeeld.nl/"})
    assert answer.headers["Location"] == "/account/reauthenticate/?next=%2F"


def test_after_asking_again_the_page_opens(client, bram):
    sign_in(client, bram.user, fresh=False)
    assert client.get(COLLEAGUES).status_code == 302
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.get(COLLEAGUES).status_code == 200


def test_just_after_signing_in_nothing_is_asked_again(client, bram):
    sign_in(client, bram.user)
    assert client.get(COLLEAGUES).status_code == 200
