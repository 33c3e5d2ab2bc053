"""Wrap every data key under the newest master key."""

from django.core.management.base import BaseCommand, CommandError

from parties.safekeeping.crypto import SealBroken
from parties.safekeeping.keyring import master_keys
from parties.safekeeping.rotation import rotate


class Command(BaseCommand):
    help = "Wrap every data key under the first of MASTER_KEYS. Put the new key in front and keep the old one until this is done."

    def handle(self, *args, **options):
        try:
            counts = rotate()
        except SealBroken as error:
            raise CommandError(
                f"{error}. Put the old key back at the end of MASTER_KEYS and run this again."
            ) from error
        for name, count in counts.items():
            self.stdout.write(f"{name}: {count} renewed")
        if len(master_keys()) > 1:
            self.stdout.write("Nothing needs the other master keys any more: make a backup, then take them away.")
