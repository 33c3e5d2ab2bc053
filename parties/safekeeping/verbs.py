"""What the record can say: every verb with the words the candidate reads in the log.

The words complete a line that starts with time and role: "14.03, voorzitter: opende het dossier".
"""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "chain.ended": _("sloot dit logboek af"),
    "dossier.opened": _("opende het dossier"),
    "retention.executed": _("verwijderde gegevens omdat de bewaartermijn voorbij is"),
    "keys.destroyed": _("vernietigde de sleutel van gegevens"),
    "keys.rotated": _("verving de hoofdsleutel"),
    "backup.made": _("maakte een reservekopie"),
    "backup.restored": _("zette een reservekopie terug"),
    "mail.sent": _("verstuurde een bericht"),
    "mail.refused": _("kreeg een bericht terug van de mailserver"),
    "mail.cancelled": _("hield een bericht tegen"),
    "party.created": _("maakte de partij aan"),
    "party.changed": _("wijzigde de gegevens van de partij"),
    "party.left": _("beëindigde het gebruik"),
    "member.invited": _("nodigde iemand uit"),
    "member.joined": _("nam de uitnodiging aan"),
    "member.left": _("vertrok"),
    "member.signed_in": _("meldde zich aan"),
    "member.signed_out": _("meldde zich af"),
    "member.confidentiality_signed": _("tekende de geheimhoudingsverklaring"),
    "member.factor_reset_asked": _("vroeg om een nieuwe tweede stap bij het aanmelden"),
    "member.factor_reset": _("kreeg een nieuwe tweede stap bij het aanmelden"),
    "seat.granted": _("gaf iemand een plek"),
    "seat.changed": _("wijzigde een plek"),
    "seat.ended": _("beëindigde een plek"),
    "round.opened": _("opende een selectieronde"),
    "round.changed": _("wijzigde een selectieronde"),
    "round.closed": _("sloot een selectieronde"),
    "round.confirmed": _("bevestigde een document voor de ronde"),
    "procedure.published": _("maakte de werkwijze openbaar"),
    "breach.reported": _("meldde een datalek"),
    "breach.changed": _("werkte de melding van een datalek bij"),
    "breach.closed": _("sloot de melding van een datalek"),
}


def register_verbs(verbs: dict) -> None:
    """A floor above adds its own, in `AppConfig.ready()`. Raises ValueError when one exists already."""
    for verb, label in verbs.items():
        if VERBS.get(verb, label) is not label:
            raise ValueError(f"the verb {verb} exists already")
    VERBS.update(verbs)
