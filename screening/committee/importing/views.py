"""A list of people: choose the file, look at every row, invite all at once."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.invitations import MayNotInvite
from parties.access import Permission
from parties.guards import member_page, round_for
from screening.committee.importing.columns import COLUMNS
from screening.committee.importing.forms import ListForm, TogetherForm
from screening.committee.importing.kept import Lapsed, keep, kept
from screening.committee.importing.people import People, compared, full_name, invite_all, people_in
from screening.committee.importing.reading import NotAList, tables_in
from screening.committee.spreadsheets import download
from screening.gates import may_invite

EXAMPLE_WIDTHS = (16, 13, 16, 22, 30, 16, 16, 20, 14)


@member_page
@require_http_methods(["GET", "POST"])
def choose_list(request, code):
    """The file comes in, and what it holds is shown. Nothing is stored, nobody is invited yet."""
    round = round_for(request.actor, code, Permission.INVITE)
    missing = may_invite(round)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if request.method == "POST" and not missing:
        found = _found(request, form, round)
        if found:
            return render(request, "screening/import_look.html", _looked_at(found, round, request.actor))
    return render(request, "screening/import_choose.html", {"round": round, "form": form, "missing": missing})


def _found(request, form, round) -> People | None:
    # A larger body never reaches the memory, so the file is simply not there (settings.FILE_UPLOAD_HANDLERS).
    if not request.FILES and int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        form.add_error("file", _("Dit bestand is groter dan 10 MB. Een lijst met namen is veel kleiner."))
    if not form.is_valid():
        return None
    try:
        return people_in(tables_in(form.cleaned_data["file"].read()), round)
    except NotAList as refused:
        form.add_error("file", str(refused))
        return None


def _looked_at(found: People, round, actor, form=None) -> dict:
    able = found.people and not found.errors
    doubts = bool(found.warnings)
    if form is None and able:
        form = TogetherForm(initial={"kept": keep(found.people, round, actor)}, doubts=doubts)
    rows = [person | {"name": full_name(person)} for person in found.people]
    return {"round": round, "found": found, "form": form, "rows": rows, "able": able}


@member_page
@require_POST
def invite_list(request, code):
    """Invite everybody who was looked at; a second press adds nobody."""
    round = round_for(request.actor, code, Permission.INVITE)
    try:
        people = kept(request.POST.get("kept", ""), round, request.actor)
    except Lapsed:
        messages.info(request, _("Je keek hier te lang geleden naar. Kies het bestand opnieuw."))
        return redirect("screening:import", request.actor.party.code, code)
    found = compared(people, round)
    form = TogetherForm(request.POST, doubts=bool(found.warnings))
    if not form.is_valid():
        return render(request, "screening/import_look.html", _looked_at(found, round, request.actor, form))
    try:
        invited = invite_all(round, people, actor=request.actor)
    except MayNotInvite as refused:
        context = {"round": round, "form": ListForm(), "missing": refused.missing}
        return render(request, "screening/import_choose.html", context)
    _tell(request, len(invited))
    return redirect("screening:board", request.actor.party.code, code)


def _tell(request, number: int) -> None:
    if not number:
        messages.info(request, _("Er is niemand bijgekomen: iedereen op deze lijst stond al in de ronde."))
        return
    words = ngettext("%(n)d uitnodiging staat klaar. De mail gaat nu weg.",
                     "%(n)d uitnodigingen staan klaar. De mails gaan nu een voor een weg.", number)  # fmt: skip
    messages.success(request, words % {"n": number})


@member_page
@require_GET
def example(request, code, kind):
    """An empty list with the right headings."""
    round_for(request.actor, code, Permission.INVITE)
    if kind not in ("xlsx", "csv"):
        raise Http404
    return download([[str(label) for label in COLUMNS.values()]], kind, "voorbeeld", EXAMPLE_WIDTHS)
