"""Every response of the whole suite is searched for what it must never hold, so every test is an isolation test.

Registered here, in memory: what belongs to one party only, and every token that was minted.
"""

import base64

from django.conf import settings
from django.test import Client

BELONGS: dict[int, set[str]] = {}
TOKENS: set[str] = set()
# The letter with the link is the one page that shows a token, on purpose (decision 40).
SHOWS_TOKEN = ("/uitnodiging/brief/",)


def forget() -> None:
    BELONGS.clear()
    TOKENS.clear()


def belongs(party, *words: str) -> None:
    """These words are only this party's; a response to anybody else that holds them fails the test."""
    BELONGS.setdefault(party.pk, set()).update(word for word in words if len(word) > 4)


def secrets() -> set[str]:
    return {settings.SECRET_KEY, *(base64.b64encode(key).decode() for key in settings.MASTER_KEYS)}


def complaints(request, response) -> list[str]:
    """What is in this response that should not be."""
    if response.streaming or not response.content:
        return []
    text = response.content.decode("utf-8", "ignore") + str(response.headers)
    found = [f"a secret in {request.path}" for secret in secrets() if secret in text]
    if not request.path.endswith(SHOWS_TOKEN):
        found += [f"a link's token in {request.path}" for token in TOKENS if token in text]
    party = getattr(getattr(request, "actor", None), "party", None)
    if party is not None:
        others = {word for pk, words in BELONGS.items() if pk != party.pk for word in words} - BELONGS.get(
            party.pk, set()
        )
        found += [f"{word!r} of another party in {request.path}" for word in others if word in text]
    return found


def watch(monkeypatch) -> None:
    """Hang the checker in the test client, and remember tokens as they are minted."""
    from candidates.models import Invitation

    send, minted = Client.request, Invitation.token.fget

    def watched(self, **environ):
        response = send(self, **environ)
        found = complaints(response.wsgi_request, response)
        assert not found, found
        return response

    def remembered(invitation):
        token = minted(invitation)
        TOKENS.add(token)
        return token

    monkeypatch.setattr(Client, "request", watched)
    monkeypatch.setattr(Invitation, "token", property(remembered))
