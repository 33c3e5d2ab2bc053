"""Floor 0: parties, their people and places, and how things are kept safe."""

from parties.models.breaches import Breach
from parties.models.factors import FactorReset
from parties.models.feeds import CalendarFeed
from parties.models.keys import DataKey
from parties.models.people import Door, Member, MemberInvitation, Party, Seat, User
from parties.models.places import Election, PublicBody
from parties.models.post import OutboxMail, WorkMark
from parties.models.record import ChainHead, Event, EventOrigin
from parties.models.rounds import Confirmation, ProcedureVersion, Round

__all__ = [
    "Breach",
    "CalendarFeed",
    "ChainHead",
    "Confirmation",
    "DataKey",
    "Door",
    "Election",
    "Event",
    "EventOrigin",
    "FactorReset",
    "Member",
    "MemberInvitation",
    "OutboxMail",
    "Party",
    "ProcedureVersion",
    "PublicBody",
    "Round",
    "Seat",
    "User",
    "WorkMark",
]
