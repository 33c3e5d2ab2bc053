"""``manage.py verify_pdf FILE``: what the public page "is dit echt?" does, on the command line."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from reports.verify import LARGEST, Verdict, verify_pdf


class Command(BaseCommand):
    help = "Check the seal of a PDF against the register. Exit code 0 only when it is genuine and unchanged."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        from reports.papers.documents import known_in_register

        try:
            with file.open("rb") as stream:
                data = stream.read(LARGEST + 1)
        except OSError as error:
            raise CommandError(_("Het bestand is niet te lezen: %(why)s") % {"why": error.strerror}) from error
        verdict = verify_pdf(data, known=known_in_register)
        for line in report_lines(verdict):
            self.stdout.write(line)
        if not verdict.genuine:
            sys.exit(1)


def report_lines(verdict: Verdict) -> list[str]:
    """Say what was found, one fact a line; the code comes first so that a script can read it."""
    facts = [
        ("", f"{verdict.code}: {verdict.sentence}"),
        (_("Veranderd"), ", ".join(verdict.changed)),
        (_("Verzegeld door"), verdict.signer),
        (_("Verzegeld op"), _moment(verdict.sealed_at)),
        (_("Tijdstempel"), _moment(verdict.timestamped_at)),
        (_("Niveau"), f"PAdES {verdict.level}" if verdict.level else ""),
        (_("Certificaat (SHA-256)"), verdict.certificate_fingerprint),
        (_("Kenmerk van het bestand (SHA-256)"), verdict.file_digest),
    ]
    return [f"{label}: {value}" if label else value for label, value in facts if value]


def _moment(at) -> str:
    return at.isoformat(timespec="seconds") if at else ""
