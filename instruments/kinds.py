"""The kinds of item an instrument can hold. A new kind is one entry in `KINDS`.

A kind is a pydantic model (what the content file may say) plus what the form and the page need to
know about it: `answerable` (the item takes an answer) and `template` (its part under
`templates/instruments/kinds/`). How an answer is asked and checked stands in `answers.py`.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from instruments.texts import Text

BodyKind = Literal["gemeente", "provincie", "waterschap", "eilandsraad"]
Regime = Literal["EU-NL", "BES"]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)*$", max_length=60)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(Strict):
    value: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)]
    label: Text


class SmallField(Strict):
    """A field inside a follow-up or a row of a list."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)]
    kind: Literal["line", "text", "choice", "month", "number"]
    label: Text
    help: Text | None = None
    options: tuple[Option, ...] = ()
    optional: bool = False
    phone: bool = False  # exempt from the BSN test (decision 25)

    @model_validator(mode="after")
    def _choice_has_options(self):
        if (self.kind == "choice") != bool(self.options):
            raise ValueError(f"{self.key}: only a choice has options, and it needs them")
        return self


class Follow(Strict):
    """Fields that appear when the item's own choice is one of `when`."""

    when: tuple[str, ...] = Field(min_length=1)
    fields: tuple[SmallField, ...] = Field(min_length=1)


class Condition(Strict):
    """Show the item only when an earlier item of the same instrument has one of these choices."""

    item: Key
    values: tuple[str, ...] = Field(min_length=1)


class Rule(Strict):
    """The provision of law behind an item, per body (law.md E-12 to E-14)."""

    body: BodyKind
    article: str
    valid_from: date
    source: str


class Variant(Strict):
    """Another wording for one body or regime."""

    text: Text | None = None
    topic: Text | None = None
    purpose: Text | None = None
    help: Text | None = None


class Item(Strict):
    answerable: ClassVar[bool] = False
    template: ClassVar[str] = "plain"
    may_be_off: ClassVar[bool] = True  # a party may leave it out, with a reason
    may_be_added: ClassVar[bool] = False  # a party may add one of its own, from text and purpose alone

    key: Key
    kind: str
    text: Text
    topic: Text | None = None  # the same in a few words, for a list of topics; without it the question itself
    purpose: Text | None = None  # "why we ask"; required where `answerable`
    help: Text | None = None
    bodies: tuple[BodyKind, ...] = ()  # empty: every body
    regimes: tuple[Regime, ...] = ()  # empty: both
    executive: bool | None = None  # True: only intended executives; False: never for them
    show_if: Condition | None = None
    variants: dict[str, Variant] = {}  # keyed by body kind or regime
    rules: tuple[Rule, ...] = ()

    def choices(self) -> tuple[str, ...]:
        """The values of the item's own choice, for conditions and follow-ups."""
        return ()


class Question(Item):
    """An item that takes an answer."""

    answerable: ClassVar[bool] = True
    purpose: Text
    talk: bool = False  # offers "Liever in het gesprek"
    oral_only: bool = False  # GO: no text is ever asked here
    criminal: bool = False  # law.md P-20, P-21: after application, own key, own permission
    optional: bool = False
    follow: tuple[Follow, ...] = ()

    @model_validator(mode="after")
    def _follow_ups_can_open(self):
        known = set(self.choices())
        for follow in self.follow:
            if not set(follow.when) <= known:
                raise ValueError(f"{self.key}: follow-up waits for {set(follow.when) - known}")
        if self.oral_only and (self.follow or not self.talk):
            raise ValueError(f"{self.key}: an oral item offers the talk and has no follow-up")
        return self


class YesNo(Question):
    kind: Literal["yesno"]
    template: ClassVar[str] = "choice"
    may_be_added: ClassVar[bool] = True
    unknown: bool = True  # offers "Weet ik niet"

    def choices(self):
        # An oral item takes no "ja" on paper: that is told, not written (handreiking 4.3, GO).
        yes = () if self.oral_only else ("ja",)
        return ("nee", *yes, *(("weet_niet",) if self.unknown else ()), *(("gesprek",) if self.talk else ()))


class Choice(Question):
    kind: Literal["choice"]
    template: ClassVar[str] = "choice"
    options: tuple[Option, ...] = Field(min_length=2)

    def choices(self):
        return (*(o.value for o in self.options), *(("gesprek",) if self.talk else ()))


class Scale(Question):
    """Four steps in words, never numbers: niet, een beetje, grotendeels, helemaal."""

    kind: Literal["scale"]
    template: ClassVar[str] = "scale"
    may_be_added: ClassVar[bool] = True
    note: bool = True

    def choices(self):
        return ("niet", "beetje", "grotendeels", "helemaal")


class OpenText(Question):
    kind: Literal["text"]
    template: ClassVar[str] = "text"
    may_be_added: ClassVar[bool] = True

    def choices(self):
        return ("tekst", "geen", *(("gesprek",) if self.talk else ()))


class Rows(Question):
    """A repeatable list; the whole list is one answer (decision 18)."""

    kind: Literal["list"]
    template: ClassVar[str] = "list"
    none_label: Text  # what "nothing to list" is called, e.g. "Ik heb geen andere functies"
    row_label: Text  # what one row is called, e.g. "Functie"
    fields: tuple[SmallField, ...] = Field(min_length=1)
    at_most: int = 20

    def choices(self):
        return ("rijen", "geen", *(("gesprek",) if self.talk else ()))


class Confirm(Question):
    kind: Literal["confirm"]
    template: ClassVar[str] = "confirm"
    may_be_off: ClassVar[bool] = False  # who read what is told the same way to everybody

    def choices(self):
        return ("ja",)


class ThumbRule(Item):
    """Instrument 1: a rule with its explanation and an example."""

    kind: Literal["rule"]
    template: ClassVar[str] = "rule"
    explanation: Text
    example: Text


class Source(Item):
    """Instrument 4: a source that may be consulted, published beforehand (law.md P-63)."""

    kind: Literal["source"]
    template: ClassVar[str] = "source"
    category: Literal["openbaar", "vog", "referentie", "register", "bureau"]
    question: Text  # the one question this source may answer
    never: Text | None = None  # what is not looked at there
    default_on: bool = False


class Signal(Item):
    """Instrument 5: a signal, with the innocent explanation first (decision 20)."""

    kind: Literal["signal"]
    template: ClassVar[str] = "signal"
    number: int = Field(ge=1)
    benign: Text
    question: Text
    steps: tuple[Annotated[int, Field(ge=1, le=7)], ...] = Field(min_length=1)


class Step(Item):
    """Instrument 5: a rung of the ladder of steps; who may help differs per regime."""

    kind: Literal["step"]
    template: ClassVar[str] = "step"
    may_be_off: ClassVar[bool] = False  # the signals point at the rungs by number
    number: int = Field(ge=1, le=7)


class TalkQuestion(Item):
    """Instrument 6: a question asked aloud, the same for every candidate unless it is a follow-up."""

    kind: Literal["talk"]
    template: ClassVar[str] = "talk"
    may_be_added: ClassVar[bool] = True
    number: int | None = None
    asked_by: Literal["voorzitter", "doorvrager", "verslag"]
    fixed: bool = True
    prompts: tuple[Text, ...] = ()  # situation, task, action, result and the like
    criminal: bool = False  # criminal content goes to the separate record only


class Clause(Item):
    """Instrument 7: a clause of the declaration."""

    kind: Literal["clause"]
    template: ClassVar[str] = "clause"
    may_be_off: ClassVar[bool] = False  # law.md E-30, E-33: what a declaration has to say
    may_be_added: ClassVar[bool] = True
    number: int | None = None
    meaning: Text  # what it means and what it does not


class RiskyClause(Item):
    """Instrument 7: words that tailoring flags as void or risky (law.md E-31)."""

    kind: Literal["risky"]
    template: ClassVar[str] = "risky"
    may_be_off: ClassVar[bool] = False
    patterns: tuple[str, ...] = Field(min_length=1)  # lower-case regular expressions
    why: Text


class AgendaPoint(Item):
    """Instrument 8: a point with its date rule, relative to the start of the term."""

    kind: Literal["agenda"]
    template: ClassVar[str] = "agenda"
    number: int = Field(ge=1)
    rule: Literal["weeks", "months", "quarterly", "yearly", "on_report", "on_succession", "last_half_year"]
    amount: int | None = None  # weeks or months after the start of the term
    owner: Literal["lid", "fractievoorzitter", "bestuur", "commissie"]

    @model_validator(mode="after")
    def _amount_where_counted(self):
        if (self.rule in ("weeks", "months")) != (self.amount is not None):
            raise ValueError(f"{self.key}: weeks and months need an amount, other rules have none")
        return self


class MeasureKind(Item):
    """Instrument 8: a kind of agreement a finding can lead to (handreiking section 5)."""

    kind: Literal["measure"]
    template: ClassVar[str] = "measure"
    number: int = Field(ge=1)
    to_agenda: bool = True


class Dilemma(Item):
    """Instrument 9: a card of 60 to 90 words with reactions of which none is the right one."""

    kind: Literal["dilemma"]
    template: ClassVar[str] = "dilemma"
    number: int = Field(ge=1)
    theme: Text
    clash: tuple[Text, Text]  # the two values that pull
    situation: Text
    reactions: tuple[Text, ...] = Field(min_length=3, max_length=4)
    questions: tuple[Text, ...] = Field(min_length=1)
    look_up: tuple[Text, ...] = ()  # rules to look up
    call: Text  # whom to call


KINDS: dict[str, type[Item]] = {
    "yesno": YesNo,
    "choice": Choice,
    "scale": Scale,
    "text": OpenText,
    "list": Rows,
    "confirm": Confirm,
    "rule": ThumbRule,
    "source": Source,
    "signal": Signal,
    "step": Step,
    "talk": TalkQuestion,
    "clause": Clause,
    "risky": RiskyClause,
    "agenda": AgendaPoint,
    "measure": MeasureKind,
    "dilemma": Dilemma,
}
