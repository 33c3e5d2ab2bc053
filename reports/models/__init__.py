"""Floor 3: the conversation and what comes of it."""

from reports.models.conversation import AdditionRequest, CriminalNote, Interview, Note, Topic
from reports.models.findings import Finding, Measure, Reply
from reports.models.outcome import AgendaItem, AgendaRefresh, Appeal, Decision, ErasureReceipt, LaterMeasure
from reports.models.papers import Declaration, Document, Report, SealRegister, Signature

__all__ = [
    "AdditionRequest",
    "AgendaItem",
    "AgendaRefresh",
    "Appeal",
    "CriminalNote",
    "Decision",
    "Declaration",
    "Document",
    "ErasureReceipt",
    "Finding",
    "Interview",
    "LaterMeasure",
    "Measure",
    "Note",
    "Reply",
    "Report",
    "SealRegister",
    "Signature",
    "Topic",
]
