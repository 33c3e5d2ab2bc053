"""Reading an instrument again, and taking it on paper."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from candidates.access import dossier_for
from candidates.clocks import answers_gone
from candidates.guards import candidate_page
from candidates.sheets import is_private, page_of, sheet_of, wording_of
from candidates.views.sheets import checked_sections
from instruments.blank import stays_spoken
from instruments.editions import edition_in, editions_in
from instruments.models import Edition
from instruments.reading import read_sections
from instruments.wording import wording_for
from parties.access import Permission
from parties.calendar import local
from parties.guards import member_page, round_for
from parties.safekeeping.audit import record
from reports.guards import committee_page
from screening.instruments.printing import Print, as_response, print_of

LANGUAGES = ("nl", "en")


def _language(request) -> str:
    """The language asked for with `?taal=`, else that of the page."""
    asked = request.GET.get("taal", "")
    return asked if asked in LANGUAGES else (get_language() or "nl")[:2]


def _readable(candidacy, slug: str) -> tuple[Edition, object]:
    """What the candidate may read: the edition of the own list, else the round's; with the list. Raises Http404."""
    sheet = sheet_of(candidacy, slug)
    edition = sheet.edition if sheet else edition_in(candidacy.round, slug)
    if edition is None or (edition.parsed.filled_by != "candidate" and edition.parsed.read_by != "everybody"):
        raise Http404
    return edition, sheet


@candidate_page
@require_GET
def read(request, candidacy, slug):
    """The rules of thumb, or any list, to read at ease: everything in it, nothing to fill in."""
    edition, sheet = _readable(candidacy, slug)
    content, wording = edition.parsed, wording_of(candidacy, edition, get_language())
    done = date_format(local(sheet.finished_at, candidacy.round.body), "j F Y") if sheet and sheet.finished_at else ""
    context = {"title": wording.say(content.title), "intro": wording.say(content.intro), "closing": wording.say(content.closing),
               "sections": read_sections(content, wording), "edition": edition.label, "slug": slug, "done": done}  # fmt: skip
    return render(request, "screening/instruments_read.html", context)


@candidate_page
@require_GET
def own_sheet_pdf(request, candidacy, slug):
    """The blank list on paper, for a candidate."""
    edition, _sheet = _readable(candidacy, slug)
    return as_response(print_of(edition, candidacy.round, _language(request)))


@member_page
@require_GET
def paper(request, code):
    """Everything of this round that can lie on the table: blank lists, decks, signal cards."""
    round = round_for(request.actor, code, Permission.SEE_ROUND)
    wording = wording_for(round, get_language())
    rows = [
        {"slug": slug, "title": wording.say(edition.parsed.title), "edition": edition.label}
        for slug, edition in editions_in(round).items()
    ]
    return render(request, "screening/instruments_paper.html", {"round": round, "rows": rows})


@member_page
@require_GET
def sheet_pdf(request, code, slug):
    round = round_for(request.actor, code, Permission.SEE_ROUND)
    edition = edition_in(round, slug)
    if edition is None:
        raise Http404
    return as_response(print_of(edition, round, _language(request)))


@committee_page
@require_GET
def filled(request, code, slug):
    """A list that was handed in, on paper for the table. Printing from a dossier is an event (decision 5)."""
    candidacy, context = _filled(request, code, slug)
    return render(request, "screening/instruments_filled.html", context | {"candidacy": candidacy, "slug": slug})


@committee_page
@require_GET
def filled_pdf(request, code, slug):
    """The same sheet as a PDF: who printed it and when it must go stands on every page (decision 5)."""
    candidacy, context = _filled(request, code, slug)
    foot = _("%(code)s, %(role)s. Vernietig dit blad vóór %(day)s.") % {
        "code": candidacy.code, "role": request.actor.role_label, "day": date_format(context["destroy_by"], "j F Y")}  # fmt: skip
    title = f"{context['title']}, {candidacy.name}"
    page = Print("instruments/pdf/filled.html", context | {"party": candidacy.party.name, "accent": candidacy.party.accent, "foot_text": foot},
                 _language(request), title, f"{slug}-{candidacy.code}.pdf")  # fmt: skip
    return as_response(page)


def _filled(request, code, slug):
    """The candidacy, and what the sheet shows. Raises Http404; the event is written before anything is read."""
    candidacy = dossier_for(request.actor, code, Permission.READ_DOSSIER, what="answers")
    sheet = sheet_of(candidacy, slug)
    if sheet is None or is_private(sheet.edition) or sheet.submitted_at is None:
        raise Http404
    with transaction.atomic():
        record("dossier.printed", actor=request.actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code,
               codes={"instrument": slug})  # fmt: skip
    # Criminal matters are read on the screen by whoever may; never on a sheet that lies about (law.md P-21).
    page = page_of(sheet, candidacy, get_language(), criminal=False)
    spoken = {item.key for item in page.questions if stays_spoken(item)}
    sections = checked_sections(page)
    for section in sections:
        section["rows"] = [row for row in section["rows"] if row.key not in spoken]
    context = {"title": page.wording.say(page.content.title), "edition": sheet.edition.label,
               "sections": [section for section in sections if section["rows"]], "destroy_by": answers_gone(candidacy)}  # fmt: skip
    return candidacy, context
