"""The chair borrows a reader; the reader comes in by link and code and sees finding cards."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.access import dossier_for
from candidates.consents import ConsentRefused, live_consent
from candidates.forms import CodeForm
from candidates.sessions import set_cookie
from parties.access import Permission, can
from parties.actors import Actor
from parties.closed import too_many
from parties.guards import public_page
from parties.limits import address_block, allow
from parties.models import Party
from parties.safekeeping.audit import record_opening
from parties.safekeeping.crypto import token_hash
from parties.scope import party_scope
from reports.guards import committee_page
from screening.reader import access
from screening.reader.forms import ReaderForm

# A path of their own, so they travel to the reader's pages only and cannot be __Host- cookies.
_SECURE = "__Secure-" if settings.HTTPS else ""
DOOR_COOKIE, COOKIE = f"{_SECURE}leesdeur", f"{_SECURE}lezer"
PATH = "/meelezen/"


# --- the chair ---


@committee_page
@require_http_methods(["GET", "POST"])
def reader(request, code):
    """Consent first, then the link; the candidate sees both in the log (decision 22)."""
    candidacy = dossier_for(request.actor, code, Permission.READ_DOSSIER, opens=False)
    if not can(request.actor, Permission.INVITE, candidacy.round):
        raise Http404
    form = ReaderForm(request.POST if "email" in request.POST else None)
    if request.method == "POST" and "stop" in request.POST:
        access.end_reader(candidacy, actor=request.actor)
        return redirect("screening:reader", request.actor.party.code, code)
    if request.method == "POST" and form.is_valid():
        try:
            access.invite_reader(candidacy, form.cleaned_data["email"], actor=request.actor)
            messages.success(request, _("De link gaat per mail weg."))
            return redirect("screening:reader", request.actor.party.code, code)
        except ConsentRefused as refused:
            form.add_error(None, str(refused.missing[0].text))
    reading = access.reading_of(candidacy)
    context = {
        "candidacy": candidacy, "form": form, "eyes": access.eyes_left(candidacy), "enough": access.ENOUGH,
        "consent": live_consent(candidacy, access.PURPOSE), "reading": reading, "opens": reading and access.opens(reading),
    }  # fmt: skip
    return render(request, "screening/reader.html", context)


# --- the reader ---


@public_page
@require_GET
def arrive(request, token):
    """Put the link away in a cookie and go to a clean address at once (law.md X-03)."""
    if not allow("candidate.link", target=token_hash(token), address=address_block(request)):
        return too_many(request)
    response = redirect("screening:reader_start")
    set_cookie(response, DOOR_COOKIE, token[:64], path=PATH)
    return response


def _door(request):
    """The way in behind the door cookie, with its party's scope opened for this request; or None."""
    token = request.COOKIES.get(DOOR_COOKIE, "")
    party = access.party_behind(token) if token else None
    if party is None:
        return None
    request.scope_stack.enter_context(party_scope(party))
    return access.reading_behind(token_hash=token_hash(token))


def _actor(request, reading) -> Actor:
    return Actor(kind="reader", party=reading.party, role="reader", name=reading.consent.recipient, ip=request.actor.ip,
                 user_agent=request.actor.user_agent)  # fmt: skip


def _closed(request):
    """One calm page for a link that is wrong, late, ended or withdrawn."""
    return render(request, "screening/reader_closed.html", status=404)


@public_page
@require_GET
def start(request):
    reading = _door(request)
    return render(request, "screening/reader_start.html", {"reading": reading}) if reading else _closed(request)


@public_page
@require_POST
def send_code(request):
    reading = _door(request)
    if reading is None:
        return _closed(request)
    if not allow("candidate.code_sent", target=reading.token_hash, address=address_block(request)):
        return too_many(request)
    access.ask_code(reading)
    return redirect("screening:reader_code")


@public_page
@require_http_methods(["GET", "POST"])
def code(request):
    reading = _door(request)
    if reading is None:
        return _closed(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not allow("candidate.code_tried", target=reading.token_hash, address=address_block(request)):
            return too_many(request)
        cookie = access.let_in(reading, form.cleaned_data["code"], actor=_actor(request, reading))
        if cookie:
            response = redirect("screening:reader_points")
            set_cookie(response, COOKIE, cookie, path=PATH)
            return response
        form.add_error("code", _("Deze code klopt niet of is verlopen. Kijk hem nog eens na, of vraag een nieuwe."))
    return render(request, "screening/reader_code.html", {"form": form})


@public_page
@require_GET
def points(request):
    """Finding cards and replies; the opening is recorded before anything is read (decision 7)."""
    party_code, _dot, token = request.COOKIES.get(COOKIE, "").partition(".")
    party = Party.objects.filter(code=party_code, left_at__isnull=True).first() if token else None
    if party is None:
        return redirect("screening:reader_start")
    request.scope_stack.enter_context(party_scope(party))
    reading = access.session_behind(token)
    if reading is None:
        return redirect("screening:reader_start")
    actor = request.actor = _actor(request, reading)
    record_opening(actor, candidacy_code=reading.candidacy.code, party=party, what="findings")
    context = {"reading": reading, "cards": access.cards_for(reading, actor=actor), "actor": actor}
    return render(request, "screening/reader_points.html", context)


@public_page
@require_POST
def stop(request):
    """Done for now: the cookie goes; the link in the mail still works until its day."""
    response = redirect("screening:reader_start")
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    request.signed_out = True
    return response
