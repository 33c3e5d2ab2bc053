"""Bodies and elections as data (architecture: Foundation 10; law.md E-01)."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from parties.models import Election, PublicBody
from parties.places import MOST_HITS, elections_for, load_bodies, load_elections, read_bodies, search_bodies


@pytest.fixture(autouse=True)
def _loaded(db):
    load_bodies()
    load_elections()


def test_every_body_of_2026_is_there_once():
    real = PublicBody.objects.filter(fictional=False)
    assert Counter(real.values_list("kind", flat=True)) == {
        "gemeente": 341,
        "waterschap": 21,
        "provincie": 12,
        "eilandsraad": 3,
    }
    assert len(read_bodies()) == 377


def test_regime_and_time_zone_belong_to_the_body():
    """law.md B-01, B-23"""
    islands = PublicBody.objects.filter(regime="BES").values_list("name", "time_zone").order_by("name")
    assert list(islands) == [
        ("Bonaire", "America/Kralendijk"),
        ("Saba", "America/Kralendijk"),
        ("Sint Eustatius", "America/Kralendijk"),
    ]
    assert set(PublicBody.objects.exclude(kind="eilandsraad").values_list("time_zone", flat=True)) == {
        "Europe/Amsterdam"
    }


def test_elections_of_the_coming_years_are_there():
    found = Election.objects.filter(body=None, nomination_day__year__lte=2031).values_list("kind", "vote_day")
    assert sorted(found) == [
        ("eilandsraad", date(2027, 3, 17)), ("eilandsraad", date(2031, 3, 19)),
        ("gemeente", date(2026, 3, 18)), ("gemeente", date(2030, 3, 20)),
        ("provincie", date(2027, 3, 17)), ("provincie", date(2031, 3, 19)),
        ("waterschap", date(2027, 3, 17)), ("waterschap", date(2031, 3, 19)),
    ]  # fmt: skip


def test_loading_again_changes_nothing_and_keeps_what_an_operator_changed():
    PublicBody.objects.filter(kind="gemeente", name="Urk").update(province="Flevopolder")
    output = StringIO()
    call_command("load_bodies", stdout=output)
    assert output.getvalue() == "0 bodies and 0 elections added\n"
    assert PublicBody.objects.get(kind="gemeente", name="Urk").province == "Flevopolder"


def test_a_body_missing_from_the_table_comes_back():
    PublicBody.objects.filter(kind="gemeente", name="Urk").delete()
    assert load_bodies() == 1


@pytest.mark.parametrize(
    ("words", "first"),
    [("urk", "Urk"), ("URK", "Urk"), ("fryslan", "Fryslân"), ("waterschap rivier", "Rivierenland"), ("sint eus", "Sint Eustatius"),
     ("den haag gemeente", None), ("zzz", None), ("", None), ("   ", None)],
)  # fmt: skip
def test_search_finds_by_name_kind_and_province(words, first):
    hits = search_bodies(words)
    assert (hits[0].name if hits else None) == first


def test_search_puts_names_before_provinces_and_stops_somewhere():
    hits = search_bodies("land")
    assert len(hits) == MOST_HITS
    assert [body.name for body in hits[:3]] == ["Land van Cuijk", "Landgraaf", "Landsmeer"]


def test_search_shows_invented_bodies_only_for_rehearsing():
    PublicBody.objects.create(kind="waterschap", name="Veenstroom", regime="EU-NL", fictional=True)
    assert search_bodies("veenstroom") == []
    assert [body.name for body in search_bodies("veenstroom", fictional=True)] == ["Veenstroom"]


def test_elections_are_those_still_to_come_with_the_body_s_own_beside_them():
    body = PublicBody.objects.get(kind="gemeente", name="Urk")
    other = PublicBody.objects.get(kind="gemeente", name="Aalten")
    own = {
        "vote_day": date(2027, 11, 24),
        "term_start": date(2028, 1, 1),
        "term_end": date(2030, 3, 28),
        "source": "Staatsblad",
    }
    mine = Election.objects.create(kind="gemeente", body=body, nomination_day=date(2027, 10, 11), **own)
    Election.objects.create(kind="gemeente", body=other, nomination_day=date(2027, 10, 11), **own)
    found = elections_for(body, date(2026, 11, 24))
    assert found[0] == mine
    assert [one.vote_day.year for one in found] == [2027, 2030]


def test_elections_are_computed_when_the_table_ends():
    body = PublicBody.objects.get(kind="waterschap", name="Rivierenland")
    assert [one.vote_day.year for one in elections_for(body, date(2032, 1, 1))] == [2035]
