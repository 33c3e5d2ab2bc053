"""The rehearsal's own pages; 404 outside the rehearsal."""

from django.urls import path

from screening.rehearsal import views as rehearsal

urlpatterns = [
    path("oefenen/", rehearsal.hub, name="rehearsal"),
    path("oefenen/word/", rehearsal.become, name="become"),
    path("oefenen/kandidaat/<str:code>/", rehearsal.become_candidate, name="become_candidate"),
    path("oefenen/opnieuw/", rehearsal.again, name="rehearse_again"),
    path("oefenen/als/<str:token>/", rehearsal.sign_in, name="rehearse_as"),
]
