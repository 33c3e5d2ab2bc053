"""Nobody opens a door that is not theirs: every address × person × method against doors.csv, written by hand."""

import pytest

from tests.house.doors import PEOPLE, STRANGERS, Scene, addresses, by_hand, knock

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Scene()


def differences(found: dict, person: str) -> dict:
    declared = by_hand()
    return {
        key: (declared.get(key, {}).get(person), outcome)
        for key, outcome in found.items()
        if declared.get(key, {}).get(person) != outcome
    }


def test_every_address_is_declared():
    """An address nobody thought about fails the suite (promise 1)."""
    declared = {(address, parameters) for address, parameters, _method in by_hand()}
    assert {(one.name, " ".join(one.params)) for one in addresses()} == declared


def test_every_view_says_who_it_is_for():
    """A view without a guard fails the suite (promise 1)."""
    from django.urls import get_resolver, reverse

    unguarded = []
    for one in addresses():
        view = (
            get_resolver()
            .resolve(reverse(one.name, kwargs={p: 1 if p in ("number", "place", "year") else "x" for p in one.params}))
            .func
        )
        seen = view
        while seen is not None and not hasattr(seen, "guard"):
            seen = getattr(seen, "__wrapped__", None)
        if seen is None and view.__module__.split(".")[0] in ("candidates", "reports", "screening"):
            unguarded.append(one.name)
    assert unguarded == []


def all_differences(scene, people, methods) -> dict:
    found = {person: differences(knock(scene, person, methods), person) for person in people}
    return {person: wrong for person, wrong in found.items() if wrong}


def test_who_may_look_where(scene):
    assert all_differences(scene, PEOPLE, ("GET",)) == {}


def test_no_stranger_changes_anything(scene):
    assert all_differences(scene, STRANGERS, ("POST",)) == {}


@pytest.mark.soak
def test_who_may_change_what(scene):
    assert all_differences(scene, [person for person in PEOPLE if person not in STRANGERS], ("POST",)) == {}


def test_a_stranger_gets_the_answer_of_a_missing_object(scene):
    """Promise 1: body and headers are those of a party or dossier that does not exist."""
    farid, nobody_there = scene.clients["farid"], "2" * 10
    for there in (f"/p/{scene.party.code}/", f"/p/{scene.party.code}/kandidaat/{scene.anna.code}/"):
        missing = there.replace(scene.party.code, nobody_there).replace(scene.anna.code, nobody_there)
        real, gone = farid.get(there), farid.get(missing)
        assert (real.status_code, real.content, real.headers.items()) == (
            gone.status_code,
            gone.content,
            gone.headers.items(),
        )
