"""The guided set-up, walked from an empty party to the first invitation, and what it refuses on the way."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from candidates.models import Sheet
from instruments.editions import edition_in
from parties.accounts.invitations import accept, invite_member
from parties.actors import Actor
from parties.models import Member, MemberInvitation, Party, PublicBody, Round, Seat, User
from parties.places import load_bodies, load_elections
from parties.scope import party_scope
from screening.gates import may_invite
from tests import cast
from tests.signin import sign_in

PARTY = {"name": "Dorpsbelang Urk", "legal_form": "vereniging", "phone": "0527 12 34 56", "email": "", "website": "urk.example",
         "confidant_name": "Mevrouw Postma", "confidant_phone": "", "confidant_email": "postma@urk.example", "accent": "groen"}  # fmt: skip


def url(name: str, *args) -> str:
    return reverse(f"screening:{name}", args=args)


def day(moment) -> str:
    return moment.strftime("%d-%m-%Y")


@pytest.fixture
def places(db):
    load_bodies()
    load_elections()
    cast.load_content()


@pytest.fixture
def empty(places):
    """A party that the operator just made, with its first chair."""
    party = Party.objects.create(name="Dorpsbelang Urk")
    operator = Actor(kind="operator", user=cast.operator(), role="operator")
    invitation = invite_member(actor=operator, party=party, email="bram@voorbeeld.nl", name="Bram Visser", role="chair")
    bram = User.objects.create_user("bram@voorbeeld.nl", name="Bram Visser")
    accept(invitation, user=bram)
    return party, bram


@pytest.fixture
def ready(db):
    return cast.ready_round()


def seen(response) -> str:
    return response.context["form"]["seen"].value()


def look_again(round) -> None:
    with party_scope(round.party):
        round.refresh_from_db()


def take(party, first: str) -> User:
    """Somebody takes the place they were invited for."""
    with party_scope(party):
        invitation = MemberInvitation.objects.get(email=cast.mailbox(first), accepted_at=None)
    user = User.objects.filter(email=cast.mailbox(first)).first() or User.objects.create_user(
        cast.mailbox(first), name=cast.full_name(first)
    )
    accept(invitation, user=user)
    return user


def test_from_an_empty_party_to_the_first_invitation(empty, client):
    """issue 5, guided set-up; law.md P-06, P-80, P-82, P-85, T-02"""
    party, bram = empty
    sign_in(client, bram)
    assert client.get(url("home", party.code), follow=True).redirect_chain[-1][0] == url("setup", party.code)
    steps = client.get(url("setup", party.code)).context["steps"]
    assert [bool(step.url) for step in steps] == [True, True, *[False] * 8]

    client.post(url("setup_party", party.code), PARTY | {"seen": seen(client.get(url("setup_party", party.code)))})
    party.refresh_from_db()
    assert (party.phone, party.website, party.accent) == ("0527 12 34 56", "https://urk.example", "groen")

    hits = client.get(url("setup_body", party.code), {"zoek": "urk"}).context["hits"]
    opening = f"{url('setup_open', party.code)}?orgaan=gemeente:{hits[0].name}"
    proposed = client.get(opening).context["form"].initial
    client.post(opening, {name: day(value) for name, value in proposed.items()})
    with party_scope(party):
        round = Round.objects.select_related("body", "election", "party").get()
    assert (round.body.name, round.regime, round.slug) == ("Urk", "EU-NL", "dorpsbelang-urk-gemeente-urk")

    for first, role in (("Els", "board"), ("Carla", "member"), ("Daan", "secretary")):
        client.post(url("setup_committee", party.code, round.code),
                    {"role": role, "name": cast.full_name(first), "email": cast.mailbox(first), "criminal": "on"})  # fmt: skip
    steps = client.get(url("setup_round", party.code, round.code)).context["steps"]
    assert steps[3].note == "Bezig. Wacht op Els van Dijk, Carla Smit, Daan Mulder"
    els, carla, _daan = (take(party, first) for first in ("Els", "Carla", "Daan"))
    with party_scope(party):
        assert sorted(Seat.objects.values_list("role", "criminal")) == [
            ("board", False),
            ("chair", False),
            ("member", True),
            ("secretary", False),
        ]

    client.post(url("confidentiality", party.code), {"agree": "1"})
    page = client.get(url("setup_instruments", party.code, round.code))
    client.post(url("setup_instruments", party.code, round.code),
                {"seen": seen(page), "used": [slug for slug, _label in page.context["form"].fields["used"].choices if slug != "agenda"],
                 "look_back_years": 3, "checks_on": "on", "vog": "all", "vog_reason": "Bij geld hoort vertrouwen.", "vog_paid_by": "party"})  # fmt: skip
    page = client.get(url("setup_retention", party.code, round.code))
    client.post(url("setup_retention", party.code, round.code), {"seen": seen(page), "keep_weeks": "2"})
    client.post(url("setup_procedure", party.code, round.code))
    look_again(round)
    assert (round.look_back_years, round.checks_on, round.vog, round.keep_weeks) == (3, True, "all", 2)

    steps = client.get(url("setup_round", party.code, round.code)).context["steps"]
    assert [step.note for step in steps if not step.done] == [
        "Wacht op Carla Smit",
        "Wacht op Els van Dijk",
        "Nog 5 dingen hierboven",
    ]

    sign_in(client, carla)
    client.post(url("confidentiality", party.code), {"agree": "1"})
    sign_in(client, els)
    for what in ("lia", "dpia", "retention", "processor"):
        page = client.get(url("confirm", party.code, round.code, what))
        client.post(
            url("confirm", party.code, round.code, what), {"digest": page.context["paper"].digest, "read": "on"}
        )

    with party_scope(party):
        fresh = Round.objects.select_related("body", "election", "party").get()
        assert may_invite(fresh) == []
        assert edition_in(fresh, "agenda") is None
    sign_in(client, bram)
    steps = client.get(url("setup_round", party.code, round.code)).context["steps"]
    assert (steps[-1].url, steps[-1].note) == (url("invite", party.code, round.code), "Alles staat klaar")
    assert client.get(url("invite", party.code, round.code)).context["missing"] == []
    assert client.get(f"/werkwijze/{round.slug}/{round.election.vote_day.year}/").status_code == 200


def test_an_island_party_walks_the_same_way_under_its_own_law(empty, client):
    """law.md B-01: regime of the body."""
    party, bram = empty
    sign_in(client, bram)
    opening = f"{url('setup_open', party.code)}?orgaan=eilandsraad:Saba"
    client.post(opening, {name: day(value) for name, value in client.get(opening).context["form"].initial.items()})
    with party_scope(party):
        round = Round.objects.get()
    assert round.regime == "BES"
    html = client.get(url("confirm", party.code, round.code, "lia")).content.decode()
    assert "Wbp BES artikel 8" in html
    assert "AVG" not in html
    assert "leading_language" in client.get(url("setup_election", party.code, round.code)).context["form"].fields


# --- stopping, going on, doing it twice ---


def test_stopping_and_going_on_loses_nothing(empty, client):
    party, bram = empty
    sign_in(client, bram)
    client.post(url("setup_party", party.code), PARTY)
    client.logout()
    sign_in(client, bram)
    steps = client.get(url("setup", party.code)).context["steps"]
    assert [step.state for step in steps][:3] == ["done", "now", "todo"]


def test_opening_twice_gives_one_round(empty, client):
    party, bram = empty
    sign_in(client, bram)
    opening = f"{url('setup_open', party.code)}?orgaan=gemeente:Urk"
    values = {name: day(value) for name, value in client.get(opening).context["form"].initial.items()}
    answers = {client.post(opening, values).url for _click in range(2)}
    with party_scope(party):
        assert answers == {url("setup_round", party.code, Round.objects.get().code)}


def test_a_wrong_body_can_be_changed_as_long_as_nobody_knows(empty, client):
    party, bram = empty
    sign_in(client, bram)
    opening = f"{url('setup_open', party.code)}?orgaan=gemeente:Urk"
    client.post(opening, {name: day(value) for name, value in client.get(opening).context["form"].initial.items()})
    with party_scope(party):
        round = Round.objects.get()
    moving = f"{url('setup_open', party.code, round.code)}?orgaan=waterschap:Rivierenland"
    client.post(moving, {name: day(value) for name, value in client.get(moving).context["form"].initial.items()})
    with party_scope(party):
        assert Round.objects.select_related("body").get().body.name == "Rivierenland"


def test_a_published_round_stays_where_it_is(ready, client):
    round, people = ready
    load_bodies()
    sign_in(client, people["Bram"].user)
    moving = f"{url('setup_open', round.party.code, round.code)}?orgaan=waterschap:Rivierenland"
    response = client.post(
        moving, {name: day(value) for name, value in client.get(moving).context["form"].initial.items()}
    )
    assert "Deze ronde is al openbaar" in response.content.decode()
    look_again(round)
    assert round.body.name == "Veenstroom"


# --- errors keep what was typed ---


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"phone": "", "email": ""}, "phone", "Vul een telefoonnummer of een e-mailadres in."),
        ({"confidant_name": ""}, "confidant_name", "Noem iemand bij wie een kandidaat terechtkan."),
        (
            {"confidant_email": ""},
            "confidant_phone",
            "Vul een telefoonnummer of een e-mailadres van de vertrouwenspersoon in.",
        ),
        ({"phone": "bel maar"}, "phone", "Gebruik alleen cijfers, spaties en + of -."),
        (
            {"website": "javascript:alert(1)"},
            "website",
            "Schrijf het adres voluit, bijvoorbeeld https://www.voorbeeld.nl.",
        ),
        ({"accent": "zwart"}, "accent", None),
    ],
)
def test_wrong_party_details_are_told_at_the_field(empty, client, wrong, field, words):
    party, bram = empty
    sign_in(client, bram)
    response = client.post(url("setup_party", party.code), PARTY | wrong)
    assert list(response.context["form"].errors) == [field]
    if words:
        assert response.context["form"].errors[field] == [words]
    assert response.context["form"]["confidant_name"].value() == (PARTY | wrong)["confidant_name"]
    assert Party.objects.get(pk=party.pk).phone == ""


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"submit_by": -1}, "submit_by"),
        ({"interviews_until": 5}, "interviews_until"),
        ({"list_on": 20}, "list_on"),
        ({"list_on": 200}, "list_on"),
    ],
)
def test_dates_that_cannot_be_are_told(empty, client, change, field):
    """law.md E-01; days from today: hand in 10, talks until 30, list on 50, nomination on 100."""
    party, bram = empty
    today = timezone.localdate()
    body = PublicBody.objects.get(kind="gemeente", name="Urk")
    election = cast.make_election(body, nomination=today + timedelta(days=100))
    sign_in(client, bram)
    days = {"submit_by": 10, "interviews_until": 30, "list_on": 50} | change
    if change == {"interviews_until": 5}:
        days["list_on"] = 50
    address = f"{url('setup_open', party.code)}?orgaan=gemeente:Urk&verkiezing={election.nomination_day.isoformat()}"
    response = client.post(address, {name: day(today + timedelta(days=number)) for name, number in days.items()})
    assert list(response.context["form"].errors) == [field]
    with party_scope(party):
        assert not Round.objects.exists()


def test_tight_dates_are_allowed_with_a_calm_remark(ready, client):
    """law.md E-02"""
    round, people = ready
    sign_in(client, people["Bram"].user)
    page = client.get(url("setup_election", round.party.code, round.code))
    late = round.election.nomination_day - timedelta(days=3)
    values = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    values |= {
        "submit_by": day(round.submit_by),
        "interviews_until": day(round.submit_by + timedelta(days=2)),
        "list_on": day(late),
    }
    response = client.post(url("setup_election", round.party.code, round.code), values, follow=True)
    html = response.content.decode()
    assert "minder dan een week" in html
    assert "kan niet meer terug" in html
    look_again(round)
    assert round.list_on == late


def test_an_unknown_body_does_not_exist(empty, client):
    party, bram = empty
    cast.make_body("Veenstroom")
    sign_in(client, bram)
    for orgaan in ("", "gemeente:Nergens", "x", "waterschap:Veenstroom", "gemeente:" + "a" * 500):
        assert client.get(url("setup_open", party.code), {"orgaan": orgaan}).status_code == 404


# --- two chairs (promise 4) ---


def test_the_second_chair_is_told_and_may_still_choose(ready, client):
    round, people = ready
    sign_in(client, people["Bram"].user)
    address = url("setup_retention", round.party.code, round.code)
    shown = seen(client.get(address))
    assert client.post(address, {"seen": shown, "keep_weeks": "3"}).status_code == 302
    late = client.post(address, {"seen": shown, "keep_weeks": "2"})
    assert late.status_code == 409
    assert "Nu opgeslagen: Drie weken" in late.content.decode()
    look_again(round)
    assert round.keep_weeks == 3
    assert client.post(address, {"seen": seen(late), "keep_weeks": "2"}).status_code == 302
    look_again(round)
    assert round.keep_weeks == 2


def test_retention_is_only_shortened(ready, client):
    """law.md R-31"""
    round, people = ready
    sign_in(client, people["Bram"].user)
    address = url("setup_retention", round.party.code, round.code)
    for weeks in ("5", "0", "-1", "52", "vier"):
        response = client.post(address, {"seen": seen(client.get(address)), "keep_weeks": weeks})
        assert list(response.context["form"].errors) == ["keep_weeks"]
    look_again(round)
    assert round.keep_weeks == 4


def test_an_instrument_in_use_stays(ready, client):
    round, people = ready
    anna = cast.candidate(round, "Anna")
    with party_scope(round.party):
        Sheet.objects.create(candidacy=anna, slug="vuistregels", edition=edition_in(round, "vuistregels"))
    sign_in(client, people["Bram"].user)
    address = url("setup_instruments", round.party.code, round.code)
    page = client.get(address)
    values = {"seen": seen(page), "look_back_years": 2, "vog": "nobody", "vog_reason": "", "vog_paid_by": "party"}
    response = client.post(address, values | {"used": ["vragenlijst"]})
    assert response.context["form"].errors["used"] == [
        "Een kandidaat is hier al aan begonnen: Vuistregels integriteit. Dat blijft dus aan."
    ]
    with party_scope(round.party):
        assert round.editions.count() == 9
    look_again(round)
    assert round.look_back_years == 4  # all or nothing
    assert client.post(address, values | {"used": ["vragenlijst", "vuistregels"]}).status_code == 302
    with party_scope(round.party):
        assert round.editions.count() == 2


def test_a_vog_needs_a_reason(ready, client):
    """law.md V-01"""
    round, people = ready
    sign_in(client, people["Bram"].user)
    address = url("setup_instruments", round.party.code, round.code)
    response = client.post(
        address,
        {
            "seen": seen(client.get(address)),
            "used": ["vragenlijst"],
            "look_back_years": 4,
            "vog": "all",
            "vog_paid_by": "party",
        },
    )
    assert response.context["form"].errors["vog_reason"] == ["Schrijf op waarom. Kandidaten lezen dit."]


# --- confirming ---


def test_the_board_confirms_what_it_read_and_not_what_changed_meanwhile(ready, client):
    """law.md P-06"""
    round, people = ready
    with party_scope(round.party):
        round.confirmations.all().delete()
    sign_in(client, people["Els"].user)
    address = url("confirm", round.party.code, round.code, "lia")
    read = client.get(address).context["paper"].digest
    with party_scope(round.party):
        Round.objects.filter(pk=round.pk).update(checks_on=True)
    response = client.post(address, {"digest": read, "read": "on"})
    assert response.status_code == 409
    assert "De tekst is net veranderd" in response.content.decode()
    assert client.post(address, {"digest": response.context["paper"].digest}).context["form"].errors["read"]
    assert client.post(address, {"digest": response.context["paper"].digest, "read": "on"}).status_code == 302
    with party_scope(round.party):
        assert [row.what for row in round.confirmations.all()] == ["lia"]


def test_who_sets_up_reads_along_but_confirms_nothing(ready, client):
    round, people = ready
    sign_in(client, people["Bram"].user)
    address = url("confirm", round.party.code, round.code, "lia")
    page = client.get(address)
    assert (page.status_code, page.context["able"]) == (200, False)
    assert client.post(address, {"digest": page.context["paper"].digest, "read": "on"}).status_code == 404


# --- who may come here ---

PAGES = (
    "setup_party",
    "setup_body",
    "setup_election",
    "setup_committee",
    "setup_instruments",
    "setup_retention",
    "setup_procedure",
)


@pytest.mark.parametrize(("first", "expected"), [("Bram", 200), ("Daan", 200), ("Carla", 404), ("Els", 404)])
def test_chair_and_secretary_open_the_steps_and_others_see_nothing(ready, client, first, expected):
    round, people = ready
    sign_in(client, people[first].user)
    assert [client.get(url(name, round.party.code, round.code)).status_code for name in PAGES] == [expected] * len(
        PAGES
    )
    assert client.get(url("setup_round", round.party.code, round.code)).status_code == 200


def test_a_member_of_another_party_gets_the_page_of_nothing(ready, client):
    """promise 1"""
    round, _people = ready
    other = cast.make_party("Andere lijst")
    farid = cast.member(other, "Farid", role="chair", round=cast.make_round(other))
    sign_in(client, farid.user)
    for name in (*PAGES, "setup_round", "confirm", "setup_secrecy"):
        strange = client.get(url(name, round.party.code, round.code))
        invented = client.get(url(name, round.party.code, "zzzzzzzzzz"))
        borrowed = client.get(url(name, other.code, round.code))
        assert (strange.status_code, invented.status_code) == (404, 404)
        assert borrowed.status_code in (404, 302 if name == "setup_secrecy" else 404)
        assert strange.content == invented.content


def test_without_an_account_one_signs_in_first(ready, client):
    round, _people = ready
    for name in PAGES:
        assert client.get(url(name, round.party.code, round.code)).url.startswith("/account/login/")


def test_somebody_without_a_seat_waits_calmly(ready, client):
    round, _people = ready
    fokke = cast.member(round.party, "Fokke")
    sign_in(client, fokke.user)
    response = client.get(url("setup", round.party.code))
    assert "Je hebt nu geen plek in een ronde" in response.content.decode()
    assert client.get(url("setup_body", round.party.code)).status_code == 404


def test_a_member_gone_is_refused_at_the_next_request(ready, client):
    """promise 2"""
    round, people = ready
    sign_in(client, people["Daan"].user)
    assert client.get(url("setup_party", round.party.code, round.code)).status_code == 200
    with party_scope(round.party):
        Seat.objects.filter(member=people["Daan"]).update(ended_at=timezone.now())
    assert client.get(url("setup_party", round.party.code, round.code)).status_code == 404
    with party_scope(round.party):
        Member.objects.filter(pk=people["Daan"].pk).update(left_at=timezone.now())
    assert client.get(url("setup", round.party.code)).status_code == 404


def test_the_settings_page_shows_what_belongs_to_this_member(ready, client):
    round, people = ready
    sign_in(client, people["Carla"].user)
    html = client.get(url("party", round.party.code)).content.decode()
    assert "Mevrouw Postma" in html
    assert url("setup_party", round.party.code) not in html
    sign_in(client, people["Bram"].user)
    assert url("setup_party", round.party.code) in client.get(url("party", round.party.code)).content.decode()
    assert mail.outbox == []
