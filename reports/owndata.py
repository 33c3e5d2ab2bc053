"""What floor 3 holds about a candidate, as titled parts for the own-data page."""

from django.utils.translation import gettext as _

from reports.models import Finding, Interview, Note, Reply
from reports.papers.owndata import papers_data_of


def _row(term, text) -> dict:
    return {"term": str(term), "text": "" if text is None else str(text)}


def reports_data_of(candidacy, language: str) -> list[dict]:
    """Interview, notes, findings, replies, reports and decision; everything, notes included (P-51)."""
    parts = [
        (_("Het gesprek"), [_row(_("Afspraak"), f"{one.at:%Y-%m-%d %H:%M} {one.place}") for one in Interview.objects.filter(candidacy=candidacy)]),
        (_("Notities van de commissie"), [_row(note.topic.title, note.text) for note in Note.objects.select_related("topic").filter(candidacy=candidacy)]),
        (_("Aandachtspunten"), [_row(one.title, "\n".join(filter(None, (one.source, one.fact, one.meaning, one.words))))
                                for one in Finding.objects.filter(candidacy=candidacy)]),
        (_("Jouw reacties"), [_row(one.get_kind_display(), one.text) for one in Reply.objects.filter(candidacy=candidacy)]),
    ]  # fmt: skip
    parts += [(title, [_row(term, text) for term, text in rows]) for title, rows in papers_data_of(candidacy)]
    return [{"title": title, "rows": rows} for title, rows in parts if rows]
