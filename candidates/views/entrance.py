"""Arriving: the link changes nothing, a button asks for a code, the code starts a session."""

from django.contrib.auth import logout
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.clocks import answers_gone
from candidates.forms import CodeForm
from candidates.guards import candidate_page
from candidates.invitations import ask_code, invitation_behind, party_behind, use_code
from candidates.models import Stage
from candidates.sessions import COOKIE, DOOR_COOKIE, set_cookie, start_session
from candidates.workflow import advance
from parties.actors import Actor
from parties.closed import too_many
from parties.guards import public_page
from parties.limits import address_block, allow
from parties.outbox import queue
from parties.safekeeping.audit import record
from parties.safekeeping.crypto import token_hash
from parties.scope import party_scope


@public_page
@require_GET
def arrive(request, token):
    """Put the link away in a cookie and go to a clean address at once (law.md X-03)."""
    if not allow("candidate.link", target=token_hash(token), address=address_block(request)):
        return too_many(request)
    response = redirect("candidates:start")
    set_cookie(response, DOOR_COOKIE, token[:64])
    return response


def _door(request):
    """The invitation of the door cookie, with its party's scope opened for this request; or None."""
    token = request.COOKIES.get(DOOR_COOKIE, "")
    party = party_behind(token) if token else None
    if party is None:
        return None
    request.scope_stack.enter_context(party_scope(party))
    request.party = party
    return invitation_behind(token)


@public_page
@require_GET
def start(request):
    if request.actor.kind == "candidate":
        return redirect("screening:tasks")
    invitation = _door(request)
    state = invitation.state() if invitation else "unknown"
    if state != "live":
        return render(request, "candidates/closed_door.html", {"state": state}, status=200 if invitation else 404)
    candidacy = invitation.candidacy
    context = {"candidacy": candidacy, "round": candidacy.round, "signed_in_member": request.user.is_authenticated,
               "answers_gone": answers_gone(candidacy)}  # fmt: skip
    return render(request, "candidates/start.html", context)


@public_page
@require_POST
def send_code(request):
    """Ask for a code. The answer is the same whatever happens to the mail."""
    invitation = _door(request)
    if invitation is None or invitation.state() != "live":
        return redirect("candidates:start")
    if not allow("candidate.code_sent", target=invitation.token_hash, address=address_block(request)):
        return too_many(request)
    ask_code(invitation.candidacy)
    return redirect("candidates:code")


@public_page
@require_http_methods(["GET", "POST"])
def code(request):
    invitation = _door(request)
    if invitation is None or invitation.state() != "live":
        return redirect("candidates:start")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not allow("candidate.code_tried", target=invitation.token_hash, address=address_block(request)):
            return too_many(request)
        if use_code(invitation.candidacy, form.cleaned_data["code"]):
            return _let_in(request, invitation)
        form.add_error("code", _("Deze code klopt niet of is verlopen. Kijk hem nog eens na, of vraag een nieuwe."))
    return render(request, "candidates/code.html", {"form": form, "candidacy": invitation.candidacy})


def _let_in(request, invitation):
    """Start the session; a member who was signed in on this device is signed out (decision 11)."""
    candidacy = invitation.candidacy
    if request.user.is_authenticated:
        logout(request)
    session, cookie = start_session(candidacy)
    actor = Actor(kind="candidate", party=candidacy.party, candidacy=candidacy, session=session, role="candidate",
                  name=candidacy.first_name, ip=request.actor.ip, user_agent=request.actor.user_agent)  # fmt: skip
    _enter(invitation, actor)
    response = redirect("screening:tasks")
    set_cookie(response, COOKIE, cookie)
    return response


def _enter(invitation, actor):
    candidacy = invitation.candidacy
    with transaction.atomic():
        if invitation.entered_at is None:
            invitation.entered_at = timezone.now()
            invitation.save(update_fields=["entered_at"])
        record("session.started", actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code)
        if candidacy.stage == Stage.INVITED:
            advance(candidacy, "enter", actor=actor)


@candidate_page
@require_http_methods(["GET", "POST"])
def stop(request, candidacy):
    """Stop and continue later: the link goes to the mailbox once more, the session ends."""
    if request.method == "GET":
        return render(request, "candidates/stop.html", {"candidacy": candidacy})
    if request.POST.get("mail"):
        with transaction.atomic():
            queue("link", party=candidacy.party, candidacy_code=candidacy.code, language=candidacy.language)
    session = request.actor.session
    end_session(session, request.actor)
    request.signed_out = True
    response = render(
        request, "candidates/stopped.html", {"mailed": bool(request.POST.get("mail")), "actor": Actor.anonymous()}
    )
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def end_session(session, actor):
    with transaction.atomic():
        session.ended_at = timezone.now()
        session.save(update_fields=["ended_at"])
        candidacy = actor.candidacy
        record("session.ended", actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code)


@candidate_page
@require_POST
def extend(request, candidacy):
    """Extend the session: being here did it already."""
    request.actor.session.last_seen_at = timezone.now()
    request.actor.session.save(update_fields=["last_seen_at"])
    return JsonResponse({"expires_in": int(request.actor.session.expires_in(timezone.now()).total_seconds())})
