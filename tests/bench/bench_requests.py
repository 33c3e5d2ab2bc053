"""Saving an answer, the long page and the board, beside a bare Django on the same database (performance.md)."""

from functools import partial

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from candidates.models import Candidacy, Stage
from parties.scope import party_scope
from tests import cast
from tests.bench.measuring import measured, table
from tests.reports.meeting import ANSWERS, answer
from tests.signin import sign_in

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]
COUNTRY, LARGE, SMALL = 60_000, 500, 30


@pytest.fixture
def bare(transactional_db):
    """A client of the yardstick, on the same database, with ten thousand rows to list."""
    from tests.bench.bare import MIDDLEWARE

    Session.objects.bulk_create(
        [Session(session_key=f"{n:032}", session_data="x" * 200, expire_date=timezone.now()) for n in range(10_000)],
        batch_size=2_000,
    )
    client = Client()

    def get(address: str):
        with override_settings(ROOT_URLCONF="tests.bench.bare", MIDDLEWARE=MIDDLEWARE):
            assert client.get(address).status_code == 200

    return get


@pytest.fixture
def anna(transactional_db):
    round = cast.make_round(cast.make_party(), editions=True)
    cast.committee(round)
    return cast.candidate(round, "Anna")


def test_saving_one_answer(bare, anna):
    client = cast.enter(Client(), anna)
    address = reverse("candidates:autosave", args=["vragenlijst", "verleden.procedures"])
    version = client.post(address, {"choice": "ja", "version": "0"}).json()["version"]

    def save():
        nonlocal version
        answered = client.post(address, {"choice": "ja", "follow_wat": "Een geschil over de heg.", "version": version})
        version = answered.json()["version"]

    with CaptureQueriesContext(connection) as seen:
        save()
    found = measured({"one durable INSERT": partial(bare, "/insert/"), "again (control)": partial(bare, "/insert/"),
                      "autosave of one answer": save})  # fmt: skip
    insert = "one durable INSERT"
    table(f"{connection.vendor}: saving, {len(seen)} statements", found,
          {"again (control)": insert, "autosave of one answer": insert})  # fmt: skip


def test_the_long_page(bare, anna):
    with party_scope(anna.party):
        answer(anna, ANSWERS)
    client = cast.enter(Client(), anna)
    check = reverse("candidates:check", args=["vragenlijst"])
    question = reverse("candidates:question", args=["vragenlijst", "werk.orgaan"])
    steps = reverse("screening:tasks")
    for address in (check, question, steps):
        assert client.get(address).status_code == 200, address
    sixty = "a bare page of sixty fields"
    found = measured({sixty: partial(bare, "/sixty/"), "again (control)": partial(bare, "/sixty/"),
                      "one question": partial(client.get, question), "all answers to check": partial(client.get, check),
                      "the steps": partial(client.get, steps)})  # fmt: skip
    table(f"{connection.vendor}: pages of the candidate", found, dict.fromkeys(found, sixty))


def crowd(round, number: int, stage: str = Stage.SUBMITTED) -> None:
    """So many candidates in one go, for the size of the tables alone."""
    with party_scope(round.party):
        Candidacy.objects.bulk_create(
            [
                Candidacy(party=round.party, round=round, first_name=f"Kandidaat {n}", last_name="Kok", stage=stage,
                          email_hash=f"{round.pk}-{n}", submitted_at=timezone.now())
                for n in range(number)
            ],
            batch_size=1_000,
        )  # fmt: skip


def test_the_board_in_a_full_database(bare):
    assert settings.DEBUG is False
    rounds = {
        number: cast.make_round(cast.make_party(f"Partij {number}"), slug=f"r{number}")
        for number in (SMALL, LARGE, COUNTRY)
    }
    rows, statements = {"a bare list of fifty of ten thousand": partial(bare, "/fifty/")}, {}
    for number in (SMALL, LARGE):
        bram = cast.committee(rounds[number])["Bram"]
        crowd(rounds[number], number)
        client, round = sign_in(Client(), bram.user), rounds[number]
        address = reverse("screening:board", args=[round.party.code, round.code])
        rows[f"the table of {number}"] = partial(client.get, address + "?als=tabel")
    before = measured(rows, times=3)
    crowd(rounds[COUNTRY], COUNTRY)
    for name, work in rows.items():
        with CaptureQueriesContext(connection) as seen:
            work()
        statements[name] = len(seen)
    after = measured(rows, times=3)
    fifty = next(iter(rows))
    table(f"{connection.vendor}: the round, alone in the database", before, dict.fromkeys(rows, fifty))
    table(f"{connection.vendor}: the round, among {COUNTRY} others", after, dict.fromkeys(rows, fifty))
    print(f"  statements: {statements}")
    assert statements[f"the table of {SMALL}"] == statements[f"the table of {LARGE}"]
