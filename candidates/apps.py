from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "candidates"

    def ready(self):
        from candidates.mails import register_mails
        from candidates.retention import register_retention
        from candidates.verbs import VERBS
        from parties.safekeeping.verbs import register_verbs

        register_mails()
        register_retention()
        register_verbs(VERBS)
