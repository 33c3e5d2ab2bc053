"""Reading over all parties at once has one door, and here stands who uses it (decision 8)."""

import ast

import pytest

from tests.house.test_floors import FLOORS, ROOT, modules

CALLERS = {
    "parties/accounts/resets.py": "an account's request stands in every party it works for",
    "parties/accounts/trail.py": "an account belongs to no party; what happens to it is recorded in each",
    "parties/admin.py": "the operator's lists of parties and counts",
    "parties/outbox/queueing.py": "mail about an account",
    "parties/outbox/sending.py": "one worker sends for everybody",
    "parties/outbox/worker.py": "when the night begins in each body's own zone",
    "parties/safekeeping/backup.py": "a backup holds everything",
    "parties/safekeeping/erasing.py": "retention goes through the parties one by one",
    "parties/safekeeping/heads.py": "the heads of all chains, and their check",
    "parties/safekeeping/rotation.py": "every key is wrapped anew",
    "instruments/management/commands/workshop.py": "editions hold no persons",
    "reports/papers/documents.py": "one worker makes the files of everybody",
    "reports/papers/refreshing.py": "the daily round",
    "reports/papers/replies.py": "the daily round",
    "screening/entry.py": "somebody just signed in and goes to a party of their own",
    "screening/instruments/workshop.py": "editions hold no persons",
    "screening/lifecycle.py": "the daily round",
    "screening/rehearsal/party.py": "the rehearsal is thrown away whole",
    "screening/rights/alerts.py": "the daily round",
}


def calls(path) -> list[ast.Call]:
    found = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return [node for node in found if getattr(node.func, "id", getattr(node.func, "attr", "")) == "all_parties"]


def test_only_these_read_over_all_parties():
    using = {str(path.relative_to(ROOT)) for app in FLOORS for path in modules(app) if calls(path)}
    assert sorted(using - {"parties/scope.py"}) == sorted(CALLERS)


@pytest.mark.parametrize("app", FLOORS)
def test_each_says_why(app):
    """The reason is an argument: who adds a caller has to write one."""
    assert [str(path) for path in modules(app) for call in calls(path) if not call.args] == []
