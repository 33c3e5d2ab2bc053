"""WCAG 2.2 AA by axe on every page of the candidate and the main pages of the committee: with data, with errors, with
open menus, in both languages, light and dark (decision 39)."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.journey.people import Person
from tests.journey.scene import READY, Scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "/k/lijst/vragenlijst/"
# Who is how far (screening.rehearsal.journey.WAY), and what they can open there. After the address: what a hand does
# first. `empty` presses the button with nothing filled in, `open` opens every fold, `talk` chooses the conversation.
CANDIDATES = {
    "Tjeerd": ("invited", ["/k/werkwijze/"]),
    "Wil": ("started", [
        "/k/stappen/", "/k/commissie/", "/k/mijn-gegevens/ empty", "/k/lijst/vuistregels/", "/k/lijst/vuistregels/gelezen/ empty",
        "/k/lijst/vuistregels/nakijken/", "/k/lijst/zelfassessment/", "/k/lijst/zelfassessment/motivatie.a1/ empty", LIST,
        f"{LIST}beschikbaarheid.tijd/ empty", f"{LIST}financien.leningen/ talk", f"{LIST}financien.grond/ rows",
        f"{LIST}openbaar.uitingen/ empty", f"{LIST}nakijken/", "/k/nakijken/", "/k/stop/", "/k/wie-keek/", "/k/hulp/", "/k/trek-in/",
        "/k/alles/ open", "/k/wis-zelfassessment/",
    ]),
    "Piet": (READY, ["/k/nakijken/"]),
    "Mirjam": ("submitted", ["/k/ingeleverd/", "/k/heropen/"]),
    "Anna": ("planned", ["/k/stappen/", "/k/gesprek/ open", "/k/gesprek/kan-niet/ empty", "/k/wie-keek/"]),
    "Joost": ("reply", [
        "/k/stappen/", "/k/verslag/", "/k/verslag/reactie/1/ empty", "/k/verslag/reactie/0/", "/k/aandachtspunten/",
        "/k/aandachtspunten/1/ empty",
    ]),
    "Hanna": ("nominated", [
        "/k/besluit/", "/k/verklaring/ empty", "/k/verklaring/lezen/", "/k/verklaring/papier/", "/k/verklaring/niet/",
    ]),
    "Kees": ("completed", ["/k/bewijs/ open", "/k/verslag/", "/k/verklaring/intrekken/", "/k/agenda/", "/k/wie-keek/"]),
}  # fmt: skip
# {round} and {name} are filled in with codes.
MEMBERS = {
    "Bram": [
        " menu", "rondes/", "ronde/{round}/?als=tabel", "ronde/{round}/?zoek=niemand", "ronde/{round}/nodig-uit/ empty", "gesprekken/",
        "post/", "banden/", "instellingen/", "mensen/", "kandidaat/{Tjeerd}/uitnodiging/ empty", "kandidaat/{Mirjam}/gesprek/plannen/ empty",
        "kandidaat/{Joost}/verslag/", "kandidaat/{Joost}/verslag/terughalen/", "kandidaat/{Fatma}/verslag/vaststellen/",
        "opzet/{round}/", "opzet/{round}/partij/ empty", "opzet/{round}/data/ empty", "opzet/{round}/mensen/ empty", "opzet/{round}/onderdelen/",
        "opzet/{round}/bewaren/", "opzet/{round}/werkwijze/",
    ],
    "Carla": [
        "kandidaat/{Mirjam}/ ", "kandidaat/{Mirjam}/band/ empty", "kandidaat/{Anna}/", "kandidaat/{Anna}/voorbereiden/ open",
        "kandidaat/{Anna}/vaste-vragen/", "kandidaat/{Anna}/gesprek/", "kandidaat/{Anna}/gespreksblad/", "kandidaat/{Anna}/gesprek/gevoerd/",
        "kandidaat/{Anna}/aanvulling/ empty", "kandidaat/{Anna}/bronnen/", "kandidaat/{Ruben}/aandachtspunten/",
        "kandidaat/{Ruben}/aandachtspunten/nieuw/ empty", "kandidaat/{Ruben}/aandachtspunten/1/", "kandidaat/{Ruben}/aandachtspunten/1/afspraak/ empty",
        "kandidaat/{Ruben}/aandachtspunten/1/vervalt/", "kandidaat/{Ruben}/verslag/ press", "kandidaat/{Ruben}/verslag/sturen/",
    ],
    "Els": ["", "bestuur/", "kandidaat/{Ingrid}/advies/ empty", "kandidaat/{Jan}/verklaring/tekenen/ empty", "opzet/{round}/stukken/",
            "opzet/{round}/stukken/dpia/"],
}  # fmt: skip
STANDING = {"Fatma": "replied", "Ruben": "interviewed", "Ingrid": "adopted", "Jan": "signed"}
PUBLIC = ["/account/login/ empty", "/account/tweede-stap/kwijt/ empty", "/controle/ empty", "/bestaat-niet/"]


def violations(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


def act(person: Person, what: str) -> None:
    """What a hand does before the page is looked at."""
    page = person.page
    if what == "empty":
        for field in page.locator(
            "main :is(textarea, input:is([type=text], [type=email], [type=search], [type=tel]))"
        ).all():
            if field.is_visible() and field.is_editable():
                field.fill("")
        person.press_main()
    elif what == "press":
        person.press_main()
    elif what == "menu":
        page.locator("details.me summary").click()
    elif what == "open":
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    elif what in ("talk", "rows"):
        page.locator(f"[name=choice][value={'gesprek' if what == 'talk' else 'rijen'}]").check(force=True)


@dataclass
class Look:
    """Every page that one person opens, in one language; what axe says about each is collected."""

    person: Person
    language: str
    found: dict[str, list[str]]

    def at(self, address: str) -> None:
        path, _space, what = address.partition(" ")
        self.person.go(path)
        self.check(address)
        if what:
            act(self.person, what)
            self.check(f"{address} (after)")

    def check(self, name: str) -> None:
        assert self.person.page.locator("html").get_attribute("lang") == self.language, name
        said = violations(self.person.page)
        if said:
            self.found[f"{self.language} {self.person.name} {name}"] = said


def speaking(person: Person, language: str) -> Person:
    person.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": person.base}])
    return person


def members_pages(scene: Scene, first: str, codes: dict[str, str]) -> Iterator[str]:
    for address in MEMBERS[first]:
        yield f"/p/{scene.round.party.code}/{address.format(round=scene.round.code, **codes)}"


@pytest.mark.soak
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_passes_axe(scene, browser, site, language):
    """experience.md: WCAG 2.2 AA, also with errors and open menus."""
    people = {first: scene.candidate(until, first, "", "Vink") for first, (until, _pages) in CANDIDATES.items()}
    codes = {first: one.code for first, one in people.items()}
    codes |= {first: scene.candidate(until, first, "", "Vos").code for first, until in STANDING.items()}
    found: dict[str, list[str]] = {}
    for first, (_until, pages) in CANDIDATES.items():
        look = Look(speaking(scene.as_candidate(people[first]), language), language, found)
        for address in pages:
            look.at(address)
        look.person.context.close()
    for first in MEMBERS:
        look = Look(speaking(scene.as_member(first), language), language, found)
        for address in members_pages(scene, first, codes):
            look.at(address)
        look.person.context.close()
    stranger = Look(speaking(Person(browser, site, "Gina Blok", phone=True), language), language, found)
    for address in [*PUBLIC, procedure_of(scene), f"{procedure_of(scene)}vragen/", f"{procedure_of(scene)}bewaren/"]:
        stranger.at(address)
    for address in (scene.door_of(people["Tjeerd"]), "/k/in/geenlink/"):
        stranger.at(address)
    assert found == {}


def procedure_of(scene: Scene) -> str:
    return f"/werkwijze/{scene.round.slug}/{scene.round.election.vote_day.year}/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_page_of_every_kind_passes_axe(scene, browser, site, scheme):
    """The short of the long test above: a page of each kind, in the colours of day and night."""
    anna = scene.candidate("planned")
    wil = scene.candidate("started", "Wil", "", "Post")
    found: dict[str, list[str]] = {}
    look = Look(scene.as_candidate(wil), "nl", found)
    look.person.page.emulate_media(color_scheme=scheme)
    for address in ("/k/stappen/", f"{LIST}beschikbaarheid.tijd/ empty", f"{LIST}financien.grond/ rows"):
        look.at(address)
    look = Look(scene.as_member("Carla"), "nl", found)
    look.person.page.emulate_media(color_scheme=scheme)
    party = f"/p/{scene.round.party.code}/"
    for address in (
        f"{party} menu",
        f"{party}ronde/{scene.round.code}/",
        f"{scene.dossier(anna)}voorbereiden/",
        f"{scene.dossier(anna)}gesprek/",
    ):
        look.at(address)
    look = Look(Person(browser, site, "Gina Blok", phone=True), "nl", found)
    look.person.page.emulate_media(color_scheme=scheme)
    for address in (scene.door_of(wil), procedure_of(scene), "/account/login/ empty"):
        look.at(address)
    assert found == {}
