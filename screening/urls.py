"""All addresses. Each floor brings its own; the house test reads them from here."""

from django.contrib import admin
from django.urls import include, path

from screening import pages_urls

urlpatterns = [
    path("", include(pages_urls)),
    path("", include("candidates.urls")),
    path("", include("reports.urls")),
    path("", include("parties.open_urls")),
    path("account/", include("parties.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]

handler400 = "parties.closed.bad_request"
handler403 = "parties.closed.forbidden"
handler404 = "parties.closed.not_found"
handler429 = "parties.closed.too_many"
handler500 = "parties.closed.server_error"
