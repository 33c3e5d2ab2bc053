"""Addresses about a change after signing."""

from django.urls import path

from reports.views import changes

urlpatterns = [
    path("k/wijziging/", changes.my_change, name="my_change"),
    path("k/wijziging/bijlage/", changes.my_annex, name="my_annex"),
    path("k/wijziging/over/<str:item>/", changes.my_change_about, name="my_change_about"),
    path("p/<str:party_code>/kandidaat/<str:code>/wijzigingen/bijlage/", changes.annex, name="annex"),
    path("p/<str:party_code>/kandidaat/<str:code>/wijzigingen/", changes.changes, name="changes"),
]
