"""Take a rehearsal candidate along the way, by the same actions as the pages, as far as asked."""

from datetime import date, timedelta

from django.utils import timezone

from candidates.fairness import say_member_tie
from candidates.invitations import ask_code, invite, mint, use_code
from candidates.models import Candidacy, Invitation
from candidates.sessions import start_session
from candidates.submission import apply, current_notice, read_notice, say_ties, submit, withdraw
from candidates.workflow import advance
from parties.actors import Actor
from parties.seats import committee_of
from reports.findings import add_measure, live_findings, record_finding, second_finding
from reports.interviews import hold_interview, plan_interview
from reports.models import Finding, Reply, Report
from reports.papers.adopting import adopt
from reports.papers.deciding import decide
from reports.papers.declaring import live_declaration
from reports.papers.drafting import draft_report, save_draft, send_draft
from reports.papers.replies import close_reply
from reports.papers.signing import countersign, sign
from reports.replies import reply_to_finding
from reports.report_view import current_report
from reports.topics import gather_topics
from screening.gates import may_invite
from screening.rehearsal.answers import fill
from screening.rehearsal.people import Standing

WAY = ("invited", "started", "submitted", "review", "planned", "interviewed", "reply", "replied", "adopted", "nominated",
       "signed", "completed")  # fmt: skip
WHOLE = {"not_nominated": "adopted", "withdrawn": "started"}


class Walk:
    """One candidate's walk. `people` maps a volunteer's first name to a member actor."""

    def __init__(self, round, standing: Standing, people: dict[str, Actor]):
        self.round, self.standing, self.people = round, standing, people
        self.candidacy: Candidacy | None = None
        self.actor: Actor | None = None

    def go(self) -> Candidacy:
        """Every stop up to and including the last one asked."""
        last = WHOLE.get(self.standing.until, self.standing.until)
        for stop in WAY[: WAY.index(last) + 1]:
            getattr(self, stop)()
            self.candidacy = Candidacy.objects.select_related("round", "round__body", "round__election", "party").get(
                pk=self.candidacy.pk
            )
        if self.standing.until == "withdrawn":
            withdraw(self.candidacy, actor=self.actor)
        if self.standing.until == "not_nominated":
            decide(self.candidacy, "not_nominate", actor=self.people["Els"],
                   reasons="We zien te weinig tijd voor dit werk naast je baan. We spraken daar open over. Je bent welkom in een werkgroep.")  # fmt: skip
        return self.candidacy

    def invited(self):
        person = {"first_name": self.standing.first_name, "prefixes": self.standing.prefixes, "last_name": self.standing.last_name,
                  "email": f"{self.standing.first_name.lower()}@kandidaat.example", "language": self.standing.language}  # fmt: skip
        self.candidacy = invite(self.round, actor=self.people["Bram"], gates=may_invite, person=person)
        self.candidacy.round = self.round

    def started(self):
        """Come in by code, read, name ties, stand, and begin."""
        self._enter()
        invitation = Invitation.objects.get(candidacy=self.candidacy, revoked_at__isnull=True)
        invitation.entered_at = timezone.now()
        invitation.save(update_fields=["entered_at"])
        self.candidacy = advance(self.candidacy, "enter", actor=self.actor)
        read_notice(self.candidacy, current_notice(self.round), actor=self.actor)
        near = {
            seat.member.code: "friend"
            for seat in committee_of(self.round)
            if self.standing.tie and seat.member.name.startswith(self.standing.tie)
        }
        say_ties(self.candidacy, near, actor=self.actor)
        self.candidacy = apply(self.candidacy, {
            "first_name": self.standing.first_name, "prefixes": self.standing.prefixes, "last_name": self.standing.last_name,
            "initials": f"{self.standing.first_name[0]}.", "birth_date": date(1984, 5, 17), "residence": self.standing.residence,
            "phone": "", "relation": "member",
        }, actor=self.actor)  # fmt: skip
        fill(self.candidacy, "vuistregels", {}, actor=self.actor)
        fill(self.candidacy, "vragenlijst", self.standing.answers, actor=self.actor, most=11)

    def _enter(self):
        code = ask_code(self.candidacy)
        assert use_code(self.candidacy, mint(code))  # noqa: S101 - the code was made just now
        session, self.cookie = start_session(self.candidacy)
        self.actor = Actor(kind="candidate", party=self.round.party, candidacy=self.candidacy, session=session, role="candidate",
                           name=self.standing.first_name)  # fmt: skip

    def submitted(self):
        fill(self.candidacy, "vragenlijst", self.standing.answers, actor=self.actor)
        submit(self.candidacy, actor=self.actor)

    def review(self):
        for name in ("Bram", "Carla"):
            say_member_tie(self.candidacy, "", actor=self.people[name])
        advance(self.candidacy, "take_up", actor=self.people["Carla"])
        gather_topics(self.candidacy, actor=self.people["Carla"])

    def planned(self):
        at = (timezone.localtime() + timedelta(days=self.standing.days)).replace(
            hour=19, minute=30, second=0, microsecond=0
        )
        plan_interview(self.candidacy, actor=self.people["Daan"], at=at, place="Dorpshuis De Turfschuit",
                       attendees=[self.people["Bram"].member, self.people["Carla"].member],
                       early_reason="Zo past het in ieders agenda.")  # fmt: skip

    def interviewed(self):
        both = [self.people["Bram"].member, self.people["Carla"].member]
        hold_interview(self.candidacy, actor=self.people["Carla"], attended=both)
        name, carla = self.standing.first_name, self.people["Carla"]
        grass = record_finding(
            self.candidacy, actor=carla, origin=Finding.Origin.CANDIDATE, title="Grasland in pacht", source="Vragenlijst",
            fact=f"{name} pacht grasland in de polder Oosterveen.", source_date=timezone.localdate(),
            meaning="Het algemeen bestuur besluit later over het waterpeil daar. Dat kan voordeel geven, of het kan zo lijken.",
            words="Ik wil hier open over zijn. Gaat het over het peil, dan zeg ik eerst dat ik daar land pacht.",
        )  # fmt: skip
        add_measure(grass, actor=carla, kind="maatregel.03",
                    text=f"{name} maakt de pacht openbaar en praat en stemt niet mee over dit peilbesluit.")  # fmt: skip
        second_finding(grass, actor=self.people["Bram"])

    def reply(self):
        carla = self.people["Carla"]
        report = draft_report(self.candidacy, actor=carla)
        advice = Report.Advice.NOT_NOMINATE if self.standing.until == "not_nominated" else Report.Advice.WITH_AGREEMENTS
        cited = (
            {str(one.pk) for one in live_findings(self.candidacy)} if advice == Report.Advice.NOT_NOMINATE else set()
        )
        texts = dict(report.body)
        if advice == Report.Advice.NOT_NOMINATE:
            texts["reasons"] = "Er is nu te weinig tijd voor dit werk naast de baan. We spraken daar open over."
        report = save_draft(report, texts, advice=advice, cited=cited, version=report.version, actor=carla)
        send_draft(self.candidacy, actor=carla, version=report.version)

    def replied(self):
        for finding in live_findings(self.candidacy):
            reply_to_finding(
                finding,
                actor=self.actor,
                kind=Reply.Kind.AGREE,
                text="Dat klopt. Ik vind het logisch om hier open over te zijn.",
            )
        close_reply(current_report(self.candidacy), Report.Closed.REPLY, actor=self.actor)

    def adopted(self):
        report = current_report(self.candidacy)
        adopt(self.candidacy, actor=self.people["Bram"], version=report.version)

    def nominated(self):
        decide(self.candidacy, "nominate", actor=self.people["Els"])

    def signed(self):
        code = ask_code(self.candidacy, purpose="sign")
        assert use_code(self.candidacy, mint(code), purpose="sign")  # noqa: S101 - the code was made just now
        self.actor.session.stepped_up_at = timezone.now()
        self.actor.session.save(update_fields=["stepped_up_at"])
        declaration = live_declaration(self.candidacy)
        sign(self.candidacy, actor=self.actor, typed_name=self.candidacy.name, text_digest=declaration.text_digest)

    def completed(self):
        declaration = live_declaration(self.candidacy)
        countersign(
            self.candidacy,
            actor=self.people["Els"],
            typed_name=self.people["Els"].name,
            text_digest=declaration.text_digest,
        )
