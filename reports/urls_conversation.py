"""Pages of the conversation: dossier, interview, topics, findings, sources; and the candidate's side of them."""

from django.urls import path

from reports.views import conversation_candidate as mine
from reports.views import conversation_checks as checks
from reports.views import conversation_dossier as dossier
from reports.views import conversation_findings as findings
from reports.views import conversation_interviews as interviews
from reports.views import conversation_prepare as prepare
from reports.views import conversation_talk as talk
from reports.views import my_references as referees

P = "p/<str:party_code>/kandidaat/<str:code>/"

urlpatterns = [
    path("p/<str:party_code>/gesprekken/", interviews.interviews, name="interviews"),
    path(P, dossier.dossier, name="dossier"),
    path(P + "in-behandeling/", dossier.take, name="take_up"),
    path(P + "aanvulling/", dossier.addition, name="ask_addition"),
    path(P + "gesprek/plannen/", interviews.plan, name="plan"),
    path(P + "gesprek/gevoerd/", interviews.record, name="record"),
    path(P + "gesprek/", talk.talk, name="talk"),
    path(P + "gespreksblad/", talk.talk_sheet, name="talk_sheet"),
    path(P + "vaste-vragen/", prepare.guide, name="guide"),
    path(P + "voorbereiden/", prepare.prepare, name="prepare"),
    path(P + "voorbereiden/klaar/", prepare.hand_in, name="hand_in_notes"),
    path(P + "voorbereiden/onderwerp/", prepare.new_topic, name="add_topic"),
    path(P + "voorbereiden/<str:topic_code>/", prepare.prepare, name="topic"),
    path(P + "voorbereiden/<str:topic_code>/notitie/", prepare.note, name="note"),
    path(P + "voorbereiden/<str:topic_code>/weg/", prepare.leave_out, name="drop_topic"),
    path(P + "aandachtspunten/", findings.findings, name="findings"),
    path(P + "aandachtspunten/nieuw/", findings.new_finding, name="finding_new"),
    path(P + "aandachtspunten/<int:number>/", findings.finding, name="finding"),
    path(P + "aandachtspunten/<int:number>/tweede/", findings.second, name="second_finding"),
    path(P + "aandachtspunten/<int:number>/vervalt/", findings.drop, name="drop_finding"),
    path(P + "aandachtspunten/<int:number>/brief/", findings.letter, name="finding_letter"),
    path(P + "aandachtspunten/<int:number>/afspraak/", findings.measure, name="measure"),
    path(P + "aandachtspunten/<int:number>/afspraak/<int:place>/weg/", findings.unmeasure, name="remove_measure"),
    path(P + "bronnen/", checks.checks, name="checks"),
    path(P + "bronnen/vog/", checks.vog, name="vog"),
    path(P + "bronnen/referent/", checks.new_reference, name="reference_new"),
    path(P + "bronnen/referent/<int:place>/", checks.reference, name="reference"),
    path(P + "bronnen/signalen/", checks.signals, name="signals"),
    path(P + "bronnen/signalen/<int:number>/", checks.signal, name="signal"),
    path(P + "bronnen/<str:item>/", checks.check, name="check"),
    path("k/gesprek/", mine.my_interview, name="my_interview"),
    path("k/gesprek.ics", mine.my_interview_ics, name="my_interview_ics"),
    path("k/gesprek/kan-niet/", mine.my_cannot, name="my_cannot"),
    path("k/gesprek/onderwerp/", mine.my_topic, name="my_topic"),
    path("k/neem-mee/", mine.take_sentence, name="take_along"),
    path("k/kies-kaart/", mine.pick_card, name="choose_card"),
    path("k/referenties/", referees.my_references, name="my_references"),
    path("k/referenties/<int:place>/weg/", referees.my_reference_drop, name="my_reference_drop"),
    path("k/aandachtspunten/", mine.my_findings, name="my_findings"),
    path("k/aandachtspunten/<int:number>/", mine.my_finding, name="my_finding"),
]
