"""People in a browser: each with an own window, a mailbox, and hands that press what the page says."""

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.db import connections
from playwright.sync_api import Browser, Locator, Page

from parties.outbox.worker import run_once

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 860}
LINK = re.compile(r"https?://\S+")
PASSWORD = "een zin die niemand raadt 7"
T = TypeVar("T")
ASKED_AGAIN = "Even controleren of jij het bent"


class Person:
    """One person with an own browser window.

    Everything here acts as a hand does: it presses what is on the page and waits for the page that follows.
    """

    def __init__(self, browser: Browser, base: str, name: str, *, phone: bool = False, script: bool = True):
        self.name, self.base, self.phone = name, base, phone
        self.context = browser.new_context(viewport=PHONE if phone else DESKTOP, locale="nl-NL", java_script_enabled=script,
                                           accept_downloads=True, reduced_motion="reduce")  # fmt: skip
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.secret = ""
        self.link = ""
        self._step = 0

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def address(self) -> str:
        """The path of the page that is open, without the server."""
        return self.page.url.removeprefix(self.base)

    def go(self, path: str) -> None:
        """Type an address; on the phone every page must fit."""
        self.page.goto(path if path.startswith("http") else self.base + path, wait_until="domcontentloaded")
        self._fits()

    def press(self, name: str, *, exact: bool = True) -> None:
        """The first button or link with these words, and the page it leads to."""
        button = self.page.get_by_role("button", name=name, exact=exact)
        target = button if button.count() else self.page.get_by_role("link", name=name, exact=exact)
        self.follow(target.first)

    def press_main(self) -> None:
        """The one thing the page is for: its primary button or link."""
        self.follow(self.page.locator("main .btn-primary").last)

    def follow(self, target: Locator) -> None:
        """Press this very thing and wait for the page that follows."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            target.click()
        self._fits()

    def fill(self, **fields: str) -> None:
        """Type in the fields with these names."""
        for name, words in fields.items():
            self.page.locator(f"main [name={name}]").first.fill(words)

    def tick(self, name: str, value: str = "") -> None:
        """A box or a radio button, by its name in the form and, for a choice, its value."""
        wanted = f"main [name={name}]" + (f"[value={value}]" if value else "")
        self.page.locator(wanted).first.check(force=True)

    def tick_all(self) -> None:
        for box in self.page.locator("main input[type=checkbox]").all():
            box.check(force=True)

    @property
    def heading(self) -> str:
        return " ".join(self.page.locator("h1").first.inner_text().split())

    @property
    def words(self) -> str:
        """What the page says, as a reader sees it."""
        return self.page.locator("body").inner_text()

    def sees(self, *all_of_these: str) -> None:
        missing = [words for words in all_of_these if words not in self.words]
        assert missing == [], f"{self.name} does not see this on {self.address}"

    def sees_nothing_of(self, *words: str) -> None:
        """Not on the page, and not hidden in its source either."""
        source = self.page.content()
        assert [one for one in words if one in source] == [], f"{self.name} may not see this on {self.address}"

    def status_of(self, path: str) -> int:
        """What the server answers this person, without opening the page."""
        return self.context.request.get(self.base + path, max_redirects=0).status

    def _fits(self) -> None:
        """Nothing sticks out sideways on a phone."""
        if self.phone:
            self.page.wait_for_load_state()  # without script nothing else waits for the stylesheet
            width = self.page.evaluate("document.documentElement.scrollWidth")
            assert width <= PHONE["width"], f"{self.address} is {width} px wide"

    def code(self) -> str:
        """What the code app shows now; the next one when this one was used (a code works once)."""
        self._step = max(int(time.time()) // 30, self._step + 1)
        return format_hotp_value(hotp_value(self.secret, self._step))

    def prove_again(self) -> None:
        """Before a heavy act, who signed in more than ten minutes ago is asked once more."""
        if self.heading == ASKED_AGAIN:
            self.fill(password=PASSWORD)
            self.press("Ga verder")

    def borrow(self, client) -> None:
        """Take over the cookies of a Django test client."""
        self.context.add_cookies(
            [{"name": name, "value": morsel.value, "url": self.base} for name, morsel in client.cookies.items()]
        )

    def download(self, path: str) -> bytes:
        """A file, as this person gets it."""
        answer = self.context.request.get(self.base + path)
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf"), (self.name, path)
        return answer.body()


def worker(turn: Callable[[], T] = run_once) -> T:
    """The worker's turn, in a thread of its own: Playwright keeps an event loop in this one, and sealing needs one too."""

    def work() -> T:
        try:
            return turn()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(work).result()


def post(to: str) -> str:
    """The body of the newest mail to this address, after the worker had its turn; it is then taken out of the box."""
    worker()
    found = [letter for letter in mail.outbox if letter.to == [to]]
    assert found, f"no mail for {to}"
    mail.outbox.remove(found[-1])
    return found[-1].body


def link_in(body: str) -> str:
    return LINK.search(body).group(0)


def code_in(body: str) -> str:
    return re.search(r"(?:Je code is|Your code is): (\w{6})", body).group(1)
