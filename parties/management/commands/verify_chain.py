"""Check the record of every party, and write or compare the heads that leave the machine."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from parties.safekeeping.heads import compare, verify_everything, write_heads


class Command(BaseCommand):
    help = "Check every chain of the record. Ends with an error that names each row that does not hold."

    def add_arguments(self, parser):
        parser.add_argument("--heads", metavar="FILE", help="write the heads of all chains here ('-' for the screen)")
        parser.add_argument("--against", metavar="FILE", help="compare with heads written earlier")

    def handle(self, *args, **options):
        broken = [
            f"party {party.pk}: {self._name(one)}" for party, found in verify_everything().items() for one in found
        ]
        if options["against"]:
            lines = Path(options["against"]).read_text(encoding="utf-8").splitlines()
            broken += [
                f"party {party}: {self._name(one)} since the heads were written" for party, one in compare(lines)
            ]
        for line in broken:
            self.stderr.write(line)
        if broken:
            raise CommandError(f"{len(broken)} places in the record do not hold.")
        if options["heads"]:
            self._write(options["heads"])
        self.stdout.write("The record holds.")

    def _name(self, one) -> str:
        return f"chain {one.chain}, row {one.seq}: {one.what}"

    def _write(self, where: str) -> None:
        if where == "-":
            write_heads(sys.stdout)
            return
        with Path(where).open("w", encoding="utf-8") as stream:
            write_heads(stream)
