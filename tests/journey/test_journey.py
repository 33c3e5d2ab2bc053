"""The whole journey once, in a real browser: from an empty party to a sealed paper that anybody can check."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from candidates.models import Candidacy, Stage
from parties.models import Party
from parties.scope import party_scope
from reports.models import Document
from reports.papers.documents import make_due_documents
from tests import cast
from tests.journey import beginning, committee
from tests.journey import candidate as phone
from tests.journey.people import Person, worker
from tests.signin import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GENUINE = "Dit bestand is echt en ongewijzigd."
CHANGED = "Dit bestand is na het verzegelen veranderd."


def from_link_to_handing_in(anna: Person, page: str) -> None:
    """The candidate's own part, with a stop half-way."""
    phone.come_in(anna)
    phone.prepare(anna, tie_with="Fokke Prins")
    phone.stand(anna)
    anna.go(page)
    assert anna.heading == "Zo kiezen wij onze kandidaten"
    assert phone.answer(anna, "vuistregels") == ["gelezen"]
    anna.press_main()
    assert len(phone.answer(anna, "zelfassessment")) == 24
    anna.press_main()
    first = phone.answer(anna, "vragenlijst", at_most=12)
    phone.stop(anna)
    assert anna.status_of("/k/stappen/") == 302
    phone.come_back(anna)
    rest = phone.answer(anna, "vragenlijst")
    assert (len(first), len(first + rest), len(set(first + rest))) == (12, 39, 39)  # nothing is asked twice
    anna.press_main()
    phone.hand_in(anna)


def strangers(browser, site: str) -> tuple[Person, Person]:
    """Farid, chair of another party, and Gina, its candidate, each in their own window."""
    other = cast.make_party(name="Lijst Buiten")
    round = cast.make_round(other)
    farid, gina = Person(browser, site, "Farid Amrani"), Person(browser, site, "Gina Blok")
    farid.borrow(sign_in(Client(), cast.member(other, "Farid", role="chair", round=round).user))
    gina.borrow(cast.enter(Client(), cast.candidate(round, "Gina")))
    return farid, gina


def nobody_else_sees(farid: Person, gina: Person, code: str, dossier: str) -> None:
    """Another party's candidacy answers exactly like one that does not exist (promise 1)."""
    missing = dossier.replace(dossier.split("/")[-2], "zzzzzzzzzz")
    pages = ("", "uitnodiging/", "band/", "verslag/", "advies/", "verklaring/tekenen/", "bestand/verslag/")
    assert [farid.status_of(dossier + page) for page in pages] == [404] * len(pages)
    seen = [farid.context.request.get(farid.base + path).text() for path in (dossier, missing, f"/p/{code}/")]
    assert len(set(seen)) == 1
    assert [gina.status_of(path) for path in (dossier, missing)] == [302, 302]  # to the door, whatever is behind it
    gina.go("/k/stappen/")
    assert gina.heading == "Jouw stappen"
    gina.sees_nothing_of("Anna", code)


def one_talk(people: dict[str, Person], anna: Person, code: str, dossier: str) -> None:
    """From the tie question to what was agreed."""
    bram, carla, fokke, daan = (people[name] for name in ("Bram", "Carla", "Fokke", "Daan"))
    for member in (carla, bram):
        committee.say_no_tie(member, dossier)
    committee.keep_the_friend_out(carla, fokke, code, dossier)
    carla.go(dossier)
    carla.press("Neem in behandeling")
    committee.plan(daan, dossier)
    committee.prepare(carla, dossier)
    committee.colleague_thinks_first(bram, dossier)
    committee.record(bram, dossier)
    committee.write_down(carla, dossier)
    phone.reply_to_finding(anna, committee.FINDING)


def two_voices_and_two_signatures(people: dict[str, Person], anna: Person, code: str, dossier: str) -> None:
    bram, carla, els = (people[name] for name in ("Bram", "Carla", "Els"))
    committee.send_report(carla, dossier)
    phone.reply_to_report(anna, committee.FINDING)
    committee.adopt(bram, carla, dossier)
    committee.decide(els, code, dossier)
    phone.sign(anna, committee.AGREEMENT)
    committee.countersign(els, code)


def sealed_once(people: dict[str, Person], anna: Person, dossier: str) -> bytes:
    """The worker makes both papers; candidate, committee and board get the same bytes (decision 29)."""
    worker(make_due_documents)
    report = anna.download("/k/bestand/verslag/")
    assert people["Carla"].download(dossier + "bestand/verslag/") == report
    declaration = anna.download("/k/bestand/verklaring/")
    assert people["Els"].download(dossier + "bestand/verklaring/") == declaration
    assert people["Els"].status_of(dossier + "bestand/verslag/") == 404
    assert people["Fokke"].status_of(dossier + "bestand/verslag/") == 404
    assert report[:5] == declaration[:5] == b"%PDF-"
    return report


def check_on_the_page(stranger: Person, data: bytes) -> str:
    """The first line of what the public page says about a file."""
    stranger.go("/controle/")
    stranger.page.locator("input[type=file]").set_input_files(
        {"name": "verslag.pdf", "mimeType": "application/pdf", "buffer": data}
    )
    stranger.press("Controleer het bestand")
    return stranger.page.locator("main [role=status] h2").inner_text()


def check_in_the_shell(path, data: bytes) -> tuple[int, str]:
    """Exit code and first word of `manage.py verify_pdf`."""
    path.write_bytes(data)
    said = StringIO()
    try:
        call_command("verify_pdf", str(path), stdout=said)
    except SystemExit as stopped:
        return stopped.code, said.getvalue().split(":")[0]
    return 0, said.getvalue().split(":")[0]


def anybody_can_check(stranger: Person, sealed: bytes, path) -> None:
    """Genuine as it is; with one bit turned, anywhere in the text, it is not (promise 5)."""
    spot = sealed.index(b"stream") + 40
    broken = sealed[:spot] + bytes([sealed[spot] ^ 1]) + sealed[spot + 1 :]
    assert check_on_the_page(stranger, sealed) == GENUINE
    assert check_on_the_page(stranger, broken) == CHANGED
    stranger.sees("Dit is veranderd:")
    assert check_in_the_shell(path, sealed) == (0, "genuine")
    assert check_in_the_shell(path, broken) == (1, "changed")


def test_from_an_empty_party_to_a_sealed_paper(site, browser, tmp_path):
    """Issue "the house and the first journey": everything once, in one go."""
    people, code, page = beginning.committee_at_work(browser, site)
    beginning.invite_anna(people["Bram"], code)
    anna = Person(browser, site, "Anna de Wit", phone=True)
    from_link_to_handing_in(anna, page)

    party = Party.objects.get(code=code)
    with party_scope(party):
        dossier = f"/p/{code}/kandidaat/{Candidacy.objects.get().code}/"
    one_talk(people, anna, code, dossier)
    two_voices_and_two_signatures(people, anna, code, dossier)
    farid, gina = strangers(browser, site)
    nobody_else_sees(farid, gina, code, dossier)
    sealed = sealed_once(people, anna, dossier)
    anybody_can_check(gina, sealed, tmp_path / "verslag.pdf")

    with party_scope(party):
        assert Candidacy.objects.get().stage == Stage.COMPLETED
        assert set(Document.objects.values_list("kind", "state")) == {("report", "made"), ("declaration", "made")}
    assert {one.name: one.complaints for one in (*people.values(), anna, farid, gina) if one.complaints} == {}
