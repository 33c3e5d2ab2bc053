"""Forms of the pages around the instruments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.forms import CrispyForm
from instruments.texts import Text

REASON = 300
KINDS = {
    "yesno": _("Een vraag met ja of nee"),
    "text": _("Een open vraag"),
    "scale": _("Een zin om over na te denken, in vier stappen"),
    "talk": _("Een vraag voor het gesprek"),
    "clause": _("Een zin in de verklaring"),
}


class ReasonForm(CrispyForm):
    reason = forms.CharField(
        label=_("Waarom?"), max_length=REASON, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kandidaten kunnen dit lezen op de openbare bladzijde."),
        error_messages={"required": _("Schrijf op waarom. Eén zin is genoeg.")},
    )  # fmt: skip


class UseEditionForm(ReasonForm):
    edition = forms.CharField(widget=forms.HiddenInput, max_length=20)  # a mark of what was shown

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "De reden staat bij “Gelijk behandeld?”, zodat iedereen weet waarom niet allen hetzelfde kregen."
        )


class OwnItemForm(CrispyForm):
    """A question or clause of the party's own; English is optional (decision 24)."""

    kind = forms.ChoiceField(label=_("Wat voeg je toe?"), widget=forms.RadioSelect)
    section = forms.ChoiceField(label=_("In welk hoofdstuk?"))
    text_nl = forms.CharField(label=_("De tekst"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
                              help_text=_("Korte zin, gewone woorden. Spreek de kandidaat aan met je."),
                              error_messages={"required": _("Schrijf de vraag of de zin.")})  # fmt: skip
    purpose_nl = forms.CharField(label=_("Waarom vragen jullie dit?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
                                 help_text=_("Wat heeft de kandidaat eraan? Dit staat bij de vraag en op de openbare bladzijde."),
                                 error_messages={"required": _("Een vraag zonder doel mogen jullie niet stellen. Schrijf het doel op.")})  # fmt: skip
    text_en = forms.CharField(
        label=_("De tekst in het Engels"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    purpose_en = forms.CharField(
        label=_("Waarom, in het Engels"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    anyway = forms.BooleanField(
        label=_("Ik heb de waarschuwing gelezen en wil deze zin toch"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, kinds, sections, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, KINDS[kind]) for kind in kinds]
        self.fields["section"].choices = sections
        if len(kinds) == 1:
            self.fields["kind"].widget, self.fields["kind"].initial = forms.HiddenInput(), kinds[0]
        if kinds == ["clause"]:
            self.fields["purpose_nl"].label = _("Wat betekent deze zin?")
            self.fields["purpose_en"].label = _("Wat betekent deze zin, in het Engels")

    @property
    def text(self) -> Text:
        return Text(nl=self.cleaned_data["text_nl"], en=self.cleaned_data["text_en"] or None)

    @property
    def purpose(self) -> Text:
        return Text(nl=self.cleaned_data["purpose_nl"], en=self.cleaned_data["purpose_en"] or None)

    def ask_to_keep(self) -> None:
        """Show the box that says: read the warning, and want it all the same."""
        self.fields["anyway"].widget = forms.CheckboxInput()
