"""Findings and agreements: write, read as second, let go, agree."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.access import dossier_for
from candidates.sheets import wording_of
from instruments.editions import edition_in
from parties.access import Permission
from parties.calendar import local
from reports.conversation_forms import ChangeFindingForm, FindingForm, MeasureForm
from reports.desk import Desk, finding_card, origin_words
from reports.findings import (
    OPEN,
    NewerFinding,
    add_measure,
    change_finding,
    drop_finding,
    live_findings,
    measure_kinds,
    reachable_by_mail,
    record_finding,
    remove_measure,
    second_finding,
)
from reports.guards import committee_page
from reports.models import Finding, Topic
from reports.refusals import NotNow
from reports.views.conversation_prepare import topic_of

Origin = Finding.Origin


def finding_in(candidacy, number: int) -> Finding:
    """The finding with this number that stands, or 404."""
    found = next((one for one in live_findings(candidacy) if one.number == number), None)
    if found is None:
        raise Http404
    return found


@committee_page
@require_GET
def findings(request, code):
    """All findings that stand, each with the candidate's replies beside it."""
    candidacy = dossier_for(request.actor, code, Permission.READ_DOSSIER, what="findings")
    desk = Desk(candidacy, request.actor, get_language())
    rows = [_row(one, request.actor, desk.words_label) for one in live_findings(candidacy)]
    return render(
        request, "reports/findings.html", {"candidacy": candidacy, "rows": rows, "open": candidacy.stage in OPEN}
    )


def _row(finding: Finding, actor, words_label: str) -> dict:
    names = {"number": finding.number, "origin": origin_words(finding)}
    card = finding_card(finding, eyebrow=_("Punt %(number)d, %(origin)s") % names, words_label=words_label)
    return {
        "finding": card,
        "row": finding,
        "replies": list(finding.replies.all()),
        "mine": finding.recorded_by == actor.ref,
    }


def _origins(candidacy) -> list[str]:
    """Where a finding may come from here; a public source only when the round looks there."""
    looked_up = [Origin.CHECK, Origin.BUREAU] if candidacy.round.checks_on else []
    return [Origin.CANDIDATE, Origin.INTERVIEW, Origin.REFERENCE, *looked_up]


def _begin(desk: Desk, topic: Topic | None, wanted: str) -> dict:
    """What the form begins with, taken from the answer behind the topic."""
    origins = _origins(desk.candidacy)
    initial = {"origin": wanted if wanted in origins else Origin.INTERVIEW if topic is None else Origin.CANDIDATE}
    begin = desk.proposal_of(topic) if topic else None
    if topic:
        initial["title"] = topic.title
    if begin:
        date = local(begin.date, desk.candidacy.round.body).strftime("%d-%m-%Y") if begin.date else ""
        initial.update(source=begin.source, source_date=date, fact=begin.fact, words=begin.words, meaning=begin.law)
    return initial


@committee_page
@require_http_methods(["GET", "POST"])
def new_finding(request, code):
    """Write a finding down; with an agreement at once when a chip was pressed."""
    candidacy = dossier_for(request.actor, code, Permission.WRITE_NOTES, what="findings")
    desk = Desk(candidacy, request.actor, get_language())
    topic = topic_of(candidacy, request.GET["onderwerp"], request.actor) if request.GET.get("onderwerp") else None
    initial = _begin(desk, topic, request.GET.get("bron", ""))
    form = FindingForm(
        request.POST or None,
        candidacy=candidacy,
        origins=_origins(candidacy),
        letter=not reachable_by_mail(candidacy),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid() and form.settled:
        try:
            finding = record_finding(candidacy, actor=request.actor, origin=form.cleaned_data["origin"], topic=topic,
                                     letter=form.cleaned_data.get("letter", False), **form.texts())  # fmt: skip
            return _after_writing(request, candidacy, finding)
        except NotNow as trouble:
            form.refuse(trouble)
    context = {"candidacy": candidacy, "form": form, "topic": topic, "third": Finding.THIRD}
    return render(request, "reports/finding_form.html", context)


def _after_writing(request, candidacy, finding):
    args = [request.actor.party.code, candidacy.code]
    if finding.told_how == "letter":
        return redirect("reports:finding_letter", *args, finding.number)
    messages.success(
        request, _("Opgeschreven. %(name)s kan het nu lezen en erop reageren.") % {"name": candidacy.first_name}
    )
    if request.GET.get("soort") or request.GET.get("terug") == "gesprek":
        kind, back = request.GET.get("soort", ""), request.GET.get("terug", "")
        return redirect(f"{reverse('reports:measure', args=[*args, finding.number])}?soort={kind}&terug={back}")
    return redirect(_home(request, candidacy, finding))


def _home(request, candidacy, finding) -> str:
    """Back to where the finding is shown: its topic, the conversation, or the list."""
    args = [request.actor.party.code, candidacy.code]
    if finding.topic_id and request.GET.get("terug") == "gesprek":
        return f"{reverse('reports:talk', args=args)}#t-{finding.topic.code}"
    if finding.topic_id:
        return reverse("reports:topic", args=[*args, finding.topic.code])
    return reverse("reports:findings", args=args)


@committee_page
@require_http_methods(["GET", "POST"])
def finding(request, code, number):
    """Change a finding; a stale window gets both texts (409)."""
    candidacy = dossier_for(request.actor, code, Permission.WRITE_NOTES, what="findings")
    row = finding_in(candidacy, number)
    form, newer, status = (
        ChangeFindingForm(request.POST or None, candidacy=candidacy, initial=_as_initial(row)),
        None,
        200,
    )
    if request.method == "POST" and form.is_valid() and form.settled:
        try:
            change_finding(row, actor=request.actor, version=form.cleaned_data["version"], **form.texts())
            return redirect(_home(request, candidacy, row))
        except NewerFinding as trouble:
            newer, status = trouble.finding, 409
            form.data = form.data.copy()
            form.data["version"] = newer.version
        except NotNow as trouble:
            form.refuse(trouble)
    return render(
        request,
        "reports/finding_form.html",
        {"candidacy": candidacy, "form": form, "row": row, "newer": newer, "third": Finding.THIRD},
        status=status,
    )


def _as_initial(row: Finding) -> dict:
    texts = {name: getattr(row, name) for name in ("title", "source", "fact", "meaning", "words", "version")}
    return texts | {"source_date": row.source_date.strftime("%d-%m-%Y") if row.source_date else ""}


def _act(request, code, number, action, told):
    """A POST on one finding, then back to the list."""
    candidacy = dossier_for(request.actor, code, Permission.WRITE_NOTES, what="findings")
    try:
        action(finding_in(candidacy, number), actor=request.actor)
        messages.success(request, told)
    except NotNow as trouble:
        messages.error(request, " ".join(str(one.text) for one in trouble.missing))
    return redirect("reports:findings", request.actor.party.code, code)


@committee_page
@require_POST
def second(request, code, number):
    return _act(request, code, number, second_finding, _("Jij las dit punt als tweede."))


@committee_page
@require_http_methods(["GET", "POST"])
def drop(request, code, number):
    """Let a finding go, after one question: it does not come back."""
    if request.method == "POST":
        return _act(request, code, number, drop_finding, _("Vervallen. Over 14 dagen is het gewist."))
    candidacy = dossier_for(request.actor, code, Permission.WRITE_NOTES, what="findings")
    return render(request, "reports/drop_finding.html", {"candidacy": candidacy, "row": finding_in(candidacy, number)})


@committee_page
@require_http_methods(["GET", "POST"])
def measure(request, code, number):
    """Agree something that helps: a kind from the list, in own words, with a day when there is one."""
    candidacy = dossier_for(request.actor, code, Permission.WRITE_NOTES, what="findings")
    row = finding_in(candidacy, number)
    kinds = _kinds(candidacy)
    chosen = next((one for one in kinds if one["key"] == request.GET.get("soort")), None)
    initial = {"kind": chosen["key"], "text": chosen["help"]} if chosen else {}
    form = MeasureForm(
        request.POST or None, candidacy=candidacy, kinds=[(one["key"], one["text"]) for one in kinds], initial=initial
    )
    if request.method == "POST" and form.is_valid() and form.settled:
        data = form.cleaned_data
        try:
            add_measure(
                row,
                actor=request.actor,
                text=data["text"],
                kind=data["kind"],
                due_on=data["due_on"],
                not_bsn=data["not_bsn"],
            )
            messages.success(request, _("De afspraak staat erbij."))
            return redirect(_home(request, candidacy, row))
        except NotNow as trouble:
            form.refuse(trouble)
    return render(
        request,
        "reports/measure.html",
        {"candidacy": candidacy, "form": form, "row": row, "back": _home(request, candidacy, row)},
    )


def _kinds(candidacy) -> list[dict]:
    """The kinds of agreement in words; the help of a kind is a first wording of the agreement."""
    edition = edition_in(candidacy.round, "agenda")
    if edition is None:
        return []
    wording = wording_of(candidacy, edition, get_language())
    return [
        {"key": item.key, "text": wording.text(item), "help": wording.help(item)}
        for item in measure_kinds(candidacy.round)
    ]


@committee_page
@require_POST
def unmeasure(request, code, number, place):
    """Take an agreement back; `place` counts from 1."""
    candidacy = dossier_for(request.actor, code, Permission.WRITE_NOTES, what="findings")
    row = finding_in(candidacy, number)
    rows = list(row.measures.all())
    if not 1 <= place <= len(rows):
        return redirect("reports:findings", request.actor.party.code, code)
    try:
        remove_measure(rows[place - 1], actor=request.actor)
        messages.success(request, _("De afspraak is weg."))
    except NotNow as trouble:
        messages.error(request, " ".join(str(one.text) for one in trouble.missing))
    return redirect("reports:findings", request.actor.party.code, code)


@committee_page
@require_GET
def letter(request, code, number):
    """The letter that tells a finding to who has no e-mail; the term to reply stands in it."""
    candidacy = dossier_for(request.actor, code, Permission.WRITE_NOTES, what="findings")
    return render(
        request, "reports/finding_letter.html", {"candidacy": candidacy, "row": finding_in(candidacy, number)}
    )
