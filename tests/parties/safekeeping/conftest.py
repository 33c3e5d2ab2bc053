"""Two parties, one dossier, and tables for the test models."""

import pytest
from django.db import connection

from parties.actors import Actor
from parties.models import Party
from parties.scope import party_scope
from tests.parties.safekeeping.diary import Dossier, Page
from tests.parties.safekeeping.emptying import emptying_lifts_guards


@pytest.fixture(scope="session", autouse=True)
def _emptying():
    with emptying_lifts_guards():
        yield


@pytest.fixture(scope="package", autouse=True)
def _test_tables(django_db_setup, django_db_blocker):
    """The test models' tables, for these tests only: the house counts every table."""
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Dossier)
        editor.create_model(Page)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.delete_model(Page)
        editor.delete_model(Dossier)


@pytest.fixture(autouse=True)
def _empty_test_tables(request, django_db_blocker):
    """A transactional test leaves its rows; Django empties only the tables it knows."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM test_page")
            cursor.execute("DELETE FROM test_dossier")


@pytest.fixture
def party(db) -> Party:
    return Party.objects.create(name="Lokaal Belang")


@pytest.fixture
def other_party(db) -> Party:
    return Party.objects.create(name="Dorpslijst")


@pytest.fixture
def scope(party):
    with party_scope(party):
        yield party


@pytest.fixture
def anna(scope) -> Dossier:
    return Dossier.objects.create(party=scope, code="anna2345", name="Anna de Wit")


@pytest.fixture
def bram(party) -> Actor:
    class Member:
        code = "bram2345"

    return Actor(kind="member", party=party, member=Member, role="chair", ip="192.0.2.7", user_agent="Firefox")
