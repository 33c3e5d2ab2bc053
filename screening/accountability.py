"""The four documents a board member reads and confirms before the first invitation (law.md P-06, P-80, P-82).

Their words follow from the round: another regime, another choice, another text. What was confirmed is
the digest of the text; when the text changes, the confirmation no longer counts.
"""

import hashlib
import json
from dataclasses import dataclass

from parties.models import Confirmation, Member, Round
from parties.rounds import confirm as confirm_digest
from screening.committee.confidentiality import STATEMENT_VERSION
from screening.procedure.content import retention_table
from screening.procedure.facts import Facts, facts_of, voice_of
from screening.procedure.wording import LANGUAGES, document

WHATS = tuple(Confirmation.What.values)


class TextChanged(Exception):
    """The text is no longer the one that was shown; read it again first."""


@dataclass(frozen=True)
class Paper:
    """One document as it reads now, in one language. `digest` is over both languages."""

    what: str
    title: str
    lead: list[dict]
    items: list[dict]
    table: dict | None
    digest: str


def paper(round: Round, what: str, language: str) -> Paper:
    """The document `what` ("lia", "dpia", "retention", "processor") of this round. KeyError for another name."""
    return paper_about(facts_of(round), what, language)


def paper_about(facts: Facts, what: str, language: str) -> Paper:
    """The same, of facts already gathered."""
    if what not in WHATS:
        raise KeyError(what)
    return Paper(**_words(facts, what, _known(language)), what=what, digest=_digest(facts, what))


def has_signed_secrecy(member: Member) -> bool:
    """Did this member sign the statement as it reads now?"""
    return member.confidentiality_signed_at is not None and member.confidentiality_version == STATEMENT_VERSION


def text_digest(round: Round, what: str) -> str:
    """The digest of one document as it reads now, over both languages."""
    return _digest(facts_of(round), what)


def digests(round: Round) -> dict[str, str]:
    """what -> digest of each document as it reads now."""
    facts = facts_of(round)
    return {what: _digest(facts, what) for what in WHATS}


def confirmations(round: Round) -> dict[str, Confirmation | None]:
    """what -> the confirmation of the text as it reads now, or None."""
    now = digests(round)
    rows = {(row.what, row.text_digest): row for row in Confirmation.objects.filter(round=round)}
    return {what: rows.get((what, digest)) for what, digest in now.items()}


def confirm(round: Round, what: str, *, digest: str, actor) -> Confirmation:
    """Confirm the document that was shown (`digest`). Raises `TextChanged`; PermissionError for who is not on the board."""
    if digest != text_digest(round, what):
        raise TextChanged
    return confirm_digest(round, what, digest, actor=actor)


def _words(facts: Facts, what: str, language: str) -> dict:
    voice, text = voice_of(facts, language), document(what)
    return {
        "title": voice.say(text.title), "lead": voice.blocks(text.lead), "items": [voice.part(item) for item in text.items],
        "table": retention_table(facts, language) if what == "retention" else None,
    }  # fmt: skip


def _digest(facts: Facts, what: str) -> str:
    words = [document(what).number, *(_words(facts, what, language) for language in LANGUAGES)]
    return hashlib.sha256(json.dumps(words, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _known(language: str) -> str:
    return language if language in LANGUAGES else LANGUAGES[0]
