"""Signing by the candidate, by the party, and on paper: what is signed is what was shown (promise 5)."""

import unicodedata

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Candidacy
from candidates.workflow import Missing, advance
from reports.canonical import digest_of
from reports.declaration_view import declaration_view
from reports.models import Declaration, Document, Signature
from reports.papers.agenda import make_agenda
from reports.papers.declaring import live_declaration
from reports.papers.evidence import candidate_evidence, last_event, paper_evidence, party_evidence

State, Side = Declaration.State, Signature.Side


def plain_name(name: str) -> str:
    """A name as it is compared: case, spaces, dots and accents' spelling do not matter."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().replace(".", ". ").split())


def is_own_name(typed: str, candidacy: Candidacy) -> bool:
    """The name as people say it, or with initials as on the list of candidates."""
    formal = " ".join(part for part in (candidacy.initials, candidacy.prefixes, candidacy.last_name) if part)
    wanted = {plain_name(candidacy.name)} | ({plain_name(formal)} if candidacy.initials else set())
    return plain_name(typed) in wanted


def shown_facts(declaration: Declaration | None, state: str, text_digest: str) -> list[Missing]:
    """Does the text that was on the screen still lie there?"""
    if declaration is None or declaration.state != state:
        return [Missing(_("Deze verklaring ligt niet meer open."))]
    if declaration.text_digest != text_digest or digest_of(declaration.text) != text_digest:
        return [Missing(_("De tekst is gewijzigd nadat jij hem zag. Lees de verklaring opnieuw en teken dan pas."))]
    return []


def sign(candidacy: Candidacy, *, actor, typed_name: str, text_digest: str) -> Signature:
    """The candidate signs: fresh code, own name, and the digest of what was shown. One transaction.

    Raises `Refused` (also for the second of two clicks), `NotAllowed`.
    """
    with transaction.atomic():
        fresh = advance(candidacy, "sign", actor=actor, codes={"text": text_digest[:16]},
                        facts=lambda row: _candidate_facts(row, actor, typed_name, text_digest))  # fmt: skip
        declaration = live_declaration(fresh)
        evidence = candidate_evidence(declaration, fresh, actor=actor, typed_name=typed_name.strip())
        return _signed(declaration, fresh, Side.CANDIDATE, State.SIGNED, typed_name, evidence, fresh.code)


def _candidate_facts(candidacy, actor, typed_name, text_digest) -> list[Missing]:
    missing = shown_facts(live_declaration(candidacy), State.OPEN, text_digest)
    if actor.session is None or not actor.session.stepped_up(timezone.now()):
        missing.append(Missing(_("Vraag een nieuwe code. De vorige is te oud om mee te tekenen.")))
    if not is_own_name(typed_name, candidacy):
        missing.append(Missing(_("Typ je naam zoals die in de verklaring staat: %(name)s.") % {"name": candidacy.name}))
    return missing


def sign_on_paper(candidacy: Candidacy, *, actor, kept_at: str, text_digest: str) -> Signature:
    """Chair or secretary notes that the candidate signed on paper, and where the original lies (law.md S-08)."""
    with transaction.atomic():
        fresh = advance(candidacy, "sign_on_paper", actor=actor, codes={"text": text_digest[:16]},
                        facts=lambda row: _paper_facts(row, kept_at, text_digest))  # fmt: skip
        declaration = live_declaration(fresh)
        declaration.paper_at = kept_at.strip()
        declaration.save(update_fields=["paper_at"])
        evidence = paper_evidence(declaration, fresh, actor=actor, kept_at=kept_at.strip())
        return _signed(declaration, fresh, Side.CANDIDATE, State.SIGNED, fresh.name, evidence, actor.ref)


def _paper_facts(candidacy, kept_at, text_digest) -> list[Missing]:
    missing = shown_facts(live_declaration(candidacy), State.OPEN, text_digest)
    if not kept_at.strip():
        missing.append(Missing(_("Schrijf op waar het papier ligt.")))
    return missing


def countersign(candidacy: Candidacy, *, actor, typed_name: str, text_digest: str) -> Signature:
    """A board member signs for the party: the sealed file is queued, the agenda made. One transaction."""
    with transaction.atomic():
        fresh = advance(candidacy, "countersign", actor=actor, codes={"text": text_digest[:16]},
                        facts=lambda row: _party_facts(row, actor, typed_name, text_digest))  # fmt: skip
        declaration = live_declaration(fresh)
        evidence = party_evidence(declaration, fresh, actor=actor, typed_name=typed_name.strip())
        signature = _signed(declaration, fresh, Side.PARTY, State.COUNTERSIGNED, typed_name, evidence, actor.ref)
        view = declaration_view(declaration)
        Document.objects.create(candidacy=fresh, kind=Document.Kind.DECLARATION, declaration=declaration,
                                language=declaration.language, record_digest=view.record_digest)  # fmt: skip
        make_agenda(fresh, actor=actor)
    return signature


def _party_facts(candidacy, actor, typed_name, text_digest) -> list[Missing]:
    missing = shown_facts(live_declaration(candidacy), State.SIGNED, text_digest)
    if plain_name(typed_name) != plain_name(actor.member.name):
        missing.append(Missing(_("Typ je eigen naam: %(name)s.") % {"name": actor.member.name}))
    return missing


def _signed(declaration, candidacy, side, state, typed_name, evidence, signed_by) -> Signature:
    event = last_event(candidacy)
    declaration.state, declaration.state_at = state, event.at
    declaration.save(update_fields=["state", "state_at"])
    return Signature.objects.create(
        candidacy=candidacy, declaration=declaration, side=side, typed_name=typed_name.strip(), at=event.at,
        text_digest=declaration.text_digest, evidence=evidence, signed_by=signed_by,
    )  # fmt: skip
