"""The conversation from opening to close: the guide's phases with the topics in their place (instrument 6).

Every candidate gets the same fixed questions in the same words; only the topics differ.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from candidates.sheets import wording_of
from instruments.editions import edition_in
from instruments.kinds import TalkQuestion
from reports.desk import Desk, Origin, TopicCard
from reports.models import Topic

# Where in the guide the topics and the cards belong; an edition without these phases gets them at its end.
POINTS, SPOKEN, CARDS = "punten", "mondeling", "dilemmas"
# Which of the guide's questions about a point fits what it comes from: "we lazen dit", "we vonden dit".
ABOUT = {Origin.ANSWER: 0, Origin.CHECK: 1}
ROLES = {"voorzitter": lambda: _("voorzitter"), "doorvrager": lambda: _("doorvrager"), "verslag": lambda: _("verslag")}


@dataclass
class Ask:
    text: str
    prompts: list[str] = field(default_factory=list)
    separate: bool = False  # criminal content goes to the separate part only


@dataclass
class Part:
    """One screen of the conversation. `topic` is where its notes are kept."""

    topic: Topic
    title: str
    question: str
    role: str = ""
    minutes: int = 0
    reason: str = ""
    intro: str = ""
    asks_title: str = ""
    asks: list[Ask] = field(default_factory=list)
    quiet: str = ""
    card: TopicCard | None = None
    number: int = 0

    @property
    def anchor(self) -> str:
        return f"t-{self.topic.code}"

    @property
    def label(self) -> str:
        """The part in a list: the topic's title, or the phase of the guide."""
        return self.card.title if self.card else self.question


class Talk:
    """All parts of one conversation, for one member."""

    def __init__(self, desk: Desk):
        self.desk = desk
        edition = edition_in(desk.candidacy.round, "leidraad")
        self.wording = wording_of(desk.candidacy, edition, desk.language) if edition else None
        self.sections = self.wording.sections(edition.parsed) if edition else []

    def parts(self) -> list[Part]:
        points = [card for card in self.desk.cards if not card.dilemma and not card.topic.criminal]
        separate = [card for card in self.desk.cards if card.topic.criminal]
        cards = [card for card in self.desk.cards if card.dilemma]
        found: list[Part] = []
        for section, items in self.sections:
            found += self._phase(section, items, points, separate, cards)
        keys = {section.key for section, _items in self.sections}
        found += [self._point(card) for card in points if POINTS not in keys] + [
            self._card(card) for card in cards if CARDS not in keys
        ]
        for number, part in enumerate(found, 1):
            part.number = number
        return found

    def guide(self) -> list[Part]:
        """The guide by itself, for the page with the fixed questions."""
        return [self._fixed(section, items, Topic(title="")) for section, items in self.sections]

    def _phase(self, section, items, points, separate, cards) -> list[Part]:
        topic = self.desk.guide_topics.get(section.key)
        if section.key == POINTS and points:
            return [self._point(card) for card in points]
        if section.key == CARDS and cards:
            return [self._card(card) for card in cards]
        if topic is None:
            return []
        own = [self._fixed(section, items, topic)]
        if section.key == SPOKEN:
            own += [self._separate(card) for card in separate] + [self._apart(one) for one in self.desk.separate_topics]
        return own

    def _fixed(self, section, items, topic: Topic) -> Part:
        asks = [Ask(self.wording.text(item), [self.wording.say(prompt) for prompt in item.prompts], item.criminal) for item in items
                if isinstance(item, TalkQuestion)]  # fmt: skip
        title = self.wording.say(section.title)
        return Part(topic, _("Voor iedereen"), title, role=self._role(section.asked_by), minutes=section.minutes or 0,
                    intro=self.wording.say(section.intro), asks_title=_("Stel deze vragen"), asks=asks, quiet=self._may_pass)  # fmt: skip

    @property
    def _may_pass(self) -> str:
        return _("%(name)s mag zeggen: “Dat zeg ik liever niet.” Dat is ook een antwoord.") % {
            "name": self.desk.first_name
        }

    def _point(self, card: TopicCard) -> Part:
        reason, asks = "", [Ask(_("Wat speelt er precies?"))]
        place = ABOUT.get(card.topic.origin)
        question, prompts = self._about_point(place) if place is not None else ("", [])
        if card.topic.origin == Origin.TALK:
            reason = _("%(name)s wilde dit liever hier vertellen.") % {"name": self.desk.first_name}
        elif place is None:
            reason = card.label[:1].upper() + card.label[1:] + "."
        asks = (prompts or asks) + [Ask(text) for text in self._closing_questions()]
        return Part(card.topic, card.title, self._addressed(card, question), role=self._role("doorvrager"), reason=reason,
                    asks_title=_("Vraag door"), asks=asks, quiet=self._may_pass, card=card)  # fmt: skip

    def _addressed(self, card: TopicCard, question: str = "") -> str:
        """The question with the candidate's name before it: "Anna, heb je ...?" """
        name = {"name": self.desk.first_name}
        text = question or next((part + "?" for part in card.question.split("?")[:-1]), "").strip()
        if not text and card.topic.origin == Origin.TAKEN:
            return _("%(name)s, waarom wil je hierover praten?") % name
        if not text:
            return _("%(name)s, wat wil je hierover vertellen?") % name
        return f"{self.desk.first_name}, {text[:1].lower()}{text[1:]}"

    def _about_point(self, place: int) -> tuple[str, list[Ask]]:
        """The guide's own question about a point of this kind, with its prompts."""
        items = next((items for section, items in self.sections if section.key == POINTS), [])
        questions = [item for item in items if isinstance(item, TalkQuestion)]
        if place >= len(questions):
            return "", []
        item = questions[place]
        return self.wording.text(item), [Ask(self.wording.say(prompt)) for prompt in item.prompts]

    def _closing_questions(self) -> list[str]:
        """How others look at it, and which agreement helps: the last question of the points phase and of the agreements."""
        found = []
        for key, place in ((POINTS, -1), ("afspraken", 0)):
            items = next((items for section, items in self.sections if section.key == key), [])
            if items:
                found.append(self.wording.text(items[place]))
        return found

    def _card(self, card: TopicCard) -> Part:
        asks = [Ask(text) for text in (*self._fixed_about_cards(), *card.dilemma["questions"])]
        reason = card.label[:1].upper() + card.label[1:] + "."
        return Part(card.topic, _("Dilemma"), card.dilemma["title"], role=self._role("doorvrager"), reason=reason,
                    asks_title=_("Vraag door"), asks=asks, card=card)  # fmt: skip

    def _fixed_about_cards(self) -> list[str]:
        items = next((items for section, items in self.sections if section.key == CARDS), [])
        return [self.wording.text(item) for item in items if isinstance(item, TalkQuestion)]

    def _separate(self, card: TopicCard) -> Part:
        reason = _("%(name)s wilde dit liever hier vertellen.") % {"name": self.desk.first_name}
        return Part(
            card.topic,
            _("Apart deel"),
            self._addressed(card),
            role=self._role("voorzitter"),
            reason=reason,
            quiet=self._closed_part,
            card=card,
        )

    def _apart(self, topic: Topic) -> Part:
        return Part(topic, _("Apart deel"), _("Ging het over iets strafbaars?"), role=self._role("voorzitter"),
                    intro=_("Vraag niet door. Schrijf alleen hier op wat nodig is, of schrijf niets."), quiet=self._closed_part)  # fmt: skip

    @property
    def _closed_part(self) -> str:
        return _("Alleen de voorzitter en één ander lid lezen dit deel. Het komt nooit in het verslag.")

    def _role(self, name: str | None) -> str:
        return ROLES[name]() if name in ROLES else ""
