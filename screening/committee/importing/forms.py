"""Choosing the file, and saying yes to what it holds."""

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.forms import CrispyForm


class ListForm(CrispyForm):
    """One list, read in memory and never kept (decision 5)."""

    file = forms.FileField(
        label=_("De lijst"), help_text=_("Een bestand van Excel (.xlsx) of een .csv-bestand, hoogstens 10 MB. We lezen het en bewaren het niet."),
        allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={"required": _("Kies het bestand met de lijst.")},
    )  # fmt: skip


class TogetherForm(CrispyForm):
    """The same promise as for one invitation, and the question behind every warning."""

    kept = forms.CharField(widget=forms.HiddenInput, max_length=1_000_000)
    told = forms.BooleanField(
        label=_("Ik heb het iedereen op deze lijst eerst zelf verteld"),
        help_text=_("Een mail uit het niets schrikt af. Bel of spreek eerst even met elkaar."),
        error_messages={"required": _("Vertel het eerst zelf. Zet daarna hier een vinkje.")},
    )
    sure = forms.BooleanField(
        label=_("Ik keek de vragen hierboven na: het zijn verschillende mensen"), required=False,
        error_messages={"required": _("Kijk eerst de vragen na. Zet daarna hier een vinkje.")},
    )  # fmt: skip

    def __init__(self, *args, doubts: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if doubts:
            self.fields["sure"].required = True
        else:
            del self.fields["sure"]
