"""The candidate's consents: what is asked, yes or no, and stopping; each on its own page (law.md P-04, P-05)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from candidates.consents import ConsentRefused, consents_of, decline, give, withdraw, words_of
from candidates.guards import candidate_page


@candidate_page
@require_GET
def consents(request, candidacy):
    rows = [{"consent": one, "words": words_of(one, get_language())} for one in consents_of(candidacy)]
    return render(request, "candidates/consents.html", {"candidacy": candidacy, "rows": rows})


@candidate_page
@require_http_methods(["GET", "POST"])
def consent(request, candidacy, consent_code):
    """Giving and withdrawing are one button on the same page: the same number of clicks."""
    row = next((one for one in consents_of(candidacy) if one.code == consent_code), None)
    if row is None:
        raise Http404
    words = words_of(row, get_language())
    if request.method == "POST":
        return _said(request, row)
    return render(request, "candidates/consent.html", {"candidacy": candidacy, "consent": row, "words": words})


def _said(request, row):
    said = request.POST.get("do", "")
    try:
        if said == "give":
            give(row, request.actor, shown=request.POST.get("digest") or "-", language=get_language())
            messages.success(request, _("Je gaf toestemming. Stoppen kan altijd op deze bladzijde."))
        elif said == "decline":
            decline(row, request.actor)
            messages.success(request, _("Je zei nee. Dat telt niet mee in het oordeel over jou."))
        elif said == "withdraw":
            withdraw(row, request.actor)
            messages.success(request, _("Je toestemming is gestopt. Dat telt niet mee in het oordeel over jou."))
        else:
            raise Http404
    except ConsentRefused as refused:
        messages.error(request, str(refused.missing[0].text))
    return redirect("candidates:consent", row.code)
