"""People the candidate names: own notice before contact, and what they said is readable (law.md P-43)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Candidacy, Reference
from candidates.workflow import Missing, NotAllowed, locked
from parties.calendar import today_in
from parties.safekeeping.audit import record
from reports.free_text import tidy_text
from reports.refusals import NotNow
from reports.topics import TALKING

LINE = 200
WANTED = 2  # at least (handreiking 4.4)


def references_of(candidacy: Candidacy) -> list[Reference]:
    return list(Reference.objects.filter(candidacy=candidacy).order_by("named_at", "id"))


def _open(candidacy) -> Candidacy:
    fresh = locked(candidacy)
    if fresh.stage not in TALKING:
        raise NotNow(Missing(_("In dit dossier spreken we niemand meer.")))
    return fresh


def name_reference(candidacy: Candidacy, *, actor, name: str, role: str, contact: str) -> Reference:
    """Somebody the candidate named. The same person twice is one. Raises `NotNow`, `Unreadable`, `BsnLike`."""
    name, role, contact = (tidy_text(text, LINE) for text in (name, role, contact))
    with transaction.atomic():
        fresh = _open(candidacy)
        if not (name and role and contact):
            raise NotNow(Missing(_("Schrijf wie het is, in welke rol, en hoe je contact krijgt.")))
        same = [one for one in references_of(fresh) if (one.name, one.contact) == (name, contact)]
        if same:
            return same[0]
        row = Reference.objects.create(candidacy=fresh, name=name, role=role, contact=contact)
        record("reference.named", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code)
    return row


def drop_reference(reference: Reference, *, actor) -> None:
    """The candidate thinks again, as long as nobody wrote to that person. Twice is once. Raises `NotNow`, `NotAllowed`."""
    if actor.kind != "candidate" or actor.candidacy.pk != reference.candidacy_id:
        raise NotAllowed("reference.dropped")
    with transaction.atomic():
        fresh = _open(reference.candidacy)
        row = Reference.objects.select_for_update().filter(pk=reference.pk).first()
        if row is None:
            return
        if row.notice_sent_at:
            raise NotNow(Missing(_("We hebben deze persoon al geschreven. Bel de commissie.")))
        row.delete()
        record("reference.dropped", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code)


def may_name(candidacy: Candidacy) -> bool:
    return candidacy.stage in TALKING


def reference_told(reference: Reference, *, actor) -> Reference:
    """The person got our explanation; only after that there is contact."""
    with transaction.atomic():
        fresh = _open(reference.candidacy)
        row = Reference.objects.select_for_update().get(pk=reference.pk)
        if row.notice_sent_at is None:
            row.notice_sent_at = timezone.now()
            row.save(update_fields=["notice_sent_at"])
            record("reference.told", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code)
    return row


def reference_spoken(reference: Reference, *, actor, spoken_on: date, said: str, not_bsn: bool = False) -> Reference:
    """What the person said, in own words; the candidate may read it. Raises `NotNow`, `Unreadable`, `BsnLike`."""
    said = tidy_text(said, not_bsn=not_bsn)
    with transaction.atomic():
        fresh = _open(reference.candidacy)
        row = Reference.objects.select_for_update().get(pk=reference.pk)
        missing = []
        if row.notice_sent_at is None:
            missing.append(Missing(_("Stuur eerst onze uitleg. Daarna mag je bellen.")))
        if not said:
            missing.append(Missing(_("Schrijf kort op wat deze persoon vertelde.")))
        if spoken_on > today_in(fresh.round.body, timezone.now()):
            missing.append(Missing(_("Kies een dag die al geweest is.")))
        if missing:
            raise NotNow(*missing)
        if (row.said, row.spoken_on) != (said, spoken_on):
            row.said, row.spoken_on, row.spoken_by = said, spoken_on, actor.ref
            row.save()
            record("reference.spoken", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code)
    return row
