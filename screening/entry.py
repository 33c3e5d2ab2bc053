"""The front door: everybody to the page that is theirs."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from parties.guards import public_page
from parties.models import Member
from parties.scope import all_parties


@public_page
@require_GET
def landing(request):
    """Operators to the admin, members to their party; others see who this is for."""
    if not request.user.is_authenticated:
        return render(request, "screening/landing.html")
    if request.user.is_staff:
        return redirect("admin:index")
    with all_parties("somebody who just signed in is sent to a party of their own"):
        homes = list(
            Member.objects.select_related("party").filter(
                user=request.user, left_at__isnull=True, party__left_at__isnull=True
            )
        )
    if len(homes) == 1:
        return redirect("screening:home", homes[0].party.code)
    return render(request, "screening/choose_party.html", {"homes": homes})
