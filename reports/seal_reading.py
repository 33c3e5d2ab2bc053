"""Finds and checks the seal in bytes that anybody may have made.

Works on the bytes alone: no object of a hostile file is followed, nothing in it is unpacked, so loops and bombs have
nothing to work on. Each fault is an exception with its own name.
"""

import hashlib
import hmac
import re
from binascii import hexlify, unhexlify
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s*\]")
_HEX = re.compile(rb"<[0-9A-F]+>")
_TIME = re.compile(rb"/M\s*\((D(?::|\\072)[^()]{14,60})\)")
_TRACES = (b"/ByteRange", b"/ETSI.CAdES.detached", b"TOETSSTEEN PARTS", b"/Type /Sig", b"/FT /Sig", b"/DocMDP")
_LARGEST_CMS = 200_000  # hexadecimal characters; ours take about 20,000
_MOST_RANGES = 50


class NoSeal(Exception):
    """The file carries no seal and no trace of one."""


class SealBroken(Exception):
    """There is a seal, or a trace of one, that does not hold."""


@dataclass(frozen=True)
class Seal:
    """A seal whose signature is right. Whether it is ours, and whether the file is unchanged, is for the caller."""

    covered: int  # bytes from the start of the file up to and including what the seal covers
    intact: bool  # the covered bytes are those that were sealed
    certificate: Any  # cryptography.x509.Certificate
    fingerprint: str
    sealed_at: datetime | None
    timestamped_at: datetime | None
    level: str
    plain: bool  # also the fields that no signature covers are as we write them


def read_seal(data: bytes) -> Seal:
    """Return the first seal in a file. Raises NoSeal or SealBroken."""
    first, second, third, fourth, container = _find(data)
    content = data[first:second] + data[third : third + fourth]
    try:
        return _check(container, content, third + fourth)
    except SealBroken:
        raise
    except Exception as error:  # a hostile CMS may fail anywhere in three libraries; all of it means the same
        raise SealBroken(type(error).__name__) from error


def _find(data: bytes) -> tuple[int, int, int, int, bytes]:
    """Return the four numbers of the seal's byte range and its CMS container."""
    for number, found in enumerate(_RANGE.finditer(data)):
        first, second, third, fourth = map(int, found.groups())
        gap = data[first + second : third]
        if number >= _MOST_RANGES:
            break
        if first == 0 and 2 < len(gap) <= _LARGEST_CMS and _HEX.fullmatch(gap) and third + fourth <= len(data):
            if second < found.start() < third + fourth:
                return first, second, third, fourth, _container(gap)
            raise SealBroken("the byte range leaves itself out")
    if any(trace in data for trace in _TRACES):
        raise SealBroken("no usable byte range")
    raise NoSeal


def _container(gap: bytes) -> bytes:
    """Return the DER bytes in the hexadecimal gap; what follows them may only be the zeros of the placeholder."""
    from asn1crypto import cms

    try:
        raw = unhexlify(gap[1:-1])
        length = len(cms.ContentInfo.load(raw).dump())
    except ValueError as error:
        raise SealBroken("not a CMS container") from error
    if raw[length:].strip(b"\0") or hexlify(raw).upper() != gap[1:-1]:
        raise SealBroken("something stands after the CMS container")
    return raw[:length]


def _check(container: bytes, content: bytes, covered: int) -> Seal:
    from asn1crypto import cms
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    info = cms.ContentInfo.load(container, strict=True)
    if info["content_type"].native != "signed_data":
        raise SealBroken("not signed data")
    signed = info["content"]
    intact = _signature_holds(signed, content, "data")
    certificate = x509.load_der_x509_certificate(_signer_certificate(signed).dump())
    (signer,) = signed["signer_infos"]
    stamp = _timestamp(signer)
    has_proof = re.search(rb"/DSS\b", content) is not None
    return Seal(
        covered=covered,
        intact=intact,
        certificate=certificate,
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        sealed_at=_claimed_time(content, signer),
        timestamped_at=stamp,
        level="B-B" if stamp is None else "B-LT" if has_proof else "B-T",
        plain=_is_plain(signed, signer),
    )


def _is_plain(signed: Any, signer: Any) -> bool:
    return (
        signed["version"].native == signer["version"].native == "v1"
        and [one.dump() for one in signed["digest_algorithms"]] == [signer["digest_algorithm"].dump()]
        and signed["encap_content_info"].native == {"content_type": "data", "content": None}
        and signer["signature_algorithm"]["parameters"].dump() in (b"", b"\x05\x00")
    )


def _signer_certificate(signed: Any) -> Any:
    """Return the certificate that the one signer names by issuer and serial number."""
    (signer,) = signed["signer_infos"]
    wanted = signer["sid"].chosen
    for choice in signed["certificates"]:
        certificate = choice.chosen
        if certificate.serial_number == wanted["serial_number"].native and certificate.issuer == wanted["issuer"]:
            return certificate
    raise SealBroken("the signer's certificate is missing")


def _signature_holds(signed: Any, content: bytes, content_type: str) -> bool:
    """Say whether `content` is what was signed. Raises SealBroken when the signature itself is wrong (RFC 5652 5.4).

    Checked here and not by pyHanko, because that library and what it loads would add 16 MB to every web process.
    tests/reports/test_verify.py holds both side by side.
    """
    (signer,) = signed["signer_infos"]
    certificate = _signer_certificate(signed)
    told = {attribute["type"].native: attribute["values"] for attribute in signer["signed_attrs"]}
    if len(told) != len(signer["signed_attrs"]) or told["content_type"][0].native != content_type:
        raise SealBroken("the signed attributes are not what they should be")
    _verify(signer, certificate)
    bound = told.get("signing_certificate_v2")
    if bound and not _names(bound[0]["certs"][0], certificate):
        raise SealBroken("the signature was made with another certificate")
    return hmac.compare_digest(told["message_digest"][0].native, _hash(signer["digest_algorithm"], content))


def _verify(signer: Any, certificate: Any) -> None:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding

    key: Any = x509.load_der_x509_certificate(certificate.dump()).public_key()
    algorithm = signer["signature_algorithm"]
    how = algorithm.signature_algo
    digest = getattr(hashes, _name(signer["digest_algorithm"]).upper())()
    options = {
        "rsassa_pkcs1v15": lambda: (padding.PKCS1v15(), digest),
        "rsassa_pss": lambda: (
            padding.PSS(padding.MGF1(digest), algorithm["parameters"]["salt_length"].native),
            digest,
        ),
        "ecdsa": lambda: (ec.ECDSA(digest),),
        "ed25519": lambda: (),
    }
    try:
        key.verify(signer["signature"].native, signer["signed_attrs"].untag().dump(), *options[how]())
    except InvalidSignature as error:
        raise SealBroken("the signature is wrong") from error


def _name(algorithm: Any) -> str:
    name = algorithm["algorithm"].native
    if name not in ("sha256", "sha384", "sha512"):
        raise SealBroken("a digest that nobody should use")
    return name


def _hash(algorithm: Any, content: bytes) -> bytes:
    return hashlib.new(_name(algorithm), content).digest()


def _names(bound: Any, certificate: Any) -> bool:
    return hmac.compare_digest(bound["cert_hash"].native, _hash(bound["hash_algorithm"], certificate.dump()))


def _timestamp(signer: Any) -> datetime | None:
    """Return the time in the timestamp token. Raises SealBroken when the token does not belong to this signature."""
    tokens = [a for a in signer["unsigned_attrs"] if a["type"].native == "signature_time_stamp_token"]
    if not tokens:
        return None
    signed = tokens[0]["values"][0]["content"]
    told = signed["encap_content_info"]["content"]
    imprint = told.parsed["message_imprint"]
    ours = _hash(imprint["hash_algorithm"], signer["signature"].native)
    if not _signature_holds(signed, told.contents, "tst_info") or imprint["hashed_message"].native != ours:
        raise SealBroken("the timestamp belongs to something else")
    return told.parsed["gen_time"].native


def _claimed_time(content: bytes, signer: Any) -> datetime | None:
    """Return the time at which the sealing machine says it sealed: in the signature dictionary, or else in the CMS."""
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "signing_time":
            return attribute["values"][0].native
    claims = _TIME.findall(content)
    if not claims:
        return None
    told = re.sub(rb"\\(\d{3})", lambda m: bytes([int(m[1], 8) & 255]), claims[-1])
    try:
        return datetime.strptime(told.decode("ascii").replace("'", "").replace("Z", "+0000"), "D:%Y%m%d%H%M%S%z")
    except ValueError:
        return None
