"""Filling in an instrument: one thing per page, saved while you type, checked at the end."""

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.access import own_candidacy
from candidates.guards import prepared_page
from candidates.models import Stage
from candidates.sessions import forget_key, give_key, own_key
from candidates.sheets import (
    Newer,
    NoKey,
    Page,
    TooLate,
    erase_private,
    finish,
    is_private,
    page_of,
    save_answer,
    sheet_of,
    waits_for_application,
)
from instruments.answers_shown import show_answer
from instruments.editions import edition_in
from instruments.forms import QuestionForm
from instruments.kinds import Rows
from instruments.reading import is_read
from parties.calendar import local


def _page(request, candidacy, slug) -> Page:
    """The candidate's page of this instrument, started when new. Raises Http404, NoKey."""
    if candidacy.applied_at is None:
        edition = edition_in(candidacy.round, slug)
        if edition and waits_for_application(edition.parsed):
            raise Http404
    sheet = sheet_of(candidacy, slug, actor=request.actor)
    if sheet is None or sheet.edition.parsed.filled_by != "candidate":
        raise Http404
    return page_of(sheet, candidacy, get_language(), key=own_key(request, candidacy))


def _question(page: Page, key: str):
    """The item with its place among the questions that show. Raises Http404 for hidden ones."""
    questions = page.questions
    for index, item in enumerate(questions):
        if item.key == key:
            before = questions[index - 1] if index else None
            after = questions[index + 1] if index + 1 < len(questions) else None
            return item, before, after
    raise Http404


@prepared_page
@require_GET
def sheet(request, candidacy, slug):
    """The way in: explanation the first time, else the first question that waits."""
    try:
        page = _page(request, candidacy, slug)
    except NoKey:
        return render(request, "candidates/no_key.html", {"slug": slug})
    open_questions = page.open_questions
    if page.answers and (not open_questions or candidacy.stage not in (Stage.INVITED, Stage.STARTED)):
        return redirect("candidates:check", slug)
    context = {"page": page, "slug": slug, "first": (open_questions or page.questions)[0], "begun": bool(page.answers),
               "private": is_private(page.sheet.edition), "intro": page.wording.say(page.content.intro),
               "title": page.wording.say(page.content.title), "task": page.wording.say(page.content.task)}  # fmt: skip
    return render(request, "candidates/sheet.html", context)


@prepared_page
@require_http_methods(["GET", "POST"])
def question(request, candidacy, slug, item):
    try:
        page = _page(request, candidacy, slug)
    except NoKey:
        return render(request, "candidates/no_key.html", {"slug": slug})
    asked, before, after = _question(page, item)
    given = page.answers.get(item)
    form = QuestionForm(asked, page.wording, data=request.POST if request.method == "POST" else None, body=given.body if given else None,
                        rows=_rows_wanted(request, given))  # fmt: skip
    if request.method == "POST":
        answer = _posted(request, page, asked, form, after)
        if answer is not None:
            return answer
        given = getattr(request, "given", given)  # saved, though not complete: the next post builds on it
    context = _question_context(page, slug, asked, before, form, given, candidacy)
    response = render(request, "candidates/question.html", context, status=getattr(request, "stale", 200))
    if is_private(page.sheet.edition) and not page.answers:
        give_key(request, response, candidacy)
    return response


def _rows_wanted(request, given) -> int:
    """One more empty row when the person pressed the button for it, without JavaScript."""
    filled = len((given.body.get("rows") or []) if given else [])
    return filled + 1 if request.GET.get("rij") == "nieuw" or not filled else filled


def _posted(request, page, item, form, after):
    """Save what was posted and go on; None to show the page again with what was typed."""
    adding = "add_row" in request.POST
    body = form.check(complete=not adding)
    if body is None:
        return None
    try:
        response = _saved(request, page, item, body)
    except (Newer, TooLate) as trouble:
        request.stale = 409
        form.add_error("choice", _told(trouble, item, page.wording))
        return None
    except NoKey:  # another browser made the key between showing and saving
        return render(request, "candidates/no_key.html", {"slug": page.sheet.slug})
    if adding:
        return redirect(f"{request.path}?rij=nieuw#rij-{len(body.get('rows') or []) + 1}")
    if form.errors:
        return None
    return _onwards(request, page, item, after, response)


def _onwards(request, page, item, after, response):
    """To the next question that shows now, or to the check of the list."""
    if request.GET.get("terug") == "nakijken":
        target = redirect("candidates:check", page.sheet.slug)
    else:
        fresh = _page_again(request, page)
        keys = [question.key for question in fresh.questions]
        place = keys.index(item.key) + 1
        target = (
            redirect("candidates:question", page.sheet.slug, keys[place])
            if place < len(keys)
            else redirect("candidates:check", page.sheet.slug)
        )
    target.cookies.update(response.cookies)
    return target


def _page_again(request, page) -> Page:
    key = getattr(request, "fresh_key", "") or own_key(request, page.sheet.candidacy)
    return page_of(page.sheet, page.sheet.candidacy, get_language(), key=key)


def _saved(request, page, item, body):
    """Save one answer; the response carries the key cookie when this was the first private answer."""
    key = own_key(request, page.sheet.candidacy)
    response = JsonResponse({})
    if is_private(page.sheet.edition) and not page.answers:
        key = request.fresh_key = give_key(request, response, page.sheet.candidacy)
    version = _version(request)
    request.given = save_answer(page.sheet, item, body, version=version, wording=page.wording, key=key)
    return response


def _version(request) -> int:
    raw = request.POST.get("version", "0")
    return int(raw) if raw.isdigit() and len(raw) < 10 else 0


def _told(trouble, item, wording) -> str:
    """Why nothing was saved; with what another window saved, so that both texts are there to choose from (decision 18)."""
    if isinstance(trouble, TooLate):
        return _("Je hebt al ingeleverd. Deze wijziging is niet opgeslagen.")
    lines = show_answer(item, trouble.body, wording).lines
    theirs = "; ".join(f"{label} {text}".strip() for label, text in lines)
    return _("Dit antwoord is in een ander venster gewijzigd. Daar staat nu: “%(text)s”. Wat hier staat, is nog niet opgeslagen. "
             "Bewaar je nog een keer, dan vervangt het de andere tekst.") % {"text": theirs}  # fmt: skip


def saved_words(moment, candidacy) -> str:
    return _("Opgeslagen om %(time)s uur") % {"time": date_format(local(moment, candidacy.round.body), "G.i")}


@prepared_page
@require_POST
def autosave(request, candidacy, slug, item):
    """Save an unfinished answer; answers in JSON for the page's script."""
    try:
        page = _page(request, candidacy, slug)
        asked, _before, _after = _question(page, item)
        form = QuestionForm(asked, page.wording, data=request.POST)
        body = form.check(complete=False)
        if body is None:
            return JsonResponse(
                {"message": " ".join(words for errors in form.errors.values() for words in errors)}, status=400
            )
        carried = _saved(request, page, asked, body)
    except Newer as trouble:
        return JsonResponse({"message": _told(trouble, asked, page.wording), "version": trouble.version}, status=409)
    except TooLate as trouble:
        return JsonResponse({"message": _told(trouble, asked, page.wording)}, status=409)
    except NoKey:
        return JsonResponse({"message": _("Deze browser heeft de sleutel van je zelfassessment niet.")}, status=409)
    given = request.given
    response = JsonResponse({"saved_at": given.saved_at.isoformat(), "version": given.version,
                             "message": saved_words(given.saved_at, candidacy),
                             "expires_in": int(request.actor.session.expires_in(given.saved_at).total_seconds())})  # fmt: skip
    response.cookies.update(carried.cookies)
    return response


def _question_context(page, slug, item, before, form, given, candidacy) -> dict:
    section = next(s for s in page.content.sections if item in s.items)
    inside = [one for one in page.questions if one in section.items]
    reading = _read_before(page, item)
    return {
        "page": page, "slug": slug, "item": item, "form": form, "before": before, "candidacy": candidacy,
        "text": page.wording.text(item), "text_language": _other_language(page.wording, item), "purpose": page.wording.purpose(item), "help": page.wording.help(item),
        "section_title": page.wording.say(section.title), "number": inside.index(item) + 1, "total": len(inside),
        "reading": [_reading(page, one) for one in reading],
        "row_label": page.wording.say(item.row_label) if isinstance(item, Rows) else "",
        "version": given.version if given else 0, "private": is_private(page.sheet.edition),
        "saved": saved_words(given.saved_at, candidacy) if given else "", "kind_template": f"instruments/kinds/{item.template}.html",
        "locked": candidacy.stage not in (Stage.INVITED, Stage.STARTED),
    }  # fmt: skip


def _other_language(wording, item) -> str:
    """The language of a question that is not there in the reader's own (decision 24)."""
    language = wording.language_of(wording.variant(item, "text"))
    return "" if language == wording.language else language


def _read_before(page: Page, item) -> list:
    """What is read between the question before this one and this one."""
    found: list = []
    for one in (one for section in page.content.sections for one in page.wording.items(section)):
        if one is item:
            break
        found = [] if one.answerable else [*found, one]
    return found


def _reading(page, item) -> dict:
    """An item that is read, not answered, in the reader's language."""
    parts = {
        name: page.wording.say(getattr(item, name))
        for name in ("explanation", "example", "meaning", "situation")
        if getattr(item, name, None)
    }
    return {"text": page.wording.text(item), **parts}


@prepared_page
@require_http_methods(["GET", "POST"])
def check(request, candidacy, slug):
    """Check answers of one instrument, with change links; the person says it is done."""
    try:
        page = _page(request, candidacy, slug)
    except NoKey:
        return render(request, "candidates/no_key.html", {"slug": slug})
    if is_private(page.sheet.edition):  # what is for the candidate alone ends in thinking, not in checking
        return redirect("screening:reflect", slug)
    if request.method == "POST" and not page.open_questions:
        finish(page.sheet, actor=request.actor)
        return redirect("screening:tasks")
    context = {"page": page, "slug": slug, "sections": checked_sections(page), "open": page.open_questions,
               "closing": page.wording.say(page.content.closing), "readable": any(is_read(one) for one in page.content.items()),
               "title": page.wording.say(page.content.title), "locked": candidacy.stage not in (Stage.INVITED, Stage.STARTED)}  # fmt: skip
    return render(request, "candidates/check.html", context)


def checked_sections(page: Page) -> list[dict]:
    """Sections with their shown answers, for check-answers, dossier and export."""
    visible = {item.key for item in page.questions}
    sections = []
    for section in page.content.sections:
        rows = [
            show_answer(item, page.bodies.get(item.key), page.wording) for item in section.items if item.key in visible
        ]
        if rows:
            sections.append({"title": page.wording.say(section.title), "rows": rows})
    return sections


@prepared_page
@require_http_methods(["GET", "POST"])
def forget_private(request, candidacy):
    """ "Wis ook mijn zelfassessment" and "begin opnieuw": the candidate's own act (decision 27)."""
    if request.method == "GET":
        return render(request, "candidates/forget_private.html")
    erase_private(own_candidacy(request.actor), actor=request.actor)
    response = redirect("screening:tasks")
    forget_key(response, candidacy)
    return response
