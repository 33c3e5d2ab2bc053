"""Every page of the candidate, and the main pages of the committee: who can open it, and what a hand does there.

The list of the candidate is held against the URL table by tests/house/test_pages.py: a new page that nobody visits in
the long test of accessibility and width fails there.
"""

LIST = "/k/lijst/vragenlijst/"
# Who is how far (screening.rehearsal.journey.WAY), and what they can open there. After the address: what a hand does
# first. `empty` presses the button with nothing filled in, `open` opens every fold, `talk` chooses the conversation,
# `wrong` types a code that is not right. {consent} and {case} are filled in with codes.
CANDIDATES = {
    "Tjeerd": ("invited", ["/k/werkwijze/"]),
    "Wil": ("started", [
        "/k/stappen/", "/k/commissie/", "/k/mijn-gegevens/ empty", "/k/lijst/vuistregels/gelezen/ empty",
        "/k/lijst/vuistregels/nakijken/", "/k/lijst/zelfassessment/", "/k/lijst/zelfassessment/motivatie.a1/ empty", LIST,
        f"{LIST}beschikbaarheid.tijd/ empty", f"{LIST}financien.leningen/ talk", f"{LIST}financien.grond/ rows",
        f"{LIST}openbaar.uitingen/ empty", f"{LIST}nakijken/", "/k/nakijken/", "/k/stop/", "/k/wie-keek/", "/k/hulp/", "/k/trek-in/",
        "/k/alles/ open", "/k/wis-zelfassessment/", "/k/dilemmas/", "/k/dilemmas/kaart.09/ open", "/k/lees/vuistregels/",
        "/k/toestemmingen/", "/k/toestemmingen/{consent}/", "/k/rechten/", "/k/rechten/vraag/ empty", "/k/rechten/{case}/",
        "/k/referenties/",
    ]),
    "Piet": ("ready", ["/k/nakijken/"]),
    "Mirjam": ("submitted", ["/k/ingeleverd/", "/k/heropen/"]),
    "Anna": ("planned", ["/k/stappen/", "/k/gesprek/ open", "/k/gesprek/kan-niet/ empty", "/k/wie-keek/"]),
    "Joost": ("reply", [
        "/k/stappen/", "/k/verslag/", "/k/verslag/reactie/1/ empty", "/k/verslag/reactie/0/", "/k/aandachtspunten/",
        "/k/aandachtspunten/1/ empty",
    ]),
    "Hanna": ("nominated", [
        "/k/besluit/", "/k/verklaring/ empty", "/k/verklaring/lezen/", "/k/verklaring/papier/", "/k/verklaring/niet/",
    ]),
    "Kees": ("completed", [
        "/k/bewijs/ open", "/k/verslag/", "/k/verklaring/intrekken/", "/k/agenda/", "/k/wie-keek/", "/k/wijziging/ empty",
        "/k/wijziging/over/werk.conflict/ empty", "/k/agenda/nalopen/",
    ]),
    "Dirk": ("not_nominated", ["/k/besluit/", "/k/beroep/ empty", "/k/stappen/"]),
}  # fmt: skip
# Pages of the self-assessment ask for the key in this browser; the hand first answers one question there.
PRIVATE = ["/k/zelfassessment/einde/", "/k/zelfassessment/drie/", "/k/zelfassessment/eerst-praten/", "/k/zelfassessment/kopie/",
           "/k/zelfassessment/nu-niet/"]  # fmt: skip
# Reached by pressing, not by typing an address.
BY_HAND = {
    "candidates:arrive": "the link of the mail",
    "candidates:start": "where that link leads; who is in, is led on",
    "candidates:code": "after the button on the first page",
    "reports:sign": "after the name is typed",
}
# Addresses of the candidate that answer with no page of their own.
NO_PAGE = {
    "reports:my_agenda_ics": "a calendar file",
    "reports:my_agenda_pdf": "a PDF",
    "reports:my_annex": "a PDF",
    "reports:my_declaration_pdf": "a PDF",
    "reports:my_download": "a sealed PDF",
    "reports:my_download_version": "a sealed PDF",
    "reports:my_interview_ics": "a calendar file",
    "screening:card_draw": "leads on to a card",
    "screening:own_data_json": "JSON",
    "screening:own_sheet_pdf": "a PDF",
    "screening:stop": "leads on to candidates:stop",
}
# {round} and {name} are filled in with codes.
MEMBERS = {
    "Bram": [
        " menu", "ronde/{round}/?als=tabel", "ronde/{round}/?zoek=niemand", "ronde/{round}/nodig-uit/ empty", "gesprekken/",
        "post/", "banden/", "instellingen/", "mensen/", "kandidaat/{Tjeerd}/uitnodiging/", "kandidaat/{Mirjam}/gesprek/plannen/ empty",
        "kandidaat/{Joost}/verslag/", "kandidaat/{Joost}/verslag/terughalen/", "kandidaat/{Fatma}/verslag/vaststellen/",
        "opzet/{round}/", "opzet/{round}/partij/ empty", "opzet/{round}/orgaan/", "opzet/{round}/data/ empty", "opzet/{round}/mensen/ empty",
        "opzet/{round}/mensen/voorzitter/", "opzet/{round}/onderdelen/", "opzet/{round}/bewaren/", "opzet/{round}/werkwijze/",
        "ronde/{round}/nodig-uit/lijst/ empty", "ronde/{round}/lijst/", "ronde/{round}/gelijk/", "ronde/{round}/uitgaven/",
        "ronde/{round}/uitgaven/vragenlijst/aanpassen/", "ronde/{round}/papier/", "ronde/{round}/verzoeken/",
        "kandidaat/{Anna}/toestemmingen/", "kandidaat/{Anna}/lezer/", "ronde/{round}/aantallen/", "kandidaat/{Wil}/verzoek/ empty", "kandidaat/{Wil}/verzoek/{case}/",
        "kandidaat/{Wil}/papier/", "eigen-agenda/", "dilemmas/", "dilemmas/kaart.09/", "dilemmas/kaart.09/groot/",
        "kandidaat/{Kees}/wijzigingen/",
    ],
    "Carla": [
        "kandidaat/{Mirjam}/band/ empty", "kandidaat/{Anna}/", "kandidaat/{Anna}/voorbereiden/ open",
        "kandidaat/{Anna}/voorbereiden/onderwerp/ empty", "kandidaat/{Anna}/bronnen/referent/ empty", "kandidaat/{Anna}/bronnen/signalen/",
        "kandidaat/{Anna}/bronnen/signalen/1/", "geheimhouding/",
        "kandidaat/{Anna}/vaste-vragen/", "kandidaat/{Anna}/gesprek/", "kandidaat/{Anna}/gespreksblad/", "kandidaat/{Anna}/gesprek/gevoerd/",
        "kandidaat/{Anna}/aanvulling/ empty", "kandidaat/{Anna}/bronnen/", "kandidaat/{Ruben}/aandachtspunten/",
        "kandidaat/{Ruben}/aandachtspunten/nieuw/ empty", "kandidaat/{Ruben}/aandachtspunten/1/", "kandidaat/{Ruben}/aandachtspunten/1/afspraak/ empty",
        "kandidaat/{Ruben}/aandachtspunten/1/vervalt/", "kandidaat/{Ruben}/verslag/ press", "kandidaat/{Ruben}/verslag/sturen/",
    ],
    "Els": ["", "bestuur/", "kandidaat/{Ingrid}/advies/ empty", "kandidaat/{Jan}/verklaring/tekenen/ empty", "opzet/{round}/stukken/",
            "opzet/{round}/stukken/dpia/", "ronde/{round}/bekendmaken/"],
}  # fmt: skip
STANDING = {"Fatma": "replied", "Ruben": "interviewed", "Ingrid": "adopted", "Jan": "signed"}
PUBLIC = ["/account/login/ empty", "/account/tweede-stap/kwijt/ empty", "/controle/ empty", "/bestaat-niet/"]


def path_of(entry: str) -> str:
    """The address of an entry, with codes that need not exist."""
    return entry.partition(" ")[0].format(consent="geencode", case="geencode")


def candidate_paths() -> list[str]:
    return [path_of(entry) for _until, entries in CANDIDATES.values() for entry in entries] + PRIVATE
