"""From nothing to a round that may invite: operator, chair, board, committee, procedure page."""

import re

from parties.models import User
from tests.journey.people import PASSWORD, Person, link_in, post
from tests.signin import TOTP_SECRET, give_factor

PARTY = "Dorpsbelang Veenkamp"
ROLES = {"Els van Dijk": "board", "Carla Smit": "member", "Fokke Prins": "member", "Daan Mulder": "secretary"}
PAPERS = ("Belangenafweging", "Risicoanalyse (DPIA)", "Bewaartermijnen", "Verwerkersovereenkomst")


def mailbox(person: Person) -> str:
    return f"{person.first_name.lower()}@veenkamp.example"


def sign_in_operator(henk: Person) -> None:
    """Password and second step; an operator has both, or does not get in."""
    user = User.objects.create_user(mailbox(henk), PASSWORD, name=henk.name, is_staff=True, is_superuser=True)
    give_factor(user)
    henk.secret = TOTP_SECRET
    henk.go("/account/login/")
    henk.fill(login=mailbox(henk), password=PASSWORD)
    henk.press("Inloggen")
    henk.fill(code=henk.code())
    henk.follow(henk.page.locator("main form:has([name=code]) button[type=submit]").first)


def make_empty_party(henk: Person, name: str, chair: Person) -> None:
    """The operator makes an empty party and invites its first chair (decision 16)."""
    henk.go("/admin/parties/party/add/")
    henk.page.locator("#id_name").fill(name)
    henk.page.locator("#id_chair_email").fill(mailbox(chair))
    henk.page.locator("#id_chair_name").fill(chair.name)
    henk.follow(henk.page.locator("input[name=_save]"))


def join(person: Person) -> None:
    """Take a place: the link from the mail, name and password, a code app as second step, recovery codes."""
    person.go(link_in(post(mailbox(person))))
    person.fill(name=person.name, password=PASSWORD)
    person.press("Doorgaan")
    assert person.heading == "Stel je tweede stap in"
    person.press("Gebruik een app")
    person.secret = person.page.locator("#authenticator_secret").input_value()
    person.fill(code=person.code())
    person.press("Zet aan")
    assert person.heading == "Je herstelcodes"
    person.press("Verder")


def open_round(bram: Person) -> str:
    """Party, body and dates, stone after stone; returns the party's code."""
    code = re.search(r"/p/(\w+)/opzet/", bram.page.url).group(1)
    bram.press("Vertel wie jullie zijn")
    bram.fill(
        phone="0512 34 56 78",
        email="post@veenkamp.example",
        confidant_name="Mevrouw Postma",
        confidant_phone="0512 11 22 33",
    )
    bram.press("Bewaar")
    bram.press("Kies waar jullie meedoen")
    bram.fill(zoek="noorderz")
    bram.press("Zoek")
    bram.press("Noorderzijlvest")
    bram.follow(bram.page.locator("main a[href*=verkiezing]").last)  # the election after the next: never too near
    bram.press("Open de ronde")
    return code


def ask_people(bram: Person) -> None:
    """The board member first, as the page advises."""
    bram.press("Vraag het bestuur en de commissie")
    for name, role in ROLES.items():
        bram.tick("role", role)
        bram.fill(name=name, email=f"{name.split()[0].lower()}@veenkamp.example")
        bram.press("Stuur de uitnodiging")
        bram.sees(f"{name} krijgt een uitnodiging per mail.")


def promise_secrecy(person: Person, code: str) -> None:
    person.go(f"/p/{code}/geheimhouding/")
    person.tick("agree")
    person.press("Onderteken")


def confirm_papers(els: Person, code: str) -> None:
    """Four papers, each read and confirmed apart (law.md P-06, P-80, P-82)."""
    els.go(f"/p/{code}/")
    els.press("Begin met lezen")
    for paper in PAPERS:
        els.press(paper)
        els.tick("read")
        els.press("Bevestig")


def publish(bram: Person, code: str) -> str:
    """What is used, how long it is kept, and the page everybody may read; returns its address."""
    for stone in ("Kies wat jullie gebruiken", "Bekijk hoe lang jullie bewaren"):
        bram.go(f"/p/{code}/opzet/")
        bram.press(stone)
        bram.press("Bewaar")
    bram.press("Zet de werkwijze online")
    bram.press("Zet online")
    bram.sees("Versie 1 staat online")
    return bram.page.locator("main a[href^='/werkwijze/']").first.get_attribute("href")


def may_not_invite_yet(bram: Person, code: str) -> None:
    """Before the gates are open the page says what is missing, and a posted form changes nothing."""
    bram.go(f"/p/{code}/opzet/")
    round_code = re.search(r"/opzet/(\w+)/", bram.page.url).group(1)
    bram.go(f"/p/{code}/ronde/{round_code}/nodig-uit/")
    bram.sees("Els van Dijk bevestigt nog", "De werkwijze staat nog niet online.")


def invite_anna(bram: Person, code: str) -> None:
    bram.go(f"/p/{code}/opzet/")
    bram.press("Nodig kandidaten uit")
    bram.fill(first_name="Anna", prefixes="de", last_name="Wit", email="anna@kandidaat.example")
    bram.tick("told")
    bram.press("Verstuur de uitnodiging")
    assert bram.heading == "Anna de Wit"


def committee_at_work(browser, site: str) -> tuple[dict[str, Person], str, str]:
    """Everything above, in the order it happens: (people by first name, party code, public address)."""
    henk = Person(browser, site, "Henk Bos")
    people = {name.split()[0]: Person(browser, site, name) for name in ("Bram Visser", *ROLES)}
    sign_in_operator(henk)
    make_empty_party(henk, PARTY, people["Bram"])
    bram = people["Bram"]
    join(bram)
    code = open_round(bram)
    ask_people(bram)
    for name in ROLES:
        join(people[name.split()[0]])
    may_not_invite_yet(bram, code)
    for name in ("Bram", "Carla", "Fokke", "Daan", "Els"):
        promise_secrecy(people[name], code)
    page = publish(bram, code)
    confirm_papers(people["Els"], code)
    return people | {"Henk": henk}, code, page
