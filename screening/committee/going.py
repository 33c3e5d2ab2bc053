"""What goes within two weeks: the party hears it too, not only the candidate (law.md R-30)."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.models import Candidacy, Stage
from parties import terms
from parties.access import Permission, can
from parties.calendar import list_irrevocable, today_in
from screening.committee.todo import Todo

AHEAD = timedelta(days=max(terms.NOTICES_BEFORE_ERASURE))


def todos(actor, round, today: date) -> list[Todo]:
    """For chair and secretary, by the day that something goes; three statements at most, whatever the number."""
    if not can(actor, Permission.INVITE, round):
        return []
    url = reverse("screening:board", args=[actor.party.code, round.code])
    return [
        Todo(day, title, _("Moet het wachten, bijvoorbeeld om een rechtszaak? Zet het wissen dan stil bij de kandidaat."),
             url, _("Bekijk"))
        for day, title in [*_of_the_round(round, today), *_of_who_stopped(round, today)]
    ]  # fmt: skip


def _soon(day: date, today: date) -> bool:
    return today < day <= today + AHEAD


def _of_the_round(round, today: date) -> list[tuple[date, str]]:
    """Answers go after the list stands, reports after the new members began: one day for the whole round."""
    kept = timedelta(weeks=round.keep_weeks)
    days = [
        (list_irrevocable(round.election.nomination_day) + kept, _("De antwoorden van deze ronde worden gewist")),
        (round.election.term_start + kept, _("De verslagen van deze ronde worden gewist")),
    ]
    soon = [(day, title) for day, title in days if _soon(day, today)]
    standing = Candidacy.objects.filter(round=round, t0_at__isnull=True, erased_at__isnull=True)
    return soon if soon and standing.exclude(stage=Stage.INVITED).exists() else []


def _of_who_stopped(round, today: date) -> list[tuple[date, str]]:
    """Who was not nominated goes four weeks after that was final, each on a day of their own."""
    stopped = Candidacy.objects.filter(
        round=round, stage=Stage.NOT_NOMINATED, t0_at__isnull=False, erased_at__isnull=True
    )
    days = [
        today_in(round.body, moment) + timedelta(weeks=round.keep_weeks)
        for moment in stopped.values_list("t0_at", flat=True)
    ]
    count: dict[date, int] = {}
    for day in days:
        count[day] = count.get(day, 0) + _soon(day, today)
    return [
        (day, ngettext("%(n)d dossier wordt gewist", "%(n)d dossiers worden gewist", n) % {"n": n})
        for day, n in sorted(count.items()) if n
    ]  # fmt: skip
