"""The committee's page of one candidate: status, what comes next, the answers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.access import dossier_for, reads_criminal
from candidates.models import Sheet, Stage
from candidates.sheets import is_private, page_of
from candidates.views.sheets import checked_sections
from candidates.workflow import NotAllowed, Refused, available
from parties.access import Permission
from parties.calendar import local
from reports.additions import ask_addition, open_addition
from reports.conversation_forms import AdditionForm
from reports.guards import committee_page
from reports.interviews import interview_of
from reports.topics import TALKING, take_up

# Steps of the committee with the page where each is taken; a POST of its own has no page first.
PAGES = {
    "plan": "reports:plan", "hold": "reports:record", "ask_addition": "reports:ask_addition", "ask_reply": "reports:report",
    "redraft": "reports:report", "adopt": "reports:report",
}  # fmt: skip


@committee_page
@require_GET
def dossier(request, code):
    candidacy = dossier_for(request.actor, code, Permission.READ_DOSSIER, what="answers")
    context = {
        "candidacy": candidacy, "sheets": answers_of(candidacy, request.actor), "steps": next_steps(request, candidacy),
        "interview": interview_of(candidacy), "asked": open_addition(candidacy), "talking": candidacy.stage in TALKING,
        "submitted": _moment(candidacy.submitted_at, candidacy), "criminal": reads_criminal(request.actor, candidacy), "stages": Stage,
    }  # fmt: skip
    context["interview_when"] = _moment(context["interview"].at, candidacy) if context["interview"] else ""
    return render(request, "reports/dossier.html", context)


def _moment(moment, candidacy) -> str:
    if moment is None:
        return ""
    return _("%(when)s uur") % {"when": date_format(local(moment, candidacy.round.body), "l j F, G.i")}


def answers_of(candidacy, actor) -> list[dict]:
    """Every list that was handed in, by section; criminal matters only for who may read them (law.md P-21)."""
    criminal = reads_criminal(actor, candidacy)
    found = []
    for sheet in Sheet.objects.select_related("edition").filter(
        candidacy=candidacy, submitted_at__isnull=False, change__isnull=True
    ):
        if is_private(sheet.edition):
            continue
        page = page_of(sheet, candidacy, get_language(), criminal=criminal)
        closed = set() if criminal else {item.key for item in page.content.items() if getattr(item, "criminal", False)}
        sections = [
            {**section, "rows": [row for row in section["rows"] if row.key not in closed]}
            for section in checked_sections(page)
        ]
        found.append(
            {
                "slug": sheet.slug,
                "title": page.wording.say(page.content.title),
                "sections": [one for one in sections if one["rows"]],
            }
        )
    return found


def next_steps(request, candidacy) -> list[dict]:
    """What this member can do now, the most likely first: label, url, and whether it is a POST."""
    args = [request.actor.party.code, candidacy.code]
    names = {"take_up": "reports:take_up", **PAGES}
    # Planning comes after taking up; until then it is one button too many.
    steps = [step for step in available(candidacy, request.actor) if step.name in names
             and not (step.name == "plan" and candidacy.stage == Stage.SUBMITTED)]  # fmt: skip
    found = [
        {"label": _label(step, candidacy), "url": reverse(names[step.name], args=args), "post": step.name == "take_up"}
        for step in steps
    ]
    if candidacy.stage == Stage.PLANNED:
        ready = {"prepare": _("Bereid het gesprek voor"), "talk": _("Voer het gesprek")}
        found = [
            {"label": label, "url": reverse(f"reports:{name}", args=args), "post": False}
            for name, label in ready.items()
        ] + found[::-1]
    if candidacy.stage == Stage.INTERVIEWED:
        found.insert(
            0,
            {
                "label": _("Schrijf aandachtspunten en afspraken op"),
                "url": reverse("reports:findings", args=args),
                "post": False,
            },
        )
    return sorted(found, key=lambda step: step["url"].endswith("/aanvulling/"))


def _label(step, candidacy) -> str:
    if step.name == "plan" and candidacy.stage == Stage.PLANNED:
        return _("Verzet het gesprek")
    return step.for_committee


@committee_page
@require_POST
def take(request, code):
    """ "Neem in behandeling"; a second press finds it done."""
    candidacy = dossier_for(request.actor, code, Permission.READ_DOSSIER, what="topics")
    try:
        take_up(candidacy, actor=request.actor)
        messages.success(request, _("In behandeling. De onderwerpen voor het gesprek liggen klaar."))
    except NotAllowed as trouble:
        raise Http404 from trouble
    except Refused as trouble:
        if candidacy.stage != Stage.REVIEW:
            messages.error(request, " ".join(str(one.text) for one in trouble.missing))
    return redirect("reports:dossier", request.actor.party.code, code)


@committee_page
@require_http_methods(["GET", "POST"])
def addition(request, code):
    """Ask the candidate to add something; the answers open again with the question above them."""
    candidacy = dossier_for(request.actor, code, Permission.READ_DOSSIER, what="answers")
    form = AdditionForm(request.POST or None, candidacy=candidacy)
    if request.method == "POST" and form.is_valid() and form.settled:
        try:
            ask_addition(candidacy, form.cleaned_data["reason"], actor=request.actor)
            messages.success(
                request, _("Gevraagd. %(name)s kreeg bericht en vult aan.") % {"name": candidacy.first_name}
            )
            return redirect("reports:interviews", request.actor.party.code)
        except Refused as trouble:
            form.refuse(trouble)
    return render(request, "reports/ask_addition.html", {"candidacy": candidacy, "form": form})
