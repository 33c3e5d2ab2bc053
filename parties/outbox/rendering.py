"""From a row to a mail: the renderers of each purpose, and what every mail looks like."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from parties.models.post import OutboxMail


class HeaderRefused(ValueError):
    """An address or subject that would not stay in its own line of the mail's head."""


class NotNeutral(ValueError):
    """A subject that names the party: the fact that somebody is a candidate is special data (law.md P-10)."""


@dataclass(frozen=True)
class Message:
    """What a renderer returns: one reader, a neutral subject, plain text. No attachments."""

    to: str
    subject: str
    body_text: str

    def __post_init__(self):
        if any(ord(character) < 32 or ord(character) == 127 for character in self.to + self.subject):
            raise HeaderRefused("a control character in the address or subject")
        try:
            validate_email(self.to)
        except ValidationError as error:
            raise HeaderRefused("not an e-mail address") from error


Renderer = Callable[[OutboxMail], Message | None]
_renderers: dict[str, Renderer] = {}


def register(purpose: str, renderer: Renderer) -> None:
    """Say how mail for `purpose` reads; call it from `AppConfig.ready()`.

    The renderer runs in the worker, in a transaction and in the scope of the mail's party; it may mint
    a token there and keep its hash. None means: no longer needed.
    """
    _renderers[purpose] = renderer


def renderer_for(purpose: str) -> Renderer:
    """Raises KeyError for a purpose nobody registered."""
    return _renderers[purpose]


def absolute(path: str) -> str:
    """The full address of a page, for a link in a mail: the worker has no request to ask."""
    return settings.BASE_URL + path


def envelope(mail: OutboxMail, message: Message) -> EmailMessage:
    """The mail as it leaves. Raises NotNeutral.

    The Message-ID follows from the row, so a mail that had to be sent twice is recognised as one.
    """
    if mail.party is not None and mail.party.name.casefold() in message.subject.casefold():
        raise NotNeutral(mail.purpose)
    return EmailMessage(
        subject=message.subject,
        body=message.body_text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to],
        headers={
            "Message-ID": f"<{mail.pk}@{urlsplit(settings.BASE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )
