"""What the candidate gets of the papers in "Alles wat we van je hebben" (law.md P-50)."""

import pytest

from parties.scope import party_scope
from reports.models import Decision
from reports.owndata import reports_data_of
from reports.papers.deciding import decide
from tests.reports import stage_set

pytestmark = pytest.mark.django_db


def parts(scene) -> dict:
    return {part["title"]: part["rows"] for part in reports_data_of(scene.fresh(), "nl")}


def test_every_word_of_the_papers_is_there():
    scene = stage_set.interviewed(editions=True)
    with party_scope(scene.party):
        stage_set.completed(scene)
        found = parts(scene)
    assert "Anna pacht grasland in de polder Oosterveen." in found["Verslag"][0]["text"]
    assert "Mijn kennis wil ik wel delen." in found["Verslag"][0]["text"]
    assert [row["term"] for row in found["Verklaring"]] == ["getekend door beide", "Kandidaat", "Voor de partij"]
    assert len(found["Integriteitsagenda"]) == 20


def test_hard_news_is_not_found_here_before_its_mail_leaves():
    scene = stage_set.interviewed()
    with party_scope(scene.party):
        stage_set.adopted(scene, **stage_set.negative(scene))
        decide(scene.anna, Decision.What.NOT_NOMINATE, actor=scene.els)
        assert "Besluit" not in parts(scene)
        Decision.objects.update(published_at=scene.anna.invited_at)
        assert parts(scene)["Besluit"] == [{"term": "niet voordragen", "text": "De belangen zijn te groot."}]
