"""The procedure page before it goes online, and the four documents the board confirms."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from parties.access import Permission, can
from parties.guards import member_page
from parties.models import Confirmation, Round
from screening.accountability import TextChanged, confirmations, paper
from screening.accountability import confirm as confirm_paper
from screening.procedure import NotComplete, build_content, facts_of, missing_to_publish, publish, standing_of
from screening.setup.forms import ConfirmForm
from screening.setup.guards import setup_page
from screening.setup.views.choices import reading_language


@setup_page
@require_http_methods(["GET", "POST"])
def procedure(request, round):
    """How the public page will read, and the button that puts it online (law.md T-01, T-02)."""
    missing = missing_to_publish(round)
    if request.method == "POST":
        try:
            version = publish(round, actor=request.actor)
            messages.success(request, _("Versie %(number)d staat online.") % {"number": version.number})
            return redirect("screening:setup_procedure", request.actor.party.code, round.code)
        except NotComplete as refused:
            missing = refused.missing
    page = build_content(facts_of(round))[reading_language()]
    context = {"round": round, "page": page, "missing": missing, "standing": standing_of(round)}
    return render(request, "screening/setup_procedure.html", context)


@member_page
@require_GET
def papers(request, code):
    """The four documents and who confirmed them when."""
    round = _readable_round(request.actor, code)
    rows = [
        {"what": what, "label": Confirmation.What(what).label, "row": row} for what, row in confirmations(round).items()
    ]
    able = can(request.actor, Permission.CONFIRM_GATES, round)
    return render(request, "screening/setup_papers.html", {"round": round, "rows": rows, "able": able})


@member_page
@require_http_methods(["GET", "POST"])
def confirm(request, code, what):
    """One document: read it, tick, confirm; as it reads now (law.md P-06, P-80, P-82)."""
    round = _readable_round(request.actor, code)
    if what not in Confirmation.What.values:
        raise Http404
    able = can(request.actor, Permission.CONFIRM_GATES, round)
    text = paper(round, what, reading_language())
    form = ConfirmForm(request.POST or None, initial={"digest": text.digest})
    status = 200
    if request.method == "POST":
        if not able:
            raise Http404
        if form.is_valid():
            try:
                confirm_paper(round, what, digest=form.cleaned_data["digest"], actor=request.actor)
                return redirect("screening:confirm", request.actor.party.code, round.code)
            except TextChanged:
                messages.error(
                    request, _("De tekst is net veranderd. Lees hem opnieuw; hieronder staat hij zoals hij nu is.")
                )
                form, status = ConfirmForm(initial={"digest": text.digest}), 409
    context = {"round": round, "paper": text, "form": form, "able": able, "confirmed": confirmations(round)[what]}
    return render(request, "screening/setup_confirm.html", context, status=status)


def _readable_round(actor, code) -> Round:
    """For the board, which confirms, and for who sets up, who may read along. Raises Http404."""
    round = Round.objects.select_related("party", "body", "election").filter(code=code).first()
    if round is None or not (can(actor, Permission.CONFIRM_GATES, round) or can(actor, Permission.SET_UP, round)):
        raise Http404
    return round


@member_page
@require_GET
def secrecy(request, code):
    """The personal statement lives with the committee's pages."""
    return redirect("screening:confidentiality", request.actor.party.code)
