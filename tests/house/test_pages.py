"""Every page of the candidate is in the long test of accessibility and width, or says why it is no page."""

import csv

from django.urls import resolve

from tests.house.doors import FILE, addresses
from tests.journey.pages import BY_HAND, NO_PAGE, candidate_paths


def only_answers_forms() -> set[str]:
    """Addresses that refuse to be opened: they take a form and lead on (doors.csv, written by hand)."""
    with FILE.open(encoding="utf-8") as rows:
        return {row["address"] for row in csv.DictReader(rows) if row["method"] == "GET" and row["anna"] == "405"}


def test_every_page_of_the_candidate_is_visited():
    """Decision 39; experience.md: WCAG 2.2 AA on every page."""
    pages = (
        {one.name for one in addresses() if one.route.startswith("k/")}
        - only_answers_forms()
        - {"candidates:send_code"}
    )
    visited = {resolve(path).view_name for path in candidate_paths()} | set(BY_HAND)
    assert sorted(pages - visited - set(NO_PAGE)) == []
    assert sorted((visited | set(NO_PAGE)) - pages) == []
    assert sorted(visited & set(NO_PAGE)) == []
