"""The few addresses the bases name, so that the look is tested without the floors above it."""

from django.http import HttpResponse
from django.urls import include, path


def nothing(request):
    return HttpResponse("")


bar = (
    [
        path("stop/", nothing, name="stop"),
        path("wie/", nothing, name="who_looked"),
        path("hulp/", nothing, name="help"),
        path("rechten/", nothing, name="rights"),
        path("oefenen/", nothing, name="rehearsal"),
    ],
    "screening",
)
urlpatterns = [
    path("", nothing, name="root"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/", include("parties.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("k/", include(bar, namespace="screening")),
]
