"""The operator's form for a party, with the invitation of its first chair."""

from django import forms
from django.db import connection
from django.utils.translation import gettext_lazy as _

from parties.accounts.invitations import invite_member
from parties.models import Member, Party, Seat


def has_members(party) -> bool:
    return Member.objects.filter(party=party, left_at=None).exists()


class PartyForm(forms.ModelForm):
    """An empty party and its first chair; whoever comes later is invited by the chair (decision 16)."""

    chair_email = forms.EmailField(
        label=_("e-mailadres van de eerste voorzitter"),
        required=False,
        help_text=_("Deze persoon krijgt een uitnodiging per mail. Latere leden nodigt de voorzitter zelf uit."),
    )
    website = forms.URLField(label=_("website"), required=False, assume_scheme="https")
    chair_name = forms.CharField(label=_("naam van de eerste voorzitter"), max_length=120, required=False)

    class Meta:
        model = Party
        fields = ["name", "legal_form", "phone", "email", "website", "accent"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and has_members(self.instance):
            del self.fields["chair_email"], self.fields["chair_name"]

    def clean(self):
        """SQLite is one wall, so it serves one real party (decision 10)."""
        second = Party.objects.filter(rehearsal=False, left_at__isnull=True).exclude(pk=self.instance.pk).exists()
        if connection.vendor == "sqlite" and second and not self.instance.pk:
            raise forms.ValidationError(
                _(
                    "Met SQLite is er plek voor één partij. Zet DATABASE_URL op PostgreSQL voor een tweede; de README zegt hoe."
                )
            )
        return super().clean()

    def invite_chair(self, actor) -> None:
        email = self.cleaned_data.get("chair_email")
        if email:
            name = self.cleaned_data.get("chair_name", "")
            invite_member(actor=actor, party=self.instance, email=email, name=name, role=Seat.Role.CHAIR)
