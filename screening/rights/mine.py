"""The candidate's own rights: what they are, asking, the clock, the answer, where to complain (law.md 1.6, P-50)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from candidates.guards import candidate_page
from candidates.holds import holds_of
from candidates.rights import RightsRefused, cases_of, open_case, stands_still, withdraw_case
from candidates.rights_words import COMPLAINT, grounds_for, rights_in
from reports.findings import live_findings
from screening.rights.forms import AskRightForm


@candidate_page
@require_GET
def rights(request, candidacy):
    regime = candidacy.round.regime
    context = {
        "candidacy": candidacy,
        "rights": [{"right": one, "law": one.law[regime]} for one in rights_in(regime)],
        "cases": cases_of(candidacy),
        "complaint": COMPLAINT[regime],
        "holds": [one for one in holds_of(candidacy) if one.ended_at is None],
    }
    return render(request, "screening/rights.html", context)


@candidate_page
@require_http_methods(["GET", "POST"])
def ask(request, candidacy):
    """One form for every right; nothing but the choice is needed, save where there is something to explain."""
    form = AskRightForm(
        request.POST or None,
        regime=candidacy.round.regime,
        findings=[(one.number, one.title) for one in live_findings(candidacy)],
        initial={"kind": request.GET.get("recht", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            case = open_case(candidacy, actor=request.actor, **form.asked())
            return redirect("screening:rights_case", case.code)
        except RightsRefused as refused:
            for one in refused.missing:
                form.add_error(None, str(one.text))
    return render(request, "screening/rights_ask.html", {"candidacy": candidacy, "form": form})


@candidate_page
@require_http_methods(["GET", "POST"])
def case(request, candidacy, case_code):
    """The clock while it is open, then the answer; one button lets it go."""
    row = next((one for one in cases_of(candidacy) if one.code == case_code), None)
    if row is None:
        raise Http404
    if request.method == "POST":
        withdraw_case(row, actor=request.actor)
        messages.success(request, _("Gedaan. De commissie ziet het."))
        return redirect("screening:rights")
    ground = grounds_for(row.kind, row.regime).get(row.ground)
    context = {
        "candidacy": candidacy,
        "case": row,
        "ground": ground,
        "law": ground.law[row.regime] if ground else "",
        "complaint": COMPLAINT[row.regime],
        "still": stands_still(row),
    }
    return render(request, "screening/rights_case.html", context)
