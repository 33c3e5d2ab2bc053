"""The committee asks a specific consent, and sees what the candidate said (law.md P-05, P-11)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.access import dossier_for
from candidates.consents import ConsentRefused, ask_consent, consents_of, words_of
from parties.access import Permission
from reports.guards import committee_page
from screening.rights.forms import AskConsentForm


@committee_page
@require_http_methods(["GET", "POST"])
def consents(request, code):
    """What was asked and answered; no answer is a no, and neither says anything about the candidate."""
    candidacy = dossier_for(request.actor, code, Permission.WRITE_NOTES, opens=False)
    form = AskConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            ask_consent(candidacy, data.pop("purpose"), data.pop("recipient"), request.actor, **data)
            messages.success(request, _("Gevraagd. %(name)s krijgt bericht.") % {"name": candidacy.first_name})
            return redirect("screening:consents", request.actor.party.code, code)
        except ConsentRefused as refused:
            for one in refused.missing:
                form.add_error(None, str(one.text))
    asked = [{"consent": one, "title": words_of(one, get_language()).title} for one in consents_of(candidacy)]
    return render(request, "screening/rights_consents.html", {"candidacy": candidacy, "asked": asked, "form": form})
