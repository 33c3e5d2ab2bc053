"""A change after signing: beside what was signed, with an answer in words (law.md E-34)."""

import pytest
from django.test import Client
from django.urls import reverse

from candidates.models import Change, Stage
from candidates.workflow import NotAllowed
from parties.models import Event, OutboxMail
from parties.safekeeping.crypto import destroy_keys
from parties.scope import party_scope
from reports.changes import changes_of, close_change, report_change
from reports.refusals import NotNow
from tests import cast
from tests.reports import stage_set
from tests.signin import sign_in

pytestmark = pytest.mark.django_db
WORDS = "Ik ben sinds maandag penningmeester van de ijsclub."


@pytest.fixture
def scene():
    """Anna has signed."""
    scene = stage_set.interviewed(editions=True)
    with party_scope(scene.party):
        stage_set.signed(scene)
        yield scene


def verbs(scene):
    return list(
        Event.objects.filter(chain=f"k:{scene.anna.code}", verb__startswith="change.").values_list("verb", flat=True)
    )


def test_a_change_stands_beside_what_was_signed(scene):
    """law.md E-34: nothing that was signed is overwritten."""
    before = (scene.report.frozen, scene.declaration.text_digest, scene.fresh().stage)
    first = report_change(scene.fresh(), WORDS, actor=scene.candidate())
    assert report_change(scene.fresh(), WORDS, actor=scene.candidate()) == first
    assert (scene.report.frozen, scene.declaration.text_digest, scene.fresh().stage) == before
    assert [one.text for one in changes_of(scene.fresh())] == [WORDS]
    assert verbs(scene) == ["change.reported"]


def test_the_committee_answers_once_and_the_candidate_gets_neutral_mail(scene):
    change = report_change(scene.fresh(), WORDS, actor=scene.candidate())
    mails = OutboxMail.objects.filter(purpose="news").count()
    close_change(change, "We hebben het genoteerd.", actor=scene.bram)
    close_change(change, "Iets anders.", actor=scene.carla)
    kept = Change.objects.get(pk=change.pk)
    assert (kept.text, kept.answer, kept.closed_by) == (WORDS, "We hebben het genoteerd.", scene.people["Bram"].code)
    assert sorted(verbs(scene)) == ["change.closed", "change.reported"]
    assert OutboxMail.objects.filter(purpose="news").count() == mails + 1


def test_secretary_board_and_candidate_cannot_close(scene):
    change = report_change(scene.fresh(), WORDS, actor=scene.candidate())
    for actor in (scene.daan, scene.els, scene.candidate()):
        with pytest.raises(NotAllowed):
            close_change(change, "Gezien.", actor=actor)
    assert Change.objects.get(pk=change.pk).closed_at is None


def test_nobody_reports_for_the_candidate(scene):
    with pytest.raises(NotAllowed):
        report_change(scene.fresh(), WORDS, actor=scene.bram)
    assert changes_of(scene.fresh()) == []


def test_an_erased_dossier_takes_nothing_new(scene):
    destroy_keys(scene.party.pk, scene.anna.code, ["raw"])
    with pytest.raises(NotNow):
        report_change(scene.fresh(), WORDS, actor=scene.candidate())
    assert Change.objects.count() == 0


def test_before_signing_it_is_refused_in_words():
    round = cast.make_round(cast.make_party())
    cast.committee(round)
    anna = cast.candidate(round, "Anna", stage=Stage.SUBMITTED)
    with party_scope(round.party):
        with pytest.raises(NotNow):
            report_change(anna, WORDS, actor=cast.acting(anna))
        assert Change.objects.count() == 0


def test_the_pages_from_report_to_answer(scene):
    """law.md E-34, as candidate and chair see it."""
    mine = cast.enter(Client(), scene.fresh())
    assert reverse("reports:my_change") in mine.get(reverse("screening:help")).content.decode()
    assert mine.post(reverse("reports:my_change"), {"text": WORDS}).status_code == 302
    address = reverse("reports:changes", args=[scene.party.code, scene.anna.code])
    bram = sign_in(Client(), scene.people["Bram"].user)
    home = reverse("screening:home", args=[scene.party.code])
    assert address in bram.get(home).content.decode()
    assert address not in sign_in(Client(), scene.people["Daan"].user).get(home).content.decode()
    assert WORDS in bram.get(address).content.decode()
    change = Change.objects.get()
    assert bram.post(address, {"change": change.pk, "answer": "We bespreken het met je."}).status_code == 302
    assert address not in bram.get(home).content.decode()
    assert "We bespreken het met je." in mine.get(reverse("reports:my_change")).content.decode()
    assert WORDS in mine.get(reverse("screening:own_data")).content.decode()
    assert sign_in(Client(), scene.people["Daan"].user).get(address).status_code == 404
