"""The worker: mail, sealed papers, sweeps, and the daily round."""

from django.core.management.base import BaseCommand

from parties.outbox.worker import work_loop


class Command(BaseCommand):
    help = "Send mail, make papers and do the daily round until asked to stop."

    def handle(self, *args, **options):
        work_loop()
