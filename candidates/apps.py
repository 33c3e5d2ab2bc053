from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "candidates"

    def ready(self):
        from candidates.mails import register_mails
        from candidates.retention import register_retention
        from candidates.rights import brake
        from candidates.verbs import VERBS
        from candidates.workflow import register_brake
        from parties.safekeeping.verbs import register_verbs

        register_brake(brake)
        register_mails()
        register_retention()
        register_verbs(VERBS)
