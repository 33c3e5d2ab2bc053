"""People in a browser: each with an own window, a mailbox, and hands that press what the page says."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from playwright.sync_api import Browser, Page

from parties.outbox.worker import run_once

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 860}
LINK = re.compile(r"https?://\S+")


class Person:
    """One person with an own browser window."""

    def __init__(self, browser: Browser, base: str, name: str, *, phone: bool = False, script: bool = True):
        self.name, self.base = name, base
        self.context = browser.new_context(viewport=PHONE if phone else DESKTOP, locale="nl-NL", java_script_enabled=script,
                                           accept_downloads=True)  # fmt: skip
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.set_default_timeout(20_000)
        self.secret = ""

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.base + path)

    def press(self, name: str, *, exact: bool = True, nth: int = 0) -> None:
        """A button or link with these words."""
        button = self.page.get_by_role("button", name=name, exact=exact)
        target = button if button.count() else self.page.get_by_role("link", name=name, exact=exact)
        target.nth(nth).click()
        self.page.wait_for_load_state()

    def type(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=False).first.fill(words)

    def tick(self, label: str) -> None:
        self.page.get_by_label(label, exact=False).first.check(force=True)

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_label(label, exact=False).first.select_option(label=option)

    @property
    def heading(self) -> str:
        return self.page.locator("h1").first.inner_text().replace("\n", " ")

    def sees(self, words: str) -> None:
        assert words in self.page.locator("body").inner_text(), f"{self.name} does not see {words!r} on {self.page.url}:\n{self.page.locator('main').inner_text()[:1500]}"

    def fits(self) -> None:
        """Nothing sticks out sideways."""
        assert not self.page.evaluate("document.documentElement.scrollWidth > innerWidth"), self.page.url

    def second_step(self) -> None:
        """Set up the code app, as everybody must before anything else."""
        if "tweede-stap" in self.page.url:
            self.press("Code uit een app", exact=False)
        self.secret = self.page.locator("#authenticator_secret").input_value()
        self.page.locator("input[name=code]").fill(self.code())
        self.press("Zet aan")

    def code(self) -> str:
        """The six digits the app would show now."""
        return format_hotp_value(hotp_value(self.secret, int(time.time()) // 30))


def post(to: str, *, wait: float = 10) -> str:
    """The body of the newest mail to this address, after the worker had its turn."""
    end = time.monotonic() + wait
    while time.monotonic() < end:
        run_once()
        found = [letter for letter in mail.outbox if letter.to == [to]]
        if found:
            mail.outbox[:] = [letter for letter in mail.outbox if letter is not found[-1]]
            return found[-1].body
        time.sleep(0.2)
    raise AssertionError(f"no mail for {to}")


def link_in(body: str) -> str:
    return LINK.search(body).group(0)


def code_in(body: str) -> str:
    return re.search(r"(?:Je code is|Your code is): (\w{6})", body).group(1)
