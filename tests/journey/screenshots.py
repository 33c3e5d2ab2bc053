"""The pictures of docs/screenshots, taken from a running rehearsal.

    make run                                              in one window
    .venv/bin/python -m tests.journey.screenshots         in another; the address may follow: http://localhost:8010

Every picture is of a page that anybody can open in the rehearsal. They are taken again when a page changes.
"""

from __future__ import annotations

import io
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "screenshots"
SIZES = {"phone": (390, 844), "tablet": (1024, 768), "desktop": (1440, 900)}
COLOURS = (192, 96, 48)  # fewer when the picture is too heavy
HEAVIEST = 150_000  # bytes; nobody waits for a picture in a README


@dataclass(frozen=True)
class Shot:
    """One picture: its name (which ends in the device), who looks, and how to get to the page."""

    name: str
    who: str
    go: Callable[[Page], None]
    dark: bool = False
    whole: bool = False  # the whole page instead of one screen

    @property
    def device(self) -> str:
        return self.name.rsplit("-", 1)[-1]


def open_path(path: str) -> Callable[[Page], None]:
    return lambda page: page.goto(path)


def press(*names: str) -> Callable[[Page], None]:
    """Follow these links and buttons, one after the other."""

    def go(page: Page) -> None:
        for name in names:
            target = page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name))
            target.first.click()
            page.wait_for_load_state()

    return go


def choose(item: str, value: str) -> Callable[[Page], None]:
    """A question of the list, with this answer given."""

    def go(page: Page) -> None:
        page.goto(f"/k/lijst/vragenlijst/{item}/")
        page.locator(f"[name=choice][value={value}]").check(force=True)
        page.locator(".saved", has_text=re.compile("Opgeslagen|Saved")).wait_for()
        page.evaluate("document.activeElement.blur()")

    return go


def list_with_a_row(page: Page) -> None:
    choose("financien.grond", "rijen")(page)
    page.locator("[name=r0_soort]").select_option(index=1)
    page.locator("[name=r0_recht]").select_option(index=2)
    page.locator("[name=r0_wijk]").fill("polder Oosterveen")
    page.evaluate("document.activeElement.blur()")
    page.locator(".saved", has_text=re.compile("Opgeslagen|Saved")).wait_for()


def start_page(page: Page) -> None:
    """By the link in a mail of the rehearsal, as a candidate gets it."""
    page.goto("/oefenpost/")
    page.goto(re.search(r"https?://\S+/k/in/[\w-]+/", page.content()).group(0))


def procedure(page: Page) -> None:
    start_page(page)
    press("Lees eerst hoe het gaat")(page)


def in_dossier(name: str, *further: str) -> Callable[[Page], None]:
    """The committee's page of this candidate, and on from there."""

    def go(page: Page) -> None:
        press("Ronde")(page)
        page.get_by_role("link", name=name).first.click()
        page.wait_for_load_state()
        press(*further)(page)

    return go


def talk(page: Page) -> None:
    """The conversation at the point that was not written down."""
    in_dossier("Anna de Wit", "Voer het gesprek")(page)
    topic = page.locator("[data-topic]", has=page.locator("h2", has_text="geld geleend")).first
    page.evaluate("place => { location.hash = place }", topic.get_attribute("id"))
    topic.locator("textarea").fill(
        "Een lening van een oom voor de stal. Hij heeft zelf niets lopen bij het waterschap."
    )
    topic.locator(".saved", has_text="Opgeslagen").wait_for()
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")


def begin_report(page: Page) -> None:
    in_dossier("Ruben Smit", "Verslag")(page)
    start = page.get_by_role("button", name="Begin aan het verslag")
    press("Begin aan het verslag" if start.count() else "Pas het verslag aan")(page)


SHOTS = (
    Shot("start-phone", "nobody", start_page),
    Shot("steps-phone", "Wil Post", open_path("/k/stappen/")),
    Shot("question-phone", "Wil Post", open_path("/k/lijst/vragenlijst/financien.schulden/")),
    Shot("question-dark-phone", "Wil Post", open_path("/k/lijst/vragenlijst/financien.schulden/"), dark=True),
    Shot("talk-choice-phone", "Wil Post", choose("financien.leningen", "gesprek")),
    Shot("list-question-phone", "Wil Post", list_with_a_row, whole=True),
    Shot("who-looked-phone", "Anna de Wit", open_path("/k/wie-keek/")),
    Shot("report-phone", "Lieke van Veen", open_path("/k/verslag/"), whole=True),
    Shot("sign-phone", "Hanna Vink", open_path("/k/verklaring/")),
    Shot("receipt-phone", "Kees Vos", open_path("/k/bewijs/")),
    Shot("home-tablet", "Carla Smit", press("Nu doen")),
    Shot("round-desktop", "Carla Smit", press("Ronde"), whole=True),
    Shot("round-dark-desktop", "Carla Smit", press("Ronde"), dark=True),
    Shot("prepare-desktop", "Carla Smit", in_dossier("Anna de Wit", "Bereid het gesprek voor", "Land voor landbouw")),
    Shot("talk-tablet", "Carla Smit", talk),
    Shot("report-edit-desktop", "Carla Smit", begin_report),
    Shot("procedure-desktop", "nobody", procedure),
    Shot("procedure-phone", "nobody", procedure),
    Shot("setup-desktop", "Bram Visser", press("Instellingen", "waterschap Veenstroom, 2027")),
    Shot("advice-desktop", "Els van Dijk", press("Ronde", "Ingrid Maas")),
)


def enter(page: Page, who: str) -> None:
    """Become somebody on the page where the rehearsal lets one choose."""
    if who != "nobody":
        page.goto("/oefenen/")
        page.get_by_role("button", name=who).first.click()
        page.wait_for_load_state()


def save(page: Page, shot: Shot, folder: Path) -> int:
    """The picture in few colours, without what only a hand would see; returns its weight in bytes."""
    width, height = SIZES[shot.device]
    if shot.whole:
        height = max(height, page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": width, "height": height})
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(300)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path = folder / f"{shot.name}.png"
    for colours in COLOURS:
        picture.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size < HEAVIEST:
            break
    return path.stat().st_size


def window(browser: Browser, base: str, shot: Shot) -> BrowserContext:
    width, height = SIZES[shot.device]
    return browser.new_context(
        base_url=base, viewport={"width": width, "height": height}, device_scale_factor=2 if shot.device == "phone" else 1,
        locale="nl-NL", color_scheme="dark" if shot.dark else "light", reduced_motion="reduce",
    )  # fmt: skip


def take(base: str, names: list[str]) -> None:
    """Take these pictures, or all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for shot in SHOTS:
            if names and shot.name not in names:
                continue
            context = window(browser, base, shot)
            page = context.new_page()
            enter(page, shot.who)
            shot.go(page)
            weight = save(page, shot, FOLDER)
            print(f"{shot.name:24} {weight // 1000:4} kB{'  TOO HEAVY' if weight > HEAVIEST else ''}", flush=True)
            context.close()
        browser.close()


if __name__ == "__main__":
    given = sys.argv[1:]
    address = given.pop(0) if given and given[0].startswith("http") else "http://localhost:8000"
    take(address.rstrip("/"), given)
