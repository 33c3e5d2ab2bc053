"""What this floor adds to the record's words."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "edition.tailored": _("paste een onderdeel aan"),
    "edition.chosen": _("koos een andere uitgave van een onderdeel"),
}
