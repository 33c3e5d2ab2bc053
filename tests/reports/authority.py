"""A small certificate authority with a timestamp server and a revocation list, on this machine only."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime.now(UTC)


class Authority:
    """Issues certificates and answers on `url`; `asked` counts requests by path, `away` makes it refuse."""

    def __init__(self, url: str) -> None:
        self.url, self.away, self.asked = url, set(), []
        self.root_key = ec.generate_private_key(ec.SECP256R1())
        self.root = self._issue("Proefautoriteit", self.root_key, ca=True)
        self.tsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)  # pyHanko's clock knows only RSA
        self.tsa = self._issue("Proefklok", self.tsa_key, usage=ExtendedKeyUsageOID.TIME_STAMPING)

    def _issue(self, name: str, key, *, ca: bool = False, usage=None) -> x509.Certificate:
        subject = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, name)])
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject if ca else self.root.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - timedelta(days=1))
            .not_valid_after(NOW + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(
                x509.KeyUsage(
                    digital_signature=not ca, content_commitment=not ca, key_cert_sign=ca, crl_sign=ca, key_encipherment=False,
                    data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
                ),
                critical=True,
            )
        )  # fmt: skip
        if not ca:
            where = [x509.UniformResourceIdentifier(f"{self.url}/crl")]
            point = x509.DistributionPoint(full_name=where, relative_name=None, reasons=None, crl_issuer=None)
            builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
        if usage:
            builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
        return builder.sign(self.root_key, hashes.SHA256())

    def pkcs12(self, name: str, password: bytes) -> bytes:
        """Return a certificate for a seal, with its key and the root, locked with a password."""
        key = ec.generate_private_key(ec.SECP256R1())
        locked = serialization.BestAvailableEncryption(password)
        return pkcs12.serialize_key_and_certificates(b"zegel", key, self._issue(name, key), [self.root], locked)

    @property
    def root_pem(self) -> bytes:
        return self.root.public_bytes(Encoding.PEM)

    @cached_property
    def crl(self) -> bytes:
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.root.subject)
        builder = builder.last_update(NOW - timedelta(hours=1)).next_update(NOW + timedelta(days=7))
        return builder.sign(self.root_key, hashes.SHA256()).public_bytes(Encoding.DER)

    def stamp(self, question: bytes) -> bytes:
        from asn1crypto import keys
        from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

        der = self.tsa_key.private_bytes(Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        chain = [asn1.Certificate.load(one.public_bytes(Encoding.DER)) for one in (self.tsa, self.root)]
        stamper = DummyTimeStamper(chain[0], keys.PrivateKeyInfo.load(der), certs_to_embed=chain)
        return stamper.request_tsa_response(tsp.TimeStampReq.load(question)).dump()


@contextmanager
def running() -> Iterator[Authority]:
    """Serve an authority on a free port of this machine until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            question = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(lambda: authority.stamp(question), "application/timestamp-reply")

        def do_GET(self):
            self._answer(lambda: authority.crl, "application/pkix-crl")

        def _answer(self, make, kind):
            authority.asked.append(self.path)
            gone = self.path in authority.away
            body = b"" if gone else make()
            self.send_response(503 if gone else 200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    authority = Authority(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
