"""Sealed files to download, and the check whether a paper is genuine."""

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from candidates.access import dossier_for, found
from candidates.guards import candidate_page
from parties.access import Permission, can
from parties.closed import too_many
from parties.guards import public_page
from parties.limits import address_block, allow
from parties.safekeeping.audit import record
from reports.guards import committee_page
from reports.models import Document
from reports.papers.documents import document_of, document_of_version, known_in_register
from reports.papers.forms import BlocksForm, FileForm
from reports.papers.register import known_blocks
from reports.views.papers_board import board_dossier
from reports.views.papers_declaration import attachment

KINDS = {"verslag": Document.Kind.REPORT, "verklaring": Document.Kind.DECLARATION}


def _kind(word: str) -> str:
    if word not in KINDS:
        raise Http404
    return KINDS[word]


def _file(request, candidacy, word: str):
    """The same bytes for everybody, with an event of who took them."""
    return _bytes(request, candidacy, document_of(_kind(word), candidacy), f"{word}-{candidacy.code}.pdf")


def _version(request, candidacy, number: int):
    """The file of one adopted version; raises Http404 when there is no such version."""
    document = document_of_version(candidacy, number)
    response = _bytes(request, candidacy, document, f"verslag-{candidacy.code}-versie-{number}.pdf")
    if response is None:
        raise Http404
    return response


def _bytes(request, candidacy, document, name: str):
    if document is None or document.state != Document.State.MADE:
        return None
    with transaction.atomic():
        record("document.downloaded", actor=request.actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code,
               codes={"kind": document.kind})  # fmt: skip
        content = document.content
    return attachment(content, name)


@committee_page
@require_GET
def download(request, code, kind):
    """Committee: report and declaration. Board: the declaration only."""
    candidacy = _candidacy_for(request.actor, code, _kind(kind))
    response = _file(request, candidacy, kind)
    if response is not None:
        return response
    return redirect("reports:report" if kind == "verslag" else "reports:advice", request.actor.party.code, code)


@committee_page
@require_GET
def download_version(request, code, number):
    """An earlier version of the report, which a later one replaced."""
    return _version(request, _candidacy_for(request.actor, code, Document.Kind.REPORT), number)


@candidate_page
@require_GET
def my_download_version(request, candidacy, number):
    return _version(request, candidacy, number)


def _candidacy_for(actor, code, kind):
    if kind == Document.Kind.DECLARATION and can(actor, Permission.READ_ADVICE, found(code).round):
        return board_dossier(actor, code, Permission.READ_ADVICE, what="declaration")
    return dossier_for(actor, code, Permission.READ_DOSSIER, what="document")


@candidate_page
@require_GET
def my_download(request, candidacy, kind):
    response = _file(request, candidacy, kind)
    return (
        response
        if response is not None
        else redirect("reports:my_report" if kind == "verslag" else "reports:my_receipt")
    )


@public_page
@require_http_methods(["GET", "POST"])
def verify(request):
    """Only a file can be called genuine; two blocks only say that the mark exists (decision 30)."""
    context = {
        "file_form": FileForm(prefix="bestand"),
        "blocks_form": BlocksForm(prefix="blok"),
        "check_name": settings.SEAL_ORGANISATION,
    }
    if request.method == "POST":
        if not allow("seal.checked", address=address_block(request)):
            return too_many(request)
        context |= _blocks_checked(request) if "blok-first" in request.POST else _file_checked(request)
    return render(request, "reports/verify.html", context)


def _file_checked(request) -> dict:
    from reports.verify import verify_pdf

    form = FileForm(request.POST, request.FILES, prefix="bestand")
    # A larger body never reaches the memory, so the file is simply not there (settings.FILE_UPLOAD_HANDLERS).
    if not request.FILES and int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        form.add_error("file", _("Dit bestand is groter dan 10 MB. Zo groot zijn onze stukken niet."))
    if not form.is_valid():
        return {"file_form": form, "form": form}
    data = form.cleaned_data["file"].read()
    return {"verdict": verify_pdf(data, known=known_in_register)}


def _blocks_checked(request) -> dict:
    form = BlocksForm(request.POST, prefix="blok")
    if not form.is_valid():
        return {"blocks_form": form, "form": form}
    return {
        "blocks_form": form,
        "blocks_asked": True,
        "known": known_blocks(form.cleaned_data["first"], form.cleaned_data["second"]),
    }
