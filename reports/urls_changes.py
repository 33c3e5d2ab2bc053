"""Addresses about a change after signing."""

from django.urls import path

from reports.views import changes

urlpatterns = [
    path("k/wijziging/", changes.my_change, name="my_change"),
    path("p/<str:party_code>/kandidaat/<str:code>/wijzigingen/", changes.changes, name="changes"),
]
