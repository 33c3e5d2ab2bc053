"""Seals a PDF with PAdES, without breaking PDF/A or PDF/UA (law.md S-03 to S-06, decision 31).

Levels, named as they are: B-B by default; B-T when a timestamp server is configured and answers; B-LT when moreover the
certificate comes from an authority and its revocation state could be fetched. A server that is away never stops an act:
the seal is then of a lower level, and the result says so.
"""

import asyncio
import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from reports.seal_keys import SealKeys, configured_keys
from reports.seal_parts import describe_parts

_log = logging.getLogger(__name__)
ROOTS = "seal-roots"  # folder in the data directory with trusted roots, one PEM file each
_TIMEOUT = 10  # seconds for one request to the timestamp server
_LARGEST_ANSWER = 100_000


@dataclass(frozen=True)
class SealedPdf:
    """A sealed file and what can honestly be said about its seal."""

    data: bytes = field(repr=False)
    file_digest: str  # SHA-256 of `data`, the key in the register (decision 28)
    level: str  # "B-B", "B-T" or "B-LT"
    sealed_at: datetime
    timestamped_at: datetime | None
    timestamp_failed: bool  # a server is configured but did not answer
    certificate_fingerprint: str
    signer_name: str


class SealSigner:
    """The key, loaded once per process, with the timestamp server to ask."""

    def __init__(self, keys: SealKeys, *, timestamp_url: str = "", roots: Iterable[bytes] = ()) -> None:
        """`roots`: certificates (PEM or DER) trusted for the timestamp and for the seal, beside those in the chain."""
        self.keys = keys
        self.roots = tuple(roots)
        self.signer = _signer(keys)
        self.stamper = _stamper(timestamp_url) if timestamp_url else None

    @classmethod
    def from_settings(cls) -> "SealSigner":
        """Return the signer of this installation. Raises SealKeyError when the certificate cannot be used."""
        return _configured_signer()

    def revocation_context(self) -> Any:
        """Return what is needed to prove that the certificate was valid; None for a self-made one."""
        if not self.keys.issued_by_authority or self.stamper is None:
            return None
        from pyhanko_certvalidator import ValidationContext

        chain = [_asn1(_der(one)) for one in self.keys.chain]
        roots = [one for one in chain if one.self_issued] + [_asn1(root) for root in self.roots]
        # "require": a seal is called B-LT only when the proof is really there for every certificate.
        return ValidationContext(
            trust_roots=roots, other_certs=chain, allow_fetching=True, revocation_mode="require"
        )  # fmt: skip


@cache
def _configured_signer() -> SealSigner:
    from django.conf import settings

    roots = [path.read_bytes() for path in sorted((Path(settings.DATA_DIR) / ROOTS).glob("*.pem"))]
    return SealSigner(configured_keys(), timestamp_url=settings.TIMESTAMP_URL, roots=roots)


def _signer(keys: SealKeys) -> Any:
    """Return pyHanko's signer with a key that stays loaded.

    pyHanko reads and checks the key again for every signature, which costs ten times what signing does.
    """
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa
    from pyhanko.sign.signers import SimpleSigner

    class KeptKey(SimpleSigner):
        def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
            if not isinstance(keys.key, rsa.RSAPrivateKey) or digest_algorithm != "sha256":
                return super().sign_raw(data, digest_algorithm)
            return keys.key.sign(data, padding.PKCS1v15(), hashes.SHA256())

    read = SimpleSigner.load_pkcs12_data(keys.pkcs12, other_certs=[], passphrase=keys.password)
    return KeptKey(signing_cert=read.signing_cert, signing_key=read.signing_key, cert_registry=read.cert_registry)


def _der(certificate: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.DER)


def _asn1(data: bytes) -> Any:
    from asn1crypto import pem, x509

    return x509.Certificate.load(pem.unarmor(data)[2] if pem.detect(data) else data)


def seal_pdf(pdf: bytes, *, signer: SealSigner, reason: str, location: str = "", contact: str = "") -> SealedPdf:
    """Seal `pdf`, which must come from `reports.pdf`, as one update that forbids every later change.

    `reason`, `location` and `contact` are shown by PDF readers; no personal data belongs in them.
    """
    from reports.seal_reading import read_seal

    told = {"reason": reason, "location": location, "contact_info": contact, "name": signer.keys.name}
    words = {key: word for key, word in told.items() if word}
    data, failed = _best_seal(pdf, signer, words)
    seal = read_seal(data)
    assert seal.sealed_at is not None  # pyHanko always writes the time
    return SealedPdf(
        data=data,
        file_digest=hashlib.sha256(data).hexdigest(),
        level=seal.level,
        sealed_at=seal.sealed_at,
        timestamped_at=seal.timestamped_at,
        timestamp_failed=failed,
        certificate_fingerprint=signer.keys.fingerprint,
        signer_name=signer.keys.name,
    )


def _best_seal(pdf: bytes, signer: SealSigner, words: dict[str, str]) -> tuple[bytes, bool]:
    """Try the levels from high to low; return the sealed file and whether a timestamp was wanted but not had."""
    attempts = [(signer.stamper, None)] if signer.stamper else []
    revocation = signer.revocation_context()
    if revocation:
        attempts.insert(0, (signer.stamper, revocation))
    for stamper, context in attempts:
        try:
            return _seal(pdf, signer, words, stamper, context), False
        except _away() as error:
            wanted = "revocation state" if context else "timestamp"
            _log.warning("The %s for a seal could not be had (%s); sealing without it.", wanted, type(error).__name__)
    return _seal(pdf, signer, words, None, None), signer.stamper is not None


def _away() -> tuple[type[Exception], ...]:
    """Errors that mean: this level cannot be reached today."""
    from pyhanko.sign.general import SigningError
    from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

    return (OSError, TimeoutError, ValueError, SigningError, PathBuildingError, PathValidationError)


def _seal(pdf: bytes, signer: SealSigner, words: dict[str, str], stamper: Any, revocation: Any) -> bytes:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    # Signing would add a date to the XMP in a form that PDF/A refuses. Private: the version is pinned, a test watches.
    writer._update_meta = lambda: None
    now = generic.pdf_date(datetime.now().astimezone())
    parts = generic.pdf_string(describe_parts(pdf, writer.prev.root))
    own = generic.DictionaryObject({generic.pdf_name("/LastModified"): now, generic.pdf_name("/Private"): parts})
    writer.root["/PieceInfo"] = generic.DictionaryObject({generic.pdf_name("/Toetssteen"): own})
    writer.update_root()
    what = PdfSignatureMetadata(
        field_name="Zegel", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES, embed_validation_info=revocation is not None,
        validation_context=revocation, dss_settings=_one_revision(), **words,
    )  # fmt: skip
    where = SigFieldSpec(
        sig_field_name="Zegel",
        readable_field_name="Zegel van Toetssteen",
        invis_sig_settings=InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True),
    )
    sealed = PdfSigner(what, signer.signer, timestamper=stamper, new_field_spec=where).sign_pdf(writer)
    return sealed.getvalue()


def _one_revision() -> Any:
    """Put the proof of validity inside the seal, so that nothing ever stands after it."""
    from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference

    return DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE)


def _stamper(url: str) -> Any:
    """Return a client for one RFC 3161 server. Only a hash travels (law.md S-05). Raises ValueError for another scheme."""
    from urllib.parse import urlsplit
    from urllib.request import Request, urlopen

    from asn1crypto import tsp
    from pyhanko.sign.timestamps import TimeStamper

    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("TIMESTAMP_URL must start with http:// or https://.")

    class Stamper(TimeStamper):
        async def async_request_tsa_response(self, req):
            return tsp.TimeStampResp.load(await asyncio.to_thread(self._ask, req.dump()))

        def _ask(self, question: bytes) -> bytes:
            kind = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
            with urlopen(Request(url, question, kind), timeout=_TIMEOUT) as answer:  # nosec B310
                return answer.read(_LARGEST_ANSWER)

    return Stamper()
