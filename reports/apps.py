from datetime import timedelta

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        from candidates.consents import register_condition
        from candidates.models import RightsCase
        from candidates.rights import register_effect
        from parties.outbox.worker import register_daily, register_sweep
        from parties.safekeeping.verbs import register_verbs
        from reports.keeping import after_the_decision
        from reports.mails import register_mails
        from reports.papers.documents import make_due_documents
        from reports.papers.refreshing import ask_refreshes
        from reports.papers.replies import close_lapsed_today
        from reports.rights import correct_finding
        from reports.verbs import VERBS

        register_verbs(VERBS)
        register_mails()
        register_effect(RightsCase.Kind.CORRECTION, correct_finding)
        register_condition("longer_keeping", after_the_decision)
        register_sweep("documents", make_due_documents, every=timedelta(seconds=5))
        register_daily("reply terms", close_lapsed_today)
        register_daily("agenda refresh", ask_refreshes)
