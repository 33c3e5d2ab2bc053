"""``manage.py verify_pdf`` gives the answer of the public page, and an exit code for scripts."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reports.models import SealRegister
from tests.reports.paper import made, sample_pages  # noqa: F401
from tests.reports.sealing import own_seal, sealed  # noqa: F401

pytestmark = [pytest.mark.django_db]


def run(path) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify_pdf", str(path), stdout=out)
    except SystemExit as stop:
        return stop.code, out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "verklaring.pdf"
    path.write_bytes(sealed().data)
    return path


def test_a_registered_file_is_genuine(file):
    SealRegister.objects.create(file_digest=sealed().file_digest, record_digest="0" * 64)
    code, said = run(file)
    assert code == 0
    lines = said.splitlines()
    assert lines[0] == "genuine: Dit bestand is echt en ongewijzigd."
    assert lines[1] == "Verzegeld door: Dorpsbelang Veenkamp"
    assert lines[-1] == f"Kenmerk van het bestand (SHA-256): {sealed().file_digest}"
    assert "Niveau: PAdES B-B" in lines


def test_a_withdrawn_file_is_no_success(file):
    SealRegister.objects.create(file_digest=sealed().file_digest, record_digest="0" * 64, state="withdrawn")
    code, said = run(file)
    assert code == 1
    assert said.startswith("withdrawn: ")


def test_a_file_that_never_left_here(file):
    code, said = run(file)
    assert code == 1
    assert said.startswith("unknown_here: ")


def test_a_changed_file_is_named_with_its_part(file):
    SealRegister.objects.create(file_digest=sealed().file_digest, record_digest="0" * 64)
    file.write_bytes(sealed().data.replace(b"<dc:title>", b"<dc:titel>"))
    code, said = run(file)
    assert code == 1
    assert said.splitlines()[:2] == [
        "changed: Dit bestand is na het verzegelen veranderd.",
        "Veranderd: de gegevens over het bestand, zoals de titel",
    ]


def test_a_page_without_seal(file):
    file.write_bytes(made("form"))
    assert run(file)[0] == 1


def test_a_missing_file_is_said_plainly(tmp_path):
    with pytest.raises(CommandError, match="niet te lezen"):
        call_command("verify_pdf", str(tmp_path / "weg.pdf"))
