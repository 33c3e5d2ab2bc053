"""Every page type with sample data, rendered to strings. The people are the cast of the pictures; nobody exists."""

from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory

PAGES = Path(__file__).with_name("pages")
PARTY = SimpleNamespace(name="Dorpsbelang Veenkamp", phone="0599 12 34 56", accent="oker")
NAV = ["Nu doen", "Ronde", "Gesprekken", "Uitgaande post", "Instellingen"]
CURRENT = {"06": "Nu doen", "07": "Ronde", "08": "Gesprekken", "11": "Gesprekken", "15": "Instellingen"}
QR = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 3 3'%3E%3Cpath d='M0 0h1v1H0zM2 0h1v1H2zM1 1h1v1H1zM0 2h1v1H0z'/%3E%3C/svg%3E"


# The templates without the floors above them: what a page knows is what the gallery gives it.
ENGINE = DjangoTemplates(
    {
        "NAME": "gallery",
        "DIRS": [Path(settings.BASE_DIR) / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
)


class Loan(forms.Form):
    """The question of picture 03."""

    leningen = forms.ChoiceField(
        choices=[("nee", "Nee"), ("ja", "Ja"), ("weet_niet", "Weet ik niet"), ("gesprek", "Liever in het gesprek")],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )


class Signing(forms.Form):
    read = forms.BooleanField(widget=forms.CheckboxInput(attrs={"class": "form-check-input"}))
    name = forms.CharField(label="Typ je naam als handtekening", widget=forms.TextInput(attrs={"autocomplete": "name"}))


class Club(forms.Form):
    """One field of every kind, for the crispy templates."""

    vereniging = forms.CharField(
        label="Naam van de vereniging",
        error_messages={"required": "Vul in bij welke vereniging je penningmeester bent."},
    )
    soort = forms.ChoiceField(label="Soort", choices=[("raad", "Gemeenteraad"), ("club", "Vereniging")])
    rol = forms.ChoiceField(
        label="Wat doe je er?",
        choices=[("p", "Penningmeester"), ("v", "Voorzitter")],
        widget=forms.RadioSelect,
        required=False,
    )
    sinds = forms.DateField(label="Sinds", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    uitleg = forms.CharField(label="Uitleg", help_text="Twee zinnen is genoeg.", widget=forms.Textarea, required=False)
    akkoord = forms.BooleanField(label="Ik heb dit gelezen", help_text="Je kunt het later nog nalezen.")


def card(name, status, when="", missing="", closed=False):
    return {"name": name, "url": "#", "status": status, "when": when, "missing": missing, "closed": closed}


COLUMNS = [
    {"title": "Voorbereiden", "cards": [
        card("Tjeerd Hoekstra", "Uitgenodigd", "op 5 oktober", "Link nog niet geopend"),
        card("Wil Post", "Bezig", "inleveren tot 2 november"),
        card("Noor Jansen", "Bezig", "vult in op papier", "Formulier komt per post"),
    ]},
    {"title": "Ingeleverd", "cards": [
        card("Mirjam Kok", "Ingeleverd", "op 28 oktober", "Zeg of je een band hebt"),
        card("Sanne Dekker", "In behandeling", "sinds 27 oktober", "Gesprek nog plannen"),
        card("Pieter Bos", "In behandeling", "", "Je hebt een band met Pieter. Je ziet alleen dit.", closed=True),
    ]},
    {"title": "Gesprek", "cards": [
        card("Anna de Wit", "Gesprek gepland", "ma 2 november, 19.30 uur", "Jouw notities ontbreken"),
        card("Fatma Yıldız", "Gesprek gepland", "wo 4 november, 20.00 uur"),
        card("Ruben Smit", "Gesprek gevoerd", "op 26 oktober", "Verslag nog schrijven"),
    ]},
    {"title": "Verslag", "cards": [
        card("Joost Visser", "Reactie gevraagd", "tot 5 november", "Jij leest als tweede"),
        card("Ingrid Maas", "Vastgesteld", "op 23 oktober", "Verklaring ligt klaar"),
    ]},
    {"title": "Klaar", "cards": [
        card("Jan Haan", "Ondertekend", "op 21 oktober"),
        card("Kees Vos", "Afgerond", "op 19 oktober"),
        card("Een kandidaat", "Ingetrokken", closed=True),
    ]},
]  # fmt: skip

TIMELINE = {
    "aria": "Tijdlijn van 1 september 2026 tot de kandidaatstelling op 1 februari 2027. Vandaag is 29 oktober. Nog 95 dagen.",
    "today_x": 441,
    "rest": 697,
    "points": [
        {"kind": "done", "date": "1 september", "text": "Werkwijze staat online", "x": 14, "y": 66, "anchor": "start"},
        {"kind": "done", "date": "5 oktober", "text": "Uitnodigingen weg", "x": 264, "y": 68},
        {"kind": "today", "date": "Vandaag, 29 oktober", "text": ""},
        {"kind": "todo", "date": "20 november", "text": "Laatste gesprek", "x": 603, "y": 65},
        {"kind": "todo", "date": "7 december", "text": "Laatste veilige dag VOG", "x": 728, "y": 72, "above": True},
        {"kind": "todo", "date": "9 januari", "text": "Lijst door de leden", "x": 971, "y": 60},
        {"kind": "end", "weekday": "maandag", "date": "1 februari", "text": "kandidaatstelling"},
    ],
}

TOPICS = [
    {"id": "pacht", "number": 1, "title": "Grasland in pacht", "question": "Anna, wat wil je over de pacht vertellen?", "done": True},
    {
        "id": "geld", "number": 2, "title": "Geld lenen", "eyebrow": "Anna wilde dit liever hier vertellen.",
        "question": "Anna, heb je geld geleend van of aan iemand die iets wil van het waterschap?",
        "asks": ["Wat speelt er precies?", "Hoe kijkt een inwoner hiernaar?", "Welke afspraak helpt jou?"],
        "quiet": "Anna mag zeggen: “Dat zeg ik liever niet.” Dat is ook een antwoord.",
        "note": "Lening van een oom voor de stal, loopt tot 2028. Samen besloten: geen aandachtspunt.",
    },
    {"id": "ijsclub", "number": 3, "title": "IJsclub", "question": "Wat doe je voor de ijsclub?"},
    {"id": "rat", "number": 4, "title": "Bericht over muskusratten", "question": "Wat bedoelde je met het bericht?"},
    {"id": "peil", "number": 5, "title": "Pachter en peil", "question": "Waarom koos je deze kaart?"},
]  # fmt: skip
for _index, _topic in enumerate(TOPICS):
    _topic["note_label"] = "Notitie van Carla"
    _topic["previous"] = TOPICS[_index - 1] if _index else None
    _topic["next"] = TOPICS[_index + 1] if _index + 1 < len(TOPICS) else None

SAMPLES = {
    "facts": [
        {"icon": "messages", "term": "Wat is het?", "text": "Een vragenlijst, en daarna een gesprek. Het gesprek is het belangrijkst."},
        {"icon": "clock", "term": "Hoe lang duurt het?", "text": "Ongeveer een uur. Je mag stoppen en later verdergaan."},
        {"icon": "eye", "term": "Wie leest het?", "text": "Alleen de commissie. Het bestuur niet."},
        {"icon": "briefcase", "term": "Wat heb je nodig?", "text": "Je cv en een lijst met je functies."},
        {"icon": "eraser", "term": "Wanneer is het weg?", "text": "Je antwoorden op 15 maart 2027."},
    ],
    "steps": [
        {"state": "done", "label": "Vertel ons wie je bent", "note": "Klaar", "url": "#"},
        {"state": "done", "label": "Denk na: past dit bij mij?", "note": "Klaar, alleen jij kunt dit lezen", "url": "#"},
        {"state": "now", "label": "Beantwoord de vragenlijst", "note": "Bezig, je bent bij onderdeel 3 van 10", "url": "#"},
        {"state": "todo", "label": "Kies drie dilemma’s", "note": "Nog te doen, ongeveer 10 minuten", "url": "#"},
        {"state": "todo", "label": "Kijk alles na en lever in", "note": "Kan als de stappen hierboven klaar zijn"},
        {"state": "todo", "label": "Kom naar het gesprek", "note": "Ma 2 november, 19.30 uur, De Turfschuit"},
        {"state": "todo", "label": "Lees het verslag en reageer", "note": "Jouw reactie staat naast onze tekst"},
    ],
    "entries": [
        {"icon": "eye", "who": "Voorzitter", "what": "las je antwoorden", "iso": "2026-10-29T20:12", "day": "vandaag", "time": "20.12 uur"},
        {"icon": "eye", "who": "Commissielid", "what": "las je antwoorden", "iso": "2026-10-27T09:41", "day": "di 27 oktober", "time": "9.41 uur"},
        {"icon": "calendar", "who": "Secretaris", "what": "plande het gesprek", "iso": "2026-10-26T19:05", "day": "ma 26 oktober", "time": "19.05 uur"},
    ],
    "clocks": [
        {"label": "Commissie leest tot", "value": "15 februari 2027"},
        {"label": "Jij krijgt bericht op", "value": "1 en 12 maart 2027"},
        {"label": "Je antwoorden weg op", "value": "15 maart 2027"},
    ],
    "card": {
        "title": "De pachter en het waterpeil", "left": "vakkennis", "right": "eigen voordeel",
        "story": "Je pacht al jaren grasland langs de vaart. Volgende week stemt het bestuur over het waterpeil. Gaat het peil "
        "omlaag, dan is jouw land in het voorjaar eerder droog. Dat scheelt je geld. Niemand kent het gebied zo goed als jij. "
        "De fractie vraagt of jij het woord wilt doen.",
        "question": "Wat doe je eerst, en wie bel je?",
    },
    "url": "#",
    "tasks": [
        {"iso": "2026-10-30", "day": "vr 30 okt", "relative": "morgen", "url": "#", "title": "Lees het verslag van Joost Visser", "note": "Carla schreef het. Jij leest als tweede."},
        {"iso": "2026-11-01", "day": "zo 1 nov", "relative": "over 3 dagen", "url": "#", "title": "Zeg of je een band hebt met Mirjam Kok", "note": "Daarna pas gaat haar dossier open."},
        {"iso": "2026-11-06", "day": "vr 6 nov", "relative": "volgende week", "url": "#", "title": "Kijk twee berichten na en verstuur ze", "note": "Daarna kun je ze nog 24 uur terughalen."},
    ],
    "views": [{"url": "#", "label": "Bord", "icon": "layout-columns", "current": True}, {"url": "#", "label": "Tabel", "icon": "table"}],
    "columns": COLUMNS,
    "timeline": TIMELINE,
    "finding": {
        "eyebrow": "Onderwerp 1 van 5", "title": "Grasland in pacht, Oosterveen", "source": "Vragenlijst, vraag 3.2", "date": "26 oktober 2026",
        "fact": "Anna pacht grasland in de polder Oosterveen van een particulier, tot eind 2029.",
        "meaning": "Het algemeen bestuur besluit in 2028 over het waterpeil in deze polder. Anna kan daar voordeel van hebben, of het kan zo lijken.",
        "words_label": "De woorden van Anna",
        "words": "Ik wil hier open over zijn. Gaat het over het peil, dan zeg ik eerst dat ik daar land pacht.",
    },
    "open_agreement": "Die maak je samen met Anna in het gesprek. Dit kan helpen:",
    "path": [
        {"title": "Uitleg", "text": "Je leest wat het werk vraagt en hoe we te werk gaan."},
        {"title": "Zelf nadenken", "text": "Alleen voor jou. Niemand leest mee."},
        {"title": "Vragenlijst", "text": "Een week voor het gesprek. Mondeling mag ook."},
        {"title": "Bronnen", "text": "Alleen bronnen van onze lijst. Jij hoort wat we vinden."},
        {"title": "Gesprek", "text": "Twee leden, een uur, aan tafel. Hier draait het om."},
        {"title": "Verslag", "text": "Twee stemmen: de commissie en jij."},
        {"title": "Verklaring", "text": "Je tekent de afspraken, vrijwillig."},
    ],
    "points": [
        {"title": "Grasland in pacht", "committee": "Anna pacht grasland in de polder Oosterveen. Dat kan haar voordeel geven, of het kan zo lijken.", "candidate": "Dat klopt. Ik vind het logisch om hier open over te zijn.", "measure": "Anna maakt de pacht openbaar. Over dit peilbesluit praat en stemt ze niet mee."},
        {"title": "Penningmeester van de ijsclub", "committee": "De ijsclub huurt een stuk land van het waterschap.", "candidate": "", "measure": "Anna stopt als penningmeester vóór haar benoeming."},
    ],
    "receipt": [{"term": "Ingeleverd", "text": "maandag 26 oktober 2026, 14.03 uur"}, {"term": "Kenmerk", "text": "K7PX-2M", "url": "#"}],
    "stone_states": [("done", "Klaar"), ("now", "Bezig"), ("todo", "Nog te doen")],
    "accents": ["oker", "paars", "groen", "blauw", "rood"],
    "plain_words": "Gewone tekst van Anna\nop twee regels.",
    "qr_src": QR,
}  # fmt: skip


def context_for(name: str) -> dict:
    """What the page with this name is given, on top of what every page knows."""
    topics = TOPICS if name.startswith("09") else [
        {"state": "now" if n == 0 else "todo", "title": t["title"], "note": "uit de vragenlijst", "url": "#"} for n, t in enumerate(TOPICS)
    ]  # fmt: skip
    wrong = Club({"vereniging": "", "soort": "club"})
    return {
        **SAMPLES,
        "topics": topics,
        "loan": Loan(initial={"leningen": "gesprek"}),
        "sign": Signing({"read": True, "name": "Anna de Wit"}),
        "look_finding": ENGINE.from_string((PAGES / "finding_with_chips.html").read_text(encoding="utf-8")).template,
        "nav": [{"label": label, "url": "#", "current": CURRENT.get(name[:2]) == label} for label in NAV],
        "party": PARTY,
        **({"form": wrong} if name.startswith("15") else {}),
    }


def request_for(name: str) -> HttpRequest:
    request = RequestFactory().get(f"/{name}/")
    member = (
        (PAGES / f"{name}.html")
        .read_text(encoding="utf-8")
        .startswith(('{% extends "base_member', '{% extends "base_talk'))
    )
    request.actor = SimpleNamespace(
        kind="member" if member else "candidate",
        name="Bram" if member else "Anna",
        role_label="voorzitter" if member else "",
        party=PARTY,
        session=None,
    )
    view = "screening:who_looked" if name.startswith("04") else ""
    request.resolver_match = SimpleNamespace(view_name=view)
    return request


def names() -> list[str]:
    return sorted(path.stem for path in PAGES.glob("[0-9]*.html"))


def render(name: str, **more) -> str:
    """One page of the gallery as HTML; `more` is added to its context."""
    template = ENGINE.from_string((PAGES / f"{name}.html").read_text(encoding="utf-8"))
    return template.render({**context_for(name), **more}, request_for(name))
