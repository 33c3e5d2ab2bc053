"""Whose turn it is, for what, and by when: the line above the candidate's steps (experience.md: calm, and no guessing)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from candidates.models import Candidacy, Stage
from parties.calendar import local
from reports.models import Declaration, Interview
from reports.papers.appealing import against, appeal_until, handled_by_day, open_appeal
from reports.papers.correcting import open_correction
from reports.papers.deciding import decision_to_read, declaration_to_read
from reports.report_view import current_report


@dataclass(frozen=True)
class Turn:
    """Who acts now, what for, and the day by which it is expected; without `who` nobody has to do anything."""

    who: str
    what: str
    by: date | None = None


def turn_of(candidacy: Candidacy) -> Turn:
    """Expected days come from the round's own calendar; where none is set, none is invented."""
    correction = open_correction(candidacy)
    if correction is not None:
        return _reply(candidacy, correction) if correction.sent_at else Turn(_committee(), _("verbetert het verslag"))
    maker = MAKERS.get(candidacy.stage)
    return maker(candidacy) if maker else Turn("", _("Er hoeft nu niemand iets te doen."))


def _committee() -> str:
    return _("de commissie")


def _board() -> str:
    return _("het bestuur")


def _you() -> str:
    return _("jij")


def _begin(candidacy) -> Turn:
    return Turn(_you(), _("invullen en inleveren"), candidacy.round.submit_by)


def _read(candidacy) -> Turn:
    return Turn(
        _committee(), _("leest je antwoorden en nodigt je uit voor het gesprek"), candidacy.round.interviews_until
    )


def _talk(candidacy) -> Turn:
    interview = Interview.objects.filter(candidacy=candidacy).first()
    day = local(interview.at, candidacy.round.body).date() if interview else candidacy.round.interviews_until
    return Turn(_("jij en de commissie"), _("samen het gesprek voeren"), day)


def _write(candidacy) -> Turn:
    by = candidacy.round.list_on - timedelta(days=candidacy.round.reply_days)
    return Turn(_committee(), _("schrijft het verslag"), by)


def _lies(candidacy) -> Turn:
    return _reply(candidacy, current_report(candidacy))


def _reply(candidacy, report) -> Turn:
    if report.reply_closed_at:
        return Turn(_committee(), _("stelt het verslag vast"), candidacy.round.list_on)
    return Turn(_you(), _("het verslag lezen; reageren mag"), local(report.reply_due, candidacy.round.body).date())


def _decide(candidacy) -> Turn:
    decision = decision_to_read(candidacy)
    if decision is None:
        return Turn(_board(), _("besluit over de voordracht"), candidacy.round.list_on)
    declaration = declaration_to_read(candidacy)
    if declaration and declaration.state == Declaration.State.OPEN:
        return Turn(_you(), _("de verklaring tekenen, als je wilt"), candidacy.round.election.nomination_day)
    return Turn(_board(), _("praat met je over de verklaring"))


def _countersign(candidacy) -> Turn:
    return Turn(_board(), _("tekent de verklaring ook"), candidacy.round.election.nomination_day)


def _rejected(candidacy) -> Turn:
    decision = against(candidacy)
    appeal = open_appeal(candidacy)
    if appeal is not None:
        return Turn(candidacy.round.appeal_to, _("behandelt je beroep"), handled_by_day(appeal))
    if decision is None and decision_to_read(candidacy) is None:
        return _decide(candidacy)
    if decision is None:
        return Turn("", _("Er hoeft nu niemand iets te doen."))
    until = local(appeal_until(candidacy, decision), candidacy.round.body).date()
    return Turn(_you(), _("in beroep gaan, als je wilt"), until)


MAKERS = {
    Stage.INVITED: _begin,
    Stage.STARTED: _begin,
    Stage.SUBMITTED: _read,
    Stage.REVIEW: _read,
    Stage.PLANNED: _talk,
    Stage.INTERVIEWED: _write,
    Stage.REPLY: _lies,
    Stage.ADOPTED: _decide,
    Stage.SIGNED: _countersign,
    Stage.NOT_NOMINATED: _rejected,
}
