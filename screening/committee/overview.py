"""Everything home and board need of a round, in a fixed number of queries whatever the rows."""

from collections import defaultdict
from dataclasses import dataclass, field

from candidates.access import TieState, tie_state
from candidates.models import Candidacy, Invitation, Stage, Tie
from parties.access import permissions_in
from parties.safekeeping.crypto import lookup_hash
from reports.models import Decision, Interview, Report


@dataclass
class Row:
    """One candidacy as this member may see it."""

    candidacy: Candidacy
    tie: TieState
    named: bool  # a tie stands open here that somebody outside it can resolve
    interview: Interview | None = None
    report: Report | None = None
    decided: bool = False
    entered: bool = True
    open_ties: list = field(default_factory=list)

    @property
    def closed(self) -> bool:
        """Name and stage only: a tie, or a person who stopped."""
        return self.tie.blocked or self.candidacy.stage == Stage.WITHDRAWN


def rows_of(actor, round, *, search: str = "", stages=()) -> list[Row]:
    """The candidacies of a round for this actor. Six queries, for 1 row or 500.

    Somebody who stands in this round sees nobody (decision 15).
    """
    own = lookup_hash(round.party_id, actor.member.user.email)
    found = Candidacy.objects.filter(round=round, erased_at__isnull=True).order_by("last_name", "first_name")
    candidacies = list(found)
    if any(candidacy.email_hash == own for candidacy in candidacies):
        return []
    ties, interviews, reports, decided, entered = _beside(round)
    rows = []
    for candidacy in candidacies:
        candidacy.round = round
        mine = ties[candidacy.pk]
        rows.append(
            Row(
                candidacy,
                tie_state(mine, actor.member),
                any(tie.kind and not tie.resolved_at for tie in mine),
                interviews.get(candidacy.pk),
                reports.get(candidacy.pk),
                candidacy.pk in decided,
                candidacy.pk in entered,
                [tie for tie in mine if tie.kind and not tie.resolved_at],
            )
        )
    return [row for row in rows if _matches(row, search, stages)]


def _beside(round):
    ties = defaultdict(list)
    for tie in Tie.objects.filter(candidacy__round=round).select_related("member", "member__user"):
        ties[tie.candidacy_id].append(tie)
    interviews = {one.candidacy_id: one for one in Interview.objects.filter(candidacy__round=round)}
    reports = {
        one.candidacy_id: one
        for one in Report.objects.filter(candidacy__round=round).defer("body", "frozen").order_by("number")
    }
    decided = set(Decision.objects.filter(candidacy__round=round).values_list("candidacy_id", flat=True))
    live = Invitation.objects.filter(candidacy__round=round, entered_at__isnull=False)
    return ties, interviews, reports, decided, set(live.values_list("candidacy_id", flat=True))


def _matches(row: Row, search: str, stages) -> bool:
    """Search covers names only, and never a person who stopped (decision 3)."""
    if stages and row.candidacy.stage not in stages:
        return False
    if not search:
        return True
    return row.candidacy.stage != Stage.WITHDRAWN and search.casefold() in row.candidacy.name.casefold()


def may(actor, round, permission) -> bool:
    return permission in permissions_in(actor, round)
