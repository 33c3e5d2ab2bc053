"""The engine: what is due goes, whole dossiers at a time, and nothing else (law.md R-30)."""

import datetime as dt

import pytest
from django.db import transaction

from parties.actors import Actor
from parties.models import ChainHead, DataKey, Event, EventOrigin, MemberInvitation, Party
from parties.models.keys import Erasure
from parties.safekeeping import crypto, erasing, retention
from parties.safekeeping.audit import events_for, record, verify_chain
from parties.safekeeping.crypto import KeyDestroyed, Place
from parties.safekeeping.erasing import due, execute, forget, reapply, run_daily
from parties.safekeeping.guards import guards_lifted
from parties.scope import all_parties, party_scope
from tests.parties.safekeeping.diary import Dossier, Page

NOW = dt.datetime(2027, 3, 1, 2, 0, tzinfo=dt.UTC)
DIARY = [Dossier, Page]


def days_ago(number: float) -> dt.datetime:
    return NOW - dt.timedelta(days=number)


def dossier(party, code: str, **fields) -> Dossier:
    """A dossier with two pages, one of them about criminal matters, and a line in its record."""
    kept = Dossier.objects.create(party=party, code=code, name=f"naam {code}", **fields)
    Page.objects.create(party=party, dossier=kept, text="geheim", facts={"a": 1})
    Page.objects.create(party=party, dossier=kept, number=-1, text="geheim", facts={"strafbaar": 1})
    with transaction.atomic():
        record("dossier.opened", actor=Actor.system(party), party=party, chain=f"k:{code}")
    return kept


def let_go(now=NOW) -> list[str]:
    done = [execute(found) for found in due(now, DIARY)]
    return [erased.owner for erased in done if erased]


def keys(owner: str) -> list[tuple]:
    return sorted((key.klass, key.destroyed_at is None) for key in DataKey.objects.filter(owner=owner))


def test_dossier_goes_whole_at_its_moment(scope):
    """law.md R-03, R-11, R-15: the skeleton stays, with its code and dates."""
    dossier(scope, "anna2345", t0_at=days_ago(28))
    assert let_go() == ["anna2345"]
    assert list(Dossier.objects.values_list("code", "name", "t0_at")) == [("anna2345", "", days_ago(28))]
    assert Page.objects.count() == 0
    assert keys("anna2345") == [("criminal", False), ("raw", False)]


@pytest.mark.parametrize("moment", [None, days_ago(-1), days_ago(27.99)])
def test_dossier_stays_before_its_moment(scope, moment):
    dossier(scope, "anna2345", t0_at=moment)
    let_go()
    assert (Page.objects.count(), Dossier.objects.get().name) == (2, "naam anna2345")
    assert ("raw", True) in keys("anna2345")


def test_criminal_key_goes_earlier_than_the_rest(scope):
    """law.md R-04, decision 4."""
    dossier(scope, "anna2345", t0_at=days_ago(1))
    assert let_go() == ["anna2345"]
    assert keys("anna2345") == [("criminal", False), ("raw", True)]
    assert Page.objects.get(number=0).facts == {"a": 1}
    with pytest.raises(KeyDestroyed):
        Page.objects.get(number=-1).facts  # noqa: B018


def test_neighbours_stay(scope, other_party):
    """Another dossier of the party, the same code elsewhere, and their keys (law.md P-01)."""
    dossier(scope, "anna2345", t0_at=days_ago(28))
    dossier(scope, "hugo2345")
    with party_scope(other_party):
        dossier(other_party, "gina2345")
    assert let_go() == ["anna2345"]
    assert Page.objects.count() == 2
    assert [page.text for page in Page.objects.select_related("dossier")] == ["geheim"] * 2
    with party_scope(other_party):
        assert [page.text for page in Page.objects.select_related("dossier")] == ["geheim"] * 2


def test_every_party_has_its_turn_without_a_scope(party, other_party):
    for owner, code in ((party, "anna2345"), (other_party, "gina2345")):
        with party_scope(owner):
            dossier(owner, code, t0_at=days_ago(28))
    assert let_go() == ["anna2345", "gina2345"]


def test_repeating_changes_nothing(scope):
    dossier(scope, "anna2345", t0_at=days_ago(28))
    found = list(due(NOW, DIARY))
    assert [bool(execute(one)) for one in found] == [True]
    events = Event.objects.count()
    assert [bool(execute(one)) for one in found] == [False]
    assert list(due(NOW, DIARY)) == []
    assert Event.objects.count() == events


def test_row_with_its_own_moment_goes_alone(scope):
    """law.md R-07."""
    anna = dossier(scope, "anna2345")
    Page.objects.filter(number=0).update(dropped_at=days_ago(14))
    let_go()
    assert [page.number for page in Page.objects.filter(dossier=anna)] == [-1]
    assert keys("anna2345") == [("criminal", True), ("raw", True)]


def test_later_moment_shows_what_will_be_due(scope):
    """law.md R-30: notice 14 and 3 days before."""
    dossier(scope, "anna2345", t0_at=days_ago(14))
    dossier(scope, "hugo2345", t0_at=days_ago(13))
    soon = due(NOW + dt.timedelta(days=14), DIARY)
    names = {found.owner for found in soon if any(line.model is Page for line in found.lines)}
    assert names == {"anna2345"}
    assert Page.objects.count() == 4


# --- holds ---


@pytest.fixture
def held(monkeypatch):
    codes: set[str] = set()
    monkeypatch.setattr(retention, "_pauses", [lambda party: codes])
    return codes


def test_held_dossier_stays_until_the_hold_ends(scope, held):
    """law.md R-30, R-34."""
    dossier(scope, "anna2345", t0_at=days_ago(28))
    dossier(scope, "hugo2345", t0_at=days_ago(28))
    held.add("anna2345")
    assert let_go() == ["hugo2345"]
    assert Page.objects.count() == 2
    held.clear()
    assert let_go() == ["anna2345"]


def test_hold_placed_after_looking_still_counts(scope, held):
    dossier(scope, "anna2345", t0_at=days_ago(28))
    (found,) = due(NOW, DIARY)
    held.add("anna2345")
    assert not execute(found)
    assert Page.objects.count() == 2


# --- what is said about it ---


def test_certificate_says_what_went_without_content(scope):
    """law.md R-19."""
    dossier(scope, "anna2345", t0_at=days_ago(28))
    let_go()
    certificate = events_for("party")[0]
    assert (certificate.verb, certificate.about, certificate.actor_kind) == ("retention.executed", "anna2345", "system")
    assert certificate.codes == {"rows": 3, "keys": "criminal raw", "rules": "R-03; R-04; R-11; R-15"}
    assert [event.verb for event in events_for("k:anna2345")] == ["chain.ended", "retention.executed", "dossier.opened"]
    assert verify_chain(scope) == []


def test_receipt_is_written_in_the_same_transaction(scope, monkeypatch):
    written = []
    monkeypatch.setattr(retention, "_receipts", [written.append])
    dossier(scope, "anna2345", t0_at=days_ago(28))
    let_go()
    ((receipt),) = written
    assert (receipt.owner, receipt.rows, receipt.klasses, receipt.record_ended) == (
        "anna2345",
        3,
        ("criminal", "raw"),
        True,
    )

    def broken(erased):
        raise ZeroDivisionError

    monkeypatch.setattr(retention, "_receipts", [broken])
    dossier(scope, "hugo2345", t0_at=days_ago(28))
    with pytest.raises(ZeroDivisionError):
        let_go()
    assert Page.objects.count() == 2
    assert keys("hugo2345") == [("criminal", True), ("raw", True)]


def test_dossier_that_fails_does_not_stop_the_others(scope, monkeypatch):
    def broken(erased):
        if erased.owner == "anna2345":
            raise ZeroDivisionError

    monkeypatch.setattr(retention, "_receipts", [broken])
    monkeypatch.setattr(erasing, "due", lambda now: due(now, DIARY))
    for code in ("anna2345", "hugo2345"):
        dossier(scope, code, t0_at=days_ago(28))
    run = run_daily(NOW)
    assert (run.dossiers, run.failures, Page.objects.count()) == (1, 1, 2)
    monkeypatch.setattr(retention, "_receipts", [])
    run = run_daily(NOW)
    assert (run.dossiers, run.failures, Page.objects.count()) == (1, 0, 0)


# --- the record ---


def test_record_goes_thirteen_months_after_the_dossier(scope):
    """law.md R-15: head and count stay."""
    dossier(scope, "anna2345", t0_at=days_ago(28))
    let_go()
    events = [Event, EventOrigin]
    assert list(due(NOW + dt.timedelta(days=395), [Event])) == []
    with guards_lifted():  # the guard looks at the real clock
        for found in due(NOW + dt.timedelta(days=396), events):
            execute(found)
    assert set(Event.objects.values_list("chain", flat=True)) == {"party"}
    assert ChainHead.objects.get(chain="k:anna2345").seq == 3


def test_origin_goes_after_six_months_and_the_chain_holds(scope, bram):
    """law.md R-13."""
    with transaction.atomic():
        record("round.opened", actor=bram, party=scope)
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=184)
    for found in due(later, [EventOrigin]):
        execute(found)
    assert (EventOrigin.objects.count(), verify_chain(scope)) == (0, [])


# --- rows without a dossier ---


def test_rows_without_a_dossier_go_in_groups(scope, monkeypatch):
    monkeypatch.setattr(erasing, "GROUP", 3)
    for number in range(8):
        MemberInvitation.objects.create(
            party=scope, email="x@example.nl", code=f"c{number}", expires_at=days_ago(31 - number // 7 * 2)
        )
    for found in due(NOW, [MemberInvitation]):
        assert execute(found).rows == 7
    assert MemberInvitation.objects.count() == 1


def test_party_that_left_goes_with_everything_it_had(scope, other_party):
    """law.md R-33: within 30 days; the record and what stands on it later."""
    dossier(scope, "anna2345")
    with party_scope(other_party):
        dossier(other_party, "gina2345")
    Party.objects.filter(pk=scope.pk).update(left_at=days_ago(30))
    among = [*DIARY, DataKey, ChainHead, Event]
    for found in due(NOW, among):
        execute(found)
    assert (Dossier.objects.count(), Page.objects.count(), DataKey.objects.count()) == (0, 0, 0)
    assert ChainHead.objects.filter(ended_at=None).count() == 0
    with party_scope(other_party):
        assert [page.text for page in Page.objects.select_related("dossier")] == ["geheim"] * 2


def test_party_that_left_waits_for_a_held_dossier(scope, held):
    dossier(scope, "anna2345")
    dossier(scope, "hugo2345")
    held.add("anna2345")
    Party.objects.filter(pk=scope.pk).update(left_at=days_ago(30))
    for found in due(NOW, [*DIARY, DataKey]):
        execute(found)
    assert [page.text for page in Page.objects.select_related("dossier")] == ["geheim"] * 2


# --- backups ---


def test_restored_rows_are_let_go_again(scope):
    """Promise 10: a backup made before the withdrawal knows nothing of it."""
    kept = dossier(scope, "anna2345", t0_at=days_ago(28))
    pages = list(Page.objects.all())
    let_go()
    Page.objects.bulk_create(pages)
    Dossier.objects.update(name="Anna de Wit", t0_at=None)
    hugo = dossier(scope, "hugo2345")
    assert reapply(DIARY) == 3
    assert list(Page.objects.values_list("dossier__code").distinct()) == [("hugo2345",)]
    kept.refresh_from_db()
    hugo.refresh_from_db()
    assert (kept.name, hugo.name) == ("", "naam hugo2345")


def test_row_forgotten_on_request_stays_forgotten(scope):
    """law.md P-13: hard deletion at once."""
    dossier(scope, "anna2345")
    dossier(scope, "hugo2345")
    pages = list(Page.objects.filter(dossier__code="anna2345", number=0))
    assert forget(Page.objects.filter(number=0, dossier__code="anna2345")) == 1
    assert list(Erasure.objects.values_list("party", "owner", "way")) == [(scope.pk, "anna2345", "delete_row")]
    Page.objects.bulk_create(pages)
    assert reapply(DIARY) == 1
    assert Page.objects.count() == 3


def test_list_of_what_went_lives_as_long_as_a_backup(scope):
    """law.md R-22."""
    dossier(scope, "anna2345", t0_at=days_ago(28))
    let_go()
    assert Erasure.objects.count() == 2
    for found in due(dt.datetime.now(dt.UTC) + dt.timedelta(days=37), [Erasure]):
        execute(found)
    assert Erasure.objects.count() == 0


def test_erased_key_is_not_made_again_by_a_late_writer(scope):
    anna = dossier(scope, "anna2345", t0_at=days_ago(28))
    let_go()
    with pytest.raises(KeyDestroyed), transaction.atomic():
        Page.objects.create(party=scope, dossier=anna, text="te laat")
    with pytest.raises(KeyDestroyed):
        crypto.seal(b"x", klass="criminal", place=Place(scope.pk, "anna2345", "t", "r", "f"))


def test_scope_is_as_before_after_a_night(scope, other_party):
    dossier(scope, "anna2345", t0_at=days_ago(28))
    let_go()
    assert Dossier.objects.count() == 1
    with all_parties("test"):
        assert Party.objects.count() == 2
