"""Looking in the published sources, and what was seen of a VOG (law.md P-63, P-64, V-01 to V-08).

Off unless the round says so; every look-up is one source, one question, one date. What it found is a
finding, and the candidate hears it at once.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.access import reads_criminal
from candidates.consents import disclose_once, live_consent
from candidates.models import Candidacy, Check, Notice, VogRecord
from candidates.sheets import wording_of
from candidates.workflow import Missing, NotAllowed, locked
from instruments.editions import edition_in
from instruments.kinds import Source
from parties.calendar import today_in
from parties.models import Member, Round
from parties.safekeeping.audit import record
from parties.safekeeping.crypto import KeyDestroyed
from reports.findings import record_finding
from reports.free_text import tidy_text
from reports.models import Finding, Topic
from reports.refusals import NotNow
from reports.topics import TALKING, topic_key

State = VogRecord.State
LOOK_UPS = ("openbaar", "register", "bureau")
ISSUER_LONGEST = 60


@dataclass(frozen=True)
class Listed:
    """A published source in words, with what was looked up there for this candidate."""

    item: Source
    name: str
    purpose: str
    question: str
    never: str
    help: str
    checks: tuple[Check, ...] = ()


def sources(candidacy: Candidacy, language: str, *categories: str) -> list[Listed]:
    """The sources of the round's list that may be used here. Registers and a bureau only when the party put them on."""
    edition = edition_in(candidacy.round, "bronnen")
    if edition is None:
        return []
    wording = wording_of(candidacy, edition, language)
    made: dict[str, list[Check]] = {}
    for check in Check.objects.filter(candidacy=candidacy).order_by("asked_on"):
        made.setdefault(check.source, []).append(check)
    found = [item for item in edition.parsed.items() if isinstance(item, Source) and item.category in categories]
    usable = [
        item for item in found if wording.concerns(item) and (item.default_on or item.category in ("openbaar", "vog"))
    ]
    return [
        Listed(item, wording.text(item), wording.purpose(item), wording.say(item.question), wording.say(item.never),
               wording.help(item), tuple(made.get(item.key, ())))
        for item in usable
    ]  # fmt: skip


def look_ups_missing(candidacy: Candidacy) -> list[Missing]:
    """What stands in the way of looking anything up; empty when the module is on and the candidate was told."""
    missing = []
    if not candidacy.round.checks_on:
        missing.append(Missing(_("In deze ronde kijken we niet in openbare bronnen. Dat staat zo in de werkwijze.")))
    if not Notice.objects.filter(candidacy=candidacy).exists():
        missing.append(Missing(_("De kandidaat heeft nog niet gelezen hoe dit gaat. Wacht daar eerst op.")))
    if candidacy.stage not in TALKING:
        missing.append(Missing(_("In dit dossier kijken we niet meer in bronnen.")))
    return missing


def record_check(
    candidacy: Candidacy, *, actor, item: str, asked_on: date, finding: dict | None = None, letter: bool = False,
    bureau: str = "",
) -> Check:  # fmt: skip
    """One look-up in one source. Without `finding` nothing was found.

    `finding` holds title, source, source_date, fact and meaning; it becomes a finding and a topic, and
    the candidate gets word in the same transaction. The same look-up twice is one. A bureau is named, and
    only with the candidate's live consent for that bureau; that it got something is written down (P-11, P-23).
    Raises `NotNow`, `FindingRefused`, `Unreadable`, `BsnLike`.
    """
    with transaction.atomic():
        fresh = locked(candidacy)
        listed = next(
            (one for one in sources(fresh, fresh.round.leading_language, *LOOK_UPS) if one.item.key == item), None
        )
        missing = look_ups_missing(fresh)
        if listed is None:
            missing.append(Missing(_("Deze bron staat niet op de lijst.")))
        if asked_on > today_in(fresh.round.body, timezone.now()):
            missing.append(Missing(_("Kies een dag die al geweest is.")))
        by_bureau = listed is not None and listed.item.category == "bureau"
        if by_bureau and not (bureau and live_consent(fresh, "bureau", bureau)):
            missing.append(Missing(_("De kandidaat gaf voor dit bureau geen toestemming. Vraag die eerst.")))
        if missing:
            raise NotNow(*missing)
        if by_bureau:
            disclose_once(fresh, "bureau", bureau, "assignment", actor=actor)
        check = _kept(fresh, listed, actor, asked_on, finding is None)
        if finding is not None:
            _found(fresh, listed, actor, finding, letter)
    return check


def _kept(candidacy, listed: Listed, actor, asked_on, found_nothing) -> Check:
    told = Notice.objects.filter(candidacy=candidacy).order_by("read_at").first()
    edition = edition_in(candidacy.round, "bronnen")
    known = {
        "candidacy": candidacy,
        "source": listed.item.key,
        "asked_on": asked_on,
        "asked_by": actor.ref,
        "found_nothing": found_nothing,
    }
    check = Check.objects.filter(**known).first()
    if check is None:
        check = Check.objects.create(
            **known, edition_label=edition.label, question=listed.question, notice_shown_at=told.read_at
        )
        record("check.made", actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code,
               codes={"source": listed.item.key})  # fmt: skip
    return check


def _found(candidacy, listed: Listed, actor, finding: dict, letter: bool) -> None:
    origin = Finding.Origin.BUREAU if listed.item.category == "bureau" else Finding.Origin.CHECK
    made = record_finding(candidacy, actor=actor, origin=origin, letter=letter, **finding)
    if made.topic_id is None:
        made.topic = Topic.objects.create(
            candidacy=candidacy, origin=Topic.Origin.CHECK, title=made.title, added_by=actor.ref
        )
        made.save(update_fields=["topic"])


def vog_of(candidacy: Candidacy) -> VogRecord | None:
    return VogRecord.objects.filter(candidacy=candidacy).first()


def vog_asked(round: Round) -> bool:
    return round.vog != Round.Vog.NOBODY


def record_vog(
    candidacy: Candidacy, *, actor, state: str, requested_on: date | None = None, seen_on: date | None = None,
    second: Member | None = None, original: bool | None = None, issued_on: date | None = None, issuer: str = "",
) -> VogRecord:  # fmt: skip
    """What was seen, by whom and when; never the document or a reason (law.md V-03).

    "Not shown" puts a subject on the separate part of the conversation and decides nothing (V-07).
    Closed from the day the list is handed in (V-02). Raises `NotNow`, `NotAllowed`, `Unreadable`, `BsnLike`.
    """
    issuer = tidy_text(issuer, ISSUER_LONGEST)
    with transaction.atomic():
        fresh = locked(candidacy)
        if not reads_criminal(actor, fresh):
            raise NotAllowed("record_vog")
        missing = _vog_missing(fresh, actor, state, requested_on, seen_on, second, original)
        if missing:
            raise NotNow(*missing)
        row = vog_of(fresh) or VogRecord(candidacy=fresh)
        shown = state == State.SHOWN
        row.state, row.requested_on = state, requested_on
        row.seen_on, row.original = (seen_on, original) if shown else (None, None)
        row.seen_by, row.seen_by_second = (actor.ref, second.code) if shown else ("", "")
        row.issued_on, row.issuer = (issued_on, issuer) if shown else (None, "")
        try:
            row.save()
        except KeyDestroyed as gone:
            raise NotNow(
                Missing(_("Het verslag is vastgesteld. We noteren alleen nog dat een VOG is gezien."))
            ) from gone
        _vog_topic(fresh, state, actor)
        record("vog.noted", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code)
    return row


def _vog_missing(candidacy, actor, state, requested_on, seen_on, second, original) -> list[Missing]:
    today = today_in(candidacy.round.body, timezone.now())
    missing = []
    if not vog_asked(candidacy.round):
        missing.append(Missing(_("In deze ronde vragen we geen VOG.")))
    if today >= candidacy.round.election.nomination_day:
        missing.append(Missing(_("De lijst is ingeleverd. Over een VOG noteren we niets meer.")))
    if state not in State.values:
        missing.append(Missing(_("Kies hoe het ervoor staat.")))
    if state == State.REQUESTED and not requested_on:
        missing.append(Missing(_("Schrijf wanneer de VOG is aangevraagd.")))
    if state == State.SHOWN:
        if not (seen_on and original):
            missing.append(Missing(_("Noteer alleen een origineel dat je zelf zag, met de dag.")))
        if second is None or second.code == actor.ref:
            missing.append(Missing(_("Kies wie de VOG samen met jou zag.")))
    if any(day and day > today for day in (requested_on, seen_on)):
        missing.append(Missing(_("Kies een dag die al geweest is.")))
    return missing


def _vog_topic(candidacy, state: str, actor) -> None:
    """In the row it looks like any other subject of the separate part: "not shown" is itself criminal data."""
    key = topic_key(candidacy, "vog", "not_shown")
    topic = Topic.objects.filter(pk=key).first()
    if state != State.NOT_SHOWN:
        Topic.objects.filter(pk=key, dropped_at__isnull=True).update(dropped_at=timezone.now())
    elif topic is None:
        title = _("De VOG is er nog niet. Vraag hoe het verder gaat, niet waarom.")
        Topic.objects.create(
            id=key, candidacy=candidacy, origin=Topic.Origin.TALK, title=title, criminal=True, added_by=actor.ref
        )
    else:
        Topic.objects.filter(pk=key).update(dropped_at=None)
