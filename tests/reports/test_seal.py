"""Seals keep to the standards, say their level honestly and are accepted by tools that are not ours."""

import hashlib
import io
import os
import re
import stat
import subprocess
import threading
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from reports import seal_keys
from reports.seal import SealSigner, _asn1, _der, seal_pdf
from reports.seal_keys import SealKeyError, load_keys, make_keys, own_certificates
from reports.seal_parts import changed_parts
from tests.reports.authority import Authority, running
from tests.reports.paper import SAMPLES, failures, made, sample_pages  # noqa: F401
from tests.reports.sealing import forget, own_seal, sealed  # noqa: F401

pytestmark = pytest.mark.conformity


@pytest.fixture(scope="module")
def authority():
    with running() as one:
        yield one


@pytest.fixture
def issued(authority: Authority, settings, tmp_path):
    """This installation, with a seal from an authority and a timestamp server."""
    authority.away, authority.asked = set(), []
    path = tmp_path / "zegel.p12"
    path.write_bytes(authority.pkcs12("Dorpsbelang Veenkamp", b"geheim"))
    settings.DATA_DIR = tmp_path
    settings.SEAL_PKCS12, settings.SEAL_PKCS12_PASSWORD = str(path), "geheim"
    settings.TIMESTAMP_URL = f"{authority.url}/tsa"
    forget()
    return authority


def seal_again(name: str = "form"):
    return seal_pdf(made(name), signer=SealSigner.from_settings(), reason="Verzegeld")


def checked_by_pyhanko(data: bytes, root):
    reader = PdfFileReader(io.BytesIO(data))
    context = ValidationContext(trust_roots=[_asn1(root)], allow_fetching=False)
    (signature,) = reader.embedded_signatures
    return validate_pdf_signature(signature, signer_validation_context=context)


def pdfsig(data: bytes, tmp_path) -> str:
    path = tmp_path / "sealed.pdf"
    path.write_bytes(data)
    done = subprocess.run(
        ["pdfsig", str(path)], capture_output=True, text=True, check=False, env={**os.environ, "TZ": "UTC"}
    )
    return done.stdout


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", SAMPLES)
def test_a_sealed_page_keeps_to_pdf_a_and_pdf_ua(name, language):
    """law.md A-02, S-03: before the seal see test_pdf."""
    assert failures(sealed(name, language).data) == {}


def test_the_result_says_what_it_is():
    """law.md S-01: the level is named as it is."""
    result = sealed()
    assert (result.level, result.timestamped_at, result.timestamp_failed) == ("B-B", None, False)
    assert result.file_digest == hashlib.sha256(result.data).hexdigest()
    assert result.signer_name == "Dorpsbelang Veenkamp"
    assert [*own_certificates()] == [result.certificate_fingerprint]
    assert abs(result.sealed_at - datetime.now(UTC)) < timedelta(minutes=10)


def test_the_page_itself_is_untouched():
    assert sealed().data.startswith(made("declaration"))
    assert made("declaration") not in (sealed().data, b"")


def test_pyhanko_and_poppler_accept_the_seal(tmp_path):
    result = sealed()
    certificate = seal_keys.configured_keys().certificate
    status = checked_by_pyhanko(result.data, _der(certificate))
    assert (status.intact, status.valid, status.docmdp_ok) == (True, True, True)
    assert str(status.coverage) == "SignatureCoverageLevel.ENTIRE_FILE"
    said = pdfsig(result.data, tmp_path)
    assert re.findall(r"- (Total document signed|Signature Validation: .*|Signature Type: .*)", said) == [
        "Signature Type: ETSI.CAdES.detached", "Total document signed", "Signature Validation: Signature is Valid.",
    ]  # fmt: skip


def test_the_tools_see_a_changed_byte(tmp_path):
    data = bytearray(sealed().data)
    data[len(data) // 3] ^= 1
    assert "Signature is Valid" not in pdfsig(bytes(data), tmp_path)


def test_the_seal_forbids_every_later_change_and_names_no_person():
    with pikepdf.open(io.BytesIO(sealed().data)) as document:
        dictionary = document.Root.AcroForm.Fields[0].V
        assert dictionary.Reference[0].TransformParams.P == 1
        assert {key: str(dictionary[key]) for key in ("/Name", "/Reason", "/Location", "/ContactInfo")} == {
            "/Name": "Dorpsbelang Veenkamp", "/Reason": "Verzegeld", "/Location": "Veenkamp", "/ContactInfo": "veenkamp.example",
        }  # fmt: skip
        assert "Anna" not in repr(dictionary)


def test_the_map_of_parts_covers_the_whole_page_and_fits():
    base, data = made("declaration"), sealed().data
    entries = re.search(rb"TOETSSTEEN PARTS 1 ([^)]*)\)", data)[1].decode().split()
    stretches = list(zip(entries[::4], entries[1::4], strict=True))
    place = 0
    for start, length in stretches:
        assert int(start) == place
        place += int(length)
    assert place == len(base)
    assert set(entries[2::4]) == {"structure", "drawing", "page1", "page2", "metadata", "attachment", "xref"}
    assert changed_parts(data) == []


def test_timestamped_when_a_server_is_configured(issued, settings, tmp_path):
    """law.md S-05: level B-T; only a hash is sent."""
    settings.SEAL_PKCS12 = settings.SEAL_PKCS12_PASSWORD = ""
    forget()
    result = seal_again()
    assert (result.level, result.timestamp_failed) == ("B-T", False)
    assert abs(result.timestamped_at - datetime.now(UTC)) < timedelta(minutes=10)
    assert issued.asked
    assert set(issued.asked) == {"/tsa"}
    assert failures(result.data) == {}
    assert "Signature is Valid" in pdfsig(result.data, tmp_path)


@pytest.mark.parametrize("how", ["refuses", "nobody there", "talks nonsense"])
def test_when_the_server_is_away_the_seal_stands_and_says_so(how, issued, settings, caplog):
    """law.md S-06."""
    settings.SEAL_PKCS12 = settings.SEAL_PKCS12_PASSWORD = ""
    if how == "refuses":
        issued.away = {"/tsa"}
    elif how == "nobody there":
        settings.TIMESTAMP_URL = "http://127.0.0.1:1/tsa"
    else:
        issued.stamp, real = (lambda _question: b"<html>welkom</html>"), issued.stamp
    forget()
    result = seal_again()
    assert (result.level, result.timestamped_at, result.timestamp_failed) == ("B-B", None, True)
    assert failures(result.data) == {}
    assert "sealing without it" in caplog.text
    if how == "talks nonsense":
        issued.stamp = real


def test_long_term_with_an_authority_and_its_revocation_list(issued, tmp_path):
    """law.md S-05: level B-LT, in one revision, so that nothing stands after the seal."""
    result = seal_again()
    assert (result.level, result.timestamp_failed) == ("B-LT", False)
    assert set(issued.asked) == {"/tsa", "/crl"}
    assert failures(result.data) == {}
    status = checked_by_pyhanko(result.data, issued.root_pem)
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert "Total document signed" in pdfsig(result.data, tmp_path)


def test_without_the_revocation_list_it_is_not_called_long_term(issued):
    issued.away = {"/crl"}
    result = seal_again()
    assert (result.level, result.timestamp_failed) == ("B-T", False)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x", "tsa.example"])
def test_a_timestamp_address_must_be_http(url, settings):
    settings.TIMESTAMP_URL = url
    with pytest.raises(ValueError, match="TIMESTAMP_URL"):
        SealSigner.from_settings()


# --- the key ---------------------------------------------------------------------------------------------------------


def test_a_self_made_key_is_made_once_and_only_its_owner_reads_it(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    forget()
    first = SealSigner.from_settings()
    path = tmp_path / "data" / "toetssteen-seal.p12"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert SealSigner.from_settings() is first  # loaded once per process
    path.unlink()
    assert SealSigner.from_settings() is first
    assert [entry.name for entry in path.parent.iterdir()] == ["seal-certificates"]


def test_a_self_made_key_can_be_locked(settings, tmp_path):
    settings.DATA_DIR, settings.SEAL_PKCS12_PASSWORD = tmp_path, "wachtwoord"
    forget()
    assert SealSigner.from_settings().keys.name == "Dorpsbelang Veenkamp"
    with pytest.raises(SealKeyError, match="password is wrong"):
        load_keys(tmp_path / "toetssteen-seal.p12", "verkeerd")


def test_many_processes_starting_at_once_share_one_key(tmp_path):
    path = tmp_path / "zegel.p12"
    threads = [threading.Thread(target=make_keys, args=(path, f"Partij {n}", "")) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert load_keys(path, "").name in {f"Partij {n}" for n in range(3)}
    assert [entry.name for entry in tmp_path.iterdir()] == ["zegel.p12"]


@pytest.mark.parametrize(("content", "why"), [(None, "cannot be read"), (b"", "damaged"), (b"-----BEGIN", "damaged")])
def test_a_configured_key_that_fails_is_never_replaced_by_our_own(content, why, settings, tmp_path):
    path = tmp_path / "gegeven.p12"
    if content is not None:
        path.write_bytes(content)
    settings.SEAL_PKCS12 = str(path)
    forget()
    with pytest.raises(SealKeyError, match=why):
        SealSigner.from_settings()
    assert path.exists() is (content is not None)


def test_rotation_keeps_the_old_certificate(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    forget()
    old = SealSigner.from_settings().keys.fingerprint
    (tmp_path / "toetssteen-seal.p12").rename(tmp_path / "oud.p12")
    forget()
    new = SealSigner.from_settings().keys.fingerprint
    assert sorted(own_certificates()) == sorted([old, new])
    assert old != new


def test_a_page_from_elsewhere_is_not_sealed():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made("form"))) as document:
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with pytest.raises(ValueError, match="cross-reference"):
        seal_pdf(out.getvalue(), signer=SealSigner.from_settings(), reason="x")
