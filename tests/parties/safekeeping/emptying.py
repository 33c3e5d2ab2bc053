"""Emptying the test database needs the guards of the record lifted for a moment (decision 6).

tests/conftest.py uses it once for the whole run:

    @pytest.fixture(scope="session", autouse=True)
    def emptying_lifts_guards():
        with emptying_lifts_guards():
            yield
"""

from contextlib import contextmanager
from unittest import mock

from django.core.management.commands import flush

from parties.safekeeping.guards import guards_lifted


@contextmanager
def emptying_lifts_guards():
    """Inside, the flush after a transactional test lifts the guards and puts them back."""
    handle = flush.Command.handle

    def guarded(self, **options):
        with guards_lifted(options["database"]):
            return handle(self, **options)

    with mock.patch.object(flush.Command, "handle", guarded):
        yield
