"""Requests about one's own data: the clock, who decides, what they stop, and what a yes does (law.md 1.6, P-50 to P-53)."""

from contextlib import nullcontext
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from candidates.access import Frozen, dossier_for
from candidates.models import RightsCase, Stage
from candidates.rights import (
    Decision,
    RightsRefused,
    decide_case,
    extend,
    legal_term,
    lift,
    open_case,
    pauses,
    withdraw_case,
)
from candidates.rights_words import COMPLAINT, GROUNDS, RIGHTS, grounds_for, rights_in
from candidates.workflow import NotAllowed, Refused, advance
from parties.access import Permission
from parties.models import Event, OutboxMail
from parties.safekeeping.retention import paused
from parties.scope import party_scope
from tests import cast

pytestmark = pytest.mark.django_db
YES = Decision(True, "Dat doen we.")
EVERY = ("access", "correction", "erasure", "restriction", "portability", "objection")


def stage_of(regime="EU-NL", stage=Stage.REVIEW):
    round = cast.make_round(cast.make_party(), regime=regime)
    people = cast.committee(round)
    anna = cast.candidate(round, "Anna", stage=stage)
    cast.no_tie(anna, people["Bram"], people["Carla"])
    anna.act = {name: cast.acting(one) for name, one in people.items()} | {"Anna": cast.acting(anna)}
    return anna


@pytest.fixture
def anna():
    person = stage_of()
    with party_scope(person.party):
        yield person


@pytest.fixture
def islander():
    person = stage_of("BES")
    with party_scope(person.party):
        yield person


def ask(anna, kind="access", wish="Ik wil dit graag.", **more):
    return open_case(anna, kind, wish, actor=more.pop("actor", anna.act["Anna"]), **more)


def refused(call) -> list[str]:
    with pytest.raises(RightsRefused) as trouble:
        call()
    return [str(one.text) for one in trouble.value.missing]


def verbs() -> list[str]:
    return list(Event.objects.filter(verb__startswith="rights.").order_by("seq").values_list("verb", flat=True))


# --- the clock ---


@pytest.mark.parametrize(
    ("regime", "extended", "due"),
    [
        ("EU-NL", False, date(2027, 2, 28)),
        ("EU-NL", True, date(2027, 4, 30)),
        ("BES", False, date(2027, 2, 28)),
        ("BES", True, date(2027, 2, 28)),
    ],
)
def test_the_legal_term_is_a_month_or_four_weeks(regime, extended, due):
    """law.md P-50: one month (+ 2) under the AVG, 28 days on the islands."""
    assert legal_term(regime, date(2027, 1, 31), extended=extended) == due


def test_the_target_is_four_weeks_in_both_regimes(anna):
    """law.md P-50"""
    case = ask(anna)
    assert (case.target_on - case.received_on, case.by, case.regime) == (timedelta(days=28), case.target_on, "EU-NL")
    assert case.due_on > case.target_on


def test_longer_is_once_within_the_month_and_with_a_reason(anna):
    """law.md 1.6, AVG 12(3)"""
    case = ask(anna)
    assert refused(lambda: extend(case, " ", actor=anna.act["Bram"])) == [
        "Schrijf waarom het langer duurt. De kandidaat leest het."
    ]
    longer = extend(case, "We zoeken in oude stukken.", actor=anna.act["Bram"])
    assert longer.by == legal_term("EU-NL", case.received_on, extended=True)
    assert refused(lambda: extend(longer, "Nog even.", actor=anna.act["Bram"])) == ["Verlengen kan maar één keer."]
    late = ask(
        anna, "erasure", actor=anna.act["Bram"], origin="paper", received_on=timezone.localdate() - timedelta(days=40)
    )
    assert refused(lambda: extend(late, "Druk.", actor=anna.act["Bram"])) == [
        "Verlengen kon alleen in de eerste maand."
    ]


def test_the_islands_know_no_longer_term(islander):
    """law.md 1.6: 28 days, no extension, no portability."""
    case = ask(islander)
    assert case.due_on - case.received_on == timedelta(days=28)
    assert refused(lambda: extend(case, "Druk.", actor=islander.act["Bram"])) == [
        "Op de eilanden is de termijn altijd vier weken."
    ]
    assert refused(lambda: ask(islander, "portability")) == ["Kies een van de rechten."]
    with pytest.raises(IntegrityError), transaction.atomic():
        RightsCase.objects.update(extended_at=timezone.now())


# --- opening ---


def test_a_candidate_asks_by_session_and_the_handlers_hear_there_is_something(anna):
    """law.md P-50: identity by session. Mail says nothing of who or what."""
    case = ask(anna)
    assert (case.origin, case.opened_by, ask(anna).pk) == ("page", anna.code, case.pk)
    mails = OutboxMail.objects.filter(purpose="rights_alert")
    assert {one.member_code for one in mails} == {anna.act["Bram"].ref, anna.act["Daan"].ref}
    assert {(one.candidacy_code, one.payload_code) for one in mails} == {("", "")}
    assert verbs() == ["rights.opened"]


def test_paper_and_mail_are_started_by_a_member_and_told(anna):
    """law.md P-53"""
    day = timezone.localdate() - timedelta(days=3)
    case = ask(anna, actor=anna.act["Daan"], origin="paper", received_on=day)
    assert (case.received_on, case.opened_by) == (day, anna.act["Daan"].ref)
    assert OutboxMail.objects.filter(purpose="rights_news", candidacy_code=anna.code).count() == 1
    for actor, origin in ((anna.act["Daan"], "page"), (anna.act["Anna"], "paper")):
        with pytest.raises(NotAllowed):
            ask(anna, "erasure", actor=actor, origin=origin)


def test_nothing_typed_lies_open_in_the_database(anna):
    """law.md X-05: what the candidate wrote and the answer are sealed."""
    case = ask(anna, wish="Mijn zoon werkt daar niet.")
    decide_case(case, Decision(False, "Dat zoeken we uit.", "again"), actor=anna.act["Bram"])
    for name in ("wish", "answer", "weighing", "extension_reason"):
        assert type(RightsCase._meta.get_field(name)).__name__ == "SealedText"
    assert RightsCase.objects.get().wish == "Mijn zoon werkt daar niet."


def test_correction_and_objection_say_what_about(anna):
    for kind in ("correction", "objection"):
        assert refused(lambda kind=kind: ask(anna, kind, " ")) == ["Schrijf op waar het om gaat."]


# --- the decision ---


def test_a_named_person_decides(anna):
    """law.md P-50, P-70"""
    done = decide_case(ask(anna), YES, actor=anna.act["Bram"])
    assert (done.state, done.decided_by, done.decided_by_name) == ("granted", anna.act["Bram"].ref, "Bram Visser")
    assert refused(lambda: decide_case(done, YES, actor=anna.act["Daan"])) == ["Dit verzoek is al afgehandeld."]
    with pytest.raises(IntegrityError), transaction.atomic():
        RightsCase.objects.update(decided_by="", decided_by_name="")


def test_the_candidate_does_not_decide_and_a_stranger_does_not_either(anna):
    case = ask(anna)
    farid = cast.acting(cast.member(cast.make_party("Andere Partij"), "Farid"), "chair")
    for actor in (anna.act["Anna"], farid):
        with pytest.raises(NotAllowed):
            decide_case(case, YES, actor=actor)


def test_a_no_needs_a_ground_of_the_law_and_others_need_the_weighing(anna):
    """law.md P-52: UAVG 41(1)(i) and the weighing of 41(2)."""
    case = ask(anna)
    act = anna.act["Bram"]
    assert refused(lambda: decide_case(case, Decision(False, "Nee."), actor=act)) == [
        "Kies waarom je het verzoek afwijst."
    ]
    assert refused(lambda: decide_case(case, Decision(False, "Nee.", "stronger"), actor=act)) == [
        "Kies waarom je het verzoek afwijst."
    ]
    weigh = ["Schrijf hoe je de belangen van beide kanten hebt gewogen."]
    assert refused(lambda: decide_case(case, Decision(False, "Nee.", "others"), actor=act)) == weigh
    assert refused(lambda: decide_case(case, Decision(True, "Ja.", redacted=True), actor=act)) == weigh
    done = decide_case(case, Decision(True, "Ja.", redacted=True, weighing="De referent is herkenbaar."), actor=act)
    assert (done.redacted, done.weighing) == (True, "De referent is herkenbaar.")
    assert grounds_for("access", "EU-NL")["others"].law["EU-NL"] == "UAVG 41 lid 1 onder i"


# --- what it stops ---


@pytest.mark.parametrize("kind", EVERY)
def test_an_open_request_keeps_the_dossier_from_being_erased(anna, kind):
    """law.md R-34"""
    case = ask(anna, kind)
    assert paused(anna.party) == {anna.code}
    withdraw_case(case, actor=anna.act["Anna"])
    assert paused(anna.party) == set()


@pytest.mark.parametrize(("kind", "stops"), [(kind, kind in ("restriction", "objection")) for kind in EVERY])
def test_no_step_while_it_stands_still(anna, kind, stops):
    """law.md 1.6: an objection pauses the step, a restriction freezes; stopping stays possible."""
    ask(anna, kind)
    with pytest.raises(Refused) if stops else nullcontext() as trouble:
        advance(anna, "ask_addition", actor=anna.act["Bram"])
    if stops:
        assert [str(one.text) for one in trouble.value.missing] == [
            "Dit dossier staat stil door een verzoek van de kandidaat. Beantwoord dat eerst."
        ]
    assert advance(anna, "withdraw", actor=anna.act["Anna"]).stage == "withdrawn"


def test_who_asked_on_paper_before_ever_coming_in_can_still_come_in():
    """law.md P-53: the door to the answer stays open."""
    person = stage_of(stage=Stage.INVITED)
    with party_scope(person.party):
        ask(person, "restriction", actor=person.act["Daan"], origin="paper")
        assert advance(person, "enter", actor=person.act["Anna"]).stage == "started"


def test_frozen_is_read_only_for_two_roles(anna):
    """law.md 1.6: restriction."""
    case = ask(anna, "restriction")
    assert dossier_for(anna.act["Bram"], anna.code, Permission.READ_DOSSIER).pk == anna.pk
    assert dossier_for(anna.act["Els"], anna.code, Permission.READ_ADVICE).pk == anna.pk
    for name, permission in (
        ("Carla", Permission.READ_DOSSIER),
        ("Bram", Permission.WRITE_NOTES),
        ("Bram", Permission.DRAFT_REPORT),
        ("Els", Permission.DECIDE),
        ("Daan", Permission.PLAN),
    ):
        with pytest.raises(Frozen):
            dossier_for(anna.act[name], anna.code, permission)
    with pytest.raises(Http404):
        dossier_for(anna.act["Daan"], anna.code, Permission.READ_DOSSIER)
    withdraw_case(case, actor=anna.act["Anna"])
    assert dossier_for(anna.act["Carla"], anna.code, Permission.READ_DOSSIER).pk == anna.pk


@pytest.mark.parametrize("kind", ["restriction", "objection"])
def test_a_yes_keeps_it_still_until_somebody_ends_it(anna, kind):
    """law.md 1.6, AVG 18(3): the candidate hears it."""
    case = decide_case(ask(anna, kind), YES, actor=anna.act["Bram"])
    assert len(pauses(anna)) == 1
    with pytest.raises(Frozen):
        dossier_for(anna.act["Carla"], anna.code, Permission.READ_DOSSIER)
    before = OutboxMail.objects.filter(purpose="rights_news").count()
    lift(case, actor=anna.act["Bram"])
    assert (pauses(anna), OutboxMail.objects.filter(purpose="rights_news").count()) == ([], before + 1)


def test_a_no_ends_the_pause(anna):
    decide_case(ask(anna, "objection"), Decision(False, "Nee.", "stronger"), actor=anna.act["Bram"])
    assert pauses(anna) == []


# --- erasing ---


def test_erasing_is_not_a_step_without_a_request(anna):
    with pytest.raises(Refused):
        advance(anna, "erase_on_request", actor=anna.act["Bram"])


def test_a_granted_erasure_ends_the_candidacy_and_empties_the_dossier_that_night(anna):
    """law.md 1.6, promise 10: everything but the skeleton, and the proof of what was told."""
    from django.core.management import call_command

    from candidates.models import Candidacy, Notice, Tie
    from parties.models import DataKey

    decide_case(ask(anna, "erasure"), YES, actor=anna.act["Bram"])
    ended = Candidacy.objects.get(pk=anna.pk)
    assert (ended.stage, ended.outcome, ended.t0_by) == ("withdrawn", "withdrawn", anna.act["Bram"].ref)
    call_command("daily", verbosity=0)
    left = Candidacy.objects.get(pk=anna.pk)
    assert (left.first_name, left.last_name, left.email_hash, left.phone) == ("", "", "", None)
    assert left.erased_at is not None
    assert not DataKey.objects.filter(owner=anna.code, destroyed_at=None).exists()
    case = RightsCase.objects.get()
    assert (case.wish, case.answer, case.state) == (None, None, "granted")
    assert (Tie.objects.filter(candidacy=anna).count(), Notice.objects.filter(candidacy=anna).count()) == (0, 1)


def test_a_refused_erasure_erases_nothing(anna):
    from django.core.management import call_command

    decide_case(ask(anna, "erasure"), Decision(False, "Nog niet.", "needed"), actor=anna.act["Bram"])
    call_command("daily", verbosity=0)
    anna.refresh_from_db()
    assert (anna.first_name, anna.stage) == ("Anna", "review")


def test_a_hold_is_stronger_than_a_granted_erasure(anna):
    """law.md R-30, AVG 17(3)(e)"""
    from django.core.management import call_command

    from candidates.models import Candidacy, Hold

    Hold.objects.create(candidacy=anna, named_person="Els van Dijk", reason="beroep", review_on=timezone.localdate(),
                        set_by="x", candidate_told_at=timezone.now())  # fmt: skip
    decide_case(ask(anna, "erasure"), YES, actor=anna.act["Bram"])
    call_command("daily", verbosity=0)
    assert Candidacy.objects.get(pk=anna.pk).first_name == "Anna"


def test_a_closed_request_goes_after_two_years(anna):
    """law.md R-18"""
    from django.core.management import call_command

    withdraw_case(ask(anna), actor=anna.act["Anna"])
    for days, left in ((729, 1), (731, 0)):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            call_command("daily", verbosity=0)
        assert RightsCase.objects.count() == left


# --- words ---


def test_every_right_and_ground_names_the_law_of_its_own_regime():
    """law.md B-03: no mixing."""
    for one in (*RIGHTS, *GROUNDS):
        for regime, law in one.law.items():
            assert law.startswith("Wbp BES") == (regime == "BES"), law
    assert [one.kind for one in rights_in("BES")] == [kind for kind in EVERY if kind != "portability"]
    assert [one.kind for one in rights_in("EU-NL")] == list(EVERY)


def test_where_to_complain_follows_the_regime():
    """law.md 1.6, B-05"""
    eu, bes = (f"{COMPLAINT[one].supervisor} {COMPLAINT[one].court}" for one in ("EU-NL", "BES"))
    assert ("(AP)" in eu, "rechtbank" in eu, "CBP" in eu, "Gerecht" in eu) == (True, True, False, False)
    assert ("CBP BES" in bes, "Gerecht in eerste aanleg" in bes, "AP)" in bes, "rechtbank" in bes) == (
        True,
        True,
        False,
        False,
    )
