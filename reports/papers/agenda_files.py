"""The agenda in a calendar and on paper. In a calendar so neutral that anybody may look over a shoulder (law.md P-10)."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from icalendar import Calendar, Event

from candidates.models import Candidacy
from parties.calendar import today_in
from reports.models import AgendaItem
from reports.papers.agenda import AGREEMENT, LATER, agenda_of


def calendar_of_agenda(items: list[AgendaItem]) -> bytes:
    """Every open point with a date as a whole day; no words of the agenda, no name, no party."""
    calendar = Calendar()
    calendar.add("prodid", "-//Agenda//NL")
    calendar.add("version", "2.0")
    for item in items:
        if item.due_on and item.state == AgendaItem.State.OPEN:
            calendar.add_component(_event(item))
    return calendar.to_ical()


def _event(item: AgendaItem) -> Event:
    event = Event()
    event.add("uid", str(item.pk))
    event.add("dtstamp", item.state_at)
    event.add("dtstart", item.due_on)
    event.add("dtend", item.due_on + timedelta(days=1))
    event.add("summary", pgettext("in een agenda", "Afspraak"))
    event.add("transp", "TRANSPARENT")
    return event


def owner_words(role: str) -> str:
    return {
        "lid": _("het lid"), "fractievoorzitter": _("de fractievoorzitter"), "bestuur": _("het bestuur"),
    }.get(role, _("de commissie"))  # fmt: skip


def agenda_page(candidacy: Candidacy) -> dict:
    """The context of `reports/pdf/agenda.html`: agreements first, then the points, each with its day."""
    items = agenda_of(candidacy)
    today = today_in(candidacy.round.body, timezone.now())
    return {
        "accent": candidacy.party.accent,
        "party": candidacy.party.name,
        "name": candidacy.name,
        "today": date_format(today, "j F Y"),
        "agreed": [_row(item) for item in items if _is_agreed(item)],
        "points": [_row(item) for item in items if not _is_agreed(item)],
        "foot_text": _("Bewaar dit blad zorgvuldig."),
    }


def _is_agreed(item: AgendaItem) -> bool:
    return item.point.startswith((f"{AGREEMENT}.", f"{LATER}."))


def annex_page(candidacy: Candidacy, measures: list) -> dict:
    """The context of `reports/pdf/annex.html`: agreements made after signing, beside what was signed."""
    return {
        "accent": candidacy.party.accent,
        "party": candidacy.party.name,
        "name": candidacy.name,
        "rows": [
            {"text": one.text, "due": date_format(one.due_on, "j F Y") if one.due_on else "",
             "made": date_format(today_in(candidacy.round.body, one.made_at), "j F Y")}
            for one in measures
        ],
        "foot_text": _("Bewaar dit blad zorgvuldig."),
    }  # fmt: skip


def _row(item: AgendaItem) -> dict:
    return {
        "when": date_format(item.due_on, "j F Y") if item.due_on else _("Als het nodig is"),
        "who": owner_words(item.owner_role),
        "text": item.text,
        "state": item.get_state_display(),
        "checked": _("%(what)s op %(day)s") % {
            "what": item.get_checked_display(), "day": date_format(timezone.localtime(item.checked_at), "j F Y"),
        } if item.checked else "",
    }  # fmt: skip
