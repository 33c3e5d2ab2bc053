"""Pages of floor 2: the candidate's own, and the tie question for members."""

from django.urls import path

from candidates.views import consents, entrance, preparing, sheets, ties

app_name = "candidates"
urlpatterns = [
    path("k/in/<str:token>/", entrance.arrive, name="arrive"),
    path("k/", entrance.start, name="start"),
    path("k/stuur-code/", entrance.send_code, name="send_code"),
    path("k/code/", entrance.code, name="code"),
    path("k/stop/", entrance.stop, name="stop"),
    path("k/langer/", entrance.extend, name="extend"),
    path("k/werkwijze/", preparing.notice, name="notice"),
    path("k/commissie/", preparing.ties, name="ties"),
    path("k/mijn-gegevens/", preparing.application, name="application"),
    path("k/lijst/<slug:slug>/", sheets.sheet, name="sheet"),
    path("k/lijst/<slug:slug>/nakijken/", sheets.check, name="check"),
    path("k/lijst/<slug:slug>/<str:item>/", sheets.question, name="question"),
    path("k/lijst/<slug:slug>/<str:item>/bewaar/", sheets.autosave, name="autosave"),
    path("k/toestemmingen/", consents.consents, name="consents"),
    path("k/toestemmingen/<str:consent_code>/", consents.consent, name="consent"),
    path("k/wis-zelfassessment/", sheets.forget_private, name="forget_private"),
    path("p/<str:party_code>/kandidaat/<str:code>/band/", ties.tie, name="tie"),
]
