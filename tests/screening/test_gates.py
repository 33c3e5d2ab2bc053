"""Every gate before the first invitation, red and green (decision 23; law.md P-06, P-80, P-82, P-85, T-02)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from candidates.invitations import MayNotInvite, invite
from candidates.models import Candidacy
from instruments.models import RoundEdition
from parties.accounts.invitations import invite_member
from parties.models import Confirmation, Election, Member, OutboxMail, Seat
from parties.rounds import change_party, change_round, grant_seat
from parties.scope import party_scope
from screening.accountability import TextChanged, confirm, digests, text_digest
from screening.gates import GATES, may_invite, own_tasks
from screening.procedure import publish
from tests import cast
from tests.signin import sign_in


@pytest.fixture
def ready(db):
    round, people = cast.ready_round()
    with party_scope(round.party):
        yield round, people


def words(round) -> list[str]:
    return [str(missing.text) for missing in may_invite(round)]


def fresh(round):
    return type(round).objects.select_related("party", "body", "election").get(pk=round.pk)


PERSON = {"first_name": "Anna", "last_name": "Wit", "email": "anna@voorbeeld.nl"}


def test_a_ready_round_invites(ready):
    round, people = ready
    assert may_invite(round) == []
    invite(round, actor=cast.acting(people["Bram"]), gates=may_invite, person=PERSON)
    assert Candidacy.objects.count() == 1


def test_a_round_that_is_not_ready_invites_nobody_and_mails_nobody(ready):
    round, people = ready
    Confirmation.objects.filter(what="dpia").delete()
    with pytest.raises(MayNotInvite):
        invite(round, actor=cast.acting(people["Bram"]), gates=may_invite, person=PERSON)
    assert (Candidacy.objects.count(), OutboxMail.objects.filter(purpose="invitation").count()) == (0, 0)


def test_nomination_day_itself_still_counts_and_the_day_after_does_not(ready):
    round, _people = ready
    today = timezone.localdate()
    Election.objects.filter(pk=round.election_id).update(nomination_day=today)
    assert "De dag van de kandidaatstelling is voorbij." not in words(fresh(round))
    Election.objects.filter(pk=round.election_id).update(nomination_day=today - timedelta(days=1))
    assert words(fresh(round))[0] == "De dag van de kandidaatstelling is voorbij."


def test_a_board_member_takes_part(ready):
    round, people = ready
    Seat.objects.filter(member=people["Els"]).update(ended_at=timezone.now())
    assert "Er doet nog geen bestuurslid mee: nodig er een uit." in words(round)


def test_a_board_member_who_is_only_invited_does_not_count(ready):
    round, people = ready
    Seat.objects.filter(member=people["Els"]).delete()
    invite_member(
        actor=cast.acting(people["Bram"]), party=round.party, email="nieuw@voorbeeld.nl", role="board", round=round
    )
    assert "Er doet nog geen bestuurslid mee: nodig er een uit." in words(round)


def test_a_second_reader_is_needed_and_the_secretary_is_none(ready):
    """law.md P-85: answers are read by chair and members."""
    round, people = ready
    Seat.objects.filter(member=people["Carla"]).update(ended_at=timezone.now())
    publish(round, actor=cast.acting(people["Bram"]))
    assert words(round) == ["Er is nog een tweede lezer nodig: nodig een lid van de commissie uit."]


def test_one_person_on_two_chairs_is_one_reader(ready):
    round, people = ready
    Seat.objects.filter(member=people["Carla"]).update(ended_at=timezone.now())
    Seat.objects.create(party=round.party, round=round, member=people["Bram"], role="member")
    assert "Er is nog een tweede lezer nodig: nodig een lid van de commissie uit." in words(round)


def test_a_member_who_left_does_not_count(ready):
    round, people = ready
    Member.objects.filter(pk=people["Carla"].pk).update(left_at=timezone.now())
    assert "Er is nog een tweede lezer nodig: nodig een lid van de commissie uit." in words(round)


@pytest.mark.parametrize("first", ["Bram", "Carla"])
def test_chair_and_a_second_reader_signed_for_confidentiality(ready, first):
    """law.md P-85"""
    round, people = ready
    Member.objects.filter(pk=people[first].pk).update(confidentiality_signed_at=None, confidentiality_version="")
    assert words(round) == [f"{people[first].name} tekent nog voor geheimhouding."]


def test_a_third_reader_who_has_not_signed_holds_nobody_up(ready):
    """A new member signs before reading; the round goes on meanwhile."""
    round, people = ready
    grant_seat(round, cast.member(round.party, "Fokke", signed=False), "member", actor=cast.acting(people["Bram"]))
    publish(round, actor=cast.acting(people["Bram"]))
    assert may_invite(round) == []


def test_an_old_statement_does_not_count(ready):
    round, people = ready
    Member.objects.filter(pk=people["Bram"].pk).update(confidentiality_version="0")
    assert words(round) == ["Bram Visser tekent nog voor geheimhouding."]


def test_something_to_talk_about_is_chosen(ready):
    round, _people = ready
    RoundEdition.objects.filter(round=round, slug__in=["vragenlijst", "leidraad"]).delete()
    assert "Kies eerst de vragenlijst of de leidraad voor het gesprek." in words(round)


@pytest.mark.parametrize(
    ("what", "label"),
    [
        ("lia", "belangenafweging"),
        ("dpia", "risicoanalyse (DPIA)"),
        ("retention", "bewaartermijnen"),
        ("processor", "verwerkersovereenkomst"),
    ],
)
def test_each_document_is_confirmed_on_its_own(ready, what, label):
    """law.md P-06, P-80, P-82"""
    round, _people = ready
    Confirmation.objects.filter(what=what).delete()
    assert words(round) == [f"Els van Dijk bevestigt nog: {label}."]


def test_a_confirmation_of_another_text_does_not_count(ready):
    """law.md P-06: what was confirmed is the text as it read then."""
    round, people = ready
    bram = cast.acting(people["Bram"])
    change_round(round, {"checks_on": True}, actor=bram)
    round = fresh(round)
    publish(round, actor=bram)
    assert words(round) == [f"Els van Dijk bevestigt nog: {label}." for label in
                            ("belangenafweging", "risicoanalyse (DPIA)", "bewaartermijnen")]  # fmt: skip


def test_a_confirmation_of_another_round_does_not_count(ready):
    round, people = ready
    other = cast.make_round(round.party, body=cast.make_body("Zandgrond"), editions=True)
    Seat.objects.create(party=round.party, round=other, member=people["Els"], role="board")
    assert len([one for one in may_invite(other) if one.url_name == "screening:confirm"]) == 4


def test_the_text_that_changed_while_reading_is_not_confirmed(ready):
    round, people = ready
    with pytest.raises(TextChanged):
        confirm(round, "lia", digest="0" * 64, actor=cast.acting(people["Els"]))
    with pytest.raises(PermissionError):
        confirm(round, "lia", digest=text_digest(round, "lia"), actor=cast.acting(people["Bram"]))


def test_the_page_is_online(ready):
    """law.md T-02"""
    round, _people = ready
    round.procedure_versions.all().delete()
    assert words(round) == ["De werkwijze staat nog niet online."]


def test_a_page_that_could_not_go_online_says_why(ready):
    round, people = ready
    round.procedure_versions.all().delete()
    change_party(round.party, {"confidant_name": ""}, actor=cast.acting(people["Bram"]))
    round = fresh(round)
    assert words(round) == [
        "Noem een vertrouwenspersoon, met telefoon of e-mail.",
        "De werkwijze staat nog niet online.",
    ]


def test_every_missing_thing_has_a_page_in_this_round(db, client):
    """The links of `may_invite` all open, for the chair."""
    party = cast.make_party(phone="", email="", confidant_name="")
    round = cast.make_round(party, published=False)
    bram = cast.member(party, "Bram", role="chair", round=round, signed=False)
    with party_scope(party):
        names = {missing.url_name for missing in may_invite(round)}
    sign_in(client, bram.user)
    assert names == {"screening:setup_committee", "screening:setup_secrecy", "screening:setup_instruments", "screening:confirm",
                     "screening:setup_party", "screening:setup_procedure"}  # fmt: skip
    for name in names:
        response = client.get(reverse(name, args=[party.code, round.code]), follow=True)
        assert response.status_code == 200, name


def test_own_tasks_are_of_this_member_only(ready):
    round, people = ready
    Confirmation.objects.filter(what="lia").delete()
    Member.objects.filter(pk=people["Carla"].pk).update(confidentiality_signed_at=None, confidentiality_version="")
    people["Carla"].refresh_from_db()
    tasks = {
        first: [str(one.text) for one in own_tasks(cast.acting(member), round)] for first, member in people.items()
    }
    assert tasks == {
        "Bram": [],
        "Carla": ["Teken voor geheimhouding."],
        "Daan": [],
        "Els": ["Lees en bevestig de vier documenten."],
    }


def test_the_gates_cost_the_same_whatever_the_number_of_candidates(ready, django_assert_num_queries):
    round, _people = ready
    for number in range(3):
        cast.candidate(round, f"Kandidaat{number}")
    with CaptureQueriesContext(connection) as three:
        may_invite(round)
    for number in range(3, 9):
        cast.candidate(round, f"Kandidaat{number}")
    with django_assert_num_queries(len(three)):
        may_invite(round)
    assert len(GATES) == 6
    assert set(digests(round)) == {"lia", "dpia", "retention", "processor"}
