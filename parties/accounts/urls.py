"""Taking a place, and the second step. Everything else about signing in is allauth's."""

from django.urls import path

from parties.accounts import views

app_name = "accounts"
urlpatterns = [
    path("uitnodiging/<str:token>/", views.invitation_link, name="invitation_link"),
    path("uitnodiging/", views.invitation, name="invitation"),
    path("beheerder/<str:token>/", views.operator_link, name="operator_link"),
    path("beheerder/", views.operator, name="operator"),
    path("tweede-stap/", views.second_factor, name="second_factor"),
    path("tweede-stap/kwijt/", views.lost_factor, name="lost_factor"),
    path("tweede-stap/herstel/", views.resets, name="resets"),
]
