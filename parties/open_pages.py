"""Pages for machines, open to everybody: robots.txt, security.txt and the health check."""

from datetime import timedelta

from django.conf import settings
from django.db import Error
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from parties.closed import PUBLIC_PATH
from parties.guards import public_page

SILENT_FOR = timedelta(minutes=1)


@public_page
@require_safe
def robots(request):
    """Only the public procedure pages may be found."""
    return _text(f"User-agent: *\nAllow: {PUBLIC_PATH}\nDisallow: /\n")


@public_page
@require_safe
def icon(request):
    """Browsers ask for this by themselves on pages that name no icon, such as the admin."""
    return redirect(static("img/mark.svg"))


@public_page
@require_safe
def security_txt(request):
    """Where to report a weakness (RFC 9116). Without a contact the page does not exist: a wrong one is worse."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    return _text(
        f"Contact: {settings.SECURITY_CONTACT}\n"
        f"Expires: {expires}\n"
        "Preferred-Languages: nl, en\n"
        f"Canonical: {settings.BASE_URL}{request.path}\n"
    )


@public_page
@require_safe
def health(request):
    """200 when the database answers and the worker moved within a minute, else 503. No detail."""
    # Imported here: the worker pulls in the whole outbox, which these pages do not need.
    from parties.outbox.worker import heartbeat_age

    try:
        age = heartbeat_age()
    except Error:
        age = None
    well = age is not None and age < SILENT_FOR
    return _text("ok\n" if well else "niet ok\n", status=200 if well else 503)


def _text(body: str, status: int = 200) -> HttpResponse:
    return HttpResponse(body, content_type="text/plain; charset=utf-8", status=status)
