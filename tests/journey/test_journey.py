"""The whole journey once, in a real browser: from an empty party to a sealed paper that can be checked."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from candidates.models import Candidacy, Stage
from parties.models import Party, User
from parties.scope import party_scope
from reports.models import Document
from reports.papers.documents import make_due_documents
from tests.journey.people import Person, code_in, link_in, post
from tests.signin import TOTP_SECRET, give_factor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def join(person: Person, address: str, password: str = "een zin die niemand raadt 7") -> None:
    """Take a place: link, name and password, second step."""
    person.go(link_in(post(address)))
    person.type("Je naam", person.name)
    for box in person.page.locator("input[type=password]").all():
        box.fill(password)
    person.press("Doorgaan")
    person.second_step()
    person.go("/")


def sign_in_operator(henk: Person) -> None:
    user = User.objects.create_user("henk@beheer.example", "een zin die niemand raadt 7", name="Henk Bos", is_staff=True, is_superuser=True)
    give_factor(user)
    henk.secret = TOTP_SECRET
    henk.go("/account/login/")
    henk.type("E-mailadres", "henk@beheer.example")
    henk.page.locator("input[type=password]").fill("een zin die niemand raadt 7")
    henk.press("Inloggen")
    henk.page.locator("input[name=code]").fill(henk.code())
    henk.page.locator("form:has(input[name=code]) button[type=submit]").first.click()
    henk.page.wait_for_load_state()


def make_empty_party(henk: Person) -> None:
    """The operator makes an empty party and invites its first chair (decision 16)."""
    henk.go("/admin/parties/party/add/")
    henk.page.locator("#id_name").fill("Dorpsbelang Veenkamp")
    henk.page.locator("#id_chair_email").fill("bram@veenkamp.example")
    henk.page.locator("#id_chair_name").fill("Bram Visser")
    henk.page.locator("input[name=_save]").click()
    henk.page.wait_for_load_state()


def set_up(bram: Person) -> str:
    """Body, election, seats; returns the party's code."""
    bram.go("/")
    code = re.search(r"/p/(\w+)/", bram.page.url).group(1)
    bram.go(f"/p/{code}/opzet/partij/")
    bram.type("telefoon", "0512 34 56 78")
    bram.type("e-mailadres van de partij", "post@veenkamp.example")
    bram.type("naam van de vertrouwenspersoon", "Mevrouw Postma")
    bram.type("telefoon van de vertrouwenspersoon", "0512 11 22 33")
    bram.press("Bewaar")
    bram.go(f"/p/{code}/opzet/orgaan/")
    bram.page.locator("input[name=zoek]").fill("noorderz")
    bram.press("Zoek")
    bram.press("Noorderzijlvest", exact=False)
    bram.press("Open de ronde")
    return code


def ask_people(bram: Person, code: str) -> str:
    """Board member first, then a member; returns the round's code."""
    bram.go(f"/p/{code}/opzet/")
    round_code = re.search(rf"/p/{code}/opzet/(\w{{10}})/", bram.page.content()).group(1)
    for name, address, role in (("Els van Dijk", "els@veenkamp.example", "board"), ("Carla Smit", "carla@veenkamp.example", "member"),
                                ("Daan Mulder", "daan@veenkamp.example", "secretary")):  # fmt: skip
        bram.go(f"/p/{code}/opzet/{round_code}/mensen/")
        form = bram.page.locator("form:has(input[type=email])").first
        form.locator("input[type=email]").fill(address)
        form.locator("input[name$=name]").first.fill(name)
        role_field = form.locator("[name$=role]")
        if role_field.first.evaluate("e => e.tagName") == "SELECT":
            role_field.first.select_option(role)
        else:
            form.locator(f"[name$=role][value={role}]").check(force=True)
        form.get_by_role("button", name="Stuur de uitnodiging").click()
        bram.page.wait_for_load_state()
    return round_code


def confirm_papers(els: Person, code: str, round_code: str) -> None:
    for what in ("lia", "dpia", "retention", "processor"):
        els.go(f"/p/{code}/opzet/{round_code}/stukken/{what}/")
        if els.page.get_by_role("checkbox").count():
            els.page.get_by_role("checkbox").first.check(force=True)
        els.press("Bevestig")


def promise_secrecy(person: Person, code: str) -> None:
    person.go(f"/p/{code}/geheimhouding/")
    person.page.get_by_role("checkbox").first.check(force=True)
    person.press("Onderteken")


def finish_set_up(bram: Person, code: str, round_code: str) -> None:
    bram.go(f"/p/{code}/opzet/{round_code}/onderdelen/")
    bram.press("Bewaar")
    bram.go(f"/p/{code}/opzet/{round_code}/bewaren/")
    bram.press("Bewaar")
    bram.go(f"/p/{code}/opzet/{round_code}/werkwijze/")
    bram.press("Zet online")


def invite_anna(bram: Person, code: str, round_code: str) -> None:
    bram.go(f"/p/{code}/ronde/{round_code}/nodig-uit/")
    bram.type("Roepnaam", "Anna")
    bram.type("Tussenvoegsels", "de")
    bram.type("Achternaam", "Wit")
    bram.type("E-mailadres", "anna@kandidaat.example")
    bram.tick("Ik heb het eerst zelf verteld")
    bram.press("Verstuur de uitnodiging")
    bram.sees("Anna de Wit")


def come_in(anna: Person) -> None:
    """A mail from a known name, a start page, a button, a code."""
    body = post("anna@kandidaat.example")
    assert "Bram Visser nodigt je uit" in body
    anna.link = link_in(body)
    anna.go(anna.link)
    assert anna.page.url.endswith("/k/")
    anna.sees("Anna, fijn dat je kandidaat wilt zijn")
    anna.fits()
    anna.press("Doorgaan")
    anna.page.locator("input[name=code]").fill(code_in(post("anna@kandidaat.example")).lower())
    anna.press("Doorgaan")


def prepare(anna: Person) -> None:
    """Read the procedure, name ties, stand."""
    anna.press("Ik heb dit gelezen")
    for box in anna.page.locator("select").all():
        box.select_option("none")
    anna.press("Doorgaan")
    assert anna.heading == "Jouw stappen"
    anna.fits()
    anna.go("/k/mijn-gegevens/")
    anna.type("Voorletters", "A.")
    anna.type("Geboortedatum", "7 maart 1985")
    anna.type("Woonplaats", "Veenkamp")
    anna.tick("Lid van de partij")
    anna.tick("Ik stel mij kandidaat")
    anna.press("Doorgaan")


TALK = {"financien.leningen": "gesprek"}
TELL = {"werk.conflict": "ja"}


def answer(anna: Person, slug: str) -> int:
    """Answer a list to its end; returns how many pages it took."""
    anna.go(f"/k/lijst/{slug}/")
    anna.page.locator(".actions a.btn-primary").click()
    anna.page.wait_for_load_state()
    pages = 0
    while "nakijken" not in anna.page.url:
        pages += 1
        item = anna.page.url.rstrip("/").split("/")[-1]
        values = [box.get_attribute("value") for box in anna.page.locator("[name=choice]").all()]
        wanted = TALK.get(item) or TELL.get(item) or next((v for v in ("geen", "nee") if v in values), values[0])
        if item == "werk.cv":
            wanted = "ja"
        anna.page.locator(f"[name=choice][value={wanted}]").check(force=True)
        for box in anna.page.locator("textarea:visible, .follow-block input[type=text]:visible").all():
            if slug != "zelfassessment":
                box.fill("We zijn als vrienden uit elkaar gegaan.")
        if pages == 1 or item == "werk.conflict":
            anna.fits()
        anna.press("Doorgaan")
        assert pages < 60, item
    anna.page.locator(".actions button.btn-primary").last.click()
    anna.page.wait_for_load_state()
    return pages


def hand_in(anna: Person) -> None:
    anna.go("/k/nakijken/")
    anna.sees("Liever in het gesprek")
    anna.sees("We zijn als vrienden uit elkaar gegaan.")
    anna.press("Lever in")
    anna.sees("We hebben het ontvangen")


def talk(bram: Person, carla: Person, code: str, anna_code: str) -> None:
    """Tie question, reading, planning, the conversation, a finding with an agreement."""
    base = f"/p/{code}/kandidaat/{anna_code}/"
    for member in (carla, bram):
        member.go(base)
        assert "Heb je een band met Anna de Wit?" in member.heading
        member.tick("Nee, geen band")
        member.press("Doorgaan")
        assert member.heading == "Anna de Wit"
    carla.sees("We zijn als vrienden uit elkaar gegaan.")
    bram.go(base + "gesprek/plannen/")
    at = timezone.localtime() + timedelta(days=9)
    plan(bram, at)
    carla.go(base + "voorbereiden/")
    carla.sees("Geld")
    carla.go(base + "gesprek/gevoerd/")
    for box in carla.page.get_by_role("checkbox").all():
        box.check(force=True)
    carla.page.locator("main form button.btn-primary").first.click()
    carla.page.wait_for_load_state()


def plan(bram: Person, at) -> None:
    page = bram.page
    page.locator("[name=day]").fill(at.strftime("%d-%m-%Y"))
    page.locator("[name=time]").fill("19.30")
    page.locator("[name=place]").fill("Dorpshuis De Turfschuit")
    for box in page.locator("main input[type=checkbox]").all():
        box.check(force=True)
    page.locator("main form button.btn-primary").first.click()
    page.wait_for_load_state()


def write_down(carla: Person, code: str, anna_code: str) -> None:
    carla.go(f"/p/{code}/kandidaat/{anna_code}/aandachtspunten/nieuw/")
    for name, words in {
        "title": "Grasland in pacht", "source": "Het gesprek",
        "fact": "Anna pacht grasland in de polder Oosterveen.",
        "meaning": "Het algemeen bestuur besluit over het waterpeil daar.",
        "words": "Ik wil hier open over zijn.",
    }.items():  # fmt: skip
        carla.page.locator(f"[name={name}]").first.fill(words)
    origin = carla.page.locator("[name=origin]")
    if origin.first.evaluate("e => e.tagName") == "SELECT":
        origin.first.select_option("interview")
    else:
        carla.page.locator("[name=origin][value=interview]").check(force=True)
    carla.page.locator("main form button.btn-primary").first.click()
    carla.page.wait_for_load_state()
    carla.go(f"/p/{code}/kandidaat/{anna_code}/aandachtspunten/1/afspraak/")
    carla.page.locator("[name=text]").fill("Anna maakt de pacht openbaar en stemt niet mee over dit peil.")
    carla.page.locator("main form button.btn-primary").first.click()
    carla.page.wait_for_load_state()


def report(carla: Person, code: str, anna_code: str) -> None:
    base = f"/p/{code}/kandidaat/{anna_code}/verslag/"
    carla.go(base + "schrijven/")
    advice = carla.page.locator("[name=advice]")
    if advice.first.evaluate("e => e.tagName") == "SELECT":
        advice.first.select_option("with_agreements")
    else:
        carla.page.locator("[name=advice][value=with_agreements]").check(force=True)
    carla.press("Bewaar het concept")
    carla.go(base + "sturen/")
    carla.page.locator("main form button.btn-primary").first.click()
    carla.page.wait_for_load_state()


def reply(anna: Person) -> None:
    anna.go("/k/verslag/reactie/1/")
    anna.fits()
    anna.page.locator("[name=kind][value=context]").check(force=True)
    anna.page.locator("textarea").first.fill("Mijn kennis van de polder deel ik graag, voordat het besluit op tafel ligt.")
    anna.page.locator("main form button.btn-primary").first.click()
    anna.page.wait_for_load_state()
    anna.go("/k/verslag/")
    anna.page.locator("form[action*=klaar] button, a[href*='verslag/klaar']").first.click()
    anna.page.wait_for_load_state()
    if "klaar" in anna.page.url:
        anna.page.locator("main form button.btn-primary").first.click()
        anna.page.wait_for_load_state()


def adopt_and_decide(bram: Person, els: Person, code: str, anna_code: str) -> None:
    base = f"/p/{code}/kandidaat/{anna_code}/"
    bram.go(base + "verslag/vaststellen/")
    bram.sees("Mijn kennis van de polder deel ik graag")
    bram.page.locator("main form button.btn-primary").last.click()
    bram.page.wait_for_load_state()
    els.go(base)
    assert els.page.title().startswith(("Niet gevonden", "Deze pagina")), els.page.title()
    els.go(base + "advies/")
    els.sees("Anna maakt de pacht openbaar")
    assert "als vrienden uit elkaar" not in els.page.content()
    decide = els.page.locator("[name=what][value=nominate]")
    if decide.first.get_attribute("type") == "radio":
        decide.first.check(force=True)
        els.page.locator("main form button.btn-primary").first.click()
    else:
        decide.first.click()
    els.page.wait_for_load_state()
    confirm = els.page.locator("main form button.btn-primary")
    if confirm.count() and els.page.locator("input[name=sure], [name=confirm]").count():
        confirm.first.click()
        els.page.wait_for_load_state()


def sign(anna: Person) -> None:
    """Read, tick, type the name, a fresh code, one interruption, the receipt."""
    anna.go("/k/verklaring/")
    anna.fits()
    anna.sees("Anna maakt de pacht openbaar")
    anna.page.get_by_role("checkbox").first.check(force=True)
    anna.page.locator("[name=typed_name], [name=name]").first.fill("Anna de Wit")
    anna.press("Onderteken")
    anna.page.locator("input[name=code]").fill(code_in(post("anna@kandidaat.example")))
    anna.page.locator("main form:has(input[name=code]) button.btn-primary").first.click()
    anna.page.wait_for_load_state()
    for _ in range(3):
        if "bewijs" in anna.page.url:
            break
        anna.page.locator("main form button.btn-primary").last.click()
        anna.page.wait_for_load_state()
    anna.sees("Je hebt getekend")


def countersign(els: Person, code: str, anna_code: str) -> None:
    els.go(f"/p/{code}/kandidaat/{anna_code}/verklaring/tekenen/")
    for box in els.page.get_by_role("checkbox").all():
        box.check(force=True)
    els.page.locator("[name=typed_name], [name=name]").first.fill("Els van Dijk")
    els.page.locator("main form button.btn-primary").first.click()
    els.page.wait_for_load_state()
    if els.page.locator("main form button.btn-primary").count() and "tekenen" in els.page.url:
        els.page.locator("main form button.btn-primary").last.click()
        els.page.wait_for_load_state()


def download(person: Person, path: str) -> bytes:
    answer = person.context.request.get(person.base + path)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf"), (path, answer.status)
    return answer.body()


def check_seal(stranger: Person, data: bytes) -> str:
    stranger.go("/controle/")
    stranger.page.locator("input[type=file]").set_input_files({"name": "verslag.pdf", "mimeType": "application/pdf", "buffer": data})
    stranger.page.locator("form:has(input[type=file]) button").first.click()
    stranger.page.wait_for_load_state()
    return stranger.page.locator("main").inner_text()


def test_from_an_empty_party_to_a_sealed_paper(site, browser):
    """Issue "the house and the first journey": everything once, in one go."""
    henk = Person(browser, site, "Henk Bos")
    bram, carla, els, daan = (Person(browser, site, name) for name in ("Bram Visser", "Carla Smit", "Els van Dijk", "Daan Mulder"))
    anna = Person(browser, site, "Anna", phone=True)
    sign_in_operator(henk)
    make_empty_party(henk)
    join(bram, "bram@veenkamp.example")
    code = set_up(bram)
    round_code = ask_people(bram, code)
    for person, address in ((els, "els@veenkamp.example"), (carla, "carla@veenkamp.example"), (daan, "daan@veenkamp.example")):
        join(person, address)
    for person in (bram, carla):
        promise_secrecy(person, code)
    bram.go(f"/p/{code}/ronde/{round_code}/nodig-uit/")
    bram.sees("Eerst dit nog")
    confirm_papers(els, code, round_code)
    finish_set_up(bram, code, round_code)
    invite_anna(bram, code, round_code)

    come_in(anna)
    prepare(anna)
    assert answer(anna, "vuistregels") == 1
    assert answer(anna, "zelfassessment") == 24
    anna.go("/k/stop/")
    anna.press("Stop nu")
    anna.go(anna.link)
    anna.press("Doorgaan")
    anna.page.locator("input[name=code]").fill(code_in(post("anna@kandidaat.example")))
    anna.press("Doorgaan")
    assert answer(anna, "vragenlijst") >= 38
    hand_in(anna)

    party = Party.objects.get(code=code)
    with party_scope(party):
        anna_code = Candidacy.objects.get(first_name="Anna").code
    talk(bram, carla, code, anna_code)
    write_down(carla, code, anna_code)
    report(carla, code, anna_code)
    reply(anna)
    adopt_and_decide(bram, els, code, anna_code)
    sign(anna)
    countersign(els, code, anna_code)
    make_due_documents()

    with party_scope(party):
        assert Candidacy.objects.get(code=anna_code).stage == Stage.COMPLETED
        assert set(Document.objects.values_list("kind", "state")) == {("report", "made"), ("declaration", "made")}
    mine = download(anna, "/k/bestand/verslag/")
    theirs = download(bram, f"/p/{code}/kandidaat/{anna_code}/bestand/verslag/")
    assert mine == theirs
    stranger = Person(browser, site, "Gina")
    assert "echt" in check_seal(stranger, mine)
    spot = mine.index(b"stream") + 40
    broken = mine[:spot] + bytes([mine[spot] ^ 1]) + mine[spot + 1 :]
    assert "gewijzigd" in check_seal(stranger, broken) or "veranderd" in check_seal(stranger, broken)
    assert [(one.name, one.complaints) for one in (bram, carla, anna) if one.complaints] == []
