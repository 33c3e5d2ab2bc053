"""A candidate's own session: a cookie and a row (decision 11)."""

import secrets

from django.conf import settings
from django.utils import timezone

from candidates.models import CandidateSession
from parties import terms
from parties.models import Party
from parties.safekeeping.crypto import SealBroken, browser_key_bytes, new_browser_key, token_hash
from parties.scope import party_scope

_HOST = "__Host-" if settings.HTTPS else ""
COOKIE = f"{_HOST}kandidaat"
DOOR_COOKIE = f"{_HOST}deur"
# A path of its own: the key travels to candidate pages only, so it cannot be a __Host- cookie.
_KEY = f"{'__Secure-' if settings.HTTPS else ''}eigen"
KEY_PATH = "/k/"


def current_session(request) -> CandidateSession | None:
    """The live session of the cookie, with its candidacy loaded; None for everybody else."""
    party_code, _dot, token = request.COOKIES.get(COOKIE, "").partition(".")
    party = Party.objects.filter(code=party_code).first() if token else None
    if party is None:
        return None
    now = timezone.now()
    with party_scope(party):
        session = (
            CandidateSession.objects.select_related(
                "candidacy", "candidacy__round", "candidacy__round__body", "candidacy__round__election"
            )
            .filter(token_hash=token_hash(token), ended_at__isnull=True)
            .first()
        )
        if session is None or session.ends_at() <= now:
            return None
        _seen(session, now)
    session.party = session.candidacy.party = session.candidacy.round.party = party
    return session


def _seen(session: CandidateSession, now) -> None:
    # Once a minute is enough to count an hour of silence, and spares a write on every page.
    if (now - session.last_seen_at).total_seconds() >= 60:
        session.last_seen_at = now
        session.save(update_fields=["last_seen_at"])


def start_session(candidacy) -> tuple[CandidateSession, str]:
    """A new session after a right code; returns it with the cookie's value."""
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    session = CandidateSession.objects.create(
        candidacy=candidacy, token_hash=token_hash(token), last_seen_at=now, expires_at=now + terms.SESSION_WHOLE
    )
    return session, f"{candidacy.party.code}.{token}"


def end_sessions(candidacy, *, keep=None) -> int:
    """End every session of a candidacy, but `keep`."""
    rows = CandidateSession.objects.filter(candidacy=candidacy, ended_at__isnull=True)
    return rows.exclude(pk=keep.pk if keep else None).update(ended_at=timezone.now())


def set_cookie(response, name: str, value: str, *, max_age: int | None = None, path: str = "/") -> None:
    response.set_cookie(name, value, max_age=max_age, path=path, secure=settings.HTTPS, httponly=True, samesite="Lax")


# --- the key of what is for the candidate alone: in this browser and nowhere else (decision 27) ---


def key_cookie(candidacy) -> str:
    """One per candidacy: two people who share a tablet do not throw away each other's key."""
    return f"{_KEY}-{candidacy.code}"


def own_key(request, candidacy) -> str:
    """The browser's key, empty when it has none."""
    return request.COOKIES.get(key_cookie(candidacy), "")


def give_key(request, response, candidacy) -> str:
    """The key this browser has, or a new one with the response.

    Called when the first question is shown: a save while typing and the button, both at once, must not each
    make a key of their own.
    """
    key = own_key(request, candidacy)
    try:
        browser_key_bytes(key)
    except SealBroken:
        key = new_browser_key()
        set_cookie(response, key_cookie(candidacy), key, max_age=int(terms.KEY_COOKIE.total_seconds()), path=KEY_PATH)
    return key


def forget_key(response, candidacy) -> None:
    response.delete_cookie(key_cookie(candidacy), path=KEY_PATH, samesite="Lax")
