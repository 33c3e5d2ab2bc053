"""Home, round, people, outgoing mail: what each may see, in a fixed number of statements."""

import pytest
from django.urls import reverse

from candidates.models import Invitation, Stage, Tie
from parties.models import OutboxMail
from parties.scope import party_scope
from screening.committee.overview import rows_of
from tests import cast
from tests.signin import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    return cast.make_round(cast.make_party())


@pytest.fixture
def people(round):
    return cast.committee(round)


@pytest.fixture
def bram(client, people):
    return sign_in(client, people["Bram"].user)


def page(client, name, *args):
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


def test_home_asks_for_the_tie_first(bram, round):
    cast.candidate(round, "Anna", stage=Stage.SUBMITTED)
    assert "Zeg of je een band hebt met Anna de Wit" in page(bram, "screening:home", round.party.code)


def test_home_shows_each_role_its_own_tasks(client, round, people):
    cast.candidate(round, "Anna", stage=Stage.ADOPTED)
    els = page(sign_in(client, people["Els"].user), "screening:home", round.party.code)
    assert "Neem een besluit over Anna de Wit" in els
    client.logout()
    daan = page(sign_in(client, people["Daan"].user), "screening:home", round.party.code)
    assert "Anna de Wit" not in daan


@pytest.mark.parametrize(
    ("first", "menu"),
    [
        ("Bram", ["Nu doen", "Ronde", "Gesprekken", "Uitgaande post", "Instellingen"]),
        ("Carla", ["Nu doen", "Ronde", "Gesprekken", "Instellingen"]),
        ("Daan", ["Nu doen", "Ronde", "Gesprekken", "Uitgaande post", "Instellingen"]),
        ("Els", ["Nu doen", "Ronde", "Instellingen"]),
    ],
)
def test_the_menu_leads_nowhere_that_is_closed(client, round, people, first, menu):
    sign_in(client, people[first].user)
    nav = client.get(reverse("screening:home", args=[round.party.code])).context["nav"]
    assert [entry["label"] for entry in nav] == menu
    assert {client.get(entry["url"], follow=True).status_code for entry in nav} == {200}


def test_the_board_hides_what_a_tie_closes(bram, round, people):
    """Decision 15: name and status only, and no way in."""
    anna = cast.candidate(round, "Anna", stage=Stage.SUBMITTED)
    with party_scope(round.party):
        Tie.objects.create(candidacy=anna, member=people["Bram"], said_by="member", kind="family")
    board = page(bram, "screening:board", round.party.code, round.code)
    assert "Je hebt een band met Anna" in board
    assert anna.code not in board


def test_somebody_who_stopped_is_only_a_word(bram, round):
    """The committee sees "Ingetrokken" and no name."""
    cast.candidate(round, "Mees", stage=Stage.WITHDRAWN)
    board = page(bram, "screening:board", round.party.code, round.code)
    assert "Ingetrokken" in board and "Mees" not in board


def test_search_never_finds_somebody_who_stopped(bram, round, people):
    cast.candidate(round, "Mees", stage=Stage.WITHDRAWN)
    cast.candidate(round, "Anna", stage=Stage.SUBMITTED)
    with party_scope(round.party):
        found = rows_of(cast.acting(people["Bram"], "chair"), round, search="mees")
        assert found == []
        assert [
            row.candidacy.first_name for row in rows_of(cast.acting(people["Bram"], "chair"), round, search="ANNA")
        ] == ["Anna"]


def test_a_member_who_stands_sees_nobody(round, people):
    cast.candidate(round, "Carla", email=people["Carla"].user.email)
    cast.candidate(round, "Anna", stage=Stage.SUBMITTED)
    with party_scope(round.party):
        assert rows_of(cast.acting(people["Carla"], "member"), round) == []


@pytest.mark.parametrize("look", ["bord", "tabel"])
def test_the_board_costs_the_same_for_one_and_for_many(bram, round, look, django_assert_max_num_queries):
    """performance.md: at most 12 statements for the rows, whatever the number."""
    url = reverse("screening:board", args=[round.party.code, round.code]) + f"?als={look}"
    cast.candidate(round, "Anna", stage=Stage.SUBMITTED)
    bram.get(url)
    counts = []
    for number in (0, 2, 27):
        for index in range(number):
            cast.candidate(
                round, f"Kandidaat{number}{index}", stage=Stage.PLANNED, email=f"k{number}-{index}@voorbeeld.nl"
            )
        with django_assert_max_num_queries(20) as captured:
            assert bram.get(url).status_code == 200
        counts.append(len(captured.captured_queries))
    assert len(set(counts)) == 1


def test_text_stays_text_on_the_board(bram, round):
    """Promise 7."""
    with party_scope(round.party):
        anna = cast.candidate(round, "Anna", stage=Stage.SUBMITTED)
        anna.last_name = "<script>alert(1)</script>{{ party }}"
        anna.save()
    board = page(bram, "screening:board", round.party.code, round.code)
    assert "<script>alert" not in board and "{{ party }}" in board


def test_a_nul_in_the_search_is_no_error(bram, round):
    url = reverse("screening:board", args=[round.party.code, round.code])
    assert bram.get(url, {"zoek": "a\x00b"}).status_code in (200, 400)


# --- inviting ---


@pytest.fixture
def ready(monkeypatch):
    """A round that may invite; the gates have tests of their own."""
    monkeypatch.setattr("screening.committee.people.may_invite", lambda _round: [])


PERSON = {
    "first_name": "Wil",
    "prefixes": "",
    "last_name": "Post",
    "email": "wil@voorbeeld.nl",
    "language": "nl",
    "told": "1",
}


def test_inviting_sends_one_mail_and_shows_what_happened(bram, round, ready):
    response = bram.post(reverse("screening:invite", args=[round.party.code, round.code]), PERSON)
    assert response.status_code == 302
    with party_scope(round.party):
        assert [mail.purpose for mail in OutboxMail.objects.all()] == ["invitation"]
        invitation = Invitation.objects.get()
    assert invitation.token not in bram.get(response["Location"]).content.decode()


def test_one_tells_it_first(bram, round, ready):
    """Decision 26."""
    response = bram.post(reverse("screening:invite", args=[round.party.code, round.code]), {**PERSON, "told": ""})
    assert "Vertel het eerst zelf" in response.content.decode()
    with party_scope(round.party):
        assert Invitation.objects.count() == 0


def test_a_likely_double_warns_and_does_not_refuse(bram, round, ready):
    """Decision 13: couples share a mailbox."""
    cast.candidate(round, "Anna", email="wil@voorbeeld.nl")
    url = reverse("screening:invite", args=[round.party.code, round.code])
    assert "Is dit iemand anders?" in bram.post(url, PERSON).content.decode()
    assert bram.post(url, {**PERSON, "anyway": "1"}).status_code == 302


def test_nothing_leaves_while_a_gate_is_closed(bram, round):
    """law.md T-02, P-06: no invitation while the procedure page is not in order."""
    response = bram.post(reverse("screening:invite", args=[round.party.code, round.code]), PERSON)
    assert "Eerst dit nog" in response.content.decode()
    with party_scope(round.party):
        assert (Invitation.objects.count(), OutboxMail.objects.count()) == (0, 0)


def test_the_letter_carries_the_link_as_a_picture_and_is_recorded(bram, round, ready, people):
    from parties.models import Event

    bram.post(reverse("screening:invite", args=[round.party.code, round.code]), {**PERSON, "letter": "1"})
    with party_scope(round.party):
        invitation = Invitation.objects.get()
        assert OutboxMail.objects.count() == 0
    letter = bram.post(reverse("screening:letter", args=[round.party.code, invitation.owner]))
    assert "data:image/svg+xml" in letter.content.decode()
    with party_scope(round.party):
        assert Event.objects.filter(verb="invitation.printed").count() == 1


def test_confidentiality_is_signed_once_and_by_oneself(client, round):
    """law.md P-85."""
    fokke = cast.member(round.party, "Fokke", role="member", round=round, signed=False)
    sign_in(client, fokke.user)
    url = reverse("screening:confidentiality", args=[round.party.code])
    assert "Zet een vinkje" in client.post(url).content.decode()
    client.post(url, {"agree": "1"})
    client.post(url, {"agree": "1"})
    with party_scope(round.party):
        from parties.models import Event

        assert Event.objects.filter(verb="member.confidentiality_signed").count() == 1


def test_a_tie_is_resolved_by_who_stands_outside(client, round, people):
    anna = cast.candidate(round, "Anna", stage=Stage.SUBMITTED)
    cast.no_tie(anna, people["Bram"])
    with party_scope(round.party):
        tie = Tie.objects.create(candidacy=anna, member=people["Carla"], said_by="member", kind="friend")
    carla = sign_in(client, people["Carla"].user)
    assert str(tie.pk) not in page(carla, "screening:ties", round.party.code)
    client.logout()
    bram = sign_in(client, people["Bram"].user)
    bram.post(reverse("screening:ties", args=[round.party.code]), {"tie": str(tie.pk), "resolution": "open"})
    with party_scope(round.party):
        tie.refresh_from_db()
        assert (tie.resolution, tie.resolved_by) == ("open", people["Bram"].code)
