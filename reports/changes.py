"""Something changed after signing: the candidate reports it, the committee answers; nothing is overwritten (law.md E-34)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.access import may_open
from candidates.models import Candidacy, Change, Stage
from candidates.workflow import Missing, NotAllowed, locked
from parties.access import Permission, can
from parties.outbox import queue
from parties.safekeeping.audit import record
from parties.safekeeping.crypto import KeyDestroyed
from reports.free_text import tidy_text
from reports.refusals import NotNow

SIGNED = (Stage.SIGNED, Stage.COMPLETED)


def may_report(candidacy: Candidacy) -> bool:
    return candidacy.stage in SIGNED


def changes_of(candidacy: Candidacy) -> list[Change]:
    """Every change that was reported, oldest first."""
    return list(Change.objects.filter(candidacy=candidacy).order_by("reported_at"))


def report_change(candidacy: Candidacy, text: str, *, actor, not_bsn: bool = False) -> Change:
    """Report a change in own words, beside what was signed. The same words twice are one report.

    Raises `NotNow` before signing and after the answers are erased, `NotAllowed`, `Unreadable`, `BsnLike`.
    """
    if actor.kind != "candidate" or actor.candidacy.pk != candidacy.pk:
        raise NotAllowed
    text = tidy_text(text, not_bsn=not_bsn)
    if not text:
        raise NotNow(Missing(_("Schrijf wat er veranderd is.")))
    try:
        with transaction.atomic():
            return _keep(locked(candidacy), text, actor)
    except KeyDestroyed:
        raise NotNow(
            Missing(_("Je antwoorden zijn al gewist. Daarom bewaren we hier niets nieuws. Bel de commissie."))
        ) from None


def _keep(fresh, text, actor) -> Change:
    if not may_report(fresh):
        raise NotNow(
            Missing(_("Dit kan nadat je hebt getekend. Pas nu gewoon je antwoorden aan of zeg het in het gesprek."))
        )
    same = [one for one in changes_of(fresh) if one.closed_at is None and one.text == text]
    if same:
        return same[0]
    change = Change.objects.create(candidacy=fresh, text=text)
    record("change.reported", actor=actor, party=fresh.party, chain=f"k:{fresh.code}", about=fresh.code)
    return change


def close_change(change: Change, answer: str, *, actor, not_bsn: bool = False) -> Change:
    """Answer a reported change and close it; the candidate gets a neutral mail. A second close changes nothing.

    Raises `NotNow` without words, `NotAllowed` for who may not write in this dossier, `Unreadable`, `BsnLike`.
    """
    answer = tidy_text(answer, not_bsn=not_bsn)
    if not answer:
        raise NotNow(Missing(_("Schrijf wat jullie ermee doen. De kandidaat leest het.")))
    with transaction.atomic():
        candidacy = locked(change.candidacy)
        if not can(actor, Permission.WRITE_NOTES, candidacy.round) or not may_open(actor, candidacy):
            raise NotAllowed
        fresh = Change.objects.select_for_update().get(pk=change.pk)
        if fresh.closed_at:
            return fresh
        fresh.answer, fresh.closed_at, fresh.closed_by = answer, timezone.now(), actor.ref
        fresh.save()
        queue("news", party=candidacy.party, candidacy_code=candidacy.code, language=candidacy.language,
              zone=candidacy.round.body.time_zone)  # fmt: skip
        record("change.closed", actor=actor, party=candidacy.party, chain=f"k:{candidacy.code}", about=candidacy.code)
        return fresh
