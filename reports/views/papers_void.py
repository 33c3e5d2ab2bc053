"""Chair or board let a declaration lapse, and say why."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from candidates.access import dossier_for, found
from candidates.workflow import NotAllowed, Refused, available
from parties.access import Permission, can
from parties.accounts.fresh import step_up
from reports.guards import committee_page
from reports.papers.declaring import live_declaration, newest_declaration
from reports.papers.declaring import void as void_declaration
from reports.papers.forms import VoidForm
from reports.views.papers_board import board_dossier


def _dossier(actor, code: str):
    """The board through its own door, the chair through the committee's. Raises Http404."""
    if can(actor, Permission.DECIDE, found(code).round):
        return board_dossier(actor, code, Permission.DECIDE, what="declaration")
    return dossier_for(actor, code, Permission.READ_DOSSIER, what="declaration")


@committee_page
@step_up
@require_http_methods(["GET", "POST"])
def void(request, code):
    """One page: what it means, the reason, the button. A second press finds it done."""
    candidacy = _dossier(request.actor, code)
    if "void" not in {step.name for step in available(candidacy, request.actor)}:
        raise Http404
    declaration = live_declaration(candidacy)
    form, missing = VoidForm(request.POST or None, candidacy=candidacy), []
    if request.method == "POST" and declaration and form.is_valid() and form.settled:
        try:
            void_declaration(
                candidacy, actor=request.actor, why=form.cleaned_data["why"], not_bsn=form.cleaned_data["not_bsn"]
            )
            return redirect("reports:void", request.actor.party.code, code)
        except Refused as refused:
            missing = refused.missing
        except NotAllowed as refused:
            raise Http404 from refused
    context = {"candidacy": candidacy, "declaration": declaration, "form": form, "missing": missing,
               "newest": newest_declaration(candidacy), "board": can(request.actor, Permission.DECIDE, candidacy.round)}  # fmt: skip
    return render(request, "reports/void.html", context)
