"""A tenth instrument is one folder with one file: from form to check to print without a line of code (docs/instruments.md)."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from candidates.models import Sheet, Stage
from instruments.editions import choose_editions, load_all
from instruments.models import EditionChanged
from parties.scope import party_scope
from reports.views.conversation_dossier import answers_of
from screening.instruments.printing import print_of
from screening.procedure.content import build_content
from screening.procedure.facts import facts_of
from screening.steps import steps_of
from tests import cast
from tests.reports.paper import text_of

pytestmark = pytest.mark.django_db

TENTH = """
slug = "reiskosten"
number = 1
instrument = 10
released = 2026-11-24
minutes = 5
filled_by = "candidate"
read_by = "committee"
needed_to_submit = true
task.nl = "Vertel over reizen"
task.en = "Tell about travelling"
title.nl = "Reizen voor het werk"
title.en = "Travelling for the work"
intro.nl = "Straks reis je voor {orgaan}.\\n\\n- Bewaar je kaartje.\\n- Vraag het als je twijfelt."
intro.en = "Soon you will travel for {orgaan}.\\n\\n- Keep your ticket.\\n- Ask when in doubt."

[[sections]]
key = "reizen"
title.nl = "Reizen"
title.en = "Travel"

[[sections.items]]
key = "reizen.auto"
kind = "yesno"
talk = true
text.nl = "Rijd je met een auto van je werk?"
text.en = "Do you drive a car of your employer?"
purpose.nl = "Zo spreken we op tijd af wie de reis betaalt."
purpose.en = "This way we agree in time on who pays for the trip."
follow = [{when = ["ja"], fields = [{key = "afspraak", kind = "line", label = {nl = "Wat is de afspraak?", en = "What is agreed?"}}]}]

[[sections.items]]
key = "reizen.buitenland"
kind = "yesno"
text.nl = "Ga je daarmee ook naar het buitenland?"
text.en = "Do you also drive it abroad?"
purpose.nl = "Over een reis naar het buitenland gelden andere regels."
purpose.en = "Other rules hold for a trip abroad."
show_if = {item = "reizen.auto", values = ["ja"]}
"""


@pytest.fixture
def tenth(tmp_path):
    """The file, in a folder of its own."""
    path = tmp_path / "reiskosten" / "1.toml"
    path.parent.mkdir()
    path.write_text(TENTH, encoding="utf-8")
    return path


@pytest.fixture
def anna(tenth):
    load_all(tenth.parent.parent)
    round = cast.make_round(cast.make_party())
    cast.committee(round)
    with party_scope(round.party):
        choose_editions(round)
    return cast.candidate(round, "Anna")


def page_at(name):
    return reverse(f"candidates:{name}", args=["reiskosten"])


def question(key):
    return reverse("candidates:question", args=["reiskosten", key])


def text(response) -> str:
    return response.content.decode()


def test_it_stands_among_the_candidates_steps(anna):
    with party_scope(anna.party):
        step = next(one for one in steps_of(anna, "nl") if one.label == "Vertel over reizen")
    assert (step.url, step.note) == (page_at("sheet"), "Ongeveer 5 minuten")


def test_it_walks_from_form_to_check_to_dossier(client, anna):
    cast.enter(client, anna)
    start = text(client.get(page_at("sheet")))
    assert "<li>Bewaar je kaartje.</li>" in start
    assert "het waterschap Veenstroom" in start
    assert client.get(question("reizen.buitenland")).status_code == 404  # hidden until the first answer opens it
    assert (
        client.post(question("reizen.auto"), {"choice": "ja", "version": "0"}).status_code == 200
    )  # the follow-up is asked
    moved = client.post(question("reizen.auto"), {"choice": "ja", "follow_afspraak": "Ik betaal zelf.", "version": "1"})
    assert moved["Location"] == question("reizen.buitenland")
    client.post(question("reizen.buitenland"), {"choice": "nee", "version": "0"})
    check = text(client.get(page_at("check")))
    assert "Ik betaal zelf." in check
    client.post(page_at("check"))
    with party_scope(anna.party):
        sheet = Sheet.objects.get(slug="reiskosten")
        assert sheet.finished_at is not None
        Sheet.objects.update(submitted_at=anna.applied_at)
        anna.stage = Stage.SUBMITTED
        (read,) = answers_of(anna, cast.acting(cast.member(anna.party, "Bram")))
    assert [row.question for row in read["sections"][0]["rows"]] == [
        "Rijd je met een auto van je werk?",
        "Ga je daarmee ook naar het buitenland?",
    ]


def test_it_must_be_complete_before_handing_in(client, anna):
    page = text(cast.enter(client, anna).post(reverse("screening:hand_in")))
    assert "Vertel over reizen" in page


def test_it_prints_blank_in_both_languages(anna):
    from reports.pdf import render_pdf

    with party_scope(anna.party):
        edition = anna.round.editions.get(slug="reiskosten").edition
        for language, words in (("nl", "Rijd je met een auto"), ("en", "Do you drive a car")):
            page = print_of(edition, anna.round, language)
            pdf = render_pdf(page.template, page.context, language=language, title=page.title)[1]
            assert words in text_of(pdf)
            assert "Reiskosten 1" in text_of(pdf)


def test_it_is_read_again_copied_and_published(client, anna):
    cast.enter(client, anna)
    assert "Rijd je met een auto van je werk?" in text(client.get(reverse("screening:read", args=["reiskosten"])))
    with party_scope(anna.party):
        page = build_content(facts_of(anna.round))
    assert "Reizen voor het werk" in page["nl"]["instruments"]
    assert "Travelling for the work" in page["en"]["instruments"]


def test_the_workshop_lists_it(anna, capsys):
    call_command("workshop", "reiskosten", "--as", "print")
    shown = capsys.readouterr().out
    assert "reiskosten 1: vast, 2 punten" in shown
    assert "Alleen als je bij “Rijd je met een auto van je werk?” koos" in shown


def test_once_released_it_never_changes(anna, tenth):
    tenth.write_text(TENTH.replace("auto van je werk", "auto van je baas"), encoding="utf-8")
    with pytest.raises(EditionChanged):
        load_all(tenth.parent.parent)
