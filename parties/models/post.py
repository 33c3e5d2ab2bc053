"""The mail that waits to go out, and what the worker did last."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from parties.codes import new_code
from parties.safekeeping.retention import Retention
from parties.scope import PartyOwned


class OutboxMail(PartyOwned):
    """One mail: why, for whom (a code) and when. Never a body, a token, a code or an address.

    The worker renders at the moment of sending, so a stolen database holds no link that works.
    """

    retention = Retention("field:closed_at", 30, "delete_row", rule="R-23")

    class State(models.TextChoices):
        QUEUED = "queued", _("klaar om te versturen")
        WAITING = "waiting", _("wacht tot de bedenktijd voorbij is")
        SENT = "sent", _("aangenomen door de mailserver")
        REFUSED = "refused", _("geweigerd")
        CANCELLED = "cancelled", _("niet verstuurd")

    OPEN_STATES = (State.QUEUED, State.WAITING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Empty only for mail about an account, which belongs to no party (password reset).
    party = models.ForeignKey("parties.Party", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    purpose = models.CharField(_("waarvoor"), max_length=60)
    candidacy_code = models.CharField(max_length=20, blank=True, db_index=True)
    member_code = models.CharField(max_length=20, blank=True)
    payload_code = models.CharField(max_length=40, blank=True)
    language = models.CharField(_("taal"), max_length=3, default="nl")
    zone = models.CharField(max_length=40, blank=True)
    state = models.CharField(_("stand"), max_length=10, choices=State, default=State.QUEUED)
    cooling = models.BooleanField(default=False)
    created_at = models.DateTimeField(_("aangemaakt"), default=timezone.now, editable=False)
    due_at = models.DateTimeField(_("op zijn vroegst"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    interrupted = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(_("laatste fout"), max_length=20, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(_("aangenomen"), null=True, blank=True)

    class Meta:
        verbose_name = _("uitgaande mail")
        verbose_name_plural = _("uitgaande mail")
        ordering = ["due_at"]
        indexes = [
            models.Index(fields=["due_at"], name="outbox_due", condition=Q(state__in=["queued", "waiting"])),
        ]
        constraints = [
            models.CheckConstraint(
                name="outbox_state_known", condition=Q(state__in=["queued", "waiting", "sent", "refused", "cancelled"])
            ),
            models.CheckConstraint(
                name="outbox_sent_has_time",
                condition=Q(state="sent", accepted_at__isnull=False) | ~Q(state="sent") & Q(accepted_at__isnull=True),
            ),
            models.CheckConstraint(
                name="outbox_closed_has_time",
                condition=Q(state__in=["queued", "waiting"], closed_at__isnull=True)
                | Q(state__in=["sent", "refused", "cancelled"], closed_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"mail {self.code}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES

    @property
    def status_text(self) -> str:
        """What we know, and no more: a mail server's word is not delivery (decision 26)."""
        if self.state == self.State.SENT:
            return _g("aangenomen door de mailserver om %(time)s") % {"time": _moment(self.accepted_at)}
        if self.state == self.State.REFUSED:
            return _g("geweigerd: %(reason)s") % {"reason": error_text(self.last_error)}
        if self.state == self.State.CANCELLED:
            return _g("niet verstuurd")
        if self.state == self.State.WAITING:
            return _g("wacht tot %(time)s") % {"time": _moment(self.due_at)}
        if self.attempts:
            return _g("nog niet gelukt (%(reason)s), volgende poging om %(time)s") % {
                "reason": error_text(self.last_error),
                "time": _moment(self.due_at),
            }
        return _g("klaar om te versturen")


def _moment(at) -> str:
    return date_format(timezone.localtime(at), "j F, H.i")


def error_text(code: str) -> str:
    """`last_error` in words: a mail server's status code as it is, our own codes translated."""
    return {
        "connect": _g("geen verbinding met de mailserver"),
        "login": _g("de mailserver laat ons niet binnen"),
        "render": _g("de mail kon niet worden opgesteld"),
        "header": _g("het adres of onderwerp klopt niet"),
        "broken": _g("het versturen werd twee keer onderbroken"),
    }.get(code, code or _g("onbekend"))


class WorkMark(models.Model):
    """When the worker last did something: its heartbeat, and the daily round per time zone."""

    retention = Retention("none", 0, "keep", rule="no personal data")

    name = models.CharField(primary_key=True, max_length=80)
    at = models.DateTimeField()

    def __str__(self):
        return self.name
