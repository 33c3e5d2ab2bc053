"""What each page of a candidate costs in statements, at most; one table (performance.md)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parties.scope import party_scope
from reports.models import Decision
from screening.rehearsal.answers import fill
from screening.rehearsal.journey import Walk
from screening.rehearsal.people import GRASS, Standing
from tests import cast

pytestmark = pytest.mark.django_db
ROLES = {"Bram": "chair", "Carla": "member", "Daan": "secretary", "Els": "board"}
# Once somebody was here before: a session seen this minute, an opening that still counts.
BUDGET = {
    "started": {
        "stappen": 23, "werkwijze": 5, "commissie": 5, "mijn-gegevens": 6, "lijst/vragenlijst/werk.conflict": 8,
        "lijst/vragenlijst/nakijken": 8, "lijst/zelfassessment": 8, "nakijken": 18, "stop": 3, "wie-keek": 7, "hulp": 3, "trek-in": 3,
        "alles": 38, "dilemmas": 9, "lees/vuistregels": 4, "toestemmingen": 4, "rechten": 4, "rechten/vraag": 4, "referenties": 6,
    },
    "planned": {"gesprek": 11, "gesprek/kan-niet": 10},
    "reply": {"verslag": 24, "verslag/reactie/1": 16, "verslag/reactie/0": 7, "aandachtspunten": 9, "aandachtspunten/1": 8},
    "nominated": {"besluit": 6, "verklaring": 8, "verklaring/lezen": 8, "verklaring/papier": 8, "verklaring/niet": 7},
    "completed": {"bewijs": 14, "agenda": 7, "wijziging": 8, "verklaring/intrekken": 5, "alles": 43},
}  # fmt: skip


def ours(captured) -> int:
    """Statements of the page itself; PostgreSQL is also told which party is in view."""
    return len(
        [one for one in captured.captured_queries if "set_config" not in one["sql"] and "SAVEPOINT" not in one["sql"]]
    )


@pytest.mark.parametrize("until", BUDGET)
def test_no_page_costs_more_statements_than_its_budget(until):
    round, members = cast.ready_round()
    actors = {first: cast.acting(members[first], role) for first, role in ROLES.items()}
    with party_scope(round.party):
        anna = Walk(round, Standing("Anna", "de", "Wit", until, answers=GRASS), actors).go()
        if until == "started":
            fill(anna, "vragenlijst", GRASS, actor=cast.acting(anna))
        Decision.objects.update(published_at=timezone.now())
    window = cast.enter(Client(), anna)
    costs = {}
    for path in BUDGET[until]:
        address = f"/k/{path}/"
        assert window.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as captured:
            window.get(address)
        costs[path] = ours(captured)
    over = {path: cost for path, cost in costs.items() if cost > BUDGET[until][path]}
    assert over == {}
