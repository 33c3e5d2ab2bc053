"""Forms of the guided set-up. Each carries a mark of what it showed, so that a second chair is noticed."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.formats import date_format
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from candidates.forms import CrispyForm
from parties.models import Party, Round, Seat
from parties.rounds import seen_of

PHONE = RegexValidator(r"^[0-9+()\- .]{6,30}$", _("Gebruik alleen cijfers, spaties en + of -."))
CONFIDANT = {"confidant_phone", "confidant_email"}
WEB = {"invalid": _("Schrijf het adres voluit, bijvoorbeeld https://www.voorbeeld.nl.")}


class Settings(CrispyForm, forms.ModelForm):
    """A form over stored settings. `seen` is compared under lock by the action (409 when it differs)."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = seen_of(self.instance, self.names)

    @property
    def names(self) -> list[str]:
        """The stored settings this form is about."""
        return [name for name in self._meta.fields if name in self.fields]

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.names}

    def show_current(self, current: dict) -> None:
        """Somebody was first: say per field what is stored now, and let this text be sent again on purpose."""
        self.add_error(
            None,
            _g(
                "Iemand anders paste dit net aan. Bij elk verschil staat wat er nu is opgeslagen. Bewaar opnieuw om jouw tekst te kiezen."
            ),
        )
        for name, stored in current.items():
            if self.cleaned_data.get(name) != stored:
                self.add_error(name, _g("Nu opgeslagen: %(value)s") % {"value": self._shown(name, stored)})
        self.data = self.data.copy()
        fresh = type(self.instance)(**current)
        self.data[self.add_prefix("seen")] = seen_of(fresh, self.names)

    def _shown(self, name: str, stored) -> str:
        if hasattr(stored, "strftime"):
            return date_format(stored, "j F Y")
        if isinstance(stored, bool):
            return _g("ja") if stored else _g("nee")
        return str(dict(getattr(self.fields[name], "choices", ())).get(stored, stored)) or _g("niets")


class PartyDetailsForm(Settings):
    """Who a candidate can call or mail. The confidant is named here and has no account (decision 14)."""

    name = forms.CharField(label=_("Naam van de partij"), max_length=120)
    legal_form = forms.CharField(
        label=_("Rechtsvorm"), max_length=60, required=False, help_text=_("Meestal een vereniging.")
    )
    phone = forms.CharField(
        label=_("Telefoon"), max_length=30, required=False, validators=[PHONE],
        help_text=_("Staat op elke bladzijde. Kies een nummer waar iemand opneemt."),
    )  # fmt: skip
    email = forms.EmailField(label=_("E-mailadres"), required=False)
    website = forms.URLField(
        label=_("Website"), required=False, max_length=200, assume_scheme="https", error_messages=WEB
    )
    confidant_name = forms.CharField(
        label=_("Naam van de vertrouwenspersoon"), max_length=120,
        help_text=_("Iemand buiten de commissie en het bestuur, bij wie een kandidaat terechtkan."),
        error_messages={"required": _("Noem iemand bij wie een kandidaat terechtkan.")},
    )  # fmt: skip
    confidant_phone = forms.CharField(
        label=_("Telefoon van de vertrouwenspersoon"), max_length=30, required=False, validators=[PHONE]
    )
    confidant_email = forms.EmailField(label=_("E-mail van de vertrouwenspersoon"), required=False)
    bes_representative = forms.CharField(
        label=_("Vertegenwoordiger op de eilanden"), max_length=200, required=False,
        help_text=_("Zit de partij niet zelf op het eiland? Schrijf wie haar daar vertegenwoordigt, met een adres."),
    )  # fmt: skip
    accent = forms.ChoiceField(label=_("Kleur van de streep"), choices=Party.Accent, widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
                               help_text=_("De streep door alle bladzijden. Elke kleur is goed te lezen, ook in het donker."))  # fmt: skip

    class Meta:
        model = Party
        fields = (
            "name",
            "legal_form",
            "phone",
            "email",
            "website",
            "confidant_name",
            "confidant_phone",
            "confidant_email",
            "bes_representative",
            "accent",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Asked where there is an island's list (law.md B-04); what was filled in stays to be seen.
        if not self.instance.bes_representative and not Round.objects.filter(regime="BES").exists():
            del self.fields["bes_representative"]
            self.initial["seen"] = seen_of(self.instance, self.names)

    def clean(self):
        given = super().clean()
        if not given.get("phone") and not given.get("email") and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", _g("Vul een telefoonnummer of een e-mailadres in."))
        if not given.get("confidant_phone") and not given.get("confidant_email") and not CONFIDANT & set(self.errors):
            self.add_error(
                "confidant_phone", _g("Vul een telefoonnummer of een e-mailadres van de vertrouwenspersoon in.")
            )
        return given


class BodySearchForm(CrispyForm):
    hide_optional = True

    zoek = forms.CharField(label=_("Welke gemeente, provincie, welk waterschap of eiland?"), max_length=80, required=False,
                           widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}))  # fmt: skip


class SeatForm(CrispyForm):
    """Ask somebody for a place, by mail."""

    ROLES = [
        (Seat.Role.BOARD, _("Bestuurslid: bevestigt de stukken, beslist en tekent mee")),
        (Seat.Role.MEMBER, _("Lid van de commissie: leest en praat met kandidaten")),
        (Seat.Role.SECRETARY, _("Secretaris: nodigt uit en plant, leest geen antwoorden")),
        (Seat.Role.CHAIR, _("Tweede voorzitter van de commissie")),
        (Seat.Role.GROUP_CHAIR, _("Fractievoorzitter: ziet later alleen de agenda")),
    ]
    role = forms.ChoiceField(label=_("Welke plek?"), choices=ROLES, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Naam"), max_length=120)
    email = forms.EmailField(
        label=_("E-mailadres"), max_length=254, help_text=_("Een eigen adres, niet een gedeeld postvak.")
    )
    criminal = forms.BooleanField(
        label=_("Mag ook lezen wat iemand vertelt over politie of justitie"), required=False,
        help_text=_("Geef dit aan één lid van de commissie. De voorzitter mag het al."),
    )  # fmt: skip

    def __init__(self, *args, own_email: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.own_email = own_email

    def clean_email(self):
        email = self.cleaned_data["email"].strip().lower()
        if email == self.own_email.lower():
            raise forms.ValidationError(_g("Dit ben je zelf. Een tweede plek voor jezelf geeft een ander."))
        return email

    def clean(self):
        given = super().clean()
        if given.get("criminal") and given.get("role") != Seat.Role.MEMBER:
            given["criminal"] = False
        return given


class MemberSeatForm(CrispyForm):
    """Give a place to somebody who already works for the party."""

    member = forms.ChoiceField(label=_("Wie?"))
    role = forms.ChoiceField(label=_("Welke plek?"), choices=SeatForm.ROLES)

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, prefix="bekend", **kwargs)
        self.members = {member.code: member for member in members}
        self.fields["member"].choices = [(code, member.name) for code, member in self.members.items()]


class InstrumentsForm(Settings):
    """Which parts of the guide are used, and how far the committee looks (law.md P-22, P-63, V-01)."""

    field_order = ("seen", "used")

    used = forms.MultipleChoiceField(label=_("Wat gebruiken jullie?"), widget=forms.CheckboxSelectMultiple,
                                     error_messages={"required": _("Kies minstens één onderdeel.")})  # fmt: skip
    look_back_years = forms.IntegerField(
        label=_("Hoeveel jaar terug vragen jullie?"), min_value=1, max_value=4, help_text=_("Vier jaar is het meest.")
    )
    checks_on = forms.BooleanField(
        label=_("De commissie kijkt in openbare bronnen"), required=False,
        help_text=_("Alleen bronnen van de lijst, en pas als de kandidaat dat weet. Meestal is het niet nodig."),
    )  # fmt: skip
    vog = forms.ChoiceField(label=_("Vragen jullie een VOG?"), widget=forms.RadioSelect, choices=[
        (Round.Vog.NOBODY, _("Nee")),
        (Round.Vog.ELECTABLE, _("Ja, aan alle kandidaten op een verkiesbare plaats")),
        (Round.Vog.ALL, _("Ja, aan alle kandidaten")),
    ], help_text=_("De wet vraagt hem niet. Vraag je hem, dan aan iedereen in dezelfde groep."))  # fmt: skip
    vog_reason = forms.CharField(label=_("Waarom vragen jullie een VOG?"), max_length=300, required=False,
                                 help_text=_("Staat op de openbare bladzijde."), widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip
    vog_paid_by = forms.ChoiceField(
        label=_("Wie betaalt de VOG?"), widget=forms.RadioSelect,
        choices=[(Round.Payer.PARTY, _("De partij")), (Round.Payer.CANDIDATE, _("De kandidaat"))],
    )  # fmt: skip
    executive = forms.BooleanField(
        label=_("We praten ook met mensen die we als bestuurder willen voordragen"), required=False
    )
    code_of_conduct_url = forms.URLField(label=_("Adres van de gedragscode"), required=False, max_length=200,
                                         assume_scheme="https", error_messages=WEB)  # fmt: skip

    class Meta:
        model = Round
        fields = (
            "look_back_years",
            "checks_on",
            "vog",
            "vog_reason",
            "vog_paid_by",
            "executive",
            "code_of_conduct_url",
        )

    def __init__(self, *args, instruments: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["used"].choices = instruments

    def clean(self):
        given = super().clean()
        if given.get("vog", Round.Vog.NOBODY) != Round.Vog.NOBODY and not given.get("vog_reason"):
            self.add_error("vog_reason", _g("Schrijf op waarom. Kandidaten lezen dit."))
        return given


class RetentionForm(Settings):
    keep_weeks = forms.TypedChoiceField(
        label=_("Hoe lang na elk moment?"), coerce=int, widget=forms.RadioSelect,
        choices=[(4, _("Vier weken, het langst dat mag")), (3, _("Drie weken")), (2, _("Twee weken")), (1, _("Een week"))],
    )  # fmt: skip

    class Meta:
        model = Round
        fields = ("keep_weeks",)


class ConfirmForm(CrispyForm):
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    read = forms.BooleanField(label=_("Ik heb dit gelezen, en het bestuur staat hierachter"),
                              error_messages={"required": _("Zet een vinkje als het bestuur hierachter staat.")})  # fmt: skip
