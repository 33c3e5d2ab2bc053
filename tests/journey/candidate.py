"""What a candidate does on a phone, from the mail to the signature."""

from tests.journey.people import Person, code_in, link_in, post

MAILBOX = "anna@kandidaat.example"
TOLD = "We zijn als vrienden uit elkaar gegaan."
GRASS = "grasland bij Oosterveen"
AGREED = "Dat klopt, dat heb ik zo verteld."
REPLY = "Mijn kennis van de polder deel ik graag, voordat het besluit op tafel ligt."
# What Anna answers otherwise than "no" or "nothing".
ANSWERS = {"werk.conflict": "ja", "werk.cv": "ja", "financien.leningen": "gesprek", "financien.grond": "rijen"}


def come_in(anna: Person, *, inviter: str = "Bram Visser") -> None:
    """A mail that names the person who asks, a page that explains, a button, a code (decisions 12 and 26)."""
    body = post(MAILBOX)
    assert f"{inviter} nodigt je uit" in body
    anna.link = link_in(body)
    anna.go(anna.link)
    assert anna.address == "/k/"  # the token left the address at once
    assert anna.heading == "Anna, fijn dat je kandidaat wilt zijn"
    enter_code(anna)


def enter_code(anna: Person) -> None:
    anna.press("Doorgaan")
    anna.fill(code=code_in(post(MAILBOX)).lower())
    anna.press("Doorgaan")


def come_back(anna: Person) -> None:
    """The same link, a fresh code, and everything is still there."""
    anna.go(anna.link)
    enter_code(anna)
    assert anna.heading == "Jouw stappen"


def stop(anna: Person) -> None:
    anna.press("Stop en ga later verder")
    anna.press("Stop nu")


def prepare(anna: Person, *, tie_with: str) -> None:
    """Read how it goes, say who one knows, stand (decision 15, law.md E-04)."""
    assert anna.heading == "Zo gaat het"
    anna.press("Ik heb dit gelezen")
    for choice in anna.page.locator("main select").all():
        name = anna.page.locator(f"label[for={choice.get_attribute('id')}]").inner_text()
        choice.select_option("friend" if name.startswith(tie_with) else "none")
    anna.press("Doorgaan")
    assert anna.heading == "Jouw stappen"


def stand(anna: Person) -> None:
    anna.press("Vertel ons wie je bent")
    anna.fill(initials="A.", birth_date="7 maart 1985", residence="Veenkamp")
    anna.tick("relation", "member")
    anna.tick("stand")
    anna.press("Doorgaan")


def answer(anna: Person, slug: str, *, at_most: int = 99) -> list[str]:
    """Answer a list to its end, or `at_most` questions of it; returns the questions in the order they came."""
    anna.go(f"/k/lijst/{slug}/")
    anna.press_main()
    asked: list[str] = []
    while anna.page.locator("main [name=choice]").count() and len(asked) < at_most:
        asked.append(anna.address.rstrip("/").split("/")[-1])
        answer_one(anna, asked[-1])
    return asked


def answer_one(anna: Person, item: str) -> None:
    """One page: a choice, and whatever it opens."""
    values = anna.page.eval_on_selector_all("main [name=choice]", "all => all.map(one => one.value)")
    quiet = next((value for value in ("geen", "nee") if value in values), values[0])
    anna.tick("choice", ANSWERS.get(item, quiet))
    words = GRASS if item == "financien.grond" else TOLD
    for menu in anna.page.locator("main .follow-block select:visible").all():
        menu.select_option(index=1)
    for box in anna.page.locator("main .follow-block :is(textarea, input[type=text]):visible").all():
        box.fill(words)
    anna.press("Doorgaan")


def hand_in(anna: Person) -> None:
    """Everything once more, one interruption, and a receipt in the mailbox that says nothing about it."""
    anna.press("Kijk alles na en lever in")
    anna.sees("Liever in het gesprek", TOLD, GRASS)
    anna.press("Lever in")
    assert anna.address == "/k/ingeleverd/"
    receipt = post(MAILBOX)
    assert [word for word in (TOLD, GRASS, "Veenkamp", "Wit") if word in receipt] == []


def reply_to_finding(anna: Person, finding: str) -> None:
    """At once, long before there is a report; nobody has to (law.md P-54)."""
    anna.go("/k/aandachtspunten/")
    anna.sees(finding)
    anna.press("Reageer", exact=False)
    anna.tick("kind", "agree")
    anna.fill(text=AGREED)
    anna.press("Bewaar mijn reactie")
    anna.sees(AGREED)


def reply_to_report(anna: Person, finding: str) -> None:
    """To the point and to the whole; then it is done (law.md P-62)."""
    anna.go("/k/stappen/")
    anna.press("Lees het verslag en reageer")
    anna.sees(finding, AGREED)
    anna.press("Reageer op punt 1")
    anna.tick("kind", "context")
    anna.fill(text=REPLY)
    anna.press("Bewaar mijn reactie")
    anna.press("Reageer op het hele verslag")
    anna.tick("kind", "agree")
    anna.press("Bewaar mijn reactie")
    anna.sees(REPLY)
    anna.press("Ik ben klaar met reageren")
    anna.sees("Je reactie is binnen.")


def sign(anna: Person, agreement: str) -> None:
    """Read, tick, type the name; a fresh code, one confirmation, and the receipt at once (decision 29)."""
    anna.go("/k/stappen/")
    anna.press("Onderteken je verklaring")
    anna.sees(agreement)
    anna.press("Lees de hele verklaring")
    anna.sees(agreement)
    anna.go("/k/verklaring/")
    anna.tick("read")
    anna.fill(name="Iemand Anders")
    anna.press("Onderteken")
    anna.sees("Typ je naam zo: Anna de Wit.")
    anna.tick("read")
    anna.fill(name="Anna de Wit")
    anna.press("Onderteken")
    assert anna.heading == "Je staat op het punt te tekenen"
    anna.fill(code=code_in(post(MAILBOX)))
    anna.press("Ja, onderteken")
    assert (anna.address, anna.heading) == ("/k/bewijs/", "Je hebt getekend")


def who_looked(anna: Person) -> list[str]:
    """What the candidate reads about who opened the dossier: roles and times, no names of members."""
    anna.go("/k/wie-keek/")
    return anna.page.locator("main ol.log li, main .log li").all_inner_texts()
