"""The committee's pages of the report: read, write, send, take back, adopt."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates.access import dossier_for
from candidates.models import Stage
from candidates.workflow import NotAllowed, Refused, available
from parties.access import Permission, can
from parties.accounts.fresh import step_up
from reports.guards import committee_page
from reports.models import Document, Report
from reports.papers.adopting import adopt, adoption_facts
from reports.papers.correcting import correct, correction_facts, drop_correction, may_drop, open_correction
from reports.papers.declaring import live_declaration
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
from reports.papers.forms import CorrectForm, DraftForm
from reports.report_view import (
    FOOT,
    HEAD,
    adopted_report,
    current_report,
    fact_labels,
    findings_of,
    lies_open,
    report_view,
)


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
        "stages": Stage, "phase": _phase(candidacy, current), "earlier": _earlier(candidacy, current),
        "document": document_of(Document.Kind.REPORT, candidacy) if current and current.adopted_at else None,
        "mine": current is not None and current.drafted_by == request.actor.ref,
        "may_void": _may_void(candidacy, request.actor),
        "may_drop": current is not None and may_drop(current),
    }  # fmt: skip


def _may_void(candidacy, actor) -> bool:
    """The chair's way to it; the board has its own page."""
    return live_declaration(candidacy) is not None and "void" in {step.name for step in available(candidacy, actor)}


def _phase(candidacy, current) -> str:
    """Where the newest version is: "draft", "reply" or "adopted"; empty when the way stopped before that."""
    if current is None:
        return ""
    if current.adopted_at:
        return "adopted"
    if lies_open(candidacy, current):
        return "reply"
    return "draft" if not current.sent_at and (candidacy.stage == Stage.INTERVIEWED or current.is_correction) else ""


def _earlier(candidacy, current) -> list[Report]:
    """Adopted versions besides the one on the page, newest first."""
    rows = Report.objects.filter(candidacy=candidacy, adopted_at__isnull=False).order_by("-number")
    return list(rows.exclude(pk=current.pk)) if current else []


@committee_page
@require_http_methods(["GET", "POST"])
def report_correct(request, code):
    """Begin a new version of an adopted report, with the reason; it is written and sent like the first."""
    candidacy = dossier_for(request.actor, code, Permission.DRAFT_REPORT, what="report")
    old = adopted_report(candidacy)
    if old is None or open_correction(candidacy):
        return redirect("reports:report", request.actor.party.code, code)
    form = CorrectForm(request.POST or None, candidacy=candidacy)
    missing = correction_facts(candidacy)
    if request.method == "POST" and form.is_valid() and form.settled:
        try:
            correct(candidacy, form.cleaned_data["why"], actor=request.actor, not_bsn=form.cleaned_data["not_bsn"])
            return redirect("reports:report_edit", request.actor.party.code, code)
        except Refused as refused:
            missing = refused.missing
    context = {"candidacy": candidacy, "report": old, "form": form, "missing": missing}
    return render(request, "reports/report_correct.html", context)


@committee_page
@require_POST
def report_drop(request, code):
    """Leave a correction out that the candidate never saw."""
    candidacy = dossier_for(request.actor, code, Permission.DRAFT_REPORT, what="report")
    try:
        drop_correction(candidacy, actor=request.actor)
    except Refused as refused:
        messages.error(request, str(refused.missing[0].text))
    return redirect("reports:report", request.actor.party.code, code)


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
    current = current_report(candidacy)
    if current is None or not lies_open(candidacy, current):
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
    if current is None or not lies_open(candidacy, current):
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
