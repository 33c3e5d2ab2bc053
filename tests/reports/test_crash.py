"""A server that is killed in the middle of an act leaves before or after, never between (promise 4, decision 39)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from candidates.models import Candidacy, Sheet, Stage
from parties.models import OutboxMail
from parties.models.record import ChainHead, Event
from parties.safekeeping.audit import verify_chain
from parties.scope import party_scope
from reports.models import Declaration, Document, Report, Signature
from tests import cast
from tests.reports import stage_set

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    host = known["OPTIONS"].get("host") or known["HOST"]
    return f"postgresql://{known['USER']}@/{known['NAME']}?host={host}"


class Falling:
    """The process that acts and falls; see `falling.py`."""

    def __init__(self):
        environment = os.environ | {"DATABASE_URL": database_url(), "DATA_DIR": str(settings.DATA_DIR), "STATIC_PLAIN": "1",
                                    "DJANGO_SETTINGS_MODULE": "screening.settings", "PYTHONPATH": str(ROOT)}  # fmt: skip
        environment.pop("REHEARSAL", None)
        self.process = subprocess.Popen([sys.executable, str(ROOT / "tests" / "reports" / "falling.py")], env=environment, cwd=ROOT,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # fmt: skip
        assert self.process.stdout.readline() == "ready\n"

    def act(self, act: str, candidacy, after: int | None) -> str:
        order = {"act": act, "party": candidacy.party_id, "candidacy": str(candidacy.pk), "after": after}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def end(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture
def falling():
    made = Falling()
    yield made
    made.end()


def before_submit():
    party = cast.make_party()
    round = cast.make_round(party)
    cast.committee(round)
    anna = cast.candidate(round, "Anna")
    with party_scope(party):
        stage_set.give_papers(round)
        Sheet.objects.create(candidacy=anna, slug="agenda", edition=stage_set.Edition.objects.get(slug="agenda"))
    return anna


def before_adopt():
    scene = stage_set.interviewed()
    with party_scope(scene.party):
        stage_set.replied(scene)
    return scene.anna


def before_sign():
    scene = stage_set.interviewed(editions=True)
    with party_scope(scene.party):
        stage_set.nominated(scene)
        scene.candidate(stepped_up=True)
    return scene.anna


BEFORE = {
    "submit": (before_submit, Stage.SUBMITTED),
    "adopt": (before_adopt, Stage.ADOPTED),
    "sign": (before_sign, Stage.SIGNED),
}


def picture(anna) -> dict:
    """Everything an act changes, so that half an act shows."""
    with party_scope(anna.party):
        fresh = Candidacy.objects.get(pk=anna.pk)
        head = ChainHead.objects.get(chain=anna.chain) if Event.objects.filter(chain=anna.chain).exists() else None
        assert verify_chain(anna.party, anna.chain) == []
        return {
            "stage": fresh.stage,
            "events": Event.objects.filter(chain=anna.chain).count(),
            "head": head.seq if head else 0,
            "mail": OutboxMail.objects.filter(candidacy_code=anna.code).count(),
            "sheets": Sheet.objects.filter(candidacy=anna, submitted_at__isnull=False).count(),
            "adopted": Report.objects.filter(candidacy=anna, adopted_at__isnull=False)
            .exclude(record_digest="")
            .count(),
            "documents": Document.objects.filter(candidacy=anna).count(),
            "signatures": Signature.objects.filter(candidacy=anna).count(),
            "signed": Declaration.objects.filter(candidacy=anna, state="signed").count(),
        }


def fall_everywhere(falling, act: str, *, step: int) -> int:
    """Kill after every `step`-th statement until the act survives; returns how many times it was killed."""
    make, after_stage = BEFORE[act]
    anna = make()
    before = picture(anna)
    for killed, statement in enumerate(range(1, 400, step)):
        answer = falling.act(act, anna, statement)
        now = picture(anna)
        if now["stage"] == after_stage:  # survived, or killed after the statement that committed
            assert {name for name in now if now[name] != before[name]} >= {"stage", "events", "head"}
            return killed
        assert answer == "killed"
        assert now == before, f"{act} was left half done after statement {statement}"
    raise AssertionError("the act never ended")


@pytest.mark.parametrize("act", ["submit", "adopt", "sign"])
def test_killed_act_leaves_before_or_after(falling, act):
    """A sample in every run; all statements in `make soak`."""
    assert fall_everywhere(falling, act, step=7) >= 2


@pytest.mark.soak
@pytest.mark.parametrize("act", ["submit", "adopt", "sign"])
def test_act_killed_after_every_statement_leaves_before_or_after(falling, act):
    assert fall_everywhere(falling, act, step=1) >= 10
