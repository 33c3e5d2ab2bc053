"""The way of a candidacy: one table and one `advance()` (mechanism 3)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidacy, Outcome, Stage
from parties.access import Permission, may_seat, permissions_in
from parties.outbox import queue
from parties.safekeeping.audit import record

S = Stage
OPEN = (
    S.INVITED,
    S.STARTED,
    S.SUBMITTED,
    S.REVIEW,
    S.PLANNED,
    S.INTERVIEWED,
    S.REPLY,
    S.ADOPTED,
    S.SIGNED,
    S.COMPLETED,
)
BEFORE_TALK = (S.SUBMITTED, S.REVIEW, S.PLANNED)
# A report is adopted; a correction runs beside whatever comes next, and moves nothing.
AFTER_ADOPTION = (S.ADOPTED, S.SIGNED, S.COMPLETED, S.NOT_NOMINATED)
CHAIR_OR_BOARD = "chair or board"


@dataclass(frozen=True)
class Missing:
    """One thing that stands in the way, in words, with the page where it can be done."""

    text: object
    url_name: str = ""


@dataclass(frozen=True)
class Step:
    """One row of the table. `by` is "candidate", "system", `CHAIR_OR_BOARD`, or permissions of which a member needs one.

    Without `target` the stage and the outcome stay as they are.
    """

    name: str
    sources: tuple[Stage, ...]
    target: Stage | None
    by: Permission | str | tuple[Permission, ...]
    verb: str
    for_candidate: object
    for_committee: object
    needs_facts: bool = False
    outcome: str = ""
    sets: tuple[str, ...] = ()  # moment fields filled in by the step
    mails: tuple[str, ...] = ()  # purposes to the candidate
    cooling: bool = False
    needs_reason: bool = field(default=False)


STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step("enter", (S.INVITED,), S.STARTED, "candidate", "candidacy.entered", _("Begin"), _("Binnengekomen")),
        Step("submit", (S.STARTED,), S.SUBMITTED, "candidate", "candidacy.submitted", _("Lever in"), _("Ingeleverd"),
             needs_facts=True, sets=("submitted_at",), mails=("receipt_submitted",)),
        # On paper (decision 40): one member typed, another checked; who invites hands it in for the candidate.
        Step("submit_on_paper", (S.INVITED, S.STARTED), S.SUBMITTED, Permission.INVITE, "candidacy.submitted_on_paper",
             _("Je papieren zijn binnen"), _("Lever de papieren in"), needs_facts=True, sets=("submitted_at",)),
        Step("reopen", BEFORE_TALK, S.STARTED, "candidate", "candidacy.reopened", _("Pas je antwoorden aan"),
             _("De kandidaat past antwoorden aan"), needs_facts=True),
        Step("ask_addition", (S.SUBMITTED, S.REVIEW), S.STARTED, Permission.READ_DOSSIER, "candidacy.addition_asked",
             _("We vragen je iets aan te vullen"), _("Vraag een aanvulling"), mails=("news",)),
        Step("take_up", (S.SUBMITTED,), S.REVIEW, Permission.READ_DOSSIER, "candidacy.taken_up",
             _("De commissie leest je antwoorden"), _("Neem in behandeling")),
        Step("plan", BEFORE_TALK, S.PLANNED, Permission.PLAN, "interview.planned", _("Je gesprek is gepland"),
             _("Plan het gesprek"), needs_facts=True, mails=("news",)),
        Step("hold", (S.PLANNED,), S.INTERVIEWED, Permission.WRITE_NOTES, "interview.held", _("Het gesprek is gevoerd"),
             _("Het gesprek is gevoerd"), needs_facts=True),
        Step("ask_reply", (S.INTERVIEWED,), S.REPLY, Permission.DRAFT_REPORT, "report.sent",
             _("Lees het verslag en reageer"), _("Stuur het conceptverslag"), needs_facts=True, mails=("news",)),
        Step("redraft", (S.REPLY,), S.INTERVIEWED, Permission.DRAFT_REPORT, "report.taken_back",
             _("De commissie past het verslag aan"), _("Pas het verslag aan"), needs_facts=True),
        Step("adopt", (S.REPLY,), S.ADOPTED, Permission.ADOPT_REPORT, "report.adopted", _("Het verslag is vastgesteld"),
             _("Stel het verslag vast"), needs_facts=True, mails=("news",)),
        # A correction of an adopted report: a new version through the same lock (law.md P-62).
        Step("correct", AFTER_ADOPTION, None, Permission.DRAFT_REPORT, "report.correction_begun",
             _("De commissie verbetert het verslag"), _("Verbeter het verslag"), needs_facts=True),
        Step("send_correction", AFTER_ADOPTION, None, Permission.DRAFT_REPORT, "report.correction_sent",
             _("Lees het verbeterde verslag en reageer"), _("Stuur het verbeterde verslag"), needs_facts=True, mails=("news",)),
        Step("adopt_correction", AFTER_ADOPTION, None, Permission.ADOPT_REPORT, "report.corrected",
             _("Het verbeterde verslag is vastgesteld"), _("Stel het verbeterde verslag vast"), needs_facts=True, mails=("news",)),
        Step("nominate", (S.ADOPTED,), S.ADOPTED, Permission.DECIDE, "decision.nominate", _("Het bestuur draagt je voor"),
             _("Draag voor"), needs_facts=True, mails=("outcome",), cooling=True),
        Step("reject", (S.ADOPTED,), S.NOT_NOMINATED, Permission.DECIDE, "decision.not_nominate",
             _("Het bestuur draagt je niet voor"), _("Draag niet voor"), needs_facts=True, outcome=Outcome.REJECTED,
             mails=("outcome",), cooling=True),
        Step("sign", (S.ADOPTED,), S.SIGNED, "candidate", "declaration.signed", _("Onderteken"), _("Verklaring getekend"),
             needs_facts=True, mails=("receipt_signed",)),
        # On paper (law.md S-08): chair or secretary notes where the original lies.
        Step("sign_on_paper", (S.ADOPTED,), S.SIGNED, Permission.PLAN, "declaration.signed_on_paper",
             _("Je tekende op papier"), _("Noteer de handtekening op papier"), needs_facts=True, mails=("receipt_signed",)),
        Step("countersign", (S.SIGNED,), S.COMPLETED, Permission.COUNTERSIGN, "declaration.countersigned",
             _("De partij heeft ook getekend"), _("Onderteken namens de partij"), needs_facts=True, mails=("news",)),
        Step("unsign", (S.SIGNED, S.COMPLETED), S.ADOPTED, "candidate", "declaration.withdrawn",
             _("Trek je verklaring in"), _("Verklaring ingetrokken"), needs_facts=True),
        Step("void", (S.ADOPTED, S.SIGNED, S.COMPLETED), S.ADOPTED, CHAIR_OR_BOARD, "declaration.voided",
             _("De verklaring is vervallen"), _("Laat de verklaring vervallen"), needs_facts=True, mails=("news",)),
        # Within the cooling time the decision itself goes back, not only its mail (decision 37).
        Step("take_back", (S.ADOPTED, S.NOT_NOMINATED), S.ADOPTED, CHAIR_OR_BOARD, "decision.taken_back",
             _("Het bestuur nam het besluit terug"), _("Neem het besluit terug"), needs_facts=True),
        # An appeal that is won opens the decision again (law.md T-01 item 14).
        Step("decide_again", (S.NOT_NOMINATED,), S.ADOPTED, (Permission.DECIDE, Permission.PLAN), "appeal.upheld",
             _("Het bestuur besluit opnieuw"), _("Het bestuur besluit opnieuw"), needs_facts=True, mails=("news",)),
        Step("withdraw", OPEN, S.WITHDRAWN, "candidate", "candidacy.withdrawn", _("Trek je kandidatuur in"),
             _("Ingetrokken"), outcome=Outcome.WITHDRAWN, sets=("t0_at",), mails=("receipt_withdrawn",)),
        # A granted request to erase (law.md 1.6): who answers requests ends the candidacy in the same act.
        Step("erase_on_request", OPEN, S.WITHDRAWN, Permission.PLAN, "candidacy.erased_on_request",
             _("We wissen wat we van je hebben"), _("Gewist op verzoek"), outcome=Outcome.WITHDRAWN, sets=("t0_at",),
             needs_facts=True),
    )
}  # fmt: skip


class Refused(Exception):
    """The step cannot be taken now. `missing` says why, in words."""

    def __init__(self, step: Step, missing: list[Missing]):
        super().__init__(f"{step.name}: {[str(m.text) for m in missing]}")
        self.step, self.missing = step, missing


class NotAllowed(Exception):
    """This actor may not take this step; pages answer with the 404 of a missing object."""


Facts = Callable[[Candidacy], list[Missing]]
_brakes: list[Callable[[Candidacy, str], list[Missing]]] = []


def register_brake(brake: Callable[[Candidacy, str], list[Missing]]) -> None:
    """`brake(candidacy, step)` says what makes a dossier stand still; asked behind the lock of every step."""
    if brake not in _brakes:
        _brakes.append(brake)


def available(candidacy: Candidacy, actor) -> list[Step]:
    """Steps whose stage and permission fit now; what is missing is asked when the step is taken."""
    return [step for step in STEPS.values() if candidacy.stage in step.sources and _allowed(step, candidacy, actor)]


def _allowed(step: Step, candidacy: Candidacy, actor) -> bool:
    if isinstance(step.by, Permission):
        return step.by in permissions_in(actor, candidacy.round)
    if isinstance(step.by, tuple):
        return bool(permissions_in(actor, candidacy.round) & set(step.by))
    if step.by == CHAIR_OR_BOARD:
        chair = may_seat(actor, candidacy.round)
        return chair or Permission.DECIDE in permissions_in(actor, candidacy.round)
    if step.by == "candidate":
        return actor.kind == "candidate" and actor.candidacy.pk == candidacy.pk
    return actor.kind == step.by


def locked(candidacy: Candidacy) -> Candidacy:
    """The row as it is now, locked until the transaction ends."""
    return (
        Candidacy.objects.select_for_update(of=("self",))
        .select_related("round", "round__body", "round__election", "party")
        .get(pk=candidacy.pk)
    )


def advance(
    candidacy: Candidacy,
    step: str,
    *,
    actor,
    facts: Facts | None = None,
    codes: dict | None = None,
) -> Candidacy:
    """Take a step: lock, check, write, record and queue mail in one transaction.

    `facts` is evaluated after the lock, so what it sees cannot change any more. Returns the fresh row.
    Raises `NotAllowed`, `Refused` (with everything that is missing), KeyError for an unknown step.
    """
    row = STEPS[step]
    with transaction.atomic():
        now_row = locked(candidacy)
        if not _allowed(row, now_row, actor):
            raise NotAllowed(step)
        if now_row.stage not in row.sources:
            raise Refused(
                row,
                [
                    Missing(
                        _("Deze stap kan nu niet: de status is %(status)s.") % {"status": now_row.get_stage_display()}
                    )
                ],
            )
        if row.needs_facts and facts is None:
            raise Refused(row, [Missing(_("Deze stap vraagt gegevens die er niet zijn."))])
        missing = _standing_still(now_row, step) + (facts(now_row) if facts else [])
        if missing:
            raise Refused(row, missing)
        _write(now_row, row, actor)
        record(row.verb, actor=actor, party=now_row.party, chain=now_row.chain, about=now_row.code, codes=codes)
        for purpose in row.mails:
            queue(purpose, party=now_row.party, candidacy_code=now_row.code, language=now_row.language, cooling=row.cooling,
                  zone=now_row.round.body.time_zone)  # fmt: skip
    return now_row


def _standing_still(candidacy: Candidacy, step: str) -> list[Missing]:
    return [one for brake in _brakes for one in brake(candidacy, step)]


def _write(candidacy: Candidacy, step: Step, actor) -> None:
    if step.target is None:
        return
    moment = timezone.now()
    candidacy.stage = step.target
    candidacy.stage_since = moment
    candidacy.outcome = step.outcome
    fields = ["stage", "stage_since", "outcome"]
    for name in step.sets:
        setattr(candidacy, name, moment)
        fields.append(name)
        if name == "t0_at":
            candidacy.t0_by = actor.ref
            fields.append("t0_by")
    candidacy.save(update_fields=fields)
