"""Send what is due: claim a row, render it, hand it to the mail server, write down what it said.

Claim and result are two short transactions with the mail server in between, so a slow server never
holds the database. A row whose claim was never answered was interrupted; it is sent once more, under
the same Message-ID, and never a third time.
"""

import logging
import smtplib
from datetime import timedelta

from django.core.mail import BadHeaderError, EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from parties.models.post import OutboxMail
from parties.outbox.queueing import daytime
from parties.outbox.rendering import HeaderRefused, envelope, renderer_for
from parties.safekeeping.crypto import KeyDestroyed
from parties.scope import all_parties, party_scope

logger = logging.getLogger(__name__)

# Longer than the slowest conversation with a mail server that can still succeed.
CLAIM_LASTS = timedelta(minutes=5)
DELAYS = [timedelta(minutes=m) for m in (1, 3, 10, 30, 60, 180, 360)]
MAX_ATTEMPTS = len(DELAYS) + 1
State = OutboxMail.State


def send_due(limit: int = 20) -> int:
    """Try at most `limit` mails that are due; returns how many the mail server accepted."""
    accepted = 0
    for _ in range(limit):
        with all_parties("the outbox sends for every party"):
            claimed = _claim()
            if claimed is None:
                break
            mail, message = claimed
            if message is not None:
                accepted += _deliver(mail, message)
    return accepted


def _claim() -> tuple[OutboxMail, EmailMessage | None] | None:
    """The next due row with its mail; the mail is None when the row was settled without one."""
    now = timezone.now()
    with transaction.atomic():
        mail = (
            OutboxMail.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(state__in=OutboxMail.OPEN_STATES, due_at__lte=now)
            .filter(Q(claimed_at=None) | Q(claimed_at__lte=now - CLAIM_LASTS))
            .order_by("due_at", "created_at")
            .first()
        )
        if mail is None:
            return None
        if mail.cooling and (later := daytime(now, mail.zone)) != now:
            _settle(mail, due_at=later)
            return mail, None
        if mail.claimed_at is not None:
            mail.interrupted += 1
        if mail.interrupted > 1:
            _close(mail, State.REFUSED, last_error="broken")
            return mail, None
        message = _render(mail)
        if message is not None:
            _settle(mail, claimed_at=now, attempts=mail.attempts + 1, interrupted=mail.interrupted)
    return mail, message


def _render(mail: OutboxMail) -> EmailMessage | None:
    """The mail to send; None after settling a row that needs none or cannot be rendered."""
    try:
        # A savepoint: a renderer that fails half-way must not leave a token behind.
        with transaction.atomic():
            message = _rendered(mail)
    except KeyDestroyed:
        message = None
    except (HeaderRefused, BadHeaderError):
        _close(mail, State.REFUSED, last_error="header")
        return None
    except Exception as error:
        # Whatever is wrong with one mail must not keep the others waiting. No message: it may hold a name.
        logger.error("mail %s (%s) could not be rendered: %s", mail.code, mail.purpose, type(error).__name__)
        mail.attempts += 1
        _retry(mail, "render")
        return None
    if message is None:
        _close(mail, State.CANCELLED)
    return message


def _rendered(mail: OutboxMail) -> EmailMessage | None:
    with translation.override(mail.language), timezone.override(mail.zone or None):
        if mail.party is None:
            message = renderer_for(mail.purpose)(mail)
        else:
            with party_scope(mail.party):
                message = renderer_for(mail.purpose)(mail)
    return None if message is None else envelope(mail, message)


def _deliver(mail: OutboxMail, message: EmailMessage) -> bool:
    try:
        message.send()
    except Exception as error:
        permanent, code = verdict(error)
        logger.warning("mail %s (%s) not accepted: %s", mail.code, mail.purpose, code)
        with transaction.atomic():
            _close(mail, State.REFUSED, last_error=code) if permanent else _retry(mail, code)
        return False
    with transaction.atomic():
        _close(mail, State.SENT, accepted_at=timezone.now(), last_error="")
    return True


def verdict(error: Exception) -> tuple[bool, str]:
    """Whether trying again is pointless, and what to write down: a status code or our own word, no address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max(code for code, _ in error.recipients.values())
        return code >= 500, str(code)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return False, "login"
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500, str(error.smtp_code)
    if isinstance(error, smtplib.SMTPResponseException):
        # Refused as a sender, or at the door: our own set-up, which the operator can repair meanwhile.
        return False, str(error.smtp_code)
    if isinstance(error, smtplib.SMTPNotSupportedError | UnicodeError | BadHeaderError):
        return True, "header"
    if isinstance(error, smtplib.SMTPException | OSError):
        return False, "connect"
    return False, "render"


def _retry(mail: OutboxMail, code: str) -> None:
    if mail.attempts >= MAX_ATTEMPTS:
        _close(mail, State.REFUSED, last_error=code, attempts=mail.attempts)
        return
    due = timezone.now() + DELAYS[mail.attempts - 1]
    _settle(mail, claimed_at=None, due_at=due, last_error=code, attempts=mail.attempts, interrupted=0)


def _close(mail: OutboxMail, state: str, **fields) -> None:
    _settle(mail, state=state, closed_at=timezone.now(), claimed_at=None, **fields)


def _settle(mail: OutboxMail, **fields) -> None:
    """Write the row, unless an erasure closed it meanwhile: what is cancelled stays cancelled."""
    for name, value in fields.items():
        setattr(mail, name, value)
    OutboxMail.objects.filter(pk=mail.pk, state__in=OutboxMail.OPEN_STATES).update(**fields)
