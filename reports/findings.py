"""Findings with five boxes, a second reader, and the agreements that follow (law.md P-42, P-62, P-64; decision 19).

A finding has no weight and no colour. What comes from a third source is told to the candidate in the
same transaction, and waits until the candidate knew how this goes.
"""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Candidacy, Notice, Stage
from candidates.workflow import Missing, NotAllowed, locked
from instruments.editions import edition_in
from parties.outbox import queue
from parties.safekeeping.audit import record
from reports.free_text import tidy_text
from reports.models import Finding, Measure, Topic
from reports.refusals import NotNow

TITLE_LONGEST, SOURCE_LONGEST, FACT_LONGEST = 120, 300, 1500
OPEN = (Stage.SUBMITTED, Stage.REVIEW, Stage.PLANNED, Stage.INTERVIEWED)
LOOKED_UP = (Finding.Origin.CHECK, Finding.Origin.BUREAU)
MAIL, LETTER, PAGE = "mail", "letter", "page"


class FindingRefused(NotNow):
    """This finding cannot be recorded now."""


class NewerFinding(Exception):
    """Somebody else changed this finding in the meantime; nothing was overwritten (409)."""

    def __init__(self, finding: Finding):
        super().__init__("newer finding")
        self.finding = finding


def live_findings(candidacy: Candidacy) -> list[Finding]:
    """Findings that stand, in order, with their measures and replies. Three queries."""
    rows = Finding.objects.filter(candidacy=candidacy, dropped_at__isnull=True).select_related("topic")
    return list(rows.prefetch_related("measures", "replies").order_by("number"))


def record_finding(
    candidacy: Candidacy, *, actor, origin: str, title: str, source: str, fact: str, meaning: str,
    source_date=None, words: str = "", topic: Topic | None = None, letter: bool = False, not_bsn: bool = False,
) -> Finding:  # fmt: skip
    """Write a finding down: a fact, no judgement.

    A third source (check, reference, bureau) sends the candidate word in the same transaction; without
    an e-mail address only with `letter`, which the committee prints and posts (law.md P-42, B-06).
    The same finding twice is one. Raises `FindingRefused` with what is missing, `Unreadable`, `BsnLike`.
    """
    texts = _texts(title, source, fact, meaning, words, not_bsn)
    with transaction.atomic():
        fresh = locked(candidacy)
        missing = [
            *_text_missing(texts),
            *_origin_missing(fresh, origin, letter),
            *_stage_missing(fresh),
            *_topic_missing(fresh, topic),
        ]
        if missing:
            raise FindingRefused(*missing)
        same = _same(fresh, origin, topic, texts)
        if same:
            return same
        number = (Finding.objects.filter(candidacy=fresh).aggregate(most=Max("number"))["most"] or 0) + 1
        finding = Finding.objects.create(
            candidacy=fresh, topic=topic, number=number, origin=origin, source_date=source_date, recorded_by=actor.ref,
            told_at=timezone.now(), told_how=_told_how(origin, letter), **texts,
        )  # fmt: skip
        _tell(fresh, finding)
        record(
            "finding.recorded",
            actor=actor,
            party=fresh.party,
            chain=fresh.chain,
            about=fresh.code,
            codes={"number": number},
        )
    return finding


def _same(candidacy, origin, topic, texts) -> Finding | None:
    rows = Finding.objects.filter(candidacy=candidacy, origin=origin, dropped_at__isnull=True)
    rows = rows.filter(topic=topic) if topic else rows
    return next((row for row in rows if (row.title, row.fact) == (texts["title"], texts["fact"])), None)


def _texts(title, source, fact, meaning, words, not_bsn) -> dict[str, str]:
    lengths = {
        "title": TITLE_LONGEST,
        "source": SOURCE_LONGEST,
        "fact": FACT_LONGEST,
        "meaning": FACT_LONGEST,
        "words": FACT_LONGEST,
    }
    given = {"title": title, "source": source, "fact": fact, "meaning": meaning, "words": words}
    return {name: tidy_text(text, lengths[name], not_bsn=not_bsn) for name, text in given.items()}


def _text_missing(texts: dict) -> list[Missing]:
    wanted = {
        "title": _("Geef het punt een korte naam."), "source": _("Schrijf waar je dit las of hoorde."),
        "fact": _("Schrijf het feit op, in één of twee zinnen."), "meaning": _("Schrijf wat dit betekent voor het ambt."),
    }  # fmt: skip
    return [Missing(line) for name, line in wanted.items() if not texts[name]]


def _stage_missing(candidacy) -> list[Missing]:
    if candidacy.stage in OPEN:
        return []
    if candidacy.stage == Stage.REPLY:
        return [Missing(_("Het verslag ligt nu bij de kandidaat. Haal het eerst terug om een punt te wijzigen."))]
    return [Missing(_("De aandachtspunten van dit dossier liggen vast."))]


def _origin_missing(candidacy, origin: str, letter: bool) -> list[Missing]:
    if origin not in Finding.THIRD:
        return []
    missing = []
    if origin in LOOKED_UP and not candidacy.round.checks_on:
        missing.append(Missing(_("In deze ronde kijken we niet in openbare bronnen. Dat staat zo in de werkwijze.")))
    if not Notice.objects.filter(candidacy=candidacy).exists():
        missing.append(Missing(_("De kandidaat heeft nog niet gelezen hoe dit gaat. Wacht daar eerst op.")))
    if not letter and not reachable_by_mail(candidacy):
        missing.append(Missing(_("We hebben geen e-mailadres. Kies een brief: dan hoort de kandidaat het toch.")))
    return missing


def reachable_by_mail(candidacy: Candidacy) -> bool:
    return candidacy.channel == Candidacy.Channel.DIGITAL and bool(candidacy.email)


def _topic_missing(candidacy, topic: Topic | None) -> list[Missing]:
    if topic is None:
        return []
    if topic.owner != candidacy.code:
        raise NotAllowed("finding")
    if topic.criminal:
        return [Missing(_("Dit onderwerp hoort alleen in het aparte deel. Schrijf er geen aandachtspunt over."))]
    return []


def _told_how(origin: str, letter: bool) -> str:
    if origin not in Finding.THIRD:
        return PAGE
    return LETTER if letter else MAIL


def _tell(candidacy, finding: Finding) -> None:
    if finding.told_how == MAIL:
        queue("news", party=candidacy.party, candidacy_code=candidacy.code, language=candidacy.language)


def _changeable(finding: Finding) -> tuple[Candidacy, Finding]:
    """Dossier and finding, locked and fresh. Raises `FindingRefused` when they do not change any more."""
    fresh = locked(finding.candidacy)
    missing = _stage_missing(fresh)
    row = Finding.objects.select_for_update().get(pk=finding.pk)
    if row.dropped_at:
        missing.append(Missing(_("Dit punt is vervallen.")))
    if missing:
        raise FindingRefused(*missing)
    return fresh, row


def change_finding(
    finding: Finding, *, actor, version: int, title: str, source: str, fact: str, meaning: str, source_date=None, words: str = "",
    not_bsn: bool = False,
) -> Finding:  # fmt: skip
    """Change a finding. What changes about a third source is told again; a second reader reads again.

    Raises `NewerFinding`, `FindingRefused`, `Unreadable`, `BsnLike`.
    """
    texts = _texts(title, source, fact, meaning, words, not_bsn)
    if _text_missing(texts):
        raise FindingRefused(*_text_missing(texts))
    with transaction.atomic():
        fresh, row = _changeable(finding)
        told = ("title", "source", "fact", "meaning")
        differs = any(getattr(row, name) != texts[name] for name in told) or row.source_date != source_date
        if not differs and (row.words or "") == texts["words"]:
            return row
        if row.version != version:
            raise NewerFinding(row)
        for name, text in texts.items():
            setattr(row, name, text)
        row.source_date, row.version = source_date, row.version + 1
        if differs:
            row.seconded_by, row.told_at = "", timezone.now()
            _tell(fresh, row)
        row.save()
        record(
            "finding.changed",
            actor=actor,
            party=fresh.party,
            chain=fresh.chain,
            about=fresh.code,
            codes={"number": row.number},
        )
    return row


def second_finding(finding: Finding, *, actor) -> Finding:
    """Another member read it and stands behind it (decision 21). Raises `FindingRefused`."""
    with transaction.atomic():
        fresh, row = _changeable(finding)
        if row.recorded_by == actor.ref:
            raise FindingRefused(Missing(_("Je schreef dit punt zelf. Een ander lid leest het als tweede.")))
        if row.seconded_by:
            return row
        row.seconded_by = actor.ref
        row.save(update_fields=["seconded_by"])
        record(
            "finding.seconded",
            actor=actor,
            party=fresh.party,
            chain=fresh.chain,
            about=fresh.code,
            codes={"number": row.number},
        )
    return row


def drop_finding(finding: Finding, *, actor) -> Finding:
    """Let a finding go: not proven, or of no matter for the office (law.md P-62). Erased 14 days later (R-07)."""
    with transaction.atomic():
        fresh = locked(finding.candidacy)
        missing = _stage_missing(fresh)
        row = Finding.objects.select_for_update().get(pk=finding.pk)
        if missing:
            raise FindingRefused(*missing)
        if row.dropped_at is None:
            row.dropped_at, row.cited_negative = timezone.now(), False
            row.save(update_fields=["dropped_at", "cited_negative"])
            record(
                "finding.dropped",
                actor=actor,
                party=fresh.party,
                chain=fresh.chain,
                about=fresh.code,
                codes={"number": row.number},
            )
    return row


def measure_kinds(round) -> list:
    """The kinds of agreement of the round's agenda edition, in their order."""
    edition = edition_in(round, "agenda")
    return [item for item in edition.parsed.items() if item.kind == "measure"] if edition else []


def add_measure(finding: Finding, *, actor, text: str, kind: str = "", due_on=None, not_bsn: bool = False) -> Measure:
    """Write an agreement with a finding. `kind` is an item key of the round's list, or "" for another.

    The same agreement twice is one. Raises `FindingRefused`, `Unreadable`, `BsnLike`.
    """
    text = tidy_text(text, FACT_LONGEST, not_bsn=not_bsn)
    with transaction.atomic():
        fresh, row = _changeable(finding)
        chosen = next((item for item in measure_kinds(fresh.round) if item.key == kind), None)
        if not text or (kind and chosen is None):
            raise FindingRefused(Missing(_("Schrijf de afspraak op: wat, wie en wanneer.")))
        same = [one for one in row.measures.all() if (one.text, one.kind, one.due_on) == (text, kind, due_on)]
        if same:
            return same[0]
        measure = Measure.objects.create(
            candidacy=fresh, finding=row, kind=kind, text=text, due_on=due_on, made_by=actor.ref,
            to_agenda=chosen.to_agenda if chosen else True,
        )  # fmt: skip
        record(
            "measure.added",
            actor=actor,
            party=fresh.party,
            chain=fresh.chain,
            about=fresh.code,
            codes={"number": row.number},
        )
    return measure


def remove_measure(measure: Measure, *, actor) -> None:
    """Take an agreement back before the report is with the candidate. Raises `FindingRefused`."""
    with transaction.atomic():
        fresh, row = _changeable(measure.finding)
        gone, _rows = Measure.objects.filter(pk=measure.pk).delete()
        if gone:
            record(
                "measure.removed",
                actor=actor,
                party=fresh.party,
                chain=fresh.chain,
                about=fresh.code,
                codes={"number": row.number},
            )
