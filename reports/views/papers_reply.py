"""The candidate's pages of the report and the decision: read two voices, reply, be done."""

from contextlib import suppress

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.guards import prepared_page
from candidates.workflow import Refused
from reports.models import Document, Reply, Report
from reports.papers.deciding import decision_to_read
from reports.papers.documents import document_of
from reports.papers.forms import ReplyForm
from reports.papers.replies import close_reply, reply_to_point, reply_to_report
from reports.refusals import NotNow
from reports.report_view import (
    current_report,
    findings_of,
    latest_reply,
    lies_open,
    points_of,
    report_to_read,
    report_view,
)


def is_open(candidacy, report: Report) -> bool:
    """May the candidate still speak? Also after the term, until the report is adopted."""
    done = report.reply_closed_at and report.reply_closed_how != Report.Closed.TERM
    return lies_open(candidacy, report) and not done


@prepared_page
@require_GET
def my_report(request, candidacy):
    report = report_to_read(candidacy)
    if report is None:
        return render(
            request, "reports/my_report_none.html", {"candidacy": candidacy, "written": current_report(candidacy)}
        )
    return render(request, "reports/my_report.html", _context(candidacy, report))


def _context(candidacy, report, missing=()) -> dict:
    replied = Reply.objects.filter(candidacy=candidacy, at__gte=report.sent_at).exists()
    return {
        "candidacy": candidacy, "report": report, "view": report_view(report), "open": is_open(candidacy, report), "missing": missing,
        "replied": replied, "document": document_of(Document.Kind.REPORT, candidacy) if report.adopted_at else None,
        "decision": decision_to_read(candidacy), "earlier": _earlier(candidacy, report),
    }  # fmt: skip


def _earlier(candidacy, report) -> list[Report]:
    """Adopted versions besides the one on the page, newest first."""
    rows = Report.objects.filter(candidacy=candidacy, adopted_at__isnull=False).exclude(pk=report.pk)
    return list(rows.order_by("-number"))


def _target(candidacy, report, number: int):
    """The finding behind point `number` of the report; None for 0, the whole. Raises Http404."""
    if number == 0:
        return None, None
    texts = report.body["points"]
    found = [finding for finding in findings_of(candidacy) if str(finding.pk) in texts]
    if number > len(found):
        raise Http404
    return found[number - 1], points_of(report)[number - 1]


@prepared_page
@require_http_methods(["GET", "POST"])
def my_reply(request, candidacy, number):
    """One point, both voices, one reply. Number 0 is the report as a whole."""
    report = report_to_read(candidacy)
    if report is None or not is_open(candidacy, report):
        return redirect("reports:my_report")
    finding, point = _target(candidacy, report, number)
    last = latest_reply(finding) if finding else Reply.objects.filter(report=report).order_by("-at").first()
    form = ReplyForm(
        request.POST or None,
        candidacy=candidacy,
        initial={"kind": last.kind, "text": last.text or ""} if last else None,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with suppress(Refused, NotNow):  # closed meanwhile: the report's page says so
            if finding:
                reply_to_point(
                    report, finding, data["kind"], data["text"], actor=request.actor, not_bsn=data["not_bsn"]
                )
            else:
                reply_to_report(report, data["kind"], data["text"], actor=request.actor, not_bsn=data["not_bsn"])
        return redirect("reports:my_report")
    return render(
        request,
        "reports/my_reply.html",
        {"candidacy": candidacy, "form": form, "point": point, "number": number, "report": report},
    )


@prepared_page
@require_POST
def my_reply_done(request, candidacy):
    return _close(candidacy, Report.Closed.REPLY, request.actor)


@prepared_page
@require_POST
def my_reply_waive(request, candidacy):
    return _close(candidacy, Report.Closed.WAIVER, request.actor)


def _close(candidacy, how, actor):
    report = report_to_read(candidacy)
    if report is not None and is_open(candidacy, report):
        with suppress(Refused):
            close_reply(report, how, actor=actor)
    return redirect("reports:my_report")


@prepared_page
@require_GET
def my_decision(request, candidacy):
    """The board's decision in words, with the committee's reasons and the way to appeal."""
    decision = decision_to_read(candidacy)
    if decision is None:
        return redirect("screening:tasks")
    return render(
        request, "reports/my_decision.html", {"candidacy": candidacy, "decision": decision, "round": candidacy.round}
    )
