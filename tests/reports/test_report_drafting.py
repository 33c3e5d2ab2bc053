"""The report's draft: generated, edited, sent, taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from candidates.models import Reference, Sheet, Stage, Tie, VogRecord
from candidates.workflow import NotAllowed, Refused
from parties.models import OutboxMail
from parties.safekeeping.audit import events_for
from parties.scope import party_scope
from reports.models import Finding, Interview, Reply, Report, Topic
from reports.papers.drafting import (
    NewerDraft,
    draft_report,
    redraft,
    reply_until,
    save_draft,
    send_draft,
    send_facts,
    with_new_findings,
)
from reports.papers.sources import names_to_leave_out
from reports.report_view import report_view
from tests import cast
from tests.reports import stage_set

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    made = stage_set.interviewed()
    with party_scope(made.party):
        yield made


def test_draft_holds_what_the_dossier_says_and_nothing_else(scene):
    """law.md P-21, P-61: no criminal matter, no self-assessment, no raw answer reaches the report."""
    talk = Topic.objects.create(candidacy=scene.anna, origin=Topic.Origin.OWN, title="strafzaak", criminal=True)
    secret = stage_set.add_point(scene.anna, 3, "Geheim", "Een veroordeling.", "Erg.", "", "", by=scene.people["Carla"])
    secret.topic = talk
    secret.save()
    dropped = stage_set.add_point(
        scene.anna, 4, "Gerucht", "Iemand zei iets.", "Wie weet.", "", "", by=scene.people["Carla"]
    )
    dropped.dropped_at = timezone.now()
    dropped.save()
    report = draft_report(scene.anna, actor=scene.carla)
    view = report_view(report)
    assert [(point.title, point.committee, point.candidate, point.measure) for point in view.points] == [
        ("Grasland in pacht",
         "Anna pacht grasland in de polder Oosterveen. Het algemeen bestuur besluit in 2028 over het waterpeil daar.",
         "Dat klopt, ik ben er open over.", "Anna maakt de pacht openbaar."),
        ("Penningmeester van de ijsclub",
         "De ijsclub huurt een stuk land van het waterschap. Dat kan botsen met de regels voor bestuursleden.",
         "Ik draag het netjes over.", "Anna stopt als penningmeester vóór haar benoeming."),
    ]  # fmt: skip
    assert "veroordeling" not in view.to_json()
    assert "Iemand zei iets" not in view.to_json()


def test_facts_say_who_was_there_and_which_procedure(scene):
    view = report_view(draft_report(scene.anna, actor=scene.carla))
    facts = {fact.term: fact.text for fact in (*view.facts, *view.grounds)}
    assert facts["Aanwezig"] == "Anna de Wit, Bram Visser (voorzitter), Carla Smit (lid)"
    assert facts["Gesprek"].endswith(", De Turfschuit")
    assert facts["Band met Anna"] == "geen"
    assert facts["Werkwijze"].startswith("versie 1 van ")
    assert facts["Bronnen"] == "wat de kandidaat zelf vertelde (20 oktober 2026)"
    assert "VOG" not in facts


def test_instruments_are_named_by_what_was_used():
    """Handreiking section 5; the self-assessment is the candidate's own (law.md P-61)."""
    made = stage_set.interviewed()
    with party_scope(made.party):
        cast.give_editions(made.round)
        for slug in ("vragenlijst", "zelfassessment"):
            edition = made.round.editions.get(slug=slug).edition
            Sheet.objects.create(candidacy=made.anna, slug=slug, edition=edition, submitted_at=timezone.now())
        for number in (1, 2):
            Topic.objects.create(
                candidacy=made.anna, origin=Topic.Origin.DILEMMA, item=f"kaart.{number}", title="Kaart"
            )
        view = report_view(draft_report(made.anna, actor=made.carla))
    facts = {fact.term: fact.text for fact in (*view.facts, *view.grounds)}
    assert facts["Gebruikt"] == "vragenlijst integriteit, twee dilemma’s"
    assert "openbare bronnen (niet in deze ronde)" in facts["Niet gebruikt"]
    assert "zelfassessment" not in view.to_json().lower()


def test_ties_are_counted_and_never_told(scene):
    """Handreiking section 5: ties declared, without whose or which."""
    dirk = cast.member(scene.party, "Dirk", role="member", round=scene.round)
    Tie.objects.create(candidacy=scene.anna, member=dirk, said_by=Tie.Said.MEMBER, kind=Tie.Kind.FAMILY)
    Tie.objects.create(candidacy=scene.anna, member=dirk, said_by=Tie.Said.CANDIDATE, kind=Tie.Kind.FAMILY)
    view = report_view(draft_report(scene.anna, actor=scene.carla))
    assert {fact.term: fact.text for fact in view.facts}["Band met Anna"] == "één lid, dat daarom niet meedeed"
    assert "Dirk" not in view.to_json()
    assert "familie" not in view.to_json()


@pytest.mark.parametrize(
    ("state", "said"),
    [("shown", "gezien op 1 november 2026"), ("not_shown", None), ("objection", None), ("requested", None)],
)
def test_vog_is_named_only_when_seen(scene, state, said):
    """law.md 1.3, V-03: "not shown" counts as a criminal matter and never stands in a report."""
    VogRecord.objects.create(
        candidacy=scene.anna, state=state, seen_on=datetime(2026, 11, 1, tzinfo=UTC).date(), seen_by="x"
    )
    view = report_view(draft_report(scene.anna, actor=scene.carla))
    assert {fact.term: fact.text for fact in view.grounds}.get("VOG") == said


def test_second_click_opens_the_same_draft(scene):
    first = draft_report(scene.anna, actor=scene.carla)
    assert draft_report(scene.anna, actor=scene.bram).pk == first.pk
    assert Report.objects.filter(candidacy=scene.anna).count() == 1


def test_no_draft_before_the_interview_is_held(scene):
    scene.anna.stage = Stage.PLANNED
    scene.anna.save()
    with pytest.raises(Refused):
        draft_report(scene.anna, actor=scene.carla)


def test_secretary_and_board_draft_nothing(scene):
    for actor in (scene.daan, scene.els):
        with pytest.raises(NotAllowed):
            draft_report(scene.anna, actor=actor)


def test_saving_names_who_wrote_last_and_counts_versions(scene):
    report = draft_report(scene.anna, actor=scene.carla)
    changed = save_draft(
        report,
        report.body | {"advice_prose": "Goed gesprek."},
        advice="no_objection",
        cited=set(),
        version=1,
        actor=scene.bram,
    )
    assert (changed.version, changed.drafted_by, changed.body["advice_prose"]) == (
        2,
        scene.people["Bram"].code,
        "Goed gesprek.",
    )


def test_saving_the_same_again_changes_nothing(scene):
    """A double click does not make the second person the writer."""
    report = stage_set.drafted(scene)
    again = save_draft(report, report.body, advice=report.advice, cited=set(), version=report.version, actor=scene.bram)
    assert (again.version, again.drafted_by) == (report.version, scene.people["Carla"].code)


def test_stale_window_overwrites_nothing(scene):
    report = draft_report(scene.anna, actor=scene.carla)
    save_draft(
        report, report.body | {"advice_prose": "Van Carla."}, advice="", cited=set(), version=1, actor=scene.carla
    )
    with pytest.raises(NewerDraft) as refused:
        save_draft(
            report, report.body | {"advice_prose": "Van Bram."}, advice="", cited=set(), version=1, actor=scene.bram
        )
    assert refused.value.report.body["advice_prose"] == "Van Carla."
    assert Report.objects.get(pk=report.pk).body["advice_prose"] == "Van Carla."


def test_finding_of_one_member_cannot_be_cited_against(scene):
    """Decision 21, in the action and in the database."""
    report = draft_report(scene.anna, actor=scene.carla)
    alone = Finding.objects.get(candidacy=scene.anna, number=1)
    with pytest.raises(Refused):
        save_draft(report, report.body, advice="not_nominate", cited={str(alone.pk)}, version=1, actor=scene.carla)
    assert not Finding.objects.get(pk=alone.pk).cited_negative
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=alone.pk).update(cited_negative=True)


def test_citing_is_undone_with_another_advice(scene):
    stage_set.drafted(scene, **stage_set.negative(scene))
    assert Finding.objects.filter(candidacy=scene.anna, cited_negative=True).count() == 1
    stage_set.drafted(scene, advice="no_objection")
    assert Finding.objects.filter(candidacy=scene.anna, cited_negative=True).count() == 0


def test_sending_needs_advice_reasons_and_every_finding(scene):
    report = draft_report(scene.anna, actor=scene.carla)
    assert [str(one.text) for one in send_facts(scene.fresh())] == ["Kies het advies."]
    save_draft(report, report.body, advice="not_nominate", cited=set(), version=1, actor=scene.carla)
    assert len(send_facts(scene.fresh())) == 2
    stage_set.drafted(scene)
    stage_set.add_point(scene.anna, 3, "Nieuw", "Feit.", "Betekenis.", "", "", by=scene.people["Carla"])
    assert [str(one.text) for one in send_facts(scene.fresh())] == [
        "Er is een aandachtspunt bij gekomen. Open het concept en bewaar het opnieuw."
    ]
    report = scene.report
    save_draft(
        report, with_new_findings(report), advice=report.advice, cited=set(), version=report.version, actor=scene.carla
    )
    assert send_facts(scene.fresh()) == []


def test_sending_starts_the_term_and_mails_the_candidate(scene):
    report = stage_set.sent(scene)
    assert scene.fresh().stage == Stage.REPLY
    assert report.reply_due == reply_until(scene.fresh(), report.sent_at)
    assert OutboxMail.objects.filter(candidacy_code=scene.anna.code, purpose="news").count() == 1


def test_sending_twice_is_refused(scene):
    stage_set.sent(scene)
    with pytest.raises(Refused):
        send_draft(scene.anna, actor=scene.bram)


def test_term_ends_at_the_end_of_the_day_in_the_bodys_own_time():
    """Decision 37: on the islands it is five hours earlier."""
    scene = stage_set.interviewed(regime="BES", points=())
    with party_scope(scene.party):
        until = reply_until(scene.fresh(), datetime(2026, 11, 3, 2, 30, tzinfo=UTC))
    assert until.astimezone(UTC) == datetime(2026, 11, 10, 3, 59, 59, tzinfo=UTC)


def test_taking_back_makes_a_version_that_names_the_old_one_and_keeps_replies(scene):
    first = stage_set.replied(scene)
    second = redraft(scene.anna, actor=scene.bram)
    assert (second.number, second.replaces_id, second.sent_at, second.reply_closed_at) == (2, first.pk, None, None)
    assert scene.fresh().stage == Stage.INTERVIEWED
    assert report_view(second).points[0].candidate == "Mijn kennis wil ik wel delen."
    assert Reply.objects.filter(candidacy=scene.anna).count() == 1


def test_adopted_report_is_not_taken_back(scene):
    stage_set.adopted(scene)
    with pytest.raises(Refused):
        redraft(scene.anna, actor=scene.carla)


def test_name_of_a_referee_is_found_in_the_text(scene):
    """law.md P-43: others go by their role."""
    Reference.objects.create(
        candidacy=scene.anna, name="Koos Terpstra", role="trainer", contact="x", notice_sent_at=timezone.now()
    )
    report = draft_report(scene.anna, actor=scene.carla)
    assert names_to_leave_out(scene.anna, report.body) == []
    assert names_to_leave_out(scene.anna, report.body | {"reasons": "Volgens koos terpstra klopt het."}) == [
        "Koos Terpstra"
    ]


def test_every_act_is_in_the_record(scene):
    stage_set.sent(scene)
    redraft(scene.anna, actor=scene.carla)
    verbs = [event.verb for event in reversed(events_for(scene.anna.chain))]
    assert verbs == ["report.drafted", "report.edited", "report.sent", "report.taken_back"]


def test_draft_without_interview_row_has_no_empty_facts(scene):
    Interview.objects.filter(candidacy=scene.anna).delete()
    view = report_view(draft_report(scene.anna, actor=scene.carla))
    assert "Gesprek" not in {fact.term for fact in view.facts}


def test_reply_days_follow_the_round(scene):
    scene.round.reply_days = 3
    scene.round.save()
    now = datetime(2026, 11, 3, 12, tzinfo=UTC)
    assert reply_until(scene.fresh(), now) - now < timedelta(days=4)
