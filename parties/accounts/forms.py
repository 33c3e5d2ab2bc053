"""Forms to take a place and to ask for a new second step."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from parties.models import User


class NewAccountForm(forms.Form):
    """Name and password. `email` is known from the invitation and never asked again."""

    name = forms.CharField(
        label=_("Je naam"),
        max_length=120,
        help_text=_("Zo noemen we je tegenover collega's."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Wachtwoord"),
        strip=False,
        max_length=200,
        help_text=_("Minstens 12 tekens. Drie losse woorden zijn goed te onthouden."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, email: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_name(self):
        name = self.cleaned_data["name"]
        if not name.isprintable():
            raise forms.ValidationError(_("Gebruik alleen letters en leestekens."))
        return name

    def clean(self):
        data = super().clean()
        if data.get("password"):
            about = User(email=data.get("email", self.email), name=data.get("name", ""))
            try:
                validate_password(data["password"], about)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class FirstOperatorForm(NewAccountForm):
    """On the first run nobody knows the operator's address yet."""

    field_order = ["email", "name", "password"]
    email = forms.EmailField(
        label=_("Je e-mailadres"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class LostFactorForm(forms.Form):
    """Who lost the second step still knows the first."""

    email = forms.EmailField(
        label=_("E-mailadres"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Wachtwoord"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class AddPasskeyForm(AddWebAuthnForm):
    """Every key may sign in by itself, so nobody is asked whether it may; the key asks for PIN or finger."""

    passwordless = None
