"""How the candidates of a round are spread over the editions of one list, in numbers."""

from dataclasses import dataclass

from candidates.models import Candidacy, Sheet, Stage


@dataclass(frozen=True)
class Spread:
    """Who moves to a newer edition and who stays (decision 24)."""

    to_begin: int  # not started: they get the newer edition by themselves
    begun: int  # started: they finish what they began
    handed_in: int  # handed in: they may be asked again

    @property
    def anybody(self) -> bool:
        return bool(self.to_begin or self.begun or self.handed_in)


def spread_of(round, slug: str) -> Spread:
    """Three queries, whatever the number of candidates."""
    people = Candidacy.objects.filter(round=round, erased_at__isnull=True).exclude(
        stage__in=(Stage.WITHDRAWN, Stage.NOT_NOMINATED)
    )
    sheets = Sheet.objects.filter(candidacy__in=people, slug=slug, change__isnull=True)
    begun = sheets.filter(submitted_at__isnull=True).count()
    handed_in = sheets.filter(submitted_at__isnull=False).count()
    return Spread(people.count() - begun - handed_in, begun, handed_in)
