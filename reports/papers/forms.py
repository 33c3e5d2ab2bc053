"""Forms of the papers: drafting, replying, deciding, signing, the agenda and the seal check."""

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from candidates.forms import CrispyForm
from reports.conversation_forms import CarefulForm, day_field
from reports.models import AgendaItem, Appeal, Decision, Reply, Report
from reports.papers.sources import names_to_leave_out
from reports.report_view import FOOT, HEAD, fact_labels

LONGEST = 4000
SHORT = 400


def words(label, *, rows: int = 3, required: bool = False, longest: int = LONGEST, **kwargs) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


class DraftForm(CarefulForm):
    """The texts of the report. Points are the findings of now; nothing else can be put in."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    advice = forms.ChoiceField(
        label=_("Advies aan het bestuur"), choices=Report.Advice.choices, required=False, widget=forms.RadioSelect
    )
    advice_prose = words(
        _("Toelichting voor het bestuur"),
        help_text=_("Het bestuur leest dit. Schrijf geen feiten over de kandidaat op."),
    )
    reasons = words(
        _("Waarom niet"),
        rows=5,
        help_text=_("Alleen de kandidaat en de commissie lezen dit. Noem het punt waar het om gaat."),
    )

    def __init__(self, *args, candidacy, body: dict, findings: list, **kwargs):
        super().__init__(*args, candidacy=candidacy, **kwargs)
        self.findings = findings
        self.labels = fact_labels(candidacy)
        for key in (*HEAD, *FOOT):
            self.fields[f"fact_{key}"] = words(self.labels[key], rows=2, longest=SHORT)
            self.fields[f"fact_{key}"].hide_optional = True
            self.initial.setdefault(f"fact_{key}", body["facts"].get(key, ""))
        for finding in findings:
            self._add_point(finding, body["points"][str(finding.pk)])
        self.careful = tuple(
            name for name, field in self.fields.items() if isinstance(field.widget, (forms.Textarea, forms.TextInput))
        )

    def _add_point(self, finding, text: dict) -> None:
        number = finding.number
        self.fields[f"title_{number}"] = forms.CharField(label=_("Titel"), max_length=120)
        self.fields[f"committee_{number}"] = words(_("De commissie"), rows=4, required=True)
        self.fields[f"cite_{number}"] = forms.BooleanField(
            label=_("Hierop rust het advies om niet voor te dragen"), required=False
        )
        self.initial.setdefault(f"title_{number}", text["title"])
        self.initial.setdefault(f"committee_{number}", text["committee"])
        self.initial.setdefault(f"cite_{number}", finding.cited_negative)

    def points(self) -> list[dict]:
        """Each finding with its fields, for the page."""
        return [
            {"finding": one, "title": self[f"title_{one.number}"], "committee": self[f"committee_{one.number}"],
             "cite": self[f"cite_{one.number}"], "measures": list(one.measures.all())}
            for one in self.findings
        ]  # fmt: skip

    def head_facts(self) -> list:
        return [self[f"fact_{key}"] for key in HEAD]

    def foot_facts(self) -> list:
        return [self[f"fact_{key}"] for key in FOOT]

    def clean(self):
        data = super().clean()
        if not self.errors:
            names = names_to_leave_out(self.candidacy, self.texts())
            for name in names:
                self.add_error(
                    None, _g("%(name)s is een referent. Noem anderen bij hun rol, niet bij hun naam.") % {"name": name}
                )
        return data

    def texts(self) -> dict:
        """The body as it is kept; only fields of this form, whatever else was posted."""
        data = self.cleaned_data
        facts = {key: data[f"fact_{key}"].strip() for key in (*HEAD, *FOOT)}
        return {
            "facts": {key: text for key, text in facts.items() if text},
            "points": {
                str(one.pk): {
                    "title": data[f"title_{one.number}"].strip(),
                    "committee": data[f"committee_{one.number}"].strip(),
                }
                for one in self.findings
            },
            "advice_prose": data["advice_prose"].strip(),
            "reasons": data["reasons"].strip(),
        }

    def cited(self) -> set[str]:
        return {str(one.pk) for one in self.findings if self.cleaned_data[f"cite_{one.number}"]}


class CorrectForm(CarefulForm):
    """What is corrected in an adopted report, and why; it stands in the new version."""

    careful = ("why",)
    why = words(_("Wat verbeter je, en waarom?"), required=True, longest=SHORT,
                help_text=_("Deze reden staat bovenaan de nieuwe versie. De kandidaat leest haar."),
                error_messages={"required": _("Schrijf op wat je verbetert en waarom.")})  # fmt: skip


class VoidForm(CarefulForm):
    """Why a declaration no longer counts; the candidate reads it."""

    careful = ("why",)
    why = words(_("Waarom vervalt de verklaring?"), required=True, longest=SHORT,
                help_text=_("De kandidaat leest dit letterlijk."),
                error_messages={"required": _("Schrijf op waarom. De kandidaat leest het.")})  # fmt: skip


class ReplyForm(CarefulForm):
    """A reply to a point or to the whole, in the candidate's own words."""

    careful = ("text",)
    kind = forms.ChoiceField(label=_("Wat vind je van deze tekst?"), widget=forms.RadioSelect,
                             error_messages={"required": _("Kies wat je van de tekst vindt.")},
                             choices=[(Reply.Kind.AGREE, _("Dit klopt")), (Reply.Kind.CONTEXT, _("Hier hoort iets bij")),
                                      (Reply.Kind.WRONG, _("Dit klopt niet")), (Reply.Kind.NONE, _("Geen reactie nodig"))])  # fmt: skip
    text = words(
        _("Jouw woorden"),
        rows=5,
        help_text=_("Dit komt naast de tekst van de commissie te staan, precies zoals jij het schrijft."),
    )

    def clean(self):
        data = super().clean()
        if data.get("kind") in (Reply.Kind.WRONG, Reply.Kind.CONTEXT) and not (data.get("text") or "").strip():
            self.add_error("text", _g("Schrijf kort op wat er niet klopt, of wat erbij hoort."))
        return data


class DecisionForm(CrispyForm):
    what = forms.ChoiceField(label=_("Wat besluit het bestuur?"), choices=[
        (Decision.What.NOMINATE, _("We dragen deze kandidaat voor")), (Decision.What.NOT_NOMINATE, _("We dragen deze kandidaat niet voor"))],
        widget=forms.RadioSelect, error_messages={"required": _("Kies wat het bestuur besluit.")})  # fmt: skip
    when = forms.ChoiceField(label=_("Wanneer hoort de kandidaat het?"), required=False, initial="now", widget=forms.RadioSelect, choices=[
        ("now", _("Nu, na vier uur bedenktijd")), ("together", _("Later, samen met de andere kandidaten"))])  # fmt: skip
    reasons = words(_("Waarom wijkt het bestuur af van het advies?"), rows=4,
                    help_text=_("Alleen als je niet voordraagt terwijl de commissie dat wel adviseert. De kandidaat leest dit."))  # fmt: skip

    def __init__(self, *args, report: Report, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["when"].hide_optional = True  # one of two is always chosen
        self.positive = report.advice != Report.Advice.NOT_NOMINATE
        if not self.positive:
            del self.fields["reasons"]
        else:
            self.fields["reasons"].hide_optional = True  # asked for as soon as the board does not nominate

    def clean(self):
        data = super().clean()
        if self.positive and data.get("what") == Decision.What.NOT_NOMINATE and not (data.get("reasons") or "").strip():
            self.add_error("reasons", _g("Schrijf op waarom het bestuur niet voordraagt. De kandidaat leest dit."))
        return data


class AppealForm(CarefulForm):
    careful = ("words",)
    words = words(_("Waarom ben je het er niet mee eens?"), rows=6, required=True,
                  help_text=_("Schrijf het in je eigen woorden. Wie het beroep behandelt, leest dit letterlijk."),
                  error_messages={"required": _("Schrijf op waarom je het er niet mee eens bent.")})  # fmt: skip


class NoteAppealForm(CarefulForm):
    """An appeal that came on paper."""

    careful = ("words",)
    received_on = day_field(_("Op welke dag kwam het binnen?"))
    kept_at = forms.CharField(label=_("Waar ligt het papier?"), max_length=120, help_text=_("Maak geen scan."),
                              error_messages={"required": _("Schrijf op waar het papier ligt.")})  # fmt: skip
    words = words(_("Wat staat erin?"), rows=5, required=True, help_text=_("Neem over wat er staat, zonder er iets van te vinden."),
                  error_messages={"required": _("Schrijf op wat er in het beroep staat.")})  # fmt: skip


class EndAppealForm(CarefulForm):
    careful = ("result",)
    handled_by = forms.CharField(label=_("Wie behandelden het beroep?"), max_length=200,
                                 help_text=_("Namen of functies. Niet wie besloot of het verslag schreef."),
                                 error_messages={"required": _("Schrijf op wie het beroep behandelden.")})  # fmt: skip
    outcome = forms.ChoiceField(label=_("Wat is de uitkomst?"), widget=forms.RadioSelect,
                                error_messages={"required": _("Kies de uitkomst.")},
                                choices=[(Appeal.Result.UPHELD, _("De kandidaat krijgt gelijk: het bestuur besluit opnieuw")),
                                         (Appeal.Result.DISMISSED, _("Het besluit blijft staan"))])  # fmt: skip
    result = words(_("Waarom"), rows=5, required=True, help_text=_("De kandidaat leest dit letterlijk."),
                   error_messages={"required": _("Schrijf de redenen op. De kandidaat leest ze.")})  # fmt: skip


class SignForm(CrispyForm):
    """Reading and typing the name; the digest of the text that was on the screen travels along."""

    read = forms.BooleanField(label=_("Ik heb alles gelezen"), widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
                              error_messages={"required": _("Lees de hele verklaring en zet dan een vinkje.")})  # fmt: skip
    name = forms.CharField(label=_("Typ je naam als handtekening"), max_length=160, error_messages={"required": _("Typ je naam.")},
                           widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}))  # fmt: skip
    text_digest = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, is_name, wanted: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_name, self.wanted = is_name, wanted

    def clean_name(self):
        typed = self.cleaned_data["name"].strip()
        if not self.is_name(typed):
            raise forms.ValidationError(_g("Typ je naam zo: %(name)s.") % {"name": self.wanted})
        return typed


class DeclineForm(CrispyForm):
    why = words(
        _("Wil je zeggen waarom?"),
        longest=2000,
        help_text=_("Dat hoeft niet. Het bestuur leest het als je iets schrijft."),
    )


class PaperForm(CrispyForm):
    kept_at = forms.CharField(label=_("Waar ligt het getekende papier?"), max_length=120,
                              help_text=_("Bijvoorbeeld: in de map van de secretaris. Maak geen scan."),
                              error_messages={"required": _("Schrijf op waar het papier ligt.")})  # fmt: skip
    seen = forms.BooleanField(label=_("Ik heb het papier met de handtekening gezien"),
                              error_messages={"required": _("Bekijk eerst het papier.")})  # fmt: skip
    text_digest = forms.CharField(max_length=64, widget=forms.HiddenInput)


class MarkForm(forms.Form):
    item = forms.UUIDField()
    state = forms.ChoiceField(choices=AgendaItem.State.choices)


class RefreshForm(CarefulForm):
    """Every own point of the agenda with one choice, and new words for one that changed."""

    def __init__(self, *args, items: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = items
        for number, item in enumerate(items, 1):
            self.fields[f"what_{item.pk}"] = forms.ChoiceField(
                label=_("Punt %(number)d") % {"number": number}, widget=forms.RadioSelect, help_text=item.text,
                choices=[(AgendaItem.Check.RIGHT, _("Klopt nog")), (AgendaItem.Check.DONE, _("Is gedaan")),
                         (AgendaItem.Check.CHANGED, _("Is veranderd"))],
                error_messages={"required": _g("Kies bij punt %(number)d of het nog klopt.") % {"number": number}},
            )  # fmt: skip
            self.fields[f"text_{item.pk}"] = words(_("Hoe is het nu?"), rows=2, longest=SHORT)
            self.fields[f"text_{item.pk}"].hide_optional = True
        self.careful = tuple(name for name in self.fields if name.startswith("text_"))

    def points(self) -> list[dict]:
        return [{"item": item, "what": self[f"what_{item.pk}"], "text": self[f"text_{item.pk}"]} for item in self.items]

    def clean(self):
        data = super().clean()
        for number, item in enumerate(self.items, 1):
            changed = data.get(f"what_{item.pk}") == AgendaItem.Check.CHANGED
            if changed and not (data.get(f"text_{item.pk}") or "").strip():
                self.add_error(f"text_{item.pk}", _g("Schrijf bij punt %(number)d hoe het nu is.") % {"number": number})
        return data

    def answers(self) -> dict[str, tuple[str, str]]:
        data = self.cleaned_data
        return {str(item.pk): (data[f"what_{item.pk}"], data[f"text_{item.pk}"]) for item in self.items}


class FileForm(CrispyForm):
    """One PDF, read in memory and never kept (decision 5)."""

    file = forms.FileField(label=_("Het PDF-bestand"), help_text=_("Hoogstens 10 MB. We bekijken het en bewaren het niet."),
                           allow_empty_file=True, widget=forms.FileInput(attrs={"accept": "application/pdf"}),
                           error_messages={"required": _("Kies het bestand dat je wilt controleren.")})  # fmt: skip


class BlocksForm(CrispyForm):
    first = forms.CharField(label=_("Eerste omlijnde blok"), max_length=12, error_messages={"required": _("Typ het eerste omlijnde blok.")},
                            widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}))  # fmt: skip
    second = forms.CharField(label=_("Tweede omlijnde blok"), max_length=12, error_messages={"required": _("Typ het tweede omlijnde blok.")},
                             widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}))  # fmt: skip
