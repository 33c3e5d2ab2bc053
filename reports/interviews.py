"""The interview: planning, holding (decision 40)."""

from django.utils.translation import gettext as _

from candidates.models import Candidacy
from candidates.workflow import Missing
from reports.models import Interview


def not_held_yet(candidacy: Candidacy) -> list[Missing]:
    """Answers can be reopened until the interview (decision 17)."""
    held = Interview.objects.filter(candidacy=candidacy, held_at__isnull=False).exists()
    return [Missing(_("Het gesprek is al gevoerd."))] if held else []
