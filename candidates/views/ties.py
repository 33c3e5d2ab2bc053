"""The tie question a member answers before a dossier opens, and resolving ties."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from candidates.access import found
from candidates.fairness import say_member_tie
from candidates.forms import MemberTieForm
from candidates.models import Tie
from parties.access import Permission, can
from parties.guards import member_page


@member_page
@require_http_methods(["GET", "POST"])
def tie(request, code):
    """Asked once per candidate; the name is all there is to see before it is answered."""
    candidacy = found(code)
    if not can(request.actor, Permission.READ_DOSSIER, candidacy.round):
        raise Http404
    mine = Tie.objects.filter(candidacy=candidacy, member=request.actor.member)
    if mine.filter(said_by=Tie.Said.MEMBER).exists():
        return redirect("screening:home", request.actor.party.code)
    form = MemberTieForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["kind"]
        say_member_tie(candidacy, "" if kind == "none" else kind, actor=request.actor)
        return redirect(
            _onwards(request) if kind == "none" else "screening:home",
            *([] if kind == "none" else [request.actor.party.code]),
        )
    return render(request, "candidates/tie.html", {"candidacy": candidacy, "form": form})


def _onwards(request) -> str:
    """Back to the page that asked; never to another site."""
    target = request.GET.get("verder", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return target
    return f"/p/{request.actor.party.code}/"
