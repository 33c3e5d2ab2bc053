"""Everything a candidate does before handing in, and handing in itself."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from candidates.models import Candidacy, Notice, Sheet, Stage, Tie
from candidates.sheets import is_private, page_of, sheet_of
from candidates.workflow import Missing, advance, locked
from instruments.editions import editions_in
from parties.models import ProcedureVersion
from parties.outbox import cancel_for
from parties.safekeeping.audit import record
from parties.safekeeping.crypto import lookup_hash
from parties.seats import committee_of

NO_TIE = ""
DETAILS = (
    "initials",
    "first_name",
    "prefixes",
    "last_name",
    "birth_date",
    "residence",
    "phone",
    "relation",
    "gender",
    "representative",
)


def current_notice(round) -> ProcedureVersion | None:
    return ProcedureVersion.objects.filter(round=round).order_by("-number").first()


def read_notice(candidacy: Candidacy, version: ProcedureVersion, *, actor) -> None:
    """The candidate says: read. No consent (law.md P-03, P-04)."""
    with transaction.atomic():
        _row, fresh = Notice.objects.get_or_create(
            candidacy=candidacy, version=version, defaults={"owner": candidacy.code, "party": candidacy.party}
        )
        if fresh:
            record("notice.read", actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code,
                   codes={"version": version.number})  # fmt: skip


def say_ties(candidacy: Candidacy, named: dict, *, actor) -> None:
    """The candidate names ties with the committee: member -> kind, or "" for no tie.

    A member named here is kept out until a member outside the tie resolves it (decision 15).
    """
    with transaction.atomic():
        for seat in committee_of(candidacy.round):
            kind = named.get(seat.member.code, NO_TIE)
            tie = Tie.objects.filter(candidacy=candidacy, member=seat.member, said_by=Tie.Said.CANDIDATE).first()
            if tie and tie.kind == kind:
                continue
            tie = tie or Tie(candidacy=candidacy, member=seat.member, said_by=Tie.Said.CANDIDATE)
            tie.kind, tie.said_at = kind, timezone.now()
            tie.resolved_at, tie.resolved_by, tie.resolution = None, "", ""
            tie.save()
            record("tie.declared" if kind else "tie.none", actor=actor, party=candidacy.party, chain=candidacy.chain,
                   about=candidacy.code, codes={"member": seat.member.code})  # fmt: skip


def apply(candidacy: Candidacy, details: dict, *, actor) -> Candidacy:
    """ "Ik stel mij kandidaat", with the H 1 fields; later calls correct them (decision 40)."""
    with transaction.atomic():
        row = locked(candidacy)
        first = row.applied_at is None
        for name in DETAILS:
            value = details.get(name)
            if name in ("birth_date",) and value:
                value = value.isoformat()
            setattr(
                row,
                name,
                value if value is not None else ("" if name in ("initials", "prefixes", "relation") else None),
            )
        row.settles = bool(details.get("settles"))
        if details.get("email"):
            row.email, row.email_hash = details["email"], lookup_hash(row.party_id, details["email"])
        row.applied_at = row.applied_at or timezone.now()
        row.save()
        record("candidacy.applied" if first else "candidacy.details_changed", actor=actor, party=row.party,
               chain=row.chain, about=row.code)  # fmt: skip
    return row


def required_sheets(candidacy: Candidacy) -> dict:
    """slug -> edition of every instrument that must be complete before handing in."""
    return {slug: edition for slug, edition in editions_in(candidacy.round).items() if edition.parsed.needed_to_submit}


def submission_facts(candidacy: Candidacy) -> list[Missing]:
    """What still stands between the candidate and handing in; asked again after the lock."""
    missing = []
    version = current_notice(candidacy.round)
    if version is None or not Notice.objects.filter(candidacy=candidacy, version=version).exists():
        missing.append(Missing(_("Lees eerst hoe het gaat."), "candidates:notice"))
    if not Tie.objects.filter(candidacy=candidacy, said_by=Tie.Said.CANDIDATE).exists():
        missing.append(Missing(_("Zeg of je iemand van de commissie kent."), "candidates:ties"))
    if candidacy.applied_at is None:
        missing.append(Missing(_("Vul je eigen gegevens in en stel je kandidaat."), "candidates:application"))
    for slug, edition in required_sheets(candidacy).items():
        sheet = sheet_of(candidacy, slug)
        if sheet is None or not page_of(sheet, candidacy, candidacy.language).complete:
            missing.append(Missing(edition.parsed.task.say((get_language() or "nl")[:2])))
    return missing


def submit(candidacy: Candidacy, *, actor) -> Candidacy:
    """Hand in everything in one transaction. Raises `Refused` with what is missing."""
    with transaction.atomic():
        fresh = advance(candidacy, "submit", actor=actor, facts=submission_facts)
        moment = timezone.now()
        sheets = [
            s for s in Sheet.objects.select_related("edition").filter(candidacy=fresh) if not is_private(s.edition)
        ]
        Sheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).update(submitted_at=moment)
    return fresh


def reopen(candidacy: Candidacy, *, actor, facts) -> Candidacy:
    """Back to the answers, until the interview is held. `facts` looks at the interview, a floor up."""
    return advance(candidacy, "reopen", actor=actor, facts=facts)


def withdraw(candidacy: Candidacy, *, actor) -> Candidacy:
    """Stop, without a reason. Keys of answers and criminal matters go that night (decision 4)."""
    with transaction.atomic():
        cancel_for(candidacy.party, candidacy.code)
        return advance(candidacy, "withdraw", actor=actor)


def is_drafting(candidacy: Candidacy) -> bool:
    return candidacy.stage in (Stage.INVITED, Stage.STARTED)
