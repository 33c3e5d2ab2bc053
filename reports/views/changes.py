"""Pages about a change after signing: the candidate's, and the committee's (law.md E-34)."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from candidates.access import dossier_for
from candidates.guards import prepared_page
from candidates.workflow import NotAllowed
from instruments.forms import QuestionForm
from instruments.kinds import Rows
from parties.access import Permission
from parties.safekeeping.audit import record
from reports.change_sheets import question_of, report_about, shown_in, subjects_of
from reports.changes import changes_of, close_change, later_measures, may_report, report_change
from reports.conversation_forms import CarefulForm, day_field, text_area
from reports.guards import committee_page
from reports.papers.agenda_files import annex_page
from reports.refusals import NotNow
from reports.views.papers_declaration import attachment


class ChangeForm(CarefulForm):
    careful = ("text",)
    text = text_area(gettext_lazy("Wat is er veranderd?"), rows=5, help_text=gettext_lazy("Bijvoorbeeld een nieuwe baan of een verhuizing."),
                     error_messages={"required": gettext_lazy("Schrijf wat er veranderd is.")})  # fmt: skip


class AnswerForm(CarefulForm):
    careful = ("answer", "measure")
    answer = text_area(gettext_lazy("Wat doen jullie ermee?"), rows=4, help_text=gettext_lazy("De kandidaat leest dit letterlijk."),
                       error_messages={"required": gettext_lazy("Schrijf wat jullie ermee doen. De kandidaat leest het.")})  # fmt: skip
    measure = text_area(gettext_lazy("Spreken jullie iets nieuws af?"), rows=2, required=False,
                        help_text=gettext_lazy("Alleen als dat zo is. Het komt in de bijlage en op de agenda."))  # fmt: skip
    due_on = day_field(gettext_lazy("Wanneer is het klaar?"), required=False)
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
    context = {"form": form, "changes": _shown(candidacy), "open": may_report(candidacy), "candidacy": candidacy,
               "subjects": subjects_of(candidacy, get_language()), "annex": later_measures(candidacy)}  # fmt: skip
    return render(request, "reports/my_change.html", context)


def _shown(candidacy) -> list[dict]:
    return [{"row": one, "answer": shown_in(one, candidacy, get_language())} for one in changes_of(candidacy)]


class BesideForm(CarefulForm):
    """Own words beside the new answer; not looked at twice."""

    words = text_area(gettext_lazy("Wil je er iets bij zeggen?"), rows=3, required=False)


@prepared_page
@require_http_methods(["GET", "POST"])
def my_change_about(request, candidacy, item):
    """One question of the questionnaire, answered as it is now; what was answered before stays."""
    found = question_of(candidacy, item, get_language())
    if found is None or not may_report(candidacy):
        return redirect("reports:my_change")
    subject, asked, wording = found
    adding = "add_row" in request.POST
    form = QuestionForm(asked, wording, data=request.POST or None)
    if adding:
        form = QuestionForm(asked, wording, data=request.POST, rows=form.row_count + 1)
    beside = BesideForm(request.POST or None, candidacy=candidacy)
    if (
        request.method == "POST"
        and not adding
        and beside.is_valid()
        and _reported(request, candidacy, asked, form, beside)
    ):
        messages.success(request, _("Doorgegeven. De commissie leest het en geeft antwoord."))
        return redirect("reports:my_change")
    context = {"candidacy": candidacy, "item": asked, "form": form, "beside": beside, "title": subject.title,
               "others": [(one.key, wording.text(one)) for one in subject.questions if one is not asked],
               "text": wording.text(asked), "purpose": wording.purpose(asked), "help": wording.help(asked), "reading": [],
               "row_label": wording.say(asked.row_label) if isinstance(asked, Rows) else "",
               "kind_template": f"instruments/kinds/{asked.template}.html"}  # fmt: skip
    return render(request, "reports/my_change_about.html", context)


def _reported(request, candidacy, asked, form, beside) -> bool:
    body = form.check(complete=True)
    if body is None or form.errors:
        return False
    data = beside.cleaned_data
    try:
        report_about(candidacy, asked.key, body, data["words"], actor=request.actor, not_bsn=data["not_bsn"])
    except NotNow as trouble:
        beside.refuse(trouble)
        return False
    return True


@prepared_page
@require_GET
def my_annex(request, candidacy):
    return _annex(request, candidacy)


@committee_page
@require_GET
def annex(request, code):
    return _annex(request, dossier_for(request.actor, code, Permission.READ_DOSSIER, what="changes"))


def _annex(request, candidacy):
    """The agreements made after signing, on paper; printing is an event (decision 5)."""
    from reports.pdf_child import render_in_child

    measures = later_measures(candidacy)
    if not measures:
        raise Http404
    with transaction.atomic():
        record("annex.printed", actor=request.actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code)
    _html, pdf = render_in_child("reports/pdf/annex.html", annex_page(candidacy, measures), language=get_language()[:2],
                                 title=_("Bijlage: afspraken na de handtekening"))  # fmt: skip
    return attachment(pdf, f"bijlage-{candidacy.code}.pdf")


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
        request,
        "reports/changes.html",
        {
            "candidacy": candidacy,
            "changes": _shown(candidacy),
            "waiting": waiting,
            "form": form,
            "annex": later_measures(candidacy),
        },
    )


def _close(request, found, form) -> None:
    change = next((one for one in found if one.pk == form.cleaned_data["change"]), None)
    if change is None:
        raise Http404
    try:
        data = form.cleaned_data
        close_change(change, data["answer"], actor=request.actor, measure=data["measure"], due_on=data["due_on"],
                     not_bsn=data["not_bsn"])  # fmt: skip
    except NotAllowed:
        raise Http404 from None
    messages.success(request, _("Afgesloten. De kandidaat krijgt bericht."))
