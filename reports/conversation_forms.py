"""Forms of the conversation: planning, topics, findings, agreements, replies, sources."""

from datetime import datetime

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from candidates.forms import CrispyForm, DutchDateField
from candidates.models import VogRecord
from instruments.answers import looks_like_bsn
from parties.calendar import zone
from reports.findings import FACT_LONGEST, SOURCE_LONGEST, TITLE_LONGEST
from reports.free_text import second_looks
from reports.interviews import PLACE_LONGEST
from reports.models import Finding, Reply
from reports.refusals import NotNow

DAY_ERRORS = {"invalid": _("Schrijf de datum als dag-maand-jaar, bijvoorbeeld 2-11-2026.")}


def text_area(label, *, rows: int = 3, required: bool = True, most: int = FACT_LONGEST, **kwargs) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


def day_field(label, *, required: bool = True, **kwargs) -> DutchDateField:
    return DutchDateField(
        label=label, required=required, error_messages={**DAY_ERRORS, "required": _("Vul de dag in.")}, **kwargs
    )


class CarefulForm(CrispyForm):
    """Free text: a number that looks like a BSN is refused once, other delicate words are pointed at once.

    `settled` is True when there is nothing to look at again, or the writer pressed "Toch bewaren".
    """

    careful: tuple[str, ...] = ()

    def __init__(self, *args, candidacy, **kwargs):
        super().__init__(*args, **kwargs)
        self.candidacy = candidacy
        self.warnings: list[str] = []
        self.fields["not_bsn"] = forms.BooleanField(
            label=_("Dit is geen persoonsnummer"), required=False, widget=forms.HiddenInput
        )

    def clean(self):
        data = super().clean()
        texts = {name: data.get(name) or "" for name in self.careful}
        numbers = [name for name, text in texts.items() if looks_like_bsn(text)]
        if numbers:
            self.fields["not_bsn"].widget = forms.CheckboxInput()
            if not data.get("not_bsn"):
                for name in numbers:
                    self.add_error(
                        name, _g("Dit lijkt op een persoonsnummer. Haal het weg, of kies: dit is geen persoonsnummer.")
                    )
        if not self.errors:
            self.warnings = second_looks(self.candidacy, *texts.values())
        return data

    @property
    def settled(self) -> bool:
        return not self.warnings or "keep" in self.data

    def refuse(self, trouble: NotNow) -> None:
        """Say what stands in the way, above the form; what was typed stays."""
        for one in trouble.missing:
            self.add_error(None, str(one.text))


class PlanForm(CarefulForm):
    careful = ("place", "early_reason")

    day = day_field(_("Dag"), help_text=_("Bijvoorbeeld 2-11-2026."))
    time = forms.TimeField(
        label=_("Tijd"), input_formats=["%H:%M", "%H.%M", "%H %M", "%H"], help_text=_("Bijvoorbeeld 19.30."),
        error_messages={"required": _("Vul de tijd in."), "invalid": _("Schrijf de tijd als uur en minuten, bijvoorbeeld 19.30.")},
    )  # fmt: skip
    place = forms.CharField(
        label=_("Plaats"), max_length=PLACE_LONGEST, help_text=_("Een plek waar jullie rustig kunnen praten. Geen adres van een kandidaat."),
        error_messages={"required": _("Schrijf waar het gesprek is.")},
    )  # fmt: skip
    minutes = forms.TypedChoiceField(
        label=_("Duur"),
        coerce=int,
        choices=[(45, _("45 minuten")), (60, _("een uur")), (90, _("anderhalf uur"))],
        initial=60,
    )
    attendees = forms.MultipleChoiceField(
        label=_("Wie is er namens de commissie bij?"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Liefst twee of drie. Wie een band heeft met de kandidaat, staat er niet bij."),
        error_messages={"required": _("Kies wie er namens de commissie bij is.")},
    )  # fmt: skip
    early_reason = text_area(
        _("Waarom zo snel?"), rows=2, required=False,
        help_text=_("Alleen nodig als het gesprek binnen een week na het inleveren is. De kandidaat kan dit lezen."),
    )  # fmt: skip

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.seats = seats
        self.fields["attendees"].choices = [
            (seat.member.code, f"{seat.member.name}, {seat.get_role_display()}") for seat in seats
        ]

    @property
    def at(self) -> datetime:
        """The moment in the body's own zone (decision 37)."""
        data = self.cleaned_data
        return datetime.combine(data["day"], data["time"], tzinfo=zone(self.candidacy.round.body))

    def members(self) -> list:
        return [seat.member for seat in self.seats if seat.member.code in self.cleaned_data["attendees"]]


class HoldForm(CrispyForm):
    day = day_field(_("Op welke dag was het gesprek?"))
    attended = forms.MultipleChoiceField(label=_("Wie waren er namens de commissie?"), widget=forms.CheckboxSelectMultiple,
                                         error_messages={"required": _("Kruis aan wie er was.")})  # fmt: skip
    talked = forms.MultipleChoiceField(label=_("Wat kwam aan bod?"), widget=forms.CheckboxSelectMultiple, required=False,
                                       help_text=_("Zo weten we of we elke kandidaat hetzelfde vroegen."))  # fmt: skip

    def __init__(self, *args, seats, parts, **kwargs):
        super().__init__(*args, **kwargs)
        self.seats, self.parts = seats, parts
        self.fields["attended"].choices = [
            (seat.member.code, f"{seat.member.name}, {seat.get_role_display()}") for seat in seats
        ]
        self.fields["talked"].choices = [(part.topic.code, part.label) for part in parts]

    def members(self) -> list:
        return [seat.member for seat in self.seats if seat.member.code in self.cleaned_data["attended"]]

    def chosen(self) -> list:
        return [part.topic for part in self.parts if part.topic.code in self.cleaned_data["talked"]]


class CannotForm(CarefulForm):
    careful = ("words",)
    words = text_area(
        _("Wanneer kan het wel?"), required=False, help_text=_("Je hoeft niet te zeggen waarom het niet kan.")
    )


class AdditionForm(CarefulForm):
    careful = ("reason",)
    reason = text_area(_("Wat wil je weten?"), rows=4, help_text=_("De kandidaat leest dit letterlijk."),
                       error_messages={"required": _("Schrijf wat je wilt weten. De kandidaat leest het.")})  # fmt: skip


class TopicForm(CarefulForm):
    careful = ("title",)
    title = forms.CharField(label=_("Waar wil je over praten?"), max_length=TITLE_LONGEST,
                            error_messages={"required": _("Schrijf waar je over wilt praten.")})  # fmt: skip


class FindingForm(CarefulForm):
    careful = ("title", "source", "fact", "meaning", "words")

    title = forms.CharField(label=_("Korte naam"), max_length=TITLE_LONGEST, help_text=_("Bijvoorbeeld: grasland in pacht."),
                            error_messages={"required": _("Geef het punt een korte naam.")})  # fmt: skip
    origin = forms.ChoiceField(label=_("Van wie komt dit?"), widget=forms.RadioSelect)
    source = forms.CharField(label=_("Bron"), max_length=SOURCE_LONGEST, help_text=_("Waar je dit las of hoorde. Bij een pagina: het adres."),
                             error_messages={"required": _("Schrijf waar je dit las of hoorde.")})  # fmt: skip
    source_date = day_field(_("Datum van de bron"), required=False)
    fact = text_area(_("Feit"), help_text=_("Een feit, geen oordeel. Eén of twee zinnen."),
                     error_messages={"required": _("Schrijf het feit op, in één of twee zinnen.")})  # fmt: skip
    meaning = text_area(_("Wat betekent dit voor het ambt?"), help_text=_("Welk besluit kan dit raken? Of waar kan het zo op lijken?"),
                        error_messages={"required": _("Schrijf wat dit betekent voor het ambt.")})  # fmt: skip
    words = text_area(
        _("De woorden van de kandidaat"),
        required=False,
        help_text=_("Letterlijk, of zoals de kandidaat het goed vindt."),
    )
    letter = forms.BooleanField(label=_("We sturen dit bericht als brief"), required=False,
                                help_text=_("Voor wie geen e-mail heeft. Je print de brief hierna."))  # fmt: skip

    def __init__(self, *args, origins: list[str], letter: bool, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {
            Finding.Origin.CANDIDATE: _g("Van de kandidaat zelf"), Finding.Origin.INTERVIEW: _g("Uit het gesprek"),
            Finding.Origin.CHECK: _g("Uit een openbare bron"), Finding.Origin.REFERENCE: _g("Van een referent"),
            Finding.Origin.BUREAU: _g("Van een bureau"),
        }  # fmt: skip
        self.fields["origin"].choices = [(origin, labels[origin]) for origin in origins]
        if not letter:
            del self.fields["letter"]

    def texts(self) -> dict:
        return {
            name: self.cleaned_data[name]
            for name in ("title", "source", "source_date", "fact", "meaning", "words", "not_bsn")
        }


class ChangeFindingForm(FindingForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, origins=[], letter=False, **kwargs)
        del self.fields["origin"]


class MeasureForm(CarefulForm):
    careful = ("text",)

    kind = forms.ChoiceField(label=_("Soort afspraak"), required=False, widget=forms.RadioSelect)
    text = text_area(_("De afspraak"), help_text=_("Wat, wie en wanneer. Schrijf het zo dat iedereen het begrijpt."),
                     error_messages={"required": _("Schrijf de afspraak op: wat, wie en wanneer.")})  # fmt: skip
    due_on = day_field(_("Klaar op"), required=False, help_text=_("Alleen als er een dag bij hoort."))

    def __init__(self, *args, kinds: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [*kinds, ("", _g("Andere afspraak"))]


class FindingReplyForm(CarefulForm):
    kind = forms.ChoiceField(
        label=_("Wat wil je zeggen?"), widget=forms.RadioSelect, error_messages={"required": _("Kies wat je wilt zeggen.")},
        choices=[(Reply.Kind.WRONG, _("Dit klopt niet")), (Reply.Kind.CONTEXT, _("Dit is de context")),
                 (Reply.Kind.AGREE, _("Dit klopt")), (Reply.Kind.NONE, _("Geen reactie nodig"))],
    )  # fmt: skip
    text = text_area(
        _("Jouw woorden"),
        rows=5,
        required=False,
        most=4000,
        help_text=_("Dit komt letterlijk naast onze tekst te staan."),
    )

    def clean(self):
        data = super().clean()
        text = data.get("text") or ""
        if looks_like_bsn(text):
            self.fields["not_bsn"].widget = forms.CheckboxInput()
            if not data.get("not_bsn"):
                self.add_error(
                    "text", _g("Dit lijkt op een persoonsnummer. Haal het weg, of kies: dit is geen persoonsnummer.")
                )
        if data.get("kind") in (Reply.Kind.WRONG, Reply.Kind.CONTEXT) and not text.strip():
            self.add_error("text", _g("Schrijf wat er niet klopt of wat erbij hoort."))
        return data


class CheckForm(CarefulForm):
    careful = ("title", "source", "fact", "meaning")

    asked_on = day_field(_("Wanneer keek je?"))
    bureau = forms.ChoiceField(
        label=_("Welk bureau?"),
        help_text=_("Alleen een bureau waar de kandidaat ja tegen zei."),
        error_messages={"required": _("Kies het bureau. Staat het er niet bij? Vraag eerst toestemming.")},
    )
    result = forms.ChoiceField(label=_("Wat vond je?"), widget=forms.RadioSelect, choices=[
        ("nothing", _("Niets om te bespreken")), ("finding", _("Iets om te bespreken"))],
        error_messages={"required": _("Kies wat je vond.")})  # fmt: skip
    title = forms.CharField(label=_("Korte naam"), max_length=TITLE_LONGEST, required=False)
    source = forms.CharField(
        label=_("Waar staat het?"),
        max_length=SOURCE_LONGEST,
        required=False,
        help_text=_("Het adres van de pagina. Maak geen beeld van het scherm."),
    )
    source_date = day_field(_("Datum van het bericht"), required=False)
    fact = text_area(_("Feit"), required=False, help_text=_("Een feit, geen oordeel. Eén of twee zinnen."))
    meaning = text_area(_("Wat betekent dit voor het ambt?"), required=False)
    letter = forms.BooleanField(label=_("We sturen dit bericht als brief"), required=False)

    def __init__(self, *args, letter: bool, bureaus: list[str] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if bureaus is None:
            del self.fields["bureau"]
        else:
            self.fields["bureau"].choices = [("", _g("Kies")), *((one, one) for one in bureaus)]
        for name in ("title", "source", "fact", "meaning", "source_date", "letter"):
            if name in self.fields:
                self.fields[name].hide_optional = True
        if not letter:
            del self.fields["letter"]

    def clean(self):
        data = super().clean()
        if data.get("result") == "finding":
            for name in ("title", "source", "fact", "meaning"):
                if not (data.get(name) or "").strip() and name not in self.errors:
                    self.add_error(name, _g("Vul dit in: de kandidaat moet kunnen zien wat je vond."))
        return data

    def finding(self) -> dict | None:
        if self.cleaned_data["result"] != "finding":
            return None
        return {
            name: self.cleaned_data[name] for name in ("title", "source", "source_date", "fact", "meaning", "not_bsn")
        }


class VogForm(CrispyForm):
    state = forms.ChoiceField(label=_("Hoe staat het ervoor?"), widget=forms.RadioSelect, choices=VogRecord.State.choices,
                              error_messages={"required": _("Kies hoe het ervoor staat.")})  # fmt: skip
    requested_on = day_field(_("Aangevraagd op"), required=False)
    seen_on = day_field(_("Gezien op"), required=False)
    second = forms.ChoiceField(label=_("Samen met"), required=False)
    original = forms.BooleanField(
        label=_("Ik zag het origineel"), required=False, help_text=_("Maak geen kopie, scan of foto. Geef het terug.")
    )
    issued_on = day_field(_("Datum op de verklaring"), required=False)
    issuer = forms.CharField(label=_("Afgegeven door"), required=False, max_length=60)

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.seats = seats
        self.fields["state"].choices = [(value, capfirst(label)) for value, label in VogRecord.State.choices]
        self.fields["second"].choices = [("", _g("Kies")), *((seat.member.code, seat.member.name) for seat in seats)]

    def known(self) -> dict:
        data = self.cleaned_data
        second = next((seat.member for seat in self.seats if seat.member.code == data["second"]), None)
        return {**{name: data[name] for name in ("state", "requested_on", "seen_on", "issued_on", "issuer")},
                "second": second, "original": data["original"]}  # fmt: skip


class ReferenceForm(CarefulForm):
    name = forms.CharField(label=_("Naam"), max_length=200)
    role = forms.CharField(
        label=_("In welke rol kent deze persoon de kandidaat?"),
        max_length=200,
        help_text=_("Bijvoorbeeld: oud-collega, 2019 tot 2023."),
    )
    contact = forms.CharField(
        label=_("Hoe krijg je contact?"), max_length=200, help_text=_("Telefoon of e-mail, zoals de kandidaat het gaf.")
    )


class SpokenForm(CarefulForm):
    careful = ("said",)
    spoken_on = day_field(_("Gesproken op"))
    said = text_area(
        _("Wat vertelde deze persoon?"),
        rows=6,
        most=4000,
        help_text=_("De kandidaat kan dit lezen. Schrijf geen namen van anderen op."),
    )
