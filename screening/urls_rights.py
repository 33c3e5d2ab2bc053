"""Privacy rights: consents, requests, registers, holds."""

from django.urls import path

from screening.rights import breaches, cases, consents, disclosures, holds, mine, register

PERSON = "p/<str:party_code>/kandidaat/<str:code>/"

urlpatterns = [
    path(PERSON + "toestemmingen/", consents.consents, name="consents"),
    path("p/<str:party_code>/ronde/<str:code>/verzoeken/", cases.cases, name="rights_cases"),
    path(PERSON + "verzoek/", cases.on_paper, name="rights_paper"),
    path(PERSON + "verzoek/<str:case_code>/", cases.handle, name="rights_handle"),
    path(PERSON + "verzoek/<str:case_code>/gegevens/", cases.copy, name="rights_copy"),
    path(PERSON + "wissen-wacht/", holds.hold, name="hold"),
    path("p/<str:party_code>/ronde/<str:code>/doorgegeven/", disclosures.disclosures, name="disclosures"),
    path("p/<str:party_code>/ronde/<str:code>/register/", register.party_register, name="register"),
    path("p/<str:party_code>/datalekken/", breaches.breaches, name="breaches"),
    path("p/<str:party_code>/datalekken/<str:breach_code>/", breaches.breach, name="breach"),
    path("beheer/register/", register.operator_register, name="operator_register"),
    path("k/rechten/", mine.rights, name="rights"),
    path("k/rechten/vraag/", mine.ask, name="rights_ask"),
    path("k/rechten/<str:case_code>/", mine.case, name="rights_case"),
]
