"""Forms of privacy rights: asking and answering."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from candidates.consents import PURPOSES
from candidates.forms import CrispyForm
from candidates.models import RightsCase
from candidates.rights import Decision
from candidates.rights_words import grounds_for, rights_in
from instruments.answers import looks_like_bsn
from parties.models import Breach
from parties.models.places import Regime
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
                self.add_error(name, _g("Dit lijkt op een persoonsnummer. Haal het weg: dat nummer vragen we niet."))
        return self.cleaned_data


class AskRightForm(CrispyForm):
    """One request by the candidate."""

    kind = forms.ChoiceField(
        label=_("Wat wil je?"), widget=forms.RadioSelect, error_messages={"required": _("Kies een van de rechten.")}
    )
    finding = forms.ChoiceField(label=_("Gaat het over een aandachtspunt?"), required=False)
    wish = forms.CharField(
        label=_("Wat wil je erover zeggen?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Bij verbeteren: wat is er fout, en wat moet het zijn? Bij bezwaar: waarom?"),
    )  # fmt: skip

    def __init__(self, *args, regime: str, findings: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.kind, one.title) for one in rights_in(regime)]
        if findings:
            choices = [("", _g("Nee")), *((str(number), title) for number, title in findings)]
            self.fields["finding"].choices = choices
        else:
            del self.fields["finding"]

    def clean_wish(self):
        return _without_bsn(self.cleaned_data["wish"])

    def asked(self) -> dict:
        data = self.cleaned_data
        about = data.get("finding") if data["kind"] == RightsCase.Kind.CORRECTION else ""
        return {"kind": data["kind"], "wish": data["wish"], "finding": int(about) if about else None}


class PaperRightForm(AskRightForm):
    """The same, when it came on paper or by e-mail."""

    origin = forms.ChoiceField(label=_("Hoe kwam het binnen?"), widget=forms.RadioSelect, choices=[
        (RightsCase.Origin.PAPER, _("Op papier of mondeling")), (RightsCase.Origin.MAIL, _("Per e-mail"))],
        error_messages={"required": _("Kies hoe het binnenkwam.")})  # fmt: skip
    received_on = day_field(_("Ontvangen op"))
    known = forms.BooleanField(
        label=_("Ik weet zeker dat het verzoek van deze kandidaat komt"),
        help_text=_("Bel even, of vraag het via het e-mailadres dat we al hebben. Vraag geen kopie van een paspoort."),
        error_messages={"required": _("Ga eerst na of het verzoek echt van deze kandidaat komt.")},
    )
    field_order = ["origin", "received_on", "kind", "wish", "known"]

    def asked(self) -> dict:
        return super().asked() | {name: self.cleaned_data[name] for name in ("origin", "received_on")}


class ExtendForm(CrispyForm):
    reason = forms.CharField(
        label=_("Waarom duurt het langer?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("De kandidaat leest dit."), error_messages={"required": _("Schrijf waarom het langer duurt.")},
    )  # fmt: skip


class DecideForm(CrispyForm):
    """Yes or no, with the answer; a no on a ground of the law, and the weighing when others count (law.md P-52)."""

    granted = forms.ChoiceField(label=_("Wat is het besluit?"), widget=forms.RadioSelect, choices=[
        ("yes", _("We doen wat is gevraagd")), ("no", _("We doen het niet"))],
        error_messages={"required": _("Kies het besluit.")})  # fmt: skip
    corrected = forms.CharField(
        label=_("Wat moet er in het aandachtspunt staan?"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Dit komt in de plaats van het feit dat niet klopt."),
    )  # fmt: skip
    redacted = forms.BooleanField(label=_("We laten iets weg om een ander te beschermen"), required=False)
    ground = forms.ChoiceField(label=_("Waarom niet?"), required=False)
    weighing = forms.CharField(
        label=_("Hoe heb je de belangen gewogen?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Nodig als een ander meetelt: het belang van de kandidaat, het belang van de ander, en wat zwaarder weegt."),
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Het antwoord aan de kandidaat"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Schrijf het antwoord. De kandidaat leest het.")},
    )  # fmt: skip

    def __init__(self, *args, case: RightsCase, **kwargs):
        super().__init__(*args, **kwargs)
        grounds = grounds_for(case.kind, case.regime).values()
        words = [(one.slug, f"{capfirst(str(one.words))} ({one.law[case.regime]})") for one in grounds]
        self.fields["ground"].choices = [("", _g("Kies")), *words]
        for name in ("ground", "weighing", "corrected"):
            self.fields[name].hide_optional = True
        if case.kind != RightsCase.Kind.CORRECTION or not case.finding:
            del self.fields["corrected"]
        if case.kind not in (RightsCase.Kind.ACCESS, RightsCase.Kind.PORTABILITY):
            del self.fields["redacted"]

    def decision(self) -> Decision:
        data = self.cleaned_data
        return Decision(
            data["granted"] == "yes", data["answer"], data["ground"], data.get("redacted", False), data["weighing"],
            data.get("corrected", ""),
        )  # fmt: skip


def _without_bsn(text: str) -> str:
    if looks_like_bsn(text):
        raise forms.ValidationError(_g("Dit lijkt op een persoonsnummer. Haal het weg: dat nummer vragen we niet."))
    return text


class HoldForm(CrispyForm):
    named_person = forms.CharField(
        label=_("Wie is verantwoordelijk?"),
        max_length=120,
        error_messages={"required": _("Schrijf wie er verantwoordelijk voor is.")},
    )
    reason = forms.CharField(
        label=_("Waarom mag er nu niets weg?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Bijvoorbeeld: er loopt een rechtszaak. De kandidaat leest dit."),
        error_messages={"required": _("Schrijf waarom er nu niets gewist mag worden. De kandidaat leest het.")},
    )  # fmt: skip


class BreachForm(CrispyForm):
    """What is known by now; every answer may come later, the clock does not wait."""

    happened = forms.CharField(
        label=_("Wat is er gebeurd?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Wat, wanneer en hoe. Schrijf geen namen van kandidaten op."),
    )  # fmt: skip
    report = forms.BooleanField(label=_("Het gaat om een verslag, antwoorden of notities"), required=False)
    criminal = forms.BooleanField(label=_("Het gaat om politie, justitie of een VOG"), required=False)
    identity = forms.BooleanField(label=_("Iemand weet nu wie er kandidaat is of was"), required=False)
    people = forms.IntegerField(label=_("Om hoeveel mensen gaat het?"), required=False, min_value=0, max_value=100000)
    measures = forms.CharField(
        label=_("Wat doe je eraan?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Wat je al deed om de schade klein te houden, en wat je nog doet."),
    )  # fmt: skip
    risk = forms.ChoiceField(label=_("Hoe groot is het risico voor deze mensen?"), required=False, widget=forms.RadioSelect,
                             choices=lambda: [(value, capfirst(label)) for value, label in Breach.Risk.choices])  # fmt: skip
    risk_reason = forms.CharField(
        label=_("Waarom is het risico zo groot of zo klein?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    not_told_why = forms.CharField(
        label=_("Meld je het niet? Schrijf waarom"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    notice = forms.CharField(
        label=_("Het bericht aan de kandidaten"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Leeg: dan staat hiernaast een eerste tekst."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.hide_optional = True

    @classmethod
    def known(cls, breach: Breach) -> dict:
        return {name: getattr(breach, name) for name in cls.base_fields}


class ToldForm(CrispyForm):
    to = forms.ChoiceField(label=_("Aan wie vertelde je het?"), error_messages={"required": _("Kies aan wie.")})
    what = forms.CharField(
        label=_("Wat vertelde je, en hoe?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Schrijf wat je vertelde.")},
    )  # fmt: skip

    def __init__(self, *args, breach: Breach, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _g("Kies")), *self.whom(breach.regime)]

    @staticmethod
    def whom(regime: str) -> list[tuple[str, str]]:
        supervisor = _g("de CBP BES") if regime == Regime.BES else _g("de Autoriteit Persoonsgegevens (AP)")
        return [
            ("supervisor", supervisor),
            ("candidates", _g("de kandidaten")),
            ("operator", _g("de beheerder")),
            ("other", _g("iemand anders")),
        ]
