"""Pages about a change after signing: the candidate's, and the committee's (law.md E-34)."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from candidates.access import dossier_for
from candidates.guards import prepared_page
from candidates.workflow import NotAllowed
from parties.access import Permission
from reports.changes import changes_of, close_change, may_report, report_change
from reports.conversation_forms import CarefulForm, text_area
from reports.guards import committee_page
from reports.refusals import NotNow


class ChangeForm(CarefulForm):
    careful = ("text",)
    text = text_area(gettext_lazy("Wat is er veranderd?"), rows=5, help_text=gettext_lazy("Bijvoorbeeld een nieuwe baan of een verhuizing."),
                     error_messages={"required": gettext_lazy("Schrijf wat er veranderd is.")})  # fmt: skip


class AnswerForm(CarefulForm):
    careful = ("answer",)
    answer = text_area(gettext_lazy("Wat doen jullie ermee?"), rows=4, help_text=gettext_lazy("De kandidaat leest dit letterlijk."),
                       error_messages={"required": gettext_lazy("Schrijf wat jullie ermee doen. De kandidaat leest het.")})  # fmt: skip
    change = forms.UUIDField(widget=forms.HiddenInput())


@prepared_page
@require_http_methods(["GET", "POST"])
def my_change(request, candidacy):
    """The candidate's own words are not looked at twice; only a BSN is refused."""
    form = ChangeForm(request.POST or None, candidacy=candidacy)
    if request.method == "POST" and form.is_valid():
        try:
            report_change(
                candidacy, form.cleaned_data["text"], actor=request.actor, not_bsn=form.cleaned_data["not_bsn"]
            )
            messages.success(request, _("Doorgegeven. De commissie leest het en geeft antwoord."))
            return redirect("reports:my_change")
        except NotNow as trouble:
            form.refuse(trouble)
    context = {"form": form, "changes": changes_of(candidacy), "open": may_report(candidacy), "candidacy": candidacy}
    return render(request, "reports/my_change.html", context)


@committee_page
@require_http_methods(["GET", "POST"])
def changes(request, code):
    """Every reported change with its answer; the oldest without one is answered here."""
    permission = Permission.WRITE_NOTES if request.method == "POST" else Permission.READ_DOSSIER
    candidacy = dossier_for(request.actor, code, permission, what="changes")
    found = changes_of(candidacy)
    waiting = next((one for one in found if one.closed_at is None), None)
    form = AnswerForm(request.POST or None, candidacy=candidacy, initial={"change": waiting.pk if waiting else None})
    if request.method == "POST" and form.is_valid() and form.settled:
        _close(request, found, form)
        return redirect("reports:changes", party_code=request.actor.party.code, code=code)
    return render(
        request, "reports/changes.html", {"candidacy": candidacy, "changes": found, "waiting": waiting, "form": form}
    )


def _close(request, found, form) -> None:
    change = next((one for one in found if one.pk == form.cleaned_data["change"]), None)
    if change is None:
        raise Http404
    try:
        close_change(change, form.cleaned_data["answer"], actor=request.actor, not_bsn=form.cleaned_data["not_bsn"])
    except NotAllowed:
        raise Http404 from None
    messages.success(request, _("Afgesloten. De kandidaat krijgt bericht."))
