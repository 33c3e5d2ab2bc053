"""The first line of every candidate's view."""

from functools import wraps

from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.access import own_candidacy
from candidates.models import Notice, Stage, Tie


def _sign_in_again(request):
    if request.headers.get("X-Requested-With") == "fetch" or request.headers.get("Accept", "").startswith(
        "application/json"
    ):
        words = {
            "message": _("Je was even weg. Log opnieuw in; je tekst blijft staan."),
            "url": reverse("candidates:start"),
        }
        return JsonResponse(words, status=401)
    return redirect("candidates:start")


def candidate_page(view):
    """Only for a signed-in candidate, who gets `candidacy` as first argument."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.actor.kind != "candidate":
            return _sign_in_again(request)
        return view(request, own_candidacy(request.actor), *args, **kwargs)

    guarded.guard = "candidate"
    return guarded


def prepared_page(view):
    """A candidate's page that comes after reading the procedure and naming ties (P-40, decision 15)."""

    @wraps(view)
    def prepared(request, candidacy, *args, **kwargs):
        step = first_step(candidacy)
        return redirect(step) if step else view(request, candidacy, *args, **kwargs)

    return candidate_page(prepared)


def first_step(candidacy) -> str:
    """The name of the page that has to come first, or "" when both are done."""
    if not Notice.objects.filter(candidacy=candidacy).exists():
        return "candidates:notice"
    said = Tie.objects.filter(candidacy=candidacy, said_by=Tie.Said.CANDIDATE).exists()
    return "" if said or candidacy.stage not in (Stage.INVITED, Stage.STARTED) else "candidates:ties"
