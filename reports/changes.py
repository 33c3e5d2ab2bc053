"""Something changed after signing: the candidate reports it, the committee answers; nothing is overwritten (law.md E-34)."""

from datetime import date

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
from reports.models import LaterMeasure
from reports.papers.agenda import add_later
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
    return keep_change(candidacy, text, actor)[0]


def keep_change(candidacy: Candidacy, text: str, actor, same=lambda _change: True) -> tuple[Change, bool]:
    """The row of a change, and whether it is new; the same words, for which `same` holds, are one report.

    Raises `NotNow`.
    """
    try:
        with transaction.atomic():
            return _keep(locked(candidacy), text, actor, same)
    except KeyDestroyed:
        raise NotNow(
            Missing(_("Je antwoorden zijn al gewist. Daarom bewaren we hier niets nieuws. Bel de commissie."))
        ) from None


def _keep(fresh, text, actor, alike) -> tuple[Change, bool]:
    if not may_report(fresh):
        raise NotNow(
            Missing(_("Dit kan nadat je hebt getekend. Pas nu gewoon je antwoorden aan of zeg het in het gesprek."))
        )
    same = [one for one in changes_of(fresh) if one.closed_at is None and one.text == text and alike(one)]
    if same:
        return same[0], False
    change = Change.objects.create(candidacy=fresh, text=text)
    record("change.reported", actor=actor, party=fresh.party, chain=f"k:{fresh.code}", about=fresh.code)
    return change, True


def later_measures(candidacy: Candidacy) -> list[LaterMeasure]:
    """Agreements made after signing, oldest first: the annex."""
    return list(LaterMeasure.objects.filter(candidacy=candidacy).order_by("made_at"))


def close_change(
    change: Change, answer: str, *, actor, measure: str = "", due_on: date | None = None, not_bsn: bool = False
) -> Change:
    """Answer a reported change and close it; the candidate gets a neutral mail. A second close changes nothing.

    With `measure` a new agreement comes of it: a line of the annex and, once there is one, of the agenda.
    What was signed stays as it was.

    Raises `NotNow` without words, `NotAllowed` for who may not write in this dossier, `Unreadable`, `BsnLike`.
    """
    answer, measure = tidy_text(answer, not_bsn=not_bsn), tidy_text(measure, not_bsn=not_bsn)
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
        if measure:
            _agree(candidacy, fresh, measure, due_on, actor)
        queue("news", party=candidacy.party, candidacy_code=candidacy.code, language=candidacy.language,
              zone=candidacy.round.body.time_zone)  # fmt: skip
        record("change.closed", actor=actor, party=candidacy.party, chain=f"k:{candidacy.code}", about=candidacy.code)
        return fresh


def _agree(candidacy: Candidacy, change: Change, text: str, due_on: date | None, actor) -> None:
    row = LaterMeasure.objects.create(candidacy=candidacy, change=change, text=text, due_on=due_on, made_by=actor.ref)
    if candidacy.stage == Stage.COMPLETED:
        add_later(candidacy, row, len(later_measures(candidacy)))
    record("measure.agreed_later", actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code)
