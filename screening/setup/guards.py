"""The first line of every page of the set-up."""

from functools import wraps

from django.http import Http404

from parties.access import Permission, may_seat, may_set_up
from parties.guards import member_page, round_for


def setup_page(view):
    """For who may set up: view(request, round), round None as long as the party has none in the address."""

    @wraps(view)
    def guarded(request, code=None, **kwargs):
        if code is None and not may_set_up(request.actor):
            raise Http404
        round = round_for(request.actor, code, Permission.SET_UP) if code else None
        return view(request, round, **kwargs)

    return member_page(guarded)


def seat_page(view):
    """For a chair of the round, who gives and takes places."""

    @wraps(view)
    def guarded(request, code, **kwargs):
        round = round_for(request.actor, code, Permission.SET_UP)
        if not may_seat(request.actor, round):
            raise Http404
        return view(request, round, **kwargs)

    return member_page(guarded)
