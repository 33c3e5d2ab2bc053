"""Django's makemessages, which also sees the short names under which a module keeps a second gettext.

`_` is often the lazy one; what must be said at once is then `_g`, `_l` or `_now`. Without these names here
such strings never reach the catalogue.
"""

from django.core.management.commands import makemessages

ALIASES = ("_g", "_l", "_now")


class Command(makemessages.Command):
    xgettext_options = [*makemessages.Command.xgettext_options, *(f"--keyword={alias}" for alias in ALIASES)]
