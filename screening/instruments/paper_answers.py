"""Answers from paper: typed over by one member, checked by another, handed in for the candidate (law.md A-04)."""

from functools import wraps

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.access import found, stands_here, tie_state
from candidates.forms import ApplicationForm, TiesForm
from candidates.models import Candidacy, Notice, Sheet, Stage, Tie
from candidates.on_paper import (
    OPEN,
    BegunAlone,
    NotOnPaper,
    check_over,
    choose_channel,
    first_sheet,
    hand_in,
    hand_in_facts,
    sheet_on_paper,
    type_over,
)  # fmt: skip
from candidates.sheets import Newer, Page, TooLate, page_of
from candidates.submission import current_notice, required_sheets
from candidates.views.sheets import checked_sections
from candidates.workflow import NotAllowed, Refused
from instruments.blank import numbers_of, stays_spoken
from instruments.forms import QuestionForm
from instruments.kinds import Rows
from parties.access import Permission, can
from parties.safekeeping.audit import record_opening
from parties.seats import committee_of
from reports.guards import committee_page
from screening.procedure import short_notice

INVITED_WITH = ("first_name", "prefixes", "last_name")


def paper_page(view):
    """For who invites and has no tie with the candidate, after the statement of confidentiality: view(request, candidacy, ...).

    What happened meanwhile, such as handing in, leads back to the overview in words; a stranger gets a 404.
    """

    @committee_page
    @wraps(view)
    def guarded(request, code, **kwargs):
        candidacy = found(code)
        actor = request.actor
        if (
            not can(actor, Permission.INVITE, candidacy.round)
            or candidacy.erased_at
            or candidacy.stage == Stage.WITHDRAWN
        ):
            raise Http404
        ties = Tie.objects.filter(candidacy=candidacy, member=actor.member)
        if tie_state(ties, actor.member).blocked or stands_here(actor.member, candidacy.round_id):
            raise Http404
        try:
            return view(request, candidacy, **kwargs)
        except NotAllowed as refused:
            raise Http404 from refused
        except BegunAlone:
            messages.error(
                request,
                _("De kandidaat is zelf al begonnen, op telefoon of computer. Wat daar staat, leest niemand anders."),
            )
        except (TooLate, NotOnPaper):
            messages.error(request, _("Dit kan nu niet: er is ingeleverd, of de kandidaat vult zelf in."))
        return redirect("screening:on_paper", actor.party.code, code)

    return guarded


def _typing_page(request, candidacy, slug) -> Page:
    """The list to type over, with what was typed so far; criminal matters stay closed. Opening it is recorded.

    Raises Http404, NotOnPaper, TooLate.
    """
    if slug not in required_sheets(candidacy):
        raise Http404
    sheet = sheet_on_paper(candidacy, slug, actor=request.actor)
    with transaction.atomic():
        record_opening(request.actor, candidacy_code=candidacy.code, party=candidacy.party, what="paper")
    return page_of(sheet, sheet.candidacy, candidacy.language, criminal=False)


def _paper_and_open(candidacy) -> None:
    """Raises NotOnPaper for a candidate who fills in digitally, TooLate after handing in."""
    if candidacy.channel != Candidacy.Channel.PAPER:
        raise NotOnPaper
    if candidacy.stage not in OPEN:
        raise TooLate


def _back(request, candidacy):
    return redirect("screening:on_paper", request.actor.party.code, candidacy.code)


@paper_page
@require_GET
def on_paper(request, candidacy):
    """What is printed, what came back, who typed it and who checks it."""
    paper = candidacy.channel == Candidacy.Channel.PAPER
    sheets = {sheet.slug: sheet for sheet in Sheet.objects.filter(candidacy=candidacy, change__isnull=True)}
    lists = [
        {"slug": slug, "title": edition.parsed.title.say("nl"), "edition": edition.label, **_state(sheets.get(slug), request.actor)}
        for slug, edition in required_sheets(candidacy).items()
    ]  # fmt: skip
    first = candidacy.applied_at is not None and Notice.objects.filter(candidacy=candidacy).exists()
    context = {"candidacy": candidacy, "round": candidacy.round, "paper": paper, "lists": lists, "first": first,
               "open": candidacy.stage in OPEN, "missing": hand_in_facts(candidacy) if paper and candidacy.stage in OPEN else []}  # fmt: skip
    return render(request, "screening/instruments_on_paper.html", context)


def _state(sheet: Sheet | None, actor) -> dict:
    typed = bool(sheet and sheet.typed_by)
    return {"typed": typed, "checked": bool(sheet and sheet.checked_by), "mine": typed and sheet.typed_by == actor.ref}


@paper_page
@require_POST
def channel(request, candidacy):
    wanted = request.POST.get("channel", "")
    if wanted in Candidacy.Channel.values:
        choose_channel(candidacy, wanted, actor=request.actor)
    return _back(request, candidacy)


@paper_page
@require_GET
def first_blank(request, candidacy):
    """The first sheet to print: how it goes, ties, own details."""
    _paper_and_open(candidacy)
    version = current_notice(candidacy.round)
    context = {"candidacy": candidacy, "round": candidacy.round, "seats": committee_of(candidacy.round), "version": version,
               "notice": short_notice(version, candidacy.language) if version else [], "ties": Tie.Kind.choices,
               "relations": Candidacy.Relation.choices}  # fmt: skip
    return render(request, "screening/instruments_first_blank.html", context)


@paper_page
@require_http_methods(["GET", "POST"])
def details(request, candidacy):
    """Type the first sheet over: own details and ties."""
    _paper_and_open(candidacy)
    data = request.POST if request.method == "POST" else None
    seats = committee_of(candidacy.round)
    # Only what the invitation holds is filled in: the rest comes from the paper, and nowhere else.
    form = ApplicationForm(
        data, round=candidacy.round, initial={name: getattr(candidacy, name) for name in INVITED_WITH}
    )
    form.fields["stand"].label = _("De kandidaat stelt zich kandidaat en tekende het eerste blad")
    ties = TiesForm(data, seats=seats)
    if data is not None and form.is_valid() and ties.is_valid():
        try:
            first_sheet(candidacy, form.cleaned_data, ties.named(), actor=request.actor)
            messages.success(request, _("Het eerste blad is overgetypt."))
            return _back(request, candidacy)
        except Refused as refused:
            for one in refused.missing:
                form.add_error(None, str(one.text))
    return render(request, "screening/instruments_details.html", {"candidacy": candidacy, "form": form, "ties": ties})


@paper_page
@require_GET
def type_list(request, candidacy, slug):
    """On to the first question that waits; else to what was typed."""
    page = _typing_page(request, candidacy, slug)
    waiting = next((item for item in page.open_questions if not stays_spoken(item)), None)
    if waiting is None:
        return redirect("screening:paper_check", request.actor.party.code, candidacy.code, slug)
    return redirect("screening:paper_question", request.actor.party.code, candidacy.code, slug, waiting.key)


@paper_page
@require_http_methods(["GET", "POST"])
def question(request, candidacy, slug, item):
    """One question of the paper, with the number it has there."""
    page = _typing_page(request, candidacy, slug)
    questions = [one for one in page.questions if not stays_spoken(one)]
    asked = next((one for one in questions if one.key == item), None)
    if asked is None:
        raise Http404
    given = page.answers.get(item)
    form = QuestionForm(asked, page.wording, data=request.POST if request.method == "POST" else None, body=given.body if given else None,
                        rows=_rows(request, given))  # fmt: skip
    if request.method == "POST":
        answer = _typed(request, candidacy, page, asked, form)
        if answer is not None:
            return answer
    place = questions.index(asked)
    context = {
        "candidacy": candidacy, "slug": slug, "form": form, "item": asked, "text": page.wording.text(asked), "purpose": page.wording.purpose(asked),
        "help": page.wording.help(asked), "number": numbers_of(page.content, page.wording)[asked.key], "version": given.version if given else 0,
        "section_title": "", "row_label": page.wording.say(asked.row_label) if isinstance(asked, Rows) else "",
        "kind_template": f"instruments/kinds/{asked.template}.html", "before": questions[place - 1] if place else None,
        "title": page.wording.say(page.content.title),
    }  # fmt: skip
    return render(request, "screening/instruments_type.html", context)


def _rows(request, given) -> int:
    filled = len((given.body.get("rows") or []) if given else [])
    return filled + 1 if request.GET.get("rij") == "nieuw" or not filled else filled


def _typed(request, candidacy, page, item, form):
    """Save what was typed and go on; None to show it again with what is wrong."""
    adding = "add_row" in request.POST
    body = form.check(complete=not adding)
    if body is None:
        return None
    raw = request.POST.get("version", "0")
    try:
        type_over(
            page.sheet,
            item,
            body,
            version=int(raw) if raw.isdigit() and len(raw) < 10 else 0,
            wording=page.wording,
            actor=request.actor,
        )
    except Newer:
        form.add_error(
            "choice",
            _(
                "Dit antwoord is in een ander venster gewijzigd. Daar staat nu een nieuwere tekst; deze is niet opgeslagen."
            ),
        )
        return None
    if adding:
        return redirect(f"{request.path}?rij=nieuw#rij-{len(body.get('rows') or []) + 1}")
    if form.errors:
        return None
    args = [request.actor.party.code, candidacy.code, page.sheet.slug]
    if request.GET.get("terug") == "nakijken":
        return redirect("screening:paper_check", *args)
    return redirect("screening:type_list", *args)


@paper_page
@require_http_methods(["GET", "POST"])
def check(request, candidacy, slug):
    """Everything that was typed, to compare with the paper by another member."""
    page = _typing_page(request, candidacy, slug)
    missing = []
    if request.method == "POST":
        try:
            check_over(page.sheet, page, actor=request.actor)
            messages.success(request, _("Nagekeken. Bewaar of vernietig het papier zoals jullie afspraken."))
            return _back(request, candidacy)
        except Refused as refused:
            missing = refused.missing
    numbers = numbers_of(page.content, page.wording)
    spoken = {one.key for one in page.questions if stays_spoken(one)}
    sections = [{"title": section["title"], "rows": [{"shown": row, "number": numbers[row.key], "spoken": row.key in spoken} for row in section["rows"]]}
                for section in checked_sections(page)]  # fmt: skip
    context = {"candidacy": candidacy, "slug": slug, "sections": sections, "missing": missing, "open": [one for one in page.open_questions if not stays_spoken(one)],
               "title": page.wording.say(page.content.title), **_state(page.sheet, request.actor)}  # fmt: skip
    return render(request, "screening/instruments_paper_check.html", context)


@paper_page
@require_POST
def submit(request, candidacy):
    """Hand in for the candidate. What is missing is shown on the overview."""
    try:
        hand_in(candidacy, actor=request.actor)
        messages.success(request, _("De papieren zijn ingeleverd. De commissie kan ze nu lezen."))
    except Refused as refused:
        for one in refused.missing:
            messages.error(request, str(one.text))
    return _back(request, candidacy)
