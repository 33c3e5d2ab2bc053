"""The small sheet of a change after signing, and what the committee makes of it (law.md E-34, decision 17)."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from candidates.models import Answer, Change, Sheet
from candidates.workflow import NotAllowed
from parties.scope import party_scope
from reports.change_sheets import edition_of, question_of, report_about, shown_in, subjects_of
from reports.changes import close_change, later_measures, report_change
from reports.models import AgendaItem, LaterMeasure
from reports.papers.agenda import LATER
from reports.papers.declaring import lay_declaration, void
from reports.papers.signing import countersign, sign
from reports.refusals import NotNow
from tests import cast
from tests.reports import stage_set
from tests.reports.paper import failures, text_of
from tests.signin import sign_in

pytestmark = pytest.mark.django_db
ITEM = "nevenfuncties.subsidie"
YES = {"choice": "ja", "follow": {}}


@pytest.fixture
def scene():
    """Anna and the party have signed; the round has the questionnaire."""
    scene = stage_set.interviewed(editions=True)
    with party_scope(scene.party):
        stage_set.give_papers(scene.round, "vragenlijst")
        stage_set.completed(scene)
        yield scene


def answer(scene, item: str = ITEM) -> dict:
    """A complete answer to a question, whatever its small fields."""
    _subject, asked, _wording = question_of(scene.fresh(), item, "nl")
    return {
        "choice": "ja",
        "follow": {field.key: "Subsidie voor de ijsclub" for follow in asked.follow for field in follow.fields},
    }


def test_every_part_of_the_questionnaire_but_no_criminal_matter(scene):
    """law.md P-21."""
    keys = {item.key for subject in subjects_of(scene.fresh(), "nl") for item in subject.questions}
    titles = [subject.title for subject in subjects_of(scene.fresh(), "nl")]
    assert {"werk.functies", ITEM} <= keys
    assert keys & {"verleden.vog", "druk.omgeving", "uitleg.gelezen", "slot.volledig", "slot.vergeten"} == set()
    assert (titles[0], "Tot slot" in titles) == ("Werk en loopbaan", False)
    with pytest.raises(NotNow):
        report_about(scene.fresh(), "verleden.vog", YES, "", actor=scene.candidate())


def test_the_answer_stands_on_a_sheet_of_its_own(scene):
    """law.md E-34: nothing is overwritten."""
    old = Sheet.objects.create(candidacy=scene.anna, slug="vragenlijst", edition=edition_of(scene.fresh()))
    Answer.objects.create(candidacy=scene.anna, sheet=old, item=ITEM, body={"choice": "nee"})
    change = report_about(scene.fresh(), ITEM, answer(scene), "Sinds mei.", actor=scene.candidate())
    again = report_about(scene.fresh(), ITEM, answer(scene), "Sinds mei.", actor=scene.candidate())
    other = report_about(scene.fresh(), ITEM, {"choice": "weet_niet"}, "Sinds mei.", actor=scene.candidate())
    assert (again == change, other == change, Change.objects.count()) == (True, False, 2)
    assert Answer.objects.get(sheet=old).body == {"choice": "nee"}
    assert Sheet.objects.get(change=change).edition_id == old.edition_id
    shown = shown_in(change, scene.fresh(), "nl")
    assert shown.lines[0] == ("", "Ja")
    with pytest.raises(NotAllowed):
        report_about(scene.fresh(), ITEM, answer(scene), "x", actor=scene.bram)


def test_a_new_agreement_flows_to_annex_and_agenda(scene):
    change = report_change(scene.fresh(), "Ik ben penningmeester.", actor=scene.candidate())
    signed = scene.declaration.text
    data = {"measure": "Anna stopt in juni.", "due_on": date(2027, 6, 1)}
    close_change(change, "We spraken iets af.", actor=scene.bram, **data)
    close_change(change, "Nog eens.", actor=scene.bram, **data)
    assert [(one.text, one.due_on) for one in later_measures(scene.fresh())] == [
        ("Anna stopt in juni.", date(2027, 6, 1))
    ]
    item = AgendaItem.objects.get(point=f"{LATER}.1")
    assert (item.text, item.due_on, item.owner_role) == ("Anna stopt in juni.", date(2027, 6, 1), "lid")
    assert scene.declaration.text == signed


def test_agreement_made_before_the_agenda_is_there_comes_along(scene):
    """A declaration that lapses takes the agenda along; the next one brings both back."""
    change = report_change(scene.fresh(), "Ik ben penningmeester.", actor=scene.candidate())
    close_change(change, "Goed.", actor=scene.bram, measure="Anna stopt in juni.")
    void(scene.anna, actor=scene.els, why="Andere tekst.")
    assert AgendaItem.objects.count() == 0
    digest = lay_declaration(scene.fresh(), actor=scene.els).text_digest
    sign(scene.anna, actor=scene.candidate(stepped_up=True), typed_name="Anna de Wit", text_digest=digest)
    countersign(scene.anna, actor=scene.els, typed_name="Els van Dijk", text_digest=digest)
    assert AgendaItem.objects.get(point=f"{LATER}.1").text == "Anna stopt in juni."


def test_through_the_pages(scene):
    mine = cast.enter(Client(), scene.fresh())
    there = reverse("reports:my_change_about", args=[ITEM])
    assert (
        reverse("reports:my_change_about", args=["werk.functies"])
        in mine.get(reverse("reports:my_change")).content.decode()
    )
    assert mine.get(reverse("reports:my_change_about", args=["verleden.vog"])).status_code == 302
    assert mine.post(there, {"words": "x"}).status_code == 200
    posted = answer(scene)
    data = {"choice": "ja", "words": "Sinds mei."} | {f"follow_{key}": text for key, text in posted["follow"].items()}
    assert mine.post(there, data).status_code == 302
    assert mine.post(there, data).status_code == 302
    change = Change.objects.get()
    assert change.text == "Sinds mei."
    address = reverse("reports:changes", args=[scene.party.code, scene.anna.code])
    bram = sign_in(Client(), scene.people["Bram"].user)
    assert "Subsidie voor de ijsclub" in bram.get(address).content.decode()
    annex = reverse("reports:annex", args=[scene.party.code, scene.anna.code])
    assert bram.get(annex).status_code == 404
    data = {
        "change": change.pk,
        "answer": "Goed.",
        "measure": "Anna meldt de subsidie.",
        "due_on": "1-6-2027",
        "keep": "1",
    }
    assert bram.post(address, data).status_code == 302
    assert LaterMeasure.objects.get().due_on == date(2027, 6, 1)
    assert "Anna meldt de subsidie." in mine.get(reverse("reports:my_change")).content.decode()
    paper = mine.get(reverse("reports:my_annex"))
    assert failures(paper.content) == {}  # law.md A-02
    assert "Anna meldt de subsidie." in " ".join(text_of(paper.content).split())
    assert bram.get(annex).status_code == 200


def test_a_list_gets_another_row_and_is_not_sent_yet(scene):
    mine = cast.enter(Client(), scene.fresh())
    there = reverse("reports:my_change_about", args=["werk.functies"])
    page = mine.post(there, {"choice": "rijen", "add_row": "1", "words": "Blijft staan."}).content.decode()
    assert "r1_" in page
    assert "Blijft staan." in page
    assert Change.objects.count() == 0
