"""The committee's pages that look across: what to do now, the round, people, outgoing mail."""

from django.urls import path

from screening import entry
from screening.committee import elected, feed_views, list_views, numbers_views, people, views
from screening.committee.importing import views as importing

urlpatterns = [
    path("", entry.landing, name="landing"),
    path("p/<str:party_code>/", views.home, name="home"),
    path("p/<str:party_code>/rondes/", views.rounds, name="rounds"),
    path("p/<str:party_code>/ronde/<str:code>/", views.board, name="board"),
    path("p/<str:party_code>/ronde/<str:code>/nodig-uit/", people.invite_person, name="invite"),
    path("p/<str:party_code>/ronde/<str:code>/nodig-uit/lijst/", importing.choose_list, name="import"),
    path("p/<str:party_code>/ronde/<str:code>/nodig-uit/lijst/samen/", importing.invite_list, name="import_invite"),
    path(
        "p/<str:party_code>/ronde/<str:code>/nodig-uit/voorbeeld.<str:kind>", importing.example, name="import_example"
    ),
    path("p/<str:party_code>/ronde/<str:code>/aantallen/", numbers_views.numbers, name="numbers"),
    path("p/<str:party_code>/ronde/<str:code>/lijst/gekozen/", elected.elected, name="elected"),
    path("p/<str:party_code>/ronde/<str:code>/lijst/", list_views.candidate_list, name="list"),
    path("p/<str:party_code>/ronde/<str:code>/lijst/bestand.<str:kind>", list_views.list_export, name="list_export"),
    path("p/<str:party_code>/kandidaat/<str:code>/uitnodiging/", people.person, name="person"),
    path("p/<str:party_code>/kandidaat/<str:code>/uitnodiging/opnieuw/", people.resend_link, name="resend"),
    path("p/<str:party_code>/kandidaat/<str:code>/uitnodiging/intrekken/", people.revoke_link, name="revoke"),
    path("p/<str:party_code>/kandidaat/<str:code>/uitnodiging/brief/", people.letter, name="letter"),
    path("p/<str:party_code>/geheimhouding/", views.confidentiality, name="confidentiality"),
    path("p/<str:party_code>/eigen-agenda/", feed_views.feed, name="feed"),
    path("kalender/<str:token>.ics", feed_views.calendar, name="calendar"),
    path("p/<str:party_code>/banden/", views.ties, name="ties"),
    path("p/<str:party_code>/post/", views.post, name="post"),
    path("p/<str:party_code>/post/<str:mail>/terug/", views.take_back, name="take_back"),
]
