"""What committee and board do with one candidate, from the tie question to the second signature."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from parties.accounts.fresh import SIGNED_IN_AT
from tests.journey.candidate import AGREED, GRASS, REPLY, TOLD
from tests.journey.people import ASKED_AGAIN, Person

FINDING = "Grasland in pacht"
AGREEMENT = "Anna maakt de pacht openbaar en stemt niet mee over dit peil."
WRITTEN = {
    "title": FINDING, "source": "Het gesprek", "fact": "Anna pacht grasland in de polder Oosterveen.",
    "meaning": "Het algemeen bestuur besluit over het waterpeil daar.", "words": "Ik wil hier open over zijn.",
}  # fmt: skip
NOTE = "Vraag hoe lang de pacht nog loopt."


def say_no_tie(member: Person, dossier: str) -> None:
    """The question comes before anything else of the dossier (decision 15)."""
    member.go(dossier)
    assert member.heading == "Heb je een band met Anna de Wit?"
    member.sees_nothing_of(TOLD, GRASS)
    member.tick("kind", "none")
    member.press("Doorgaan")
    assert member.heading == "Anna de Wit"
    member.sees(TOLD, GRASS, "Liever in het gesprek")


def keep_the_friend_out(carla: Person, fokke: Person, code: str, dossier: str) -> None:
    """Whom the candidate named stays out; somebody outside the tie decides that it stays so."""
    assert fokke.status_of(dossier) == 404
    carla.go(f"/p/{code}/banden/")
    carla.follow(carla.page.locator("main button[name=resolution][value=closed]"))
    assert fokke.status_of(dossier) == 404
    fokke.go(f"/p/{code}/")
    fokke.sees_nothing_of(dossier)


def plan(daan: Person, dossier: str) -> None:
    """The secretary plans, and reads no answer (decision 14)."""
    assert daan.status_of(dossier) == 404
    daan.go(dossier + "gesprek/plannen/")
    daan.sees_nothing_of(TOLD, GRASS, "Fokke Prins,")
    day = timezone.localtime() + timedelta(days=9)
    daan.fill(day=day.strftime("%d-%m-%Y"), time="19.30", place="Dorpshuis De Turfschuit")
    daan.tick_all()
    daan.press("Plan het gesprek")
    daan.sees("Het gesprek staat.")


def prepare(carla: Person, dossier: str) -> None:
    """Topics gathered from the answers, a note that saves itself, the sheet for on the table."""
    carla.go(dossier + "voorbereiden/")
    carla.sees("liever in het gesprek", TOLD)
    carla.page.locator("#notitie").fill(NOTE)
    carla.page.locator(".saved", has_text="Opgeslagen om").wait_for()
    carla.press("Print voor op tafel")
    carla.sees("Gesprek met Anna de Wit")


def colleague_thinks_first(bram: Person, dossier: str) -> None:
    """Notes stay apart until the reader's own are handed in (draft blindness)."""
    bram.go(dossier + "voorbereiden/")
    bram.sees("Notitie van Carla Smit")
    bram.sees_nothing_of(NOTE)


def record(bram: Person, dossier: str) -> None:
    bram.go(dossier)
    bram.press("Het gesprek is gevoerd")
    bram.press("Bewaar")
    assert bram.heading == "Aandachtspunten en afspraken"


def write_down(carla: Person, dossier: str) -> None:
    """A finding from a topic, with what was agreed about it."""
    carla.go(dossier + "voorbereiden/")
    carla.press("Land voor landbouw", exact=False)
    carla.press("Maak er een aandachtspunt van")
    carla.fill(**WRITTEN)
    carla.tick("origin", "interview")
    carla.press("Bewaar")
    carla.press("Niet meepraten en meestemmen")
    carla.fill(text=AGREEMENT)
    carla.press("Bewaar de afspraak")
    carla.sees(*WRITTEN.values(), AGREEMENT)


def send_report(carla: Person, dossier: str) -> None:
    carla.go(dossier + "verslag/")
    carla.press("Begin aan het verslag")
    carla.tick("advice", "with_agreements")
    carla.press("Bewaar het concept")
    carla.press("Stuur het conceptverslag")  # the page that asks
    carla.press("Stuur het conceptverslag")
    carla.sees("Anna kan reageren", AGREED)


def signed_in_long_ago(person: Person) -> None:
    """Make the moment of signing in older than the ten minutes in which heavy acts go without asking."""
    key = next(one["value"] for one in person.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    session = SessionStore(key)
    session[SIGNED_IN_AT] = 0
    session.save()


def adopt(bram: Person, carla: Person, dossier: str) -> None:
    """Who wrote it alone cannot adopt it; the second member reads both voices and does (decision 14)."""
    carla.go(dossier + "verslag/vaststellen/")
    carla.sees("Jij schreef dit verslag. Een ander lid stelt het vast.")
    signed_in_long_ago(bram)
    bram.go(dossier + "verslag/")
    bram.press("Stel het verslag vast")
    assert bram.heading == ASKED_AGAIN
    bram.prove_again()
    bram.sees(WRITTEN["fact"], REPLY)
    bram.press("Stel het verslag vast")
    bram.sees(REPLY, "Vastgesteld")


def decide(els: Person, code: str, dossier: str) -> None:
    """The board reads one page: agreements and advice, never an answer, a fact or a reply."""
    assert els.status_of(dossier) == 404
    assert els.status_of(dossier + "verslag/") == 404
    els.go(f"/p/{code}/")
    els.press("Lees het advies")
    els.prove_again()
    els.sees(AGREEMENT, "Geen belemmering")
    els.sees_nothing_of(TOLD, GRASS, REPLY, AGREED, WRITTEN["fact"], NOTE)
    els.tick("what", "nominate")
    els.press("Doorgaan")
    els.press("Ja, dit is het besluit")
    els.sees("Het bestuur draagt voor")


def countersign(els: Person, code: str) -> None:
    els.go(f"/p/{code}/")
    els.press("Lees en teken")
    els.prove_again()
    els.sees(AGREEMENT, "Anna de Wit tekende deze tekst.")
    els.tick("read")
    els.fill(name="Els van Dijk")
    els.press("Onderteken namens de partij")
    els.sees("De verklaring is door beide kanten getekend.")
