"""The seal check without an account: only a file can be called genuine (decisions 5, 30)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from parties import limits
from parties.scope import party_scope
from reports.digest_blocks import outlined_blocks
from reports.models import SealRegister
from reports.papers.documents import document_of, make_due_documents
from reports.papers.register import known_blocks
from tests.reports import stage_set

pytestmark = pytest.mark.django_db
ADDRESS = "reports:verify"


@pytest.fixture
def sealed():
    scene = stage_set.interviewed()
    with party_scope(scene.party):
        stage_set.adopted(scene)
        make_due_documents()
        document = document_of("report", scene.fresh())
        assert document.content.startswith(b"%PDF-")  # read while the scope is open; the page has none
        return document


def check(client, data: bytes, name: str = "verslag.pdf"):
    return client.post(
        reverse(ADDRESS), {"bestand-file": SimpleUploadedFile(name, data, content_type="application/pdf")}
    )


def test_page_is_for_everybody(client):
    page = client.get(reverse(ADDRESS))
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"


def test_genuine_file_is_called_genuine(client, sealed):
    page = check(client, sealed.content).content.decode()
    assert "Dit bestand is echt en ongewijzigd." in page
    assert "PAdES B-B" in page
    assert sealed.file_digest in page


@pytest.mark.parametrize(("how", "said"), [
    (lambda data: data + b"\n% erbij", "Er is na het verzegelen iets aan dit bestand toegevoegd."),
    (lambda data: b"geen pdf", "Dit is geen pdf."),
    (lambda data: b"", "Dit is geen pdf."),
    (lambda data: data[:3000], "Dit is geen pdf."),
])  # fmt: skip
def test_other_bytes_are_never_called_genuine(client, sealed, how, said):
    page = check(client, how(sealed.content)).content.decode()
    assert "Dit bestand is echt en ongewijzigd." not in page
    assert said in page or "zegel" in page


def test_replaced_and_erased_say_so(client, sealed):
    for state, said in (("replaced", "nieuwere versie"), ("erased", "gewist"), ("withdrawn", "ingetrokken")):
        SealRegister.objects.update(state=state)
        assert said in check(client, sealed.content).content.decode()


def test_no_file_and_too_large_a_file_are_refused_in_words(client):
    assert "Kies het bestand" in client.post(reverse(ADDRESS), {}).content.decode()
    answer = check(client, b"%PDF-1.7" + b"0" * (10 * 1024 * 1024 + 1))
    assert (answer.status_code, "groter dan 10 MB" in answer.content.decode()) == (200, True)
    assert check(client, b"%PDF-1.7" + b"0" * (12 * 1024 * 1024)).status_code == 413


def test_two_blocks_only_say_that_the_mark_exists(client, sealed):
    """Decision 30."""
    first, second = outlined_blocks(sealed.record_digest)
    page = client.post(reverse(ADDRESS), {"blok-first": f" {second.upper()} ", "blok-second": first}).content.decode()
    assert "Dit kenmerk bestaat (geldig)." in page
    assert "Of deze tekst klopt, weet je alleen met het bestand." in page
    assert "echt en ongewijzigd" not in page
    unknown = client.post(reverse(ADDRESS), {"blok-first": "0000", "blok-second": "ffff"}).content.decode()
    assert "Dit kenmerk kennen we niet." in unknown


@pytest.mark.parametrize("typed", [("%", "_"), ("'; --", "0000"), ("00000", "0000"), ("", "0000")])
def test_strange_blocks_find_nothing(sealed, typed):
    assert known_blocks(*typed) is None


def test_checks_are_limited_per_address(client, monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "seal.checked", limits.Limit(address=(2, 900)))
    answers = [
        client.post(reverse(ADDRESS), {"blok-first": "0000", "blok-second": "ffff"}).status_code for _turn in range(3)
    ]
    assert answers == [200, 200, 429]
