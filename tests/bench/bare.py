"""The yardstick: what a bare Django does, with its default middlewares and nothing of ours (performance.md)."""

from django import forms
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from django.utils import timezone
from django.utils.crypto import get_random_string

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
LIST = "<table>{% for one in rows %}<tr><td>{{ one.session_key }}</td><td>{{ one.expire_date }}</td></tr>{% endfor %}</table>"
FORM = "<form method=post>{% csrf_token %}{{ form.as_p }}<button>Save</button></form>"


class Sixty(forms.Form):
    """Sixty plain fields, as a long questionnaire has."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in range(60):
            self.fields[f"field_{number}"] = forms.CharField(label=f"Question {number}", widget=forms.Textarea)


def _page(source: str, context: dict, request) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(source).render(context, request))


def insert(request):
    """One durable row."""
    Session.objects.create(session_key=get_random_string(32), session_data="x" * 200, expire_date=timezone.now())
    return HttpResponse("saved")


def select(request):
    return HttpResponse(Session.objects.order_by("expire_date").first().session_key)


def sixty(request):
    return _page(FORM, {"form": Sixty()}, request)


def fifty(request):
    """A list of fifty of ten thousand rows."""
    return _page(LIST, {"rows": Session.objects.order_by("-expire_date")[:50]}, request)


urlpatterns = [path("insert/", insert), path("select/", select), path("sixty/", sixty), path("fifty/", fifty)]
