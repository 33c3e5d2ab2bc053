"""The page is closed (promise 12): headers on every answer, limits on what comes in, calm error pages.

`ClosedPages` stands outside everything, so that static files, redirects and errors carry the headers
too. `InputGuard` stands just inside the standard security headers.
"""

import logging

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, UnreadablePostError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

logger = logging.getLogger(__name__)

HEADERS = {
    "Referrer-Policy": "same-origin",  # no-referrer would break the CSRF check over HTTPS
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": ", ".join(
        [
            "accelerometer=()",
            "autoplay=()",
            "browsing-topics=()",
            "camera=()",
            "display-capture=()",
            "geolocation=()",
            "gyroscope=()",
            "microphone=()",
            "midi=()",
            "payment=()",
            "publickey-credentials-create=(self)",
            "publickey-credentials-get=(self)",
            "usb=()",
        ]
    ),
}
# The public procedure page is the only one a search engine may show.
PUBLIC_PATH = "/werkwijze/"
# An import or a seal check reads one file of at most 10 MB; the rest is the form around it.
MAX_UPLOAD_BODY = 11 * 1024 * 1024


class ClosedPages:
    """Headers on every answer, also errors and static files."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not _may_be_kept(request, response) and response.headers.get("Cache-Control") != "private, no-store":
            response.headers["Cache-Control"] = "no-store"
        if not request.path.startswith(PUBLIC_PATH):
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        if getattr(request, "signed_out", False):
            response.headers["Clear-Site-Data"] = '"cache"'
        return response


def _may_be_kept(request, response) -> bool:
    """Static files, and pages that say so themselves and know nothing of who asks."""
    if request.path.startswith(settings.STATIC_URL):
        return response.status_code in (200, 206, 304)
    says_so = "public" in response.headers.get("Cache-Control", "")
    personal = response.cookies or "cookie" in response.headers.get("Vary", "").lower()
    return says_so and not personal


class InputGuard:
    """Refuse what no form of ours sends: too large a body, NUL characters, another character set.

    PostgreSQL refuses NUL where SQLite keeps it; neither may turn into an error 500 (promise 7).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if _is_too_large(request):
            return error_page(request, 413)
        if not _is_readable(request):
            request.encoding = "utf-8"
            return error_page(request, 400)
        return self.get_response(request)


def _is_readable(request) -> bool:
    try:
        return (request.encoding or "utf-8").lower() in ("utf-8", "utf8") and not _has_nul(request)
    except UnreadablePostError:  # the visitor went away in the middle of a form
        return False


def readable_charset(application):
    """WSGI wrapper: Django fails on a charset that is no text encoding before any middleware runs.

    Such a request is relabelled as one that `InputGuard` answers with the calm 400.
    """

    def guarded(environ, start_response):
        kind, _semicolon, rest = environ.get("CONTENT_TYPE", "").partition(";")
        if "charset" in rest.lower() and "utf-8" not in rest.lower():
            environ["CONTENT_TYPE"] = f"{kind}; charset=iso-8859-1"
        return application(environ, start_response)

    return guarded


def _is_too_large(request) -> bool:
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return False
    is_form_with_file = request.content_type == "multipart/form-data"
    return length > (MAX_UPLOAD_BODY if is_form_with_file else settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _has_nul(request) -> bool:
    if "\0" in request.path_info or _in_pairs(request.GET) or _in_pairs(request.POST):
        return True
    if request.content_type == "application/json" and (b"\\u0000" in request.body or b"\0" in request.body):
        return True
    if any("\0" in file.name for _field, files in request.FILES.lists() for file in files if file.name):
        return True
    # A quoted cookie may spell NUL as \000, and the session key is looked up as it comes.
    sent = [*request.COOKIES.values(), *(v for k, v in request.META.items() if k.startswith("HTTP_"))]
    return any("\0" in value for value in sent)


def _in_pairs(pairs) -> bool:
    return any("\0" in name or any("\0" in value for value in values) for name, values in pairs.lists())


def error_page(request, code: int) -> HttpResponse:
    """The calm page for a status code: in our look where possible, in plain words always.

    Says nothing about the address that was asked for, nor about who asked.
    """
    language = getattr(request, "LANGUAGE_CODE", None) or translation.get_language_from_request(request)
    with translation.override(language):
        for context in (request, None):
            try:
                return HttpResponse(render_to_string(f"errors/{code}.html", request=context), status=code)
            except Exception as error:
                # The database may be the thing that is broken; the next attempt asks it nothing.
                logger.error("the page for %s broke: %s", code, type(error).__name__)
        return HttpResponse(_plain_page(code, language), status=code)


def _plain_page(code: int, language: str) -> str:
    text = {
        400: _("We konden dit verzoek niet lezen. Ga terug en probeer het opnieuw."),
        403: _("Deze pagina is niet voor jou, of je was te lang weg. Log opnieuw in."),
        404: _("Deze pagina bestaat niet."),
        413: _("Dit is te groot om te versturen. Een bestand mag hoogstens 10 MB zijn."),
        429: _("Dat waren te veel pogingen achter elkaar. Wacht een kwartier en probeer het opnieuw."),
    }.get(code, _("Er ging iets mis bij ons. Wat je eerder opsloeg, is bewaard. Probeer het straks opnieuw."))
    return format_html(
        '<!doctype html><html lang="{}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>{}</title><h1>{}</h1></html>",
        language,
        text,
        text,
    )


@requires_csrf_token
def bad_request(request, exception=None):
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


@requires_csrf_token
def forbidden(request, exception=None):
    return error_page(request, 403)


@requires_csrf_token
def not_found(request, exception=None):
    return error_page(request, 404)


@requires_csrf_token
def too_many(request, exception=None):
    return error_page(request, 429)


@requires_csrf_token
def server_error(request):
    return error_page(request, 500)


def csrf_failure(request, reason=""):
    return error_page(request, 403)
