"""Papers on the spot: ready when the worker starts, a calm page when the PDF process dies, filled lists as PDF."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from candidates.models import Candidacy, Sheet, Stage
from parties.models import Event
from parties.scope import party_scope
from reports import pdf_child
from reports.papers.sources import first_body
from screening.instruments import printing
from screening.management.commands import work
from screening.rehearsal.answers import fill
from tests import cast
from tests.reports import stage_set
from tests.reports.paper import failures, text_of
from tests.signin import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_in():
    """Anna handed in the questionnaire; Carla may read it."""
    round = cast.make_round(cast.make_party(), editions=True)
    people = cast.committee(round)
    anna = cast.candidate(round, "Anna")
    with party_scope(round.party):
        fill(anna, "vragenlijst", {}, actor=cast.acting(anna))
        Sheet.objects.update(submitted_at=anna.applied_at)
        Candidacy.objects.filter(pk=anna.pk).update(stage=Stage.SUBMITTED, submitted_at=anna.applied_at)
    cast.no_tie(anna, people["Carla"])
    return round, people, anna


def test_worker_starts_with_the_pdf_process_ready(monkeypatch):
    monkeypatch.setattr(work, "work_loop", lambda: None)
    pdf_child.process.stop()
    call_command("work")
    assert pdf_child.process.pid is not None
    pdf_child.process.stop()


def test_worker_also_works_without_it(monkeypatch):
    def broken():
        raise pdf_child.PdfFailed("the PDF process could not start")

    turns = []
    monkeypatch.setattr(work, "work_loop", lambda: turns.append(1))
    monkeypatch.setattr(work.process, "start", broken)
    call_command("work")
    assert turns == [1]


def test_dead_pdf_process_is_a_calm_page_that_offers_to_try_again(client, monkeypatch):
    scene = stage_set.interviewed(editions=True)
    with party_scope(scene.party):
        stage_set.nominated(scene)

    def dies(**_job):
        raise pdf_child.PdfFailed("the PDF process died")

    monkeypatch.setattr(pdf_child.process, "make", dies)
    cast.enter(client, scene.anna)
    there = reverse("reports:my_declaration_pdf")
    answer = client.get(there)
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Probeer opnieuw" in page
    assert f'href="{there}"' in page
    assert "Anna" not in page
    monkeypatch.undo()
    assert client.get(there)["Content-Type"] == "application/pdf"


def test_dead_process_of_blank_prints_too(client, monkeypatch, handed_in):
    round, people, _anna = handed_in

    def dies(**_job):
        raise pdf_child.PdfFailed("the PDF process died")

    monkeypatch.setattr(printing._process(), "make", dies)
    there = reverse("screening:sheet_pdf", args=[round.party.code, round.code, "vuistregels"])
    assert sign_in(client, people["Carla"].user).get(there).status_code == 503


def test_filled_list_is_a_conformant_pdf_without_criminal_matters(client, handed_in):
    """law.md P-21, A-02; decision 5: code, role and the day it must go stand on every page."""
    round, people, anna = handed_in
    carla = sign_in(client, people["Carla"].user)
    there = reverse("screening:filled_pdf", args=[round.party.code, anna.code, "vragenlijst"])
    assert (
        there
        in carla.get(reverse("screening:filled", args=[round.party.code, anna.code, "vragenlijst"])).content.decode()
    )
    answer = carla.get(there)
    assert failures(answer.content) == {}
    text = " ".join(text_of(answer.content).split())
    assert "Klopt je cv" in text
    assert f"{anna.code}, lid. Vernietig dit blad vóór" in text
    assert "verklaring omtrent het gedrag" not in text.lower()
    with party_scope(round.party):
        assert Event.objects.filter(chain=anna.chain, verb="dossier.printed").count() == 2
    assert sign_in(client, people["Daan"].user).get(there).status_code == 404


def test_report_says_that_the_list_was_filled_in_on_paper(handed_in):
    round, people, anna = handed_in
    with party_scope(round.party):
        assert "op papier" not in first_body(anna)["facts"]["used"]
        Sheet.objects.filter(slug="vragenlijst").update(typed_by=people["Daan"].code)
        assert "(op papier ingevuld en overgetypt)" in first_body(anna)["facts"]["used"]
