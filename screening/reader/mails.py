"""Mail to a borrowed reader: neutral, names no candidate (decision 26, law.md X-12)."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parties.models import Member
from parties.outbox import Message, absolute, register
from screening.models import Reading
from screening.reader.access import mint, opens


def _reading(mail) -> Reading | None:
    rows = Reading.objects.select_related("consent", "candidacy", "candidacy__round", "candidacy__round__body")
    reading = rows.filter(code=mail.payload_code, ended_at__isnull=True).first()
    return reading if reading and opens(reading) else None


def link(mail) -> Message | None:
    reading = _reading(mail)
    if reading is None:
        return None
    inviter = Member.objects.select_related("user").filter(code=reading.made_by).first()
    body = _(
        "Dag %(name)s,\n\n%(inviter)s vraagt je om met iets mee te lezen. Wat het is, lees je hier:\n\n%(link)s\n\n"
        "De link openen verandert niets. Hij werkt tot en met %(day)s. Geef hem aan niemand door."
    ) % {
        "name": reading.consent.recipient,
        "inviter": inviter.name if inviter else _("Iemand die je kent"),
        "link": absolute(reverse("screening:reader_arrive", args=[reading.token])),
        "day": date_format(reading.expires_at, "j F"),
    }
    return Message(reading.email, _("Wil je ergens mee meelezen?"), body)


def code(mail) -> Message | None:
    reading = _reading(mail)
    if reading is None:
        return None
    body = _(
        "Dag %(name)s,\n\nJe code is: %(code)s\n\n"
        "De code werkt één keer en tien minuten lang. Typ of plak hem op de pagina die je open hebt.\n"
        "Heb je niet om een code gevraagd? Dan hoef je niets te doen."
    ) % {"name": reading.consent.recipient, "code": mint(reading)}
    return Message(reading.email, _("Je code"), body)


def register_mails() -> None:
    register("reader_link", link)
    register("reader_code", code)
