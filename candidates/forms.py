"""Forms of the candidate's own steps and of inviting."""

from datetime import date

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import RegexValidator
from django.utils.text import capfirst
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidacy, Tie
from instruments.answers import looks_like_bsn
from parties.calendar import latest_birth_date


class CrispyForm(forms.Form):
    """Base: rendered by crispy inside our own form tag; every text is free of NUL."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class CodeForm(CrispyForm):
    code = forms.CharField(
        label=_("De code uit je mail"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Typ of plak de code uit je mail.")},
    )


class DutchDateField(forms.DateField):
    """A date as people write it: 7-3-1985, 07/03/1985, 7 maart 1985 or the browser's own."""

    FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y")
    MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
              "november", "december")  # fmt: skip

    def __init__(self, **kwargs):
        kwargs.setdefault("input_formats", self.FORMATS)
        kwargs.setdefault(
            "error_messages", {"invalid": _("Schrijf de datum als dag-maand-jaar, bijvoorbeeld 7-3-1985.")}
        )
        super().__init__(**kwargs)

    def to_python(self, value):
        if isinstance(value, str):
            words = value.strip().lower()
            for number, name in enumerate(self.MONTHS, 1):
                words = words.replace(name, str(number))
            value = words
        return super().to_python(value)


def under_sixteen(born: date, today: date | None = None) -> bool:
    """Younger than 16: consent is then not the candidate's alone (law.md P-87)."""
    today = today or date.today()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < 16


class ApplicationForm(CrispyForm):
    """The H 1 fields and nothing more (law.md E-04, decision 40)."""

    first_name = forms.CharField(label=_("Roepnaam"), max_length=60)
    initials = forms.CharField(
        label=_("Voorletters"), max_length=20, help_text=_("Van al je voornamen, zoals in je paspoort.")
    )
    prefixes = forms.CharField(
        label=_("Tussenvoegsels"), max_length=20, required=False, help_text=_("Bijvoorbeeld: van der.")
    )
    last_name = forms.CharField(label=_("Achternaam"), max_length=80, help_text=_("Zoals in je paspoort."))
    birth_date = DutchDateField(label=_("Geboortedatum"), widget=forms.TextInput(attrs={"autocomplete": "bday", "inputmode": "text"}),
                                help_text=_("Bijvoorbeeld 7-3-1985."))  # fmt: skip
    residence = forms.CharField(label=_("Woonplaats"), max_length=80)
    settles = forms.BooleanField(
        label=_("Ik woon nog niet in het gebied, maar ga er wonen"), required=False,
        help_text=_("Dat is geen bezwaar. Je tekent dan later een verklaring op papier."),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Telefoon"), max_length=30, required=False, help_text=_("Alleen voor een afspraak of hulp."),
        validators=[RegexValidator(r"^[0-9+()\- .]{6,30}$", _("Gebruik alleen cijfers, spaties en + of -."))],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    relation = forms.ChoiceField(label=_("Wat past bij jou?"), choices=lambda: [(value, capfirst(label)) for value, label in Candidacy.Relation.choices],
                                 widget=forms.RadioSelect)  # fmt: skip
    representative = forms.CharField(
        label=_("Ben je nog geen 16? De naam van je ouder of voogd die dit ook goed vindt"), max_length=120, required=False,
    )  # fmt: skip
    stand = forms.BooleanField(
        label=_("Ik stel mij kandidaat"),
        error_messages={"required": _("Zet hier een vinkje als je kandidaat wilt zijn.")},
    )

    def __init__(self, *args, round, **kwargs):
        super().__init__(*args, **kwargs)
        self.round = round

    def clean_birth_date(self):
        born = self.cleaned_data["birth_date"]
        latest = latest_birth_date(self.round.election.term_end)
        if born > date.today() or born < date(1900, 1, 1):
            raise forms.ValidationError(_g("Kijk de datum nog even na."))
        if born > latest:
            raise forms.ValidationError(
                _g("Je bent in deze periode nog geen 18. Bel de partij even; samen kijken jullie wat wel kan.")
            )
        return born

    def clean(self):
        born = self.cleaned_data.get("birth_date")
        if born and under_sixteen(born) and not self.cleaned_data.get("representative"):
            self.add_error(
                "representative", _g("Je bent nog geen 16. Schrijf wie van je ouders of voogden dit ook goed vindt.")
            )
        elif born and not under_sixteen(born):
            self.cleaned_data["representative"] = None
        for name in ("first_name", "initials", "prefixes", "last_name", "residence", "representative"):
            if looks_like_bsn(self.cleaned_data.get(name) or ""):
                self.add_error(name, _g("Dit lijkt op een persoonsnummer. Haal het weg: dat nummer vragen we niet."))
        return self.cleaned_data


def tie_kinds() -> list[tuple[str, str]]:
    return [(value, capfirst(label)) for value, label in Tie.Kind.choices]


class TiesForm(CrispyForm):
    """One question per committee member; the standard answer is no tie."""

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.seats = seats
        choices = [("", _("Kies")), ("none", _("Nee, geen band")), *tie_kinds()]
        for seat in seats:
            self.fields[seat.member.code] = forms.ChoiceField(
                label=f"{seat.member.name}, {seat.get_role_display()}", choices=choices,
                error_messages={"required": _("Kies een antwoord voor deze persoon.")},
            )  # fmt: skip

    def named(self) -> dict[str, str]:
        return {code: "" if kind == "none" else kind for code, kind in self.cleaned_data.items()}


class MemberTieForm(CrispyForm):
    kind = forms.ChoiceField(
        label=_("Heb je een band met deze kandidaat?"),
        choices=lambda: [("none", _("Nee, geen band")), *tie_kinds()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies een antwoord. Daarna pas gaat het dossier open.")},
    )


class InviteForm(CrispyForm):
    first_name = forms.CharField(label=_("Roepnaam"), max_length=60)
    prefixes = forms.CharField(label=_("Tussenvoegsels"), max_length=20, required=False)
    last_name = forms.CharField(label=_("Achternaam"), max_length=80)
    email = forms.EmailField(label=_("E-mailadres"), max_length=254)
    language = forms.ChoiceField(label=_("Taal van de mail"), choices=[("nl", _("Nederlands")), ("en", _("Engels"))])
    told = forms.BooleanField(
        label=_("Ik heb het eerst zelf verteld"),
        help_text=_("Een mail uit het niets schrikt af. Bel of spreek eerst even met elkaar."),
        error_messages={"required": _("Vertel het eerst zelf. Zet daarna hier een vinkje.")},
    )
    anyway = forms.BooleanField(
        label=_("Ik weet het zeker: dit is iemand anders"), required=False, widget=forms.HiddenInput
    )


class AddressForm(CrispyForm):
    email = forms.EmailField(label=_("Het goede e-mailadres"), max_length=254)
