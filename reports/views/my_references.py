"""The candidate names people who can tell something about them; each gets our explanation first (law.md P-43)."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates.guards import prepared_page
from reports.conversation_forms import CarefulForm
from reports.references import LINE, WANTED, drop_reference, may_name, name_reference, references_of
from reports.refusals import NotNow


class RefereeForm(CarefulForm):
    name = forms.CharField(label=_("Naam"), max_length=LINE, error_messages={"required": _("Schrijf de naam op.")})
    role = forms.CharField(
        label=_("Hoe ken je deze persoon?"), max_length=LINE, help_text=_("Bijvoorbeeld: oud-collega, 2019 tot 2023."),
        error_messages={"required": _("Schrijf op hoe je deze persoon kent.")})  # fmt: skip
    contact = forms.CharField(
        label=_("Telefoon of e-mail van deze persoon"), max_length=LINE,
        error_messages={"required": _("Schrijf op hoe we contact krijgen.")})  # fmt: skip
    asked = forms.BooleanField(
        label=_("Ik heb het deze persoon gevraagd, en het mag"),
        error_messages={"required": _("Vraag het eerst. Daarna zet je hier een vinkje.")})  # fmt: skip


@prepared_page
@require_http_methods(["GET", "POST"])
def my_references(request, candidacy):
    """Name one at a time; a second click adds nobody twice."""
    form = RefereeForm(request.POST or None, candidacy=candidacy)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            name_reference(
                candidacy, actor=request.actor, name=data["name"], role=data["role"], contact=data["contact"]
            )
            return redirect("reports:my_references")
        except NotNow as trouble:
            form.refuse(trouble)
    rows = references_of(candidacy)
    context = {"candidacy": candidacy, "form": form, "rows": rows, "open": may_name(candidacy), "wanted": WANTED,
               "enough": len(rows) >= WANTED}  # fmt: skip
    return render(request, "reports/my_references.html", context)


@prepared_page
@require_POST
def my_reference_drop(request, candidacy, place):
    rows = references_of(candidacy)
    if not 1 <= place <= len(rows):
        raise Http404
    try:
        drop_reference(rows[place - 1], actor=request.actor)
    except NotNow as trouble:
        messages.error(request, str(trouble.missing[0].text))
    return redirect("reports:my_references")
