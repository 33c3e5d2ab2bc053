"""What floor 3 holds about a candidate, as titled parts for the own-data page."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from candidates.models import Change, Check, Reference, Signal, VogRecord
from reports.models import AdditionRequest, CriminalNote, Finding, Interview, Note, Reply, Topic
from reports.papers.owndata import papers_data_of


def _row(term, text) -> dict:
    return {"term": str(term), "text": "" if text is None else str(text)}


def reports_data_of(candidacy, language: str) -> list[dict]:
    """Interview, notes, findings, replies, reports and decision; everything, notes included (P-51)."""
    parts = [
        (_("Het gesprek"), [_row(pgettext("in een agenda", "Afspraak"), f"{one.at:%Y-%m-%d %H:%M} {one.place}") for one in Interview.objects.filter(candidacy=candidacy)]),
        (_("Notities van de commissie"), [_row(note.topic.title, note.text) for note in Note.objects.select_related("topic").filter(candidacy=candidacy)]),
        *_beside(candidacy),
        (_("Aandachtspunten"), [_row(one.title, "\n".join(filter(None, (one.source, one.fact, one.meaning, one.words))))
                                for one in Finding.objects.filter(candidacy=candidacy)]),
        (_("Jouw reacties"), [_row(one.get_kind_display(), one.text) for one in Reply.objects.filter(candidacy=candidacy)]),
    ]  # fmt: skip
    parts += [(title, [_row(term, text) for term, text in rows]) for title, rows in papers_data_of(candidacy)]
    return [{"title": title, "rows": rows} for title, rows in parts if rows]


def _beside(candidacy) -> list[tuple[str, list[dict]]]:
    """Topics, checks, references, the VOG and signals: nothing is kept back (decision 20, law.md P-51)."""
    mine = {"candidacy": candidacy}
    return [
        (
            _("Onderwerpen voor het gesprek"),
            [_row(one.get_origin_display(), one.title) for one in Topic.objects.filter(**mine)],
        ),
        (
            _("Notities over strafrechtelijke onderwerpen"),
            [_row("", one.text) for one in CriminalNote.objects.filter(**mine)],
        ),
        (_("Gevraagde aanvullingen"), [_row("", one.text) for one in AdditionRequest.objects.filter(**mine)]),
        (_("Wijzigingen na je handtekening"), [_row(one.text, one.answer) for one in Change.objects.filter(**mine)]),
        (
            _("Geraadpleegde bronnen"),
            [_row(f"{one.source} {one.asked_on}", one.question) for one in Check.objects.filter(**mine)],
        ),
        (_("Referenties"), [_row(one.role, one.said) for one in Reference.objects.filter(**mine)]),
        (_("VOG"), [_row(one.requested_on, one.state) for one in VogRecord.objects.filter(**mine)]),
        (_("Vragen die nog openstaan"), [_row(one.noted_at.date(), one.card) for one in Signal.objects.filter(**mine)]),
    ]
