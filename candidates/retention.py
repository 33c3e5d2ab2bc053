"""The moments that a dossier's terms count from, and what keeps a dossier as it is (law.md section 7)."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from candidates.models import Candidacy, Consent, Hold, Invitation, RightsCase, Stage
from candidates.rights import asking
from parties import terms
from parties.safekeeping.retention import moment, register_pause, register_receipt, register_trigger


def _unanswered(model, cutoff) -> Q:
    """Never entered, and the last link lapsed before `cutoff` (R-01)."""
    later = Invitation._base_manager.filter(expires_at__gt=cutoff).values("candidacy")
    return Q(stage=Stage.INVITED, invited_at__lte=cutoff - terms.INVITATION) & ~Q(pk__in=later)


def shortened(field: str):
    """The moment `field` of the candidacy, brought forward for rounds that keep less than four weeks (R-31).

    Terms on the models count four weeks; a round with `keep_weeks` 2 lets the same rows go two weeks earlier.
    """
    plain = moment(field)

    def resolver(model, cutoff) -> Q:
        anchor = getattr(model, "retention_anchor", "")
        weeks_of = f"{anchor}__round__keep_weeks" if anchor else "round__keep_weeks"
        found = plain(model, cutoff)
        for weeks in range(1, terms.KEEP_WEEKS_MOST):
            earlier = timedelta(weeks=terms.KEEP_WEEKS_MOST - weeks)
            found |= Q(**{weeks_of: weeks}) & plain(model, cutoff + earlier)
        return found

    return resolver


def kept_longer(field: str):
    """As `shortened`, but a dossier with a live consent keeps its report a year after the moment (R-31).

    Not a day more: a line of 28 days then counts 365. Withdrawing it brings the usual term back at once.
    """
    usual, plain = shortened(field), moment(field)
    extra = terms.LONGER_KEEPING - timedelta(weeks=terms.KEEP_WEEKS_MOST)

    def resolver(model, cutoff) -> Q:
        anchor = getattr(model, "retention_anchor", "")
        live = Consent._base_manager.filter(purpose="longer_keeping", given_at__isnull=False, withdrawn_at__isnull=True)
        longer = Q(**{f"{anchor}__in" if anchor else "pk__in": live.values("candidacy")})
        return (usual(model, cutoff) & ~longer) | plain(model, cutoff - extra)

    return resolver


def or_on_request(resolver):
    """The same moment, or at once when a request to erase was granted (law.md 1.6).

    What proves that the procedure was told and consented to stays its own term: a model says `proof = True` (R-17).
    """

    def asked(model, cutoff) -> Q:
        anchor = getattr(model, "retention_anchor", "")
        granted = RightsCase._base_manager.filter(kind=RightsCase.Kind.ERASURE, state=RightsCase.State.GRANTED)
        on_request = Q(**{f"{anchor}__in" if anchor else "pk__in": granted.values("candidacy")})
        return resolver(model, cutoff) if getattr(model, "proof", False) else resolver(model, cutoff) | on_request

    return asked


def held(party) -> set[str]:
    """Dossiers under a legal hold that is still in force (R-30)."""
    return set(Hold.objects.filter(party=party, ended_at__isnull=True).values_list("owner", flat=True))


def mark_erased(erased) -> None:
    """The skeleton says since when nothing personal is left."""
    if erased.record_ended:
        Candidacy.objects.filter(code=erased.owner, erased_at__isnull=True).update(erased_at=timezone.now())


def register_retention() -> None:
    for name in ("T0", "T1", "T2", "T3"):
        register_trigger(name, or_on_request(shortened(f"{name.lower()}_at")))
        register_trigger(f"{name}_kept", or_on_request(kept_longer(f"{name.lower()}_at")))
    register_trigger("unanswered", _unanswered)
    register_pause(held)
    register_pause(asking)
    register_receipt(mark_erased)
