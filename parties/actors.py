"""Who acts: exactly one of member, candidate, operator, borrowed reader, anonymous, or the system itself."""

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

Kind = Literal["member", "candidate", "operator", "reader", "anonymous", "system"]


@dataclass(frozen=True)
class Actor:
    """The acting person of a request or job.

    `role` is the seat's role in the round at hand where one applies ("chair", "member", ...), else "".
    """

    kind: Kind
    party: Any = None
    member: Any = None
    user: Any = None
    candidacy: Any = None
    session: Any = None
    role: str = ""
    name: str = ""
    ip: str = ""
    user_agent: str = ""

    @classmethod
    def anonymous(cls, **known) -> "Actor":
        return cls(kind="anonymous", **known)

    @classmethod
    def system(cls, party=None) -> "Actor":
        return cls(kind="system", party=party, role="system")

    @property
    def ref(self) -> str:
        """A code that stands for the person in the record; never a name."""
        if self.kind == "member":
            return self.member.code
        if self.kind == "candidate":
            return self.candidacy.code
        return self.kind

    @property
    def role_label(self) -> str:
        return ROLE_LABELS.get(self.role or self.kind, lambda: "")()


ROLE_LABELS = {
    "chair": lambda: _("voorzitter"),
    "member": lambda: _("lid"),
    "secretary": lambda: _("secretaris"),
    "board": lambda: _("bestuur"),
    "group_chair": lambda: _("fractievoorzitter"),
    "reader": lambda: _("geleende lezer"),
    "candidate": lambda: _("kandidaat"),
    "operator": lambda: _("beheerder"),
    "system": lambda: _("het systeem"),
}
