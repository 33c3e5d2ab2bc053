"""The committee's pages that look across: what to do now, the round, people, outgoing mail."""

from django.urls import path

from screening import entry

urlpatterns = [
    path("", entry.landing, name="landing"),
]
