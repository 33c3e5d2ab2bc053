"""Mail goes out through a table: queued in the transaction of what it tells, sent by the worker.

    queue("candidate.invitation", party=party, candidacy_code=candidacy.code)

A row says why, for whom (a code) and when. The worker renders at the moment of sending (law.md X-12).
"""

from importlib import import_module

_HOMES = {
    "cancel_for": "queueing",
    "queue": "queueing",
    "undo": "queueing",
    "HeaderRefused": "rendering",
    "Message": "rendering",
    "NotNeutral": "rendering",
    "absolute": "rendering",
    "register": "rendering",
    "send_due": "sending",
}
__all__ = list(_HOMES)


def __getattr__(name: str):
    """Load on first use: settings read `outbox.email_url` before any model may exist."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"parties.outbox.{_HOMES[name]}"), name)
