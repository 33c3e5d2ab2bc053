"""Notes on topics: one per member and topic, readable by the candidate on request (law.md P-51).

Colleagues read each other's after each handed in their own. What touches on criminal matters goes to
its own table under its own key (law.md P-21).
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.access import reads_criminal
from candidates.models import Candidacy
from candidates.workflow import Missing, NotAllowed, locked
from parties.models import Member
from parties.safekeeping.audit import record
from reports.free_text import tidy_text
from reports.models import CriminalNote, Note, Topic
from reports.refusals import NotNow
from reports.topics import TALKING, topics_for


class NewerNote(Exception):
    """Another tab saved this note in the meantime; nothing was overwritten (409)."""

    def __init__(self, text: str, version: int):
        super().__init__("newer note")
        self.text, self.version = text, version


class NotesClosed(NotNow):
    """The report is adopted: notes do not change any more."""

    def __init__(self):
        super().__init__(Missing(_("Het verslag is vastgesteld. Deze notitie is niet opgeslagen.")))


@dataclass(frozen=True)
class Colleague:
    """A colleague and the note, or None as long as it stays closed. `ready`: the colleague handed in."""

    name: str
    text: str | None
    ready: bool


@dataclass(frozen=True)
class TopicNotes:
    own: Note | CriminalNote | None
    colleagues: tuple[Colleague, ...]


def kind_of(topic: Topic):
    return CriminalNote if topic.criminal else Note


def _allowed(topic: Topic, actor, candidacy) -> None:
    if topic.owner != candidacy.code or (topic.criminal and not reads_criminal(actor, candidacy)):
        raise NotAllowed("note")


def save_note(topic: Topic, text: str, *, version: int, actor, talked: bool = False, not_bsn: bool = False):
    """Save a member's own note; `version` is the one the page showed, 0 for none. `talked` marks the topic discussed.

    Raises `NewerNote`, `NotesClosed`, `NotAllowed`, `Unreadable`, `BsnLike`.
    """
    text = tidy_text(text, not_bsn=not_bsn)
    with transaction.atomic():
        candidacy = locked(topic.candidacy)
        _allowed(topic, actor, candidacy)
        if candidacy.stage not in TALKING:
            raise NotesClosed
        model = kind_of(topic)
        note = model.objects.filter(topic=topic, member=actor.member).first()
        if note is None:
            note = model(candidacy=candidacy, topic=topic, member=actor.member, version=0)
        elif note.version != version:
            if note.text == text:
                return note
            raise NewerNote(note.text, note.version)
        note.text, note.version, note.saved_at = text, note.version + 1, timezone.now()
        note.save()
        if talked and topic.talked_at is None:
            Topic.objects.filter(pk=topic.pk).update(talked_at=note.saved_at)
    return note


def hand_in_notes(candidacy: Candidacy, *, actor) -> int:
    """Say that the own notes are done; also where nothing was written. Returns how many are newly handed in."""
    with transaction.atomic():
        fresh = locked(candidacy)
        if fresh.stage not in TALKING:
            raise NotesClosed
        fresh_ones = [note for note in map(_mine(fresh, actor), topics_for(fresh, actor)) if note.handed_in_at is None]
        for note in fresh_ones:
            note.handed_in_at = timezone.now()
            note.save()
        if fresh_ones:
            record("notes.handed_in", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code)
    return len(fresh_ones)


def _mine(candidacy, actor):
    def note_of(topic):
        model = kind_of(topic)
        row = model.objects.filter(topic=topic, member=actor.member).first()
        return row or model(candidacy=candidacy, topic=topic, member=actor.member, text="", version=0)

    return note_of


def notes_on(topics: list[Topic], actor, table: list[Member]) -> dict:
    """topic key -> `TopicNotes` for this member. `table`: the members who prepare this conversation."""
    rows: dict = {}
    for model in (Note, CriminalNote):
        for note in model.objects.filter(topic__in=topics):
            rows.setdefault(note.topic_id, {})[note.member_id] = note
    return {topic.pk: _seen(rows.get(topic.pk, {}), actor.member, table) for topic in topics}


def _seen(notes: dict, me: Member, table: list[Member]) -> TopicNotes:
    own = notes.get(me.pk)
    opened = own is not None and own.handed_in_at is not None
    colleagues = []
    for member in table:
        if member.pk == me.pk:
            continue
        note = notes.get(member.pk)
        ready = note is not None and note.handed_in_at is not None
        colleagues.append(Colleague(member.name, note.text if opened and ready else None, ready))
    return TopicNotes(own, tuple(colleagues))


def all_handed_in(notes: dict) -> bool:
    """Did this member hand in a note on every topic given?"""
    return bool(notes) and all(one.own is not None and one.own.handed_in_at for one in notes.values())
