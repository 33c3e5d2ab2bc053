"""The round: board and table of the same rows."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from candidates.models import Stage
from parties.access import Permission, permissions_in
from parties.calendar import local
from screening.committee.overview import Row

COLUMNS = (
    (_l("Voorbereiden"), (Stage.INVITED, Stage.STARTED)),
    (_l("Ingeleverd"), (Stage.SUBMITTED, Stage.REVIEW)),
    (_l("Gesprek"), (Stage.PLANNED, Stage.INTERVIEWED)),
    (_l("Verslag"), (Stage.REPLY, Stage.ADOPTED)),
    (_l("Klaar"), (Stage.SIGNED, Stage.COMPLETED, Stage.NOT_NOMINATED, Stage.WITHDRAWN)),
)

WHOSE = {"kandidaat": _l("de kandidaat"), "commissie": _l("de commissie"), "bestuur": _l("het bestuur")}
CANDIDATES_TURN = (Stage.INVITED, Stage.STARTED)
COMMITTEES_TURN = (Stage.SUBMITTED, Stage.REVIEW, Stage.PLANNED, Stage.INTERVIEWED)


@dataclass(frozen=True)
class Card:
    """What one candidate shows on board and table."""

    name: str
    url: str
    status: str
    when: str
    missing: str
    closed: bool
    stage: str
    since: datetime
    turn: str = ""  # who acts next: kandidaat, commissie, bestuur, or nobody that this member may know of

    @property
    def turn_words(self) -> str:
        return str(WHOSE[self.turn]) if self.turn else ""


def cards_of(rows: list[Row], actor, round) -> list[Card]:
    may = permissions_in(actor, round)
    return [_card(row, actor, round, may) for row in rows]


def columns_of(cards: list[Card]) -> list[dict]:
    return [{"title": title, "cards": [card for card in cards if card.stage in stages]} for title, stages in COLUMNS]


def _card(row: Row, actor, round, may) -> Card:
    candidacy = row.candidacy
    status = candidacy.committee_status
    if candidacy.stage == Stage.WITHDRAWN:
        return Card(_("Een kandidaat"), "", status, "", "", True, candidacy.stage, candidacy.stage_since)
    if row.tie.blocked:
        words = _("Je hebt een band met %(name)s. Je ziet alleen dit.") % {"name": candidacy.first_name}
        return Card(candidacy.name, "", status, "", words, True, candidacy.stage, candidacy.stage_since)
    reading = Permission.READ_DOSSIER in may and candidacy.stage not in (Stage.INVITED, Stage.STARTED)
    url = reverse("reports:dossier" if reading else "screening:person", args=[actor.party.code, candidacy.code])
    return Card(candidacy.name, url, status, when(row, round), missing(row, actor, may), False, candidacy.stage,
                candidacy.stage_since, turn_of(row))  # fmt: skip


def when(row: Row, round) -> str:
    """The date that belongs to the status."""
    candidacy, stage = row.candidacy, row.candidacy.stage
    if stage == Stage.STARTED:
        return _("inleveren tot %(day)s") % {"day": date_format(round.submit_by, "j F")}
    if stage == Stage.PLANNED and row.interview:
        return _("%(when)s uur") % {"when": date_format(local(row.interview.at, round.body), "D j F, G.i")}
    if stage == Stage.REPLY and row.report and row.report.reply_due and not row.report.reply_closed_at:
        return _("tot %(day)s") % {"day": date_format(local(row.report.reply_due, round.body), "j F")}
    word = _("sinds %(day)s") if stage == Stage.REVIEW else _("op %(day)s")
    return word % {"day": date_format(local(candidacy.stage_since, round.body), "j F")}


def turn_of(row: Row) -> str:
    """Who acts next, as far as the committee knows it; "" when it is over."""
    stage = row.candidacy.stage
    if stage in CANDIDATES_TURN:
        return "kandidaat"
    if stage in COMMITTEES_TURN:
        return "commissie"
    if stage == Stage.REPLY:
        return "commissie" if row.report and row.report.reply_closed_at else "kandidaat"
    if stage == Stage.ADOPTED:
        return "kandidaat" if row.decided else "bestuur"
    return "bestuur" if stage == Stage.SIGNED else ""


def missing(row: Row, actor, may) -> str:
    """What is still to do here, in a few words; "" when it is somebody else's turn."""
    stage = row.candidacy.stage
    reads = Permission.READ_DOSSIER in may
    if stage == Stage.INVITED:
        return "" if row.entered else _("Link nog niet geopend")
    if reads and not row.tie.answered and stage not in (Stage.STARTED, Stage.COMPLETED, Stage.NOT_NOMINATED):
        return _("Zeg of je een band hebt")
    if stage in (Stage.SUBMITTED, Stage.REVIEW):
        return _("Gesprek nog plannen")
    if stage == Stage.INTERVIEWED:
        return _("Verslag nog schrijven")
    if stage == Stage.REPLY and row.report:
        return _about_reply(row, actor)
    if stage == Stage.ADOPTED:
        return _("Verklaring ligt klaar") if row.decided else _("Besluit van het bestuur")
    return _("De partij tekent nog") if stage == Stage.SIGNED else ""


def _about_reply(row: Row, actor) -> str:
    if not row.report.reply_closed_at:
        return ""
    return _("Een ander leest als tweede") if row.report.drafted_by == actor.ref else _("Jij leest als tweede")
