"""What single components promise: words beside stones, errors that lead to their field, text that stays text."""

import re

import pytest
from django import forms

from tests.look.gallery import ENGINE, Club, Loan


def draw(source: str, **context) -> str:
    return ENGINE.from_string(source).render(context)


class Two(forms.Form):
    name = forms.CharField(error_messages={"required": "Vul je naam in"})
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect, error_messages={"required": "Kies er een"})

    def clean(self):
        raise forms.ValidationError("Samen klopt het niet")


SUMMARY = '{% include "components/error_summary.html" %}'


def test_error_summary_is_silent_without_errors():
    assert draw(SUMMARY, form=Two()).strip() == ""
    assert draw(SUMMARY).strip() == ""


def test_error_summary_leads_to_each_field():
    html = draw(SUMMARY, form=Two({}))
    assert re.findall(r'href="#([^"]+)">([^<]+)<', html) == [
        ("id_name", "Vul je naam in"),
        ("id_kind_0", "Kies er een"),
    ]
    assert "<li>Samen klopt het niet</li>" in html
    assert "Kijk nog even naar deze antwoorden" in html


def test_error_summary_counts_one():
    class One(forms.Form):
        name = forms.CharField()

    assert "Kijk nog even naar dit antwoord<" in draw(SUMMARY, form=One({}))


def test_error_summary_takes_a_formset():
    rows = forms.formset_factory(Club, extra=0)
    formset = rows({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-soort": "club", "form-0-akkoord": "on"})
    assert re.findall(r'href="#([^"]+)"', draw(SUMMARY, formset=formset)) == ["id_form-0-vereniging"]


def test_crispy_field_ties_help_and_error_to_the_control():
    html = draw(
        "{% load crispy_forms_tags %}{{ form|crispy }}", form=Club({"uitleg": "x", "soort": "club", "akkoord": "on"})
    )
    assert 'id="id_vereniging_error" class="invalid-feedback"' in html
    assert (
        re.search(r'<input[^>]*name="vereniging"[^>]*>', html)[0].count('aria-describedby="id_vereniging_error"') == 1
    )
    assert re.search(r'<textarea[^>]*name="uitleg"[^>]*>', html)[0].count('aria-describedby="id_uitleg_helptext"') == 1


def test_crispy_field_marks_what_may_stay_empty_and_no_asterisks():
    html = draw("{% load crispy_forms_tags %}{{ form|crispy }}", form=Club())
    assert html.count("(mag leeg blijven)") == 3
    assert "asteriskField" not in html
    quiet = Club()
    quiet.hide_optional = True
    assert "(mag leeg blijven)" not in draw("{% load crispy_forms_tags %}{{ form|crispy }}", form=quiet)


def test_liever_in_het_gesprek_answers_at_once():
    html = draw(
        '{% include "components/choices.html" with field=form.leningen talk_value="gesprek" talk_text="Goed." only %}',
        form=Loan(),
    )
    assert html.count("form-check-label") == 4
    assert (
        re.findall(r'form-check talk-open">.*?</div>\s*<p class="follow" id="[^"]+">Goed\.</p>', html, re.DOTALL) != []
    )


@pytest.mark.parametrize(("state", "drawing"), [("done", "tick"), ("now", "rub"), ("todo", "<text")])
def test_stone_draws_its_state(state, drawing):
    html = draw('{% include "components/stone.html" with state=state number=12 only %}', state=state)
    assert [name in html for name in ("tick", "rub", "<text")] == [name == drawing for name in ("tick", "rub", "<text")]


def test_step_without_address_is_no_link():
    html = draw(
        '{% include "components/steps.html" %}', steps=[{"state": "todo", "label": "Later", "note": "Nog te doen"}]
    )
    assert "<b>Later</b>" in html
    assert "<a " not in html


def test_closed_card_shows_name_and_stage_only():
    html = draw(
        '{% include "components/board_card.html" %}',
        card={
            "name": "Pieter Bos",
            "url": "/p/x/",
            "status": "In behandeling",
            "closed": True,
            "missing": "Je hebt een band.",
        },
    )
    assert "/p/x/" not in html
    assert 'class="kcard closed"' in html


def test_finding_keeps_the_agreement_open_before_the_talk():
    html = draw(
        '{% include "components/finding_card.html" with id="f" %}',
        finding={"title": "Pacht", "fact": "x", "meaning": "y", "source": "z"},
    )
    assert re.findall(r'<h3 class="lab">([^<]+)<', html) == [
        "Bron en datum",
        "Feit",
        "Wat betekent dit voor het ambt?",
        "Afspraak",
    ]
    assert "Die maak je samen in het gesprek." in html


@pytest.mark.parametrize(
    "source",
    [
        '{% include "components/words.html" with text=bad quote=True label=bad only %}',
        '{% include "components/words.html" with text=bad only %}',
        '{% include "components/two_voices.html" with title=bad committee=bad candidate=bad candidate_name=bad measure=bad only %}',
        '{% include "components/why.html" with text=bad only %}',
        '{% include "components/pill.html" with text=bad only %}',
        '{% include "components/empty.html" with title=bad text=bad only %}',
        '{% include "components/saved.html" with text=bad only %}',
    ],
)
def test_text_stays_text(source):
    """promises.md 7."""
    html = draw(source, bad="<b onclick=x>{{ 7|add:7 }}</b>")
    assert "<b onclick" not in html
    assert "&lt;b onclick=x&gt;{{ 7|add:7 }}&lt;/b&gt;" in html


def test_saved_line_says_every_outcome_in_words():
    html = draw('{% include "components/saved.html" with text="Opgeslagen om 14.03 uur" only %}')
    assert re.findall(r"\s(data-[a-z-]+)=", html) == [
        "data-state",
        "data-offline",
        "data-trouble",
        "data-signed-out",
        "data-sign-in",
        "data-sign-in-url",
        "data-keep-mine",
    ]
    assert 'data-state="saved"' in html
