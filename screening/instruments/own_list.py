"""The end of a list that is for the candidate alone: no result, three things to think about, three ways on.

Nothing here leaves the browser's key (law.md P-61); only "neem mee naar het gesprek" does, a sentence at a time.
"""

from functools import wraps

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from candidates.guards import prepared_page
from candidates.models import Stage
from candidates.sessions import give_key, own_key
from candidates.sheets import Beside, Newer, NoKey, Page, finish, is_private, keep_private, page_of, sheet_of
from candidates.views.sheets import checked_sections
from instruments.editions import edition_in
from parties.calendar import local
from reports.models import Topic
from reports.topics import BEFORE_THE_TALK_ENDS, topics_of_candidate

THREE = Beside("_drie")
MOST = 3


def _page(request, candidacy, slug) -> Page | None:
    """The candidate's own list; None when it was not begun. Raises Http404 for any other list, NoKey without the key."""
    sheet = sheet_of(candidacy, slug)
    edition = sheet.edition if sheet else edition_in(candidacy.round, slug)
    if edition is None or not is_private(edition):
        raise Http404
    if sheet is None:
        return None
    return page_of(sheet, candidacy, get_language(), key=own_key(request, candidacy))


def own_page(view):
    """A page of a list for the candidate alone: view(request, candidacy, page). Without the key: begin again, or go there."""

    @prepared_page
    @wraps(view)
    def opened(request, candidacy, slug):
        try:
            page = _page(request, candidacy, slug)
        except NoKey:
            return render(request, "candidates/no_key.html", {"slug": slug})
        return view(request, candidacy, page) if page else redirect("candidates:sheet", slug)

    return opened


def _rows(page: Page, candidacy) -> list[dict]:
    """Themes with their sentences: the answer, whether it goes along, whether it is one of the three."""
    taken = {topic.item for topic in topics_of_candidate(candidacy) if topic.origin == Topic.Origin.TAKEN}
    three = set(_three(page))
    sections = checked_sections(page)
    for section in sections:
        section["rows"] = [
            {"shown": row, "taken": row.key in taken, "three": row.key in three} for row in section["rows"]
        ]
    return sections


def _three(page: Page) -> list[str]:
    """Keys of what the candidate chose to think about, if those sentences still show."""
    given = page.answers.get(THREE.key)
    keys = {item.key for item in page.questions}
    return [key for key in (given.body.get("items") or [] if given else []) if key in keys]


def _context(request, candidacy, page: Page) -> dict:
    sections = _rows(page, candidacy)
    rows = [row for section in sections for row in section["rows"]]
    waiting = next((row["shown"].key for row in rows if not row["shown"].given), "")
    return {
        "page": page, "slug": page.sheet.slug, "candidacy": candidacy, "sections": sections, "title": page.wording.say(page.content.title),
        "closing": page.wording.say(page.content.closing), "three": [row for row in rows if row["three"]], "waiting": waiting,
        "open": candidacy.stage in BEFORE_THE_TALK_ENDS, "may_change": candidacy.stage in (Stage.INVITED, Stage.STARTED),
    }  # fmt: skip


@own_page
@require_http_methods(["GET", "POST"])
def reflect(request, candidacy, page):
    """What the candidate wrote, the three things, the ways on. Posting: I go on."""
    if request.method == "POST":
        if page.sheet.finished_at is None:
            finish(page.sheet, actor=request.actor)
        return redirect("screening:tasks")
    return render(request, "screening/instruments_reflect.html", _context(request, candidacy, page))


@own_page
@require_http_methods(["GET", "POST"])
def three(request, candidacy, page):
    """Choose three sentences to think about; kept under the browser's key like the answers."""
    given = page.answers.get(THREE.key)
    keys = [item.key for item in page.questions]
    chosen = [key for key in keys if key in request.POST.getlist("three")] if request.method == "POST" else _three(page)
    trouble = ""
    if request.method == "POST":
        trouble = _("Kies er hoogstens drie. Wat je het meest bezighoudt, is genoeg.") if len(chosen) > MOST else ""
        if not trouble:
            try:
                return _keep(request, page, chosen)
            except Newer:
                trouble = _("Je koos in een ander venster iets anders. Kijk het na en bewaar nog eens.")
                given = _page(request, candidacy, page.sheet.slug).answers.get(THREE.key)
    context = _context(request, candidacy, page)
    context |= {"picked": chosen, "version": given.version if given else 0, "trouble": trouble}
    return render(
        request,
        "screening/instruments_three.html",
        context,
        status=409 if given and trouble and len(chosen) <= MOST else 200,
    )


def _keep(request, page: Page, chosen: list[str]):
    response = redirect("screening:reflect", page.sheet.slug)
    candidacy = page.sheet.candidacy
    key = own_key(request, candidacy) if page.answers else give_key(request, response, candidacy)
    raw = request.POST.get("version", "0")
    keep_private(
        page.sheet, THREE, {"items": chosen}, version=int(raw) if raw.isdigit() and len(raw) < 10 else 0, key=key
    )
    return response


@own_page
@require_GET
def talk_first(request, candidacy, page):
    """Who to talk to before going on: at home, somebody who does the work, the confidant."""
    return render(request, "screening/instruments_talk_first.html", {"candidacy": candidacy, "slug": page.sheet.slug})


@own_page
@require_GET
def not_now(request, candidacy, page):
    """Not now is a good choice too: wait, or withdraw. Nothing is recorded here."""
    context = {"candidacy": candidacy, "slug": page.sheet.slug, "round": candidacy.round}
    return render(request, "screening/instruments_not_now.html", context)


@prepared_page
@require_GET
def copy(request, candidacy, slug):
    """An own copy of any list to print or keep; no file is made of it (decision 27)."""
    sheet = sheet_of(candidacy, slug)
    if sheet is None or sheet.edition.parsed.filled_by != "candidate":
        raise Http404
    try:
        page = page_of(sheet, candidacy, get_language(), key=own_key(request, candidacy))
    except NoKey:
        return render(request, "candidates/no_key.html", {"slug": slug})
    today = local(timezone.now(), candidacy.round.body)
    context = _context(request, candidacy, page) | {"today": today, "private": is_private(sheet.edition)}
    return render(request, "screening/instruments_copy.html", context)
