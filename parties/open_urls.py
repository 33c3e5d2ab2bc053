"""Pages at the root of the site that need no account."""

from django.urls import path

from parties import open_pages
from parties.outbox.rehearsal import rehearsal_mail

urlpatterns = [
    path("robots.txt", open_pages.robots, name="robots"),
    path("favicon.ico", open_pages.icon),
    path(".well-known/security.txt", open_pages.security_txt, name="security_txt"),
    path("gezond/", open_pages.health, name="health"),
    path("oefenpost/", rehearsal_mail, name="rehearsal_mail"),
]
