"""The declaration before it is signed: its text, laying it before the candidate, declining, withdrawing.

It is a paper of the party, not the statutory form H 9 (law.md E-30, E-33): no answers, no facts, no criminal matters.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from candidates.models import Candidacy, Stage
from candidates.workflow import STEPS, Missing, NotAllowed, Refused, advance, locked
from instruments.editions import edition_in, newest
from instruments.kinds import Clause
from instruments.models import Edition
from instruments.wording import Wording, wording_for
from parties.access import Permission, permissions_in
from parties.safekeeping.audit import record
from reports.canonical import digest_of
from reports.free_text import tidy_text
from reports.models import AgendaItem, Decision, Declaration, Document, Measure, SealRegister
from reports.report_view import findings_of

SLUG = "bewilligingsverklaring"
LIVE = (Declaration.State.OPEN, Declaration.State.SIGNED, Declaration.State.COUNTERSIGNED)


def edition_for(round) -> Edition:
    """The round's edition of the declaration; the newest when the round never chose one."""
    return edition_in(round, SLUG) or newest(SLUG, round.party)


def agreements_of(candidacy: Candidacy) -> list[Measure]:
    """The measures of the findings in the report, in its order."""
    return [measure for finding in findings_of(candidacy) for measure in finding.measures.all()]


def declaration_text(candidacy: Candidacy, edition: Edition, language: str) -> dict:
    """Exactly what is shown and signed, in one language, with the names filled in."""
    round = candidacy.round
    wording = wording_for(round, language, executive=candidacy.executive)
    content = edition.parsed
    section = next(section for section in content.sections if any(isinstance(item, Clause) for item in section.items))
    with override(language):
        return {
            "edition": edition.label,
            "edition_checksum": edition.checksum,
            "language": language,
            "title": wording.say(content.title),
            "party": round.party.name,
            "body": round.body.display,
            "candidate": candidacy.name,
            "heading": wording.say(section.intro),
            "clauses": [_clause(item, wording) for item in wording.items(section) if isinstance(item, Clause)],
            "annex_title": _("Bijlage: de afspraken"),
            "annex": [_agreement(measure) for measure in agreements_of(candidacy)],
            "closing": wording.say(content.closing),
            "leading": "" if language == round.leading_language else _leading(round.leading_language),
        }


def _clause(item: Clause, wording: Wording) -> dict:
    return {
        "number": item.number,
        "text": wording.text(item),
        "meaning": wording.say(item.meaning),
        "help": wording.help(item),
    }


def _agreement(measure: Measure) -> dict:
    return {"text": measure.text, "due": date_format(measure.due_on, "j F Y") if measure.due_on else ""}


def _leading(language: str) -> str:
    if language == "nl":
        return _("Verschillen de teksten? Dan gaat de Nederlandse tekst voor.")
    return _("Verschillen de teksten? Dan gaat de Engelse tekst voor.")


def statement_of(text: dict) -> str:
    """The words somebody agrees to by signing."""
    with override(text["language"]):
        return _("Ik heb deze verklaring gelezen. Met mijn naam zet ik mijn handtekening, uit vrije wil.")


def live_declaration(candidacy: Candidacy) -> Declaration | None:
    """The declaration that lies open or is signed; at most one."""
    return Declaration.objects.filter(candidacy=candidacy, state__in=LIVE).first()


def newest_declaration(candidacy: Candidacy) -> Declaration | None:
    return Declaration.objects.filter(candidacy=candidacy).order_by("-laid_at").first()


def lay_declaration(candidacy: Candidacy, *, actor) -> Declaration:
    """Lay the declaration before a nominated candidate; again after it was declined, withdrawn or voided.

    Raises `NotAllowed`, `Refused`.
    """
    if Permission.DECIDE not in permissions_in(actor, candidacy.round):
        raise NotAllowed("declaration.laid")
    with transaction.atomic():
        row = locked(candidacy)
        nominated = Decision.objects.filter(
            candidacy=row, what=Decision.What.NOMINATE, published_at__isnull=False
        ).exists()
        if row.stage != Stage.ADOPTED or not nominated:
            raise Refused(STEPS["sign"], [Missing(_("De verklaring ligt klaar als het bestuur iemand voordraagt."))])
        if live_declaration(row):
            raise Refused(STEPS["sign"], [Missing(_("De verklaring ligt al klaar."))])
        edition = edition_for(row.round)
        text = declaration_text(row, edition, row.language)
        declaration = Declaration.objects.create(candidacy=row, edition=edition, language=row.language, text=text,
                                                 text_digest=digest_of(text))  # fmt: skip
        record("declaration.laid", actor=actor, party=row.party, chain=row.chain, about=row.code,
               codes={"edition": edition.label, "text": declaration.text_digest[:16]})  # fmt: skip
    return declaration


def decline(declaration: Declaration, *, actor, why: str = "") -> Declaration:
    """Not signing is a normal outcome; the reason is optional. Twice is once. Raises `NotAllowed`, `Refused`."""
    with transaction.atomic():
        candidacy = locked(declaration.candidacy)
        if actor.kind != "candidate" or actor.candidacy.pk != candidacy.pk:
            raise NotAllowed("declaration.declined")
        row = Declaration.objects.select_for_update().get(pk=declaration.pk)
        if row.state == Declaration.State.DECLINED:
            return row
        if row.state != Declaration.State.OPEN:
            raise Refused(STEPS["sign"], [Missing(_("Deze verklaring ligt niet meer open."))])
        _settle(row, Declaration.State.DECLINED, why)
        record("declaration.declined", actor=actor, party=candidacy.party, chain=candidacy.chain, about=candidacy.code)
    return row


def unsign(candidacy: Candidacy, *, actor, why: str = "") -> Declaration:
    """The candidate withdraws the declaration (law.md S-09); its seal is marked, its agenda goes."""
    with transaction.atomic():
        fresh = advance(candidacy, "unsign", actor=actor, facts=_signed)
        return end_declaration(live_declaration(fresh), Declaration.State.WITHDRAWN, why)


def void(candidacy: Candidacy, *, actor, why: str, not_bsn: bool = False) -> Declaration:
    """Chair or board let the declaration lapse, with a reason for the candidate; a new one may be laid after.

    Raises `Refused` (also without a reason, or when nothing lies or is signed), `NotAllowed`, `Unreadable`, `BsnLike`.
    """
    why = tidy_text(why, not_bsn=not_bsn)
    with transaction.atomic():
        fresh = advance(candidacy, "void", actor=actor, facts=lambda row: _void_facts(row, why))
        return end_declaration(live_declaration(fresh), Declaration.State.VOID, why)


def _void_facts(candidacy: Candidacy, why: str) -> list[Missing]:
    missing = [] if live_declaration(candidacy) else [Missing(_("Er is geen verklaring die kan vervallen."))]
    return missing if why else [*missing, Missing(_("Schrijf op waarom. De kandidaat leest het."))]


def end_declaration(row: Declaration, state: str, why: str) -> Declaration:
    """It counts no more: its sealed file is marked, one that was not made yet never comes, its agenda goes.

    Call it in the transaction of the step.
    """
    _settle(row, state, why)
    documents = Document.objects.filter(declaration=row)
    digests = list(documents.exclude(file_digest="").values_list("file_digest", flat=True))
    SealRegister.objects.filter(file_digest__in=digests).update(
        state=SealRegister.State.WITHDRAWN, on=timezone.localdate()
    )
    documents.exclude(state=Document.State.MADE).delete()
    AgendaItem.objects.filter(candidacy=row.candidacy_id).delete()
    return row


def _signed(candidacy: Candidacy) -> list[Missing]:
    row = live_declaration(candidacy)
    signed = row and row.state in (Declaration.State.SIGNED, Declaration.State.COUNTERSIGNED)
    return [] if signed else [Missing(_("Er is geen getekende verklaring."))]


def _settle(row: Declaration, state: str, why: str) -> None:
    row.state, row.state_at, row.why = state, timezone.now(), why.strip() or None
    row.save(update_fields=["state", "state_at", "why"])
