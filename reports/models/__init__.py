"""Floor 3: the conversation and what comes of it."""

from reports.models.conversation import AdditionRequest, CriminalNote, Interview, Note, Topic
from reports.models.findings import Finding, Measure, Reply
from reports.models.outcome import AgendaItem, Appeal, Decision, ErasureReceipt
from reports.models.papers import Declaration, Document, Report, SealRegister, Signature

__all__ = [
    "AdditionRequest",
    "AgendaItem",
    "Appeal",
    "CriminalNote",
    "Decision",
    "Declaration",
    "Document",
    "ErasureReceipt",
    "Finding",
    "Interview",
    "Measure",
    "Note",
    "Reply",
    "Report",
    "SealRegister",
    "Signature",
    "Topic",
]
