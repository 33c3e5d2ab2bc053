"""The board makes decisions known for a whole round, or takes one back while it cools (decision 37)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from candidates.access import stands_here
from candidates.models import Candidacy, Stage
from candidates.workflow import NotAllowed, Refused
from parties.access import Permission
from parties.accounts.fresh import step_up
from parties.guards import round_for
from reports.guards import committee_page
from reports.models import Decision
from reports.papers.publishing import held_decisions, may_take_back, preview, publish, take_back
from reports.views.papers_board import board_dossier


@committee_page
@step_up
@require_http_methods(["GET", "POST"])
def publish_page(request, code):
    """Everybody who hears something, with the mail as it will leave; one button for all."""
    round = round_for(request.actor, code, Permission.DECIDE)
    if stands_here(request.actor.member, round.pk):
        raise Http404
    if request.method == "POST":
        count = publish(round, actor=request.actor)
        if count:
            words = ngettext("%(n)d besluit wordt bekend na de bedenktijd.", "%(n)d besluiten worden op één moment bekend, na de bedenktijd.", count)  # fmt: skip
            messages.success(request, words % {"n": count})
        return redirect("reports:board_list", request.actor.party.code)
    rows = [{"decision": one, "mail": preview(_whole(one.candidacy, round))} for one in held_decisions(round)]
    waiting = Candidacy.objects.filter(round=round, stage=Stage.ADOPTED).exclude(
        pk__in=Decision.objects.filter(candidacy__round=round).values("candidacy")
    )
    return render(request, "reports/publish.html", {"round": round, "rows": rows, "undecided": list(waiting)})


def _whole(candidacy, round):
    candidacy.round = round
    return candidacy


@committee_page
@step_up
@require_http_methods(["GET", "POST"])
def decision_back(request, code):
    """One question, then the decision itself is gone: nothing was sent."""
    candidacy = board_dossier(request.actor, code, Permission.DECIDE, what="advice")
    there = redirect("reports:advice", request.actor.party.code, code)
    if request.method == "GET":
        if not may_take_back(candidacy, request.actor):
            return there
        return render(request, "reports/decision_back.html", {"candidacy": candidacy})
    try:
        take_back(candidacy, actor=request.actor)
        messages.success(request, _("Het besluit is teruggenomen. Er gaat geen bericht uit."))
    except Refused as refused:
        messages.error(request, str(refused.missing[0].text))
    except NotAllowed as refused:
        raise Http404 from refused
    return there
