"""A legal hold: nothing of a dossier is erased while it stands (law.md R-30, AVG 17(3)(e))."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidacy, Hold
from candidates.rights import months_later, tell
from candidates.workflow import Missing, locked
from parties import terms
from parties.calendar import today_in
from parties.safekeeping.audit import record


class HoldRefused(Exception):
    """This hold cannot be set or kept. `missing` says why, in words."""

    def __init__(self, *missing: Missing):
        super().__init__([str(one.text) for one in missing])
        self.missing = list(missing)


def set_hold(candidacy: Candidacy, *, actor, named_person: str, reason: str) -> Hold:
    """Keep the dossier as it is, for a named person and a reason the candidate reads; one at a time.

    The candidate hears it in the same transaction. Raises `HoldRefused`.
    """
    with transaction.atomic():
        fresh = locked(candidacy)
        standing = Hold.objects.filter(candidacy=fresh, ended_at__isnull=True).first()
        if standing:
            return standing
        missing = []
        if not named_person.strip():
            missing.append(Missing(_("Schrijf wie er verantwoordelijk voor is.")))
        if not reason.strip():
            missing.append(Missing(_("Schrijf waarom er nu niets gewist mag worden. De kandidaat leest het.")))
        if missing:
            raise HoldRefused(*missing)
        hold = Hold.objects.create(
            candidacy=fresh, named_person=named_person.strip()[:120], reason=reason.strip(), review_on=_review(fresh),
            set_by=actor.ref, candidate_told_at=timezone.now(),
        )  # fmt: skip
        _note("hold.set", hold, fresh, actor)
        tell(fresh)
    return hold


def keep_hold(hold: Hold, *, actor) -> Hold:
    """Looked at again and still needed: three months more from today, never longer (R-30)."""
    with transaction.atomic():
        fresh, row = _locked(hold)
        if row.ended_at is None:
            row.review_on = _review(fresh)
            row.save(update_fields=["review_on"])
            _note("hold.kept", row, fresh, actor)
    return row


def end_hold(hold: Hold, *, actor) -> Hold:
    """Over: what was due goes in the next night. The candidate hears it."""
    with transaction.atomic():
        fresh, row = _locked(hold)
        if row.ended_at is None:
            row.ended_at, row.ended_by = timezone.now(), actor.ref
            row.save(update_fields=["ended_at", "ended_by"])
            _note("hold.ended", row, fresh, actor)
            tell(fresh)
    return row


def holds_of(candidacy: Candidacy) -> list[Hold]:
    return list(Hold.objects.select_related("candidacy", "candidacy__round__body").filter(candidacy=candidacy))


def _review(candidacy: Candidacy) -> date:
    return months_later(today_in(candidacy.round.body, timezone.now()), terms.HOLD_REVIEW_MONTHS)


def _locked(hold: Hold) -> tuple[Candidacy, Hold]:
    return locked(hold.candidacy), Hold.objects.get(pk=hold.pk)


def _note(verb: str, hold: Hold, candidacy: Candidacy, actor) -> None:
    record(
        verb, actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code, codes={"hold": hold.code}
    )
