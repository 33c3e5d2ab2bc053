"""Says whether a file is what was sealed here, and if not, what is wrong with it (law.md S-07, promise 5).

Everything happens in memory and nothing is kept. Only a file whose SHA-256 stands in the register can be called genuine
(decision 30); a right seal on an unregistered file is a report that was swapped.
"""

import datetime
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from reports.seal_keys import certificate_name, own_certificates
from reports.seal_parts import changed_parts
from reports.seal_reading import NoSeal, Seal, SealBroken, read_seal

LARGEST = 10 * 1024 * 1024


class State(StrEnum):
    """What the register says about a sealed file."""

    VALID = "valid"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


@dataclass(frozen=True)
class Known:
    """A row of the register: the state of a file and the day on which it became so."""

    state: str
    date: datetime.date | None = None


class Code(StrEnum):
    """What a check found. The first four are files that are byte for byte what was sealed here."""

    GENUINE = "genuine"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"
    CHANGED = "changed"
    APPENDED = "appended"
    SEAL_BROKEN = "seal_broken"
    UNKNOWN_CERTIFICATE = "unknown_certificate"
    UNKNOWN_HERE = "unknown_here"
    NO_SEAL = "no_seal"
    ENCRYPTED = "encrypted"
    NOT_PDF = "not_pdf"
    TOO_LARGE = "too_large"


SENTENCES: dict[Code, str | Promise] = {
    Code.GENUINE: _("Dit bestand is echt en ongewijzigd."),
    Code.REPLACED: _("Dit bestand is echt en ongewijzigd, maar er is een nieuwere versie die het vervangt."),
    Code.WITHDRAWN: _("Dit bestand is echt en ongewijzigd, maar het is ingetrokken."),
    Code.ERASED: _("Dit bestand is echt en ongewijzigd. Het dossier waar het bij hoorde, is gewist."),
    Code.CHANGED: _("Dit bestand is na het verzegelen veranderd."),
    Code.APPENDED: _("Er is na het verzegelen iets aan dit bestand toegevoegd."),
    Code.SEAL_BROKEN: _("Het zegel in dit bestand is beschadigd of nagemaakt."),
    Code.UNKNOWN_CERTIFICATE: _("Dit bestand is verzegeld, maar niet met een zegel van ons."),
    Code.UNKNOWN_HERE: _("Het zegel is van ons, maar dit bestand staat niet in ons register. Vertrouw het niet."),
    Code.NO_SEAL: _("Deze pdf heeft geen zegel. We kunnen niet zien of de tekst klopt."),
    Code.ENCRYPTED: _("Deze pdf is versleuteld en heeft geen zegel van ons."),
    Code.NOT_PDF: _("Dit is geen pdf."),
    Code.TOO_LARGE: _("Dit bestand is groter dan 10 MB. Zo groot zijn onze stukken niet."),
}
_PARTS: dict[str, str | Promise] = {
    "metadata": _("de gegevens over het bestand, zoals de titel"),
    "attachment": _("de bijlage met het bewijs"),
    "drawing": _("de letters of tekeningen op de bladen"),
    "structure": _("de opbouw van het bestand"),
    "xref": _("de inhoudsopgave van het bestand"),
    "seal": _("het deel dat bij het verzegelen is toegevoegd"),
}


@dataclass(frozen=True)
class Verdict:
    """The outcome of one check. `sentence` follows the active language when it is printed."""

    code: Code
    file_digest: str
    known: Known | None = None
    seal: Seal | None = None
    parts: tuple[str, ...] = ()  # labels of what changed, as in seal_parts

    @property
    def genuine(self) -> bool:
        """Whether this is the current, unchanged file; replaced, withdrawn and erased ones are not."""
        return self.code is Code.GENUINE

    @property
    def unchanged(self) -> bool:
        """Whether the bytes are those that were sealed here, whatever became of the document since."""
        return self.code in (Code.GENUINE, Code.REPLACED, Code.WITHDRAWN, Code.ERASED)

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.code])

    @property
    def changed(self) -> list[str]:
        """Name each changed part in words."""
        return [
            _now("de tekst van blad %(number)s") % {"number": label[4:]} if label.startswith("page") else str(_PARTS[label])
            for label in self.parts
        ]  # fmt: skip

    @property
    def signer(self) -> str:
        return certificate_name(self.seal.certificate) if self.seal else ""

    @property
    def sealed_at(self) -> datetime.datetime | None:
        return self.seal.sealed_at if self.seal else None

    @property
    def timestamped_at(self) -> datetime.datetime | None:
        return self.seal.timestamped_at if self.seal else None

    @property
    def level(self) -> str:
        return self.seal.level if self.seal else ""

    @property
    def certificate_fingerprint(self) -> str:
        return self.seal.fingerprint if self.seal else ""


def nothing_known(_digest: str) -> Known | None:
    """The register of an installation that has sealed nothing."""
    return None


def verify_pdf(data: bytes, *, known: Callable[[str], Known | None] = nothing_known) -> Verdict:
    """Check a file that somebody gave us.

    `known` looks up the SHA-256 of the file, in hexadecimal, in the register. Never raises for what is in `data`.
    """
    if len(data) > LARGEST:
        return Verdict(Code.TOO_LARGE, "")
    digest = hashlib.sha256(data).hexdigest()
    if b"%PDF-" not in data[:1024]:
        return Verdict(Code.NOT_PDF, digest)
    row = known(digest)
    try:
        seal = read_seal(data)
    except NoSeal:
        return Verdict(Code.ENCRYPTED if re.search(rb"/Encrypt\b", data) else Code.NO_SEAL, digest, row)
    except SealBroken:
        return Verdict(Code.SEAL_BROKEN, digest, row, parts=tuple(changed_parts(data)))
    return _judge(data, digest, seal, row)


def _judge(data: bytes, digest: str, seal: Seal, row: Known | None) -> Verdict:
    certificates = own_certificates()
    if seal.fingerprint not in certificates:
        theirs = seal.certificate.public_key()
        forged = any(certificate.public_key() == theirs for certificate in certificates.values())
        return Verdict(Code.SEAL_BROKEN if forged else Code.UNKNOWN_CERTIFICATE, digest, row, seal)
    if not seal.intact:
        return Verdict(Code.CHANGED, digest, row, seal, tuple(changed_parts(data)) or ("seal",))
    if not seal.plain:
        return Verdict(Code.SEAL_BROKEN, digest, row, seal)
    if seal.covered < len(data):
        return Verdict(Code.APPENDED, digest, row, seal)
    if row is None:
        return Verdict(Code.UNKNOWN_HERE, digest, None, seal)
    return Verdict(_CODES[State(row.state)], digest, row, seal)


_CODES = {
    State.VALID: Code.GENUINE,
    State.REPLACED: Code.REPLACED,
    State.WITHDRAWN: Code.WITHDRAWN,
    State.ERASED: Code.ERASED,
}
