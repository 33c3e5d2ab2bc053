"""Was everybody treated alike: which editions, sources and cards were used for whom, and every deviation with its reason."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from candidates.models import Candidacy, Check, Sheet, Stage
from instruments.editions import editions_in
from instruments.models import Correction
from instruments.tailoring import changes_of
from instruments.wording import wording_for
from parties import terms
from parties.access import Permission, permissions_in
from parties.calendar import local
from reports.models import Topic
from screening.committee.overview import Row, rows_of
from screening.instruments.asking_again import MAY_BE_ASKED

DRAFTING = (Stage.INVITED, Stage.STARTED)


@dataclass(frozen=True)
class ListUsed:
    """One list of one candidate. `again`: it may be asked again on the newer edition."""

    slug: str
    title: str
    edition: str
    state: str
    newest: bool
    again: bool


@dataclass
class Line:
    """One candidate. `code` is empty when the reader may not know more than that there is somebody."""

    name: str
    code: str
    stage: str
    lists: list[ListUsed] = field(default_factory=list)
    sources: list[str] | None = None  # None: not for this reader, or not yet
    cards: list[str] | None = None
    paper: bool = False


@dataclass(frozen=True)
class Deviation:
    what: str
    reason: str


@dataclass(frozen=True)
class Equal:
    lines: list[Line]
    editions: list[tuple[str, str]]
    deviations: list[Deviation]


class Comparison:
    """Everything about one round for one member; a fixed number of queries, whatever the number of candidates."""

    def __init__(self, round, actor):
        self.round, self.actor = round, actor
        self.may = permissions_in(actor, round)
        self.language = get_language()
        self.wording = wording_for(round, self.language)
        self.editions = editions_in(round)
        self.rows = [row for row in rows_of(actor, round) if row.candidacy.stage != Stage.WITHDRAWN]
        self.sheets, self.checks, self.cards = defaultdict(list), defaultdict(list), defaultdict(list)
        self._gather()

    def _gather(self) -> None:
        people = [row.candidacy.pk for row in self.rows]
        for sheet in (
            Sheet.objects.select_related("edition")
            .filter(candidacy__in=people, change__isnull=True)
            .order_by("started_at")
        ):
            self.sheets[sheet.candidacy_id].append(sheet)
        for person, source in (
            Check.objects.filter(candidacy__in=people).order_by("asked_on").values_list("candidacy", "source")
        ):
            self.checks[person].append(source)
        chosen = Topic.objects.filter(candidacy__in=people, origin=Topic.Origin.DILEMMA, dropped_at__isnull=True)
        for person, item in chosen.order_by("added_at").values_list("candidacy", "item"):
            self.cards[person].append(item)
        self.corrections = list(Correction.objects.select_related("old", "new").filter(round=self.round))

    def equal(self) -> Equal:
        editions = [(self.wording.say(one.parsed.title), one.label) for one in self.editions.values()]
        return Equal(
            [self._line(row) for row in self.rows],
            editions,
            [*self._changed(), *self._tailored(), *self._sources(), *self._other()],
        )

    # --- one candidate ---

    def _line(self, row: Row) -> Line:
        candidacy = row.candidacy
        lists = [
            self._list(sheet, row) for sheet in self.sheets[candidacy.pk] if sheet.edition.parsed.read_by != "candidate"
        ]
        if row.closed:
            return Line(_("Een kandidaat"), "", "", lists)
        line = Line(
            candidacy.name,
            candidacy.code,
            candidacy.committee_status,
            lists,
            paper=candidacy.channel == Candidacy.Channel.PAPER,
        )
        if self._opens(row):
            line.sources = self._names("bronnen", dict.fromkeys(self.checks[candidacy.pk]))
            line.cards = self._names("dilemmas", self.cards[candidacy.pk])
        return line

    def _opens(self, row: Row) -> bool:
        """May this reader know what was looked up and chosen: after the tie question, and after handing in."""
        return (
            Permission.READ_DOSSIER in self.may
            and row.tie.answered
            and not row.closed
            and row.candidacy.stage not in DRAFTING
        )

    def _list(self, sheet: Sheet, row: Row) -> ListUsed:
        now = self.editions.get(sheet.slug)
        newest = now is None or sheet.edition_id == now.pk
        handed_in = sheet.submitted_at is not None and row.candidacy.stage not in DRAFTING
        state = _("ingeleverd") if handed_in else _("begonnen")
        again = handed_in and not newest and self._opens(row) and row.candidacy.stage in MAY_BE_ASKED
        return ListUsed(
            sheet.slug, self.wording.say(sheet.edition.parsed.title), sheet.edition.label, state, newest, again
        )

    def _names(self, slug: str, keys) -> list[str]:
        edition = self.editions.get(slug)
        texts = {item.key: self.wording.text(item) for item in edition.parsed.items()} if edition else {}
        return [texts.get(key, key) for key in keys]

    # --- what differs ---

    def _changed(self) -> list[Deviation]:
        """Going over to another edition in the middle of the round, and how the candidates are spread over them."""
        found = []
        for step in self.corrections:
            used = [sheet.edition_id for sheets in self.sheets.values() for sheet in sheets if sheet.slug == step.slug]
            what = _("%(title)s: van %(old)s naar %(new)s, op %(day)s. Met de oude: %(before)d. Met de nieuwe: %(after)d.") % {
                "title": self.wording.say(step.new.parsed.title), "old": step.old.label, "new": step.new.label,
                "day": date_format(local(step.at, self.round.body), "j F"),
                "before": used.count(step.old_id), "after": used.count(step.new_id),
            }  # fmt: skip
            found.append(Deviation(what, step.reason))
        return found

    def _tailored(self) -> list[Deviation]:
        """What the party left out of the instruments, or added: the same for everybody, and why."""
        found = []
        for edition in self.editions.values():
            changes = changes_of(edition).for_body(self.round.body.kind)
            base = {item.key: item for item in (edition.based_on or edition).parsed.items()}
            for one in changes.left_out:
                text = self.wording.text(base[one.item]) if one.item in base else one.item
                found.append(Deviation(_("Voor iedereen weggelaten: %(text)s") % {"text": text}, one.reason))
            for one in changes.added:
                found.append(
                    Deviation(
                        _("Voor iedereen erbij: %(text)s") % {"text": self.wording.say(one.text)},
                        self.wording.say(one.purpose),
                    )
                )
        return found

    def _sources(self) -> list[Deviation]:
        """A source that was used for some and not for others, among those this reader may know of."""
        open_rows = [row.candidacy.pk for row in self.rows if self._opens(row)]
        used = {source for person in open_rows for source in self.checks[person]}
        found = []
        for source, name in zip(sorted(used), self._names("bronnen", sorted(used)), strict=True):
            count = sum(source in self.checks[person] for person in open_rows)
            if count < len(open_rows):
                what = _("Bron “%(name)s”: bij %(count)d van %(all)d kandidaten gebruikt.") % {
                    "name": name,
                    "count": count,
                    "all": len(open_rows),
                }
                found.append(Deviation(what, _("Bij elke keer staat de vraag waarvoor gekeken is in het dossier.")))
        return found

    def _other(self) -> list[Deviation]:
        early = [row for row in self.rows if row.interview and row.candidacy.submitted_at
                 and row.interview.at < row.candidacy.submitted_at + terms.QUESTIONNAIRE_BEFORE_INTERVIEW]  # fmt: skip
        paper = [row for row in self.rows if row.candidacy.channel == Candidacy.Channel.PAPER]
        found = []
        if early:
            what = ngettext("Bij %(n)d kandidaat was het gesprek binnen een week na het inleveren.",
                            "Bij %(n)d kandidaten was het gesprek binnen een week na het inleveren.", len(early))  # fmt: skip
            found.append(Deviation(what % {"n": len(early)}, _("De reden staat bij de afspraak.")))
        if paper:
            what = ngettext("%(n)d kandidaat vulde op papier in.", "%(n)d kandidaten vulden op papier in.", len(paper))
            found.append(Deviation(what % {"n": len(paper)}, _("Dat kiest de kandidaat zelf.")))
        return found
