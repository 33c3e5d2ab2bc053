"""Floor 2: people being screened and what they give."""

from candidates.models.answers import Answer, PrivateAnswer, Sheet
from candidates.models.candidacy import Candidacy, Outcome, Stage, committee_words
from candidates.models.checking import Check, Reference, Signal, VogRecord
from candidates.models.entrance import CandidateSession, Invitation, LoginCode
from candidates.models.fairness import Change, Consent, Disclosure, Hold, Notice, Tie
from candidates.models.rights import RightsCase

__all__ = [
    "Answer",
    "Candidacy",
    "CandidateSession",
    "Change",
    "Check",
    "Consent",
    "Disclosure",
    "Hold",
    "Invitation",
    "LoginCode",
    "Notice",
    "Outcome",
    "PrivateAnswer",
    "Reference",
    "RightsCase",
    "Sheet",
    "Signal",
    "Stage",
    "Tie",
    "VogRecord",
    "committee_words",
]
