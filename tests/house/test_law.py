"""The table of law is complete and as the tests say."""

from tests.house.law import PAGE, ids_in, page, requirements, shown_by


def test_every_binding_requirement_has_a_test_or_a_reason():
    tests = shown_by()
    open_ones = [
        row["id"]
        for row in requirements()
        if row["strength"] == "M" and not tests.get(row["id"]) and not row["left_out"]
    ]
    assert open_ones == []


def test_no_test_names_a_requirement_that_is_not_there():
    known = {row["id"] for row in requirements()}
    assert set(shown_by()) - known == set()


def test_the_page_is_fresh():
    """Run `python -m tests.house.law` when this fails."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_a_span_of_ids_counts_for_each():
    assert ids_in("law.md E-12 to E-14, P-06") == {"E-12", "E-13", "E-14", "P-06"}
