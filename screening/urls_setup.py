"""The guided set-up, the party's settings, the papers of the board, and the public procedure page."""

from django.urls import path

from screening.procedure import views as public
from screening.setup.views import choices, details, handover, overview, papers, people, place

PARTY = "p/<str:party_code>/"
SETUP = f"{PARTY}opzet/"
ROUND = f"{SETUP}<str:code>/"
SEAT = f"{ROUND}plek/<str:member>/<str:role>/"
PAGE = "werkwijze/<slug:slug>/<int:year>/"

urlpatterns = [
    path(SETUP, overview.overview, name="setup"),
    # Before there is a round. Codes hold no vowels, so these words can never be one.
    path(f"{SETUP}partij/", details.party_details, name="setup_party"),
    path(f"{SETUP}orgaan/", place.choose_body, name="setup_body"),
    path(f"{SETUP}verkiezing/", place.open_or_move, name="setup_open"),
    path(ROUND, overview.round_overview, name="setup_round"),
    path(f"{ROUND}partij/", details.party_details, name="setup_party"),
    path(f"{ROUND}orgaan/", place.choose_body, name="setup_body"),
    path(f"{ROUND}verkiezing/", place.open_or_move, name="setup_open"),
    path(f"{ROUND}data/", place.dates, name="setup_election"),
    path(f"{ROUND}mensen/", people.committee, name="setup_committee"),
    path(f"{ROUND}mensen/plek/", people.give_seat, name="setup_give_seat"),
    path(f"{ROUND}mensen/voorzitter/", handover.handover, name="setup_handover"),
    path(f"{SEAT}weg/", people.take_seat, name="setup_take_seat"),
    path(f"{SEAT}strafrecht/", people.criminal, name="setup_criminal"),
    path(f"{ROUND}geheimhouding/", papers.secrecy, name="setup_secrecy"),
    path(f"{ROUND}onderdelen/", choices.instruments, name="setup_instruments"),
    path(f"{ROUND}bewaren/", choices.retention, name="setup_retention"),
    path(f"{ROUND}werkwijze/", papers.procedure, name="setup_procedure"),
    path(f"{ROUND}stukken/", papers.papers, name="confirm"),
    path(f"{ROUND}stukken/<str:what>/", papers.confirm, name="confirm"),
    path(f"{PARTY}instellingen/", overview.settings, name="party"),
    path(f"{PARTY}mensen/", people.members, name="members"),
    path(f"{PARTY}mensen/<str:member>/weg/", people.remove, name="member_remove"),
    path(f"{PARTY}uitnodiging/<str:invitation>/opnieuw/", people.invitation_again, name="invitation_again"),
    path(f"{PARTY}uitnodiging/<str:invitation>/intrekken/", people.invitation_back, name="invitation_back"),
    path(PAGE, public.procedure, name="procedure"),
    path(f"{PAGE}vragen/", public.questions, name="procedure_questions"),
    path(f"{PAGE}bewaren/", public.retention, name="procedure_retention"),
]
