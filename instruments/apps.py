from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "instruments"

    def ready(self):
        from instruments.verbs import VERBS
        from parties.safekeeping.verbs import register_verbs

        register_verbs(VERBS)
