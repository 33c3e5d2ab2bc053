"""The first line of the committee's pages about one dossier."""

from functools import wraps

from django.shortcuts import redirect
from django.urls import reverse

from candidates.access import confidentiality_missing
from parties.guards import member_page


def committee_page(view):
    """A member's page that shows a dossier: the confidentiality statement comes first (law.md P-85)."""

    @wraps(view)
    def sworn(request, *args, **kwargs):
        if confidentiality_missing(request.actor):
            statement = reverse("screening:confidentiality", args=[request.actor.party.code])
            return redirect(f"{statement}?verder={request.path}")
        return view(request, *args, **kwargs)

    return member_page(sworn)
