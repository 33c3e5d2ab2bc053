"""The committee's pages of the report: read, write, send, take back, adopt."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates.access import dossier_for
from candidates.models import Stage
from candidates.workflow import NotAllowed, Refused
from parties.access import Permission, can
from parties.accounts.fresh import step_up
from reports.guards import committee_page
from reports.models import Document, Report
from reports.papers.adopting import adopt, adoption_facts
from reports.papers.documents import document_of
from reports.papers.drafting import (
    NewerDraft,
    draft_report,
    redraft,
    save_draft,
    send_draft,
    send_facts,
    with_new_findings,
)
from reports.papers.forms import DraftForm
from reports.report_view import FOOT, HEAD, current_report, fact_labels, findings_of, report_view


@committee_page
@require_http_methods(["GET", "POST"])
def report(request, code):
    """The report as it stands, with the one step that comes next."""
    candidacy = dossier_for(request.actor, code, Permission.READ_DOSSIER, what="report")
    missing = []
    if request.method == "POST":
        try:
            draft_report(candidacy, actor=request.actor)
            return redirect("reports:report_edit", request.actor.party.code, code)
        except Refused as refused:
            missing = refused.missing
    return render(request, "reports/report.html", _report_context(request, candidacy, missing))


def _report_context(request, candidacy, missing=()) -> dict:
    current = current_report(candidacy)
    may = {
        "draft": can(request.actor, Permission.DRAFT_REPORT, candidacy.round),
        "adopt": can(request.actor, Permission.ADOPT_REPORT, candidacy.round),
    }
    return {
        "candidacy": candidacy, "report": current, "view": report_view(current) if current else None, "missing": missing, "may": may,
        "stages": Stage, "document": document_of(Document.Kind.REPORT, candidacy) if current and current.adopted_at else None,
        "waits": adoption_facts(candidacy, request.actor) if candidacy.stage == Stage.REPLY else [],
        "mine": current is not None and current.drafted_by == request.actor.ref,
    }  # fmt: skip


@committee_page
@require_http_methods(["GET", "POST"])
def report_edit(request, code):
    """Write the report as text. A stale window gets both texts, and overwrites nothing (409)."""
    candidacy = dossier_for(request.actor, code, Permission.DRAFT_REPORT, what="report")
    draft = current_report(candidacy)
    if draft is None or draft.sent_at:
        return redirect("reports:report", request.actor.party.code, code)
    form = _form(request, candidacy, draft)
    missing, theirs, status = [], [], 200
    if request.method == "POST" and form.is_valid() and form.settled:
        try:
            data = form.cleaned_data
            save_draft(
                draft,
                form.texts(),
                advice=data["advice"],
                cited=form.cited(),
                version=data["version"],
                actor=request.actor,
            )
            return redirect("reports:report", request.actor.party.code, code)
        except NewerDraft as newer:
            theirs, status = differences(newer.report, form), 409
            form.data = form.data.copy()
            form.data["version"] = newer.report.version
        except Refused as refused:
            missing = refused.missing
    context = {"candidacy": candidacy, "form": form, "report": draft, "missing": missing, "theirs": theirs}
    return render(request, "reports/report_edit.html", context, status=status)


def _form(request, candidacy, draft) -> DraftForm:
    body = with_new_findings(draft)
    initial = {
        "version": draft.version,
        "advice": draft.advice,
        "advice_prose": body["advice_prose"],
        "reasons": body["reasons"],
    }
    return DraftForm(
        request.POST or None, candidacy=candidacy, body=body, findings=findings_of(candidacy), initial=initial
    )


def differences(theirs: Report, form: DraftForm) -> list[dict]:
    """What a colleague saved that differs from what is on the screen, as (label, text) rows."""
    mine, rows = form.texts(), []
    labels = fact_labels(form.candidacy)
    for key in (*HEAD, *FOOT):
        rows.append((labels[key], theirs.body["facts"].get(key, ""), mine["facts"].get(key, "")))
    for finding in form.findings:
        there, here = theirs.body["points"].get(str(finding.pk), {}), mine["points"][str(finding.pk)]
        rows.append((finding.title, there.get("committee", ""), here["committee"]))
    rows.append(
        (_("Advies"), theirs.get_advice_display(), dict(Report.Advice.choices).get(form.cleaned_data["advice"], ""))
    )
    rows.append((_("Toelichting voor het bestuur"), theirs.body["advice_prose"], mine["advice_prose"]))
    rows.append((_("Waarom niet"), theirs.body["reasons"], mine["reasons"]))
    return [{"term": label, "text": there} for label, there, here in rows if there != here]


@committee_page
@require_http_methods(["GET", "POST"])
def report_send(request, code):
    """One confirmation: from here the candidate reads it."""
    candidacy = dossier_for(request.actor, code, Permission.DRAFT_REPORT, what="report")
    draft = current_report(candidacy)
    if draft is None or draft.sent_at:
        return redirect("reports:report", request.actor.party.code, code)
    missing = send_facts(candidacy)
    if request.method == "POST":
        try:
            send_draft(candidacy, actor=request.actor, version=_version(request))
            return redirect("reports:report", request.actor.party.code, code)
        except Refused as refused:
            missing = refused.missing
    context = {"candidacy": candidacy, "report": draft, "view": report_view(draft), "missing": missing}
    return render(request, "reports/report_send.html", context)


def _version(request) -> int:
    raw = request.POST.get("version", "")
    return int(raw) if raw.isdigit() and len(raw) < 10 else 0


@committee_page
@require_http_methods(["GET", "POST"])
def report_redraft(request, code):
    """Take a sent report back to change it."""
    candidacy = dossier_for(request.actor, code, Permission.DRAFT_REPORT, what="report")
    if candidacy.stage != Stage.REPLY:
        return redirect("reports:report", request.actor.party.code, code)
    if request.method == "GET":
        return render(request, "reports/report_redraft.html", {"candidacy": candidacy})
    try:
        redraft(candidacy, actor=request.actor)
    except (Refused, NotAllowed):
        return redirect("reports:report", request.actor.party.code, code)
    return redirect("reports:report_edit", request.actor.party.code, code)


@committee_page
@step_up
@require_http_methods(["GET", "POST"])
def report_adopt(request, code):
    """The second pair of eyes. Of two who press at once one adopts; the other sees that it is done."""
    candidacy = dossier_for(request.actor, code, Permission.ADOPT_REPORT, what="report")
    current = current_report(candidacy)
    if current is None or current.adopted_at or candidacy.stage != Stage.REPLY:
        return redirect("reports:report", request.actor.party.code, code)
    missing = adoption_facts(candidacy, request.actor)
    if request.method == "POST":
        try:
            adopt(candidacy, actor=request.actor, version=_version(request))
            return redirect("reports:report", request.actor.party.code, code)
        except Refused as refused:
            if _adopted_meanwhile(current):
                messages.info(
                    request, _("Een collega heeft het verslag net vastgesteld. Dit is het vastgestelde verslag.")
                )
                return redirect("reports:report", request.actor.party.code, code)
            missing = refused.missing
    context = {"candidacy": candidacy, "report": current, "view": report_view(current), "missing": missing}
    return render(request, "reports/report_adopt.html", context)


def _adopted_meanwhile(current: Report) -> bool:
    return Report.objects.filter(pk=current.pk, adopted_at__isnull=False).exists()
