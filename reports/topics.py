"""What the conversation is about: gathered from answers, taken along, chosen and added (instrument 6).

Gathering twice makes nothing twice: a gathered topic's key follows from what it came from. A criminal
topic exists only for who may read such matters (law.md P-21).
"""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.access import reads_criminal
from candidates.models import Candidacy, Stage
from candidates.sheets import is_private, page_of, sheet_of, sheets_of, wording_of
from candidates.workflow import Missing, NotAllowed, advance, locked
from instruments.editions import edition_in
from parties.safekeeping.audit import record
from parties.safekeeping.crypto import lookup_hash
from reports.free_text import tidy_text
from reports.models import Finding, Note, Topic
from reports.models.conversation import CriminalNote
from reports.points import points_in, short
from reports.refusals import NotNow

Origin = Topic.Origin
TITLE_LONGEST = 120
CARDS_OF_CANDIDATE = 3
# Reading order; answers and "liever in het gesprek" stand together, in the list's own order.
ORDER = (
    Origin.ANSWER,
    Origin.TAKEN,
    Origin.CANDIDATE,
    Origin.CHECK,
    Origin.SIGNAL,
    Origin.OWN,
    Origin.DILEMMA,
    Origin.GUIDE,
)
# What the committee may leave out; what the candidate wants to tell, and the fixed questions, stay.
COMMITTEE_MAY_DROP = frozenset({Origin.ANSWER, Origin.CHECK, Origin.SIGNAL, Origin.OWN, Origin.DILEMMA})
GATHERED = (Origin.ANSWER, Origin.TALK, Origin.GUIDE)
BEFORE_THE_TALK_ENDS = (Stage.INVITED, Stage.STARTED, Stage.SUBMITTED, Stage.REVIEW, Stage.PLANNED)
TALKING = (Stage.SUBMITTED, Stage.REVIEW, Stage.PLANNED, Stage.INTERVIEWED, Stage.REPLY)


@dataclass(frozen=True)
class Wanted:
    """A topic that should be there. `item` names where it came from, also when the row may not say so."""

    origin: str
    item: str
    title: str
    criminal: bool = False


def topic_key(candidacy: Candidacy, origin: str, item: str) -> uuid.UUID:
    """The key of a topic that came from somewhere: the same every time, and no outsider can guess from what."""
    return uuid.UUID(lookup_hash(candidacy.party_id, f"topic {candidacy.pk} {origin} {item}")[:32])


def gather_topics(candidacy: Candidacy, *, actor) -> list[Topic]:
    """Bring the topics in line with the answers and the guide; returns all topics that stand.

    What came from an answer that is gone, and that nobody wrote about, goes too.
    """
    with transaction.atomic():
        fresh = locked(candidacy)
        wanted = {topic_key(fresh, one.origin, one.item): one for one in [*_from_answers(fresh), *_from_guide(fresh)]}
        existing = {topic.pk: topic for topic in Topic.objects.filter(candidacy=fresh)}
        made = [_put(fresh, key, one, existing.get(key), actor) for key, one in wanted.items()]
        _leave_out(fresh, [topic for key, topic in existing.items() if topic.origin in GATHERED and key not in wanted])
        if any(made):
            record("topics.gathered", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code)
    return list(Topic.objects.filter(candidacy=candidacy, dropped_at__isnull=True))


def take_up(candidacy: Candidacy, *, actor) -> Candidacy:
    """The committee starts reading: the topics are put ready. Raises `Refused`, `NotAllowed`."""
    with transaction.atomic():
        fresh = advance(candidacy, "take_up", actor=actor)
        gather_topics(fresh, actor=actor)
    return fresh


def gathered_lately(candidacy: Candidacy) -> bool:
    """Were the topics gathered after the last handing in? Spares every reader of the page a write."""
    newest = Topic.objects.filter(candidacy=candidacy, origin__in=GATHERED).order_by("-added_at").first()
    return newest is not None and (candidacy.submitted_at is None or newest.added_at > candidacy.submitted_at)


def _from_answers(candidacy) -> list[Wanted]:
    wanted = []
    for sheet in sheets_of(candidacy).filter(submitted_at__isnull=False):
        if is_private(sheet.edition):
            continue
        page = page_of(sheet, candidacy, candidacy.round.leading_language)
        for point in points_in(page):
            origin = Origin.TALK if point.talk else Origin.ANSWER
            wanted.append(Wanted(origin, point.item, point.title, point.criminal))
    return wanted


def _from_guide(candidacy) -> list[Wanted]:
    """The fixed questions, a topic per phase, and a separate part where a phase may touch on criminal matters."""
    edition = edition_in(candidacy.round, "leidraad")
    if edition is None:
        return []
    wording = wording_of(candidacy, edition, candidacy.round.leading_language)
    wanted = []
    for section, items in wording.sections(edition.parsed):
        title = wording.say(section.title)
        wanted.append(Wanted(Origin.GUIDE, section.key, title))
        if any(item.criminal for item in items):
            wanted.append(Wanted(Origin.GUIDE, f"{section.key}.apart", title, criminal=True))
    return wanted


def _put(candidacy, key, wanted: Wanted, topic: Topic | None, actor) -> bool:
    """Make or retitle one topic; True when it is new."""
    if topic is None:
        Topic.objects.create(
            id=key, candidacy=candidacy, origin=wanted.origin, item="" if wanted.criminal else wanted.item,
            title=wanted.title, criminal=wanted.criminal, added_by=actor.ref,
        )  # fmt: skip
        return True
    if topic.title != wanted.title:
        topic.title = wanted.title
        topic.save(update_fields=["title"])
    return False


def _leave_out(candidacy, topics: list[Topic]) -> None:
    keys = [topic.pk for topic in topics]
    written = {*Note.objects.filter(topic__in=keys).exclude(version=0).values_list("topic", flat=True),
               *CriminalNote.objects.filter(topic__in=keys).exclude(version=0).values_list("topic", flat=True),
               *Finding.objects.filter(topic__in=keys).values_list("topic", flat=True)}  # fmt: skip
    Topic.objects.filter(candidacy=candidacy, pk__in=set(keys) - written).delete()


def topics_for(candidacy: Candidacy, actor) -> list[Topic]:
    """The topics this member may see, in reading order, the fixed questions last."""
    rows = Topic.objects.filter(candidacy=candidacy, dropped_at__isnull=True)
    if not reads_criminal(actor, candidacy):
        rows = rows.filter(criminal=False)
    return in_order(candidacy, list(rows))


def in_order(candidacy, topics: list[Topic]) -> list[Topic]:
    places = _places(candidacy)

    def place(topic: Topic):
        origin = Origin.ANSWER if topic.origin == Origin.TALK else topic.origin
        return ORDER.index(origin), places.get(topic.item, len(places)), topic.added_at, str(topic.pk)

    return sorted(topics, key=place)


def _places(candidacy) -> dict[str, int]:
    """item key -> place in the lists of this dossier."""
    editions = [sheet.edition for sheet in sheets_of(candidacy)]
    guide = edition_in(candidacy.round, "leidraad")
    keys = [item.key for edition in editions for item in edition.parsed.items()]
    keys += [section.key for section in guide.parsed.sections] if guide else []
    return {key: place for place, key in enumerate(keys)}


def topics_of_candidate(candidacy: Candidacy) -> list[Topic]:
    """What the candidate brings along: own wishes only, for the candidate's own page."""
    own = (Origin.TALK, Origin.TAKEN, Origin.CANDIDATE, Origin.DILEMMA)
    rows = Topic.objects.filter(candidacy=candidacy, dropped_at__isnull=True, origin__in=own)
    mine = [
        topic for topic in rows if topic.origin in (Origin.TALK, Origin.CANDIDATE) or topic.added_by == candidacy.code
    ]
    return in_order(candidacy, mine)


def _open_to(actor, candidacy) -> Candidacy:
    """The locked row while its topics may still change. Raises `NotNow`, `NotAllowed`."""
    fresh = locked(candidacy)
    if actor.kind == "candidate" and actor.candidacy.pk != fresh.pk:
        raise NotAllowed("topic")
    stages = BEFORE_THE_TALK_ENDS if actor.kind == "candidate" else TALKING
    if fresh.stage not in stages:
        raise NotNow(Missing(_("De onderwerpen van dit gesprek liggen vast.")))
    return fresh


def add_topic(candidacy: Candidacy, title: str, *, actor, not_bsn: bool = False) -> Topic:
    """A topic in own words, of the committee or the candidate. The same words twice: one topic.

    Raises `NotNow`, `NotAllowed`, `Unreadable`, `BsnLike`.
    """
    title = tidy_text(title, TITLE_LONGEST, not_bsn=not_bsn)
    origin = Origin.CANDIDATE if actor.kind == "candidate" else Origin.OWN
    with transaction.atomic():
        fresh = _open_to(actor, candidacy)
        if not title:
            raise NotNow(Missing(_("Schrijf waar je over wilt praten.")))
        for topic in Topic.objects.filter(candidacy=fresh, origin=origin, dropped_at__isnull=True):
            if topic.title == title:
                return topic
        topic = Topic.objects.create(candidacy=fresh, origin=origin, title=title, added_by=actor.ref)
        record("topic.added", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code)
    return topic


def may_drop(topic: Topic, actor) -> bool:
    """Each side leaves out what is its own to leave out."""
    if actor.kind == "candidate":
        return topic.owner == actor.candidacy.code and topic.origin == Origin.CANDIDATE
    own_card = topic.origin != Origin.DILEMMA or topic.added_by != topic.owner
    return topic.origin in COMMITTEE_MAY_DROP and own_card


def drop_topic(topic: Topic, *, actor) -> None:
    """Leave a topic out; its notes stay until their term. Raises `NotAllowed`, `NotNow`."""
    if not may_drop(topic, actor):
        raise NotAllowed("drop_topic")
    with transaction.atomic():
        fresh = _open_to(actor, topic.candidacy)
        if Topic.objects.filter(pk=topic.pk, dropped_at__isnull=True).update(dropped_at=timezone.now()):
            record("topic.dropped", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code)


def take_along(candidacy: Candidacy, slug: str, item: str, *, actor) -> bool:
    """The candidate takes a sentence of the self-assessment along, or leaves it home again. True: it goes along.

    Only the sentence goes; answer and note stay in the browser (law.md P-61). Raises `NotNow`, `NotAllowed`.
    """
    sheet = sheet_of(candidacy, slug)
    found = next((one for one in sheet.edition.parsed.items() if one.key == item), None) if sheet else None
    if found is None or not is_private(sheet.edition):
        raise NotNow(Missing(_("Deze zin is er niet meer.")))
    title = wording_of(candidacy, sheet.edition, candidacy.round.leading_language).text(found)
    return _toggle(candidacy, Wanted(Origin.TAKEN, item, title), actor, ("topic.taken_along", "topic.left_home"))


def choose_card(candidacy: Candidacy, item: str, *, actor) -> bool:
    """Choose a dilemma card for the conversation, or put it back. True: it is chosen.

    A candidate holds at most three. Raises `NotNow`, `NotAllowed`.
    """
    edition = edition_in(candidacy.round, "dilemmas")
    found = next((one for one in edition.parsed.items() if one.key == item), None) if edition else None
    wording = wording_of(candidacy, edition, candidacy.round.leading_language) if edition else None
    if found is None or not wording.concerns(found):
        raise NotNow(Missing(_("Deze kaart is er niet.")))
    wanted = Wanted(Origin.DILEMMA, item, short(wording.text(found)))
    return _toggle(
        candidacy,
        wanted,
        actor,
        ("card.chosen", "card.put_back"),
        most=CARDS_OF_CANDIDATE if actor.kind == "candidate" else None,
    )


def _toggle(candidacy, wanted: Wanted, actor, verbs: tuple[str, str], most: int | None = None) -> bool:
    with transaction.atomic():
        fresh = _open_to(actor, candidacy)
        key = topic_key(fresh, wanted.origin, wanted.item)
        topic = Topic.objects.filter(pk=key).first()
        chosen = topic is None or topic.dropped_at is not None
        held = Topic.objects.filter(
            candidacy=fresh, origin=wanted.origin, added_by=actor.ref, dropped_at__isnull=True
        ).count()
        if chosen and most is not None and held >= most:
            raise NotNow(Missing(_("Je hebt er al %(most)d. Leg er eerst een terug.") % {"most": most}))
        topic = topic or Topic(id=key, candidacy=fresh, origin=wanted.origin, item=wanted.item, title=wanted.title)
        topic.added_by = actor.ref if chosen else topic.added_by
        topic.dropped_at = None if chosen else timezone.now()
        topic.save()
        record(verbs[0] if chosen else verbs[1], actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code)
    return chosen
