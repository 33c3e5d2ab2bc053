"""One form per question, built from its kind and rendered by django-crispy-forms."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from instruments.answers import TALK, Unreadable, bsn_problem, problems, tidy
from instruments.kinds import Confirm, OpenText, Question, Rows, Scale, SmallField
from instruments.wording import Wording

STANDARD_LABELS = {
    "nee": _l("Nee"),
    "ja": _l("Ja"),
    "weet_niet": _l("Weet ik niet"),
    TALK: _l("Liever in het gesprek"),
    "niet": _l("Niet"),
    "beetje": _l("Een beetje"),
    "grotendeels": _l("Grotendeels"),
    "helemaal": _l("Helemaal"),
    "tekst": _l("Ja, ik schrijf het op"),
    "rijen": _l("Ik vul de lijst in"),
    "geen": _l("Nee, niets"),
}


def choice_labels(item: Question, wording: Wording) -> list[tuple[str, str]]:
    """(value, label) of the item's own choice, in the reader's language."""
    own = {option.value: wording.say(option.label) for option in getattr(item, "options", ())}
    if isinstance(item, Rows):
        own["geen"] = wording.say(item.none_label)
    if isinstance(item, Confirm):
        own["ja"] = wording.text(item)
    return [(value, own.get(value) or str(STANDARD_LABELS[value])) for value in item.choices()]


def small_form_field(field: SmallField, wording: Wording) -> forms.Field:
    label = wording.say(field.label)
    if field.optional:
        label = _("%(label)s (mag leeg blijven)") % {"label": label}
    common = {"label": label, "required": False, "help_text": wording.say(field.help)}
    if field.kind == "choice":
        options = [(option.value, wording.say(option.label)) for option in field.options]
        return forms.ChoiceField(choices=[("", _("Kies")), *options], **common)
    if field.kind == "text":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), **common)
    attrs = {"inputmode": "numeric"} if field.kind == "number" else {}
    if field.phone:
        attrs["inputmode"] = "tel"
    return forms.CharField(widget=forms.TextInput(attrs=attrs), **common)


class QuestionForm(forms.Form):
    """Asks one question. `body()` gives the tidied answer; errors keep everything typed."""

    hide_optional = True  # the labels of optional fields say so themselves

    def __init__(self, item: Question, wording: Wording, data=None, body: dict | None = None, rows: int = 1):
        self.item, self.wording = item, wording
        self.row_count = 0
        super().__init__(data=data, initial=_initial(body or {}), prefix=None)
        self._add_choice()
        if isinstance(item, OpenText):
            self._add(
                "text",
                forms.CharField(label=_("Jouw antwoord"), required=False, widget=forms.Textarea(attrs={"rows": 6})),
            )
        if isinstance(item, Scale) and item.note:
            self._add(
                "note",
                forms.CharField(
                    label=_("Notitie voor jezelf"), required=False, widget=forms.Textarea(attrs={"rows": 3})
                ),
            )
        if isinstance(item, Rows):
            self._add_rows(max(rows, len((body or {}).get("rows") or []), self._rows_posted()))
        for follow in item.follow:
            for field in follow.fields:
                self._add(f"follow_{field.key}", small_form_field(field, wording))
        self.fields["not_bsn"] = forms.BooleanField(label=_("Dit is geen persoonsnummer"), required=False)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def _add(self, name, field):
        self.fields[name] = field

    def _add_choice(self):
        labels = choice_labels(self.item, self.wording)
        if isinstance(self.item, Confirm):
            self._add("choice", forms.BooleanField(label=labels[0][1], required=False))
        else:
            self._add("choice", forms.ChoiceField(label=self.wording.text(self.item), choices=labels, required=False,
                                                  widget=forms.RadioSelect))  # fmt: skip

    def _rows_posted(self) -> int:
        if not self.is_bound:
            return 0
        numbers = [
            int(name[1:].split("_")[0]) for name in self.data if name[:1] == "r" and name[1:].split("_")[0].isdigit()
        ]
        return min(max(numbers, default=-1) + 1, self.item.at_most)

    def _add_rows(self, count: int):
        self.row_count = min(max(count, 1), self.item.at_most)
        for index in range(self.row_count):
            for field in self.item.fields:
                self._add(f"r{index}_{field.key}", small_form_field(field, self.wording))

    @property
    def rows(self) -> list[list]:
        """Bound fields per row, for the template."""
        return [[self[f"r{index}_{field.key}"] for field in self.item.fields] for index in range(self.row_count)]

    @property
    def follows(self) -> list[tuple[tuple[str, ...], list]]:
        """(choices that open it, bound fields) per follow-up."""
        return [(follow.when, [self[f"follow_{field.key}"] for field in follow.fields]) for follow in self.item.follow]

    @property
    def labels(self) -> list[tuple[str, str]]:
        return choice_labels(self.item, self.wording)

    def raw_body(self) -> dict:
        """What was posted, in the answer's shape; not yet tidied."""
        posted = self.data
        choice = posted.get("choice") or ""
        if isinstance(self.item, Confirm):
            choice = "ja" if choice else ""
        body: dict = {"choice": choice, "text": posted.get("text", ""), "note": posted.get("note", "")}
        body["follow"] = {
            f.key: posted.get(f"follow_{f.key}", "") for follow in self.item.follow for f in follow.fields
        }
        if isinstance(self.item, Rows):
            body["rows"] = [
                {field.key: posted.get(f"r{index}_{field.key}", "") for field in self.item.fields}
                for index in range(self.row_count)
            ]
        body["not_bsn"] = bool(posted.get("not_bsn"))
        return body

    def body(self) -> dict:
        """The tidied answer. Raises `Unreadable`."""
        return tidy(self.item, self.raw_body())

    def check(self, *, complete: bool) -> dict | None:
        """The tidied answer, or None with errors at the fields.

        With `complete` everything must be there; without, an unfinished answer is fine.
        """
        self.errors  # noqa: B018 - makes the form bound-clean so that add_error works
        try:
            body = self.body()
        except Unreadable as trouble:
            self.add_error("choice" if "choice" in self.fields else None, str(trouble))
            return None
        bsn = bsn_problem(self.item, body)
        if bsn:
            self.add_error("not_bsn", bsn)
            return None
        if complete:
            for name, words in problems(self.item, body, self.wording).items():
                self.add_error(name if name in self.fields else "choice", words)
        return body


def _initial(body: dict) -> dict:
    initial = {
        "choice": body.get("choice"),
        "text": body.get("text"),
        "note": body.get("note"),
        "not_bsn": body.get("not_bsn"),
    }
    initial.update({f"follow_{key}": value for key, value in (body.get("follow") or {}).items()})
    for index, row in enumerate(body.get("rows") or []):
        initial.update({f"r{index}_{key}": value for key, value in row.items()})
    return initial
