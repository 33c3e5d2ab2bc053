"""The clock of requests: alerts at 50 and 80 per cent, as mail and as tasks on the home page (law.md P-50)."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidates.rights import alert_handlers, passed, to_alert
from parties.models import Round
from parties.scope import all_parties, party_scope
from screening.committee.todo import Todo
from screening.rights.cases import cases_in


def alert(zone: str, day: date) -> int:
    """A neutral mail to who answers, once per mark; repeating it the same day sends nothing more."""
    with all_parties("the daily round: every party in turn"):
        rows = Round.objects.select_related("party").filter(body__time_zone=zone, party__left_at__isnull=True)
        parties = list({round.party_id: round.party for round in rows}.values())
    count = 0
    for party in parties:
        with party_scope(party):
            for case, mark in to_alert(party, day, zone):
                with transaction.atomic():
                    case.warned = mark
                    case.save(update_fields=["warned"])
                    alert_handlers(case.candidacy)
                count += 1
    return count


def todos(actor, round, today: date) -> list[Todo]:
    """One task for each open request, dated by its clock."""
    found = []
    for case in cases_in(actor, round):
        if case.is_open:
            words = {"name": case.candidacy.name, "what": case.get_kind_display()}
            url = reverse("screening:rights_handle", args=[actor.party.code, case.candidacy.code, case.code])
            title = _("Beantwoord het verzoek van %(name)s: %(what)s") % words
            found.append(Todo(case.by, title, _note(case, today), url, _("Beantwoord")))
    return found


def _note(case, today: date) -> str:
    day, over = date_format(case.by, "j F"), passed(case, today)
    if today > case.by:
        return _("De termijn was %(day)s. Antwoord vandaag.") % {"day": day}
    if over >= 80:
        return _("Haast: uiterlijk %(day)s. Meer dan 80 procent van de tijd is om.") % {"day": day}
    if over >= 50:
        return _("Uiterlijk %(day)s. De helft van de tijd is om.") % {"day": day}
    return _("Uiterlijk %(day)s.") % {"day": day}
