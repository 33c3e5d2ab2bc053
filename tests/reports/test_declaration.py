"""The declaration: its text, its signatures and their proof (law.md E-30 to E-33, S-01 to S-10)."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from candidates.models import Stage
from candidates.workflow import NotAllowed, Refused
from parties import terms
from parties.models import OutboxMail
from parties.safekeeping.audit import events_for
from parties.scope import party_scope
from reports.canonical import digest_of
from reports.declaration_view import declaration_view
from reports.models import AgendaItem, Declaration, Document, Signature
from reports.papers.declaring import declaration_text, decline, edition_for, lay_declaration, newest_declaration, unsign
from reports.papers.signing import countersign, is_own_name, sign, sign_on_paper
from tests import cast
from tests.reports import stage_set

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    made = stage_set.interviewed(editions=True)
    with party_scope(made.party):
        yield made


def anna_signs(scene, **changes):
    given = {
        "actor": scene.candidate(stepped_up=True),
        "typed_name": "Anna de Wit",
        "text_digest": scene.declaration.text_digest,
    }
    return sign(scene.anna, **(given | changes))


def test_text_is_the_partys_own_and_holds_agreements_without_facts(scene):
    """law.md E-30, E-33."""
    stage_set.nominated(scene)
    text = scene.declaration.text
    assert text["heading"].startswith("Deze verklaring is vrijwillig en geldt alleen binnen de partij.")
    assert "model H 9" in text["heading"]
    assert [clause["number"] for clause in text["clauses"]] == list(range(1, 10))
    assert (
        text["clauses"][0]["text"]
        == "Ik wil kandidaat zijn voor het algemeen bestuur van waterschap Veenstroom op de lijst van Dorpsbelang Veenkamp."
    )
    assert text["annex"] == [
        {"text": "Anna maakt de pacht openbaar.", "due": "1 maart 2027"},
        {"text": "Anna stopt als penningmeester vóór haar benoeming.", "due": "1 maart 2027"},
    ]
    assert "Oosterveen" not in json.dumps(text)
    assert "{" not in "".join(clause["text"] + clause["meaning"] for clause in text["clauses"])
    assert scene.declaration.text_digest == digest_of(text)


def test_english_text_names_the_version_that_leads(scene):
    """Decision 38."""
    text = declaration_text(scene.fresh(), edition_for(scene.round), "en")
    assert text["title"] == "Declaration of willingness within the party"
    assert text["leading"] != ""
    assert declaration_text(scene.fresh(), edition_for(scene.round), "nl")["leading"] == ""


def test_signing_binds_what_was_shown(scene):
    stage_set.nominated(scene)
    signature = anna_signs(scene)
    declaration = Declaration.objects.get()
    assert (signature.side, signature.typed_name, signature.text_digest) == (
        "candidate",
        "Anna de Wit",
        declaration.text_digest,
    )
    assert (declaration.state, scene.fresh().stage) == ("signed", Stage.SIGNED)
    assert OutboxMail.objects.filter(purpose="receipt_signed").count() == 1


def test_proof_says_who_how_when_and_in_which_order_and_nothing_more(scene):
    """law.md S-03, S-04: no answers, no address of a machine, no mail address, and an honest name for the level."""
    stage_set.nominated(scene)
    proof = anna_signs(scene).evidence
    assert proof["level"] == "Elektronische handtekening, gewoon niveau"
    assert proof["signer"] == {"account": scene.anna.code, "typed_name": "Anna de Wit"}
    assert proof["document"]["text_digest"] == scene.declaration.text_digest
    assert len(proof["factors"]) == 2
    chain = {event.seq: event for event in events_for(scene.anna.chain)}
    assert [(line["verb"], line["hash"]) for line in proof["events"]] == [
        (chain[line["seq"]].verb, chain[line["seq"]].hash) for line in proof["events"]
    ]
    assert proof["events"][-1]["verb"] == "declaration.signed"
    assert proof["times"]["signed"] == proof["events"][-1]["at"]
    whole = json.dumps(proof)
    for secret in ("anna@voorbeeld.nl", "Oosterveen", "gekwalificeerd", "127.0.0.1"):
        assert secret not in whole


def test_text_changed_after_it_was_shown_is_not_signed(scene):
    """Promise 5."""
    stage_set.nominated(scene)
    with pytest.raises(Refused) as refused:
        anna_signs(scene, text_digest="0" * 64)
    assert "gewijzigd" in str(refused.value.missing[0].text)
    assert (Signature.objects.count(), scene.fresh().stage) == (0, Stage.ADOPTED)


def test_altered_text_in_the_database_is_not_signed(scene):
    stage_set.nominated(scene)
    declaration = scene.declaration
    declaration.text = declaration.text | {"closing": "En ik geef mijn zetel terug."}
    declaration.save()
    with pytest.raises(Refused):
        anna_signs(scene)


def test_no_signature_without_a_fresh_code(scene):
    """law.md S-02, X-01."""
    stage_set.nominated(scene)
    with pytest.raises(Refused):
        anna_signs(scene, actor=scene.candidate())
    old = scene.candidate(stepped_up=True)
    old.session.stepped_up_at = timezone.now() - terms.STEP_UP
    with pytest.raises(Refused):
        anna_signs(scene, actor=old)


@pytest.mark.parametrize(("typed", "right"), [
    ("Anna de Wit", True), ("  anna  DE wit ", True), ("A. de Wit", True), ("Anna", False), ("Anna de Witt", False), ("", False),
])  # fmt: skip
def test_own_name_is_recognised(scene, typed, right):
    assert is_own_name(typed, scene.fresh()) is right


def test_wrong_name_and_second_click_sign_nothing(scene):
    stage_set.nominated(scene)
    with pytest.raises(Refused):
        anna_signs(scene, typed_name="Bram Visser")
    digest = scene.declaration.text_digest
    anna_signs(scene)
    with pytest.raises(Refused):
        anna_signs(scene, text_digest=digest)
    assert Signature.objects.count() == 1


def test_nobody_signs_for_the_candidate(scene):
    stage_set.nominated(scene)
    gina = cast.candidate(scene.round, "Gina", stage=Stage.ADOPTED, email="gina2@voorbeeld.nl")
    for actor in (scene.bram, scene.els, cast.acting(gina)):
        with pytest.raises(NotAllowed):
            anna_signs(scene, actor=actor)


def test_board_countersigns_the_same_text_once(scene):
    stage_set.signed(scene)
    digest = scene.declaration.text_digest
    with pytest.raises(Refused):
        countersign(scene.anna, actor=scene.els, typed_name="Els van Dijk", text_digest="0" * 64)
    with pytest.raises(Refused):
        countersign(scene.anna, actor=scene.els, typed_name="Anna de Wit", text_digest=digest)
    for actor in (scene.bram, scene.daan):
        with pytest.raises(NotAllowed):
            countersign(scene.anna, actor=actor, typed_name=actor.name, text_digest=digest)
    countersign(scene.anna, actor=scene.els, typed_name="els van dijk", text_digest=digest)
    with pytest.raises(Refused):
        countersign(scene.anna, actor=scene.els, typed_name="Els van Dijk", text_digest=digest)
    document = Document.objects.get(kind="declaration")
    assert document.record_digest == declaration_view(Declaration.objects.get()).record_digest
    assert (scene.fresh().stage, Signature.objects.count()) == (Stage.COMPLETED, 2)


def test_declining_needs_no_reason_and_can_be_followed_by_another_try(scene):
    stage_set.nominated(scene)
    declined = decline(scene.declaration, actor=scene.candidate(), why="")
    assert (declined.state, declined.why) == ("declined", None)
    assert decline(declined, actor=scene.candidate()).pk == declined.pk
    with pytest.raises(Refused):
        sign(
            scene.anna,
            actor=scene.candidate(stepped_up=True),
            typed_name="Anna de Wit",
            text_digest=declined.text_digest,
        )
    again = lay_declaration(scene.anna, actor=scene.els)
    with pytest.raises(Refused):
        lay_declaration(scene.anna, actor=scene.els)
    assert newest_declaration(scene.fresh()) == again
    assert scene.fresh().stage == Stage.ADOPTED


def test_only_one_declaration_lies_open_in_the_database(scene):
    stage_set.nominated(scene)
    first = scene.declaration
    with pytest.raises(IntegrityError), transaction.atomic():
        Declaration.objects.create(candidacy=scene.anna, edition=first.edition, language="nl", text={}, text_digest="x")


def test_nobody_but_the_board_lays_a_declaration(scene):
    stage_set.nominated(scene)
    decline(scene.declaration, actor=scene.candidate())
    for actor in (scene.bram, scene.daan, scene.candidate()):
        with pytest.raises(NotAllowed):
            lay_declaration(scene.anna, actor=actor)


def test_withdrawing_goes_back_and_takes_the_agenda_along(scene):
    """law.md S-09."""
    stage_set.completed(scene)
    assert AgendaItem.objects.count() > 0
    withdrawn = unsign(scene.anna, actor=scene.candidate(), why="Ik twijfel.")
    assert (withdrawn.state, withdrawn.why, scene.fresh().stage) == ("withdrawn", "Ik twijfel.", Stage.ADOPTED)
    assert AgendaItem.objects.count() == 0
    lay_declaration(scene.anna, actor=scene.els)
    anna_signs(scene)
    assert scene.fresh().stage == Stage.SIGNED


def test_signature_on_paper_is_noted_without_a_scan(scene):
    """law.md S-08."""
    stage_set.nominated(scene)
    digest = scene.declaration.text_digest
    with pytest.raises(Refused):
        sign_on_paper(scene.anna, actor=scene.daan, kept_at=" ", text_digest=digest)
    with pytest.raises(NotAllowed):
        sign_on_paper(scene.anna, actor=scene.els, kept_at="kluis", text_digest=digest)
    signature = sign_on_paper(scene.anna, actor=scene.daan, kept_at="map van de secretaris", text_digest=digest)
    assert signature.evidence["original_kept_at"] == "map van de secretaris"
    assert signature.evidence["level"] == "Handtekening op papier. Het origineel ligt bij de partij."
    assert (scene.declaration.paper_at, scene.fresh().stage) == ("map van de secretaris", Stage.SIGNED)
    countersign(scene.anna, actor=scene.els, typed_name="Els van Dijk", text_digest=digest)
    assert scene.fresh().stage == Stage.COMPLETED
