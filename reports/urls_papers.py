"""Addresses of the papers: report, decision, declaration, files, agenda, seal check."""

from django.urls import path

from reports.views import papers_agenda as agenda
from reports.views import papers_appeal as appeal
from reports.views import papers_board as board
from reports.views import papers_declaration as declaration
from reports.views import papers_files as files
from reports.views import papers_publish as publishing
from reports.views import papers_refresh as refresh
from reports.views import papers_reply as reply
from reports.views import papers_report as report
from reports.views import papers_void as void

ONE = "p/<str:party_code>/kandidaat/<str:code>/"
urlpatterns = [
    path(ONE + "verslag/", report.report, name="report"),
    path(ONE + "verslag/schrijven/", report.report_edit, name="report_edit"),
    path(ONE + "verslag/sturen/", report.report_send, name="report_send"),
    path(ONE + "verslag/terughalen/", report.report_redraft, name="report_redraft"),
    path(ONE + "verslag/vaststellen/", report.report_adopt, name="report_adopt"),
    path(ONE + "verslag/verbeteren/", report.report_correct, name="report_correct"),
    path(ONE + "verslag/toch-niet/", report.report_drop, name="report_drop"),
    path("p/<str:party_code>/bestuur/", board.board_list, name="board_list"),
    path(ONE + "advies/", board.advice, name="advice"),
    path(ONE + "besluit/terugnemen/", publishing.decision_back, name="decision_back"),
    path("p/<str:party_code>/ronde/<str:code>/bekendmaken/", publishing.publish_page, name="publish"),
    path(ONE + "beroep/", appeal.appeal_page, name="appeal"),
    path(ONE + "verklaring/opnieuw/", board.declaration_again, name="declaration_again"),
    path(ONE + "verklaring/tekenen/", board.countersign_page, name="countersign"),
    path(ONE + "verklaring/vervallen/", void.void, name="void"),
    path(ONE + "verklaring/papier/", board.declaration_paper, name="declaration_paper"),
    path(ONE + "bestand/<slug:kind>/", files.download, name="download"),
    path(ONE + "bestand/verslag/<int:number>/", files.download_version, name="download_version"),
    path("p/<str:party_code>/agenda/", agenda.agenda, name="agenda"),
    path("p/<str:party_code>/agenda/kalender/", refresh.agenda_ics, name="agenda_ics"),
    path(ONE + "agenda/nalopen/", refresh.refresh, name="refresh"),
    path(ONE + "agenda/pdf/", refresh.agenda_pdf, name="agenda_pdf"),
    path("k/verslag/", reply.my_report, name="my_report"),
    path("k/verslag/reactie/<int:number>/", reply.my_reply, name="my_reply"),
    path("k/verslag/klaar/", reply.my_reply_done, name="my_reply_done"),
    path("k/verslag/geen-reactie/", reply.my_reply_waive, name="my_reply_waive"),
    path("k/besluit/", reply.my_decision, name="my_decision"),
    path("k/beroep/", appeal.my_appeal, name="my_appeal"),
    path("k/verklaring/", declaration.my_declaration, name="my_declaration"),
    path("k/verklaring/lezen/", declaration.my_declaration_text, name="my_declaration_text"),
    path("k/verklaring/papier/", declaration.my_declaration_print, name="my_declaration_print"),
    path("k/verklaring/pdf/", declaration.my_declaration_pdf, name="my_declaration_pdf"),
    path("k/verklaring/onderteken/", declaration.sign, name="sign"),
    path("k/verklaring/code/", declaration.new_code, name="sign_code"),
    path("k/verklaring/niet/", declaration.decline, name="decline"),
    path("k/verklaring/intrekken/", declaration.unsign, name="unsign"),
    path("k/bewijs/", declaration.my_receipt, name="my_receipt"),
    path("k/bestand/<slug:kind>/", files.my_download, name="my_download"),
    path("k/bestand/verslag/<int:number>/", files.my_download_version, name="my_download_version"),
    path("k/agenda/", agenda.my_agenda, name="my_agenda"),
    path("k/agenda/nalopen/", refresh.my_refresh, name="my_refresh"),
    path("k/agenda/kalender/", refresh.my_agenda_ics, name="my_agenda_ics"),
    path("k/agenda/pdf/", refresh.my_agenda_pdf, name="my_agenda_pdf"),
    path("controle/", files.verify, name="verify"),
]
