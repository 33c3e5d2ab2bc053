"""Findings with five boxes: told at once, second reader, let go, agreements (law.md P-42, P-62, P-64, B-06)."""

from datetime import date

import pytest

from candidates.models import Candidacy, Notice, Stage
from candidates.workflow import NotAllowed
from parties.models import Event, OutboxMail
from parties.scope import party_scope
from reports.findings import (
    FindingRefused,
    NewerFinding,
    add_measure,
    change_finding,
    drop_finding,
    live_findings,
    remove_measure,
    second_finding,
)
from reports.free_text import BsnLike
from reports.models import Finding, Measure, Topic
from reports.topics import gather_topics
from tests import cast
from tests.reports.meeting import make_meeting, path, write_finding
from tests.signin import sign_in

pytestmark = pytest.mark.django_db
THIRD = [Finding.Origin.CHECK, Finding.Origin.REFERENCE, Finding.Origin.BUREAU]


@pytest.fixture
def meeting():
    return make_meeting(checks_on=True)


@pytest.fixture
def inside(meeting):
    with party_scope(meeting.party):
        yield meeting


def refused(call) -> list[str]:
    with pytest.raises(FindingRefused) as trouble:
        call()
    return [str(one.text) for one in trouble.value.missing]


def changed(finding, meeting, **changes):
    known = {name: getattr(finding, name) for name in ("version", "title", "source", "fact", "meaning", "source_date")}
    return change_finding(finding, actor=meeting.act["Bram"], **(known | {"words": finding.words or ""} | changes))


def news() -> int:
    return OutboxMail.objects.filter(purpose="news").count()


# --- telling -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", THIRD)
def test_third_source_is_told_in_the_same_act(inside, origin):
    """law.md P-42, B-06"""
    finding = write_finding(inside, origin=origin)
    assert (finding.told_at is not None, finding.told_how, news()) == (True, "mail", 1)


@pytest.mark.parametrize("origin", [Finding.Origin.CANDIDATE, Finding.Origin.INTERVIEW])
def test_own_words_of_the_candidate_need_no_mail(inside, origin):
    assert (write_finding(inside, origin=origin).told_how, news()) == ("page", 0)


@pytest.mark.parametrize("origin", THIRD)
def test_third_source_waits_until_the_candidate_read_how_it_goes(inside, origin):
    """law.md P-64"""
    Notice.objects.filter(candidacy=inside.anna).delete()
    assert refused(lambda: write_finding(inside, origin=origin)) == [
        "De kandidaat heeft nog niet gelezen hoe dit gaat. Wacht daar eerst op."
    ]
    assert (Finding.objects.count(), news()) == (0, 0)


def test_without_a_way_to_tell_it_is_refused_unless_a_letter_goes(inside):
    """law.md B-06"""
    inside.anna.channel = Candidacy.Channel.PAPER
    inside.anna.save()
    words = refused(lambda: write_finding(inside, origin=Finding.Origin.CHECK))
    assert words == ["We hebben geen e-mailadres. Kies een brief: dan hoort de kandidaat het toch."]
    assert write_finding(inside, origin=Finding.Origin.CHECK, letter=True).told_how == "letter"
    assert news() == 0


@pytest.mark.parametrize("origin", [Finding.Origin.CHECK, Finding.Origin.BUREAU])
def test_public_sources_are_off_unless_the_round_says_so(inside, origin):
    """law.md P-63"""
    inside.round.checks_on = False
    inside.round.save()
    assert refused(lambda: write_finding(inside, origin=origin)) == [
        "In deze ronde kijken we niet in openbare bronnen. Dat staat zo in de werkwijze."
    ]


def test_changed_fact_of_a_third_source_is_told_again(inside):
    finding = write_finding(inside, origin=Finding.Origin.CHECK)
    changed(finding, inside, fact="Anna pachtte grasland tot 2025.")
    assert news() == 2


def test_added_words_of_the_candidate_are_no_news(inside):
    finding = write_finding(inside, origin=Finding.Origin.CHECK)
    changed(finding, inside, words="Dat klopt, tot eind 2029.")
    assert news() == 1


# --- writing -------------------------------------------------------------------------------------------------------


def test_numbers_go_on_and_the_same_twice_is_once(inside):
    first = write_finding(inside)
    assert write_finding(inside).pk == first.pk
    assert [one.number for one in (first, write_finding(inside, title="IJsclub"))] == [1, 2]
    assert Event.objects.filter(chain=inside.anna.chain, verb="finding.recorded").count() == 2


def test_four_boxes_are_needed(inside):
    words = refused(lambda: write_finding(inside, title="", source=" ", fact="", meaning=""))
    assert words == [
        "Geef het punt een korte naam.", "Schrijf waar je dit las of hoorde.", "Schrijf het feit op, in één of twee zinnen.",
        "Schrijf wat dit betekent voor het ambt.",
    ]  # fmt: skip


def test_bsn_is_refused(inside):
    with pytest.raises(BsnLike):
        write_finding(inside, fact="Het nummer is 111222333.")


def test_criminal_topic_gives_no_finding(inside):
    """law.md P-21"""
    gather_topics(inside.anna, actor=inside.act["Bram"])
    apart = Topic.objects.get(candidacy=inside.anna, criminal=True, origin="talk")
    assert refused(lambda: write_finding(inside, topic=apart)) == [
        "Dit onderwerp hoort alleen in het aparte deel. Schrijf er geen aandachtspunt over."
    ]


def test_topic_of_another_dossier_is_not_allowed(inside):
    gina = cast.candidate(inside.round, "Gina", stage=Stage.REVIEW)
    topic = Topic.objects.create(candidacy=gina, origin="own", title="Van Gina")
    with pytest.raises(NotAllowed):
        write_finding(inside, topic=topic)


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (Stage.REPLY, "Het verslag ligt nu bij de kandidaat. Haal het eerst terug om een punt te wijzigen."),
        (Stage.ADOPTED, "De aandachtspunten van dit dossier liggen vast."),
    ],
)
def test_findings_stand_still_once_the_report_is_away(inside, stage, words):
    inside.anna.stage = stage
    inside.anna.save()
    assert refused(lambda: write_finding(inside)) == [words]


def test_older_window_overwrites_nothing(inside):
    finding = write_finding(inside)
    changed(finding, inside, fact="Van Bram")
    with pytest.raises(NewerFinding) as newer:
        changed(finding, inside, fact="Van Carla, uit een oud venster")
    assert newer.value.finding.fact == "Van Bram"


def test_second_reader_is_somebody_else(inside):
    """decision 21"""
    finding = write_finding(inside)
    assert refused(lambda: second_finding(finding, actor=inside.act["Carla"])) == [
        "Je schreef dit punt zelf. Een ander lid leest het als tweede."
    ]
    assert second_finding(finding, actor=inside.act["Bram"]).seconded_by == inside.Bram.code


def test_change_asks_for_a_second_reader_again(inside):
    finding = write_finding(inside)
    second_finding(finding, actor=inside.act["Bram"])
    assert changed(finding, inside, fact="Anders").seconded_by == ""


def test_dropped_finding_is_gone_from_every_list(inside):
    """law.md P-62"""
    finding = write_finding(inside)
    drop_finding(finding, actor=inside.act["Carla"])
    assert live_findings(inside.anna) == []
    assert refused(lambda: changed(finding, inside, fact="Toch")) == ["Dit punt is vervallen."]


def test_finding_has_no_weight_and_no_colour():
    """decision 21, law.md P-70"""
    names = {field.name for field in Finding._meta.get_fields()}
    assert names & {"weight", "score", "colour", "color", "severity", "rank", "level"} == set()


# --- agreements ----------------------------------------------------------------------------------------------------


def test_agreement_of_the_list_knows_whether_it_goes_to_the_agenda(inside):
    finding = write_finding(inside)
    public = add_measure(
        finding,
        actor=inside.act["Bram"],
        text="Anna maakt de pacht openbaar.",
        kind="maatregel.01",
        due_on=date(2027, 3, 1),
    )
    place = add_measure(finding, actor=inside.act["Bram"], text="Een lagere plek.", kind="maatregel.12")
    assert (public.to_agenda, public.due_on, place.to_agenda) == (True, date(2027, 3, 1), False)


def test_the_same_agreement_twice_is_once_and_can_go(inside):
    finding = write_finding(inside)
    first = add_measure(finding, actor=inside.act["Bram"], text="Openbaar maken.")
    assert add_measure(finding, actor=inside.act["Carla"], text="Openbaar maken.").pk == first.pk
    remove_measure(first, actor=inside.act["Carla"])
    assert Measure.objects.count() == 0


@pytest.mark.parametrize(("text", "kind"), [("", "maatregel.01"), ("Iets", "maatregel.99"), ("Iets", "punt.01")])
def test_agreement_needs_words_and_a_kind_of_the_list(inside, text, kind):
    finding = write_finding(inside)
    assert refused(lambda: add_measure(finding, actor=inside.act["Bram"], text=text, kind=kind)) == [
        "Schrijf de afspraak op: wat, wie en wanneer."
    ]


# --- pages ---------------------------------------------------------------------------------------------------------

POSTED = {"title": "Grasland in pacht", "origin": "candidate", "source": "Vragenlijst, vraag 3", "fact": "Anna pacht grasland.",
          "meaning": "Het bestuur besluit over het peil."}  # fmt: skip


def test_form_begins_with_the_answer_behind_the_topic(client, meeting):
    with party_scope(meeting.party):
        gather_topics(meeting.anna, actor=meeting.act["Bram"])
        land = Topic.objects.get(candidacy=meeting.anna, item="financien.grond")
    form = (
        sign_in(client, meeting.Bram.user).get(f"{path(meeting, 'finding_new')}?onderwerp={land.code}").context["form"]
    )
    assert (form.initial["origin"], form.initial["source"]) == ("candidate", "Vragenlijst: Geld en bezit, vraag 2")
    assert form.initial["fact"] == "Land voor landbouw, In pacht, huur of erfpacht, Oosterveen"


def test_delicate_words_are_shown_once_and_then_kept(client, meeting):
    """law.md P-13: a warning never blocks."""
    sign_in(client, meeting.Carla.user)
    typed = POSTED | {"fact": "Anna had een burn-out."}
    page = client.post(path(meeting, "finding_new"), typed)
    assert "Je schreef “burn-out”. Over gezondheid schrijven we niets op." in page.content.decode()
    assert "Toch bewaren" in page.content.decode()
    assert client.post(path(meeting, "finding_new"), typed | {"keep": "1"}).status_code == 302
    with party_scope(meeting.party):
        assert [one.fact for one in live_findings(meeting.anna)] == ["Anna had een burn-out."]


def test_bsn_can_be_said_to_be_none(client, meeting):
    """decision 25"""
    sign_in(client, meeting.Carla.user)
    typed = POSTED | {"fact": "Perceel 111222333."}
    page = client.post(path(meeting, "finding_new"), typed).content.decode()
    assert "Dit lijkt op een persoonsnummer. Haal het weg, of kies: dit is geen persoonsnummer." in page
    assert 'name="not_bsn"' in page
    assert client.post(path(meeting, "finding_new"), typed | {"not_bsn": "on"}).status_code == 302


def test_other_members_change_meets_both_texts(client, meeting):
    with party_scope(meeting.party):
        finding = write_finding(meeting)
        changed(finding, meeting, fact="Van Bram")
    sign_in(client, meeting.Carla.user)
    page = client.post(path(meeting, "finding", 1), POSTED | {"version": "1", "fact": "Van Carla"})
    assert page.status_code == 409
    assert "Van Bram" in page.content.decode()
    assert "Van Carla</textarea>" in page.content.decode()


def test_chip_leads_to_an_agreement_with_first_words(client, meeting):
    with party_scope(meeting.party):
        write_finding(meeting)
    sign_in(client, meeting.Carla.user)
    form = client.get(f"{path(meeting, 'measure', 1)}?soort=maatregel.01").context["form"]
    assert form.initial["text"] == "De kandidaat maakt deze functie of dit belang openbaar en houdt de opgave actueel."
    assert (
        client.post(
            path(meeting, "measure", 1), {"kind": "maatregel.01", "text": "Anna maakt het openbaar.", "due_on": ""}
        ).status_code
        == 302
    )
    assert "Anna maakt het openbaar." in client.get(path(meeting, "findings")).content.decode()


def test_second_and_drop_on_the_page(client, meeting):
    with party_scope(meeting.party):
        write_finding(meeting)
    sign_in(client, meeting.Bram.user)
    client.post(path(meeting, "second_finding", 1))
    assert "Twee leden lazen dit punt." in client.get(path(meeting, "findings")).content.decode()
    assert client.get(path(meeting, "drop_finding", 1)).status_code == 200
    client.post(path(meeting, "drop_finding", 1))
    assert client.get(path(meeting, "finding", 1)).status_code == 404


def test_letter_holds_the_finding_and_the_way_to_reply(client, meeting):
    with party_scope(meeting.party):
        write_finding(meeting, origin=Finding.Origin.REFERENCE, letter=True)
    page = sign_in(client, meeting.Bram.user).get(path(meeting, "finding_letter", 1)).content.decode()
    for words in ("Anna pacht grasland in de polder Oosterveen.", "0512 34 56 78", "Mevrouw Postma"):
        assert words in page


@pytest.mark.parametrize("name", ["Daan", "Els"])
def test_secretary_and_board_see_no_findings(client, meeting, name):
    with party_scope(meeting.party):
        write_finding(meeting)
    sign_in(client, getattr(meeting, name).user)
    assert [
        client.get(path(meeting, page, *args)).status_code
        for page, args in (("findings", []), ("finding", [1]), ("measure", [1]))
    ] == [404] * 3
