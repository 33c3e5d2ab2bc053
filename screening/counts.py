"""Candidacies as counts, for the operator who may not see a dossier (decision 3)."""

from django.utils.translation import gettext_lazy as _

from candidates.models import Candidacy, Stage
from parties.models.places import Regime
from parties.scope import party_scope


def _count(**conditions):
    def count(round) -> int | str:
        if round.regime == Regime.BES:
            return "-"  # a small island: no counts to who is not of the party (law.md B-21)
        with party_scope(round.party):
            return Candidacy.objects.filter(round=round, **conditions).count()

    return count


COUNTS = (
    (_("kandidaturen"), _count(erased_at__isnull=True)),
    (_("ingeleverd of verder"), _count(submitted_at__isnull=False, erased_at__isnull=True)),
    (_("afgerond"), _count(stage=Stage.COMPLETED, erased_at__isnull=True)),
)
