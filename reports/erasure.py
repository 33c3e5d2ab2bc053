"""What floor 3 adds to erasing: when a report is closed, what pauses, the receipt, the seal register."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from candidates.models import Candidacy
from parties.safekeeping.erasing import due
from parties.safekeeping.retention import register_pause, register_receipt, register_trigger
from reports.models import Appeal, Document, ErasureReceipt, Report, SealRegister

SKELETON = ["code", "outcome", "dates"]


def _report_closed(model, cutoff) -> Q:
    """The report of the row's candidacy was adopted at or before `cutoff`."""
    anchor = getattr(model, "retention_anchor", "")
    adopted = Report._base_manager.filter(candidacy=OuterRef(anchor or "pk"), adopted_at__lte=cutoff)
    return Q(Exists(adopted))


def appealing(party) -> set[str]:
    """An internal appeal that has not ended keeps the dossier (R-34)."""
    return set(Appeal.objects.filter(party=party, ended_at__isnull=True).values_list("owner", flat=True))


def write_receipt(erased) -> None:
    """One line per act of erasing: which keys, when, what remains; no content (R-19)."""
    candidacy = Candidacy.objects.filter(code=erased.owner).first()
    if candidacy is None or not erased.klasses:
        return
    ErasureReceipt.objects.create(
        candidacy=candidacy, klass=" ".join(erased.klasses)[:40], erased_at=erased.at, remains=SKELETON
    )


def mark_seals(zone, day) -> int:
    """Sealed files that go tonight answer "gewist" from now on (decision 30). Runs before erasing."""
    count = 0
    for one in due(timezone.now(), among=[Document]):
        if not one.owner:
            continue
        files = _files_of(one)
        count += (
            SealRegister.objects.filter(file_digest__in=files)
            .exclude(state=SealRegister.State.ERASED)
            .update(state=SealRegister.State.ERASED, on=timezone.localdate())
        )
    return count


def _files_of(one) -> list[str]:
    kinds = [line.retention.only[1] for line in one.lines if line.retention.only] or list(Document.Kind.values)
    rows = Document._base_manager.filter(party=one.party, owner=one.owner, kind__in=kinds)
    return list(rows.exclude(file_digest="").values_list("file_digest", flat=True))


def register_erasure() -> None:
    register_trigger("report_closed", _report_closed)
    register_pause(appealing)
    register_receipt(write_receipt)
