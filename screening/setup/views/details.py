"""Who the party is."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parties.rounds import Stale, change_party
from screening.setup.forms import PartyDetailsForm
from screening.setup.guards import setup_page


@setup_page
@require_http_methods(["GET", "POST"])
def party_details(request, round):
    """Name, contact, confidant and the colour of the streak (law.md T-01, item 1)."""
    form = PartyDetailsForm(request.POST or None, instance=request.actor.party)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            change_party(request.actor.party, form.values(), actor=request.actor, seen=form.cleaned_data["seen"])
            messages.success(request, _("Bewaard."))
            return onward(request, round)
        except Stale as stale:
            form.show_current(stale.current)
            status = 409
    return render(request, "screening/setup_party.html", {"form": form, "round": round}, status=status)


def onward(request, round):
    """Back to the stones: of the round, or of a party that has none yet."""
    if round is None:
        return redirect("screening:setup", request.actor.party.code)
    return redirect("screening:setup_round", request.actor.party.code, round.code)
