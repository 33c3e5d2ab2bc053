"""Make a backup of two files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from parties.safekeeping.backup import KEY_FILE, BackupFailed, make_backup


class Command(BaseCommand):
    help = "Write a data file and the key file into a folder. Keep the two apart; docs/keys-and-backups.md says how."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *args, folder, **options):
        try:
            data = make_backup(folder, timezone.now())
        except (BackupFailed, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Data: {data}")
        self.stdout.write(f"Keys: {folder / KEY_FILE} (overwrites the file before it; keep no older one)")
