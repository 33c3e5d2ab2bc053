"""The daily round: dates from the calendar, notices, erasure, heads of the record. Idempotent (R-30)."""

from datetime import date, datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from candidates.clocks import clocks_of
from candidates.models import Candidacy, Stage
from parties.actors import Actor
from parties.calendar import list_irrevocable
from parties.models import OutboxMail, Round
from parties.outbox import queue
from parties.safekeeping.audit import record
from parties.safekeeping.erasing import run_daily
from parties.safekeeping.heads import write_heads
from parties.scope import all_parties, party_scope
from reports.models import Appeal, Decision

SYSTEM = "calendar"


def _moment(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def rounds_in(zone: str) -> list[Round]:
    """The rounds of this time zone, of every party that has not left."""
    with all_parties("the daily round: every party in turn"):
        rows = Round.objects.select_related("party", "body", "election").filter(body__time_zone=zone)
        return list(rows.filter(party__left_at__isnull=True))


def set_dates(zone: str, day: date) -> int:
    """T0 to T3 as the calendar reaches them, where no person set them before (law.md section 7)."""
    count = 0
    for round in rounds_in(zone):
        with party_scope(round.party):
            count += _final_rejections(round, day, zone)
            election = round.election
            for name, reached, rows in (
                ("t1", list_irrevocable(election.nomination_day), _standing(round)),
                ("t2", election.term_start, _standing(round)),
                ("t3", election.term_end, _standing(round)),
            ):
                if day >= reached:
                    count += _set(rows.filter(**{f"{name}_at__isnull": True}), name, _moment(reached, zone))
    return count


def _standing(round):
    return Candidacy.objects.filter(round=round, t0_at__isnull=True, erased_at__isnull=True)


def _set(rows, name: str, moment: datetime) -> int:
    return rows.update(**{f"{name}_at": moment, f"{name}_by": SYSTEM})


def _final_rejections(round, day: date, zone: str) -> int:
    """A rejection is final when the term for appeal is over and no appeal waits (T0)."""
    waiting = Appeal.objects.filter(candidacy__round=round, ended_at__isnull=True).values("candidacy")
    decided = Decision.objects.filter(
        candidacy__round=round,
        what="not_nominate",
        published_at__lt=_moment(day - timedelta(days=round.appeal_days), zone),
    )
    rows = (
        _standing(round).filter(stage=Stage.NOT_NOMINATED, pk__in=decided.values("candidacy")).exclude(pk__in=waiting)
    )
    return _set(rows, "t0", _moment(day, zone))


def send_notices(zone: str, day: date) -> int:
    """Notice to the candidate 14 and 3 days before answers go, and before the report goes; once per day and dossier (R-30)."""
    count = 0
    for round in rounds_in(zone):
        with party_scope(round.party):
            for candidacy in Candidacy.objects.filter(round=round, erased_at__isnull=True).exclude(
                stage__in=(Stage.INVITED, Stage.WITHDRAWN)
            ):
                candidacy.round = round
                if day in clocks_of(candidacy).notices:
                    count += _notice(candidacy, day)
    return count


def _notice(candidacy: Candidacy, day: date) -> int:
    with transaction.atomic():
        key = day.isoformat()
        if OutboxMail.objects.filter(candidacy_code=candidacy.code, purpose="erasure_soon", payload_code=key).exists():
            return 0
        queue("erasure_soon", party=candidacy.party, candidacy_code=candidacy.code, language=candidacy.language, payload_code=key,
              zone=candidacy.round.body.time_zone)  # fmt: skip
        record(
            "retention.notice",
            actor=Actor.system(candidacy.party),
            party=candidacy.party,
            chain=candidacy.chain,
            about=candidacy.code,
        )
    return 1


def erase(zone: str, day: date) -> None:
    """Let go what is past its term. Raises RuntimeError when a dossier failed, so that it is tried again."""
    run = run_daily(timezone.now())
    if run.failures:
        raise RuntimeError(f"{run.failures} dossiers are tried again")


def send_heads(zone: str, day: date) -> None:
    """The heads of all chains leave the machine, to the operator (mechanism 6). Codes only."""
    if zone != settings.TIME_ZONE or not settings.OPERATOR_EMAIL or settings.REHEARSAL:
        return
    lines = StringIO()
    write_heads(lines)
    letter = EmailMessage(subject=f"{day:%Y-%m-%d}", body=lines.getvalue(), to=[settings.OPERATOR_EMAIL])
    letter.send()
