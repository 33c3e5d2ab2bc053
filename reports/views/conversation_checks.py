"""Sources, VOG, references and signals of one candidate, each behind its own lock."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from candidates.access import dossier_for, reads_criminal
from candidates.consents import bureaus_of
from candidates.models import VogRecord
from candidates.sheets import wording_of
from candidates.workflow import NotAllowed
from instruments.editions import edition_in
from parties.access import Permission
from reports.checks import LOOK_UPS, look_ups_missing, record_check, record_vog, sources, vog_asked, vog_of
from reports.conversation_forms import CheckForm, ReferenceForm, SpokenForm, VogForm
from reports.findings import reachable_by_mail
from reports.guards import committee_page
from reports.interviews import may_attend
from reports.references import name_reference, reference_spoken, reference_told, references_of
from reports.refusals import NotNow
from reports.signals import ask_signal, card_of, cards, clear_signal, note_signal, seen


@committee_page
@require_GET
def checks(request, code):
    candidacy = dossier_for(request.actor, code, Permission.WRITE_NOTES, what="findings")
    criminal = reads_criminal(request.actor, candidacy)
    context = {
        "candidacy": candidacy, "sources": sources(candidacy, get_language(), *LOOK_UPS), "locked": look_ups_missing(candidacy),
        "vog_asked": vog_asked(candidacy.round), "vog": _vog_words(candidacy) if criminal else "", "criminal": criminal,
        "references": references_of(candidacy), "signals": bool(cards(candidacy, get_language())),
    }  # fmt: skip
    return render(request, "reports/checks.html", context)


def _vog_words(candidacy) -> str:
    """ "gezien, 3 november 2026": the state and the day, nothing more."""
    row = vog_of(candidacy)
    if row is None:
        return ""
    words = str(dict(VogRecord.State.choices).get(row.state, ""))
    return f"{words}, {date_format(row.seen_on, 'j F Y')}" if row.seen_on else words


@committee_page
@require_http_methods(["GET", "POST"])
def check(request, code, item):
    """One look-up: one source, its one question, a day, and what was found."""
    candidacy = dossier_for(request.actor, code, Permission.WRITE_NOTES, what="findings")
    listed = next((one for one in sources(candidacy, get_language(), *LOOK_UPS) if one.item.key == item), None)
    if listed is None:
        raise Http404
    bureaus = bureaus_of(candidacy) if listed.item.category == "bureau" else None
    form = CheckForm(
        request.POST or None, candidacy=candidacy, letter=not reachable_by_mail(candidacy), bureaus=bureaus
    )
    locked = look_ups_missing(candidacy)
    if request.method == "POST" and form.is_valid() and form.settled:
        data = form.cleaned_data
        try:
            record_check(
                candidacy,
                actor=request.actor,
                item=item,
                asked_on=data["asked_on"],
                finding=form.finding(),
                letter=data.get("letter", False),
                bureau=data.get("bureau", ""),
            )
            told = (
                _("Opgeschreven. %(name)s krijgt bericht.")
                if form.finding()
                else _("Opgeschreven: niets om te bespreken.")
            )
            messages.success(request, told % {"name": candidacy.first_name} if form.finding() else told)
            return redirect("reports:checks", request.actor.party.code, code)
        except NotNow as trouble:
            form.refuse(trouble)
    return render(
        request, "reports/check.html", {"candidacy": candidacy, "listed": listed, "form": form, "locked": locked}
    )


@committee_page
@require_http_methods(["GET", "POST"])
def vog(request, code):
    """What was seen of the VOG; only for who may read criminal matters."""
    candidacy = dossier_for(request.actor, code, Permission.READ_CRIMINAL, what="vog")
    if not vog_asked(candidacy.round):
        raise Http404
    row = vog_of(candidacy)
    seats = [seat for seat in may_attend(candidacy) if seat.member_id != request.actor.member.pk]
    form = VogForm(request.POST or None, seats=seats, initial=_seen(row))
    if request.method == "POST" and form.is_valid():
        try:
            record_vog(candidacy, actor=request.actor, **form.known())
            messages.success(request, _("Genoteerd."))
            return redirect("reports:checks", request.actor.party.code, code)
        except NotNow as trouble:
            for one in trouble.missing:
                form.add_error(None, str(one.text))
    return render(
        request,
        "reports/vog.html",
        {"candidacy": candidacy, "form": form, "source": next(iter(sources(candidacy, get_language(), "vog")), None)},
    )


def _seen(row) -> dict:
    if row is None:
        return {}
    days = {
        name: getattr(row, name).strftime("%d-%m-%Y")
        for name in ("requested_on", "seen_on", "issued_on")
        if getattr(row, name)
    }
    return {"state": row.state, "second": row.seen_by_second, "original": row.original, "issuer": row.issuer} | days


@committee_page
@require_http_methods(["GET", "POST"])
def new_reference(request, code):
    candidacy = dossier_for(request.actor, code, Permission.WRITE_NOTES, what="findings")
    form = ReferenceForm(request.POST or None, candidacy=candidacy)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            name_reference(
                candidacy, actor=request.actor, name=data["name"], role=data["role"], contact=data["contact"]
            )
            return redirect("reports:checks", request.actor.party.code, code)
        except NotNow as trouble:
            form.refuse(trouble)
    return render(request, "reports/reference_new.html", {"candidacy": candidacy, "form": form})


def _reference(candidacy, place: int):
    rows = references_of(candidacy)
    if not 1 <= place <= len(rows):
        raise Http404
    return rows[place - 1]


@committee_page
@require_http_methods(["GET", "POST"])
def reference(request, code, place):
    """First our explanation to the person, then what the person said. `place` counts from 1."""
    candidacy = dossier_for(request.actor, code, Permission.WRITE_NOTES, what="findings")
    row = _reference(candidacy, place)
    initial = {"spoken_on": row.spoken_on.strftime("%d-%m-%Y") if row.spoken_on else "", "said": row.said}
    form = SpokenForm(request.POST if "said" in request.POST else None, candidacy=candidacy, initial=initial)
    try:
        if request.method == "POST" and "told" in request.POST:
            reference_told(row, actor=request.actor)
            return redirect(request.path)
        if form.is_bound and form.is_valid() and form.settled:
            data = form.cleaned_data
            reference_spoken(
                row, actor=request.actor, spoken_on=data["spoken_on"], said=data["said"], not_bsn=data["not_bsn"]
            )
            return redirect("reports:checks", request.actor.party.code, code)
    except NotNow as trouble:
        if form.is_bound:
            form.refuse(trouble)
        messages.error(request, str(trouble.missing[0].text))
    context = {
        "candidacy": candidacy,
        "row": row,
        "form": form,
        "place": place,
        "questions": _reference_questions(candidacy),
    }
    return render(request, "reports/reference.html", context)


def _reference_questions(candidacy) -> list[str]:
    """The questions that every referee is asked, in the words of the published list."""

    edition = edition_in(candidacy.round, "bronnen")
    if edition is None:
        return []
    wording = wording_of(candidacy, edition, get_language())
    return [wording.text(item) for section, items in wording.sections(edition.parsed) if section.key == "referenties"
            for item in items if item.answerable]  # fmt: skip


@committee_page
@require_GET
def signals(request, code):
    """The cards, the ordinary explanation first; own cards on top. Only for the two assessors."""
    candidacy = dossier_for(request.actor, code, Permission.READ_CRIMINAL, what="signals")
    known = seen(candidacy, request.actor)
    mine = [{"card": card_of(candidacy, number, get_language()), "both": number in known.both} for number in known.mine]
    context = {
        "candidacy": candidacy,
        "sections": cards(candidacy, get_language()),
        "mine": [one for one in mine if one["card"]],
        "numbers": known.mine,
    }
    return render(request, "reports/signals.html", context)


@committee_page
@require_http_methods(["GET", "POST"])
def signal(request, code, number):
    """One card: its ordinary explanation, then the choice."""
    candidacy = dossier_for(request.actor, code, Permission.READ_CRIMINAL, what="signals")
    card = card_of(candidacy, number, get_language())
    if card is None:
        raise Http404
    if request.method == "POST":
        return _moved(request, candidacy, number)
    known = seen(candidacy, request.actor)
    context = {"candidacy": candidacy, "card": card, "mine": number in known.mine, "both": number in known.both}
    return render(request, "reports/signal.html", context)


def _moved(request, candidacy, number):
    moves = {"note": note_signal, "clear": clear_signal, "ask": ask_signal}
    move = moves.get(request.POST.get("do", ""))
    if move is None:
        raise Http404
    try:
        move(candidacy, number, actor=request.actor)
    except NotAllowed as trouble:
        raise Http404 from trouble
    except NotNow as trouble:
        messages.error(request, str(trouble.missing[0].text))
    return redirect("reports:signals", request.actor.party.code, candidacy.code)
