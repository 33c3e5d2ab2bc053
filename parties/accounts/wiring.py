"""What accounts ask of the rest, connected once from `PartiesConfig.ready()`."""

from django.utils.translation import gettext_lazy as _

from parties.accounts import mails, resets
from parties.safekeeping.verbs import register_verbs

VERBS = {
    "member.invitation_revoked": _("trok een uitnodiging in"),
    "member.factor_reset_confirmed": _("bevestigde een nieuwe tweede stap bij het aanmelden"),
    "member.factor_reset_stopped": _("hield een nieuwe tweede stap bij het aanmelden tegen"),
}


def connect() -> None:
    register_verbs(VERBS)
    mails.register_mails()
    resets.register_sweeps()
