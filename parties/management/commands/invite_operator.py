"""Print a link that makes somebody operator, or gives an operator a new password and second step."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from parties import terms
from parties.accounts.operators import HoldsSeat, operator_link


class Command(BaseCommand):
    help = "Print a link, good for a day and once, with which an address becomes operator (or starts anew)."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *args, email, **options):
        try:
            validate_email(email)
            link = operator_link(email)
        except ValidationError as error:
            raise CommandError("This is not an e-mail address.") from error
        except HoldsSeat as error:
            raise CommandError("This address works for a party; an operator holds no seat.") from error
        hours = int(terms.OPERATOR_LINK.total_seconds() // 3600)
        self.stdout.write(f"Give this link to the operator. It works once, within {hours} hours:")
        self.stdout.write(link)
