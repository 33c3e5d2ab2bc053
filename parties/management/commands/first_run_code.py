"""Print the link with which the first operator of a new installation makes an account."""

from django.core.management.base import BaseCommand

from parties import terms
from parties.accounts.operators import operator_link, operators


class Command(BaseCommand):
    help = "Print the link for the first operator; when there is one, say how to invite another."

    def handle(self, *args, **options):
        if operators().exists():
            self.stdout.write("There is an operator already; another one: manage.py invite_operator <e-mail address>")
            return
        minutes = int(terms.FIRST_RUN_LINK.total_seconds() // 60)
        self.stdout.write(f"Open this link within {minutes} minutes to become the operator:")
        self.stdout.write(operator_link(lasts=terms.FIRST_RUN_LINK))
