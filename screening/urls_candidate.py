"""The candidate's pages that look across: steps, who looked, help, withdraw, own data."""

from django.urls import path

from screening import candidate_pages as pages

urlpatterns = [
    path("k/stappen/", pages.tasks, name="tasks"),
    path("k/nakijken/", pages.hand_in, name="hand_in"),
    path("k/ingeleverd/", pages.handed_in, name="handed_in"),
    path("k/heropen/", pages.reopen, name="reopen"),
    path("k/stoppen/", pages.stop, name="stop"),
    path("k/wie-keek/", pages.who_looked, name="who_looked"),
    path("k/hulp/", pages.help_page, name="help"),
    path("k/trek-in/", pages.withdraw, name="withdraw"),
    path("k/alles/", pages.own_data, name="own_data"),
    path("k/alles.json", pages.own_data_json, name="own_data_json"),
]
