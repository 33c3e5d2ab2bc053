"""A seal of our own for tests, made once per run, far from the data directory of this checkout."""

import tempfile
from functools import cache
from pathlib import Path

import pytest

from reports import seal, seal_keys
from reports.seal import SealedPdf, SealSigner, seal_pdf
from tests.reports.paper import made

_HOME = tempfile.TemporaryDirectory(prefix="seal-test-")


def forget() -> None:
    """Make this process load its key again, as after a restart."""
    seal_keys.configured_keys.cache_clear()
    seal._configured_signer.cache_clear()


@pytest.fixture(autouse=True)
def own_seal(settings):
    """Seal with a certificate of this test run, without timestamp server."""
    settings.DATA_DIR = Path(_HOME.name)
    settings.SEAL_PKCS12 = settings.SEAL_PKCS12_PASSWORD = settings.TIMESTAMP_URL = ""
    settings.SEAL_ORGANISATION = "Dorpsbelang Veenkamp"
    forget()
    yield
    forget()


def sealed(name: str = "declaration", language: str = "nl") -> SealedPdf:
    """Return a sealed sample page, made once per run."""
    return _sealed(name, language)


@cache
def _sealed(name: str, language: str) -> SealedPdf:
    return seal_pdf(
        made(name, language), signer=SealSigner.from_settings(), reason="Verzegeld", location="Veenkamp", contact="veenkamp.example"
    )  # fmt: skip
