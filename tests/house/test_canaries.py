"""The checker in the test client sees a leak when there is one."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from parties.actors import Actor
from tests import canaries, cast

pytestmark = pytest.mark.django_db


def seen(party, text: str, path: str = "/p/x/") -> list[str]:
    request = RequestFactory().get(path)
    request.actor = Actor(kind="member", party=party)
    return canaries.complaints(request, HttpResponse(text))


def test_another_partys_words_are_seen_and_ones_own_are_not():
    here, there = cast.make_party(), cast.make_party("Andere Partij")
    assert seen(here, "Dorpsbelang Veenkamp") == []
    assert seen(there, "Dorpsbelang Veenkamp") == ["'Dorpsbelang Veenkamp' of another party in /p/x/"]


def test_a_token_is_seen_everywhere_but_in_the_letter(settings):
    canaries.TOKENS.add("t" * 43)
    assert seen(None, "t" * 43) == ["a link's token in /p/x/"]
    assert seen(None, "t" * 43, "/p/x/kandidaat/y/uitnodiging/brief/") == []
    assert seen(None, settings.SECRET_KEY) == ["a secret in /p/x/"]
