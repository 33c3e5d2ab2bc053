"""The stones of the set-up, the settings of the party."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from parties.access import Permission, can, may_set_up, seats_of
from parties.guards import member_page
from parties.models import Round
from screening.accountability import has_signed_secrecy
from screening.setup.steps import steps_of


def own_rounds(actor) -> list[Round]:
    """Open rounds in which the member has a seat, newest first."""
    rows = (
        Round.objects.select_related("party", "body", "election").filter(closed_at__isnull=True).order_by("-opened_at")
    )
    return [one for one in rows if seats_of(actor, one)]


@member_page
@require_GET
def overview(request):
    """The newest round of this member; the first steps of an empty party; or a calm page for who waits."""
    rounds = own_rounds(request.actor)
    if rounds:
        return redirect("screening:setup_round", request.actor.party.code, rounds[0].code)
    if not may_set_up(request.actor):
        return render(request, "screening/setup_waiting.html")
    steps = steps_of(request.actor.party, None, request.actor)
    return render(request, "screening/setup_overview.html", {"steps": steps, "round": None})


@member_page
@require_GET
def round_overview(request, code):
    """What is done, what is missing and for whom it waits; everybody with a seat may look."""
    round = next((one for one in own_rounds(request.actor) if one.code == code), None)
    if round is None:
        raise Http404
    steps = steps_of(request.actor.party, round, request.actor)
    now = next((step for step in steps if step.state == "now"), None)
    return render(request, "screening/setup_overview.html", {"steps": steps, "round": round, "now": now})


@member_page
@require_GET
def settings(request):
    """The party as members see it: details, rounds, people, and what one signed oneself."""
    actor = request.actor
    rounds = [{"round": one, "able": can(actor, Permission.SET_UP, one)} for one in own_rounds(actor)]
    context = {
        "rounds": rounds,
        "able": may_set_up(actor),
        "signed": has_signed_secrecy(actor.member),
        "member": actor.member,
        "chairs": any(seat.role == "chair" for row in rounds for seat in seats_of(actor, row["round"])),
    }
    return render(request, "screening/setup_settings.html", context)
