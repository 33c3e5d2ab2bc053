"""Put mail in the outbox, take it back, and the hours in which difficult news may leave."""

from contextlib import nullcontext
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from parties import terms
from parties.actors import Actor
from parties.models.post import OutboxMail
from parties.outbox.rendering import renderer_for
from parties.scope import all_parties, party_scope


def queue(
    purpose: str,
    *,
    party,
    candidacy_code: str = "",
    member_code: str = "",
    language: str = "nl",
    due_at: datetime | None = None,
    cooling: bool = False,
    payload_code: str = "",
    zone: str = "",
) -> OutboxMail:
    """Queue one mail in the transaction of what it tells.

    `cooling` gives four hours to think again, and sends between 9 and 20 hours in `zone` only (the
    body's; decision 37). `payload_code` is the short code of a row, never content. `party` is None
    only for mail about an account. Raises RuntimeError outside a transaction, KeyError for an unknown purpose.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("queue mail in the transaction of what it tells")
    renderer_for(purpose)
    zone = zone or settings.TIME_ZONE
    earliest = due_at or timezone.now()
    mail = OutboxMail(
        party=party,
        purpose=purpose,
        candidacy_code=candidacy_code,
        member_code=member_code,
        payload_code=payload_code,
        language=language,
        zone=zone,
        cooling=cooling,
        state=OutboxMail.State.WAITING if cooling else OutboxMail.State.QUEUED,
        due_at=daytime(earliest + terms.COOLING, zone) if cooling else earliest,
    )
    with party_scope(party) if party is not None else all_parties("mail about an account belongs to no party"):
        mail.save(force_insert=True)
    return mail


def daytime(at: datetime, zone: str) -> datetime:
    """`at`, or the first moment after it at which difficult news may leave."""
    local = at.astimezone(ZoneInfo(zone))
    opens = local.replace(hour=terms.MAIL_FROM_HOUR, minute=0, second=0, microsecond=0)
    if local < opens:
        return opens
    if local.hour >= terms.MAIL_TO_HOUR:
        return opens + timedelta(days=1)
    return at


def undo(mail: OutboxMail, *, actor: Actor) -> bool:
    """Take a mail back. False when it has left, or is leaving at this moment.

    The caller records the event and guards who may; a member reaches the mail of the own party only.
    """
    if actor.party is not None and mail.party_id != actor.party.pk:
        return False
    with transaction.atomic(), _scope_of(mail):
        row = OutboxMail.objects.select_for_update().filter(pk=mail.pk, state__in=OutboxMail.OPEN_STATES).first()
        if row is None or row.claimed_at is not None:
            return False
        _cancel(OutboxMail.objects.filter(pk=row.pk))
        mail.refresh_from_db()
    return True


def cancel_for(party, candidacy_code: str) -> int:
    """Nothing more leaves for this dossier (withdrawal, erasure). Returns how many mails that stopped."""
    if not candidacy_code:
        raise ValueError("say which dossier")
    with party_scope(party):
        return _cancel(OutboxMail.objects.filter(candidacy_code=candidacy_code, state__in=OutboxMail.OPEN_STATES))


def try_again(mail: OutboxMail) -> bool:
    """Queue a refused mail once more, after a repair. False when it was not refused."""
    refused = OutboxMail.objects.filter(pk=mail.pk, state=OutboxMail.State.REFUSED)
    return bool(
        refused.update(
            state=OutboxMail.State.QUEUED,
            closed_at=None,
            claimed_at=None,
            attempts=0,
            interrupted=0,
            due_at=timezone.now(),
        )
    )


def _scope_of(mail: OutboxMail):
    return party_scope(mail.party) if mail.party_id else nullcontext()


def _cancel(mails) -> int:
    return mails.update(state=OutboxMail.State.CANCELLED, closed_at=timezone.now())
