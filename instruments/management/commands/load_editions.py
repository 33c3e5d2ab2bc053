"""Load the content files as editions."""

from django.core.management.base import BaseCommand

from instruments.editions import load_all


class Command(BaseCommand):
    help = "Load the content files as editions; refuses a changed released edition."

    def handle(self, *args, **options):
        changed = [edition for edition, fresh in load_all() if fresh]
        for edition in changed:
            self.stdout.write(f"geladen: {edition.label}")
        if not changed:
            self.stdout.write("Alle uitgaven waren al geladen.")
