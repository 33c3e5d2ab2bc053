"""A lost second step: a day, a mail to everybody, and a colleague who vouches (decision 16)."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.core import mail as django_mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied

from parties.accounts import resets
from parties.accounts.second_factor import has_second_factor
from parties.models import Event, FactorReset
from parties.outbox import send_due
from parties.scope import all_parties
from tests.parties.conftest import PASSWORD, make_member
from tests.signin import give_factor, sign_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
LOST = "/account/tweede-stap/kwijt/"
COLLEAGUES = "/account/tweede-stap/herstel/"


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def asked(bram, carla) -> FactorReset:
    give_factor(bram.user)
    [reset] = resets.ask_reset(bram.user)
    return reset


def again(reset) -> FactorReset:
    with all_parties("a test looks"):
        return FactorReset.objects.get(pk=reset.pk)


def verbs() -> list[str]:
    with all_parties("a test looks"):
        return [event.verb for event in Event.objects.order_by("seq")]


# --- asking ---


def test_asking_mails_every_member_of_the_party_and_nobody_else(party, bram, carla, farid):
    give_factor(bram.user)
    resets.ask_reset(bram.user)
    assert send_due() == 2
    assert sorted(mail.to[0] for mail in django_mail.outbox) == ["bram@voorbeeld.nl", "carla@voorbeeld.nl"]
    assert [("Lokaal Belang" in mail.subject, "Bram Visser" in mail.body) for mail in django_mail.outbox] == [
        (False, True)
    ] * 2


def test_the_page_answers_the_same_to_everybody(client, bram, carla):
    give_factor(bram.user)
    forms = [("bram", PASSWORD), ("bram", "verkeerd-wachtwoord"), ("niemand", PASSWORD), ("carla", PASSWORD)]
    answers = [client.post(LOST, {"email": f"{who}@voorbeeld.nl", "password": password}) for who, password in forms]
    pages = {re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()) for answer in answers}
    with all_parties("a test looks"):
        assert [reset.user_id for reset in FactorReset.objects.all()] == [bram.user_id]
    assert len(pages) == 1
    assert SESSION_KEY not in client.session


def test_guessing_passwords_on_this_page_stops_soon(client, bram):
    answers = [
        client.post(LOST, {"email": "bram@voorbeeld.nl", "password": f"poging-{n}"}).status_code for n in range(4)
    ]
    assert answers == [200, 200, 200, 429]


def test_asking_twice_is_one_request(bram, carla, asked):
    assert resets.ask_reset(bram.user) == []
    with all_parties("a test looks"):
        assert FactorReset.objects.count() == 1


def test_an_operator_without_party_asks_nothing(henk):
    assert resets.ask_reset(henk) == []


# --- vouching ---


def test_confirmed_and_a_day_later_the_second_step_is_gone_and_told(client, bram, asked, as_carla, clock):
    client.post("/account/login/", {"login": "bram@voorbeeld.nl", "password": PASSWORD})
    send_due()
    django_mail.outbox.clear()
    resets.confirm_reset(asked, actor=as_carla)
    clock.shift(timedelta(hours=24))
    assert (resets.sweep(), resets.sweep(), has_second_factor(bram.user)) == (1, 0, False)
    assert send_due() == 1
    assert [mail.to for mail in django_mail.outbox] == [["bram@voorbeeld.nl"]]
    assert verbs() == ["member.factor_reset_asked", "member.factor_reset_confirmed", "member.factor_reset"]


def test_every_session_of_the_account_ends_with_it(client, bram, carla, as_carla, clock):
    client.post("/account/login/", {"login": "bram@voorbeeld.nl", "password": PASSWORD})
    session = client.session
    session["second_factor"] = True
    session.save()
    give_factor(bram.user)
    [reset] = resets.ask_reset(bram.user)
    resets.confirm_reset(reset, actor=as_carla)
    clock.shift(timedelta(hours=24))
    resets.sweep()
    assert client.get(COLLEAGUES).headers["Location"].startswith("/account/login/")


def test_before_a_day_is_over_nothing_happens(bram, asked, as_carla, clock):
    resets.confirm_reset(asked, actor=as_carla)
    clock.shift(timedelta(hours=23, minutes=59))
    assert (resets.sweep(), has_second_factor(bram.user)) == (0, True)


def test_without_a_colleague_nothing_happens_and_it_lapses_after_a_week(bram, asked, clock):
    clock.shift(timedelta(days=6))
    assert (resets.sweep(), again(asked).is_open) == (0, True)
    clock.shift(timedelta(days=1))
    resets.sweep()
    assert (again(asked).stopped_by, has_second_factor(bram.user)) == ("system", True)


def test_nobody_vouches_for_themself(asked, as_bram):
    """Promise 9."""
    with pytest.raises(PermissionDenied):
        resets.confirm_reset(asked, actor=as_bram)


def test_another_party_can_neither_vouch_nor_stop(asked, as_farid):
    for act in (resets.confirm_reset, resets.stop_reset):
        with pytest.raises(PermissionDenied):
            act(asked, actor=as_farid)
    assert (again(asked).confirmed_at, again(asked).is_open) == (None, True)


def test_the_operator_vouches_only_where_nobody_else_works(asked, as_henk, other_party, farid):
    with pytest.raises(PermissionDenied):
        resets.confirm_reset(asked, actor=as_henk)
    give_factor(farid.user)
    [alone] = resets.ask_reset(farid.user)
    resets.confirm_reset(alone, actor=as_henk)
    assert again(alone).confirmed_by == "operator"


def test_somebody_in_two_parties_needs_a_colleague_in_both(
    party, other_party, bram, carla, farid, as_carla, as_farid, clock
):
    """Otherwise one party could open the other's door."""
    make_member(other_party, "Bram Visser")
    give_factor(bram.user)
    here, there = sorted(resets.ask_reset(bram.user), key=lambda reset: reset.party_id)
    resets.confirm_reset(here, actor=as_carla)
    clock.shift(timedelta(hours=25))
    assert (resets.sweep(), has_second_factor(bram.user)) == (0, True)
    resets.confirm_reset(there, actor=as_farid)
    assert (resets.sweep(), has_second_factor(bram.user)) == (1, False)


# --- stopping ---


def test_stopped_in_one_party_is_stopped_in_both(party, other_party, bram, carla, farid, as_carla, as_farid, clock):
    make_member(other_party, "Bram Visser")
    give_factor(bram.user)
    here, there = sorted(resets.ask_reset(bram.user), key=lambda reset: reset.party_id)
    resets.confirm_reset(here, actor=as_carla)
    resets.stop_reset(there, actor=as_farid)
    resets.confirm_reset(there, actor=as_farid)
    clock.shift(timedelta(hours=25))
    assert (resets.sweep(), has_second_factor(bram.user)) == (0, True)
    assert [again(reset).is_open for reset in (here, there)] == [False, False]


def test_the_person_self_can_stop_it(bram, asked, as_bram):
    """Somebody else may know the password."""
    resets.stop_reset(asked, actor=as_bram)
    assert again(asked).stopped_by == bram.code


def test_a_stopped_request_can_be_asked_again(bram, asked, as_carla):
    resets.stop_reset(asked, actor=as_carla)
    assert len(resets.ask_reset(bram.user)) == 1


# --- the page ---


def test_a_colleague_confirms_on_the_page(client, carla, asked):
    sign_in(client, carla.user)
    page = client.get(COLLEAGUES).content.decode()
    assert ("Bram Visser" in page, 'value="confirm"' in page) == (True, True)
    client.post(COLLEAGUES, {"code": asked.code, "answer": "confirm"})
    assert again(asked).confirmed_by == carla.code


def test_the_person_self_is_not_offered_to_confirm_and_cannot(client, bram, asked):
    sign_in(client, bram.user)
    assert b'value="confirm"' not in client.get(COLLEAGUES).content
    assert client.post(COLLEAGUES, {"code": asked.code, "answer": "confirm"}).status_code == 403
    assert again(asked).confirmed_at is None


def test_another_party_sees_and_reaches_nothing(client, farid, asked):
    """Promise 1: the same answer as for a code that does not exist."""
    sign_in(client, farid.user)
    assert b"Bram Visser" not in client.get(COLLEAGUES).content
    real = client.post(COLLEAGUES, {"code": asked.code, "answer": "stop"})
    invented = client.post(COLLEAGUES, {"code": "bestaatniet", "answer": "stop"})
    assert (real.status_code, real.content) == (invented.status_code, invented.content)
    assert (real.status_code, again(asked).is_open) == (404, True)


def test_a_reset_that_was_carried_out_leaves_no_recovery_codes(bram, asked, as_carla, clock):
    Authenticator.objects.create(user=bram.user, type="recovery_codes", data={"seed": "x", "used_mask": 0})
    resets.confirm_reset(asked, actor=as_carla)
    clock.shift(timedelta(hours=24))
    resets.sweep()
    assert Authenticator.objects.filter(user=bram.user).count() == 0
