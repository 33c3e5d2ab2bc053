"""A round on an island, walked in a browser: procedure page, candidate, papers; in its own words and time (law.md B-01, B-03)."""

import pytest

from tests.journey.people import Person
from tests.journey.scene import make_scene
from tests.screening.test_regimes import foreign

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_island_round_speaks_its_own_law_from_the_first_page_to_the_papers(browser, site):
    scene = make_scene(browser, site, regime="BES")
    candidacy = scene.candidate("completed")
    public = f"/werkwijze/{scene.round.slug}/{scene.round.election.vote_day.year}/"
    reader = Person(browser, site, "Gina Blok", phone=True)
    reader.go(public)
    reader.sees("CBP BES", "Wbp BES")
    said = foreign("BES", reader.words)
    anna = scene.as_candidate(candidacy)
    for path in ("/k/stappen/", "/k/wie-keek/", "/k/verslag/", "/k/bewijs/", "/k/agenda/", "/k/rechten/"):
        anna.go(path)
        said += foreign("BES", anna.words)
    els = scene.as_member("Els")
    for path in ("stukken/", "stukken/dpia/", "stukken/lia/"):
        els.go(f"/p/{scene.round.party.code}/opzet/{scene.round.code}/{path}")
        said += foreign("BES", els.words)
    assert said == []
