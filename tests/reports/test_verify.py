"""One flipped byte, an appended update, a replaced page or a swapped report is named (promise 5, decision 39)."""

import gzip
import hashlib
import io
import re
import time
import zlib

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from reports.seal import SealSigner, seal_pdf
from reports.seal_keys import load_keys, make_keys, remember
from reports.verify import LARGEST, SENTENCES, Code, Known, State, verify_pdf
from tests.reports.authority import running
from tests.reports.paper import made, sample_pages  # noqa: F401
from tests.reports.sealing import own_seal, sealed  # noqa: F401

pytestmark = pytest.mark.conformity


def register(*rows: tuple[bytes, str]):
    """Return a register that knows these files."""
    known = {hashlib.sha256(data).hexdigest(): Known(state) for data, state in rows}
    return known.get


def check(data: bytes):
    """Check a file in a house that sealed only the sample declaration."""
    return verify_pdf(data, known=register((sealed().data, State.VALID)))


def flipped(data: bytes, place: int, bit: int = 1) -> bytes:
    changed = bytearray(data)
    changed[place] ^= bit
    return bytes(changed)


def middle_of(data: bytes, pattern: bytes) -> int:
    found = re.search(pattern, data, re.DOTALL)
    return (found.start(1) + found.end(1)) // 2


def test_an_unchanged_file_is_genuine():
    verdict = check(sealed().data)
    assert (verdict.code, verdict.genuine, verdict.unchanged, verdict.changed) == (Code.GENUINE, True, True, [])
    assert verdict.sentence == "Dit bestand is echt en ongewijzigd."
    assert (verdict.signer, verdict.level) == ("Dorpsbelang Veenkamp", "B-B")
    assert (verdict.sealed_at, verdict.file_digest) == (sealed().sealed_at, sealed().file_digest)


@pytest.mark.parametrize("state", [State.REPLACED, State.WITHDRAWN, State.ERASED])
def test_what_became_of_a_file_is_said(state):
    """Decision 28: the register survives erasure."""
    verdict = verify_pdf(sealed().data, known=register((sealed().data, state)))
    assert (verdict.code, verdict.genuine, verdict.unchanged) == (Code(state), False, True)


@pytest.mark.parametrize(
    ("where", "pattern", "part", "words"),
    [
        ("content", rb"%PDF(.{9000})", None, None),
        ("metadata", rb"(<dc:title>.*</dc:title>)", "metadata", "de gegevens over het bestand, zoals de titel"),
        ("attachment", rb"/Type /EmbeddedFile/.*?stream\n(.*?)\nendstream", "attachment", "de bijlage met het bewijs"),
        ("xref", rb"\nxref\n(.{400})", "xref", "de inhoudsopgave van het bestand"),
        ("structure", rb"(/StructElem/S /H1)", "structure", "de opbouw van het bestand"),
        ("letters", rb"/Length1.*?stream\n(.*?)\nendstream", "drawing", "de letters of tekeningen op de bladen"),
        (
            "seal's own part",
            rb"(/TU \(Zegel van Toetssteen\))",
            "seal",
            "het deel dat bij het verzegelen is toegevoegd",
        ),
    ],
)
def test_a_flipped_byte_is_named_by_its_place(where, pattern, part, words):
    data = sealed().data
    for bit in (1, 0x20):
        verdict = check(flipped(data, middle_of(data, pattern), bit))
        assert (verdict.code, verdict.unchanged) == (Code.CHANGED, False), where
        if part:
            assert (verdict.parts, verdict.changed) == ((part,), [words])


@pytest.mark.parametrize("number", [1, 2])
def test_a_flipped_byte_on_a_page_names_the_page(number):
    data = sealed().data
    with pikepdf.open(io.BytesIO(data)) as document:
        content = document.pages[number - 1].Contents.read_raw_bytes()
    verdict = check(flipped(data, data.index(content) + len(content) // 2))
    assert (verdict.code, verdict.parts, verdict.changed) == (
        Code.CHANGED,
        (f"page{number}",),
        [f"de tekst van blad {number}"],
    )


@pytest.mark.parametrize(
    "pattern",
    [
        rb"/Contents <(\w{40})", rb"/Contents <\w{2000}(\w{20})", rb"/Contents <\w+?(0{400})>", rb"(/ByteRange)", rb"/ByteRange \[0 (\d+) ",
        rb"/ByteRange \[0 \d+ (\d+) ", rb"/ByteRange \[0 \d+ \d+ (\d+)\]", rb"/Contents (<)3", rb"(/ETSI.CAdES.detached)",
    ],
)  # fmt: skip
def test_a_flipped_byte_in_the_signature_is_named(pattern):
    data = sealed().data
    verdict = check(flipped(data, middle_of(data, pattern)))
    assert verdict.code is Code.SEAL_BROKEN or (verdict.code, verdict.parts) == (Code.CHANGED, ("seal",))


@pytest.mark.parametrize("step", [193, pytest.param(23, marks=pytest.mark.soak)])
def test_a_flip_anywhere_is_never_genuine_and_always_named(step):
    data = sealed().data
    register_ = register((data, State.VALID))
    names = set()
    for place in range(8, len(data), step):
        verdict = verify_pdf(flipped(data, place, 1 << (place % 8)), known=register_)
        names.add(verdict.code)
        assert verdict.code in (Code.CHANGED, Code.SEAL_BROKEN), place
        assert verdict.code is not Code.CHANGED or verdict.parts, place
    assert names == {Code.CHANGED, Code.SEAL_BROKEN}


@pytest.mark.parametrize("tail", [b"\n", b"\0", b"%%EOF\n", b"1 0 obj\n<<>>\nendobj\n", b"<script>alert(1)</script>"])
def test_bytes_after_the_seal_are_named(tail):
    assert check(sealed().data + tail).code is Code.APPENDED


def updated(change) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed().data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_replaced_page_in_an_update_is_named():
    def replace(writer):
        page = writer.root["/Pages"]["/Kids"][1].get_object()
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT (iets anders) Tj ET"))
        writer.update_container(page)

    data = updated(replace)
    assert data.startswith(sealed().data)
    assert check(data).code is Code.APPENDED


def test_a_second_seal_over_ours_is_an_addition():
    from pyhanko.sign.fields import SigFieldSpec
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    signer = SealSigner.from_settings().signer
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed().data))
    del writer.root["/Perms"]  # an honest program would refuse to go on here
    writer.update_root()
    meta = PdfSignatureMetadata(field_name="Tweede")
    data = PdfSigner(meta, signer, new_field_spec=SigFieldSpec("Tweede")).sign_pdf(writer).getvalue()
    assert check(data).code is Code.APPENDED


def test_a_page_exchanged_in_place_is_named():
    data = sealed().data
    with pikepdf.open(io.BytesIO(data)) as document:
        content = document.pages[1].Contents.read_raw_bytes()
    other = zlib.compress(b"/Artifact BMC EMC")
    verdict = check(data.replace(content, other + b"\0" * (len(content) - len(other))))
    assert (verdict.code, verdict.parts) == (Code.CHANGED, ("page2",))


@pytest.mark.parametrize("change", ["reordered", "one page less", "saved again"])
def test_a_file_that_another_program_wrote_again_has_a_broken_seal(change):
    with pikepdf.open(io.BytesIO(sealed().data)) as document:
        if change == "reordered":
            document.pages.reverse()
        elif change == "one page less":
            del document.pages[1]
        out = io.BytesIO()
        document.save(out)
    assert check(out.getvalue()).code in (Code.SEAL_BROKEN, Code.CHANGED)
    assert not check(out.getvalue()).unchanged


def test_a_swapped_report_with_a_right_seal_is_named():
    """Sealed with our key, but never registered: another report in the place of the first."""
    other = sealed("report")
    verdict = check(other.data)
    assert (verdict.code, verdict.unchanged, verdict.signer) == (Code.UNKNOWN_HERE, False, "Dorpsbelang Veenkamp")


def test_a_seal_of_somebody_else_is_named(tmp_path):
    make_keys(tmp_path / "ander.p12", "Dorpsbelang Veenkamp", "")  # the same name on it
    signer = SealSigner(load_keys(tmp_path / "ander.p12", ""))
    other = seal_pdf(made("declaration"), signer=signer, reason="Verzegeld")
    assert check(other.data).code is Code.UNKNOWN_CERTIFICATE
    remember(signer.keys, tmp_path / "elders")  # knowing it elsewhere changes nothing here
    assert check(other.data).code is Code.UNKNOWN_CERTIFICATE


def test_an_old_seal_is_still_ours_after_rotation(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    make_keys(tmp_path / "oud.p12", "Dorpsbelang Veenkamp", "")
    old = SealSigner(load_keys(tmp_path / "oud.p12", ""))
    data = seal_pdf(made("form"), signer=old, reason="Verzegeld").data
    known = register((data, State.VALID))
    assert verify_pdf(data, known=known).code is Code.UNKNOWN_CERTIFICATE
    remember(old.keys, tmp_path / "seal-certificates")
    assert verify_pdf(data, known=known).code is Code.GENUINE


def test_a_long_term_seal_of_an_authority_is_genuine_and_a_flip_in_its_timestamp_is_named(settings, tmp_path):
    """law.md S-05: the timestamp stands outside what the seal covers, so it is checked by itself."""
    settings.DATA_DIR = tmp_path
    with running() as authority:
        (tmp_path / "gegeven.p12").write_bytes(authority.pkcs12("Dorpsbelang Veenkamp", b"geheim"))
        keys = load_keys(tmp_path / "gegeven.p12", "geheim")
        signer = SealSigner(keys, timestamp_url=f"{authority.url}/tsa")
        data = seal_pdf(made("form"), signer=signer, reason="Verzegeld").data
    remember(keys, tmp_path / "seal-certificates")
    known = register((data, State.VALID))
    verdict = verify_pdf(data, known=known)
    assert (verdict.code, verdict.level, verdict.signer) == (Code.GENUINE, "B-LT", "Dorpsbelang Veenkamp")
    token = data.index(b"2A864886F70D010910020E", data.index(b"/Contents <"))  # the attribute with the timestamp
    end = data.index(b"00000000>", token)
    codes = {verify_pdf(hexadecimal_flip(data, place), known=known).code for place in range(token, end, 97)}
    assert codes <= {Code.SEAL_BROKEN, Code.UNKNOWN_HERE}
    assert Code.SEAL_BROKEN in codes
    gone = verify_pdf(data.replace(b"2A864886F70D010910020E", b"2A864886F70D010910020F"), known=known)
    assert not gone.unchanged


def test_a_page_without_seal_is_named():
    assert check(made("declaration")).code is Code.NO_SEAL


def test_a_decoy_before_the_seal_does_not_lead_away():
    """A person may type what looks like a seal; it then stands in the title."""
    from reports.pdf import render_pdf

    trick = "/ByteRange [0 4 6 10] /Contents <00> /ByteRange [0 99999999 999999999 9]"
    _html, page = render_pdf("form.html", {"questions": []}, language="nl", title=trick)
    assert b"/ByteRange [0 4 6 10]" in page
    data = seal_pdf(page, signer=SealSigner.from_settings(), reason="x").data
    assert verify_pdf(data, known=register((data, State.VALID))).code is Code.GENUINE
    assert verify_pdf(flipped(data, 5000), known=register((data, State.VALID))).code is Code.CHANGED


def test_a_seal_that_leaves_out_more_than_itself_is_broken():
    """The classic trick: let the byte range skip the part that was changed."""
    data = sealed().data
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\] *", data)
    start, stop, rest = map(int, found.groups())
    for numbers in ((start - 500, stop, rest), (start, stop + 200, rest - 200), (start, stop, rest - 100), (0, 0, 0)):
        new = b"/ByteRange [0 %d %d %d]" % numbers
        forged = data.replace(found[0], new.ljust(len(found[0])))
        assert len(forged) == len(data)
        assert check(forged).code in (Code.SEAL_BROKEN, Code.CHANGED)


def bombs() -> dict[str, tuple[bytes, Code]]:
    head = b"%PDF-1.7\n"
    zeros = zlib.compress(b"\0" * 50_000_000)
    loop = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Prev 9/Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
    many = b"/ByteRange [0 1 2 3] " * 400_000
    cms = b"/Contents <" + b"30" * 90_000 + b">"
    nest = b"<" + b"3080" * 40_000 + b">"
    parts = b"TOETSSTEEN PARTS 1 " + b"0 99999999 page1 0123456789abcdef " * 5_000
    return {
        "empty": (b"", Code.NOT_PDF),
        "text": (b"Beste lezer,\n", Code.NOT_PDF),
        "zip": (b"PK\x03\x04" + b"\0" * 2000, Code.NOT_PDF),
        "gzip": (gzip.compress(head), Code.NOT_PDF),
        "header too late": (b" " * 2000 + head, Code.NOT_PDF),
        "only a header": (head, Code.NO_SEAL),
        "zip and pdf at once": (head + b"PK\x03\x04" + b"\0" * 100, Code.NO_SEAL),
        "endless chain": (head + loop, Code.NO_SEAL),
        "unpacks to 50 MB": (
            head + b"1 0 obj\n<</Filter/FlateDecode>>\nstream\n" + zeros + b"\nendstream",
            Code.NO_SEAL,
        ),
        "nested": (head + b"[" * 1_000_000, Code.NO_SEAL),
        "many ranges": (head + many, Code.SEAL_BROKEN),
        "huge container": (head + cms + b"/ByteRange [0 20 180030 5]", Code.SEAL_BROKEN),
        "nested container": (head + nest + b"/ByteRange [0 9 %d 20]     " % (9 + len(nest)), Code.SEAL_BROKEN),
        "many parts": (head + parts, Code.SEAL_BROKEN),
        "big numbers": (head + b"/ByteRange [0 999999999 999999999 999999999]", Code.SEAL_BROKEN),
        "encrypted": (head + b"trailer\n<</Encrypt 5 0 R>>", Code.ENCRYPTED),
        "too large": (head + b"\0" * LARGEST, Code.TOO_LARGE),
    }


@pytest.mark.parametrize("name", bombs())
def test_a_hostile_file_gets_a_calm_answer(name):
    """Promise 8: bombs and polyglots are refused at once."""
    data, code = bombs()[name]
    start = time.process_time()
    assert check(data).code is code
    assert time.process_time() - start < 5


def test_a_zip_behind_a_sealed_file_is_an_addition():
    assert check(sealed().data + b"PK\x03\x04" + b"\0" * 100).code is Code.APPENDED


@pytest.mark.parametrize("step", [977, pytest.param(149, marks=pytest.mark.soak)])
def test_our_reading_of_a_signature_agrees_with_pyhanko(step):
    """We check the signature ourselves (see seal_reading), and never accept what a library that many use refuses.

    The other way round may happen: some bytes no signature covers, and we look at those too.
    """
    data = sealed().data
    container = re.search(rb"/Contents <(\w+)>", data)
    places = [None, *range(8, len(data), step), *range(container.start(1), container.end(1), step // 4)]
    answers = {ours_and_theirs(data if place is None else hexadecimal_flip(data, place)) for place in places}
    assert (True, True) in answers
    assert (False, False) in answers
    assert (True, False) not in answers


def hexadecimal_flip(data: bytes, place: int) -> bytes:
    """Change one byte; a hexadecimal digit into another digit, so that the container can still be read."""
    digits = b"0123456789ABCDEF"
    new = digits[digits.index(data[place]) ^ 1] if data[place] in digits else data[place] ^ 1
    return data[:place] + bytes([new]) + data[place + 1 :]


def ours_and_theirs(data: bytes) -> tuple[bool, bool]:
    from reports.seal_reading import NoSeal, SealBroken, read_seal

    try:
        seal = read_seal(data)
        ours = seal.intact and seal.plain
    except (NoSeal, SealBroken):
        ours = False
    return ours, pyhanko_accepts(data)


def pyhanko_accepts(data: bytes) -> bool:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    try:
        (signature,) = PdfFileReader(io.BytesIO(data)).embedded_signatures
        digest = signature.compute_digest()
        intact, valid = validate_sig_integrity(signature.signer_info, signature.signer_cert, "data", digest)
    except Exception:  # it may fail in as many ways as there are bytes
        return False
    return intact and valid


@pytest.mark.soak
def test_torn_files_never_raise_and_are_never_genuine():
    data = sealed().data
    for length in range(0, len(data), 61):
        assert not check(data[:length]).unchanged
        assert not check(data[length:]).unchanged or length == 0


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9, 0.995])
def test_a_torn_file_is_not_genuine(cut):
    verdict = check(sealed().data[: int(len(sealed().data) * cut)])
    assert verdict.code in (Code.NO_SEAL, Code.SEAL_BROKEN)


def test_every_outcome_has_a_sentence_in_both_languages():
    assert [*SENTENCES] == [*Code]
    assert len({str(sentence) for sentence in SENTENCES.values()}) == len(Code)
