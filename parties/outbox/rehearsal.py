"""The mail of a rehearsal: it never leaves the machine, and can be read on one page (decision 34)."""

import fcntl
import json
import os
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from parties.guards import public_page

KEPT = 200


def _file() -> Path:
    return Path(settings.DATA_DIR) / "oefenpost.jsonl"


@contextmanager
def _opened():
    """The file, for the owner only, while no other process writes it."""
    descriptor = os.open(_file(), os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+", encoding="utf-8") as handle:
        os.fchmod(handle.fileno(), 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle


class NeverLeaves(BaseEmailBackend):
    """An EMAIL_BACKEND that keeps the last 200 mails in a file next to the rehearsal's database."""

    def send_messages(self, email_messages):
        lines = [json.dumps(_plain(message)) for message in email_messages]
        with _opened() as handle:
            kept = [*handle.read().splitlines(), *lines][-KEPT:]
            handle.seek(0)
            handle.truncate()
            handle.write("".join(f"{line}\n" for line in kept))
        return len(lines)


def _plain(message) -> dict:
    return {
        "at": timezone.now().isoformat(),
        "to": ", ".join(message.to),
        "subject": message.subject,
        "body": message.body,
    }


def rehearsal_mails() -> list[dict]:
    """The kept mails, newest first; `at` is a datetime."""
    if not _file().exists():
        return []
    with _opened() as handle:
        mails = [json.loads(line) for line in handle.read().splitlines()]
    return [{**mail, "at": parse_datetime(mail["at"])} for mail in reversed(mails)]


def forget_mails() -> None:
    """Start the rehearsal with an empty letterbox."""
    _file().unlink(missing_ok=True)


@public_page
@require_safe
def rehearsal_mail(request):
    """The letterbox of the rehearsal. Outside a rehearsal the page does not exist."""
    if not settings.REHEARSAL:
        raise Http404
    return render(request, "parties/rehearsal_mail.html", {"mails": rehearsal_mails()})
