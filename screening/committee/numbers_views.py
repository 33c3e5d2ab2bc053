"""The numbers of a round: what may be told, and telling it on the procedure page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parties.access import Permission
from parties.guards import member_page, round_for
from screening.committee.numbers import NotNow, not_yet, numbers_of, tell


@member_page
@require_http_methods(["GET", "POST"])
def numbers(request, code):
    """Only what anybody may know: the page shows nothing that the public page would not."""
    round = round_for(request.actor, code, Permission.INVITE)
    if request.method == "POST":
        try:
            tell(round, actor=request.actor)
            messages.success(request, _("De aantallen staan op de bladzijde met de werkwijze."))
        except NotNow as refused:
            messages.error(request, str(refused.missing[0].text))
        return redirect("screening:numbers", request.actor.party.code, code)
    context = {"round": round, "numbers": numbers_of(round), "missing": not_yet(round)}
    return render(request, "screening/numbers.html", context)
