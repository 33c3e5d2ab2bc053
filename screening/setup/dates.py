"""The dates of a round: proposed backwards, chosen by the party, checked in plain words (law.md E-01, E-02)."""

from datetime import date

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from candidates.forms import CrispyForm, DutchDateField
from parties import terms
from parties.models import Election, Round
from parties.rounds import seen_of
from screening.setup.forms import Settings


def date_field(label, help_text="") -> DutchDateField:
    widget = forms.DateInput(format="%d-%m-%Y", attrs={"autocomplete": "off"})
    return DutchDateField(label=label, help_text=help_text, widget=widget,
                          error_messages={"invalid": _("Schrijf de datum als dag-maand-jaar, bijvoorbeeld 7-12-2026.")})  # fmt: skip


SUBMIT = _("De vragenlijst is ingeleverd, uiterlijk op")
TALK = _("Het laatste gesprek is uiterlijk op")
TALK_HELP = _("Minstens een week later, zodat iedereen kan lezen.")
FIXED = _("De lijst staat vast op")
FIXED_HELP = _("Het liefst twee weken voor de kandidaatstelling.")


def check_dates(form, given: dict, election: Election, today: date, kept: date | None = None) -> None:
    """Add an error where a date cannot be. `kept` is a hand-in day already stored, which may lie in the past."""
    submit, talk, fixed = (given.get(name) for name in ("submit_by", "interviews_until", "list_on"))
    if submit and submit < today and submit != kept:
        form.add_error("submit_by", _g("Deze dag is al voorbij. Kies een dag vanaf vandaag."))
    if submit and talk and talk <= submit:
        form.add_error("interviews_until", _g("Kies een dag na het inleveren van de vragenlijst."))
    if talk and fixed and fixed < talk:
        form.add_error("list_on", _g("Kies een dag op of na het laatste gesprek."))
    if fixed and fixed >= election.nomination_day:
        day = date_format(election.nomination_day, "j F Y")
        form.add_error("list_on", _g("Kies een dag vóór %(day)s. Dan leveren jullie de lijst in.") % {"day": day})


class OpenRoundForm(CrispyForm):
    """The three dates with which a round opens."""

    submit_by = date_field(SUBMIT)
    interviews_until = date_field(TALK, TALK_HELP)
    list_on = date_field(FIXED, FIXED_HELP)

    def __init__(self, *args, election, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.election, self.today = election, today

    def clean(self):
        given = super().clean()
        check_dates(self, given, self.election, self.today)
        return given


class RoundDatesForm(Settings):
    """Dates and terms of a round that is open."""

    submit_by = date_field(SUBMIT)
    interviews_until = date_field(TALK, TALK_HELP)
    list_on = date_field(FIXED, FIXED_HELP)
    decides = forms.CharField(
        label=_("Wie beslist over de lijst?"), max_length=120, help_text=_("Bijvoorbeeld: de ledenvergadering.")
    )
    reply_days = forms.IntegerField(
        label=_("Dagen om op het verslag te reageren"), min_value=terms.REPLY_DAYS_LEAST, max_value=28
    )
    appeal_days = forms.IntegerField(
        label=_("Dagen om in beroep te gaan"), min_value=7, max_value=21, help_text=_("Hoogstens drie weken.")
    )
    appeal_to = forms.CharField(label=_("Bij wie gaat iemand in beroep?"), max_length=120,
                                help_text=_("Iemand anders dan het bestuur en de commissie."))  # fmt: skip
    leading_language = forms.ChoiceField(label=_("Welke tekst gaat voor?"), widget=forms.RadioSelect,
                                         choices=[("nl", _("De Nederlandse")), ("en", _("De Engelse"))])  # fmt: skip

    class Meta:
        model = Round
        fields = (
            "submit_by",
            "interviews_until",
            "list_on",
            "decides",
            "reply_days",
            "appeal_days",
            "appeal_to",
            "leading_language",
        )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.kept = today, self.instance.submit_by
        if self.instance.regime != "BES":  # in European Netherlands the Dutch text leads (decision 38)
            del self.fields["leading_language"]
            self.initial["seen"] = seen_of(self.instance, self.names)

    def clean(self):
        given = super().clean()
        check_dates(self, given, self.instance.election, self.today, self.kept)
        return given


def date_advice(round: Round) -> list[str]:
    """Calm remarks about dates that are allowed but tight (law.md E-02, V-05)."""
    nomination, words = round.election.nomination_day, []
    if round.interviews_until - round.submit_by < terms.QUESTIONNAIRE_BEFORE_INTERVIEW:
        words.append(
            _g("Tussen inleveren en het laatste gesprek zit minder dan een week. Dat is kort om goed te lezen.")
        )
    if round.list_on > nomination - terms.SETTLE_BEFORE_NOMINATION:
        words.append(
            _g(
                "De lijst staat pas kort voor de kandidaatstelling vast. Wie dan instemt met de lijst, kan niet meer terug."
            )
        )
    if round.vog != Round.Vog.NOBODY:
        latest = date_format(nomination - terms.VOG_BEFORE_NOMINATION, "j F Y")
        words.append(
            _g("Vraag kandidaten om hun VOG vóór %(day)s aan te vragen. Later is de kans groot dat hij te laat komt.")
            % {"day": latest}
        )
    return words
