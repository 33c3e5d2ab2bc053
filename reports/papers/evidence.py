"""What is kept as proof of a signature (law.md S-01 to S-04): codes and times, no answers, no address of a machine.

IP address and browser stay with the event's origin, which goes after six months (R-13).
"""

from datetime import UTC, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from candidates.models import Candidacy, Invitation
from parties.safekeeping.audit import events_for
from reports.models import Declaration
from reports.papers.declaring import statement_of

FORMAT = "toetssteen signature 1"
TOLD = ("candidacy.invited", "candidacy.entered", "notice.read", "candidacy.submitted", "report.adopted", "decision.nominate",
        "declaration.laid", "session.stepped_up", "declaration.signed", "declaration.signed_on_paper",
        "declaration.countersigned")  # fmt: skip


def utc(moment: datetime | None) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""


def last_event(candidacy: Candidacy):
    """The event that was just written on the candidacy's chain."""
    return events_for(candidacy.chain).first()


def candidate_evidence(declaration: Declaration, candidacy: Candidacy, *, actor, typed_name: str) -> dict:
    """Of the candidate's click: account, mailbox proven by codes, times, order of events."""
    session = actor.session
    factors = [
        {"factor": _("code uit de mailbox, bij het binnenkomen"), "at": utc(session.created_at)},
        {"factor": _("nieuwe code uit de mailbox, voor het tekenen"), "at": utc(session.stepped_up_at)},
    ]
    invitation = Invitation.objects.filter(candidacy=candidacy).order_by("-created_at").first()
    entry = {"invited": utc(invitation.created_at), "entered": utc(invitation.entered_at)} if invitation else {}
    return _evidence(declaration, candidacy, "candidate", actor.ref, typed_name, factors) | {"invitation": entry}


def party_evidence(declaration: Declaration, candidacy: Candidacy, *, actor, typed_name: str) -> dict:
    """Of the board member's click: account with a second step, asked again just before."""
    factors = [
        {"factor": _("account met tweede stap, kort tevoren opnieuw gevraagd"), "at": utc(last_event(candidacy).at)}
    ]
    return _evidence(declaration, candidacy, "party", actor.ref, typed_name, factors)


def paper_evidence(declaration: Declaration, candidacy: Candidacy, *, actor, kept_at: str) -> dict:
    """Of a signature on paper: who noted it and where the original is kept; no scan (law.md S-08)."""
    evidence = _evidence(declaration, candidacy, "candidate", candidacy.code, candidacy.name, [])
    with override(declaration.language):
        level = _("Handtekening op papier. Het origineel ligt bij de partij.")
    return evidence | {"level": level, "original_kept_at": kept_at, "noted_by": actor.ref}


def _evidence(declaration, candidacy, side, account, typed_name, factors) -> dict:
    event = last_event(candidacy)
    return {
        "format": FORMAT,
        "side": side,
        "level": level_words(declaration.language),
        "signer": {"account": account, "typed_name": typed_name},
        "document": {
            "edition": declaration.text["edition"],
            "edition_checksum": declaration.text["edition_checksum"],
            "language": declaration.language,
            "text_digest": declaration.text_digest,
        },
        "statement": statement_of(declaration.text),
        "factors": factors,
        "times": {"laid": utc(declaration.laid_at), "signed": utc(event.at), "source": "server clock, UTC"},
        "events": [_line(one) for one in reversed(events_for(candidacy.chain).filter(verb__in=TOLD))],
    }


def _line(event) -> dict:
    return {"seq": event.seq, "verb": event.verb, "at": utc(event.at), "hash": event.hash}


def level_words(language: str) -> str:
    """The level by its honest name (law.md S-01); never "gekwalificeerd"."""
    with override(language):
        return _("Elektronische handtekening, gewoon niveau")
