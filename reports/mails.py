"""Mail of this floor: to members, about an appointment. Neutral, names nobody (law.md P-10, X-12)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from parties.models import Member
from parties.outbox import Message, absolute, register


def interview_cannot(mail) -> Message | None:
    """The candidate cannot come at the time that was proposed; who and why stands on the page only."""
    rows = Member.objects.select_related("user", "party")
    member = rows.filter(code=mail.member_code, left_at__isnull=True).first()
    if member is None:
        return None
    link = absolute(reverse("reports:interviews", args=[member.party.code]))
    body = _("Dag %(name)s,\n\nEr is nieuws over een afspraak. Je leest het als je inlogt:\n\n%(link)s") % {
        "name": member.name,
        "link": link,
    }
    return Message(member.user.email, _("Er is nieuws over een afspraak"), body)


def agenda_refresh(mail) -> Message | None:
    """The yearly ten minutes; about whom stands on the page only."""
    rows = Member.objects.select_related("user", "party")
    member = rows.filter(code=mail.member_code, left_at__isnull=True).first()
    if member is None:
        return None
    link = absolute(reverse("reports:agenda", args=[member.party.code]))
    body = _("Dag %(name)s,\n\nHet is tijd om de agenda na te lopen. Dat kost tien minuten:\n\n%(link)s") % {
        "name": member.name,
        "link": link,
    }
    return Message(member.user.email, _("Tijd om de agenda na te lopen"), body)


def register_mails() -> None:
    register("agenda_refresh", agenda_refresh)
    register("interview_cannot", interview_cannot)
