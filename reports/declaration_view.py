"""The declaration as one frozen value: the text as shown, who signed it and the proof; for page, PDF and digest."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from parties.calendar import local
from reports.canonical import canonical, digest_of
from reports.models import Declaration, Signature
from reports.report_view import person_behind


@dataclass(frozen=True)
class Signed:
    """One signature, for people; `evidence` is for whoever has to prove it."""

    side: str
    label: str
    who: str
    on: str
    utc: str
    level: str
    evidence: dict


@dataclass(frozen=True)
class DeclarationView:
    code: str
    language: str
    text: dict
    text_digest: str
    signatures: tuple[Signed, ...]
    kept_at: str

    def as_dict(self) -> dict:
        return asdict(self)

    def to_json(self) -> str:
        """The canonical text behind `record_digest`."""
        return canonical(self.as_dict())

    @property
    def record_digest(self) -> str:
        return digest_of(self.as_dict())

    @property
    def evidence(self) -> list[dict]:
        """What goes into the sealed file as an attachment: proof of signatures, nothing of the dossier."""
        return [signed.evidence for signed in self.signatures]


def declaration_view(declaration: Declaration) -> DeclarationView:
    """The declaration with the signatures it has now, in the language in which it was signed."""
    candidacy = declaration.candidacy
    with override(declaration.language):
        rows = Signature.objects.filter(declaration=declaration).order_by("at", "side")
        return DeclarationView(
            code=candidacy.code,
            language=declaration.language,
            text=declaration.text,
            text_digest=declaration.text_digest,
            signatures=tuple(_signed(row, candidacy) for row in rows),
            kept_at=declaration.paper_at,
        )


def _signed(row: Signature, candidacy) -> Signed:
    party = row.side == Signature.Side.PARTY
    who = f"{row.typed_name} ({role_of(row, candidacy)})" if party else row.typed_name
    return Signed(
        side=row.side,
        label=_("Voor de partij") if party else _("Kandidaat"),
        who=who,
        on=moment_words(row.at, candidacy),
        utc=row.evidence["times"]["signed"],
        level=row.evidence["level"],
        evidence=row.evidence,
    )


def role_of(row: Signature, candidacy) -> str:
    """The role of who signed for the party."""
    return person_behind(row.signed_by, candidacy.round).rpartition(", ")[2]


def moment_words(moment: datetime, candidacy) -> str:
    """ "11 november 2026 om 14.03 uur", in the body's own time."""
    there = local(moment, candidacy.round.body)
    return _("%(day)s om %(time)s uur") % {"day": date_format(there, "j F Y"), "time": date_format(there, "G.i")}
