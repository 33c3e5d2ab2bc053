from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "screening"

    def ready(self):
        from candidates.consents import register_condition
        from parties.admin import register_counts
        from parties.outbox.worker import register_daily
        from parties.safekeeping.verbs import register_verbs
        from reports.erasure import mark_seals, register_erasure
        from screening import lifecycle, reminders
        from screening.counts import COUNTS
        from screening.reader.access import PURPOSE, eyes_missing
        from screening.reader.mails import register_mails
        from screening.rights.alerts import alert
        from screening.verbs import VERBS

        register_verbs(VERBS)
        register_mails()
        reminders.register_mails()
        register_condition(PURPOSE, eyes_missing)
        register_erasure()
        register_daily("dates", lifecycle.set_dates)
        register_daily("notices", lifecycle.send_notices)
        register_daily("requests", alert)
        register_daily("reminders", reminders.send_reminders)
        register_daily("seals", mark_seals)
        register_daily("erasure", lifecycle.erase)
        register_daily("heads", lifecycle.send_heads)
        for label, count in COUNTS:
            register_counts(label, count)
