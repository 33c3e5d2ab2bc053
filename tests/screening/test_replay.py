"""A whole cycle on a clock that is turned: invited in the autumn of 2026, nominated on 1 February 2027, voted on
17 March 2027, and the end of the term in 2031. What exists on each day, and what is gone (law.md section 7).

Everybody walks by the public actions; every day that matters has its `manage.py daily`, and every day all pages of
everybody still answer.
"""

from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from candidates.models import Answer, Candidacy, Invitation, Notice, PrivateAnswer, Signal, Tie, VogRecord
from candidates.sheets import page_of, save_answer, sheet_of
from candidates.submission import withdraw
from parties.models import DataKey, Event, OutboxMail
from parties.safekeeping.audit import verify_chain
from parties.safekeeping.crypto import new_browser_key
from parties.safekeeping.guards import guards_lifted
from parties.scope import party_scope
from reports.checks import record_vog
from reports.findings import drop_finding, record_finding
from reports.models import (
    AgendaItem,
    CriminalNote,
    Decision,
    Declaration,
    Document,
    ErasureReceipt,
    Finding,
    Interview,
    Measure,
    Note,
    Reply,
    Report,
    Signature,
)  # fmt: skip
from reports.notes import hand_in_notes, save_note
from reports.papers.deciding import decide
from reports.papers.documents import make_due_documents
from reports.signals import note_signal
from reports.topics import topics_for
from screening.rehearsal.journey import WAY, Walk
from screening.rehearsal.people import GRASS, Standing
from tests import cast
from tests.signin import sign_in

pytestmark = pytest.mark.django_db
ROLES = {"Bram": "chair", "Carla": "member", "Daan": "secretary", "Els": "board"}
NOMINATION, VOTE = date(2027, 2, 1), date(2027, 3, 17)
T1, T2, T3 = date(2027, 2, 15), date(2027, 3, 25), date(2031, 3, 27)
WEEKS_4 = timedelta(weeks=4)

# On which day everybody reached each stop of the way.
INVITED, STARTED, SUBMITTED, REVIEW, PLANNED = (date(2026, 10, day) for day in (5, 6, 12, 14, 15))
HELD, DRAFTED, REPLIED, ADOPTED, DECIDED = (date(2026, 10, 22), *(date(2026, 11, day) for day in (2, 6, 9, 12)))
SIGNED, COUNTERSIGNED = date(2026, 11, 16), date(2026, 11, 18)
STOPS = dict(zip(WAY, (INVITED, STARTED, SUBMITTED, REVIEW, PLANNED, HELD, DRAFTED, REPLIED, ADOPTED, DECIDED, SIGNED,
                       COUNTERSIGNED), strict=True))  # fmt: skip
STOPPED_EARLY, STOPPED_LATE = date(2026, 10, 8), date(2026, 10, 26)
# Decided by day, so that the news is out the same evening.
APPEAL_OVER = DECIDED + timedelta(days=15)  # the first night after fourteen whole days: a rejection is final (T0)


def night_after(day: date, days: int = 0) -> date:
    """The night that lets go what counts from a moment in the evening of `day`."""
    return day + timedelta(days=days + 1)


# Per outcome and kind of record: the first morning on which it is gone (law.md ).
EARLY, LATE = night_after(STOPPED_EARLY), night_after(STOPPED_LATE)
REJECTED = APPEAL_OVER + WEEKS_4
CONVERSATION = night_after(ADOPTED, 14)
GONE = {
    "unanswered": {"contact": INVITED + timedelta(days=14 + 30 + 1), "invitation": INVITED + timedelta(days=45),
                   "keys": INVITED + timedelta(days=45), "skeleton": INVITED + timedelta(days=45)},
    "withdrawn before handing in": {
        "raw key": EARLY, "answers": EARLY, "private": EARLY + WEEKS_4,
        "contact": EARLY + WEEKS_4, "ties": EARLY + WEEKS_4, "keys": EARLY + WEEKS_4, "log": EARLY + WEEKS_4 + timedelta(days=396),
        "notice read": night_after(STOPPED_EARLY, 365), "receipts": EARLY + WEEKS_4 + timedelta(days=1826)},
    "withdrawn after handing in": {
        "raw key": LATE, "criminal key": LATE, "answers": LATE, "notes": LATE, "criminal notes": LATE, "interview": LATE,
        "findings": LATE, "dropped": LATE, "vog": LATE, "measures": LATE, "private": LATE + WEEKS_4, "ties": LATE + WEEKS_4,
        "contact": LATE + WEEKS_4, "keys": LATE + WEEKS_4,
        "log": LATE + WEEKS_4 + timedelta(days=396), "notice read": night_after(STOPPED_LATE, 365)},
    "rejected": {
        "criminal key": night_after(ADOPTED), "criminal notes": night_after(ADOPTED), "notes": CONVERSATION,
        "interview": CONVERSATION, "dropped": night_after(HELD, 14), "raw key": REJECTED, "answers": REJECTED, "private": REJECTED,
        "findings": REJECTED, "vog": REJECTED, "report": REJECTED, "report file": REJECTED, "decision": REJECTED, "ties": REJECTED,
        "contact": REJECTED, "keys": REJECTED, "log": REJECTED + timedelta(days=396), "notice read": APPEAL_OVER + timedelta(days=365)},
    "on the list, not elected": {
        "criminal key": night_after(ADOPTED), "criminal notes": night_after(ADOPTED), "notes": CONVERSATION,
        "interview": CONVERSATION, "dropped": night_after(HELD, 14), "raw key": T1 + WEEKS_4, "answers": T1 + WEEKS_4,
        "private": T1 + WEEKS_4, "findings": T1 + WEEKS_4, "vog": T1 + WEEKS_4, "ties": T1 + WEEKS_4, "report": T2 + WEEKS_4,
        "report file": T2 + WEEKS_4, "decision": T2 + WEEKS_4, "address": T2 + WEEKS_4, "declaration": T3 + WEEKS_4,
        "declaration file": T3 + WEEKS_4, "agenda": T3 + WEEKS_4, "contact": T3 + WEEKS_4, "keys": T3 + WEEKS_4,
        "log": T3 + WEEKS_4 + timedelta(days=396), "notice read": T3 + timedelta(days=365)},
}  # fmt: skip
GONE["elected"] = GONE["on the list, not elected"]


# --- who walks, and how far ---


class Walker(Walk):
    """A rehearsal walk with an address on the internet, a session of today, and everything a dossier can hold."""

    def _enter(self):
        super()._enter()
        self.actor = replace(self.actor, ip="192.0.2.7", user_agent="Replay")

    def reach(self, stop: str) -> None:
        getattr(self, stop)()
        self.candidacy = Candidacy.objects.select_related("round", "round__body", "round__election", "party").get(
            pk=self.candidacy.pk
        )
        beside = getattr(self, f"after_{stop}", None)
        if beside:
            beside()

    def after_started(self):
        """A private answer, which only this browser can read (law.md P-61)."""
        key = new_browser_key()
        sheet = sheet_of(self.candidacy, "zelfassessment", actor=self.actor)
        page = page_of(sheet, self.candidacy, "nl", key=key)
        item = next(one for one in page.questions if one.key == "motivatie.a1")
        save_answer(sheet, item, {"choice": "grotendeels", "note": "eigen"}, version=0, wording=page.wording, key=key)

    def after_review(self):
        note_signal(self.candidacy, 1, actor=self.people["Carla"])

    def after_interviewed(self):
        carla = self.people["Carla"]
        topics = topics_for(self.candidacy, carla)
        for topic in (topics[0], next(one for one in topics if one.criminal)):
            save_note(topic, "Rustig verteld.", version=0, actor=carla)
        hand_in_notes(self.candidacy, actor=carla)
        loose = record_finding(self.candidacy, actor=carla, origin="interview", title="Los punt", source="Het gesprek", fact="Dit telt niet mee.",
                               meaning="Niets voor het ambt.")  # fmt: skip
        drop_finding(loose, actor=carla)
        record_vog(self.candidacy, actor=carla, state=VogRecord.State.SHOWN, seen_on=HELD, second=self.people["Bram"].member,
                   original=True)  # fmt: skip

    def signed(self):
        self._enter()
        super().signed()


@dataclass(frozen=True)
class Plan:
    """An outcome: the last stop on the way, and on which evening what ended it."""

    name: str
    until: str
    stops: date | None = None
    refused: bool = False


PLANS = {
    "unanswered": Plan("Tjeerd", "invited"),
    "withdrawn before handing in": Plan("Mees", "started", stops=STOPPED_EARLY),
    "withdrawn after handing in": Plan("Wil", "interviewed", stops=STOPPED_LATE),
    "rejected": Plan("Dirk", "adopted", refused=True),
    "on the list, not elected": Plan("Anna", "completed"),
    "elected": Plan("Kees", "completed"),
}


class Replay:
    """One round, its people and its clock."""

    def __init__(self, outcomes, *, regime: str = "EU-NL"):
        self.zone = ZoneInfo("America/Kralendijk" if regime == "BES" else "Europe/Amsterdam")
        self.walkers: dict[str, Walker] = {}
        self.wrong: list[str] = []
        with self.on(INVITED, 12):
            body = cast.make_body(regime=regime, name="Koraaleiland" if regime == "BES" else "Veenstroom")
            election = cast.make_election(body, nomination=NOMINATION)
            self.round, self.members = cast.ready_round(
                body=body, election=election, vog="all", vog_reason="Werk met geld."
            )
        assert (election.vote_day, election.term_start, election.term_end) == (VOTE, T2, T3)
        self.party = self.round.party
        people = {
            first: replace(cast.acting(self.members[first], role), ip="192.0.2.9") for first, role in ROLES.items()
        }
        for outcome in outcomes:
            plan = PLANS[outcome]
            standing = Standing(plan.name, "", "Vink", "not_nominated" if plan.refused else plan.until, answers=GRASS)
            self.walkers[outcome] = Walker(self.round, standing, people)

    def on(self, day: date, hour: int):
        return time_machine.travel(datetime.combine(day, time(hour), self.zone), tick=False)

    def play(self, days: list[date], visit=None) -> None:
        """Night after night that matters, with whatever people do in the evening; in the order of the calendar."""
        evenings = {*STOPS.values(), STOPPED_EARLY, STOPPED_LATE}
        for day in sorted(evenings | set(days)):
            if day in days:
                self.night(day)
            if day in days and visit:
                with self.on(day, 12):
                    visit(self)
            if day in evenings:
                with self.on(day, 14 if day == DECIDED else 20), party_scope(self.party):
                    for outcome, walker in self.walkers.items():
                        self._evening(walker, PLANS[outcome], day)
                    make_due_documents(limit=9)

    def _evening(self, walker, plan: Plan, evening: date) -> None:
        for stop in WAY[: WAY.index(plan.until) + 1]:
            if STOPS[stop] == evening:
                walker.reach(stop)
        if plan.stops == evening:
            withdraw(walker.candidacy, actor=walker.actor)
        if plan.refused and evening == DECIDED:
            decide(walker.candidacy, "not_nominate", actor=walker.people["Els"], reasons="")

    def night(self, day: date) -> None:
        """The daily round, and what it left of everybody."""
        with (
            self.on(day, 4),
            guards_lifted() if day > COUNTERSIGNED else nullcontext(),
        ):  # the guard has a clock of its own
            call_command("daily", verbosity=0)
        with party_scope(self.party):
            for outcome, walker in self.walkers.items():
                if walker.candidacy:
                    self.wrong += wrong_on(day, outcome, there(walker.candidacy))


# --- what is there ---

MODELS = {
    "answers": Answer, "private": PrivateAnswer, "signal": Signal, "vog": VogRecord, "ties": Tie, "notice read": Notice,
    "interview": Interview, "notes": Note, "criminal notes": CriminalNote, "report": Report, "decision": Decision,
    "declaration": Declaration, "signature": Signature, "agenda": AgendaItem, "invitation": Invitation, "receipts": ErasureReceipt,
    "measures": Measure, "replies": Reply,
}  # fmt: skip


def there(candidacy) -> set[str]:
    """Every kind of record that this dossier still has."""
    code, mine = candidacy.code, {"owner": candidacy.code}
    keys = set(DataKey.objects.filter(owner=code, destroyed_at=None).values_list("klass", flat=True))
    row = Candidacy.objects.filter(code=code).first()
    found = {kind for kind, model in MODELS.items() if model.objects.filter(**mine).exists()}
    found |= {f"{klass} key" for klass in keys} | ({"keys"} if keys else set())
    found |= {f"{kind} file" for kind in Document.objects.filter(**mine).values_list("kind", flat=True)}
    found |= {"findings"} if Finding.objects.filter(**mine, dropped_at=None).exists() else set()
    found |= {"dropped"} if Finding.objects.filter(**mine).exclude(dropped_at=None).exists() else set()
    found |= {"log"} if Event.objects.filter(chain=candidacy.chain).exists() else set()
    found |= {"skeleton"} if row else set()
    found |= {"contact"} if row and row.last_name else set()
    found |= {"address"} if row and row.residence is not None else set()
    return found


def wrong_on(day: date, outcome: str, found: set[str]) -> list[str]:
    """What should have gone by this morning is gone, and what goes next night is still there."""
    gone = GONE[outcome]
    late = [f"{outcome}: {kind} is still there on {day}" for kind in gone if gone[kind] <= day and kind in found]
    tomorrow = day + timedelta(days=1)
    return late + [
        f"{outcome}: {kind} is gone too early on {day}" for kind in gone if gone[kind] == tomorrow and kind not in found
    ]


# What outlives a dossier, without content; its days are for the long test.
OUTLIVES = ("log", "notice read", "receipts")


def turning_days(outcomes, *, outliving: bool = False) -> list[date]:
    """Each morning on which something is gone, the morning before it, and the night that makes a rejection final."""
    gone = {day for name in outcomes for kind, day in GONE[name].items() if outliving or kind not in OUTLIVES}
    return sorted(gone | {day - timedelta(days=1) for day in gone} | {APPEAL_OVER})


CANDIDATES_PAGES = ("stappen", "alles", "wie-keek", "hulp", "lijst/vragenlijst", "lijst/vragenlijst/nakijken", "verslag",
                    "aandachtspunten", "gesprek", "besluit", "verklaring", "bewijs", "agenda", "mijn-gegevens")  # fmt: skip
MEMBERS_PAGES = ("", "voorbereiden", "bronnen", "aandachtspunten", "verslag", "gesprek", "advies", "verklaring/tekenen")


def opened(replay: Replay) -> None:
    """Every page still answers; the test client raises what a server would hide."""
    bram, carla = (sign_in(Client(), replay.members[first].user) for first in ("Bram", "Carla"))
    base = f"/p/{replay.party.code}/"
    for member in (bram, carla):
        for path in ("", f"ronde/{replay.round.code}/", "post/", "banden/"):
            assert member.get(base + path).status_code in (200, 302, 404), path
    for walker in replay.walkers.values():
        with party_scope(replay.party):
            row = Candidacy.objects.select_related("party").filter(pk=walker.candidacy.pk).first()
        if row is None:
            continue
        for path in MEMBERS_PAGES:
            for member in (bram, carla):
                answer = member.get(f"{base}kandidaat/{row.code}/{path + '/' if path else ''}")
                assert answer.status_code in (200, 302, 404, 409), (path, answer.status_code)
        if row.erased_at is None:
            her = cast.enter(Client(), row)
            for path in CANDIDATES_PAGES:
                answer = her.get(f"/k/{path}/")
                assert answer.status_code in (200, 302, 404, 409, 410), (path, answer.status_code)


def told(replay: Replay, outcome: str) -> list[date]:
    """The days on which this candidate's notice of erasure was queued."""
    rows = OutboxMail.objects.filter(purpose="erasure_soon", candidacy_code=replay.walkers[outcome].candidacy.code)
    return sorted(date.fromisoformat(day) for day in rows.values_list("payload_code", flat=True))


def test_every_outcome_from_invitation_to_the_end_of_the_term(quick_papers):
    """law.md R-01 to R-14: what exists on each day that something changes."""
    outcomes = [name for name in PLANS if name != "on the list, not elected"]  # its days are those of who is elected
    replay = Replay(outcomes)
    replay.play(turning_days(outcomes))
    assert replay.wrong == []


@pytest.mark.soak
def test_caribbean_cycle_follows_its_own_clock_and_tells_before_it_erases(quick_papers):
    """law.md B-07, R-30, R-32: the same terms in the island's time; notice of answers and report, 14 and 3 days before."""
    outcomes = ("rejected", "elected")
    replay = Replay(outcomes, regime="BES")
    before = {
        gone: (gone - timedelta(days=14), gone - timedelta(days=3)) for gone in (REJECTED, T1 + WEEKS_4, T2 + WEEKS_4)
    }
    days = {day for gone in before for day in (*before[gone], gone - timedelta(days=1), gone)} | {APPEAL_OVER}
    replay.play(sorted(days))
    with party_scope(replay.party):
        assert told(replay, "rejected") == sorted(before[REJECTED])
        assert told(replay, "elected") == sorted([*before[T1 + WEEKS_4], *before[T2 + WEEKS_4]])
        moments = Candidacy.objects.get(pk=replay.walkers["elected"].candidacy.pk)
    assert [moment.astimezone(replay.zone).date() for moment in (moments.t1_at, moments.t2_at)] == [T1, T2]
    assert moments.t1_at.astimezone(replay.zone).time() == time()  # midnight on the island, not in The Hague
    assert replay.wrong == []


@pytest.mark.soak
def test_what_outlives_a_dossier_goes_in_its_own_time(quick_papers):
    """law.md R-15, R-17, R-19: the record after thirteen months, what was read after a year, receipts after five."""
    replay = Replay(PLANS)
    replay.play(turning_days(PLANS, outliving=True))
    assert replay.wrong == []
    # Seen from afterwards: an ended chain may be empty only past its own date.
    with time_machine.travel(datetime(2040, 1, 1, tzinfo=ZoneInfo("UTC")), tick=False), party_scope(replay.party):
        assert verify_chain(replay.party) == []
        left = Candidacy.objects.values_list("code", "first_name", "email_hash", "relation").order_by("code")
        skeletons = sorted(walker.candidacy.code for name, walker in replay.walkers.items() if name != "unanswered")
        assert list(left) == [(code, "", "", "") for code in skeletons]


@pytest.mark.parametrize(
    ("outcome", "nights"),
    [
        ("withdrawn after handing in", [LATE]),
        ("elected", [night_after(ADOPTED), T1 + WEEKS_4, T2 + WEEKS_4]),
        pytest.param("rejected", [night_after(ADOPTED), CONVERSATION, APPEAL_OVER, REJECTED], marks=pytest.mark.soak),
    ],
)
def test_every_page_answers_whatever_has_gone(quick_papers, outcome, nights):
    """Promise 10: a destroyed key is no error page, on the candidate's side nor the committee's."""
    replay = Replay([outcome])
    replay.play(nights, visit=opened)
    assert replay.wrong == []
