"""The daily round by hand: idempotent, and safe to start again after it broke off."""

from django.core.management.base import BaseCommand, CommandError

from parties.outbox.worker import daily_round_now


class Command(BaseCommand):
    help = "Do today's round now: lapsed terms, dates, notices, erasures, heads of the record."

    def handle(self, *args, **options):
        broken = daily_round_now()
        if broken:
            raise CommandError(f"Niet afgemaakt: {', '.join(broken)}. Start het opnieuw.")
        self.stdout.write("De ronde van vandaag is gedaan.")
