"""Forms of the committee's side of privacy rights."""

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from candidates.consents import PURPOSES
from candidates.forms import CrispyForm
from instruments.answers import looks_like_bsn
from reports.conversation_forms import day_field


class AskConsentForm(CrispyForm):
    """What to ask the candidate, for whom and why; the candidate reads all of it."""

    purpose = forms.ChoiceField(
        label=_("Waarvoor vraag je toestemming?"),
        widget=forms.RadioSelect,
        choices=lambda: [(slug, purpose.title) for slug, purpose in PURPOSES.items()],
        error_messages={"required": _("Kies waarvoor je toestemming vraagt.")},
    )
    recipient = forms.CharField(
        label=_("Voor wie is het?"), max_length=120, required=False, help_text=_("De naam van de lezer of het bureau.")
    )
    reason = forms.CharField(
        label=_("Waarom vraag je dit?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("De kandidaat leest dit. Bij een bureau: de ene vraag van de opdracht."),
    )  # fmt: skip
    licence = forms.CharField(label=_("Nummer van de vergunning"), max_length=30, required=False)
    agreed_on = day_field(_("Dag van de overeenkomst"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("recipient", "reason", "licence", "agreed_on"):
            self.fields[name].hide_optional = True

    def clean(self):
        for name in ("recipient", "reason"):
            if looks_like_bsn(self.cleaned_data.get(name) or ""):
                self.add_error(name, _g("Dit lijkt op een BSN. Haal het weg: dat nummer vragen we niet."))
        return self.cleaned_data
