"""Sample pages with the cast, and the questions tests ask about a PDF."""

import copy
import subprocess
from functools import cache
from pathlib import Path

import pytest

from reports.digest_blocks import digest_blocks
from reports.pdf import PdfAttachment, render_pdf

PAGES = Path(__file__).parent / "pages"
DIGEST = "7f3a91c2d40e58b70ac9e2163b9df085" + "5a" * 15 + "0f"

REPORT = {
    "party": "Dorpsbelang Veenkamp, selectiecommissie waterschap Veenstroom",
    "name": "Anna de Wit",
    "left": [
        ("Gesprek", "maandag 2 november 2026, De Turfschuit"),
        ("Gebruikt", "vragenlijst, openbare bronnen van de lijst,\ntwee dilemma’s"),
    ],
    "right": [
        ("Aanwezig", "Anna de Wit, Bram (voorzitter), Carla (lid)"),
        ("Band met Anna", "één lid, dat daarom niet meedeed"),
    ],
    "names": {"committee": "De commissie", "candidate": "Anna"},
    "points": [
        {
            "heading": "1. Grasland in pacht",
            "short": True,
            "committee": "Anna pacht grasland in de polder Oosterveen. Het algemeen bestuur besluit in 2028 over het "
            "waterpeil daar. Dat kan haar voordeel geven, of het kan zo lijken.",
            "candidate": "Dat klopt. Ik vind het logisch om hier open over te zijn. Mijn kennis van de polder wil ik "
            "wel delen, vóórdat het besluit op tafel ligt.",
            "agreed": "Anna maakt de pacht openbaar. Over dit peilbesluit praat en stemt ze niet mee.",
        },
        {
            "heading": "2. Penningmeester van de ijsclub",
            "short": True,
            "committee": "De ijsclub huurt een stuk land van het waterschap. Anna beheert de kas en tekent de huur "
            "mee. Dat kan botsen met de regels voor bestuursleden.",
            "candidate": "Ik wist niet dat dit een punt was. Ik doe het werk al negen jaar met plezier en draag het "
            "netjes over.",
            "agreed": "Anna stopt als penningmeester vóór haar benoeming, op 1 maart 2027.",
        },
        {
            "heading": "3. Bericht over muskusratten",
            "short": True,
            "committee": "Op een openbare pagina uit 2023 noemt Anna de bestrijding ‘een zooitje’. Een journalist kan "
            "daarnaar vragen.",
            "candidate": "Ik was boos na schade aan onze kade. Zo zou ik het nu niet meer schrijven. De zorg erachter "
            "staat nog.",
            "agreed": "Anna en de fractie maken samen een korte uitleg, klaar op 15 januari 2027.",
        },
    ],
    "advice": "Geen belemmering, met de drie afspraken hierboven.",
    "signed": [
        ("Geschreven door", ["Carla, lid", "6 november 2026"]),
        ("Vastgesteld door", ["Bram, voorzitter", "13 november 2026"]),
        ("Gelezen en gereageerd", ["Anna de Wit", "11 november 2026"]),
        ("Wordt gewist op", ["22 april 2027", "behalve de afspraken"]),
    ],
}
DECLARATION = {
    "party": "Dorpsbelang Veenkamp",
    "foot_text": "Vernietig vóór 22 april 2031 · code K7-204 · kandidaat",
    "intro": "Je geeft je mening vrij. Deze verklaring is een afspraak tussen jou en de partij.",
    "lines": [
        "Mijn antwoorden zijn naar waarheid en volledig.",
        "Als er vóór de kandidaatstelling iets verandert, laat ik dat weten.",
        "Ik houd me aan de gedragscode en aan mijn integriteitsagenda.",
    ],
    "limits": [
        "Dit is niet model H 9: de verklaring voor het stembureau onderteken je apart.",
        "Je stem en je zetel blijven van jou.",
    ],
    "statement": "Ik heb dit gelezen en ik onderteken het.",
    "signed": [
        ("Ondertekend door", ["Anna de Wit", "14 november 2026 om 20.14 uur"]),
        ("Namens het bestuur", ["Els", "16 november 2026 om 9.02 uur"]),
    ],
    "facts_left": [("Wat", "Bewilligingsverklaring, uitgave 3"), ("Wie", "Anna de Wit, code K7-204")],
    "facts_right": [("Wanneer", "14 november 2026, 20.14 uur"), ("Hoe gecontroleerd", "verse toegang tot de mailbox")],
    "events": [
        "Tekst getoond",
        "Code gevraagd en goed ingevuld",
        "Naam getypt en verklaard",
        "Medeondertekend door het bestuur",
    ],
    "digests": [("Kenmerk van de tekst", [DIGEST[i : i + 4] for i in range(0, 64, 4)])],
    "level_note": "Elektronische handtekening, gewoon niveau, verzegeld door Dorpsbelang Veenkamp.",
}


def report(**changes):
    """Return the context of a two-voice report."""
    return {**copy.deepcopy(REPORT), **changes}


def text_of(pdf: bytes, *options: str) -> str:
    """Return what poppler reads on the pages."""
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def failures(pdf: bytes) -> dict[str, list[str]]:
    """Return per standard the rules that a PDF breaks; {} means it keeps to both."""
    page = pytest.importorskip("page", reason="page-validation is in requirements-dev.txt")
    found = {}
    for profile in ("3a", "ua1"):
        checked = page.validate_pdf_bytes(pdf, profile=profile)
        assert checked.rules.total > 90  # the check really ran
        if not checked.is_compliant:
            found[profile] = [failure.rule_id for failure in checked.failures]
    return found


def card(number: int, back: bool = False) -> dict:
    text = "Een wethouder krijgt kaartjes voor de wedstrijd van een bouwer met wie de gemeente zaken doet."
    return {"heading": f"Kaart {number}", "text": text, "back": back}


FORM = {
    "questions": [
        {"text": "Heb je een bedrijf?", "why": "Zo zien we of er opdrachten zijn.", "choices": ["Ja", "Nee", "Liever in het gesprek"]},
        {"text": "Wat doe je ernaast?", "why": "Nevenfuncties worden openbaar."},
    ]
}  # fmt: skip
CARDS = {
    "sheets": [
        [[card(1), card(2)], [card(3), card(4)]],
        [[card(2, True), card(1, True)], [card(4, True), card(3, True)]],
    ]
}
SAMPLES = {
    "report": (REPORT, "Verslag van het gesprek"),
    "declaration": (DECLARATION, "Bewilligingsverklaring"),
    "form": (FORM, "Vragenlijst"),
    "cards": (CARDS, "Dilemmakaarten"),
}
EVIDENCE = PdfAttachment(
    "bewijs.json", b'{"format": "toetssteen evidence 1"}', "application/json", "Bewijs", "Supplement"
)


@pytest.fixture(autouse=True)
def sample_pages(settings):
    """Let the sample pages be found as templates."""
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], PAGES]}]


def made(name: str, language: str = "nl") -> bytes:
    """Return a sample page as PDF, made once per run."""
    return _made(name, language)


@cache
def _made(name: str, language: str) -> bytes:
    context, title = SAMPLES[name]
    blocks = digest_blocks(DIGEST)
    attachments = (EVIDENCE,) if name == "declaration" else ()
    return render_pdf(
        f"{name}.html", {**context, "blocks": blocks}, language=language, title=title, attachments=attachments
    )[1]


def written(text: str) -> bytes:
    """Return a report in which the committee's only point is `text`."""
    points = [{"heading": "1. Punt", "committee": text, "candidate": "zz", "agreed": ""}]
    return render_pdf("report.html", report(points=points), language="nl", title="Verslag")[1]
