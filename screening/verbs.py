"""What this floor adds to the record's words."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "sheet.asked_again": _("vroeg je een lijst opnieuw na een verbetering"),
    "people.imported": _("nodigde mensen uit van een lijst"),
    "calendar.made": _("maakte een adres voor de eigen agenda"),
    "calendar.stopped": _("stopte de koppeling met de eigen agenda"),
    "numbers.told": _("zette de aantallen van de ronde bij de werkwijze"),
    "reminder.sent": _("stuurde je een herinnering"),
    "reader.invited": _("vroeg een lezer van buiten, met jouw toestemming"),
    "reader.ended": _("beëindigde het meelezen van buiten"),
    "reader.entered": _("kwam binnen om mee te lezen"),
    "list.placed": _("schreef je plaats op de lijst op"),
    "list.elected": _("schreef op of je gekozen bent"),
    "list.exported": _("maakte het bestand voor de kandidatenlijst"),
}
