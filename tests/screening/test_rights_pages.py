"""Asking, answering and the alerts on the pages, from both sides (law.md 1.6, P-50 to P-53, B-03, B-05)."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidates.models import RightsCase, Stage
from candidates.rights import open_case
from parties.models import Event, OutboxMail
from parties.outbox import send_due
from parties.scope import party_scope
from reports.models import Finding
from screening.reader.access import opens
from tests import cast
from tests.reports.meeting import make_meeting, write_finding
from tests.signin import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    made = make_meeting(answers={})
    with party_scope(made.party):
        yield made


@pytest.fixture
def anna(meeting):
    return cast.enter(Client(), meeting.anna)


def as_member(meeting, name):
    return sign_in(Client(), getattr(meeting, name).user)


def ask(meeting, kind="access", **more):
    return open_case(meeting.anna, kind, more.pop("wish", "Ik wil dit graag."), actor=meeting.act["Anna"], **more)


def page(meeting, name, *args):
    return reverse(f"screening:{name}", args=[meeting.party.code, meeting.anna.code, *args])


def text(response) -> str:
    return response.content.decode()


def test_my_rights_explains_asks_and_shows_the_clock(meeting, anna):
    """law.md P-50"""
    html = text(anna.get(reverse("screening:rights")))
    for title in (
        "Zien wat we van je hebben",
        "Laten wissen",
        "Je dossier stilzetten",
        "Bezwaar maken",
        "Je gegevens meenemen",
    ):
        assert title in html
    answer = anna.post(reverse("screening:rights_ask"), {"kind": "access", "wish": ""})
    case = RightsCase.objects.get()
    assert answer["Location"] == reverse("screening:rights_case", args=[case.code])
    html = text(anna.get(answer["Location"]))
    assert "Antwoord uiterlijk op" in html and f"{case.by.year}" in html
    anna.post(answer["Location"])
    assert RightsCase.objects.get().state == "withdrawn"


def test_the_menu_leads_to_my_rights(anna):
    assert f'href="{reverse("screening:rights")}"' in text(anna.get(reverse("screening:help")))


def test_the_answer_shows_who_decided_why_and_where_to_complain(meeting, anna):
    """law.md P-52, 1.6: complaint and court stand in a refusal."""
    case = ask(meeting, "erasure")
    bram = as_member(meeting, "Bram")
    assert "Ik wil dit graag." in text(bram.get(page(meeting, "rights_handle", case.code)))
    sent = {"do": "decide", "granted": "no", "ground": "needed", "answer": "We hebben het nog nodig.", "weighing": ""}
    assert bram.post(page(meeting, "rights_handle", case.code), sent).status_code == 302
    html = text(anna.get(reverse("screening:rights_case", args=[case.code])))
    for words in (
        "We hebben het nog nodig.",
        "Bram Visser",
        "AVG 17 lid 1",
        "Autoriteit Persoonsgegevens",
        "naar de rechtbank",
    ):
        assert words in html
    assert Event.objects.filter(verb="rights.refused", about=meeting.anna.code).count() == 1


def test_half_a_decision_says_what_is_missing(meeting):
    case = ask(meeting)
    sent = {"do": "decide", "granted": "no", "ground": "others", "answer": "Nee.", "weighing": ""}
    answer = as_member(meeting, "Daan").post(page(meeting, "rights_handle", case.code), sent)
    assert "Schrijf hoe je de belangen van beide kanten hebt gewogen." in text(answer)
    assert RightsCase.objects.get().state == "open"


def test_longer_and_lifting_on_the_page(meeting):
    case = ask(meeting, "restriction")
    bram = as_member(meeting, "Bram")
    address = page(meeting, "rights_handle", case.code)
    assert bram.post(address, {"do": "extend", "reason": "We zoeken in oude stukken."}).status_code == 302
    assert RightsCase.objects.get().extended_at is not None
    bram.post(address, {"do": "decide", "granted": "yes", "answer": "Het staat stil."})
    assert bram.post(address, {"do": "lift"}).status_code == 302
    assert RightsCase.objects.get().lifted_at is not None


def test_a_letter_becomes_a_request_with_the_day_it_came(meeting):
    """law.md P-53"""
    day = timezone.localdate() - timedelta(days=2)
    sent = {"origin": "paper", "received_on": f"{day:%d-%m-%Y}", "kind": "access", "wish": "Brief van Anna."}
    daan = as_member(meeting, "Daan")
    assert daan.post(page(meeting, "rights_paper"), sent).status_code == 200
    assert RightsCase.objects.count() == 0  # not before the sender is known
    assert daan.post(page(meeting, "rights_paper"), sent | {"known": "on"}).status_code == 302
    case = RightsCase.objects.get()
    assert (case.origin, case.received_on, case.wish) == ("paper", day, "Brief van Anna.")


def test_a_copy_on_paper_only_after_access_was_granted(meeting):
    """law.md P-53, P-51: everything, notes included; the candidate sees that it was made."""
    case = open_case(meeting.anna, "access", "", actor=meeting.act["Daan"], origin="mail")
    bram, daan = as_member(meeting, "Bram"), as_member(meeting, "Daan")
    copy = page(meeting, "rights_copy", case.code)
    assert bram.get(copy).status_code == 404
    bram.post(
        page(meeting, "rights_handle", case.code),
        {"do": "decide", "granted": "yes", "answer": "Hierbij.", "weighing": ""},
    )
    assert (bram.get(copy).status_code, daan.get(copy).status_code) == (200, 404)
    assert "anna@voorbeeld.nl" in text(bram.get(copy))
    assert Event.objects.filter(verb="dossier.opened", codes__what="copy").count() == 1


def test_the_list_and_the_task_are_for_chair_and_secretary(meeting):
    """law.md P-50; a member in a tie sees nothing of it."""
    ask(meeting, "objection", wish="Mijn werk is veranderd.")
    listed = reverse("screening:rights_cases", args=[meeting.party.code, meeting.round.code])
    home = reverse("screening:home", args=[meeting.party.code])
    for name, sees in (("Bram", True), ("Daan", True), ("Carla", False), ("Els", False)):
        client = as_member(meeting, name)
        assert (client.get(listed).status_code == 200) == sees, name
        assert ("Beantwoord het verzoek van Anna de Wit: bezwaar" in text(client.get(home))) == sees, name
    from candidates.models import Tie

    Tie.objects.create(candidacy=meeting.anna, member=meeting.Daan, said_by="member", kind="family")
    daan = as_member(meeting, "Daan")
    assert "Anna" not in text(daan.get(listed)).partition("<main")[2]
    assert daan.get(page(meeting, "rights_paper")).status_code == 404


def test_alerts_at_half_and_at_eighty_per_cent(meeting):
    """law.md P-50: each once, to who answers; the task says so too."""
    case = ask(meeting)
    OutboxMail.objects.all().delete()
    home = reverse("screening:home", args=[meeting.party.code])
    sent = []
    for days, words in ((13, "Uiterlijk"), (14, "De helft van de tijd is om."), (15, ""), (23, "80 procent"), (24, "")):
        day = case.received_on + timedelta(days=days)
        with time_machine.travel(
            datetime(day.year, day.month, day.day, 4, tzinfo=ZoneInfo("Europe/Amsterdam")), tick=False
        ):
            call_command("daily", verbosity=0)
            call_command("daily", verbosity=0)
            assert words in text(as_member(meeting, "Bram").get(home))
        sent.append(OutboxMail.objects.filter(purpose="rights_alert").count())
    assert sent == [0, 2, 2, 4, 4]


def test_the_mails_say_nothing_of_who_or_what(meeting):
    """law.md X-12, P-10"""
    case = ask(meeting, "objection", wish="Mijn werk is veranderd.")
    as_member(meeting, "Bram").post(page(meeting, "rights_handle", case.code),
                                    {"do": "decide", "granted": "no", "ground": "stronger", "answer": "Nee.", "weighing": ""})  # fmt: skip
    send_due()
    assert len(mail.outbox) == 3
    for one in mail.outbox:
        words = f"{one.subject} {one.body}".lower()
        assert [word for word in ("bezwaar", "de wit", "kandidaat", meeting.party.name.lower()) if word in words] == []


def test_a_frozen_dossier_says_so_with_409(meeting):
    """law.md 1.6"""
    ask(meeting, "restriction")
    dossier = reverse("reports:dossier", args=[meeting.party.code, meeting.anna.code])
    answer = as_member(meeting, "Carla").get(dossier)
    assert (answer.status_code, "Dit dossier staat stil" in text(answer)) == (409, True)
    assert as_member(meeting, "Bram").get(dossier).status_code == 200


def test_a_frozen_dossier_is_closed_for_a_borrowed_reader_too(meeting):
    """law.md 1.6: two named roles read, nobody else."""
    reading = SimpleNamespace(
        consent=SimpleNamespace(given_at=timezone.now(), withdrawn_at=None), candidacy=meeting.anna
    )
    assert opens(reading)
    ask(meeting, "restriction")
    assert not opens(reading)


def test_a_granted_correction_replaces_the_fact_and_keeps_that_it_was(meeting, anna):
    """law.md 1.6: mark kept, wrong value not."""
    finding = write_finding(meeting, origin=Finding.Origin.INTERVIEW, fact="Anna is eigenaar van het grasland.")
    sent = {"kind": "correction", "finding": str(finding.number), "wish": "Ik pacht het."}
    anna.post(reverse("screening:rights_ask"), sent)
    case = RightsCase.objects.get()
    assert case.finding == finding.number
    answer = {
        "do": "decide",
        "granted": "yes",
        "answer": "Klopt.",
        "weighing": "",
        "corrected": "Anna pacht het grasland.",
    }
    as_member(meeting, "Bram").post(page(meeting, "rights_handle", case.code), answer)
    fact = Finding.objects.get(pk=finding.pk).fact
    assert fact.startswith("Anna pacht het grasland.\n(Verbeterd op ") and "eigenaar" not in fact


def test_own_data_holds_the_requests(meeting, anna):
    """law.md P-50"""
    ask(meeting, "objection", wish="Mijn werk is veranderd.")
    assert "Mijn werk is veranderd." in text(anna.get(reverse("screening:own_data")))


@pytest.mark.parametrize(("regime", "own", "other"), [
    ("EU-NL", ("AVG", "Autoriteit Persoonsgegevens", "rechtbank"), ("CBP BES", "Wbp BES", "Gerecht in eerste aanleg")),
    ("BES", ("CBP BES", "Wbp BES", "Gerecht in eerste aanleg"), ("AVG", "Autoriteit Persoonsgegevens", "rechtbank", "Je gegevens meenemen")),
])  # fmt: skip
def test_no_page_mixes_the_regimes(regime, own, other):
    """law.md B-03, B-05"""
    round = cast.make_round(cast.make_party(), regime=regime)
    people = cast.committee(round)
    person = cast.candidate(round, "Anna", stage=Stage.REVIEW)
    with party_scope(round.party):
        case = open_case(person, "erasure", "Wis alles.", actor=cast.acting(person))
    client, bram = cast.enter(Client(), person), sign_in(Client(), people["Bram"].user)
    handle = reverse("screening:rights_handle", args=[round.party.code, person.code, case.code])
    shown = text(client.get(reverse("screening:rights"))) + text(bram.get(handle))
    bram.post(handle, {"do": "decide", "granted": "no", "ground": "claims", "answer": "Nee.", "weighing": ""})
    shown += text(client.get(reverse("screening:rights_case", args=[case.code])))
    assert [word for word in own if word not in shown] == []
    assert [word for word in other if word in shown] == []
