"""Home, the round, ties, outgoing mail, confidentiality."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.fairness import resolve_tie
from candidates.models import Candidacy, Tie
from candidates.workflow import STEPS, NotAllowed, Refused
from parties.access import Permission, may_seat, seats_of
from parties.calendar import today_in
from parties.guards import member_page, round_for
from parties.models import OutboxMail, Round
from parties.outbox import undo
from parties.rounds import sign_confidentiality
from reports.papers.publishing import WITHOUT_SECRETS, preview
from reports.papers.publishing import take_back as take_back_decision
from screening.committee.board import cards_of, columns_of
from screening.committee.confidentiality import STATEMENT_VERSION
from screening.committee.elected import todos as elected_of
from screening.committee.going import todos as going_of
from screening.committee.overview import may, rows_of
from screening.committee.sifting import Sieve
from screening.committee.timeline import timeline_of
from screening.committee.todo import todos_of
from screening.paper_todos import todos as papers_of
from screening.rights.alerts import todos as requests_of
from screening.rights.holds import todos as holds_of
from screening.rights.settling import todos as settling_of


def _own_rounds(actor) -> list[Round]:
    rounds = (
        Round.objects.select_related("body", "election", "party")
        .filter(closed_at__isnull=True)
        .order_by("election__nomination_day")
    )
    return [one for one in rounds if seats_of(actor, one)]


@member_page
@require_GET
def home(request):
    """ "Wat moet ik nu doen": one stone, then dated rows."""
    rounds = _own_rounds(request.actor)
    if not rounds:
        return redirect("screening:setup", request.actor.party.code)
    now = timezone.now()
    today = today_in(rounds[0].body, now)
    todos = [
        todo
        for one in rounds
        for make in (todos_of, requests_of, holds_of, settling_of, papers_of, elected_of, going_of)
        for todo in make(request.actor, one, today_in(one.body, now))
    ]
    todos.sort(key=lambda todo: todo.by)
    context = {"first": todos[0] if todos else None, "rest": [todo.as_row(today) for todo in todos[1:]], "round": rounds[0],
               "today": today, "first_name": request.actor.name.split()[0], "days_left": (rounds[0].election.nomination_day - today).days}  # fmt: skip
    return render(request, "screening/home.html", context)


@member_page
@require_GET
def rounds(request):
    """The member's round; with several, a choice."""
    own = _own_rounds(request.actor)
    seen = [one for one in own if may(request.actor, one, Permission.SEE_ROUND)]
    if len(seen) == 1:
        return redirect("screening:board", request.actor.party.code, seen[0].code)
    if not seen and own and may(request.actor, own[0], Permission.READ_ADVICE):
        return redirect("reports:board_list", request.actor.party.code)
    if not seen and own and may(request.actor, own[0], Permission.READ_AGENDA):
        return redirect("reports:agenda", request.actor.party.code)
    return render(request, "screening/rounds.html", {"rounds": seen})


@member_page
@require_GET
def board(request, code):
    """Columns per stage, or the same rows as a table; filters are pills that come off."""
    round = round_for(request.actor, code, Permission.SEE_ROUND)
    sieve = Sieve.of(request.GET)
    rows = rows_of(request.actor, round, search=sieve.search, stages=sieve.stages)
    cards = sieve.sift(cards_of(rows, request.actor, round))
    context = {
        "round": round, "columns": columns_of(cards), "cards": cards, **sieve.context(),
        "timeline": timeline_of(round, today_in(round.body, timezone.now())), "may_invite": may(request.actor, round, Permission.INVITE),
    }  # fmt: skip
    return render(request, "screening/board.html", context)


@member_page
@require_http_methods(["GET", "POST"])
def confidentiality(request):
    """Signed personally, before any dossier (law.md P-85)."""
    member = request.actor.member
    if request.method == "POST" and member.confidentiality_version != STATEMENT_VERSION:
        if request.POST.get("agree"):
            sign_confidentiality(member, STATEMENT_VERSION, actor=request.actor)
            return redirect("screening:home", request.actor.party.code)
        return render(
            request,
            "screening/confidentiality.html",
            {"member": member, "version": STATEMENT_VERSION, "unticked": True},
        )
    return render(request, "screening/confidentiality.html", {"member": member, "version": STATEMENT_VERSION})


@member_page
@require_http_methods(["GET", "POST"])
def ties(request):
    """Ties that wait for somebody outside them (decision 15)."""
    actor = request.actor
    open_ties = [
        tie
        for one in _own_rounds(actor)
        if may(actor, one, Permission.RESOLVE_TIE)
        for row in rows_of(actor, one)
        if not row.closed and row.tie.answered
        for tie in row.open_ties
        if tie.member_id != actor.member.pk
    ]
    if request.method == "POST":
        _resolve(request, open_ties)
        return redirect("screening:ties", actor.party.code)
    return render(request, "screening/ties.html", {"ties": open_ties})


def _resolve(request, open_ties: list[Tie]) -> None:
    chosen = next((tie for tie in open_ties if str(tie.pk) == request.POST.get("tie")), None)
    if chosen is None or request.POST.get("resolution") not in ("open", "closed"):
        return
    try:
        resolve_tie(chosen, request.POST["resolution"], actor=request.actor)
    except NotAllowed as refused:
        raise Http404 from refused


@member_page
@require_GET
def post(request):
    """Outgoing mail: what waits, what the mail server said, and undo while it waits."""
    seen = [one for one in _own_rounds(request.actor) if may(request.actor, one, Permission.OUTBOX)]
    if not seen:
        raise Http404
    people = {one.code: one for one in Candidacy.objects.filter(round__in=seen)}
    mails = OutboxMail.objects.filter(candidacy_code__in=people).order_by("-created_at")[:200]
    chairs = {one.pk for one in seen if may_seat(request.actor, one)}
    closed = {row.candidacy.code for one in seen for row in rows_of(request.actor, one) if row.closed}
    lines = [
        {
            "mail": mail,
            "candidacy": people[mail.candidacy_code],
            "name": people[mail.candidacy_code].name,
            "purpose": PURPOSES.get(mail.purpose, lambda: _("Bericht"))(),
            "previewed": mail.is_open and mail.purpose in WITHOUT_SECRETS,
            "may_back": mail.state == "waiting" and _may_undo(mail, people[mail.candidacy_code], chairs),
        }
        for mail in mails
        if mail.candidacy_code not in closed
    ]
    shown = _asked_preview(request.GET.get("mail", ""), lines)
    return render(request, "screening/post.html", {"lines": lines, "shown": shown})


PURPOSES = {
    "invitation": lambda: _("Uitnodiging"),
    "code": lambda: _("Code om in te loggen"),
    "link": lambda: _("Link om verder te gaan"),
    "news": lambda: _("Er is nieuws"),
    "reminder": lambda: _("Herinnering"),
    "outcome": lambda: _("Bericht over het besluit"),
    "reader_link": lambda: _("Link voor een lezer van buiten"),
    "reader_code": lambda: _("Code voor een lezer van buiten"),
    "receipt_submitted": lambda: _("Ontvangst van de antwoorden"),
    "receipt_signed": lambda: _("Ontvangst van de handtekening"),
    "receipt_withdrawn": lambda: _("Bericht van intrekken"),
}


@member_page
@require_POST
def take_back(request, mail):
    """Undo what still waits (cooling time): of a decision the decision itself, not only its mail (decision 37)."""
    found = OutboxMail.objects.filter(code=mail).first()
    candidacy = Candidacy.objects.select_related("round").filter(code=found.candidacy_code).first() if found else None
    if candidacy is None or not may(request.actor, candidacy.round, Permission.OUTBOX):
        raise Http404
    if found.purpose == "outcome":
        _decision_back(request, candidacy)
    else:
        undo(found, actor=request.actor)
    return redirect("screening:post", request.actor.party.code)


def _may_undo(mail, candidacy, chairs: set) -> bool:
    """A mail about a decision goes back with the decision itself: not by a secretary, and not once it is signed."""
    return mail.purpose != "outcome" or (candidacy.round_id in chairs and candidacy.stage in STEPS["take_back"].sources)


def _asked_preview(code: str, lines) -> dict:
    """The text of the one mail that was asked for, as far as it holds no secret."""
    line = next((line for line in lines if line["mail"].code == code and line["previewed"]), None)
    if line is None:
        return {}
    return {"code": code, "text": preview(line["candidacy"], line["mail"].purpose)}


def _decision_back(request, candidacy) -> None:
    try:
        take_back_decision(candidacy, actor=request.actor)
        messages.success(request, _("Het besluit is teruggenomen. Er gaat geen bericht uit."))
    except Refused as refused:
        messages.error(request, str(refused.missing[0].text))
    except NotAllowed as refused:
        raise Http404 from refused
