"""Sealed files: made once, by the worker, from what was adopted or signed; the same bytes for everybody (decision 29)."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from parties.actors import Actor
from parties.calendar import today_in
from parties.safekeeping.audit import record
from parties.safekeeping.crypto import KeyDestroyed
from parties.scope import all_parties, party_scope
from reports.canonical import canonical
from reports.declaration_view import declaration_view
from reports.models import Declaration, Document, Report, SealRegister
from reports.papers.on_paper import declaration_page, report_page
from reports.report_view import report_view

logger = logging.getLogger(__name__)

# A claim lasts longer than the slowest file that can still succeed; a worker that died leaves it to the next.
CLAIM_LASTS = timedelta(minutes=5)
DELAYS = [timedelta(minutes=m) for m in (1, 5, 20, 60, 240)]
State, Kind = Document.State, Document.Kind


def make_due_documents(now: datetime | None = None, limit: int = 4) -> int:
    """Make the files that are due; returns how many were made. The worker's sweep; harmless to repeat."""
    made = 0
    for _turn in range(limit):
        claimed = _claim(now or timezone.now())
        if claimed is None:
            break
        made += _make(*claimed)
    return made


def _claim(now: datetime):
    with all_parties("the worker makes the files of every party"), transaction.atomic():
        row = (
            Document.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("party")
            .filter(state=State.DUE, due_at__lte=now)
            .order_by("due_at")
            .first()
        )
        if row is None:
            return None
        row.attempts += 1
        row.due_at = now + CLAIM_LASTS
        row.save(update_fields=["attempts", "due_at"])
        return row.party, row.pk


def _make(party, pk) -> bool:
    with party_scope(party):
        row = Document.objects.select_related(
            "candidacy", "candidacy__round", "candidacy__round__body", "candidacy__round__election", "candidacy__party",
            "report", "declaration").get(pk=pk)  # fmt: skip
        try:
            sealed = _sealed(row)
        except KeyDestroyed:
            Document.objects.filter(pk=pk).update(state=State.FAILED)
            return False
        except Exception as error:
            # Whatever is wrong with one file must not keep the others waiting. No message: it may hold a name.
            logger.error("document %s could not be made: %s", row.kind, type(error).__name__)
            _again(row)
            return False
        return _keep(row, sealed)


def _again(row: Document) -> None:
    over = row.attempts > len(DELAYS)
    later = timezone.now() + DELAYS[min(row.attempts, len(DELAYS)) - 1]
    Document.objects.filter(pk=row.pk, state=State.DUE).update(state=State.FAILED if over else State.DUE, due_at=later)


def try_again(document: Document) -> bool:
    """Put a file that failed in line once more."""
    failed = Document.objects.filter(pk=document.pk, state=State.FAILED)
    return bool(failed.update(state=State.DUE, attempts=0, due_at=timezone.now()))


def _sealed(row: Document):
    """The finished bytes. Raises what rendering and sealing raise."""
    from reports.pdf_child import render_in_child
    from reports.seal import SealSigner, seal_pdf

    page = page_of(row)
    _html, pdf = render_in_child(
        page.template, page.context, language=row.language, title=page.title, attachments=page.attachments
    )
    with override(row.language):
        reason = _("Verzegeld namens %(party)s") % {"party": row.party.name}
    return seal_pdf(pdf, signer=SealSigner.from_settings(), reason=reason)


@dataclass(frozen=True)
class Page:
    """What a document is made of."""

    template: str
    context: dict
    title: str
    attachments: tuple = ()


def page_of(row: Document) -> Page:
    """The page of a document, from the frozen view that was adopted or signed."""
    if row.kind == Kind.REPORT:
        report = report_view(row.report)
        return Page("reports/pdf/report.html", report_page(report, row.record_digest, row.party.accent), report.title)
    view = declaration_view(row.declaration)
    with override(row.language):
        described = _("Bewijs van de handtekeningen")
    evidence = canonical({"format": "toetssteen evidence 1", "signatures": view.evidence}).encode()
    attachment = (
        EVIDENCE_NAME.get(row.language, "evidence.json"),
        evidence,
        "application/json",
        described,
        "Supplement",
    )
    context = declaration_page(view, accent=row.party.accent, record_digest=row.record_digest)
    return Page("reports/pdf/declaration.html", context, view.text["title"], (attachment,))


EVIDENCE_NAME = {"nl": "bewijs.json", "en": "evidence.json"}


def _keep(row: Document, sealed) -> bool:
    """Write the bytes and their digest down, once."""
    with transaction.atomic():
        fresh = Document.objects.select_for_update(of=("self",)).filter(pk=row.pk, state=State.DUE).first()
        if fresh is None:
            return False
        fresh.content, fresh.file_digest, fresh.seal_level = sealed.data, sealed.file_digest, sealed.level
        fresh.state, fresh.made_at = State.MADE, sealed.sealed_at
        fresh.save(update_fields=["content", "file_digest", "seal_level", "state", "made_at"])
        candidacy = row.candidacy
        today = today_in(candidacy.round.body, timezone.now())
        state = SealRegister.State.REPLACED if _is_replaced(row) else SealRegister.State.VALID
        SealRegister.objects.create(
            file_digest=sealed.file_digest, record_digest=fresh.record_digest, on=today, state=state
        )
        _replace_older(row, today)
        record("document.made", actor=Actor.system(candidacy.party), party=candidacy.party, chain=candidacy.chain,
               about=candidacy.code, codes={"kind": fresh.kind, "level": fresh.seal_level, "file": fresh.file_digest[:16]})  # fmt: skip
    return True


def _is_replaced(row: Document) -> bool:
    """Was its report corrected before this file got made?"""
    newer = Report.objects.filter(candidacy_id=row.candidacy_id, adopted_at__isnull=False)
    return row.report_id is not None and newer.filter(number__gt=row.report.number).exists()


def _replace_older(row: Document, today) -> None:
    """A corrected report replaces the one it names."""
    if row.report_id is None:
        return
    older = Document.objects.filter(
        candidacy_id=row.candidacy_id, kind=Kind.REPORT, report__number__lt=row.report.number
    )
    digests = list(older.exclude(file_digest="").values_list("file_digest", flat=True))
    SealRegister.objects.filter(file_digest__in=digests, state=SealRegister.State.VALID).update(
        state=SealRegister.State.REPLACED, on=today
    )


def document_of(kind: str, candidacy) -> Document | None:
    """The newest file of a kind: of the newest adopted report, or of the declaration that counts."""
    rows = Document.objects.filter(candidacy=candidacy, kind=kind)
    if kind == Kind.REPORT:
        return rows.order_by("-report__number").first()
    return rows.filter(declaration__state=Declaration.State.COUNTERSIGNED).first()


def document_of_version(candidacy, number: int) -> Document | None:
    """The file of one adopted version of the report: a replaced one stays until it is erased."""
    return Document.objects.filter(candidacy=candidacy, kind=Kind.REPORT, report__number=number).first()


def known_in_register(file_digest: str):
    """What the register says about a file, for the seal check; None when it never left here."""
    from reports.verify import Known

    row = SealRegister.objects.filter(file_digest=file_digest).first()
    return Known(row.state, row.on) if row else None
