"""Logs that hold no answers: where it broke and what kind of error, never its words (promise 7, law.md X-07)."""

import logging
import traceback


class WithoutWords(logging.Formatter):
    """A traceback without the error's message, which may quote what somebody typed."""

    def formatException(self, ei) -> str:  # noqa: N802 - the name is logging's
        kind, _error, trace = ei
        frames = "".join(traceback.format_tb(trace))
        return f"Traceback (most recent call last):\n{frames}{getattr(kind, '__name__', kind)}"
