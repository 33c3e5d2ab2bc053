"""The rehearsal's own pages: be anybody, read the mail, start again. 404 everywhere else."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from candidates.models import Candidacy
from candidates.sessions import COOKIE, set_cookie, start_session
from parties.accounts.fresh import note_sign_in
from parties.accounts.second_factor import mark
from parties.actors import ROLE_LABELS
from parties.guards import public_page
from parties.models import User
from parties.scope import party_scope
from screening.rehearsal.links import user_behind
from screening.rehearsal.party import build, empty, ready, rehearsal_party, volunteers

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def rehearsal_only(view):
    def guarded(request, *args, **kwargs):
        if not settings.REHEARSAL:
            raise Http404
        return view(request, *args, **kwargs)

    return public_page(guarded)


@rehearsal_only
@require_GET
def hub(request):
    """Everybody of the rehearsal party, to step into with one press."""
    party = ready()
    with party_scope(party):
        candidates = list(Candidacy.objects.order_by("invited_at", "last_name"))
    people = [{"user": member.user, "role": ROLE_LABELS.get(role, lambda: "")()} for member, role in volunteers(party)]
    operators = [{"user": user, "role": _("beheerder")} for user in User.objects.filter(rehearsal=True, is_staff=True)]
    return render(
        request,
        "screening/rehearsal.html",
        {"people": [*people, *operators], "candidates": candidates, "practice": party},
    )


def _sign_in(request, user):
    login(request, user, backend=BACKEND)
    mark(request.session)
    note_sign_in(request.session)
    response = redirect("screening:landing")
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


@rehearsal_only
@require_GET
def sign_in(request, token):
    user = user_behind(token)
    return redirect("screening:rehearsal") if user is None else _sign_in(request, user)


@rehearsal_only
@require_POST
def become(request):
    """A volunteer or the operator of the rehearsal; never an ordinary account."""
    raw = request.POST.get("user", "")
    user = User.objects.filter(pk=raw, rehearsal=True).first() if raw.isdigit() else None
    if user is None:
        raise Http404
    return _sign_in(request, user)


@rehearsal_only
@require_POST
def become_candidate(request, code):
    party = rehearsal_party()
    if party is None:
        raise Http404
    with party_scope(party):
        candidacy = Candidacy.objects.select_related("party").filter(code=code).first()
        if candidacy is None:
            raise Http404
        logout(request)
        _session, cookie = start_session(candidacy)
    response = redirect("screening:tasks")
    set_cookie(response, COOKIE, cookie)
    return response


@rehearsal_only
@require_POST
def again(request):
    """Empty and fill again, in one press."""
    logout(request)
    empty()
    build()
    return redirect("screening:rehearsal")
