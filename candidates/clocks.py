"""The three clocks on a dossier: end of access, reminder, erasure (law.md section 7)."""

from dataclasses import dataclass
from datetime import date, timedelta

from candidates.models import Consent, Stage
from parties import terms
from parties.calendar import list_irrevocable, today_in


@dataclass(frozen=True)
class Clocks:
    """Dates in the body's own time zone. `report_gone` and `declaration_gone` come later."""

    access_ends: date
    reminders: tuple[date, ...]
    answers_gone: date
    report_gone: date
    declaration_gone: date

    @property
    def notices(self) -> frozenset[date]:
        """The days on which the candidate hears that something goes: the answers first, the report later (R-30, R-32)."""
        return frozenset(self.reminders + _reminders(self.report_gone))


def clocks_of(candidacy) -> Clocks:
    """When this dossier ends, as things stand now: T0 where it ended early, else the list's dates."""
    election, body = candidacy.round.election, candidacy.round.body
    kept = timedelta(weeks=candidacy.round.keep_weeks)
    report_kept = terms.LONGER_KEEPING if keeps_longer(candidacy) else kept
    if candidacy.t0_at:
        ended = today_in(body, candidacy.t0_at)
        gone = ended + kept
        answers = ended if candidacy.stage == Stage.WITHDRAWN else gone
        return Clocks(ended, _reminders(answers), answers, ended + report_kept, gone)
    listed = today_in(body, candidacy.t1_at) if candidacy.t1_at else list_irrevocable(election.nomination_day)
    seated = today_in(body, candidacy.t2_at) if candidacy.t2_at else election.term_start
    left = today_in(body, candidacy.t3_at) if candidacy.t3_at else election.term_end
    answers = listed + kept
    return Clocks(listed, _reminders(answers), answers, seated + report_kept, left + kept)


def keeps_longer(candidacy) -> bool:
    """Did the candidate consent to keeping the report longer (R-31)?"""
    given = Consent._base_manager.filter(candidacy=candidacy, purpose="longer_keeping", given_at__isnull=False)
    return given.filter(withdrawn_at__isnull=True).exists()


def _reminders(gone: date) -> tuple[date, ...]:
    return tuple(gone - timedelta(days=days) for days in terms.NOTICES_BEFORE_ERASURE)


def answers_gone(candidacy) -> date:
    return clocks_of(candidacy).answers_gone
