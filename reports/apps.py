from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        from parties.safekeeping.verbs import register_verbs
        from reports.mails import register_mails
        from reports.verbs import VERBS

        register_verbs(VERBS)
        register_mails()
