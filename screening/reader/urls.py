"""The borrowed reader: the chair's page, and the reader's own."""

from django.urls import path

from screening.reader import views

urlpatterns = [
    path("p/<str:party_code>/kandidaat/<str:code>/lezer/", views.reader, name="reader"),
    path("meelezen/in/<str:token>/", views.arrive, name="reader_arrive"),
    path("meelezen/", views.start, name="reader_start"),
    path("meelezen/code/sturen/", views.send_code, name="reader_send_code"),
    path("meelezen/code/", views.code, name="reader_code"),
    path("meelezen/punten/", views.points, name="reader_points"),
    path("meelezen/stop/", views.stop, name="reader_stop"),
]
