"""Put a backup back, and erase again what was erased since it was made."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from parties.safekeeping.backup import BackupFailed, restore


class Command(BaseCommand):
    help = "Put a data file back with the newest key file, into a database without parties."
    requires_system_checks = []  # the guards come with the data

    def add_arguments(self, parser):
        parser.add_argument("data", type=Path)
        parser.add_argument("keys", type=Path)

    def handle(self, *args, data, keys, **options):
        try:
            count = restore(data, keys)
        except (BackupFailed, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Put back. Erased again: {count} rows. Run `manage.py daily` and `manage.py verify_chain`.")
