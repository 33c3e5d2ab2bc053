"""Candidacies as counts, for the operator who may not see a dossier (decision 3)."""

from django.utils.translation import gettext_lazy as _

from candidates.models import Candidacy, Stage
from parties.scope import party_scope


def _count(**conditions):
    def count(round) -> int:
        with party_scope(round.party):
            return Candidacy.objects.filter(round=round, **conditions).count()

    return count


COUNTS = (
    (_("kandidaturen"), _count(erased_at__isnull=True)),
    (_("ingeleverd of verder"), _count(submitted_at__isnull=False, erased_at__isnull=True)),
    (_("afgerond"), _count(stage=Stage.COMPLETED, erased_at__isnull=True)),
)
