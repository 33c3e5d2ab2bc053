""" "Wat moet ik nu doen": a member's own tasks, with dates."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.models import Change, Stage
from instruments.editions import newer_in
from parties.access import Permission, permissions_in
from parties.calendar import local
from screening.accountability import has_signed_secrecy
from screening.committee.overview import Row, rows_of
from screening.gates import may_invite, papers_confirmed


@dataclass(frozen=True)
class Todo:
    """One task: by when, what, and where it is done."""

    by: date
    title: str
    note: str
    url: str
    button: str

    def as_row(self, today: date) -> dict:
        return {"iso": self.by.isoformat(), "day": date_format(self.by, "D j N"), "relative": relative(self.by, today),
                "url": self.url, "title": self.title, "note": self.note}  # fmt: skip


def relative(day: date, today: date) -> str:
    days = (day - today).days
    if days < 0:
        return _("al voorbij")
    if days < 2:
        return [_("vandaag"), _("morgen")][days]
    if days < 14:
        return ngettext("over %(n)d dag", "over %(n)d dagen", days) % {"n": days}
    return ngettext("over %(n)d week", "over %(n)d weken", days // 7) % {"n": days // 7}


def todos_of(actor, round, today: date) -> list[Todo]:
    """The tasks of this member in this round, earliest first."""
    may = permissions_in(actor, round)
    party = actor.party.code
    todos = [*_setting_up(actor, round, may, today)]
    if Permission.SEE_ROUND in may or Permission.DECIDE in may:
        rows = rows_of(actor, round)
        for row in rows:
            todos += _about(row, round, party, may, actor, today)
        todos += _changed(rows, round, party, may, today)
    return sorted(todos, key=lambda todo: todo.by)


def _setting_up(actor, round, may, today) -> list[Todo]:
    party = actor.party.code
    if Permission.READ_DOSSIER in may and not has_signed_secrecy(actor.member):
        yield Todo(today, _("Teken de geheimhouding"), _("Daarna pas kun je een dossier openen."),
                   reverse("screening:confidentiality", args=[party]), _("Lees en teken"))  # fmt: skip
    missing = may_invite(round) if may & {Permission.SET_UP, Permission.CONFIRM_GATES} else []
    if missing and Permission.SET_UP in may:
        yield Todo(today, _("Maak de ronde klaar om uit te nodigen"), str(missing[0].text),
                   reverse("screening:setup", args=[party]), _("Ga verder"))  # fmt: skip
    if missing and Permission.CONFIRM_GATES in may and papers_confirmed(round):
        yield Todo(today, _("Lees en bevestig vier stukken"), _("Dit doet een bestuurslid, vóór de eerste uitnodiging."),
                   reverse("screening:confirm", args=[party, round.code]), _("Begin met lezen"))  # fmt: skip
    for slug, edition in (newer_in(round) if Permission.SET_UP in may else {}).items():
        yield Todo(max(today, round.submit_by), _("Bekijk een nieuwe uitgave: %(edition)s") % {"edition": edition.label},
                   _("Jij kiest of de ronde hem gebruikt."), reverse("screening:difference", args=[party, round.code, slug]), _("Bekijk"))  # fmt: skip


def _about(row: Row, round, party, may, actor, today) -> list[Todo]:
    if row.closed:
        return []
    candidacy, name = row.candidacy, row.candidacy.name
    found = []
    if Permission.RESOLVE_TIE in may and row.named and row.tie.answered:
        found.append(Todo(today, _("Beslis over een band met %(name)s") % {"name": name},
                          _("Een lid heeft een band. Iemand anders beslist of dat lid meeleest."),
                          reverse("screening:ties", args=[party]), _("Bekijk")))  # fmt: skip
    maker = MAKERS.get(candidacy.stage)
    made = maker(row, round, party, may, actor, today) if maker else None
    return [*found, made] if made else found


def _changed(rows, round, party, may, today) -> list[Todo]:
    """Changes after signing that wait for an answer, for who reads the dossier (law.md E-34)."""
    if Permission.WRITE_NOTES not in may:
        return []
    waiting = set(
        Change.objects.filter(candidacy__round=round, closed_at__isnull=True).values_list("candidacy_id", flat=True)
    )
    return [
        Todo(today, _("Bij %(name)s is iets veranderd") % {"name": row.candidacy.name}, _("Lees het en geef antwoord."),
             _url("reports:changes", party, row), _("Lees"))
        for row in rows if row.candidacy.pk in waiting and row.tie.answered and not row.closed
    ]  # fmt: skip


def _url(name, party, row):
    return reverse(name, args=[party, row.candidacy.code])


def _invited(row, round, party, may, actor, today):
    if Permission.INVITE in may and not row.entered and (today - row.candidacy.invited_at.date()).days >= 7:
        return Todo(today, _("Vraag of %(name)s de link heeft") % {"name": row.candidacy.name}, _("De link is nog niet geopend."),
                    _url("screening:person", party, row), _("Bekijk"))  # fmt: skip
    return None


def _submitted(row, round, party, may, actor, today):
    name = row.candidacy.name
    if Permission.READ_DOSSIER in may and not row.tie.answered:
        return Todo(today, _("Zeg of je een band hebt met %(name)s") % {"name": name}, _("Daarna pas gaat het dossier open."),
                    _url("candidates:tie", party, row), _("Beantwoord"))  # fmt: skip
    if Permission.PLAN in may:
        return Todo(round.interviews_until, _("Plan het gesprek met %(name)s") % {"name": name}, _("De antwoorden zijn binnen."),
                    _url("reports:plan", party, row), _("Plan"))  # fmt: skip
    if Permission.READ_DOSSIER in may:
        return Todo(round.interviews_until, _("Lees de antwoorden van %(name)s") % {"name": name}, "",
                    _url("reports:dossier", party, row), _("Lees"))  # fmt: skip
    return None


def _planned(row, round, party, may, actor, today):
    if Permission.WRITE_NOTES not in may or row.interview is None:
        return _submitted(row, round, party, may - {Permission.PLAN}, actor, today) if not row.tie.answered else None
    if not row.tie.answered:
        return _submitted(row, round, party, may, actor, today)
    day = local(row.interview.at, round.body)
    note = _("%(when)s uur") % {"when": date_format(day, "l j F, G.i")}
    if row.interview.cannot_at:
        return Todo(today, _("%(name)s kan dan niet: kies een ander moment") % {"name": row.candidacy.name}, note,
                    _url("reports:plan", party, row), _("Plan opnieuw"))  # fmt: skip
    return Todo(day.date(), _("Bereid het gesprek met %(name)s voor") % {"name": row.candidacy.name}, note,
                _url("reports:prepare", party, row), _("Bereid voor"))  # fmt: skip


def _interviewed(row, round, party, may, actor, today):
    if Permission.DRAFT_REPORT not in may or not row.tie.answered:
        return None
    by = (
        max(today, local(row.interview.held_at, round.body).date())
        if row.interview and row.interview.held_at
        else today
    )
    return Todo(by, _("Schrijf het verslag van %(name)s") % {"name": row.candidacy.name}, _("Jullie hebben met elkaar gesproken."),
                _url("reports:report_edit", party, row), _("Schrijf"))  # fmt: skip


def _reply(row, round, party, may, actor, today):
    report = row.report
    if (
        report is None
        or not report.reply_closed_at
        or Permission.ADOPT_REPORT not in may
        or report.drafted_by == actor.ref
        or not row.tie.answered
    ):
        return None
    return Todo(today, _("Lees het verslag van %(name)s") % {"name": row.candidacy.name}, _("Een collega schreef het. Jij leest als tweede."),
                _url("reports:report_adopt", party, row), _("Lees"))  # fmt: skip


def _adopted(row, round, party, may, actor, today):
    if Permission.DECIDE in may and not row.decided:
        return Todo(round.list_on, _("Neem een besluit over %(name)s") % {"name": row.candidacy.name}, _("Het advies van de commissie ligt klaar."),
                    _url("reports:advice", party, row), _("Lees het advies"))  # fmt: skip
    return None


def _signed(row, round, party, may, actor, today):
    if Permission.COUNTERSIGN in may:
        return Todo(today, _("Teken ook de verklaring van %(name)s") % {"name": row.candidacy.name}, _("De kandidaat heeft getekend."),
                    _url("reports:countersign", party, row), _("Lees en teken"))  # fmt: skip
    return None


MAKERS = {
    Stage.INVITED: _invited,
    Stage.SUBMITTED: _submitted,
    Stage.REVIEW: _submitted,
    Stage.PLANNED: _planned,
    Stage.INTERVIEWED: _interviewed,
    Stage.REPLY: _reply,
    Stage.ADOPTED: _adopted,
    Stage.SIGNED: _signed,
}
