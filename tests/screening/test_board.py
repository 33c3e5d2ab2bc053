"""Board and table: the same people, sifted by pills, sorted never by how it ended, at the same cost for 1, 30 and 500."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from candidates.models import Candidacy, Stage, Tie
from parties.scope import party_scope
from screening.committee.sifting import ORDERS, Sieve
from tests import cast
from tests.signin import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    return cast.make_round(cast.make_party())


@pytest.fixture
def bram(client, round):
    return sign_in(client, cast.committee(round)["Bram"].user)


def look(client, round, query=""):
    response = client.get(reverse("screening:board", args=[round.party.code, round.code]) + query)
    assert response.status_code == 200
    return response


def names(response) -> list[str]:
    return [card.name.split()[0] for card in response.context["cards"]]


def stand(round, first, stage, days=0, **fields):
    person = cast.candidate(round, first, stage=stage, email=f"{first}@voorbeeld.nl", **fields)
    with party_scope(round.party):
        Candidacy.objects.filter(pk=person.pk).update(stage_since=timezone.now() - timedelta(days=days))
    return person


def test_board_and_table_hold_the_same_people(bram, round):
    for first, stage in (
        ("Anna", Stage.SUBMITTED),
        ("Bo", Stage.PLANNED),
        ("Cas", Stage.COMPLETED),
        ("Dee", Stage.WITHDRAWN),
    ):
        stand(round, first, stage)
    board, table = look(bram, round), look(bram, round, "?als=tabel")
    on_board = [card for column in board.context["columns"] for card in column["cards"]]
    key = lambda card: (card.name, card.status, card.when, card.missing)  # noqa: E731
    assert sorted(map(key, on_board)) == sorted(map(key, table.context["cards"])) and len(on_board) == 4
    text = table.content.decode()
    assert all(head in text for head in ("Naam", "Status", "Wanneer", "Aan zet", "Nog te doen"))


def test_every_choice_is_a_pill_that_comes_off_by_itself(bram, round):
    stand(round, "Anna", Stage.SUBMITTED), stand(round, "Bo", Stage.PLANNED), stand(round, "Cas", Stage.STARTED)
    page = look(bram, round, "?als=tabel&status=submitted&status=planned&zet=commissie&zoek=a")
    assert names(page) == ["Anna"]
    pills = {pill["label"]: pill["url"] for pill in page.context["pills"]}
    assert list(pills) == ["Ingeleverd", "Gesprek gepland", "Aan zet: De commissie", "a"]
    assert names(look(bram, round, pills["Ingeleverd"])) == []
    assert sorted(names(look(bram, round, pills["a"]))) == ["Anna", "Bo"]
    assert all(url.startswith("?als=tabel") for url in pills.values())


def test_who_is_on_turn(bram, round):
    for first, stage in (
        ("Anna", Stage.STARTED),
        ("Bo", Stage.REVIEW),
        ("Cas", Stage.ADOPTED),
        ("Dee", Stage.COMPLETED),
    ):
        stand(round, first, stage)
    seen = {turn: names(look(bram, round, f"?zet={turn}")) for turn in ("kandidaat", "commissie", "bestuur")}
    assert seen == {"kandidaat": ["Anna"], "commissie": ["Bo"], "bestuur": ["Cas"]}


def test_a_filter_tells_nothing_that_a_tie_closes(bram, round):
    """Decision 15: filters and counts included."""
    anna = stand(round, "Anna", Stage.REVIEW)
    with party_scope(round.party):
        member = round.seats.get(role="chair").member
        Tie.objects.create(candidacy=anna, member=member, said_by="member", kind="family")
    assert names(look(bram, round, "?zet=commissie")) == []


def test_no_order_tells_how_it_ended(bram, round):
    """Decision 21: what is over is one word, and then the name decides."""
    assert list(ORDERS) == ["naam", "status", "datum"]
    stand(round, "Zus", Stage.COMPLETED), stand(round, "Anna", Stage.NOT_NOMINATED)
    stand(round, "Mees", Stage.COMPLETED), stand(round, "Bo", Stage.SUBMITTED)
    with party_scope(round.party):
        for first, last in (("Zus", "Z"), ("Anna", "B"), ("Mees", "C"), ("Bo", "Y")):
            Candidacy.objects.filter(first_name=first).update(last_name=last)
    assert names(look(bram, round, "?sorteer=status")) == ["Bo", "Anna", "Mees", "Zus"]
    assert names(look(bram, round, "?sorteer=outcome")) == names(look(bram, round)) == ["Anna", "Mees", "Bo", "Zus"]


def test_the_longest_ago_comes_first(bram, round):
    (
        stand(round, "Anna", Stage.REVIEW, days=2),
        stand(round, "Bo", Stage.REVIEW, days=9),
        stand(round, "Cas", Stage.REVIEW, days=5),
    )
    assert names(look(bram, round, "?sorteer=datum")) == ["Bo", "Cas", "Anna"]


@pytest.mark.parametrize(
    "query", ["status=x", "zet=x", "sorteer=list_place", "als=x", "zoek=%00", "status=submitted&status=submitted"]
)
def test_what_it_does_not_know_it_leaves_out(query):
    sieve = Sieve.of(QueryDict(query))
    assert sieve in (Sieve(), Sieve(stages=("submitted",)))


def test_a_choice_survives_the_address(bram):
    sieve = Sieve("ën & /", ("planned", "review"), "commissie", "datum", True)
    assert Sieve.of(QueryDict(sieve.url()[1:])) == sieve


# --- cost ---


def many(round, number: int, start: int = 0) -> None:
    """Rows only, without their own keys: nobody opens them here. Straight into the table, as 60,000 would take minutes."""
    columns = list(Candidacy._meta.concrete_fields)
    with party_scope(round.party):
        model = Candidacy(
            party=round.party, round=round, first_name="K", last_name="K", email_hash="x", stage=Stage.PLANNED, email=""
        )
        rows = []
        for index in range(start, start + number):
            model.id, model.code, model.last_name = uuid.uuid4(), f"z{index:09d}", f"K{index:05d}"
            values = [b"" if field.name == "email" else _value(field, model) for field in columns]
            rows.append(values)
        names_ = ", ".join(f'"{field.column}"' for field in columns)
        marks = ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {Candidacy._meta.db_table} ({names_}) VALUES ({marks})", rows)  # noqa: S608


def _value(field, model):
    value = getattr(model, field.attname)
    return None if value is None else field.get_db_prep_value(value, connection)


def statements(client, round, query="") -> int:
    look(client, round, query)
    with CaptureQueriesContext(connection) as captured:
        look(client, round, query)
    return len(captured)


QUERIES = ("", "?als=tabel", "?als=tabel&status=planned&zet=commissie&zoek=K&sorteer=datum")


@pytest.mark.parametrize("query", QUERIES)
def test_it_costs_the_same_for_1_and_30(bram, round, query):
    """performance.md."""
    stand(round, "Anna", Stage.PLANNED)
    one = statements(bram, round, query)
    many(round, 29)
    assert statements(bram, round, query) == one and len(look(bram, round).context["cards"]) == 30


@pytest.mark.soak
@pytest.mark.parametrize("query", QUERIES)
def test_it_costs_the_same_for_500_among_60_000(bram, round, query):
    """performance.md: the whole country stood with 61,549 candidates in March 2026."""
    many(round, 30)
    few = statements(bram, round, query)
    start = 30
    for index in range(4):
        elsewhere = cast.make_round(cast.make_party(f"Andere partij {index}"))
        many(elsewhere, 15_000, start)
        start += 15_000
    many(round, 470, start)
    assert statements(bram, round, query) == few
    assert len(look(bram, round).context["cards"]) == 500
