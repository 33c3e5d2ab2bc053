"""The borrowed reader: only when needed, only with consent, only finding cards (decision 22; law.md P-86, P-11)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidates.consents import ConsentRefused, ask_consent, give, live_consent, withdraw
from candidates.models import Candidacy, Disclosure, Stage, Tie
from candidates.workflow import advance
from parties.models import Door, Event, OutboxMail
from parties.outbox import send_due
from parties.scope import party_scope
from reports.models import Finding, Note, Reply, Topic
from screening.looked import events_to_show, looked_lines
from screening.models import Reading
from screening.reader.access import end_reader, eyes_left, invite_reader
from tests import cast
from tests.signin import sign_in

pytestmark = pytest.mark.django_db
MIEP = "Miep Prins"


class Scene:
    """Carla has a tie with Anna, so only Bram may read: a second pair of eyes is missing."""

    def __init__(self):
        self.round = cast.make_round(cast.make_party())
        self.people = cast.committee(self.round)
        self.anna = cast.candidate(self.round, "Anna", stage=Stage.REVIEW)
        self.bram = cast.acting(self.people["Bram"], "chair")
        cast.no_tie(self.anna, self.people["Bram"])
        with party_scope(self.round.party):
            Tie.objects.create(candidacy=self.anna, member=self.people["Carla"], said_by="member", kind="family")
            self._findings()

    def _findings(self):
        secret = Topic.objects.create(candidacy=self.anna, origin="answer", title="Oude zaak", criminal=True)
        for number, title, topic in ((1, "Stuk grond aan de dijk", None), (2, "Strafzaak van vroeger", secret)):
            row = Finding.objects.create(candidacy=self.anna, number=number, origin="interview", title=title, source="het gesprek",
                                         fact="zegt zelf", meaning="bespreken", recorded_by="x", topic=topic)  # fmt: skip
            Reply.objects.create(candidacy=self.anna, finding=row, kind="context", text=f"antwoord {number}")
        Note.objects.create(candidacy=self.anna, topic=secret, member=self.people["Bram"], text="geheime notitie")

    def consent(self, yes=True):
        with party_scope(self.round.party):
            asked = ask_consent(self.anna, "borrowed_reader", MIEP, self.bram)
            return give(asked, cast.acting(self.anna)) if yes else asked

    def invite(self):
        with party_scope(self.round.party):
            reading = invite_reader(self.anna, "miep@voorbeeld.nl", actor=self.bram)
        send_due()
        return reading

    def arrive(self) -> Client:
        client = Client()
        link = re.search(
            r"https?://[^/]+(/meelezen/in/\S+/)", [one for one in mail.outbox if "meelezen/in" in one.body][-1].body
        )
        assert client.get(link.group(1))["Location"] == reverse("screening:reader_start")
        return client

    def enter(self) -> Client:
        client = self.arrive()
        client.post(reverse("screening:reader_send_code"))
        send_due()
        typed = re.search(r": ([A-Z0-9]{6})\n", mail.outbox[-1].body).group(1)
        assert client.post(reverse("screening:reader_code"), {"code": typed}).status_code == 302
        return client

    def reads(self, client) -> bool:
        return client.get(reverse("screening:reader_points")).status_code == 200


@pytest.fixture
def scene():
    return Scene()


@pytest.fixture
def inside(scene):
    scene.consent()
    scene.invite()
    return scene, scene.enter()


def test_with_two_neutral_pairs_of_eyes_nobody_is_borrowed(scene):
    """law.md P-86; decision 22."""
    dirk = cast.member(scene.round.party, "Dirk", role="member", round=scene.round)
    with party_scope(scene.round.party):
        assert eyes_left(scene.anna) == 2
        with pytest.raises(ConsentRefused, match="twee mensen zonder band"):
            ask_consent(scene.anna, "borrowed_reader", MIEP, scene.bram)
        Tie.objects.create(candidacy=scene.anna, member=dirk, said_by="candidate", kind="work")
        assert eyes_left(scene.anna) == 1
        assert ask_consent(scene.anna, "borrowed_reader", MIEP, scene.bram)


def test_who_stands_too_is_no_pair_of_eyes(scene):
    dirk = cast.member(scene.round.party, "Dirk", role="member", round=scene.round)
    cast.candidate(scene.round, "Dirk", email=dirk.user.email)
    with party_scope(scene.round.party):
        assert eyes_left(scene.anna) == 1


@pytest.mark.parametrize("answer", ["nothing", "asked", "withdrawn"])
def test_no_link_without_a_live_consent(scene, answer):
    """law.md P-11: nothing leaves without one."""
    if answer != "nothing":
        consent = scene.consent(yes=answer == "withdrawn")
        if answer == "withdrawn":
            with party_scope(scene.round.party):
                withdraw(consent, cast.acting(scene.anna))
    with party_scope(scene.round.party):
        with pytest.raises(ConsentRefused):
            invite_reader(scene.anna, "miep@voorbeeld.nl", actor=scene.bram)
        assert (Reading.objects.count(), Door.objects.filter(kind="reader").count()) == (0, 0)


def test_the_reader_sees_cards_and_replies_and_nothing_else(inside):
    scene, client = inside
    page = client.get(reverse("screening:reader_points")).content.decode()
    assert "Stuk grond aan de dijk" in page and "antwoord 1" in page
    for word in ("Strafzaak", "antwoord 2", "Oude zaak", "geheime notitie", "anna@voorbeeld.nl"):
        assert word not in page
    for name, args in (("reports:dossier", [scene.round.party.code, scene.anna.code]), ("screening:home", [scene.round.party.code]),
                       ("screening:board", [scene.round.party.code, scene.round.code])):  # fmt: skip
        assert client.get(reverse(name, args=args)).status_code == 302  # to the sign-in


def test_every_opening_is_seen_by_the_candidate_and_the_disclosure_is_written_once(inside):
    """law.md P-11; decision 7."""
    scene, client = inside
    for minutes in (0, 1, 20):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False):
            assert scene.reads(client)
    with party_scope(scene.round.party):
        opened = Event.objects.filter(chain=scene.anna.chain, verb="dossier.opened", actor_kind="reader")
        assert [event.codes for event in opened] == [{"what": "findings"}] * 2
        lines = [(line["who"], line["what"]) for line in looked_lines(events_to_show(scene.anna), scene.round.body)]
        assert lines[0] == ("Geleende lezer", "las de aandachtspunten")
        assert ("Geleende lezer", "kwam binnen om mee te lezen") in lines
        assert [(one.recipient, one.what) for one in Disclosure.objects.all()] == [(MIEP, "findings")]


def test_withdrawing_the_consent_ends_access_at_the_next_request(inside):
    """law.md P-05."""
    scene, client = inside
    assert scene.reads(client)
    with party_scope(scene.round.party):
        withdraw(live_consent(scene.anna, "borrowed_reader"), cast.acting(scene.anna))
    assert not scene.reads(client)
    assert client.get(reverse("screening:reader_start")).status_code == 404


@pytest.mark.parametrize("how", ["ended", "withdrawn", "adopted", "late", "idle", "party"])
def test_every_end_is_an_end(inside, how):
    scene, client = inside
    now = timezone.now()
    with party_scope(scene.round.party):
        if how == "ended":
            end_reader(scene.anna, actor=scene.bram)
        elif how == "withdrawn":
            advance(scene.anna, "withdraw", actor=cast.acting(scene.anna))
        elif how == "adopted":
            Candidacy.objects.update(stage=Stage.ADOPTED)
    if how == "party":
        scene.round.party.left_at = now
        scene.round.party.save()
    later = {"late": timedelta(days=7, minutes=1), "idle": timedelta(minutes=61)}.get(how, timedelta())
    with time_machine.travel(now + later, tick=False):
        assert not scene.reads(client)
        assert client.get(reverse("screening:reader_start")).status_code == (200 if how == "idle" else 404)


def test_a_new_link_ends_the_old_one(inside):
    scene, client = inside
    scene.invite()
    assert not scene.reads(client) and client.get(reverse("screening:reader_start")).status_code == 404
    with party_scope(scene.round.party):
        assert Reading.objects.filter(ended_at=None).count() == 1


def test_the_link_alone_opens_nothing_and_a_scanner_changes_nothing(scene):
    """Decision 12."""
    scene.consent()
    scene.invite()
    client = scene.arrive()
    sent = len(mail.outbox)
    assert client.get(reverse("screening:reader_start")).status_code == 200
    send_due()
    assert not scene.reads(client) and len(mail.outbox) == sent


def test_a_code_works_once_in_time_and_five_times_at_most(scene):
    scene.consent()
    scene.invite()
    client, url = scene.arrive(), reverse("screening:reader_code")
    client.post(reverse("screening:reader_send_code"))
    send_due()
    typed = re.search(r": ([A-Z0-9]{6})\n", mail.outbox[-1].body).group(1)
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert client.post(url, {"code": typed}).status_code == 200
    for _ in range(5):
        assert client.post(url, {"code": "222222"}).status_code == 200
    assert client.post(url, {"code": typed}).status_code == 200 and not scene.reads(client)


def test_a_used_code_lets_nobody_else_in(inside):
    scene, _client = inside
    typed = re.search(r": ([A-Z0-9]{6})\n", mail.outbox[-1].body).group(1)
    other = scene.arrive()
    assert other.post(reverse("screening:reader_code"), {"code": typed}).status_code == 200
    assert not scene.reads(other)


def test_mails_name_no_candidate_and_no_party(inside):
    """law.md X-12."""
    scene, _client = inside
    texts = [one.subject + one.body for one in mail.outbox if one.to == ["miep@voorbeeld.nl"]]
    assert len(texts) == 2
    for word in ("Anna", "Wit", scene.round.party.name, "integriteit", "kandida"):
        assert not any(word in text for text in texts)
    with party_scope(scene.round.party):
        rows = str(list(OutboxMail.objects.values())) + str(
            list(Reading.objects.values("token_hash", "session_hash", "code_hmac"))
        )
        assert "miep@" not in rows and Reading.objects.get().token not in rows


def test_a_link_of_a_consent_that_is_gone_never_leaves(scene):
    scene.consent()
    with party_scope(scene.round.party):
        invite_reader(scene.anna, "miep@voorbeeld.nl", actor=scene.bram)
        withdraw(live_consent(scene.anna, "borrowed_reader"), cast.acting(scene.anna))
    send_due()
    assert [one for one in mail.outbox if one.to == ["miep@voorbeeld.nl"]] == []


def test_the_chair_asks_and_nobody_else(client, scene):
    url = reverse("screening:reader", args=[scene.round.party.code, scene.anna.code])
    sign_in(client, scene.people["Bram"].user)
    assert "Vraag toestemming" in client.get(url).content.decode()
    scene.consent()
    assert client.post(url, {"email": "miep@voorbeeld.nl"}).status_code == 302
    assert "Stop het meelezen" in client.get(url).content.decode()
    client.post(url, {"stop": "1"})
    with party_scope(scene.round.party):
        assert Reading.objects.filter(ended_at=None).count() == 0
        verbs = [event.verb for event in Event.objects.filter(verb__startswith="reader.").order_by("seq")]
        assert verbs == ["reader.invited", "reader.ended"]
    dirk = cast.member(scene.round.party, "Dirk", role="member", round=scene.round)
    cast.no_tie(scene.anna, dirk)
    for member in (scene.people["Carla"], scene.people["Daan"], scene.people["Els"], dirk):
        sign_in(client, member.user)
        assert client.get(url).status_code == 404


def test_a_wrong_link_is_a_calm_page(scene):
    client = Client()
    client.get(reverse("screening:reader_arrive", args=["x" * 43]))
    page = client.get(reverse("screening:reader_start"))
    assert page.status_code == 404 and "Deze link werkt niet" in page.content.decode()


def test_what_is_over_goes_after_two_weeks(inside):
    from django.core.management import call_command

    scene, _client = inside
    with party_scope(scene.round.party):
        end_reader(scene.anna, actor=scene.bram)
    for days, left in ((13, 1), (15, 0)):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            call_command("daily", verbosity=0)
        with party_scope(scene.round.party):
            assert Reading.objects.count() == left
