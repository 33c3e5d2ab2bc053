"""What this floor adds to the record's words."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "sheet.asked_again": _("vroeg je een lijst opnieuw na een verbetering"),
    "paper.chosen": _("zette het invullen op papier"),
    "paper.left": _("zette het invullen weer op telefoon of computer"),
    "paper.handed_in": _("leverde de papieren lijsten namens je in"),
}
