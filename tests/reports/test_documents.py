"""Sealed files: made once, the same bytes for everybody, and what the register knows (decisions 28 to 31)."""

import hashlib
import json
import subprocess
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from parties.safekeeping.audit import events_for
from parties.safekeeping.crypto import destroy_keys
from parties.scope import party_scope
from reports.digest_blocks import outlined_blocks
from reports.models import Document, SealRegister
from reports.papers import documents
from reports.papers.declaring import unsign
from reports.papers.documents import document_of, known_in_register, make_due_documents, page_of, try_again
from reports.papers.register import known_blocks
from reports.verify import Code, verify_pdf
from tests.reports import stage_set
from tests.reports.paper import failures, text_of

pytestmark = pytest.mark.django_db


def made(kind: str, scene) -> Document:
    assert make_due_documents() >= 1
    document = document_of(kind, scene.fresh())
    assert document.state == Document.State.MADE
    return document


@pytest.fixture
def scene():
    scene = stage_set.interviewed(editions=True)
    with party_scope(scene.party):
        yield scene


def test_report_is_sealed_registered_and_genuine(scene):
    report = stage_set.adopted(scene)
    document = made("report", scene)
    assert document.file_digest == hashlib.sha256(document.content).hexdigest()
    register = SealRegister.objects.get()
    assert (register.file_digest, register.record_digest, register.state) == (
        document.file_digest,
        report.record_digest,
        "valid",
    )
    verdict = verify_pdf(document.content, known=known_in_register)
    assert (verdict.code, verdict.genuine, verdict.level) == (Code.GENUINE, True, "B-B")
    assert events_for(scene.anna.chain).first().verb == "document.made"


def test_report_shows_both_voices_and_the_mark(scene):
    report = stage_set.adopted(scene)
    text = text_of(made("report", scene).content)
    assert "Verslag van het gesprek met Anna de Wit" in " ".join(text.split())
    assert "Mijn kennis wil ik wel delen." in text
    assert "Anna maakt de pacht openbaar." in text
    first, second = outlined_blocks(report.record_digest)
    assert first in text
    assert known_blocks(first.upper(), second) == SealRegister.objects.get()
    assert known_blocks("zzzz", second) is None


def test_bytes_lie_encrypted_and_go_with_the_key(scene):
    """law.md R-10: destroying the report's key takes the file along."""
    stage_set.adopted(scene)
    document = made("report", scene)
    assert b"%PDF" not in bytes(Document.objects.filter(pk=document.pk).values_list("content", flat=True)[0].token)
    destroy_keys(scene.party.pk, scene.anna.code, ["report"])
    with pytest.raises(Exception, match="destroyed"):
        _ = Document.objects.get(pk=document.pk).content


@pytest.mark.conformity
def test_files_keep_to_both_standards_after_sealing(scene):
    """law.md A-02."""
    stage_set.completed(scene)
    make_due_documents()
    kinds = {document.kind: failures(document.content) for document in Document.objects.all()}
    assert kinds == {"report": {}, "declaration": {}}


def test_declaration_carries_the_proof_and_nothing_of_the_dossier(scene):
    """Decision 29, law.md S-03, S-04."""
    stage_set.completed(scene)
    make_due_documents()
    document = document_of("declaration", scene.fresh())
    import pikepdf

    with pikepdf.open(BytesIO(document.content)) as pdf:
        attached = {name: bytes(spec.get_file().read_bytes()) for name, spec in pdf.attachments.items()}
    assert list(attached) == ["bewijs.json"]
    proof = json.loads(attached["bewijs.json"])
    assert [one["side"] for one in proof["signatures"]] == ["candidate", "party"]
    assert [one["signer"]["typed_name"] for one in proof["signatures"]] == ["Anna de Wit", "Els van Dijk"]
    whole = attached["bewijs.json"].decode() + text_of(document.content)
    for secret in ("polder Oosterveen", "Mijn kennis", "anna@voorbeeld.nl", "gekwalificeerd", "Grasland"):
        assert secret not in whole
    assert "gewoon niveau" in whole
    assert "Anna maakt de pacht openbaar." in whole


def test_changed_byte_is_named(scene):
    stage_set.adopted(scene)
    data = bytearray(made("report", scene).content)
    data[len(data) // 3] ^= 1
    assert verify_pdf(bytes(data), known=known_in_register).genuine is False


def test_withdrawn_declaration_says_so(scene):
    stage_set.completed(scene)
    make_due_documents()
    document = document_of("declaration", scene.fresh())
    unsign(scene.anna, actor=scene.candidate())
    verdict = verify_pdf(document.content, known=known_in_register)
    assert (verdict.code, verdict.genuine) == (Code.WITHDRAWN, False)


def test_declaration_withdrawn_before_its_file_is_made_gets_none(scene):
    stage_set.completed(scene)
    unsign(scene.anna, actor=scene.candidate())
    make_due_documents()
    assert [document.kind for document in Document.objects.all()] == ["report"]


def test_failed_file_waits_and_others_go_on(scene, monkeypatch):
    stage_set.adopted(scene)
    monkeypatch.setattr(documents, "_sealed", lambda row: 1 / 0)
    assert make_due_documents() == 0
    document = Document.objects.get()
    assert (document.state, document.attempts) == ("due", 1)
    assert document.due_at > timezone.now()
    for _turn in range(5):
        Document.objects.update(due_at=timezone.now())
        make_due_documents()
    assert Document.objects.get().state == "failed"
    monkeypatch.undo()
    assert try_again(Document.objects.get()) is True
    assert make_due_documents() == 1


def test_file_whose_key_is_gone_is_given_up(scene):
    stage_set.adopted(scene)
    destroy_keys(scene.party.pk, scene.anna.code, ["report"])
    assert make_due_documents() == 0
    assert Document.objects.get().state == "failed"


def test_file_is_made_once_and_a_broken_claim_is_taken_over(scene):
    stage_set.adopted(scene)
    claimed = documents._claim(timezone.now())
    assert claimed is not None
    assert documents._claim(timezone.now()) is None
    assert make_due_documents(now=timezone.now() + timedelta(minutes=6)) == 1
    assert make_due_documents() == 0
    assert SealRegister.objects.count() == 1


def test_same_bytes_for_everybody(scene):
    stage_set.adopted(scene)
    first = made("report", scene).content
    assert document_of("report", scene.fresh()).content == first


@pytest.mark.parametrize("words", ["{{ 7|add:7 }} {% now 'Y' %}", "<script>alert(1)</script> & <b>vet</b>", "aa" * 400,
                                   "\u202eomgekeerd", "😊 عربى שלום", "a\n\nb\n c"])  # fmt: skip
def test_text_of_a_person_stays_text_on_paper(scene, words):
    """Promise 7."""
    report = stage_set.drafted(scene, advice_prose=words)
    page = page_of(
        Document(
            candidacy=scene.fresh(),
            kind="report",
            report=report,
            party=scene.party,
            language="nl",
            record_digest="0" * 64,
        )
    )
    assert page.context["view"].advice_prose == words


def test_poppler_agrees_that_the_seal_is_whole(scene, tmp_path):
    stage_set.adopted(scene)
    path = tmp_path / "verslag.pdf"
    path.write_bytes(made("report", scene).content)
    told = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told
