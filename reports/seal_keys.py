"""The key and certificate of the seal: where they live, how they are made, which ones were ever ours.

The operator may give a PKCS#12 file; without one a certificate is made once, in the data directory, readable by its
owner only. Every certificate that sealed something here is kept beside it, so that an older seal is still recognised
after the key has been replaced. That folder is also the record of rotation: one file per certificate, dated.
"""

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

SELF_MADE = "toetssteen-seal.p12"
CERTIFICATES = "seal-certificates"
_YEARS_VALID = 10  # longer than a term of four years plus the time until a declaration is erased (law.md R-12)


class SealKeyError(Exception):
    """The configured certificate cannot be used; the message says why, without the password."""


@dataclass(frozen=True)
class SealKeys:
    """A private key with its certificate and the chain above it, as read from one PKCS#12 file."""

    pkcs12: bytes = field(repr=False)
    password: bytes | None = field(repr=False)
    key: Any = field(repr=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hexadecimal."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def issued_by_authority(self) -> bool:
        """Whether somebody else vouches for this certificate."""
        return self.certificate.issuer != self.certificate.subject

    @property
    def name(self) -> str:
        return certificate_name(self.certificate)


def certificate_name(certificate: x509.Certificate) -> str:
    """Return the organisation or else the common name in a certificate."""
    for kind in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        found = certificate.subject.get_attributes_for_oid(kind)
        if found:
            return str(found[0].value)
    return certificate.subject.rfc4514_string()


def load_keys(path: Path, password: str) -> SealKeys:
    """Read a PKCS#12 file. Raises SealKeyError when it is missing, locked or holds no key."""
    try:
        data = path.read_bytes()
        secret = password.encode() or None
        key, certificate, chain = pkcs12.load_key_and_certificates(data, secret)
    except OSError as error:
        raise SealKeyError(f"The seal certificate cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise SealKeyError("The seal certificate is damaged or the password is wrong.") from error
    if key is None or certificate is None:
        raise SealKeyError("The PKCS#12 file holds no private key with a certificate.")
    return SealKeys(data, secret, key, certificate, tuple(chain))


def make_keys(path: Path, organisation: str, password: str) -> None:
    """Make a self-signed certificate once. Whoever loses a race keeps the winner's file."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    locked: serialization.KeySerializationEncryption = (
        serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
    )
    data = pkcs12.serialize_key_and_certificates(
        organisation.encode(), key, _self_signed(key, organisation), None, locked
    )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _self_signed(key: rsa.RSAPrivateKey, organisation: str) -> x509.Certificate:
    now = datetime.now(UTC)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{organisation[:50]} (zegel)"),
        ]
    )
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
        False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=365 * _YEARS_VALID))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


@cache
def configured_keys() -> SealKeys:
    """Return this installation's key, read once per process, made on first need.

    Raises SealKeyError when `SEAL_PKCS12` names a file that cannot be used; a file of our own is never made there.
    """
    from django.conf import settings

    password = settings.SEAL_PKCS12_PASSWORD
    path = Path(settings.SEAL_PKCS12 or Path(settings.DATA_DIR) / SELF_MADE)
    if not settings.SEAL_PKCS12 and not path.exists():
        make_keys(path, settings.SEAL_ORGANISATION, password)
    keys = load_keys(path, password)
    remember(keys, Path(settings.DATA_DIR) / CERTIFICATES)
    return keys


def remember(keys: SealKeys, folder: Path) -> None:
    """Keep the public certificate of a key that is in use."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = folder / f"{keys.fingerprint}.pem"
    if not kept.exists():
        kept.write_bytes(keys.certificate.public_bytes(serialization.Encoding.PEM))


def own_certificates() -> dict[str, x509.Certificate]:
    """Return every certificate that sealed here, by fingerprint."""
    from django.conf import settings

    configured_keys()
    folder = Path(settings.DATA_DIR) / CERTIFICATES
    return {path.stem: x509.load_pem_x509_certificate(path.read_bytes()) for path in sorted(folder.glob("*.pem"))}
