"""The candidate's pages that look across the floors."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from candidates.clocks import clocks_of
from candidates.guards import candidate_page, prepared_page
from candidates.models import Stage, Tie
from candidates.sessions import COOKIE, end_sessions, forget_key, own_key
from candidates.sheets import is_private, page_of, sheets_of
from candidates.submission import reopen as reopen_answers
from candidates.submission import submission_facts, submit
from candidates.submission import withdraw as withdraw_candidacy
from candidates.views.sheets import checked_sections
from candidates.workflow import NotAllowed, Refused, available
from parties.calendar import local
from reports.additions import open_addition
from reports.interviews import not_held_yet
from screening.looked import events_to_show, looked_lines
from screening.owndata import own_data_of
from screening.progress import turn_of
from screening.steps import status_of, steps_of


@prepared_page
@require_GET
def tasks(request, candidacy):
    steps = steps_of(candidacy, get_language(), own_key(request, candidacy))
    return render(request, "screening/tasks.html", {"candidacy": candidacy, "steps": steps, "round": candidacy.round, "status": status_of(candidacy),
                                                    "addition": open_addition(candidacy), "turn": turn_of(candidacy),
                                                    "open_stages": (Stage.INVITED, Stage.STARTED)})  # fmt: skip


def _sheets_to_hand_in(candidacy) -> list[dict]:
    """Every list that goes to the committee, with its answers as they will be read."""
    pages = [
        page_of(sheet, candidacy, get_language()) for sheet in sheets_of(candidacy) if not is_private(sheet.edition)
    ]
    pages.sort(key=lambda page: page.content.instrument)
    return [
        {"slug": page.sheet.slug, "title": page.wording.say(page.content.title), "sections": checked_sections(page)}
        for page in pages
    ]


@prepared_page
@require_http_methods(["GET", "POST"])
def hand_in(request, candidacy):
    """Check everything once more, then hand in: the one interruption before it."""
    if candidacy.stage != Stage.STARTED:
        return redirect("screening:handed_in")
    missing = submission_facts(candidacy)
    if request.method == "POST":
        try:
            submit(candidacy, actor=request.actor)
            return redirect("screening:handed_in")
        except Refused as refused:
            missing = refused.missing
    context = {
        "candidacy": candidacy,
        "missing": missing,
        "sheets": _sheets_to_hand_in(candidacy),
        "round": candidacy.round,
    }
    return render(request, "screening/hand_in.html", context)


@prepared_page
@require_GET
def handed_in(request, candidacy):
    """What was received and what happens next; can be opened again at any time."""
    if candidacy.submitted_at is None:
        return redirect("screening:tasks")
    steps = {step.name for step in available(candidacy, request.actor)}
    return render(
        request,
        "screening/handed_in.html",
        {"candidacy": candidacy, "round": candidacy.round, "may_reopen": "reopen" in steps},
    )


@prepared_page
@require_http_methods(["GET", "POST"])
def reopen(request, candidacy):
    if request.method == "GET":
        return render(request, "screening/reopen.html", {"candidacy": candidacy})
    try:
        reopen_answers(candidacy, actor=request.actor, facts=not_held_yet)
    except (Refused, NotAllowed):
        return redirect("screening:handed_in")
    return redirect("screening:tasks")


@candidate_page
@require_GET
def stop(request, candidacy):
    return redirect("candidates:stop")


@candidate_page
@require_GET
def who_looked(request, candidacy):
    """Roles and times, and the three clocks; never names of members."""
    others = events_to_show(candidacy).exclude(actor_kind__in=("candidate", "system"))[:100]
    entries = looked_lines(others, candidacy.round.body)
    kept_out = (
        Tie.objects.filter(candidacy=candidacy)
        .exclude(kind="")
        .exclude(resolution="open")
        .values("member")
        .distinct()
        .count()
    )
    clocks = clocks_of(candidacy)
    rows = [
        {"label": _("Commissie leest tot"), "value": date_format(clocks.access_ends, "j F Y")},
        {
            "label": _("Jij krijgt bericht op"),
            "value": _(" en ").join(date_format(day, "j F") for day in clocks.reminders),
        },
        {"label": _("Je antwoorden weg op"), "value": date_format(clocks.answers_gone, "j F Y")},
    ]
    note = _("Het verslag wissen we op %(report)s en de verklaring op %(declaration)s.") % {
        "report": date_format(clocks.report_gone, "j F Y"),
        "declaration": date_format(clocks.declaration_gone, "j F Y"),
    }
    return render(
        request, "screening/who_looked.html", {"entries": entries, "clocks": rows, "note": note, "kept_out": kept_out}
    )


@candidate_page
@require_GET
def help_page(request, candidacy):
    return render(request, "screening/help.html", {"candidacy": candidacy, "round": candidacy.round, "stages": Stage,
                                                   "may_withdraw": "withdraw" in {s.name for s in available(candidacy, request.actor)}})  # fmt: skip


@candidate_page
@require_http_methods(["GET", "POST"])
def withdraw(request, candidacy):
    """Two clicks, no reason (decision 4)."""
    if request.method == "GET" and candidacy.stage != Stage.WITHDRAWN:
        return render(request, "screening/withdraw.html", {"candidacy": candidacy})
    if candidacy.stage != Stage.WITHDRAWN:
        withdraw_candidacy(candidacy, actor=request.actor)
    return _goodbye(request, candidacy)


def _goodbye(request, candidacy):
    gone = date_format(local(timezone.now(), candidacy.round.body).date(), "j F Y")
    response = render(request, "screening/withdrawn.html", {"candidacy": candidacy, "gone": gone})
    end_sessions(candidacy)
    request.signed_out = True
    response.delete_cookie(COOKIE, samesite="Lax")
    forget_key(response, candidacy)
    return response


@candidate_page
@require_GET
def own_data(request, candidacy):
    """Everything we hold, as a readable page that prints well (law.md P-50, X-11)."""
    return render(
        request,
        "screening/own_data.html",
        {"data": own_data_of(candidacy, request.actor, get_language()), "candidacy": candidacy},
    )


@candidate_page
@require_GET
def own_data_json(request, candidacy):
    """The same, for a machine (portability)."""
    response: HttpResponse = JsonResponse(
        own_data_of(candidacy, request.actor, get_language()), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="mijn-gegevens.json"'
    return response
