"""Letting a borrowed reader in, and out again: by consent, by link and code, for some days (decisions 12 and 22)."""

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from candidates.access import is_frozen, stands_here, tie_state
from candidates.consents import WORKING, ConsentRefused, disclose_once, live_consent
from candidates.models import Candidacy, Tie
from candidates.workflow import Missing, locked
from parties import terms
from parties.actors import Actor
from parties.codes import new_typed_code, tidy_typed_code
from parties.models import Door, Party, Seat
from parties.outbox import queue
from parties.safekeeping.audit import record
from parties.safekeeping.crypto import code_hmac, token_hash
from parties.seats import seats_in
from reports.desk import finding_card, origin_words
from reports.findings import live_findings
from screening.models import Reading

PURPOSE = "borrowed_reader"
DOOR = "reader"
ENOUGH = 2
READERS = (Seat.Role.CHAIR, Seat.Role.MEMBER)


# --- when, and whom ---


def eyes_left(candidacy: Candidacy) -> int:
    """How many members of the committee may read this dossier: no tie, and not standing here (law.md P-86)."""
    ties = list(Tie.objects.filter(candidacy=candidacy))
    members = {seat.member_id: seat.member for seat in seats_in(candidacy.round, *READERS)}.values()
    free = [one for one in members if not tie_state(ties, one).blocked and not stands_here(one, candidacy.round_id)]
    return len(free)


def eyes_missing(candidacy: Candidacy) -> list[Missing]:
    """The condition behind the consent: a reader is borrowed only when two neutral pairs of eyes are missing."""
    if eyes_left(candidacy) >= ENOUGH:
        return [Missing(_("Er zijn twee mensen zonder band. Een lezer van buiten is dan niet nodig."))]
    return []


def reading_of(candidacy: Candidacy) -> Reading | None:
    """The way in that is not ended, whether or not it still opens."""
    return Reading.objects.select_related("consent").filter(candidacy=candidacy, ended_at__isnull=True).first()


def invite_reader(candidacy: Candidacy, email: str, *, actor) -> Reading:
    """Send the link to the person the candidate agreed to; an earlier link stops.

    Raises `ConsentRefused` without a live consent, or when two neutral pairs of eyes are there.
    """
    with transaction.atomic():
        fresh = locked(candidacy)
        consent = live_consent(fresh, PURPOSE)
        if consent is None or fresh.stage not in WORKING:
            raise ConsentRefused(Missing(_("De kandidaat gaf hier geen toestemming voor.")))
        missing = eyes_missing(fresh)
        if missing:
            raise ConsentRefused(*missing)
        _end(fresh, actor.ref)
        reading = Reading(candidacy=fresh, consent=consent, email=email.strip(), made_by=actor.ref,
                          expires_at=timezone.now() + terms.BORROWED_READER)  # fmt: skip
        reading.token_hash = token_hash(reading.token)
        reading.save(force_insert=True)
        Door.objects.create(kind=DOOR, hash=reading.token_hash, party=fresh.party)
        _mail("reader_link", reading, fresh)
        record("reader.invited", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code,
               codes={"consent": consent.code})  # fmt: skip
    return reading


def end_reader(candidacy: Candidacy, *, actor) -> None:
    """Twice is once; works at the reader's next request."""
    with transaction.atomic():
        fresh = locked(candidacy)
        if _end(fresh, actor.ref):
            record("reader.ended", actor=actor, party=fresh.party, chain=fresh.chain, about=fresh.code)


def _end(candidacy: Candidacy, by: str) -> bool:
    reading = reading_of(candidacy)
    if reading is None:
        return False
    reading.ended_at, reading.ended_by, reading.session_hash = timezone.now(), by, ""
    reading.save(update_fields=["ended_at", "ended_by", "session_hash"])
    Door.objects.filter(kind=DOOR, hash=reading.token_hash).delete()
    return True


def _mail(purpose: str, reading: Reading, candidacy: Candidacy) -> None:
    queue(purpose, party=candidacy.party, candidacy_code=candidacy.code, payload_code=reading.code,
          zone=candidacy.round.body.time_zone)  # fmt: skip


# --- the door ---


def party_behind(token: str) -> Party | None:
    door = Door.objects.select_related("party").filter(kind=DOOR, hash=token_hash(token), party__left_at=None).first()
    return door.party if door else None


def reading_behind(**condition) -> Reading | None:
    """The way in, if it opens now: asked again at every request, so a withdrawn consent closes it at once."""
    rows = Reading.objects.select_related(
        "consent", "party", "candidacy", "candidacy__party", "candidacy__round", "candidacy__round__body"
    )
    reading = rows.filter(ended_at__isnull=True, expires_at__gt=timezone.now(), **condition).first()
    return reading if reading and opens(reading) else None


def opens(reading: Reading) -> bool:
    consent, candidacy = reading.consent, reading.candidacy
    given = consent.given_at is not None and consent.withdrawn_at is None
    return given and candidacy.stage in WORKING and candidacy.erased_at is None and not is_frozen(candidacy)


def ask_code(reading: Reading) -> None:
    """A fresh code to the mailbox; the worker mints it when it renders the mail."""
    with transaction.atomic():
        row = Reading.objects.select_for_update().get(pk=reading.pk)
        row.code_hmac, row.code_until, row.code_tries = "", None, 0
        row.save(update_fields=["code_hmac", "code_until", "code_tries"])
        _mail("reader_code", row, reading.candidacy)


def mint(reading: Reading) -> str:
    plain = new_typed_code()
    reading.code_hmac = code_hmac(plain, DOOR)
    reading.code_until, reading.code_tries = timezone.now() + terms.CODE, 0
    reading.save(update_fields=["code_hmac", "code_until", "code_tries"])
    return plain


def let_in(reading: Reading, typed: str, *, actor: Actor) -> str:
    """The cookie of a new session when the code is right, unused, in time and within its tries; else ""."""
    with transaction.atomic():
        row = Reading.objects.select_for_update().get(pk=reading.pk)
        if not row.code_hmac or row.code_until <= timezone.now() or row.code_tries >= terms.CODE_TRIES:
            return ""
        row.code_tries += 1
        if not constant_time_compare(row.code_hmac, code_hmac(tidy_typed_code(typed), DOOR)):
            row.save(update_fields=["code_tries"])
            return ""
        token = secrets.token_urlsafe(32)
        row.code_hmac, row.code_until = "", None
        row.session_hash = token_hash(token)
        row.session_began = row.seen_at = timezone.now()
        row.save(update_fields=["code_tries", "code_hmac", "code_until", "session_hash", "session_began", "seen_at"])
        candidacy = reading.candidacy
        record("reader.entered", actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code)
    return f"{candidacy.party.code}.{token}"


def session_behind(token: str) -> Reading | None:
    """The reading of a live session, in the open scope."""
    reading = reading_behind(session_hash=token_hash(token)) if token else None
    now = timezone.now()
    if reading is None or reading.session_ends() <= now:
        return None
    if (now - reading.seen_at).total_seconds() >= 60:
        reading.seen_at = now
        reading.save(update_fields=["seen_at"])
    return reading


# --- what there is to read ---


def cards_for(reading: Reading, *, actor: Actor) -> list[dict]:
    """Finding cards and replies, nothing else; what touches on criminal matters stays with who may read that (P-21)."""
    disclose_once(reading.candidacy, PURPOSE, reading.consent.recipient, "findings", actor=actor)
    rows = [one for one in live_findings(reading.candidacy) if not (one.topic and one.topic.criminal)]
    return [{"finding": _card(one), "number": one.number, "replies": list(one.replies.all())} for one in rows]


def _card(finding) -> dict:
    words = {"number": finding.number, "origin": origin_words(finding)}
    return finding_card(
        finding, eyebrow=_("Punt %(number)d, %(origin)s") % words, words_label=_("Woorden van de kandidaat")
    )
