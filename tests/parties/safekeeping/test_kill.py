"""SIGKILL at every statement of an erasure: the dossier is whole or gone, never half (promise 4, decision 39)."""

import pytest

from tests.parties.safekeeping.elsewhere import Elsewhere

# The process forks once per statement; each child kills itself one statement later than the child before.
KILL = """
import os, signal
from django.db import transaction
from parties.actors import Actor
from parties.models import ChainHead, DataKey, Event
from parties.models.keys import Erasure
from parties.safekeeping.audit import record, verify_chain

call_command("migrate", verbosity=0, skip_checks=True)
with connection.schema_editor() as editor:
    editor.create_model(Dossier)
    editor.create_model(Page)
party = Party.objects.create(name="Lokaal Belang")
with party_scope(party), transaction.atomic():
    for code, name in [("anna2345", "Anna"), ("hugo2345", "Hugo")]:
        dossier = Dossier.objects.create(party=party, code=code, name=name)
        Page.objects.create(party=party, dossier=dossier, text=f"geheim van {name}")
        Page.objects.create(party=party, dossier=dossier, number=-1, facts={"strafbaar": 1}, text="")
        record("dossier.opened", actor=Actor.system(party), party=party, chain=f"k:{code}")
    Dossier.objects.filter(code="anna2345").update(t0_at=day(-28))

def state(code):
    with party_scope(party):
        assert verify_chain(party) == []
        dossier = Dossier.objects.get(code=code)
        readable = [(page.text, page.facts) for page in dossier.pages.select_related("dossier").order_by("number")]
        return {
            "name": dossier.name,
            "pages": len(readable),
            "keys": sum(key.destroyed_at is None for key in DataKey.objects.filter(owner=code)),
            "to_erase_again": Erasure.objects.filter(owner=code).count(),
            "events": Event.objects.filter(about=code).count(),
            "ended": ChainHead.objects.get(chain=f"k:{code}").ended_at is not None,
        }

def die_at(number):
    seen = 0
    def count(execute, sql, params, many, context):
        nonlocal seen
        seen += 1
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)
    return count

anna, hugo = state("anna2345"), state("hugo2345")
killed = 0
while state("anna2345") == anna:
    connection.close()
    child = os.fork()
    if not child:
        (due,) = erasing.due(NOW, DIARY)
        with connection.execute_wrapper(die_at(killed + 1)):
            erasing.execute(due)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        killed += 1
    assert state("hugo2345") == hugo
print(json.dumps({"killed": killed, "anna": state("anna2345")}))
"""


@pytest.fixture
def place(tmp_path, db):
    place = Elsewhere(tmp_path, "kill")
    yield place
    place.drop()


@pytest.mark.soak
def test_erasure_killed_at_any_statement_is_whole_or_not_at_all(place):
    found = place.run(KILL, place.folder)
    assert found["killed"] > 20
    gone = {"name": "", "pages": 0, "keys": 0, "to_erase_again": 2, "events": 2, "ended": True}
    assert found["anna"] == gone
