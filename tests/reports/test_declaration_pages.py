"""Signing on a phone: read, one confirmation with a fresh code, the proof; declining is a plain link."""

import pytest
from django.urls import reverse

from candidates.invitations import mint
from candidates.models import LoginCode, Stage
from parties.outbox import send_due
from parties.scope import party_scope
from reports.models import AgendaItem, Declaration, Signature
from reports.papers.documents import make_due_documents
from tests import cast
from tests.reports import stage_set
from tests.signin import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    made = stage_set.interviewed(editions=True)
    with party_scope(made.party):
        stage_set.nominated(made)
        yield made


def fields(scene, **changes) -> dict:
    return {"read": "on", "name": "Anna de Wit", "text_digest": scene.declaration.text_digest} | changes


def code(scene) -> str:
    return mint(LoginCode.objects.get(candidacy=scene.anna, purpose="sign", used_at=None))


def test_whole_ceremony(client, scene):
    """law.md S-02: text, what it means, fresh code, typed name, separate button, proof at once."""
    cast.enter(client, scene.anna)
    page = client.get(reverse("reports:my_declaration")).content.decode()
    assert "Deze verklaring is vrijwillig" in page
    assert "Anna maakt de pacht openbaar." in page
    confirm = client.post(reverse("reports:my_declaration"), fields(scene)).content.decode()
    assert "Je staat op het punt te tekenen" in confirm
    assert Signature.objects.count() == 0
    answer = client.post(reverse("reports:sign"), fields(scene, code=code(scene)))
    assert answer.url == reverse("reports:my_receipt")
    receipt = client.get(answer.url).content.decode()
    assert "Je hebt getekend" in receipt
    assert Declaration.objects.get().text_digest in receipt
    assert "gewoon niveau" in receipt
    again = client.post(reverse("reports:sign"), fields(scene, code="ABCDEF"))
    assert again.status_code == 302
    assert client.get(reverse("reports:my_declaration")).url == reverse("reports:my_receipt")
    assert Signature.objects.count() == 1


def test_code_goes_to_the_mailbox_and_works_once(client, scene, mailoutbox):
    cast.enter(client, scene.anna)
    client.post(reverse("reports:my_declaration"), fields(scene))
    send_due(50)
    told = next(mail for mail in mailoutbox if mail.subject == "Je code")
    typed = told.body.split("Je code is: ")[1].split()[0]
    wrong = client.post(reverse("reports:sign"), fields(scene, code="XXXXXX"))
    assert (wrong.status_code, Signature.objects.count()) == (200, 0)
    assert 'value="Anna de Wit"' in wrong.content.decode()
    assert client.post(reverse("reports:sign"), fields(scene, code=typed)).status_code == 302
    assert Signature.objects.count() == 1


@pytest.mark.parametrize("changes", [{"read": ""}, {"name": ""}, {"name": "Bram Visser"}])
def test_unread_or_unnamed_goes_no_further(client, scene, changes):
    cast.enter(client, scene.anna)
    for name in ("my_declaration", "sign"):
        page = client.post(reverse(f"reports:{name}"), fields(scene, **changes))
        assert (page.status_code, page.context["form"].is_valid()) == (200, False)
    assert LoginCode.objects.filter(purpose="sign").count() == 0


def test_changed_text_is_said_in_words(client, scene):
    """Promise 5."""
    cast.enter(client, scene.anna)
    client.post(reverse("reports:my_declaration"), fields(scene))
    page = client.post(reverse("reports:sign"), fields(scene, text_digest="f" * 64, code=code(scene)))
    assert page.status_code == 409
    assert "De tekst is gewijzigd nadat jij hem zag." in page.content.decode()
    assert Signature.objects.count() == 0


def test_opening_the_last_step_directly_signs_nothing(client, scene):
    cast.enter(client, scene.anna)
    assert client.get(reverse("reports:sign")).url == reverse("reports:my_declaration")
    assert scene.fresh().stage == Stage.ADOPTED


def test_declining_is_a_normal_outcome(client, scene):
    cast.enter(client, scene.anna)
    for _click in range(2):
        client.post(reverse("reports:decline"), {"why": "Ik wil eerst praten."})
    assert (Declaration.objects.get().state, scene.fresh().stage) == ("declined", Stage.ADOPTED)
    assert "Je tekende niet" in client.get(reverse("reports:my_declaration")).content.decode()
    assert client.post(reverse("reports:sign"), {"read": "on"}).url == reverse("reports:my_declaration")
    els = sign_in(client, scene.people["Els"].user)
    assert (
        "Ik wil eerst praten."
        in els.get(reverse("reports:advice", args=[scene.party.code, scene.anna.code])).content.decode()
    )


def test_withdrawing_from_the_page(client, scene):
    cast.enter(client, scene.anna)
    assert client.get(reverse("reports:unsign")).url == reverse("reports:my_declaration")
    stage_set.sign(
        scene.anna,
        actor=scene.candidate(stepped_up=True),
        typed_name="Anna de Wit",
        text_digest=scene.declaration.text_digest,
    )
    for _click in range(2):
        client.post(reverse("reports:unsign"), {"why": ""})
    assert (Declaration.objects.get().state, scene.fresh().stage) == ("withdrawn", Stage.ADOPTED)


def test_countersigning_from_the_page(client, scene):
    stage_set.sign(
        scene.anna,
        actor=scene.candidate(stepped_up=True),
        typed_name="Anna de Wit",
        text_digest=scene.declaration.text_digest,
    )
    address = reverse("reports:countersign", args=[scene.party.code, scene.anna.code])
    sign_in(client, scene.people["Els"].user)
    assert client.post(address, fields(scene, name="Anna de Wit")).status_code == 200
    for _click in range(2):
        assert client.post(address, fields(scene, name="Els van Dijk") if scene.declaration else {}).status_code == 302
    assert (Signature.objects.count(), scene.fresh().stage) == (2, Stage.COMPLETED)


def test_paper_from_the_page(client, scene):
    address = reverse("reports:declaration_paper", args=[scene.party.code, scene.anna.code])
    sign_in(client, scene.people["Daan"].user)
    given = {"kept_at": "map van Daan", "seen": "on", "text_digest": scene.declaration.text_digest}
    assert client.post(address, given | {"seen": ""}).status_code == 200
    for _click in range(2):
        client.post(address, given)
    assert (Declaration.objects.get().paper_at, Signature.objects.count()) == ("map van Daan", 1)
    assert "map van Daan" in client.get(address).content.decode()


def test_text_reads_prints_and_saves(client, scene):
    cast.enter(client, scene.anna)
    assert "Naar beste weten betekent" in client.get(reverse("reports:my_declaration_text")).content.decode()
    assert "Handtekening kandidaat" in client.get(reverse("reports:my_declaration_print")).content.decode()
    pdf = client.get(reverse("reports:my_declaration_pdf"))
    assert (pdf.content[:5], pdf["X-Content-Type-Options"]) == (b"%PDF-", "nosniff")


def test_nothing_lies_there_before_the_decision(client):
    scene = stage_set.interviewed()
    cast.enter(client, scene.anna)
    for name in ("my_declaration", "my_declaration_text", "my_receipt", "decline", "my_agenda", "my_decision"):
        page = client.get(reverse(f"reports:{name}"), follow=True)
        assert page.status_code == 200, name


def test_own_agenda_is_marked_by_its_owner(client, scene):
    stage_set.sign(
        scene.anna,
        actor=scene.candidate(stepped_up=True),
        typed_name="Anna de Wit",
        text_digest=scene.declaration.text_digest,
    )
    stage_set.countersign(
        scene.anna, actor=scene.els, typed_name="Els van Dijk", text_digest=scene.declaration.text_digest
    )
    cast.enter(client, scene.anna)
    own = AgendaItem.objects.get(candidacy=scene.anna, point="afspraak.1")
    shared = AgendaItem.objects.get(candidacy=scene.anna, point="punt.03")
    assert client.post(reverse("reports:my_agenda"), {"item": own.pk, "state": "done"}).status_code == 302
    assert AgendaItem.objects.get(pk=own.pk).state == "done"
    for bad in ({"item": shared.pk, "state": "done"}, {"item": own.pk, "state": "weg"}, {"item": "x", "state": "done"}):
        assert client.post(reverse("reports:my_agenda"), bad).status_code == 404
    assert make_due_documents() == 2
