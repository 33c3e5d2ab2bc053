"""What the candidate sees of the conversation: the appointment, own topics, findings and replies."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.guards import candidate_page, prepared_page
from candidates.models import Stage
from parties.calendar import local
from parties.seats import seats_in
from reports.conversation_forms import CannotForm, FindingReplyForm, TopicForm
from reports.desk import finding_card, origin_words
from reports.findings import live_findings
from reports.interviews import calendar_file, cannot_come, interview_of
from reports.models import Finding, Topic
from reports.refusals import NotNow
from reports.replies import may_reply, reply_by, reply_to_finding
from reports.topics import add_topic, choose_card, drop_topic, take_along, topics_of_candidate


@candidate_page
@require_GET
def my_interview(request, candidacy):
    return render(request, "reports/my_interview.html", _appointment(candidacy, TopicForm(candidacy=candidacy)))


def _appointment(candidacy, form) -> dict:
    interview = interview_of(candidacy)
    at = local(interview.at, candidacy.round.body) if interview else None
    return {
        "candidacy": candidacy, "interview": interview, "when": date_format(at, "l j F Y") if at else "",
        "time": date_format(at, "G.i") if at else "", "people": _people(candidacy, interview) if interview else [],
        "topics": topics_of_candidate(candidacy), "form": form, "removable": Topic.Origin.CANDIDATE,
        "open": candidacy.stage in (Stage.SUBMITTED, Stage.REVIEW, Stage.PLANNED, Stage.STARTED),
        "findings": Finding.objects.filter(candidacy=candidacy, dropped_at__isnull=True).exists(),
        "coming": interview is not None and interview.held_at is None and candidacy.stage == Stage.PLANNED,
    }  # fmt: skip


def _people(candidacy, interview) -> list[str]:
    """Who is there, by name and role: no surprises at the table."""
    roles = {seat.member_id: seat.get_role_display() for seat in seats_in(candidacy.round)}
    people = interview.attendees.select_related("user").order_by("joined_at")
    return [f"{member.name}, {roles[member.pk]}" if member.pk in roles else member.name for member in people]


@candidate_page
@require_GET
def my_interview_ics(request, candidacy):
    interview = interview_of(candidacy)
    if interview is None:
        raise Http404
    return HttpResponse(calendar_file(interview), content_type="text/calendar; charset=utf-8",
                        headers={"Content-Disposition": 'attachment; filename="afspraak.ics"'})  # fmt: skip


@candidate_page
@require_http_methods(["GET", "POST"])
def my_cannot(request, candidacy):
    """ "Ik kan dan niet", with or without words."""
    form = CannotForm(request.POST or None, candidacy=candidacy)
    # The candidate's own words are not looked at twice; only a BSN is refused.
    if request.method == "POST" and form.is_valid():
        try:
            cannot_come(candidacy, actor=request.actor, words=form.cleaned_data["words"])
            messages.success(request, _("Doorgegeven. De commissie zoekt een andere tijd."))
            return redirect("reports:my_interview")
        except NotNow as trouble:
            form.refuse(trouble)
    return render(request, "reports/my_cannot.html", _appointment(candidacy, form))


@candidate_page
@require_POST
def my_topic(request, candidacy):
    """Add an own topic, or take it off again."""
    form = TopicForm(request.POST, candidacy=candidacy)
    try:
        if request.POST.get("weg"):
            topic = next(
                (
                    one
                    for one in topics_of_candidate(candidacy)
                    if one.code == request.POST["weg"] and one.origin == Topic.Origin.CANDIDATE
                ),
                None,
            )
            if topic:
                drop_topic(topic, actor=request.actor)
            return redirect("reports:my_interview")
        if form.is_valid():
            add_topic(candidacy, form.cleaned_data["title"], actor=request.actor, not_bsn=form.cleaned_data["not_bsn"])
            return redirect("reports:my_interview")
    except NotNow as trouble:
        form.is_valid()
        form.refuse(trouble)
    return render(request, "reports/my_interview.html", _appointment(candidacy, form))


def _back(request):
    """To the page the button stood on; never to another site."""
    target = request.POST.get("terug", "")
    return redirect(
        target if url_has_allowed_host_and_scheme(target, allowed_hosts=None) else reverse("reports:my_interview")
    )


@prepared_page
@require_POST
def take_sentence(request, candidacy):
    """A sentence of the self-assessment goes along to the conversation, or stays home after all."""
    try:
        goes = take_along(candidacy, request.POST.get("slug", ""), request.POST.get("item", ""), actor=request.actor)
        messages.success(request, _("Deze zin gaat mee naar het gesprek.") if goes else _("Deze zin blijft thuis."))
    except NotNow as trouble:
        messages.error(request, str(trouble.missing[0].text))
    return _back(request)


@prepared_page
@require_POST
def pick_card(request, candidacy):
    """Choose a dilemma card for the conversation, or put it back."""
    try:
        chosen = choose_card(candidacy, request.POST.get("item", ""), actor=request.actor)
        messages.success(request, _("Deze kaart gaat mee.") if chosen else _("Deze kaart ligt weer op de stapel."))
    except NotNow as trouble:
        messages.error(request, str(trouble.missing[0].text))
    return _back(request)


@candidate_page
@require_GET
def my_findings(request, candidacy):
    """Every finding at once, with source, fact and meaning, and what the candidate said about it (law.md P-42, P-62)."""
    rows = [{"finding": _card(one), "row": one, "replies": list(one.replies.all())} for one in live_findings(candidacy)]
    by = reply_by(candidacy)
    context = {"candidacy": candidacy, "rows": rows, "open": may_reply(candidacy),
               "by": date_format(local(by, candidacy.round.body), "l j F") if by else ""}  # fmt: skip
    return render(request, "reports/my_findings.html", context)


def _card(finding) -> dict:
    eyebrow = _("Punt %(number)d, %(origin)s") % {
        "number": finding.number,
        "origin": origin_words(finding, to_candidate=True),
    }
    return finding_card(finding, eyebrow=eyebrow, words_label=_("Jouw woorden"))


@candidate_page
@require_http_methods(["GET", "POST"])
def my_finding(request, candidacy, number):
    """Reply to one finding: not right, context, right, or nothing to say."""
    finding = next((one for one in live_findings(candidacy) if one.number == number), None)
    if finding is None:
        raise Http404
    last = max(finding.replies.all(), key=lambda reply: reply.at, default=None)
    form = FindingReplyForm(
        request.POST or None, candidacy=candidacy, initial={"kind": last.kind, "text": last.text} if last else {}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            reply_to_finding(
                finding, actor=request.actor, kind=data["kind"], text=data["text"], not_bsn=data["not_bsn"]
            )
            messages.success(request, _("Je reactie staat erbij."))
            return redirect("reports:my_findings")
        except NotNow as trouble:
            form.refuse(trouble)
    return render(
        request,
        "reports/my_finding.html",
        {"candidacy": candidacy, "form": form, "finding": _card(finding), "row": finding, "open": may_reply(candidacy)},
    )
