"""Pages around the nine instruments: cards, the end of an own list, reading again, paper, editions, the workshop."""

from django.urls import path

from screening.instruments import cards, editions, leaflets, own_list, workshop
from screening.instruments import paper_answers as answers

PARTY = "p/<str:party_code>/"
ROUND = f"{PARTY}ronde/<str:code>/"
PAPER = f"{PARTY}kandidaat/<str:code>/papier/"
EDITION = "admin/werkplaats/<slug:slug>/<int:number>/"
OWN_EDITION = "admin/werkplaats/van/<str:party>/<slug:slug>/<int:number>/"
TYPED = f"{PAPER}lijst/<slug:slug>/"

urlpatterns = [
    # The candidate: cards
    path("k/dilemmas/", cards.deck, name="cards"),
    path("k/dilemmas/trek/", cards.draw, name="card_draw"),
    path("k/dilemmas/<str:item>/", cards.card, name="card"),
    path("k/dilemmas/<str:item>/reactie/", cards.reaction, name="card_reaction"),
    # The candidate: reading again, and on paper
    path("k/lees/<slug:slug>/", leaflets.read, name="read"),
    path("k/lees/<slug:slug>/papier/", leaflets.own_sheet_pdf, name="own_sheet_pdf"),
    # The candidate: a list for oneself, and how it ends
    path("k/<slug:slug>/einde/", own_list.reflect, name="reflect"),
    path("k/<slug:slug>/drie/", own_list.three, name="three"),
    path("k/<slug:slug>/eerst-praten/", own_list.talk_first, name="talk_first"),
    path("k/<slug:slug>/nu-niet/", own_list.not_now, name="not_now"),
    path("k/<slug:slug>/kopie/", own_list.copy, name="own_copy"),
    # The committee and the group: cards
    path(f"{PARTY}dilemmas/", cards.party_deck, name="party_deck"),
    path(f"{PARTY}dilemmas/trek/", cards.party_draw, name="party_draw"),
    path(f"{PARTY}dilemmas/<str:item>/", cards.party_card, name="party_card"),
    path(f"{PARTY}dilemmas/<str:item>/groot/", cards.large_card, name="large_card"),
    # Editions, tailoring, treated alike
    path(f"{ROUND}uitgaven/", editions.editions, name="editions"),
    path(f"{ROUND}uitgaven/<slug:slug>/", editions.difference, name="difference"),
    path(f"{ROUND}uitgaven/<slug:slug>/meenemen/", editions.carry_over, name="carry_over"),
    path(f"{ROUND}uitgaven/<slug:slug>/aanpassen/", editions.tailor, name="tailor"),
    path(f"{ROUND}uitgaven/<slug:slug>/aanpassen/erbij/", editions.tailor_add, name="tailor_add"),
    path(f"{ROUND}uitgaven/<slug:slug>/aanpassen/terug/", editions.tailor_back, name="tailor_back"),
    path(f"{ROUND}uitgaven/<slug:slug>/aanpassen/<str:item>/weg/", editions.tailor_out, name="tailor_out"),
    path(f"{ROUND}gelijk/", editions.equal, name="equal"),
    path(f"{ROUND}gelijk/opnieuw/", editions.again, name="ask_again"),
    # Paper
    path(f"{ROUND}papier/", leaflets.paper, name="paper"),
    path(f"{ROUND}papier/<slug:slug>/", leaflets.sheet_pdf, name="sheet_pdf"),
    path(f"{PARTY}kandidaat/<str:code>/print/<slug:slug>/", leaflets.filled, name="filled"),
    path(f"{PARTY}kandidaat/<str:code>/print/<slug:slug>/pdf/", leaflets.filled_pdf, name="filled_pdf"),
    # Answers from paper
    path(PAPER, answers.on_paper, name="on_paper"),
    path(f"{PAPER}kanaal/", answers.channel, name="paper_channel"),
    path(f"{PAPER}eerste-blad/", answers.first_blank, name="first_blank"),
    path(f"{PAPER}gegevens/", answers.details, name="paper_details"),
    path(f"{PAPER}lever-in/", answers.submit, name="paper_submit"),
    path(TYPED, answers.type_list, name="type_list"),
    path(f"{TYPED}nakijken/", answers.check, name="paper_check"),
    path(f"{TYPED}<str:item>/", answers.question, name="paper_question"),
    # The operator's workshop; it stands before the admin's own addresses
    path("admin/werkplaats/", workshop.workshop, name="workshop"),
    path(f"{EDITION}", workshop.edition, name="workshop_edition"),
    path(f"{EDITION}print/", workshop.edition_pdf, name="workshop_pdf"),
    path(f"{OWN_EDITION}", workshop.edition, name="workshop_edition"),
    path(f"{OWN_EDITION}print/", workshop.edition_pdf, name="workshop_pdf"),
]
