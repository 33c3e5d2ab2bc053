"""What left the party: to whom, what kind, on which consent (law.md P-11)."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from candidates.consents import WHAT
from candidates.models import Disclosure
from parties.access import Permission
from parties.guards import member_page, round_for
from screening.rights.cases import people_for


@member_page
@require_GET
def disclosures(request, code):
    round = round_for(request.actor, code, Permission.PLAN)
    rows = Disclosure.objects.select_related("candidacy", "consent").filter(
        candidacy__in=people_for(request.actor, round)
    )
    lines = [{"row": one, "what": WHAT.get(one.what, one.what)} for one in rows.order_by("-at")]
    return render(request, "screening/rights_disclosures.html", {"round": round, "lines": lines})
