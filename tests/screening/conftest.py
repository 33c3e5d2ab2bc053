"""What several tests of the top floor stand on."""

from datetime import UTC, datetime

import pytest

from reports.papers import documents
from reports.seal import SealedPdf


@pytest.fixture
def quick_papers(monkeypatch):
    """No PDF is drawn (tests/reports/test_documents.py does): the bytes only have to come and go."""

    def sealed(row):
        return SealedPdf(
            f"%PDF of {row.pk}".encode(), f"{row.pk.int:064x}", "B-B", datetime.now(UTC), None, False, "", ""
        )

    monkeypatch.setattr(documents, "_sealed", sealed)
