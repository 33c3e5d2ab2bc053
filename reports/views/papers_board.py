"""The board's pages: who is ready, one page of advice, the decision, the signature for the party."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.access import dossier_for, stands_here
from candidates.models import Candidacy, Stage
from candidates.workflow import NotAllowed, Refused
from parties.access import Permission, can
from parties.accounts.fresh import step_up
from parties.models import OutboxMail, Round
from parties.safekeeping.audit import record_opening
from reports.declaration_view import declaration_view
from reports.guards import committee_page
from reports.models import Appeal, Decision, Declaration, Document, Interview
from reports.papers.appealing import against, appeals_of
from reports.papers.deciding import decide
from reports.papers.declaring import lay_declaration, live_declaration, newest_declaration
from reports.papers.documents import document_of
from reports.papers.forms import DecisionForm, PaperForm, SignForm
from reports.papers.publishing import held_decisions, may_take_back
from reports.papers.signing import countersign, plain_name, sign_on_paper
from reports.report_view import adopted_report, day, report_view

# From here on the board may know of a candidate.
READY = (Stage.ADOPTED, Stage.SIGNED, Stage.COMPLETED, Stage.NOT_NOMINATED)


def board_dossier(actor, code: str, permission: Permission, *, what: str) -> Candidacy:
    """A candidacy that is ready for the board; 404 before, and for a member who stands in the round.

    The opening is recorded: the candidate sees that the board looked (decision 7).
    """
    candidacy = dossier_for(actor, code, permission)
    if candidacy.stage not in READY or stands_here(actor.member, candidacy.round_id):
        raise Http404
    record_opening(actor, candidacy_code=candidacy.code, party=candidacy.party, what=what)
    return candidacy


@committee_page
@require_GET
def board_list(request):
    """Candidates whose report is adopted, per round; of the others the board knows nothing yet."""
    seats = (
        Round.objects.select_related("body", "election")
        .filter(closed_at=None)
        .order_by("election__nomination_day", "pk")
    )
    rounds = [one for one in seats if can(request.actor, Permission.READ_ADVICE, one)]
    if not rounds:
        raise Http404
    groups = [
        {"round": one, "rows": _rows(request.actor, one), "held": len(held_decisions(one)), "may_publish": can(request.actor, Permission.DECIDE, one)}
        for one in rounds
    ]  # fmt: skip
    return render(request, "reports/board_list.html", {"groups": groups})


def _rows(actor, round) -> list[dict]:
    if stands_here(actor.member, round.pk):
        return []
    candidacies = list(Candidacy.objects.filter(round=round, stage__in=READY).order_by("last_name", "first_name"))
    decisions = {one.candidacy_id: one for one in Decision.objects.filter(candidacy__in=candidacies)}
    declarations = {
        one.candidacy_id: one for one in Declaration.objects.filter(candidacy__in=candidacies).order_by("laid_at")
    }
    waiting = Appeal.objects.filter(candidacy__in=candidacies, ended_at__isnull=True)
    appealed = set(waiting.values_list("candidacy_id", flat=True))
    return [
        {"candidacy": one, "next": _next(one, decisions.get(one.pk), declarations.get(one.pk), one.pk in appealed)}
        for one in candidacies
    ]


def _next(candidacy, decision, declaration, appealed: bool) -> str:
    """What waits for the board, or for the candidate, in words."""
    if appealed:
        return _("Beroep: wacht op een uitkomst")
    if decision is None:
        return _("Het bestuur besluit")
    if decision.published_at is None:
        return _("Besloten, nog niet bekendgemaakt")
    if candidacy.stage == Stage.SIGNED:
        return _("Onderteken namens de partij")
    if candidacy.stage == Stage.ADOPTED and declaration is not None:
        words = {
            "open": _("De kandidaat tekent"),
            "declined": _("De kandidaat tekende niet"),
            "withdrawn": _("De kandidaat trok de verklaring in"),
            "void": _("De verklaring is vervallen"),
        }
        return words.get(declaration.state, "")
    return ""


@committee_page
@step_up
@require_http_methods(["GET", "POST"])
def advice(request, code):
    """One page: what was done, the agreed measures, the advice in words. Never an answer."""
    candidacy = board_dossier(request.actor, code, Permission.READ_ADVICE, what="advice")
    report = adopted_report(candidacy)
    if report is None:
        raise Http404
    form, missing, asked = DecisionForm(request.POST or None, report=report), [], False
    if request.method == "POST" and form.is_valid():
        if not request.POST.get("sure"):
            asked = True
        else:
            missing = _decided(request, candidacy, form)
            if not missing:
                return redirect("reports:advice", request.actor.party.code, code)
    return render(request, "reports/advice.html", _advice_context(request, candidacy, report, form, missing, asked))


def _decided(request, candidacy, form) -> list:
    if not can(request.actor, Permission.DECIDE, candidacy.round):
        raise Http404
    try:
        data = form.cleaned_data
        decide(
            candidacy,
            data["what"],
            actor=request.actor,
            reasons=data.get("reasons", ""),
            hold=data["when"] == "together",
        )
    except Refused as refused:
        if Decision.objects.filter(candidacy=candidacy).exists():
            messages.info(request, _("Het bestuur heeft hier net over besloten. Dit is het besluit."))
            return []
        return refused.missing
    return []


def _advice_context(request, candidacy, report, form, missing, asked) -> dict:
    return {
        "candidacy": candidacy, "report": report, "view": report_view(report), "form": form, "missing": missing, "asked": asked,
        "steps": _steps(candidacy, report), "cooling": _is_cooling(candidacy), "decision": Decision.objects.filter(candidacy=candidacy).first(),
        "declaration": newest_declaration(candidacy), "stages": Stage, "states": Declaration.State,
        "document": document_of(Document.Kind.DECLARATION, candidacy), "may_decide": can(request.actor, Permission.DECIDE, candidacy.round),
        "may_back": may_take_back(candidacy, request.actor), "appeal": has_appeal(candidacy),
        "may_void": can(request.actor, Permission.DECIDE, candidacy.round) and live_declaration(candidacy) is not None,
    }  # fmt: skip


def _steps(candidacy, report) -> list[dict]:
    """The completed steps with their dates."""
    interview = Interview.objects.filter(candidacy=candidacy, held_at__isnull=False).first()
    rows = [
        (_("Vragenlijst ingeleverd"), candidacy.submitted_at),
        (_("Gesprek gevoerd"), interview.held_at if interview else None),
        (report.get_reply_closed_how_display().capitalize(), report.reply_closed_at),
        (_("Verslag vastgesteld door een tweede lid"), report.adopted_at),
    ]
    return [{"term": label, "text": day(moment, candidacy)} for label, moment in rows if moment]


def has_appeal(candidacy) -> bool:
    """Is there, or may there be, an appeal to look at?"""
    return bool(appeals_of(candidacy)) or against(candidacy) is not None


def _is_cooling(candidacy) -> bool:
    waiting = OutboxMail.objects.filter(
        purpose="outcome", candidacy_code=candidacy.code, state__in=OutboxMail.OPEN_STATES
    )
    return waiting.exists()


@committee_page
@require_POST
def declaration_again(request, code):
    """Lay the declaration before the candidate once more, after it was declined or withdrawn."""
    candidacy = board_dossier(request.actor, code, Permission.DECIDE, what="declaration")
    try:
        lay_declaration(candidacy, actor=request.actor)
    except Refused as refused:
        messages.error(request, str(refused.missing[0].text))
    return redirect("reports:advice", request.actor.party.code, code)


@committee_page
@step_up
@require_http_methods(["GET", "POST"])
def countersign_page(request, code):
    """A board member reads the text the candidate signed, types the own name, and signs for the party."""
    candidacy = board_dossier(request.actor, code, Permission.COUNTERSIGN, what="declaration")
    declaration = live_declaration(candidacy)
    if declaration is None or declaration.state != Declaration.State.SIGNED:
        return redirect("reports:advice", request.actor.party.code, code)
    name = request.actor.member.name
    form = SignForm(request.POST or None, is_name=lambda typed: plain_name(typed) == plain_name(name), wanted=name,
                    initial={"text_digest": declaration.text_digest})  # fmt: skip
    missing = []
    if request.method == "POST" and form.is_valid():
        try:
            countersign(
                candidacy,
                actor=request.actor,
                typed_name=form.cleaned_data["name"],
                text_digest=form.cleaned_data["text_digest"],
            )
            return redirect("reports:advice", request.actor.party.code, code)
        except Refused as refused:
            if _signed_meanwhile(declaration):
                messages.info(request, _("Een ander bestuurslid heeft net getekend. De verklaring is compleet."))
                return redirect("reports:advice", request.actor.party.code, code)
            missing = refused.missing
    context = {"candidacy": candidacy, "view": declaration_view(declaration), "form": form, "missing": missing}
    return render(request, "reports/countersign.html", context)


def _signed_meanwhile(declaration) -> bool:
    return Declaration.objects.filter(pk=declaration.pk, state=Declaration.State.COUNTERSIGNED).exists()


@committee_page
@step_up
@require_http_methods(["GET", "POST"])
def declaration_paper(request, code):
    """Chair or secretary notes a signature on paper and where the original lies (law.md S-08)."""
    candidacy = dossier_for(request.actor, code, Permission.PLAN)
    declaration = live_declaration(candidacy)
    if declaration is None or candidacy.stage not in READY or stands_here(request.actor.member, candidacy.round_id):
        raise Http404
    form = PaperForm(request.POST or None, initial={"text_digest": declaration.text_digest})
    missing, done = [], declaration.state != Declaration.State.OPEN
    if request.method == "POST" and not done and form.is_valid():
        try:
            sign_on_paper(
                candidacy,
                actor=request.actor,
                kept_at=form.cleaned_data["kept_at"],
                text_digest=form.cleaned_data["text_digest"],
            )
            return redirect("reports:declaration_paper", request.actor.party.code, code)
        except Refused as refused:
            missing = refused.missing
        except NotAllowed as refused:
            raise Http404 from refused
    context = {"candidacy": candidacy, "declaration": declaration, "form": form, "missing": missing, "done": done}
    return render(request, "reports/declaration_paper.html", context)
