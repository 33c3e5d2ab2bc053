"""A second step is asked of every account, and proven in every session (promise 13, law.md X-02).

allauth offers it but does not enforce it, so this middleware does: for all addresses, except the few
that are needed to set it up or to leave.
"""

from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

MARK = "second_factor"
# A recovery code is no second step of its own: it goes with one.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Pages of a candidate (their own session decides) and pages for everybody.
OPEN_PATHS = ("/k/", "/werkwijze/")
OPEN_NAMES = frozenset(
    {
        "accounts:second_factor",
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "set_language",
        "robots",
        "security_txt",
        "health",
        "rehearsal_mail",
    }
)


def has_second_factor(user) -> bool:
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def mark(session) -> None:
    """This session proved the second step."""
    session[MARK] = True


def is_excused(user) -> bool:
    """Rehearsal users sign in by a link that works once, on a machine that mails nobody (decision 34)."""
    return settings.REHEARSAL and user.rehearsal


class SecondFactor:
    """Sends an account without a second step to set one up, and a session that skipped it to sign in."""

    def __init__(self, get_response):
        self.get_response = get_response
        authenticator_added.connect(_mark_session_that_added, dispatch_uid="second factor set up")

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if _is_open(request):
            return None
        user = request.user
        if not user.is_authenticated or is_excused(user):
            return None
        if not has_second_factor(user):
            return _go(request, reverse("accounts:second_factor"))
        if request.session.get(MARK):
            return None
        logout(request)
        request.signed_out = True
        messages.info(request, _("Log opnieuw in, met je tweede stap."))
        return _go(request, reverse("account_login"))

    def process_exception(self, request, error):
        """Ask again who somebody is. allauth would keep the posted form in the session; we keep nothing."""
        if not isinstance(error, ReauthenticationRequired):
            return None
        from allauth.account.adapter import get_adapter

        methods = get_adapter().get_reauthentication_methods(request.user)
        where = methods[0]["url"] if methods else reverse("account_login")
        return _go(request, f"{where}?{urlencode({'next': _page_behind(request)})}")


def _mark_session_that_added(sender, request, user, authenticator, **kwargs):
    if authenticator.type in FACTORS:
        mark(request.session)


def _is_open(request) -> bool:
    return request.path.startswith(OPEN_PATHS) or request.resolver_match.view_name in OPEN_NAMES


def _page_behind(request) -> str:
    """Where to return to: this page, or for a posted form the page it stood on."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = request.META.get("HTTP_REFERER", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return came_from
    return "/"


def _go(request, url: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)
