from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "parties"

    def ready(self):
        from parties.accounts import wiring as accounts
        from parties.safekeeping import wiring

        accounts.connect()
        wiring.connect(self)
