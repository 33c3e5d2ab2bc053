"""Who does not live in the area yet: no bar, but a paper to sign for the list (law.md E-11)."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.models import Stage
from screening.committee.todo import Todo
from screening.rights.cases import people_for

OVER = (Stage.WITHDRAWN, Stage.NOT_NOMINATED)


def todos(actor, round, today: date) -> list[Todo]:
    """A task per candidate who still moves, by the day the list is handed in; gone afterwards."""
    nomination = round.election.nomination_day
    if today > nomination:
        return []
    return [
        Todo(
            nomination,
            _("Verklaring van voorgenomen vestiging: %(name)s") % {"name": one.name},
            _(
                "Deze kandidaat gaat nog in het gebied wonen. Laat de verklaring tekenen; zij gaat op papier mee met de lijst."
            ),
            reverse("screening:person", args=[actor.party.code, one.code]),
            _("Bekijk"),
        )
        for one in people_for(actor, round).filter(settles=True).exclude(stage__in=OVER)
    ]
