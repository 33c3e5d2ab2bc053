"""The first line of every member's view: who may come in here at all."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404

from parties.access import can
from parties.models import Round


def member_page(view):
    """Only for members of the party in the address; others sign in, or get the 404 of no such party.

    Marks the view with what it asks, so that a house test can see that no view is without a guard.
    """

    @wraps(view)
    def guarded(request, party_code, *args, **kwargs):
        if request.actor.kind != "member":
            if request.user.is_authenticated:
                raise Http404
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.guard = "member"
    return guarded


def public_page(view):
    """A page for everybody, with or without an account."""
    view.guard = "public"
    return view


def round_for(actor, code: str, permission) -> Round:
    """The round in the open scope if the actor may do this in it; else 404."""
    rows = Round.objects.select_related("body", "election", "party")
    found = rows.filter(code=code).first()
    if found is None or not can(actor, permission, found):
        raise Http404
    return found
