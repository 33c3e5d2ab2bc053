"""A candidate's own session: a cookie and a row (decision 11)."""

import secrets

from django.conf import settings
from django.utils import timezone

from candidates.models import CandidateSession
from parties import terms
from parties.models import Party
from parties.safekeeping.crypto import token_hash
from parties.scope import party_scope

_HOST = "__Host-" if settings.HTTPS else ""
COOKIE = f"{_HOST}kandidaat"
DOOR_COOKIE = f"{_HOST}deur"
# A path of its own: the key travels to candidate pages only, so it cannot be a __Host- cookie.
KEY_COOKIE = f"{'__Secure-' if settings.HTTPS else ''}eigen"
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
