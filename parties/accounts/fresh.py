"""Step-up: a heavy act asks who you are again when you signed in more than ten minutes ago."""

import time

from allauth.account.decorators import reauthentication_required

from parties import terms

SIGNED_IN_AT = "signed_in_at"


def note_sign_in(session) -> None:
    session[SIGNED_IN_AT] = int(time.time())


def needs_step_up(request) -> bool:
    """False just after signing in."""
    return time.time() - request.session.get(SIGNED_IN_AT, 0) > terms.STEP_UP.total_seconds()


def step_up(view):
    """Decorate a view that adopts, signs, decides or erases (law.md X-01: ASVS 7.5.3).

    Guard the page with the form as well as its POST: what is typed in a form that is sent too late is
    not kept, because it must not lie in a session.
    """
    return reauthentication_required(enabled=needs_step_up)(view)
