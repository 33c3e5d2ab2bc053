"""A new master key: everything stays readable, and the old one can go."""

import io

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from parties.accounts.secrets import seal_secret, unseal_secret
from parties.models import DataKey
from parties.safekeeping import crypto
from parties.safekeeping.audit import events_for
from parties.safekeeping.crypto import KeyDestroyed, SealBroken
from parties.scope import party_scope
from tests.parties.safekeeping.diary import Dossier, Page

NEW = b"n" * 32


@pytest.fixture
def pages(party, other_party):
    for owner, code in ((party, "anna2345"), (other_party, "gina2345")):
        with party_scope(owner):
            dossier = Dossier.objects.create(party=owner, code=code)
            Page.objects.create(party=owner, dossier=dossier, text=f"geheim van {code}")
    return party, other_party


def texts(*parties) -> list[str]:
    found = []
    for party in parties:
        with party_scope(party):
            found += [page.text for page in Page.objects.select_related("dossier")]
    return found


def rotated() -> str:
    out = io.StringIO()
    call_command("rotate_keys", stdout=out)
    return out.getvalue()


def test_old_master_key_can_go_after_rotation(pages, settings):
    settings.MASTER_KEYS = [NEW, *settings.MASTER_KEYS]
    assert rotated().splitlines()[0] == "data keys: 2 renewed"
    assert rotated().splitlines()[0] == "data keys: 0 renewed"
    settings.MASTER_KEYS = [NEW]
    assert texts(*pages) == ["geheim van anna2345", "geheim van gina2345"]
    with party_scope(pages[0]):
        assert [(event.verb, event.codes) for event in events_for("party")] == [("keys.rotated", {"count": 1})]


def test_old_master_key_opens_nothing_after_rotation(pages, settings):
    old = settings.MASTER_KEYS
    settings.MASTER_KEYS = [NEW, *old]
    rotated()
    settings.MASTER_KEYS = old
    with pytest.raises(SealBroken):
        texts(*pages)


def test_destroyed_key_stays_destroyed(pages, settings):
    with party_scope(pages[0]):
        crypto.destroy_keys(pages[0].pk, "anna2345", ["raw"])
    settings.MASTER_KEYS = [NEW, *settings.MASTER_KEYS]
    assert rotated().splitlines()[0] == "data keys: 1 renewed"
    with pytest.raises(KeyDestroyed):
        texts(pages[0])
    with party_scope(pages[0]):
        assert DataKey.objects.get().wrapped is None


def test_missing_master_key_stops_and_says_what_to_do(pages, settings):
    settings.MASTER_KEYS = [NEW]
    with pytest.raises(CommandError, match="Put the old key back"):
        rotated()


def test_second_steps_are_renewed_too(db, settings):
    """Decision 16: a member whose second step is lost cannot sign in."""
    user = get_user_model().objects.create_user("bram@example.nl")
    for kind, data in (
        ("totp", {"secret": seal_secret("GEHEIM")}),
        ("recovery_codes", {"seed": seal_secret("zaad"), "used_mask": 5}),
        ("webauthn", {"name": "sleutel"}),
    ):
        Authenticator.objects.create(user=user, type=kind, data=data)
    settings.MASTER_KEYS = [NEW, *settings.MASTER_KEYS]
    assert rotated().splitlines()[:2] == ["data keys: 0 renewed", "second steps: 2 renewed"]
    settings.MASTER_KEYS = [NEW]
    data = {row.type: row.data for row in Authenticator.objects.all()}
    assert unseal_secret(data["totp"]["secret"]) == "GEHEIM"
    assert (unseal_secret(data["recovery_codes"]["seed"]), data["recovery_codes"]["used_mask"]) == ("zaad", 5)
    assert data["webauthn"] == {"name": "sleutel"}
