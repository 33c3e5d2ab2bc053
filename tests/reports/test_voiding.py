"""A declaration that lapses: with a reason the candidate reads, nothing half-signed left (law.md S-09)."""

import pytest
from django.urls import reverse

from candidates.models import Stage
from candidates.workflow import NotAllowed, Refused
from parties.models import OutboxMail
from parties.scope import party_scope
from reports.models import AgendaItem, Declaration, Document, SealRegister
from reports.papers.declaring import lay_declaration, live_declaration, void
from reports.papers.documents import document_of, make_due_documents
from tests import cast
from tests.reports import stage_set
from tests.signin import sign_in

pytestmark = pytest.mark.django_db
WHY = "In de bijlage stond de verkeerde datum."


@pytest.fixture
def scene():
    made = stage_set.interviewed(editions=True)
    with party_scope(made.party):
        yield made


def url(scene, name: str) -> str:
    return reverse(f"reports:{name}", args=[scene.party.code, scene.anna.code])


@pytest.mark.parametrize("way", ["nominated", "signed", "completed"])
def test_voided_at_any_moment_and_laid_again(scene, way):
    getattr(stage_set, way)(scene)
    mails = OutboxMail.objects.filter(purpose="news").count()
    row = void(scene.anna, actor=scene.els, why=WHY)
    assert (row.state, row.why, scene.fresh().stage) == ("void", WHY, Stage.ADOPTED)
    assert (live_declaration(scene.fresh()), AgendaItem.objects.count()) == (None, 0)
    assert OutboxMail.objects.filter(purpose="news").count() == mails + 1
    with pytest.raises(Refused):
        void(scene.anna, actor=scene.els, why=WHY)
    again = lay_declaration(scene.fresh(), actor=scene.els)
    assert (again.state, Declaration.objects.count()) == ("open", 2)


def test_sealed_file_says_withdrawn_and_is_nobodys_proof_any_more(scene):
    stage_set.completed(scene)
    make_due_documents()
    digest = Document.objects.get(kind="declaration").file_digest
    void(scene.anna, actor=scene.bram, why=WHY)
    assert SealRegister.objects.get(file_digest=digest).state == "withdrawn"
    assert document_of("declaration", scene.fresh()) is None


def test_file_that_was_not_made_yet_never_comes(scene):
    stage_set.completed(scene)
    void(scene.anna, actor=scene.els, why=WHY)
    make_due_documents()
    assert list(Document.objects.filter(kind="declaration")) == []


def test_only_chair_and_board_and_only_with_a_reason(scene):
    stage_set.signed(scene)
    for actor in (scene.carla, scene.daan, scene.candidate()):
        with pytest.raises(NotAllowed):
            void(scene.anna, actor=actor, why=WHY)
    with pytest.raises(Refused):
        void(scene.anna, actor=scene.bram, why=" ")
    assert live_declaration(scene.fresh()).state == "signed"


def test_candidate_reads_why_and_no_signature(client, scene):
    stage_set.signed(scene)
    for first in ("Carla", "Daan"):
        sign_in(client, scene.people[first].user)
        assert client.get(url(scene, "void")).status_code == 404
    sign_in(client, scene.people["Bram"].user)
    assert url(scene, "void") in client.get(url(scene, "report")).content.decode()
    assert client.post(url(scene, "void"), {"why": ""}).status_code == 200
    assert client.post(url(scene, "void"), {"why": WHY, "keep": "1"}).status_code == 302
    assert client.post(url(scene, "void"), {"why": "Anders.", "keep": "1"}).status_code == 200
    cast.enter(client, scene.anna)
    page = client.get(reverse("reports:my_declaration")).content.decode()
    assert WHY in page
    assert client.get(reverse("reports:my_receipt")).status_code == 302
    assert client.get(reverse("reports:my_download", args=["verklaring"])).status_code == 302
    sign_in(client, scene.people["Els"].user)
    page = client.get(url(scene, "advice")).content.decode()
    assert "Leg de verklaring opnieuw klaar" in page
    assert url(scene, "countersign") not in page
