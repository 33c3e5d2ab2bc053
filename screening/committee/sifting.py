"""What of the round to show, and in which order; every choice is a pill that comes off again.

Never sorted by how it ended: all that is over is one word, and then the name decides (decision 21).
"""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from candidates.models import Stage, committee_words
from screening.committee.board import Card

OVER = (Stage.COMPLETED, Stage.NOT_NOMINATED, Stage.WITHDRAWN)
TURNS = {"kandidaat": _l("De kandidaat"), "commissie": _l("De commissie"), "bestuur": _l("Het bestuur")}
ORDERS = {"naam": _l("Naam"), "status": _l("Status"), "datum": _l("Langst geleden eerst")}
LONGEST = 80


@dataclass(frozen=True)
class Sieve:
    """The choices in the address of the page."""

    search: str = ""
    stages: tuple[str, ...] = ()
    turn: str = ""
    order: str = ""
    table: bool = False

    @classmethod
    def of(cls, given) -> "Sieve":
        """Reads a query; what it does not know it leaves out."""
        turn, order = given.get("zet", ""), given.get("sorteer", "")
        stages = tuple(dict.fromkeys(stage for stage in given.getlist("status") if stage in Stage.values))
        search = given.get("zoek", "").replace("\x00", "")[:LONGEST].strip()
        return cls(
            search, stages, turn if turn in TURNS else "", order if order in ORDERS else "", given.get("als") == "tabel"
        )

    def url(self, **changes) -> str:
        """The address of the same page with these choices changed."""
        one = replace(self, **changes)
        pairs = [("als", "tabel")] if one.table else []
        pairs += [
            (name, value) for name, value in (("zoek", one.search), ("zet", one.turn), ("sorteer", one.order)) if value
        ]
        return "?" + urlencode([*pairs, *(("status", stage) for stage in one.stages)])

    @property
    def board_url(self) -> str:
        return self.url(table=False)

    @property
    def table_url(self) -> str:
        return self.url(table=True)

    def pills(self) -> list[dict]:
        """One for each choice, with the address without it."""
        found = [
            {"label": committee_words(stage), "url": self.url(stages=tuple(one for one in self.stages if one != stage))}
            for stage in self.stages
        ]
        if self.turn:
            found.append({"label": _("Aan zet: %(who)s") % {"who": TURNS[self.turn]}, "url": self.url(turn="")})
        if self.search:
            found.append({"label": self.search, "url": self.url(search="")})
        return found

    def heads(self) -> list[dict]:
        """The columns of the table; one that can be sorted by has an address."""
        named = (
            (_("Naam"), "naam"),
            (_("Status"), "status"),
            (_("Wanneer"), "datum"),
            (_("Aan zet"), ""),
            (_("Nog te doen"), ""),
        )
        return [
            {
                "label": label,
                "url": self.url(order=order) if order else "",
                "current": bool(order) and order == (self.order or "naam"),
            }
            for label, order in named
        ]

    def sift(self, cards: list[Card]) -> list[Card]:
        """Rows come by name; whoever is sorted as equal stays so."""
        shown = [card for card in cards if not self.turn or card.turn == self.turn]
        if self.order == "status":
            rank = {stage: number for number, stage in enumerate(Stage.values)} | dict.fromkeys(OVER, len(Stage.values))
            return sorted(shown, key=lambda card: rank[card.stage])
        if self.order == "datum":
            return sorted(shown, key=lambda card: card.since)
        return shown

    def context(self) -> dict:
        """What the form and its pills show."""
        rest = [stage for stage in Stage.values if stage not in self.stages]
        return {
            "sieve": self, "pills": self.pills(), "heads": self.heads(), "turns": TURNS.items(), "orders": ORDERS.items(),
            "rest": [(stage, committee_words(stage)) for stage in rest],
        }  # fmt: skip
