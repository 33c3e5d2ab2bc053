"""Twenty at once: exactly one adopts, signs, decides (issue 6)."""

import threading

import pytest
from django.db import connection, connections

from candidates.workflow import Refused
from parties.models.record import Event
from parties.safekeeping.audit import verify_chain
from parties.scope import party_scope
from reports.models import Decision, Document, Report, Signature
from reports.papers.adopting import adopt
from reports.papers.deciding import decide
from reports.papers.signing import countersign, sign
from tests.reports import stage_set

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(number: int, party, act) -> list[str]:
    """Run `act` in so many threads that start together; what each came to."""
    gate, told = threading.Barrier(number), []

    def run():
        try:
            with party_scope(party):
                gate.wait(30)
                act()
            told.append("done")
        except Refused:
            told.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _each in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return sorted(told)


def one_of(number: int) -> list[str]:
    return ["done"] + ["refused"] * (number - 1)


def adoptions(number: int) -> None:
    scene = stage_set.interviewed()
    with party_scope(scene.party):
        stage_set.replied(scene)
        bram = scene.bram
    assert at_once(number, scene.party, lambda: adopt(scene.anna, actor=bram)) == one_of(number)
    with party_scope(scene.party):
        assert Report.objects.filter(adopted_at__isnull=False).count() == 1
        assert Document.objects.count() == 1
        assert Event.objects.filter(verb="report.adopted").count() == 1
        assert verify_chain(scene.party, scene.anna.chain) == []


def signatures(number: int) -> None:
    scene = stage_set.interviewed(editions=True)
    with party_scope(scene.party):
        stage_set.nominated(scene)
        anna, digest = scene.candidate(stepped_up=True), scene.declaration.text_digest
    assert at_once(
        number, scene.party, lambda: sign(scene.anna, actor=anna, typed_name="Anna de Wit", text_digest=digest)
    ) == one_of(number)
    els = scene.els
    assert at_once(
        number, scene.party, lambda: countersign(scene.anna, actor=els, typed_name="Els van Dijk", text_digest=digest)
    ) == one_of(number)
    with party_scope(scene.party):
        assert Signature.objects.count() == 2
        assert Document.objects.filter(kind="declaration").count() == 1
        assert verify_chain(scene.party, scene.anna.chain) == []


def decisions(number: int) -> None:
    scene = stage_set.interviewed(editions=True)
    with party_scope(scene.party):
        stage_set.adopted(scene)
        els = scene.els
    assert at_once(number, scene.party, lambda: decide(scene.anna, Decision.What.NOMINATE, actor=els)) == one_of(number)


def test_two_chairs_adopt_at_once_and_one_wins():
    adoptions(2)


def test_two_clicks_sign_at_once_and_one_counts():
    signatures(2)


@pytest.mark.soak
@pytest.mark.parametrize("race", [adoptions, signatures, decisions])
def test_twenty_at_once_give_exactly_one(race):
    assert connection.vendor in ("sqlite", "postgresql")
    race(20)
