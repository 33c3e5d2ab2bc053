"""Where the link goes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.forms import CrispyForm


class ReaderForm(CrispyForm):
    email = forms.EmailField(label=_("E-mailadres van de lezer"), max_length=254)
