"""Asking people, giving and taking places, and leaving (decisions 14, 16; promise 9)."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from parties.accounts.invitations import accept, find_invitation, invite_member, mint_token
from parties.models import Member, MemberInvitation, OutboxMail, Seat, User
from parties.outbox import send_due
from parties.safekeeping.crypto import token_hash
from parties.scope import party_scope
from screening.setup.advice import composition_advice
from tests import cast
from tests.signin import sign_in


def url(name: str, *args) -> str:
    return reverse(f"screening:{name}", args=args)


@pytest.fixture
def seated(db):
    """A round with its committee; no content is needed here."""
    round = cast.make_round(cast.make_party(), published=False)
    return round, cast.committee(round)


def ask(client, round, **values):
    known = {"role": "member", "name": "Fokke de Boer", "email": "fokke@voorbeeld.nl"}
    return client.post(url("setup_committee", round.party.code, round.code), known | values)


def invitations(round) -> list[MemberInvitation]:
    with party_scope(round.party):
        return list(MemberInvitation.objects.select_related("round").order_by("pk"))


def test_the_chair_asks_somebody_and_a_neutral_mail_leaves(seated, client):
    """law.md P-10"""
    round, people = seated
    sign_in(client, people["Bram"].user)
    response = ask(client, round)
    assert response.url == url("setup_committee", round.party.code, round.code)
    assert [(one.email, one.role, one.criminal, one.round) for one in invitations(round)] == [
        ("fokke@voorbeeld.nl", "member", False, round)
    ]
    send_due()
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (["fokke@voorbeeld.nl"], "Een uitnodiging voor je")
    assert "Bram Visser" in mail.outbox[-1].body


def test_a_known_address_is_asked_in_the_same_way(seated, client):
    """decision 13: nothing shows that an address has an account."""
    round, people = seated
    other = cast.make_party("Andere lijst")
    cast.member(other, "Farid")
    sign_in(client, people["Bram"].user)
    answers = [ask(client, round, email=email, name="Iemand") for email in ("farid@voorbeeld.nl", "nieuw@voorbeeld.nl")]
    assert len({(answer.status_code, answer.url) for answer in answers}) == 1


def test_only_a_member_of_the_committee_gets_the_right_to_criminal_matters(seated, client):
    """law.md P-21"""
    round, people = seated
    sign_in(client, people["Bram"].user)
    for role in ("secretary", "board", "member"):
        ask(client, round, role=role, email=f"{role}@voorbeeld.nl", criminal="on")
    assert [(one.role, one.criminal) for one in invitations(round)] == [
        ("secretary", False),
        ("board", False),
        ("member", True),
    ]


def test_nobody_asks_themselves_for_a_second_place(seated, client):
    """promise 9: not by another spelling of the address either."""
    round, people = seated
    sign_in(client, people["Bram"].user)
    for email in ("bram@voorbeeld.nl", "Bram@Voorbeeld.NL "):
        response = ask(client, round, role="board", email=email)
        assert list(response.context["form"].errors) == ["email"]
    assert invitations(round) == []


@pytest.mark.parametrize("values", [{"role": "operator"}, {"role": ""}, {"email": "geen adres"}, {"name": ""}])
def test_a_wrong_question_is_told(seated, client, values):
    round, people = seated
    sign_in(client, people["Bram"].user)
    assert list(ask(client, round, **values).context["form"].errors) == list(values)


def test_the_secretary_sees_who_takes_part_and_gives_no_places(seated, client):
    """decision 16; promise 9"""
    round, people = seated
    sign_in(client, people["Daan"].user)
    page = client.get(url("setup_committee", round.party.code, round.code))
    assert (page.status_code, page.context["able"]) == (200, False)
    assert ask(client, round, role="chair", email="daan.thuis@voorbeeld.nl").status_code == 404
    carla = people["Carla"].code
    doors = [("setup_give_seat", []), ("setup_take_seat", [carla, "member"]), ("setup_criminal", [carla, "member"])]
    posted = {"bekend-member": people["Daan"].code, "bekend-role": "chair", "mag": "ja"}
    assert [
        client.post(url(name, round.party.code, round.code, *args), posted).status_code for name, args in doors
    ] == [404, 404, 404]
    with party_scope(round.party):
        assert sorted(Seat.objects.filter(ended_at=None).values_list("role", flat=True)) == [
            "board",
            "chair",
            "member",
            "secretary",
        ]


def test_somebody_who_already_works_here_gets_a_place(seated, client):
    round, people = seated
    fokke = cast.member(round.party, "Fokke")
    sign_in(client, people["Bram"].user)
    for _click in range(2):
        client.post(
            url("setup_give_seat", round.party.code, round.code), {"bekend-member": fokke.code, "bekend-role": "member"}
        )
    with party_scope(round.party):
        assert Seat.objects.filter(member=fokke, ended_at=None).count() == 1


def test_the_chair_cannot_choose_themselves_from_the_list(seated, client):
    round, people = seated
    sign_in(client, people["Bram"].user)
    client.post(
        url("setup_give_seat", round.party.code, round.code),
        {"bekend-member": people["Bram"].code, "bekend-role": "board"},
    )
    with party_scope(round.party):
        assert not Seat.objects.filter(member=people["Bram"], role="board").exists()


def test_a_member_of_another_party_cannot_be_given_a_place(seated, client):
    round, people = seated
    farid = cast.member(cast.make_party("Andere lijst"), "Farid")
    sign_in(client, people["Bram"].user)
    client.post(
        url("setup_give_seat", round.party.code, round.code), {"bekend-member": farid.code, "bekend-role": "member"}
    )
    with party_scope(round.party):
        assert not Seat.objects.filter(member=farid).exists()


def test_the_right_to_criminal_matters_is_given_and_taken(seated, client):
    round, people = seated
    sign_in(client, people["Bram"].user)
    address = url("setup_criminal", round.party.code, round.code, people["Carla"].code, "member")
    found = []
    for answer in ("nee", "ja"):
        client.post(address, {"mag": answer})
        with party_scope(round.party):
            found.append(Seat.objects.get(member=people["Carla"]).criminal)
    assert found == [False, True]
    own = url("setup_criminal", round.party.code, round.code, people["Bram"].code, "chair")
    client.post(own, {"mag": "ja"})
    with party_scope(round.party):
        assert not Seat.objects.get(member=people["Bram"]).criminal


def test_a_place_ends_after_one_question(seated, client):
    round, people = seated
    sign_in(client, people["Bram"].user)
    address = url("setup_take_seat", round.party.code, round.code, people["Carla"].code, "member")
    assert "Deze plek beëindigen?" in client.get(address).content.decode()
    with party_scope(round.party):
        assert Seat.objects.get(member=people["Carla"]).ended_at is None
    client.post(address)
    with party_scope(round.party):
        assert Seat.objects.get(member=people["Carla"]).ended_at is not None
    assert client.post(address).status_code == 404


def test_the_only_chair_keeps_the_place(seated, client):
    round, people = seated
    sign_in(client, people["Bram"].user)
    response = client.post(
        url("setup_take_seat", round.party.code, round.code, people["Bram"].code, "chair"), follow=True
    )
    assert "Een ronde heeft altijd een voorzitter" in response.content.decode()


# --- the list of members ---


def invited(round, people) -> tuple[MemberInvitation, str]:
    with party_scope(round.party):
        one = invite_member(
            actor=cast.acting(people["Bram"]), party=round.party, email="fokke@voorbeeld.nl", role="member", round=round
        )
        return one, mint_token(one)


def test_a_new_link_stops_the_old_one(seated, client):
    round, people = seated
    one, token = invited(round, people)
    sign_in(client, people["Bram"].user)
    client.post(url("invitation_again", round.party.code, one.code))
    assert find_invitation(token_hash(token)) is None
    with party_scope(round.party):
        assert OutboxMail.objects.filter(purpose="member.invitation", payload_code=one.code).count() == 2


def test_a_withdrawn_invitation_lets_nobody_in(seated, client):
    round, people = seated
    one, token = invited(round, people)
    sign_in(client, people["Bram"].user)
    client.post(url("invitation_back", round.party.code, one.code))
    assert find_invitation(token_hash(token)) is None
    assert (
        "al gebruikt of ingetrokken"
        in client.post(url("invitation_again", round.party.code, one.code), follow=True).content.decode()
    )


@pytest.mark.parametrize("first", ["Carla", "Daan", "Els"])
def test_others_touch_no_invitation_and_nobody_else(seated, client, first):
    round, people = seated
    one, _token = invited(round, people)
    sign_in(client, people[first].user)
    page = client.get(url("members", round.party.code))
    assert (page.status_code, list(page.context["invitations"])) == (200, [])
    assert "fokke@voorbeeld.nl" not in page.content.decode()
    assert client.post(url("invitation_again", round.party.code, one.code)).status_code == 404
    assert client.post(url("invitation_back", round.party.code, one.code)).status_code == 404
    assert client.post(url("member_remove", round.party.code, people["Bram"].code)).status_code == 404


def test_a_chair_of_another_party_touches_nothing_here(seated, client):
    """promise 1"""
    round, people = seated
    one, _token = invited(round, people)
    other = cast.make_party("Andere lijst")
    farid = cast.member(other, "Farid", role="chair", round=cast.make_round(other, body=cast.make_body("Zandgrond")))
    sign_in(client, farid.user)
    assert client.post(url("invitation_back", other.code, one.code)).status_code == 404
    assert client.post(url("member_remove", other.code, people["Carla"].code)).status_code == 404
    assert "Carla" not in client.get(url("members", other.code)).content.decode()


def test_a_member_leaves_and_is_refused_at_the_next_request(seated, client):
    """promise 2"""
    round, people = seated
    carla = sign_in(Client(), people["Carla"].user)
    assert carla.get(url("members", round.party.code)).status_code == 200
    sign_in(client, people["Bram"].user)
    client.post(url("member_remove", round.party.code, people["Carla"].code))
    assert carla.get(url("members", round.party.code)).status_code != 200
    with party_scope(round.party):
        assert not Seat.objects.filter(member=people["Carla"], ended_at=None).exists()


def test_the_last_chair_cannot_leave(seated, client):
    """promise 9"""
    round, people = seated
    sign_in(client, people["Bram"].user)
    response = client.post(url("member_remove", round.party.code, people["Bram"].code), follow=True)
    assert "Dit is de enige voorzitter" in response.content.decode()
    with party_scope(round.party):
        assert Member.objects.get(pk=people["Bram"].pk).left_at is None


def test_anybody_else_may_stop(seated, client):
    round, people = seated
    sign_in(client, people["Daan"].user)
    assert client.post(url("member_remove", round.party.code, people["Daan"].code)).status_code == 302
    with party_scope(round.party):
        assert Member.objects.get(pk=people["Daan"].pk).left_at is not None


def test_a_person_asked_for_a_chair_takes_it(seated, client):
    round, people = seated
    one, _token = invited(round, people)
    with party_scope(round.party):
        MemberInvitation.objects.filter(pk=one.pk).update(role="chair")
        one.refresh_from_db()
        accept(one, user=User.objects.create_user("fokke@voorbeeld.nl", name="Fokke de Boer"))
        assert sorted(Seat.objects.filter(role="chair").values_list("member__user__name", flat=True)) == [
            "Bram Visser",
            "Fokke de Boer",
        ]


# --- advice ---


@pytest.mark.parametrize(
    ("seats", "expected"),
    [
        ([("Bram", "chair", False)], ["Vraag eerst een bestuurslid", "Vraag nog minstens één lid"]),
        ([("Bram", "chair", False), ("Els", "board", False), ("Carla", "member", True)], ["Met twee lezers kan het net"]),
        ([("Bram", "chair", False), ("Els", "board", False), ("Carla", "member", False), ("Fokke", "member", False)], ["Wijs één lid aan"]),
        ([("Bram", "chair", False), ("Bram", "board", False), ("Carla", "member", True), ("Fokke", "member", True)],
         ["Iemand zit in het bestuur én in de commissie", "Meer dan één lid leest over politie"]),
    ],
)  # fmt: skip
def test_advice_about_the_composition(db, seats, expected):
    """handreiking.md section 2: no sitting board members, enough eyes."""
    round = cast.make_round(cast.make_party(), published=False)
    for first, role, criminal in seats:
        cast.member(round.party, first, role=role, round=round, criminal=criminal)
    with party_scope(round.party):
        words = composition_advice(round)
    assert len(words) == len(expected)
    assert all(said.startswith(start) for said, start in zip(words, expected, strict=True))
