"""Internal appeal against not being nominated: filed, handled by others than who decided, answered (law.md T-01, R-34).

While it runs nothing of the dossier is erased and no rejection becomes final. A won appeal opens the decision again.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Candidacy, Stage
from candidates.workflow import STEPS, Missing, NotAllowed, Refused, advance, locked
from parties.access import Permission, permissions_in
from parties.calendar import today_in, zone
from parties.models import Member
from parties.outbox import queue
from parties.safekeeping.audit import record
from reports.free_text import tidy_text
from reports.models import Appeal, Decision
from reports.papers.deciding import decision_to_read

# Who writes an appeal down or notes its outcome; never who decided (see `end_appeal`).
HANDLES = (Permission.DECIDE, Permission.PLAN)
HANDLED_WITHIN = timedelta(days=21)  # at most three weeks (law.md T-01 item 14)
PLACE_LONGEST, NAMES_LONGEST = 120, 200


def appeal_until(candidacy: Candidacy, decision: Decision) -> datetime:
    """The end of the last day to appeal, counted from the day the candidate could know, in the body's own time."""
    body = candidacy.round.body
    day = today_in(body, decision.published_at) + timedelta(days=candidacy.round.appeal_days)
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone(body))


def handled_by_day(appeal: Appeal) -> date:
    """The last day on which the candidate hears the outcome."""
    return today_in(appeal.candidacy.round.body, appeal.made_at + HANDLED_WITHIN)


def appeals_of(candidacy: Candidacy) -> list[Appeal]:
    return list(Appeal.objects.filter(candidacy=candidacy).order_by("-made_at"))


def open_appeal(candidacy: Candidacy) -> Appeal | None:
    return Appeal.objects.filter(candidacy=candidacy, ended_at__isnull=True).first()


def against(candidacy: Candidacy) -> Decision | None:
    """The negative decision the candidate knows of and did not appeal against yet."""
    decision = decision_to_read(candidacy)
    if decision is None or decision.what != Decision.What.NOT_NOMINATE or candidacy.stage != Stage.NOT_NOMINATED:
        return None
    done = Appeal.objects.filter(candidacy=candidacy, decided_at=decision.decided_at).exists()
    return None if done else decision


def may_appeal(candidacy: Candidacy, now: datetime | None = None) -> bool:
    decision = against(candidacy)
    return decision is not None and (now or timezone.now()) <= appeal_until(candidacy, decision)


def appeal(candidacy: Candidacy, words: str, *, actor, not_bsn: bool = False) -> Appeal:
    """The candidate appeals. A second click finds the first. Raises `Refused`, `NotAllowed`, `Unreadable`, `BsnLike`."""
    if actor.kind != "candidate" or actor.candidacy.pk != candidacy.pk:
        raise NotAllowed("appeal.made")
    words = tidy_text(words, not_bsn=not_bsn)
    with transaction.atomic():
        return _file(locked(candidacy), words, timezone.now(), actor, "appeal.made", {})


def note_appeal(
    candidacy: Candidacy, words: str, *, actor, received_on: date, kept_at: str, not_bsn: bool = False
) -> Appeal:
    """Take down an appeal that came on paper; the day it came in counts (law.md S-08: no scan).

    Raises `Refused`, `NotAllowed`, `Unreadable`, `BsnLike`.
    """
    if not permissions_in(actor, candidacy.round) & set(HANDLES):
        raise NotAllowed("appeal.noted")
    words, kept_at = tidy_text(words, not_bsn=not_bsn), tidy_text(kept_at, PLACE_LONGEST, not_bsn=not_bsn)
    with transaction.atomic():
        fresh = locked(candidacy)
        if received_on > today_in(fresh.round.body, timezone.now()):
            raise _refused(_("Kies een dag die al geweest is."))
        if not kept_at:
            raise _refused(_("Schrijf op waar het papier ligt."))
        moment = datetime.combine(received_on, time(12), tzinfo=zone(fresh.round.body))
        return _file(fresh, words, moment, actor, "appeal.noted", {"paper_at": kept_at})


def _file(candidacy, words, moment, actor, verb, more) -> Appeal:
    waiting = open_appeal(candidacy)
    if waiting is not None:
        return waiting
    decision = against(candidacy)
    if decision is None:
        raise _refused(_("Er is geen besluit waartegen beroep openstaat."))
    if moment > appeal_until(candidacy, decision):
        raise _refused(_("De termijn voor beroep is voorbij. Bel de partij als je toch iets wilt zeggen."))
    if not words:
        raise _refused(_("Schrijf op waarom je het er niet mee eens bent."))
    row = Appeal.objects.create(candidacy=candidacy, words=words, decided_at=decision.decided_at, made_at=moment,
                                made_by=actor.ref, against=_snapshot(decision), **more)  # fmt: skip
    if candidacy.t0_at is not None:  # the calendar called it final before the paper was opened
        candidacy.t0_at, candidacy.t0_by = None, ""
        candidacy.save(update_fields=["t0_at", "t0_by"])
    record(verb, actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code)
    return row


def _snapshot(decision: Decision) -> dict:
    return {"what": decision.what, "reasons": decision.reasons or "", "decided_by": decision.decided_by,
            "decided_at": decision.decided_at.isoformat(), "report": decision.report.number,
            "report_by": [decision.report.drafted_by, decision.report.adopted_by]}  # fmt: skip


def end_appeal(appeal: Appeal, outcome: str, *, actor, handled_by: str, result: str, not_bsn: bool = False) -> Appeal:
    """Note the outcome with its reasons, for the candidate. Upheld: the board decides anew. Twice is once.

    Who decided, and who wrote or adopted the report, neither handles it nor notes the outcome.
    Raises `Refused`, `NotAllowed`, `Unreadable`, `BsnLike`.
    """
    result, handled_by = tidy_text(result, not_bsn=not_bsn), tidy_text(handled_by, NAMES_LONGEST, not_bsn=not_bsn)
    with transaction.atomic():
        candidacy = locked(appeal.candidacy)
        if not permissions_in(actor, candidacy.round) & set(HANDLES):
            raise NotAllowed("appeal.ended")
        row = Appeal.objects.select_for_update().get(pk=appeal.pk)
        if row.ended_at:
            return row
        missing = end_facts(row, actor, outcome, handled_by, result)
        if missing:
            raise Refused(STEPS["decide_again"], missing)
        row.outcome, row.handled_by, row.result = outcome, handled_by, result
        row.ended_at, row.ended_by = timezone.now(), actor.ref
        row.save()
        _carry_out(candidacy, row, actor)
    return row


def _carry_out(candidacy: Candidacy, row: Appeal, actor) -> None:
    if row.outcome == Appeal.Result.UPHELD:
        fresh = advance(candidacy, "decide_again", actor=actor, facts=lambda _row: [])
        Decision.objects.filter(candidacy=fresh).delete()  # it lives on in the appeal, with its reasons
        return
    queue("news", party=candidacy.party, candidacy_code=candidacy.code, language=candidacy.language,
          zone=candidacy.round.body.time_zone)  # fmt: skip
    record("appeal.dismissed", actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code)


def decided_it(row: Appeal, actor) -> bool:
    """Did this member decide, or write or adopt the report behind it?"""
    return actor.ref in {row.against["decided_by"], *row.against["report_by"]}


def end_facts(row: Appeal, actor, outcome: str, handled_by: str, result: str) -> list[Missing]:
    missing = []
    if decided_it(row, actor):
        missing.append(
            Missing(_("Jij besloot hierover of schreef mee aan het verslag. Iemand anders noteert de uitkomst."))
        )
    if outcome not in Appeal.Result.values:
        missing.append(Missing(_("Kies de uitkomst.")))
    if not handled_by:
        missing.append(Missing(_("Schrijf op wie het beroep behandelden.")))
    for name in _deciders(row):
        if name.casefold() in handled_by.casefold():
            missing.append(Missing(_("%(name)s besloot hierover en behandelt het beroep niet.") % {"name": name}))
    if not result:
        missing.append(Missing(_("Schrijf de redenen op. De kandidaat leest ze.")))
    return missing


def _deciders(row: Appeal) -> list[str]:
    codes = {row.against["decided_by"], *row.against["report_by"]}
    return sorted(member.name for member in Member.objects.select_related("user").filter(code__in=codes))


def _refused(text: str) -> Refused:
    return Refused(STEPS["decide_again"], [Missing(text)])
