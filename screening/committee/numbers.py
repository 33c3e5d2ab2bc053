"""Anonymous numbers of a round, with a shield for small groups (law.md T-03, R-24).

Everybody is counted in one group only. A group below ten is not shown, nor anything it could be
worked out from: what is hidden holds ten people or more together, and two groups at least.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from candidates.models import Candidacy, Stage
from candidates.workflow import Missing
from parties.calendar import list_irrevocable, today_in
from parties.models import ProcedureVersion, Round
from parties.safekeeping.audit import record
from screening.procedure.publishing import newest_version

LEAST = 10
GROUPS = {
    "nominated": _l("voorgedragen"),
    "not_nominated": _l("niet voorgedragen"),
    "stopped": _l("zelf gestopt"),
    "elsewhere": _l("niet tot het eind gekomen"),
}
NOMINATED = (Stage.SIGNED, Stage.COMPLETED)


@dataclass(frozen=True)
class Numbers:
    """What may be told: a number for each group, None where it is hidden; `total` None when nothing may be."""

    total: int | None
    groups: dict[str, int | None]

    def rows(self) -> list[dict]:
        return [{"label": GROUPS[name], "number": self.groups[name]} for name in GROUPS if name in self.groups]


def shielded(counts: dict[str, int]) -> Numbers:
    """Hide every group below ten, and as much beside it as keeps it from being worked out."""
    total = sum(counts.values())
    if total < LEAST:
        return Numbers(None, dict.fromkeys(counts))
    hidden = {name for name, number in counts.items() if number < LEAST}
    while hidden and len(hidden) < len(counts) and (len(hidden) < 2 or sum(counts[name] for name in hidden) < LEAST):
        hidden.add(min(counts.keys() - hidden, key=lambda name: (counts[name], name)))
    return Numbers(total, {name: None if name in hidden else number for name, number in counts.items()})


def counts_of(round: Round) -> dict[str, int]:
    """How many of who stood are in each group, by what is left when a dossier is erased. One query."""
    nominated = Q(stage__in=NOMINATED) | Q(stage=Stage.ADOPTED, list_place__isnull=False)
    rows = Candidacy.objects.filter(round=round, applied_at__isnull=False).aggregate(
        all=Count("pk"),
        nominated=Count("pk", filter=nominated),
        not_nominated=Count("pk", filter=Q(stage=Stage.NOT_NOMINATED)),
        stopped=Count("pk", filter=Q(stage=Stage.WITHDRAWN)),
    )
    rest = rows.pop("all") - sum(rows.values())
    return rows | {"elsewhere": rest}


def numbers_of(round: Round) -> Numbers:
    return shielded(counts_of(round))


def told(version: ProcedureVersion | None) -> Numbers | None:
    """The numbers that stand on a version of the procedure page, if any."""
    kept = version.content.get("numbers") if version else None
    return Numbers(kept["total"], kept["groups"]) if kept else None


def not_yet(round: Round) -> list[Missing]:
    """Why the numbers cannot go on the procedure page now."""
    if today_in(round.body, timezone.now()) < list_irrevocable(round.election.nomination_day):
        return [Missing(_("Dit kan als de lijst definitief is: twee weken na de kandidaatstelling."))]
    version = newest_version(round)
    if version is None:
        return [Missing(_("De werkwijze staat nog niet online."))]
    if _told_before(round):
        # Two counts at two moments could be subtracted.
        return [Missing(_("De aantallen staan er al op. Dat gebeurt één keer."))]
    if numbers_of(round).total is None:
        return [Missing(_("Jullie ronde is te klein om aantallen te noemen: minder dan tien mensen."))]
    return []


def _told_before(round: Round) -> bool:
    return any(told(one) for one in ProcedureVersion.objects.filter(round=round))


class NotNow(Exception):
    """The numbers cannot be told now; `missing` says why."""

    def __init__(self, missing: list[Missing]):
        super().__init__([str(one.text) for one in missing])
        self.missing = missing


def tell(round: Round, *, actor) -> ProcedureVersion:
    """Put the numbers on the procedure page, as a new version of the same page, once. Raises `NotNow`."""
    with transaction.atomic():
        row = Round.objects.select_for_update(of=("self",)).select_related("party", "body", "election").get(pk=round.pk)
        missing = not_yet(row)
        if missing:
            raise NotNow(missing)
        last, numbers = newest_version(row), numbers_of(row)
        version = ProcedureVersion.objects.create(
            party=row.party, round=row, number=last.number + 1, config_digest=last.config_digest, published_by=actor.ref,
            content=last.content | {"numbers": {"total": numbers.total, "groups": numbers.groups}},
        )  # fmt: skip
        record("numbers.told", actor=actor, party=row.party, about=row.code, codes={"version": version.number})
    return version
