"""A dossier at any point of the papers: the interview is held, findings and agreements are there.

Rows of the conversation are made directly; everything about the papers goes through its own actions.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.utils import timezone

from candidates.models import Candidacy, CandidateSession, Stage
from candidates.sessions import start_session
from instruments.editions import CONTENT, as_json, checksum
from instruments.models import Edition, RoundEdition
from instruments.schema import read
from parties.actors import Actor
from parties.models import Party, Round
from parties.scope import party_scope
from reports.models import Decision, Declaration, Finding, Interview, Measure, Reply, Report
from reports.papers.adopting import adopt
from reports.papers.deciding import decide
from reports.papers.declaring import live_declaration
from reports.papers.drafting import draft_report, save_draft, send_draft
from reports.papers.replies import close_reply, reply_to_point
from reports.papers.signing import countersign, sign
from reports.report_view import current_report, findings_of
from tests import cast

POINTS = (
    ("Grasland in pacht", "Anna pacht grasland in de polder Oosterveen.", "Het algemeen bestuur besluit in 2028 over het waterpeil daar.",
     "Dat klopt, ik ben er open over.", "Anna maakt de pacht openbaar."),
    ("Penningmeester van de ijsclub", "De ijsclub huurt een stuk land van het waterschap.", "Dat kan botsen met de regels voor bestuursleden.",
     "Ik draag het netjes over.", "Anna stopt als penningmeester vóór haar benoeming."),
)  # fmt: skip


@dataclass
class Scene:
    """One candidacy with everybody who works on it."""

    party: Party
    round: Round
    people: dict
    anna: Candidacy

    def actor(self, first: str, role: str = "") -> Actor:
        return cast.acting(self.people[first], role)

    @property
    def bram(self):
        return self.actor("Bram", "chair")

    @property
    def carla(self):
        return self.actor("Carla", "member")

    @property
    def els(self):
        return self.actor("Els", "board")

    @property
    def daan(self):
        return self.actor("Daan", "secretary")

    def fresh(self) -> Candidacy:
        return Candidacy.objects.select_related("party", "round", "round__body", "round__election").get(pk=self.anna.pk)

    def candidate(self, *, stepped_up: bool = False) -> Actor:
        """Anna, signed in; with a fresh code when she is about to sign."""
        session = CandidateSession.objects.filter(candidacy=self.anna).first()
        if session is None:
            session, _cookie = start_session(self.anna)
        if stepped_up:
            session.stepped_up_at = timezone.now()
            session.save()
        return Actor(
            kind="candidate", party=self.party, candidacy=self.fresh(), session=session, role="candidate", name="Anna"
        )

    @property
    def report(self) -> Report:
        return current_report(self.fresh())

    @property
    def declaration(self) -> Declaration | None:
        return live_declaration(self.fresh())


def interviewed(
    *, points=POINTS, editions: bool = False, party: Party | None = None, regime: str = "EU-NL", **fields
) -> Scene:
    """Anna after the interview: Bram and Carla were there. Call the rest inside `party_scope(scene.party)`."""
    party = party or cast.make_party()
    round = cast.make_round(party, regime=regime, **fields)
    if editions:
        give_papers(round)
    people = cast.committee(round)
    anna = cast.candidate(round, "Anna", stage=Stage.INTERVIEWED)
    cast.no_tie(anna, people["Bram"], people["Carla"])
    with party_scope(party):
        held = timezone.now() - timedelta(days=1)
        interview = Interview.objects.create(candidacy=anna, at=held, place="De Turfschuit", planned_by=people["Daan"].code,
                                             held_at=held, recorded_by=people["Carla"].code)  # fmt: skip
        interview.attendees.set([people["Bram"], people["Carla"]])
        for number, point in enumerate(points, 1):
            add_point(anna, number, *point, by=people["Carla"])
    return Scene(party, round, people, anna)


@cache
def _content(slug: str):
    """The content of an instrument as it is loaded; read and checked once."""
    data = as_json(read(CONTENT / slug / "1.toml"))
    return data, checksum(data)


def give_papers(round: Round, *slugs: str) -> None:
    """The two instruments the papers need, or those named; all nine would cost every test seconds."""
    with party_scope(round.party):
        for slug in slugs or ("bewilligingsverklaring", "agenda"):
            data, digest = _content(slug)
            edition, _fresh = Edition.objects.get_or_create(
                party=None,
                slug=slug,
                number=1,
                defaults={"content": data, "checksum": digest, "released_at": timezone.now()},
            )
            RoundEdition.objects.create(party=round.party, round=round, slug=slug, edition=edition)


def add_point(anna, number, title, fact, meaning, words, measure, *, by, seconded: str = "") -> Finding:
    """One finding with an agreement, or without when `measure` is ""."""
    finding = Finding.objects.create(candidacy=anna, number=number, origin=Finding.Origin.CANDIDATE, title=title, source="vragenlijst",
                                     source_date=date(2026, 10, 20), fact=fact, meaning=meaning, words=words, recorded_by=by.code,
                                     seconded_by=seconded)  # fmt: skip
    if measure:
        Measure.objects.create(candidacy=anna, finding=finding, text=measure, due_on=date(2027, 3, 1), made_by=by.code)
    return finding


def drafted(scene: Scene, *, advice: str = Report.Advice.WITH_AGREEMENTS, **changes) -> Report:
    """Carla's draft with the advice chosen."""
    report = draft_report(scene.anna, actor=scene.carla)
    cited = changes.pop("cited", set())
    return save_draft(
        report, report.body | changes, advice=advice, cited=cited, version=report.version, actor=scene.carla
    )


def sent(scene: Scene, **changes) -> Report:
    drafted(scene, **changes)
    return send_draft(scene.anna, actor=scene.carla)


def replied(scene: Scene, **changes) -> Report:
    """Anna replied to the first point and is done."""
    report = sent(scene, **changes)
    anna = scene.candidate()
    for finding in findings_of(scene.fresh())[:1]:
        reply_to_point(report, finding, Reply.Kind.CONTEXT, "Mijn kennis wil ik wel delen.", actor=anna)
    return close_reply(report, Report.Closed.REPLY, actor=anna)


def negative(scene: Scene) -> dict:
    """What a draft needs for an advice not to nominate: reasons, and a point two members saw."""
    first = findings_of(scene.fresh())[0]
    first.seconded_by = scene.people["Bram"].code
    first.save()
    return {"advice": Report.Advice.NOT_NOMINATE, "reasons": "De belangen zijn te groot.", "cited": {str(first.pk)}}


def adopted(scene: Scene, **changes) -> Report:
    replied(scene, **changes)
    return adopt(scene.anna, actor=scene.bram)


def nominated(scene: Scene, **changes) -> Decision:
    adopted(scene, **changes)
    return decide(scene.anna, Decision.What.NOMINATE, actor=scene.els)


def signed(scene: Scene):
    nominated(scene)
    return sign(
        scene.anna,
        actor=scene.candidate(stepped_up=True),
        typed_name="Anna de Wit",
        text_digest=scene.declaration.text_digest,
    )


def completed(scene: Scene):
    signed(scene)
    return countersign(
        scene.anna, actor=scene.els, typed_name="Els van Dijk", text_digest=scene.declaration.text_digest
    )
