"""Asking the candidate to add something: back to the answers, with the reason in words (decision 17)."""

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.models import Candidacy
from candidates.workflow import STEPS, Missing, Refused, advance
from reports.free_text import tidy_text
from reports.models import AdditionRequest


def ask_addition(candidacy: Candidacy, reason: str, *, actor) -> AdditionRequest:
    """Open the answers again and tell the candidate what for. Raises `Refused`, `NotAllowed`, `BsnLike`."""
    reason = tidy_text(reason)
    if not reason:
        raise Refused(STEPS["ask_addition"], [Missing(_("Schrijf wat je wilt weten. De kandidaat leest het."))])
    with transaction.atomic():
        fresh = advance(candidacy, "ask_addition", actor=actor)
        return AdditionRequest.objects.create(candidacy=fresh, text=reason, asked_by=actor.ref)


def open_addition(candidacy: Candidacy) -> AdditionRequest | None:
    """What was asked last, as long as the candidate has not handed in again."""
    asked = AdditionRequest.objects.filter(candidacy=candidacy).order_by("-asked_at").first()
    if asked is None or (candidacy.submitted_at and candidacy.submitted_at > asked.asked_at):
        return None
    return asked
