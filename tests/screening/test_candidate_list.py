"""The list as numbers, and the file with exactly the H 1 fields (decision 40; law.md E-03, E-04)."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from candidates.models import Candidacy, Stage
from parties.models import Event
from parties.scope import party_scope
from reports.models import Decision, Report
from screening.committee.candidate_list import initials_as_listed, nominated, seen_places
from screening.committee.spreadsheets import as_csv, as_xlsx
from tests import cast
from tests.signin import sign_in

pytestmark = pytest.mark.django_db
HEAD = ["Achternaam", "Voorvoegsels", "Voorletters", "Roepnaam", "Geboortedatum", "Woonplaats", "Geslacht"]


@pytest.fixture
def round():
    round = cast.make_round(cast.make_party())
    cast.committee(round)
    return round


@pytest.fixture
def bram(client, round):
    return sign_in(client, cast.member(round.party, "Bram").user)


def decided(round, first, *, what="nominate", stage=Stage.ADOPTED, later=timedelta(), **fields):
    person = cast.candidate(round, first, stage=stage, **fields)
    with party_scope(round.party):
        report = Report.objects.create(candidacy=person, number=1, advice="no_objection", drafted_by="x", body={})
        Decision.objects.create(
            candidacy=person, report=report, what=what, decided_by="x", published_at=timezone.now() + later
        )
    return person


def give(client, round, **places):
    with party_scope(round.party):
        people = nominated(round)
        sent = {one.code: places.get(one.first_name, one.list_place) or "" for one in people}
        sent["seen"] = places.pop("seen", seen_places(people))
    return client.post(reverse("screening:list", args=[round.party.code, round.code]), sent)


def export(client, round, kind="csv"):
    return client.post(reverse("screening:list_export", args=[round.party.code, round.code, kind]))


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_only_who_is_nominated_gets_a_place(round):
    decided(round, "Anna")
    decided(round, "Mees", what="not_nominate", stage=Stage.NOT_NOMINATED)
    decided(round, "Bo", stage=Stage.WITHDRAWN)
    decided(round, "Kim", later=timedelta(hours=1))  # nobody knows yet
    cast.candidate(round, "Job", stage=Stage.ADOPTED)
    with party_scope(round.party):
        assert [one.first_name for one in nominated(round)] == ["Anna"]


def test_the_file_holds_exactly_the_h1_fields_of_the_list_in_its_order(bram, round):
    """law.md E-04."""
    decided(round, "Anna")
    decided(round, "Job")
    decided(round, "Bo")
    give(bram, round, Anna=2, Job=1)
    rows = read_csv(export(bram, round).content)
    assert rows == [
        HEAD,
        ["Kok", "", "J.", "Job", "07-03-1985", "Veenkamp", ""],
        ["Wit", "de", "A.", "Anna", "07-03-1985", "Veenkamp", ""],
    ]


def test_the_file_for_excel_says_the_same_and_holds_text_only(bram, round):
    decided(round, "Anna")
    give(bram, round, Anna=1)
    book = load_workbook(io.BytesIO(export(bram, round, "xlsx").content))
    cells = list(book.active.iter_rows())
    assert [[cell.value or "" for cell in row] for row in cells] == read_csv(export(bram, round).content)
    assert {cell.data_type for row in cells for cell in row if cell.value} == {"s"}


@pytest.mark.parametrize("evil", ["=1+1", "+31", "-2", "@SUM(A1)", "\t=1+1", "\r=1"])
def test_a_sum_stays_text(evil):
    """promises.md 7."""
    (row,) = read_csv(as_csv([[evil]]))
    assert row[0].startswith("'")
    (cell,) = next(load_workbook(io.BytesIO(as_xlsx([[evil]]))).active.iter_rows())
    assert (cell.data_type, cell.value) == ("s", "".join(ch for ch in evil if ch.isprintable()))


def test_making_the_file_is_an_event_that_each_candidate_sees(bram, round):
    anna, job = decided(round, "Anna"), decided(round, "Job")
    give(bram, round, Anna=1)
    export(bram, round)
    with party_scope(round.party):
        chains = [(event.chain, event.codes) for event in Event.objects.filter(verb="list.exported").order_by("chain")]
    assert chains == [(anna.chain, {}), ("party", {"number": 1})]
    assert job.chain not in dict(chains)


def test_making_the_file_needs_an_act(bram, round):
    """law.md E-04: after explicit action."""
    assert bram.get(reverse("screening:list_export", args=[round.party.code, round.code, "csv"])).status_code == 405


@pytest.mark.parametrize(("first", "status"), [("Bram", 200), ("Daan", 200), ("Carla", 404), ("Els", 404)])
def test_only_chair_and_secretary(client, round, first, status):
    sign_in(client, cast.member(round.party, first).user)
    assert export(client, round).status_code == status
    assert client.get(reverse("screening:list", args=[round.party.code, round.code])).status_code == status


def test_a_secretary_who_stands_too_makes_no_file(client, round):
    """Decision 15."""
    daan = cast.member(round.party, "Daan")
    cast.candidate(round, "Daan", email=daan.user.email)
    assert export(sign_in(client, daan.user), round).status_code == 404


def test_one_place_one_candidate(bram, round):
    decided(round, "Anna"), decided(round, "Job")
    page = give(bram, round, Anna=1, Job=1)
    assert page.status_code == 200 and "Op plaats 1 staat al" in page.content.decode()
    with party_scope(round.party):
        assert set(Candidacy.objects.values_list("list_place", flat=True)) == {None}


@pytest.mark.parametrize("place", [0, 81, -1])
def test_no_place_beyond_a_list(bram, round, place):
    """Kieswet H 6."""
    decided(round, "Anna")
    assert give(bram, round, Anna=place or "0").status_code == 200
    with party_scope(round.party):
        assert Candidacy.objects.get().list_place is None


def test_two_people_at_the_list_at_once(bram, round):
    """promises.md 4: the second is told and nothing is overwritten."""
    decided(round, "Anna")
    with party_scope(round.party):
        before = seen_places(nominated(round))
    give(bram, round, Anna=3)
    assert give(bram, round, Anna=5, seen=before).status_code == 409
    with party_scope(round.party):
        assert Candidacy.objects.get().list_place == 3


def test_a_place_given_twice_is_one_event(bram, round):
    decided(round, "Anna")
    give(bram, round, Anna=3), give(bram, round, Anna=3)
    with party_scope(round.party):
        assert [event.codes for event in Event.objects.filter(verb="list.placed")] == [{"place": 3}]


def test_the_page_says_what_is_missing(bram, round):
    decided(round, "Anna", prepared=False)
    give(bram, round, Anna=2)
    page = bram.get(reverse("screening:list", args=[round.party.code, round.code])).content.decode()
    assert "Er zit een gat in de nummers." in page
    assert "Anna de Wit: nog geen voorletters, geboortedatum, woonplaats." in page


@pytest.mark.parametrize(
    ("typed", "listed"),
    [("A.B.", "A.B."), ("A. B.", "A.B."), ("a b", "A.B."), ("AB", "A.B."), ("A", "A."), ("Th.", "Th."), ("J.Th.", "J.Th."),
     ("IJ", "IJ."), ("JIJ", "J.IJ."), ("", "")],
)  # fmt: skip
def test_one_initial_for_each_given_name(typed, listed):
    """Kiesbesluit H 2."""
    assert initials_as_listed(typed) == listed


def test_a_candidate_finds_the_place_in_the_own_data(client, round):
    """law.md P-50."""
    for first, place in (("Anna", 17), ("Job", None)):
        page = (
            cast.enter(client, decided(round, first, list_place=place))
            .get(reverse("screening:own_data"))
            .content.decode()
        )
        assert ("Plaats op de lijst" in page) is bool(place), first
