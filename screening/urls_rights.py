"""Privacy rights: consents, requests, registers, holds."""

from django.urls import path

from screening.rights import cases, consents, mine

PERSON = "p/<str:party_code>/kandidaat/<str:code>/"

urlpatterns = [
    path(PERSON + "toestemmingen/", consents.consents, name="consents"),
    path("p/<str:party_code>/ronde/<str:code>/verzoeken/", cases.cases, name="rights_cases"),
    path(PERSON + "verzoek/", cases.on_paper, name="rights_paper"),
    path(PERSON + "verzoek/<str:case_code>/", cases.handle, name="rights_handle"),
    path(PERSON + "verzoek/<str:case_code>/gegevens/", cases.copy, name="rights_copy"),
    path("k/rechten/", mine.rights, name="rights"),
    path("k/rechten/vraag/", mine.ask, name="rights_ask"),
    path("k/rechten/<str:case_code>/", mine.case, name="rights_case"),
]
