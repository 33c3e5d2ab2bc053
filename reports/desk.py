"""Everything on the table for one conversation: topics with what is known about them, in words.

One view model for preparing, the conversation itself and its printed twin.
"""

from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from candidates.access import reads_criminal
from candidates.models import Candidacy
from candidates.sheets import Page, is_private, page_of, sheets_of, wording_of
from instruments.editions import edition_in
from instruments.kinds import Dilemma
from parties.calendar import local
from reports.findings import live_findings
from reports.models import Finding, Topic
from reports.points import proposal
from reports.topics import topics_for

Origin = Topic.Origin


@dataclass
class TopicCard:
    """One topic as it lies on the table. `finding` is what components/finding_card.html shows."""

    topic: Topic
    number: int
    label: str
    question: str = ""
    finding: dict | None = None
    row: Finding | None = None
    dilemma: dict | None = None
    lines: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The finding's own name once there is one; it is shorter than the question."""
        return self.row.title if self.row else self.topic.title

    @property
    def anchor(self) -> str:
        return f"t-{self.topic.code}"


def day_of(moment, candidacy: Candidacy) -> str:
    """A moment as a day in the body's own time zone."""
    return date_format(local(moment, candidacy.round.body), "j F Y") if moment else ""


def agreement_of(finding: Finding) -> str:
    """The agreements of a finding, one a line, each with its day."""
    lines = []
    for measure in finding.measures.all():
        due = _(" Klaar op %(day)s.") % {"day": date_format(measure.due_on, "j F Y")} if measure.due_on else ""
        lines.append(measure.text + due)
    return "\n".join(lines)


def finding_card(finding: Finding, *, eyebrow: str, words_label: str) -> dict:
    return {
        "eyebrow": eyebrow, "title": finding.title, "source": finding.source,
        "date": date_format(finding.source_date, "j F Y") if finding.source_date else "",
        "fact": finding.fact, "meaning": finding.meaning, "words": finding.words or "", "words_label": words_label,
        "agreement": agreement_of(finding),
    }  # fmt: skip


def origin_words(finding: Finding, *, to_candidate: bool = False) -> str:
    """Where a finding comes from, as it reads after its number."""
    own = _("van jou zelf") if to_candidate else _("van de kandidaat zelf")
    return {
        Finding.Origin.CANDIDATE: own, Finding.Origin.INTERVIEW: _("uit het gesprek"), Finding.Origin.CHECK: _("uit een openbare bron"),
        Finding.Origin.REFERENCE: _("van een referent"), Finding.Origin.BUREAU: _("van een bureau"),
    }[finding.origin]  # fmt: skip


class Desk:
    """What one member may see of the topics of one candidate."""

    def __init__(self, candidacy: Candidacy, actor, language: str):
        self.candidacy, self.actor, self.language = candidacy, actor, language
        self.criminal = reads_criminal(actor, candidacy)
        self.first_name = candidacy.first_name

    @cached_property
    def topics(self) -> list[Topic]:
        return topics_for(self.candidacy, self.actor)

    @cached_property
    def cards(self) -> list[TopicCard]:
        """The topics of this candidate, numbered; the fixed questions come from the guide instead."""
        own = [topic for topic in self.topics if topic.origin != Origin.GUIDE]
        return [self._card(topic, number, len(own)) for number, topic in enumerate(own, 1)]

    @cached_property
    def guide_topics(self) -> dict[str, Topic]:
        """Section key of the guide -> its topic."""
        return {topic.item: topic for topic in self.topics if topic.origin == Origin.GUIDE and not topic.criminal}

    @cached_property
    def separate_topics(self) -> list[Topic]:
        """The separate parts of the guide's sections, for who may read criminal matters."""
        return [topic for topic in self.topics if topic.origin == Origin.GUIDE and topic.criminal]

    @cached_property
    def pages(self) -> list[Page]:
        return [
            page_of(sheet, self.candidacy, self.language, criminal=self.criminal)
            for sheet in sheets_of(self.candidacy)
            if not is_private(sheet.edition)
        ]

    @cached_property
    def findings(self) -> dict:
        """topic key -> its newest finding that stands."""
        return {finding.topic_id: finding for finding in live_findings(self.candidacy) if finding.topic_id}

    @cached_property
    def dilemmas(self) -> tuple:
        """(wording, item key -> card) of the round's dilemmas."""
        edition = edition_in(self.candidacy.round, "dilemmas")
        if edition is None:
            return None, {}
        found = {item.key: item for item in edition.parsed.items() if isinstance(item, Dilemma)}
        return wording_of(self.candidacy, edition, self.language), found

    def _card(self, topic: Topic, number: int, total: int) -> TopicCard:
        card = TopicCard(topic, number, self.label(topic))
        card.row = self.findings.get(topic.pk)
        eyebrow = _("Onderwerp %(number)d van %(total)d") % {"number": number, "total": total}
        if card.row:
            card.finding = finding_card(card.row, eyebrow=eyebrow, words_label=self.words_label)
        fill = {
            Origin.ANSWER: self._answer,
            Origin.TALK: self._talk,
            Origin.TAKEN: self._taken,
            Origin.DILEMMA: self._dilemma,
        }
        fill.get(topic.origin, self._other)(card, eyebrow)
        return card

    @property
    def words_label(self) -> str:
        return _("De woorden van %(name)s") % {"name": self.first_name}

    def label(self, topic: Topic) -> str:
        """Where a topic comes from, below its title."""
        if topic.criminal:
            return _("apart deel")
        if topic.origin == Origin.DILEMMA:
            return (
                _("%(name)s koos deze kaart") % {"name": self.first_name}
                if topic.added_by == topic.owner
                else _("kaart van de commissie")
            )
        if topic.origin == Origin.CANDIDATE:
            return _("toegevoegd door %(name)s") % {"name": self.first_name}
        return topic.get_origin_display()

    def proposal_of(self, topic: Topic):
        """What the answer behind a topic gives to begin with; None for other topics."""
        if not topic.item or topic.origin not in (Origin.ANSWER, Origin.TALK):
            return None
        return next((found for page in self.pages if (found := proposal(page, topic.item))), None)

    def _answer(self, card: TopicCard, eyebrow: str) -> None:
        begin = self.proposal_of(card.topic)
        if begin is None:
            return
        card.question = begin.question
        if card.finding is None:
            card.finding = {
                "eyebrow": eyebrow, "title": card.title, "source": begin.source, "date": day_of(begin.date, self.candidacy),
                "fact": f"{begin.question}\n{begin.fact}".strip(), "words": begin.words, "words_label": self.words_label,
                "meaning": begin.law or _("Dat schrijf je op als je er een aandachtspunt van maakt."),
            }  # fmt: skip

    def _talk(self, card: TopicCard, eyebrow: str) -> None:
        begin = self.proposal_of(card.topic)
        card.question = begin.question if begin else card.title
        card.lines = [
            _("%(name)s vertelt dit liever in het gesprek. Er staat dus niets op papier.") % {"name": self.first_name}
        ]

    def _taken(self, card: TopicCard, eyebrow: str) -> None:
        card.lines = [
            _("%(name)s nam deze zin mee uit het zelfassessment.") % {"name": self.first_name},
            _("Wat %(name)s daarover antwoordde, blijft van %(name)s.") % {"name": self.first_name},
        ]

    def _other(self, card: TopicCard, eyebrow: str) -> None:
        card.question = card.title

    def _dilemma(self, card: TopicCard, eyebrow: str) -> None:
        wording, found = self.dilemmas
        item = found.get(card.topic.item)
        if item is None:
            return
        card.dilemma = {
            "title": wording.text(item), "left": wording.say(item.clash[0]), "right": wording.say(item.clash[1]),
            "story": wording.say(item.situation), "questions": [wording.say(one) for one in item.questions],
            "reactions": [wording.say(one) for one in item.reactions],
        }  # fmt: skip
