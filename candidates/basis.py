"""On which exception the party may keep that somebody stands for it (law.md P-12, 4.1)."""

from django.utils.translation import gettext as _

from candidates.models import Candidacy
from parties.models.places import Regime

Relation = Candidacy.Relation


def basis_of(candidacy: Candidacy) -> str:
    """The exception for political opinion that follows from the tie with the party, with its article; "" unknown."""
    if not candidacy.relation:
        return ""
    if candidacy.round.regime == Regime.BES:
        if candidacy.relation == Relation.MEMBER:
            return _("Je bent lid: een partij mag dit van haar leden bewaren (Wbp BES 19 lid 1 onder a).")
        return _("Het gaat om een functie in het bestuur van het eiland (Wbp BES 19 lid 1 onder b).")
    if candidacy.relation == Relation.NONE:
        return _("Je bent geen lid. Het gaat om een functie in een bestuursorgaan, en daarvoor mag een partij iemands "
                 "politieke overtuiging bewaren (UAVG 26).")  # fmt: skip
    return _("Een partij mag dit bewaren van leden, oud-leden en mensen met wie zij regelmatig contact heeft "
             "(UAVG 22 lid 2 onder c).")  # fmt: skip
