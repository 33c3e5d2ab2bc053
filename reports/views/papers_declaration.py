"""The candidate's declaration: read, sign with a fresh code, the proof, decline, withdraw (law.md S-02)."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.forms import CodeForm
from candidates.guards import prepared_page
from candidates.invitations import ask_code, use_code
from candidates.models import Stage
from candidates.workflow import Refused, locked
from parties.closed import too_many
from parties.limits import address_block, allow
from parties.safekeeping.audit import record
from reports.declaration_view import declaration_view
from reports.models import Declaration, Document
from reports.papers.deciding import declaration_to_read
from reports.papers.declaring import decline as decline_declaration
from reports.papers.declaring import live_declaration, statement_of
from reports.papers.declaring import unsign as withdraw_declaration
from reports.papers.documents import document_of
from reports.papers.evidence import level_words
from reports.papers.forms import DeclineForm, SignForm
from reports.papers.on_paper import declaration_page
from reports.papers.signing import is_own_name
from reports.papers.signing import sign as sign_declaration
from reports.report_view import number_word

PURPOSE = "sign"
SIGNED = (Declaration.State.SIGNED, Declaration.State.COUNTERSIGNED)


def _sign_form(request, candidacy, declaration) -> SignForm:
    return SignForm(request.POST or None, is_name=lambda typed: is_own_name(typed, candidacy), wanted=candidacy.name,
                    initial={"text_digest": declaration.text_digest})  # fmt: skip


def _open_declaration(candidacy) -> Declaration | None:
    declaration = declaration_to_read(candidacy)
    return declaration if declaration and declaration.state == Declaration.State.OPEN else None


@prepared_page
@require_http_methods(["GET", "POST"])
def my_declaration(request, candidacy):
    """What it means and does not mean, the agreements, the name. Posting goes on to the one confirmation."""
    declaration = declaration_to_read(candidacy)
    if declaration is None:
        return render(request, "reports/my_declaration_none.html", {"candidacy": candidacy})
    if declaration.state in SIGNED:
        return redirect("reports:my_receipt")
    if declaration.state != Declaration.State.OPEN:
        return render(
            request, "reports/my_declaration_closed.html", {"candidacy": candidacy, "declaration": declaration}
        )
    form = _sign_form(request, candidacy, declaration)
    if request.method == "POST" and form.is_valid():
        return _confirm(request, candidacy, declaration, form)
    return render(request, "reports/my_declaration.html", _context(candidacy, declaration, form))


def _context(candidacy, declaration, form) -> dict:
    return {"candidacy": candidacy, "declaration": declaration, "text": declaration.text, "form": form,
            "count": number_word(len(declaration.text["annex"]))}  # fmt: skip


def _confirm(request, candidacy, declaration, form):
    """Send a fresh code, unless one was given just now, and show the confirmation."""
    fresh = request.actor.session.stepped_up(timezone.now())
    if not fresh:
        if not allow("candidate.code_sent", target=str(candidacy.pk), address=address_block(request)):
            return too_many(request)
        ask_code(candidacy, purpose=PURPOSE)
    return _confirmation(request, candidacy, declaration, form, CodeForm() if not fresh else None)


def _confirmation(request, candidacy, declaration, form, code_form, missing=()):
    context = {"candidacy": candidacy, "form": code_form or form, "given": form, "code_form": code_form, "missing": missing,
               "statement": statement_of(declaration.text), "level": level_words(declaration.language), "text": declaration.text}  # fmt: skip
    return render(request, "reports/sign_confirm.html", context)


@prepared_page
@require_http_methods(["GET", "POST"])
def sign(request, candidacy):
    """The last step: the code and the button. A second click finds the proof that is already there."""
    declaration = _open_declaration(candidacy)
    if request.method == "GET" or declaration is None:
        return redirect("reports:my_declaration")
    form = _sign_form(request, candidacy, declaration)
    if not form.is_valid():
        return render(request, "reports/my_declaration.html", _context(candidacy, declaration, form))
    with transaction.atomic():
        # Two clicks come by one after the other: the second finds the signature, not a code that was used already.
        locked(candidacy)
        declaration.refresh_from_db()
        if declaration.state in SIGNED:
            return redirect("reports:my_receipt")
        return _sign_once(request, candidacy, declaration, form)


def _sign_once(request, candidacy, declaration, form):
    """Behind the lock: the fresh code, unless it was given just now, and the signature."""
    code_form = None
    if not request.actor.session.stepped_up(timezone.now()):
        code_form = CodeForm(request.POST)
        if not allow("candidate.code_tried", target=str(candidacy.pk), address=address_block(request)):
            return too_many(request)
        if not (code_form.is_valid() and _stepped_up(request, candidacy, code_form)):
            return _confirmation(request, candidacy, declaration, form, code_form)
    return _signed(request, candidacy, declaration, form)


def _signed(request, candidacy, declaration, form):
    data = form.cleaned_data
    try:
        sign_declaration(candidacy, actor=request.actor, typed_name=data["name"], text_digest=data["text_digest"])
    except Refused as refused:
        if not Declaration.objects.filter(pk=declaration.pk, state__in=SIGNED).exists():
            return render(
                request,
                "reports/my_declaration_changed.html",
                {"candidacy": candidacy, "missing": refused.missing},
                status=409,
            )
    return redirect("reports:my_receipt")


def _stepped_up(request, candidacy, code_form) -> bool:
    """The fresh code from the mailbox, good for ten minutes (law.md X-01)."""
    if not use_code(candidacy, code_form.cleaned_data["code"], purpose=PURPOSE):
        code_form.add_error(
            "code", _("Deze code klopt niet of is verlopen. Kijk hem nog eens na, of vraag een nieuwe.")
        )
        return False
    session = request.actor.session
    with transaction.atomic():
        session.stepped_up_at = timezone.now()
        session.save(update_fields=["stepped_up_at"])
        record(
            "session.stepped_up",
            actor=request.actor,
            party=candidacy.party,
            chain=candidacy.chain,
            about=candidacy.code,
        )
    return True


@prepared_page
@require_GET
def my_declaration_text(request, candidacy):
    """The whole text, as it is signed."""
    declaration = declaration_to_read(candidacy)
    if declaration is None:
        return redirect("reports:my_declaration")
    return render(
        request,
        "reports/my_declaration_text.html",
        {"candidacy": candidacy, "declaration": declaration, "text": declaration.text},
    )


@prepared_page
@require_GET
def my_declaration_print(request, candidacy):
    """The text on a sheet for the printer, with room for a signature on paper (law.md S-08)."""
    declaration = declaration_to_read(candidacy)
    if declaration is None:
        return redirect("reports:my_declaration")
    return render(
        request,
        "reports/declaration_print.html",
        {"candidacy": candidacy, "declaration": declaration, "text": declaration.text},
    )


@prepared_page
@require_GET
def my_declaration_pdf(request, candidacy):
    """The same text as a PDF, not signed and not sealed; made on the spot and kept nowhere."""
    from reports.pdf_child import render_in_child

    declaration = declaration_to_read(candidacy)
    if declaration is None:
        return redirect("reports:my_declaration")
    view = declaration_view(declaration)
    context = declaration_page(view, accent=candidacy.party.accent, blank=True)
    _html, pdf = render_in_child(
        "reports/pdf/declaration.html", context, language=view.language, title=view.text["title"]
    )
    return attachment(pdf, f"verklaring-{candidacy.code}-ongetekend.pdf")


def attachment(data: bytes, name: str) -> HttpResponse:
    """Our own file, to keep and not to run (promise 8)."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@prepared_page
@require_http_methods(["GET", "POST"])
def decline(request, candidacy):
    """Not signing, without pressure; a reason only for who wants to give one."""
    declaration = _open_declaration(candidacy)
    if declaration is None:
        return redirect("reports:my_declaration")
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decline_declaration(declaration, actor=request.actor, why=form.cleaned_data["why"])
        except Refused:
            return redirect("reports:my_declaration")
        return redirect("reports:my_declaration")
    return render(request, "reports/decline.html", {"candidacy": candidacy, "form": form})


@prepared_page
@require_http_methods(["GET", "POST"])
def unsign(request, candidacy):
    """Withdraw a signed declaration: one confirmation (law.md S-09)."""
    if candidacy.stage not in (Stage.SIGNED, Stage.COMPLETED):
        return redirect("reports:my_declaration")
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_declaration(candidacy, actor=request.actor, why=form.cleaned_data["why"])
        except Refused:
            return redirect("reports:my_declaration")
        return redirect("reports:my_declaration")
    return render(request, "reports/unsign.html", {"candidacy": candidacy, "form": form})


@prepared_page
@require_GET
def my_receipt(request, candidacy):
    """The proof, at once: the text and what was kept about the signature (decision 29)."""
    declaration = live_declaration(candidacy)
    if declaration is None or declaration.state not in SIGNED:
        return redirect("reports:my_declaration")
    view = declaration_view(declaration)
    context = {"candidacy": candidacy, "declaration": declaration, "view": view, "text": view.text,
               "document": document_of(Document.Kind.DECLARATION, candidacy), "fresh": candidacy.stage == Stage.SIGNED}  # fmt: skip
    return render(request, "reports/my_receipt.html", context)


@prepared_page
@require_POST
def new_code(request, candidacy):
    """Send another code; what was typed travels along."""
    declaration = _open_declaration(candidacy)
    if declaration is None:
        return redirect("reports:my_declaration")
    form = _sign_form(request, candidacy, declaration)
    if not form.is_valid():
        return render(request, "reports/my_declaration.html", _context(candidacy, declaration, form))
    return _confirm(request, candidacy, declaration, form)
