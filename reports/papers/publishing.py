"""Making decisions known: all of a round at one moment, and taking one back while it cools (decision 37)."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from candidates.models import Candidacy, Stage
from candidates.workflow import STEPS, Missing, NotAllowed, Refused, advance, available, locked
from parties import terms
from parties.access import Permission, can
from parties.models import OutboxMail
from parties.outbox import undo
from parties.outbox.queueing import daytime
from parties.outbox.rendering import renderer_for
from reports.models import Appeal, Decision, Declaration
from reports.papers.correcting import open_correction
from reports.papers.deciding import STEP
from reports.papers.declaring import end_declaration, lay_declaration, live_declaration

PURPOSE = "outcome"
LINK = re.compile(r"https?://\S+")
# Renderers that mint nothing and hold no secret but the person's own link.
WITHOUT_SECRETS = ("outcome", "news")


def held_decisions(round) -> list[Decision]:
    """Decisions that nobody heard of yet, by name; of whoever stopped meanwhile none."""
    rows = Decision.objects.filter(candidacy__round=round, published_at__isnull=True, candidacy__stage=Stage.ADOPTED)
    return list(rows.select_related("candidacy").order_by("candidacy__last_name", "candidacy__first_name"))


def publish(round, *, actor) -> int:
    """Carry out every held decision of the round, to be known at one moment after the cooling time; returns how many.

    Each mail leaves at the same time and each page shows the decision from then on. One whose report is being
    corrected waits. A second press finds none. Raises `NotAllowed`.
    """
    if not can(actor, Permission.DECIDE, round):
        raise NotAllowed("decision.published")
    with transaction.atomic():
        due = daytime(timezone.now() + terms.COOLING, round.body.time_zone)
        return sum(_publish_one(held, due, actor) for held in held_decisions(round))


def _publish_one(held: Decision, due: datetime, actor) -> bool:
    candidacy = locked(held.candidacy)
    decision = Decision.objects.select_for_update().filter(pk=held.pk, published_at__isnull=True).first()
    if decision is None or candidacy.stage != Stage.ADOPTED or open_correction(candidacy):
        return False
    fresh = advance(candidacy, STEP[decision.what], actor=actor, facts=lambda _row: [])
    OutboxMail.objects.filter(pk=outcome_mail(fresh).pk).update(due_at=due)
    decision.published_at = due
    decision.save(update_fields=["published_at"])
    if decision.what == Decision.What.NOMINATE:
        lay_declaration(fresh, actor=actor)
    return True


def outcome_mail(candidacy: Candidacy) -> OutboxMail | None:
    """The newest mail about a decision."""
    rows = OutboxMail.objects.filter(purpose=PURPOSE, candidacy_code=candidacy.code)
    return rows.order_by("-created_at").first()


def back_facts(candidacy: Candidacy) -> list[Missing]:
    """What stands in the way of taking the decision back."""
    decision = Decision.objects.filter(candidacy=candidacy).first()
    if decision is None:
        return [Missing(_("Er is geen besluit om terug te nemen."))]
    if Appeal.objects.filter(candidacy=candidacy, decided_at=decision.decided_at).exists():
        return [Missing(_("Tegen dit besluit loopt een beroep."))]
    mail = outcome_mail(candidacy)
    if decision.published_at is not None and (mail is None or not mail.is_open or mail.claimed_at):
        return [Missing(_("De bedenktijd is voorbij: de mail over dit besluit is al weg."))]
    return []


def may_take_back(candidacy: Candidacy, actor) -> bool:
    """Is the button worth showing? The step asks again after the lock."""
    if "take_back" not in {step.name for step in available(candidacy, actor)}:
        return False
    return not back_facts(candidacy)


def take_back(candidacy: Candidacy, *, actor) -> None:
    """Undo the decision itself while its mail cools: the mail never leaves and the board decides anew.

    A declaration the candidate could see already lapses with a reason; one that was still hidden goes without a trace.
    Raises `Refused` once the mail left or the candidate signed, `NotAllowed`.
    """
    with transaction.atomic():
        fresh = advance(candidacy, "take_back", actor=actor, facts=back_facts)
        decision = Decision.objects.select_for_update().get(candidacy=fresh)
        if decision.published_at is not None and not undo(outcome_mail(fresh), actor=actor):
            raise Refused(
                STEPS["take_back"], [Missing(_("De bedenktijd is voorbij: de mail over dit besluit is al weg."))]
            )
        _without_declaration(fresh, hidden=decision.published_at is None or decision.published_at > timezone.now())
        decision.delete()


def _without_declaration(candidacy: Candidacy, *, hidden: bool) -> None:
    declaration = live_declaration(candidacy)
    if declaration is None:
        return
    if hidden:
        declaration.delete()
        return
    with override(candidacy.language):
        why = _("Het bestuur nam het besluit terug en besluit opnieuw.")
    end_declaration(declaration, Declaration.State.VOID, why)


@dataclass(frozen=True)
class Preview:
    """What one person will get: the mail, without the link that is that person's alone."""

    subject: str
    body: str


def preview(candidacy: Candidacy, purpose: str = PURPOSE) -> Preview | None:
    """The mail as it will leave, for who decides about sending it. None for a purpose that holds a secret."""
    if purpose not in WITHOUT_SECRETS:
        return None
    mail = OutboxMail(
        party=candidacy.party, purpose=purpose, candidacy_code=candidacy.code, language=candidacy.language
    )
    with override(candidacy.language):
        message = renderer_for(purpose)(mail)
        if message is None:
            return None
        return Preview(message.subject, LINK.sub(_("[de eigen link]"), message.body_text))
