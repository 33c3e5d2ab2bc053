"""Heads that left the machine show what a chain rebuilt from the first row would hide."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from parties.models import ChainHead, Event
from parties.safekeeping.audit import record
from parties.safekeeping.guards import lift_guards
from parties.safekeeping.heads import compare, write_heads
from parties.safekeeping.links import digest
from parties.scope import party_scope


@pytest.fixture
def both(party, other_party, bram):
    for owner in (party, other_party):
        with party_scope(owner):
            for about in ("een", "twee", "drie"):
                record("round.changed", actor=bram, party=owner, about=about)
    return party


def run(*arguments) -> str:
    out = io.StringIO()
    call_command("verify_chain", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def rebuild(party, verb: str) -> None:
    """What somebody can do who may write everything: change a row and every hash after it."""
    lift_guards()
    with party_scope(party):
        before = ""
        for event in Event.objects.order_by("seq"):
            event.verb, event.prev_hash = verb, before
            before = digest(event)
            Event.objects.filter(pk=event.pk).update(verb=verb, prev_hash=event.prev_hash, hash=before)
        ChainHead.objects.update(head_hash=before)


def test_everything_holds(both):
    assert run() == "The record holds.\n"


def test_command_names_the_party_and_the_row(both, capsys):
    lift_guards()
    with party_scope(both):
        Event.objects.filter(seq=2).update(about="x")
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 places"):
        call_command("verify_chain", stderr=out)
    assert out.getvalue() == f"party {both.pk}: chain party, row 2: changed\n"


def test_rebuilt_chain_is_found_with_the_heads_that_left(both, tmp_path):
    away = tmp_path / "heads.jsonl"
    run("--heads", str(away))
    assert run("--against", str(away)) == "The record holds.\n"
    rebuild(both, "round.closed")
    assert run() == "The record holds.\n"
    with pytest.raises(CommandError):
        run("--against", str(away))
    assert [(party, one.seq, one.what) for party, one in compare(away.read_text().splitlines())] == [
        (both.pk, 3, "changed")
    ]


def test_chain_that_grew_since_still_fits(both, bram, tmp_path):
    away = io.StringIO()
    assert write_heads(away) == 2
    with party_scope(both):
        record("round.closed", actor=bram, party=both)
    assert compare(away.getvalue().splitlines()) == []
    rebuild(both, "round.closed")
    assert [one.what for _party, one in compare(away.getvalue().splitlines())] == ["changed"]


def test_chain_set_back_with_its_head_is_found(both):
    away = io.StringIO()
    write_heads(away)
    lift_guards()
    with party_scope(both), connection.cursor() as cursor:
        cursor.execute("DELETE FROM parties_event WHERE seq = 3 AND party_id = %s", [both.pk])
        ChainHead.objects.update(seq=2, head_hash=Event.objects.get(seq=2).hash)
    assert run() == "The record holds.\n"
    assert [(party, one.what) for party, one in compare(away.getvalue().splitlines())] == [(both.pk, "truncated")]


def test_what_is_no_head_is_refused(db):
    with pytest.raises(ValueError, match="Expecting"):
        compare(["niets"])
