"""Privacy rights: consents, requests, registers, holds."""

from django.urls import path

from screening.rights import consents

PERSON = "p/<str:party_code>/kandidaat/<str:code>/"

urlpatterns = [
    path(PERSON + "toestemmingen/", consents.consents, name="consents"),
]
