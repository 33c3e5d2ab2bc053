"""WCAG 2.2 AA by axe on every page of the candidate and the main pages of the committee: with data, with errors, with
open menus, in both languages, light and dark (decision 39); and every page of the candidate fits a narrow phone.

Which pages those are stands in pages.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from candidates.models import Consent, RightsCase
from candidates.rights import open_case
from parties.scope import party_scope
from reports.models import AgendaRefresh, Decision
from tests import cast
from tests.journey.pages import CANDIDATES, LIST, MEMBERS, PRIVATE, PUBLIC, STANDING
from tests.journey.people import PHONE, Person
from tests.journey.scene import Scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW = 320
STICKS_OUT = """width => document.documentElement.scrollWidth <= width ? [] : [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > width + 1).slice(0, 3).map(one => one.outerHTML.slice(0, 90))"""


def violations(page: Page) -> list[str]:
    """What axe says, the size of targets included (WCAG 2.5.8), which it leaves out unless asked.

    The window is made as high as the page: what floats at its foot would cover something, until one scrolls.
    """
    from axe_playwright_python.sync_playwright import Axe

    size = page.viewport_size
    high = page.evaluate("document.documentElement.scrollHeight") + 120
    page.set_viewport_size({"width": size["width"], "height": min(high, 12_000)})
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}}).response["violations"]
    page.set_viewport_size(size)
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


def too_wide(page: Page) -> list[str]:
    """What sticks out sideways on a phone, and at 320 px: a window of 1280 px at 400 % (WCAG 1.4.10)."""
    said = []
    for width in (PHONE["width"], NARROW):
        page.set_viewport_size({"width": width, "height": PHONE["height"]})
        said += [f"wider than {width} px: {one}" for one in page.evaluate(STICKS_OUT, width)]
    return said


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
    """Every page that one person opens, in one language; what is wrong with each is collected."""

    person: Person
    language: str
    found: dict[str, list[str]]

    def __post_init__(self):
        # Width is one of the things looked at here; it must not break the walk off at the first page.
        self.narrow, self.person.phone = self.person.phone, False

    def at(self, address: str) -> None:
        path, _space, what = address.partition(" ")
        answer = self.person.page.goto(self.person.base + path, wait_until="domcontentloaded")
        landed = self.person.address
        known = [] if landed == path else [f"led on to {landed}"]
        self.check(address, known + ([] if answer.ok or path in PUBLIC else [f"answered {answer.status}"]))
        if what:
            try:
                act(self.person, what)
            except PlaywrightError as error:
                self.found[f"{self.language} {self.person.name} {address} (after)"] = [str(error)[:200]]
            else:
                self.check(f"{address} (after)", [])

    def check(self, name: str, known: list[str]) -> None:
        page = self.person.page
        assert page.locator("html").get_attribute("lang") == self.language, name
        said = known + violations(page) + (too_wide(page) if self.narrow else [])
        if said:
            self.found[f"{self.language} {self.person.name} {name}"] = said


def speaking(person: Person, language: str) -> Person:
    person.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": person.base}])
    return person


def members_pages(scene: Scene, first: str, codes: dict[str, str]) -> Iterator[str]:
    for address in MEMBERS[first]:
        yield f"/p/{scene.round.party.code}/{address.format(round=scene.round.code, **codes)}"


def with_cases(scene: Scene, people: dict) -> dict[str, str]:
    """Somebody is asked a consent and asks for the own data; one has to look through the agenda, one hears hard news."""
    wil = people["Wil"]
    with party_scope(scene.round.party):
        consent = Consent.objects.create(candidacy=wil, purpose="borrowed_reader", recipient="Wim Postma",
                                         reason="We zijn met weinig.", asked_by=scene.members["Bram"].code)  # fmt: skip
        case = open_case(wil, RightsCase.Kind.ACCESS, "", actor=cast.acting(wil))
        AgendaRefresh.objects.create(candidacy=people["Kees"], due_on=timezone.localdate())
        Decision.objects.filter(candidacy=people["Dirk"]).update(published_at=timezone.now())
    return {"consent": consent.code, "case": case.code}


def own_thoughts(look: Look) -> None:
    """The pages of the self-assessment, after one answer under the key of this browser (decision 27)."""
    look.person.go("/k/lijst/zelfassessment/motivatie.a1/")
    look.person.tick("choice", "grotendeels")
    look.person.press_main()
    for address in PRIVATE:
        look.at(address)


def by_hand(scene: Scene, browser, site: str, language: str, people: dict, found: dict) -> None:
    """Pages that one only reaches by pressing: the code, and the last page before signing."""
    stranger = Look(speaking(Person(browser, site, "Gina Blok", phone=True), language), language, found)
    stranger.person.go(scene.door_of(people["Wil"]))
    stranger.check("first page", [])
    stranger.person.press_main()
    stranger.check("code", [])
    stranger.person.fill(code="XXXXXX")
    stranger.person.press_main()
    stranger.check("code (wrong)", [])
    signing = Look(speaking(scene.as_candidate(people["Hanna"]), language), language, found)
    signing.person.go("/k/verklaring/")
    signing.person.tick("read")
    signing.person.fill(name="Hanna Vink")
    signing.person.press_main()
    assert signing.person.page.locator("main [name=code]").count() == 1
    signing.check("sign", [])


@pytest.mark.soak
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_passes_axe_and_fits(scene, browser, site, language):
    """experience.md: WCAG 2.2 AA, also with errors and open menus; X-03, on a phone of 320 px."""
    people = {first: scene.candidate(until, first, "", "Vink") for first, (until, _pages) in CANDIDATES.items()}
    codes = {first: one.code for first, one in people.items()}
    codes |= {first: scene.candidate(until, first, "", "Vos").code for first, until in STANDING.items()}
    codes |= with_cases(scene, people)
    found: dict[str, list[str]] = {}
    for first, (_until, pages) in CANDIDATES.items():
        look = Look(speaking(scene.as_candidate(people[first]), language), language, found)
        for address in pages:
            look.at(address.format(**codes))
        if first == "Wil":
            own_thoughts(look)
        look.person.context.close()
    by_hand(scene, browser, site, language, people, found)
    for first in MEMBERS:
        look = Look(speaking(scene.as_member(first), language), language, found)
        for address in members_pages(scene, first, codes):
            look.at(address)
        look.person.context.close()
    stranger = Look(speaking(Person(browser, site, "Gina Blok", phone=True), language), language, found)
    public = [f"{procedure_of(scene)}{part}?taal={language}" for part in ("", "vragen/", "bewaren/")]
    for address in [*PUBLIC, *public]:
        stranger.at(address)
    stranger.person.go("/k/in/geenlink/")
    stranger.check("no link", [])
    assert not found, "\n".join(f"{where}: {said}" for where, said in found.items())


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
    look.person.go(scene.door_of(wil))
    look.check("first page", [])
    for address in (procedure_of(scene), "/account/login/ empty"):
        look.at(address)
    assert found == {}
