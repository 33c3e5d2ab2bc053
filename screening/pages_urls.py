"""Pages that look across the floors."""

from screening.reader.urls import urlpatterns as reader
from screening.urls_candidate import urlpatterns as candidate
from screening.urls_committee import urlpatterns as committee
from screening.urls_instruments import urlpatterns as instruments
from screening.urls_rehearsal import urlpatterns as rehearsal
from screening.urls_rights import urlpatterns as rights
from screening.urls_setup import urlpatterns as setup

app_name = "screening"
urlpatterns = [*committee, *setup, *candidate, *instruments, *rehearsal, *rights, *reader]
