"""Logs hold no answers."""

import logging
import sys

from screening.logs import WithoutWords


def test_an_error_in_the_log_names_the_place_and_not_the_words():
    """law.md X-07: no answers in the log."""
    try:
        raise KeyError("Ik heb een knikkerbelofte")
    except KeyError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "page broke", (), sys.exc_info())
    line = WithoutWords("{message}", style="{").format(record)
    assert "page broke" in line and "test_logs.py" in line and line.endswith("KeyError")
    assert "knikkerbelofte" not in line.replace('raise KeyError("Ik heb een knikkerbelofte")', "")


def test_a_link_that_is_not_found_leaves_no_token_in_the_log():
    """Promise 3: a token is in no log."""
    record = logging.LogRecord(
        "django.request", logging.WARNING, __file__, 1, "Not Found: %s", ("/k/in/geheim-9Qx/niets/",), None
    )
    assert WithoutWords("{message}", style="{").format(record) == "Not Found: /k/in/…/niets/"


def test_the_address_of_a_calendar_is_in_no_log():
    """Promise 3."""
    record = logging.LogRecord(
        "django.request", logging.WARNING, __file__, 1, "Not Found: %s", ("/kalender/geheim-9Qx.ics",), None
    )
    assert WithoutWords("{message}", style="{").format(record) == "Not Found: /kalender/…"
