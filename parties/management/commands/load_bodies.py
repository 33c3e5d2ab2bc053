"""Load public bodies and ordinary elections again, after the list or the years in it grew."""

from django.core.management.base import BaseCommand

from parties.places import load_bodies, load_elections


class Command(BaseCommand):
    help = "Add public bodies and ordinary elections that are not there yet."

    def handle(self, **options):
        self.stdout.write(f"{load_bodies()} bodies and {load_elections()} elections added")
