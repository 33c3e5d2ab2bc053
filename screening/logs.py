"""Logs that hold no answers: where it broke and what kind of error, never its words (promise 7, law.md X-07)."""

import logging
import re
import traceback

# Addresses that hold a token: a link with something behind it is "not found", and that line is logged.
LINKS = re.compile(r"(/k/in/|/account/uitnodiging/|/account/beheerder/|/oefenen/als/|/kalender/|/meelezen/in/)[^/\s]+")


class WithoutWords(logging.Formatter):
    """A traceback without the error's message, which may quote what somebody typed; an address without its token."""

    def format(self, record) -> str:
        return LINKS.sub(r"\1…", super().format(record))

    def formatException(self, ei) -> str:  # noqa: N802 - the name is logging's
        kind, _error, trace = ei
        frames = "".join(traceback.format_tb(trace))
        return f"Traceback (most recent call last):\n{frames}{getattr(kind, '__name__', kind)}"
