"""The record in words the candidate reads: role, act, day and time."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parties.actors import ROLE_LABELS
from parties.calendar import local
from parties.safekeeping.audit import events_for
from parties.safekeeping.verbs import VERBS
from reports.papers.deciding import decision_to_read

ICONS = {"dossier.opened": "eye", "interview.planned": "calendar", "report.adopted": "file-text"}
WHAT = {
    "answers": lambda: _("las je antwoorden"),
    "report": lambda: _("las het verslag"),
    "topics": lambda: _("las de gespreksonderwerpen"),
    "findings": lambda: _("las de aandachtspunten"),
    "advice": lambda: _("las het advies en de afspraken"),
    "declaration": lambda: _("las de verklaring"),
    "document": lambda: _("opende een verzegeld document"),
    "copy": lambda: _("maakte een afdruk van alles, op jouw verzoek"),
    "vog": lambda: _("bekeek wat over de VOG is genoteerd"),
    "appeal": lambda: _("las je beroep"),
    "signals": lambda: _("bekeek of er een vraag openstaat"),
}


def events_to_show(candidacy):
    """The dossier's events for the candidate, newest first; a decision is told by its mail, not by the log."""
    events = events_for(candidacy.chain)
    if decision_to_read(candidacy):
        return events
    return events.exclude(verb__startswith="decision.").exclude(verb="declaration.laid")


def looked_lines(events, body) -> list[dict]:
    """One line per event, newest first, in the body's own time."""
    lines = []
    for event in events:
        moment = local(event.at, body)
        role = ROLE_LABELS.get(event.actor_role or event.actor_kind, lambda: "")()
        what = WHAT[event.codes["what"]]() if event.codes.get("what") in WHAT else str(VERBS[event.verb])
        lines.append({
            "icon": ICONS.get(event.verb, "check" if event.actor_kind == "candidate" else "eye"),
            "who": _("Jij") if event.actor_kind == "candidate" else role[:1].upper() + role[1:],
            "what": what,
            "iso": moment.isoformat(timespec="minutes"),
            "day": date_format(moment, "D j F"),
            "time": _("%(time)s uur") % {"time": date_format(moment, "G.i")},
        })  # fmt: skip
    return lines
