"""Reminders by state: before the day, a few at most, days apart, and none once it is done or too late (decision 37).

The mail is neutral and the same for everything; what it is about stands behind the sign-in (law.md P-10, X-12).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidates.models import Candidacy, Invitation, Stage, VogRecord
from parties import terms
from parties.actors import Actor
from parties.calendar import today_in
from parties.models import OutboxMail, Round
from parties.outbox import Message, absolute, queue, register
from parties.outbox.queueing import daytime
from parties.safekeeping.audit import record
from parties.scope import party_scope
from reports.models import Decision, Declaration, Report
from screening.lifecycle import rounds_in

PURPOSE = "reminder"
# Days before the last day on which the first, second and third may go.
LONG, SHORT = (10, 6, 2), (4, 1)
BEFORE_SIGNING = (
    Stage.STARTED,
    Stage.SUBMITTED,
    Stage.REVIEW,
    Stage.PLANNED,
    Stage.INTERVIEWED,
    Stage.REPLY,
    Stage.ADOPTED,
)


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a candidate: what, until when, since when, and how long before it is said."""

    what: str
    until: date
    since: datetime
    before: tuple[int, ...] = LONG


def waiting_in(round: Round, *, only: Candidacy | None = None) -> Iterator[tuple[Candidacy, Waiting]]:
    """Everything in a round that waits for candidates. Six queries, whatever the number."""
    rows = Candidacy.objects.filter(round=round, erased_at__isnull=True, channel=Candidacy.Channel.DIGITAL)
    people = {one.pk: one for one in (rows.filter(pk=only.pk) if only else rows)}
    for one in people.values():
        one.round = round
    for source in (_doors, _sheets, _replies, _declarations, _statements):
        for key, waiting in source(round, people):
            yield people[key], waiting


def _doors(round, people):
    invited = [pk for pk, one in people.items() if one.stage == Stage.INVITED]
    live = Invitation.objects.filter(candidacy__in=invited, revoked_at__isnull=True, entered_at__isnull=True)
    for door in live:
        yield door.candidacy_id, Waiting("door", today_in(round.body, door.expires_at), door.created_at)


def _sheets(round, people):
    for pk, one in people.items():
        if one.stage == Stage.STARTED:
            yield pk, Waiting("sheets", round.submit_by, one.stage_since)


def _replies(round, people):
    asked = [pk for pk, one in people.items() if one.stage == Stage.REPLY]
    sent = Report.objects.filter(candidacy__in=asked, sent_at__isnull=False).defer("body", "frozen").order_by("number")
    for report in {one.candidacy_id: one for one in sent}.values():
        if report.reply_due and report.reply_closed_at is None:
            yield report.candidacy_id, Waiting("reply", today_in(round.body, report.reply_due), report.sent_at, SHORT)


def _declarations(round, people):
    adopted = [pk for pk, one in people.items() if one.stage == Stage.ADOPTED]
    known = Decision.objects.filter(candidacy__in=adopted, published_at__lte=timezone.now()).values("candidacy")
    laid = Declaration.objects.filter(candidacy__in=known, state=Declaration.State.OPEN).only("candidacy_id", "laid_at")
    for one in laid:
        yield one.candidacy_id, Waiting("declaration", round.list_on, one.laid_at)


def _statements(round, people):
    """A VOG still to ask for; with "electable" only for who has a place on the list (law.md V-01, V-05)."""
    if round.vog == Round.Vog.NOBODY:
        return
    noted = set(VogRecord.objects.filter(candidacy__round=round).values_list("candidacy_id", flat=True))
    until = round.election.nomination_day - terms.VOG_BEFORE_NOMINATION
    for pk, one in people.items():
        asked = round.vog == Round.Vog.ALL or one.list_place
        if asked and pk not in noted and one.stage in BEFORE_SIGNING:
            yield pk, Waiting("statement", until, round.opened_at)


# --- the daily round ---


def send_reminders(zone: str, day: date) -> int:
    """Queue what is due in rounds of this time zone; a second time on one day queues nothing."""
    count = 0
    for round in rounds_in(zone):
        if round.closed_at is None:
            with party_scope(round.party):
                count += _remind(round, day, zone)
    return count


def _remind(round: Round, day: date, zone: str) -> int:
    sent = defaultdict(list)
    said = OutboxMail.objects.filter(
        purpose=PURPOSE, candidacy_code__in=Candidacy.objects.filter(round=round).values("code")
    )
    for code, what, at in said.values_list("candidacy_code", "payload_code", "created_at"):
        sent[code].append((what, at))
    count = 0
    for candidacy, waiting in waiting_in(round):
        if is_due(waiting, sent[candidacy.code], day, round.body):
            _queue(candidacy, waiting.what, zone)
            sent[candidacy.code].append((waiting.what, timezone.now()))
            count += 1
    return count


def is_due(waiting: Waiting, sent: list[tuple[str, datetime]], day: date, body) -> bool:
    """`sent`: what went to this candidate before, of every kind; one neutral mail in three days is enough."""
    left = (waiting.until - day).days
    number = sum(what == waiting.what and at >= waiting.since for what, at in sent)
    if left < 0 or number >= min(len(waiting.before), terms.REMINDERS_MOST) or left > waiting.before[number]:
        return False
    moments = [waiting.since, *(at for _what, at in sent)]
    return all(day - today_in(body, at) >= terms.REMINDERS_APART for at in moments)


def _queue(candidacy: Candidacy, what: str, zone: str) -> None:
    with transaction.atomic():
        queue(PURPOSE, party=candidacy.party, candidacy_code=candidacy.code, language=candidacy.language, payload_code=what,
              zone=zone, due_at=daytime(timezone.now(), zone))  # fmt: skip
        record("reminder.sent", actor=Actor.system(candidacy.party), party=candidacy.party, chain=candidacy.chain,
               about=candidacy.code)  # fmt: skip


# --- the mail ---


def reminder(mail) -> Message | None:
    """Asked once more when it leaves: what is done meanwhile, or too late, is not asked again."""
    rows = Candidacy.objects.select_related("party", "round", "round__body", "round__election")
    candidacy = rows.filter(code=mail.candidacy_code, erased_at__isnull=True).first()
    if candidacy is None:
        return None
    round = candidacy.round
    waiting = next((one for _who, one in waiting_in(round, only=candidacy) if one.what == mail.payload_code), None)
    if waiting is None or waiting.until < today_in(round.body, timezone.now()):
        return None
    door = Invitation.objects.filter(candidacy=candidacy, revoked_at__isnull=True).first()
    body = _("Dag %(first_name)s,\n\nEr wacht nog iets op je. Het kan tot en met %(day)s. Je leest het als je inlogt met je link:\n\n%(link)s") % {
        "first_name": candidacy.first_name,
        "day": date_format(waiting.until, "j F"),
        "link": absolute(reverse("candidates:arrive", args=[door.token])) if door else "",
    }  # fmt: skip
    return Message(candidacy.email, _("Er wacht nog iets op je"), body.strip())


def register_mails() -> None:
    register(PURPOSE, reminder)
