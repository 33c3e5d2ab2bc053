"""The papers in the candidate's own-data overview: every version, also drafts; a decision once it may be known (P-50, P-51)."""

from django.utils.translation import gettext as _

from candidates.models import Candidacy
from reports.declaration_view import declaration_view
from reports.models import AgendaItem, Appeal, Declaration, LaterMeasure, Report
from reports.papers.deciding import decision_to_read
from reports.report_view import ReportView, report_view


def papers_data_of(candidacy: Candidacy) -> list[tuple[str, list[tuple[str, str]]]]:
    """Titled parts with (term, text) rows."""
    reports = Report.objects.filter(candidacy=candidacy)
    decision = decision_to_read(candidacy)
    return [
        (_("Verslag"), [(_("Versie %(number)d") % {"number": one.number}, _report_words(report_view(one))) for one in reports]),
        (_("Besluit"), [(decision.get_what_display(), decision.reasons or "")] if decision else []),
        (_("Beroep"), [row for one in Appeal.objects.filter(candidacy=candidacy) for row in _appeal_rows(one)]),
        (_("Verklaring"), [row for one in Declaration.objects.filter(candidacy=candidacy) for row in _declaration_rows(one)]),
        (_("Afspraken na je handtekening"), [(one.due_on.isoformat() if one.due_on else "", one.text)
                                            for one in LaterMeasure.objects.filter(candidacy=candidacy)]),
        (_("Integriteitsagenda"), [(item.due_on.isoformat() if item.due_on else "", f"{item.text} ({item.get_state_display()})")
                                   for item in AgendaItem.objects.filter(candidacy=candidacy)]),
    ]  # fmt: skip


def _report_words(view: ReportView) -> str:
    lines = [f"{fact.term}: {fact.text}" for fact in view.facts]
    for point in view.points:
        said = f"{point.label}: {point.candidate}" if point.candidate else ""
        lines.append(
            "\n".join(part for part in (f"{point.number}. {point.title}", point.committee, said, point.measure) if part)
        )
    lines += [view.whole_reply, view.advice_line, view.advice_prose, view.reasons]
    lines += [f"{fact.term}: {fact.text}" for fact in view.grounds]
    return "\n\n".join(line for line in lines if line)


def _appeal_rows(row: Appeal) -> list[tuple[str, str]]:
    ended = [(row.get_outcome_display(), f"{row.handled_by}\n\n{row.result}")] if row.ended_at else []
    return [(_("Jouw woorden"), row.words), (_("Het besluit waar het over ging"), row.against["reasons"]), *ended]


def _declaration_rows(declaration: Declaration) -> list[tuple[str, str]]:
    view = declaration_view(declaration)
    clauses = "\n".join(f"{clause['number']}. {clause['text']}" for clause in view.text["clauses"])
    annex = "\n".join(one["text"] for one in view.text["annex"])
    rows = [
        (
            declaration.get_state_display(),
            "\n\n".join(part for part in (view.text["title"], clauses, annex, declaration.why) if part),
        )
    ]
    return rows + [(one.label, f"{one.who}\n{one.on}\n{one.level}") for one in view.signatures]
