"""The content workshop in the terminal: every edition, what is missing, and how its readers see it."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from instruments.editions_diff import differences
from instruments.models import Edition
from instruments.tailoring import BODIES
from instruments.workshop import AUDIENCES, as_lines, reading_ease, sample_wording, shortcomings
from parties.scope import all_parties


class Command(BaseCommand):
    help = "Show every edition as candidate, committee and print see it, with everything that is missing."

    def add_arguments(self, parser):
        parser.add_argument("slug", nargs="?", help="one instrument; without it: a list of all editions")
        parser.add_argument("number", nargs="?", type=int, help="one edition; without it: the newest")
        parser.add_argument(
            "--as", dest="audience", choices=AUDIENCES, help="show the whole text as this reader sees it"
        )
        parser.add_argument("--language", default="nl", choices=["nl", "en", "pap"])
        parser.add_argument("--body", default="gemeente", choices=BODIES)
        parser.add_argument("--changes", action="store_true", help="what changed since the edition before")

    def handle(self, slug=None, number=None, **options):
        with all_parties("the content workshop lists editions, which hold no persons"), override("nl"):
            editions = list(Edition.objects.select_related("party", "based_on"))
            chosen = self._chosen(editions, slug, number)
            for edition in chosen:
                self._about(edition)
            if slug and options["audience"]:
                self._show(chosen[-1], options)
            if slug and options["changes"]:
                self._changes(chosen[-1], editions)

    def _chosen(self, editions, slug, number):
        if slug is None:
            return editions
        rows = [one for one in editions if one.slug == slug and (number is None or one.number == number)]
        if not rows:
            raise CommandError(f"Er is geen uitgave {slug} {number or ''}.")
        return rows if number else rows[-1:]

    def _about(self, edition):
        content = edition.parsed
        ease = ", ".join(f"{language} {value}" for language, value in reading_ease(content).items())
        state = "vast" if edition.released_at else "concept"
        missing = shortcomings(content)
        self.stdout.write(
            f"{edition.label}: {state}, {len(content.items())} punten, leesgemak {ease}, {len(missing)} opmerkingen"
        )
        for one in missing:
            self.stdout.write(f"  {'let op' if one.alarm else 'mist'} {one.where}: {one.what} {one.text[:100]}")

    def _show(self, edition, options):
        wording = sample_wording(options["language"], options["body"])
        for line in as_lines(edition.parsed, wording, options["audience"]):
            self.stdout.write(line)

    def _changes(self, edition, editions):
        before = [
            one
            for one in editions
            if one.slug == edition.slug and one.party_id == edition.party_id and one.number < edition.number
        ]
        if not before:
            self.stdout.write("Er is geen eerdere uitgave.")
            return
        for one in differences(before[-1].parsed, edition.parsed):
            self.stdout.write(f"{one.act_label}: {one.title} ({one.key})")
            for line in one.lines:
                self.stdout.write(f"    {line.label} {line.language}: {line.old} -> {line.new}")
