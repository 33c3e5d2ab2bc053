"""Holds, breaches, registers, what was passed on, and the basis for keeping that somebody stands."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from candidates.basis import basis_of
from candidates.clocks import clocks_of
from candidates.consents import ConsentRefused, ask_consent, disclose, give
from candidates.forms import ApplicationForm, under_sixteen
from candidates.holds import HoldRefused, end_hold, keep_hold, set_hold
from candidates.models import Candidacy, Hold, Stage
from candidates.rights import months_later, open_case
from parties.breaches import BreachOpen, change_breach, close_breach, missing_to_close, notice_text, start_breach, told
from parties.models import Breach, Event, OutboxMail
from parties.safekeeping.retention import paused
from parties.scope import party_scope
from screening.accountability import paper
from screening.counts import COUNTS
from screening.procedure import build_content, facts_of
from screening.rights.register import register_of
from tests import cast
from tests.reports.meeting import make_meeting
from tests.signin import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    made = make_meeting(answers={})
    with party_scope(made.party):
        yield made


def as_member(meeting, name):
    return sign_in(Client(), getattr(meeting, name).user)


def text(response) -> str:
    return response.content.decode()


def at(meeting, name, *args):
    return reverse(f"screening:{name}", args=[meeting.party.code, *args])


# --- holds ---


def test_a_hold_has_a_person_a_reason_a_review_and_is_told(meeting):
    """law.md R-30"""
    with pytest.raises(HoldRefused):
        set_hold(meeting.anna, actor=meeting.act["Bram"], named_person="", reason=" ")
    hold = set_hold(
        meeting.anna, actor=meeting.act["Bram"], named_person="Els van Dijk", reason="Er loopt een rechtszaak."
    )
    assert (hold.review_on, paused(meeting.party)) == (months_later(timezone.localdate(), 3), {meeting.anna.code})
    assert OutboxMail.objects.filter(purpose="rights_news", candidacy_code=meeting.anna.code).count() == 1
    shown = text(cast.enter(Client(), meeting.anna).get(reverse("screening:rights")))
    assert "Er loopt een rechtszaak." in shown and "Els van Dijk" in shown
    end_hold(hold, actor=meeting.act["Bram"])
    assert paused(meeting.party) == set()
    verbs = list(Event.objects.filter(verb__startswith="hold.").values_list("verb", flat=True))
    assert sorted(verbs) == ["hold.ended", "hold.set"]


def test_keeping_a_hold_is_three_months_from_the_day_one_looked(meeting):
    """law.md R-30"""
    hold = set_hold(meeting.anna, actor=meeting.act["Bram"], named_person="Els", reason="Beroep.")
    with time_machine.travel(timezone.now() + timedelta(days=80), tick=False):
        assert keep_hold(hold, actor=meeting.act["Bram"]).review_on == months_later(timezone.localdate(), 3)


def test_the_hold_page_and_its_task(meeting):
    bram = as_member(meeting, "Bram")
    page = at(meeting, "hold", meeting.anna.code)
    assert bram.post(page, {"do": "set", "named_person": "Els", "reason": ""}).status_code == 200
    bram.post(page, {"do": "set", "named_person": "Els", "reason": "Beroep."})
    home = at(meeting, "home")
    title = "Kijk opnieuw of het wissen bij Anna de Wit moet wachten"
    assert title not in text(bram.get(home))
    Hold.objects.update(review_on=timezone.localdate() + timedelta(days=14))
    assert title in text(as_member(meeting, "Bram").get(home))
    assert as_member(meeting, "Carla").get(page).status_code == 404
    bram.post(page, {"do": "end"})
    assert Hold.objects.get().ended_at is not None


# --- breaches ---


def test_one_click_starts_a_file_and_the_clock(meeting):
    """law.md P-84: 72 hours under the AVG; chair only."""
    bram = as_member(meeting, "Bram")
    answer = bram.post(at(meeting, "breaches"))
    breach = Breach.objects.get()
    assert answer["Location"] == at(meeting, "breach", breach.code)
    assert breach.tell_by == breach.discovered_at + timedelta(hours=72)
    assert "Melden bij de AP uiterlijk" in text(bram.get(answer["Location"]))
    for name in ("Carla", "Daan", "Els"):
        assert as_member(meeting, name).get(answer["Location"]).status_code == 404
    assert Event.objects.filter(verb="breach.reported", about=breach.code).count() == 1


def test_report_criminal_data_or_identity_mean_high_risk_unless_said_why_not(meeting):
    """law.md P-84"""
    act = meeting.act["Bram"]
    breach = start_breach(meeting.party, "EU-NL", actor=act)
    breach = change_breach(
        breach, {"happened": "Een verslag ging naar het verkeerde adres.", "report": True, "risk": "none"}, actor=act
    )
    assert breach.presumed_high
    assert missing_to_close(breach) == ["Schrijf waarom het risico hier niet hoog is."]
    breach = change_breach(breach, {"risk": "high"}, actor=act)
    assert missing_to_close(breach) == [
        "Meld het bij de toezichthouder, of schrijf waarom dat niet hoeft.",
        "Vertel het eerst aan de mensen om wie het gaat.",
    ]
    with pytest.raises(BreachOpen):
        close_breach(breach, actor=act)
    told(breach, "supervisor", "Gemeld via het loket.", actor=act)
    breach = told(breach, "candidates", "Gebeld.", actor=act)
    assert [(one["to"], one["what"]) for one in breach.told] == [
        ("supervisor", "Gemeld via het loket."),
        ("candidates", "Gebeld."),
    ]
    closed = close_breach(breach, actor=act)
    with pytest.raises(BreachOpen):
        change_breach(closed, {"risk": "none"}, actor=act)


def test_the_page_of_a_breach_saves_tells_and_closes(meeting):
    bram = as_member(meeting, "Bram")
    bram.post(at(meeting, "breaches"))
    page = at(meeting, "breach", Breach.objects.get().code)
    bram.post(
        page,
        {
            "do": "save",
            "happened": "Een laptop is kwijt.",
            "risk": "some",
            "risk_reason": "Versleuteld.",
            "people": "3",
        },
    )
    bram.post(page, {"do": "told", "to": "supervisor", "what": "Gemeld."})
    bram.post(page, {"do": "close"})
    breach = Breach.objects.get()
    assert (breach.people, breach.risk, breach.closed_at is not None) == (3, "some", True)
    assert "Een laptop is kwijt." in text(bram.get(page))


def test_the_islands_have_no_72_hours_and_their_own_supervisor(meeting):
    """law.md P-84, B-03"""
    breach = start_breach(meeting.party, "BES", actor=meeting.act["Bram"])
    assert breach.tell_by is None
    assert "CBP BES" in notice_text(breach, meeting.party) and "Autoriteit" not in notice_text(breach, meeting.party)
    shown = text(as_member(meeting, "Bram").get(at(meeting, "breach", breach.code)))
    assert ("CBP BES" in shown, "Autoriteit Persoonsgegevens" in shown, "72 uur" in shown) == (True, False, False)


def test_a_closed_breach_stays_five_years(meeting):
    """law.md R-20"""
    act = meeting.act["Bram"]
    breach = start_breach(meeting.party, "BES", actor=act)
    close_breach(change_breach(breach, {"happened": "Niets.", "risk": "none"}, actor=act), actor=act)
    for days, left in ((1825, 1), (1827, 0)):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            call_command("daily", verbosity=0)
        assert Breach.objects.count() == left


# --- registers ---


def test_the_register_of_processing_is_made_from_the_facts(meeting):
    """law.md P-81, P-02: purposes with their basis, categories, recipients, place, terms, security."""
    words = str(register_of(facts_of(meeting.round), "nl"))
    for part in (meeting.party.name, "AVG 6 lid 1 onder b", "onder f", "AVG 6 lid 1 onder a", "UAVG 22 en 26", "een voorzitter",
                 "Niet buiten de Europese Unie", "sleutel per dossier", "Hoe lang we iets bewaren"):  # fmt: skip
        assert part in words
    shown = at(meeting, "register", meeting.round.code)
    for name, status in (("Bram", 200), ("Daan", 200), ("Els", 200), ("Carla", 404)):
        assert as_member(meeting, name).get(shown).status_code == status


def test_the_register_of_an_island_names_its_own_law():
    """law.md B-02, B-03: no duty there, kept all the same; the operator in Europe keeps to European rules."""
    round = cast.make_round(cast.make_party(), regime="BES", editions=True)
    with party_scope(round.party):
        for language in ("nl", "en"):
            words = str(register_of(facts_of(round), language))
            assert "Wbp BES 8" in words and "CBP BES" in words
            assert [word for word in ("AVG", "UAVG", "Autoriteit", "AP)") if word in words] == []
        assert "houdt zich daarnaast aan de Europese regels" in str(paper(round, "processor", "nl").items)


def test_the_operator_has_a_register_without_any_dossier(meeting):
    """law.md P-81: AVG 30(2)"""
    henk = sign_in(Client(), cast.operator())
    shown = text(henk.get(reverse("screening:operator_register")))
    assert meeting.party.name in shown and "Anna" not in shown
    assert as_member(meeting, "Bram").get(reverse("screening:operator_register")).status_code == 404


def test_what_was_passed_on_stands_in_a_list_with_its_consent(meeting):
    """law.md P-11"""
    asked = ask_consent(meeting.anna, "bureau", "Bureau Helder", meeting.act["Bram"], reason="Klopt het?", licence="POB 1",
                        agreed_on=timezone.localdate())  # fmt: skip
    give(asked, meeting.act["Anna"])
    disclose(meeting.anna, "bureau", "Bureau Helder", "assignment", actor=meeting.act["Bram"])
    listed = at(meeting, "disclosures", meeting.round.code)
    shown = text(as_member(meeting, "Bram").get(listed))
    assert "Bureau Helder" in shown and "Anna de Wit" in shown
    assert as_member(meeting, "Els").get(listed).status_code == 404


def test_who_got_the_data_is_named_when_something_is_corrected(meeting):
    """law.md 1.6: notice to recipients (AVG 19, Wbp BES 30)."""
    asked = ask_consent(meeting.anna, "bureau", "Bureau Helder", meeting.act["Bram"], reason="Klopt het?", licence="POB 1",
                        agreed_on=timezone.localdate())  # fmt: skip
    give(asked, meeting.act["Anna"])
    disclose(meeting.anna, "bureau", "Bureau Helder", "assignment", actor=meeting.act["Bram"])
    for kind, named in (("correction", True), ("access", False)):
        case = open_case(meeting.anna, kind, "Er klopt iets niet.", actor=meeting.act["Anna"])
        shown = text(as_member(meeting, "Bram").get(at(meeting, "rights_handle", meeting.anna.code, case.code)))
        assert ("Bureau Helder" in shown) == named


def test_own_data_tell_of_a_hold(meeting):
    """law.md R-30, P-50"""
    set_hold(meeting.anna, actor=meeting.act["Bram"], named_person="Els van Dijk", reason="Er loopt een rechtszaak.")
    assert "Er loopt een rechtszaak." in text(cast.enter(Client(), meeting.anna).get(reverse("screening:own_data")))


def test_an_ended_hold_stays_without_its_reason_when_the_report_goes(meeting):
    """law.md R-18: the key is gone by then, and the own data still open."""
    end_hold(
        set_hold(meeting.anna, actor=meeting.act["Bram"], named_person="Els", reason="Beroep."),
        actor=meeting.act["Bram"],
    )
    start = meeting.round.election.term_start
    for day in (start, start + timedelta(days=29)):
        with time_machine.travel(f"{day.isoformat()}T04:00:00+01:00", tick=False):
            call_command("daily", verbosity=0)
    assert Hold.objects.get().reason is None
    assert "Els" in text(cast.enter(Client(), meeting.anna).get(reverse("screening:own_data")))


# --- the basis ---


@pytest.mark.parametrize(("regime", "relation", "article"), [
    ("EU-NL", "member", "UAVG 22 lid 2 onder c"), ("EU-NL", "former", "UAVG 22 lid 2 onder c"),
    ("EU-NL", "contact", "UAVG 22 lid 2 onder c"), ("EU-NL", "none", "UAVG 26"),
    ("BES", "member", "Wbp BES 19 lid 1 onder a"), ("BES", "none", "Wbp BES 19 lid 1 onder b"),
])  # fmt: skip
def test_the_exception_follows_from_the_tie_with_the_party(regime, relation, article):
    """law.md P-12"""
    round = cast.make_round(cast.make_party(), regime=regime)
    person = cast.candidate(round, "Anna", relation=relation)
    person.relation = relation
    words = basis_of(person)
    assert article in words and ("UAVG" in words) == (regime == "EU-NL")


def test_the_basis_stands_with_the_person_and_in_the_own_data(meeting):
    """law.md P-12"""
    Candidacy.objects.filter(pk=meeting.anna.pk).update(relation="none")
    assert "UAVG 26" in text(as_member(meeting, "Bram").get(at(meeting, "person", meeting.anna.code)))
    assert "UAVG 26" in text(cast.enter(Client(), meeting.anna).get(reverse("screening:own_data")))


# --- not yet sixteen, not yet living there ---


def application(round, **changes) -> ApplicationForm:
    born = date(date.today().year - 15, 1, 1)
    data = {"first_name": "Anna", "initials": "A.", "last_name": "Wit", "birth_date": f"{born:%d-%m-%Y}", "residence": "Veenkamp",
            "relation": "member", "stand": "on"}  # fmt: skip
    return ApplicationForm(data | changes, round=round)


def test_under_sixteen_a_parent_or_guardian_agrees():
    """law.md P-87"""
    round = cast.make_round(cast.make_party())
    assert "representative" in application(round).errors
    form = application(round, representative="Mevrouw De Wit")
    assert form.is_valid() and form.cleaned_data["representative"] == "Mevrouw De Wit"
    grown = application(round, birth_date="7-3-1985", representative="Mevrouw De Wit")
    assert grown.is_valid() and grown.cleaned_data["representative"] is None
    assert (under_sixteen(date(2010, 3, 2), date(2026, 3, 1)), under_sixteen(date(2010, 3, 1), date(2026, 3, 1))) == (
        True,
        False,
    )


def test_under_sixteen_no_consent_without_the_representative(meeting):
    """law.md P-87"""
    anna = Candidacy.objects.get(pk=meeting.anna.pk)
    anna.birth_date = date(date.today().year - 15, 1, 1).isoformat()
    anna.save()
    asked = ask_consent(anna, "bureau", "Bureau Helder", meeting.act["Bram"], reason="Klopt het?", licence="POB 1",
                        agreed_on=timezone.localdate())  # fmt: skip
    with pytest.raises(ConsentRefused):
        give(asked, meeting.act["Anna"])
    anna.representative = "Mevrouw De Wit"
    anna.save()
    assert give(asked, meeting.act["Anna"]).given_at is not None


def test_living_elsewhere_is_no_bar_but_a_paper_to_sign(meeting):
    """law.md E-11: no bar; the task of the declaration of intended residence."""
    form = application(meeting.round, residence="Elders", settles="on", representative="Mevrouw De Wit")
    assert form.is_valid()
    title = "Verklaring van voorgenomen vestiging: Anna de Wit"
    home = at(meeting, "home")
    assert title not in text(as_member(meeting, "Daan").get(home))
    Candidacy.objects.filter(pk=meeting.anna.pk).update(settles=True)
    assert title in text(as_member(meeting, "Daan").get(home))
    assert title not in text(as_member(meeting, "Carla").get(home))
    Candidacy.objects.filter(pk=meeting.anna.pk).update(stage=Stage.WITHDRAWN, outcome="withdrawn")
    assert title not in text(as_member(meeting, "Daan").get(home))


# --- the islands ---


def test_the_islands_keep_nothing_longer():
    """law.md B-07"""
    made = []
    for regime in ("EU-NL", "BES"):
        round = cast.make_round(cast.make_party(regime), regime=regime)
        with party_scope(round.party):
            clocks = clocks_of(cast.candidate(round, "Anna"))
        start = round.election.nomination_day
        made.append([(day - start).days for day in (clocks.answers_gone, clocks.report_gone)])
    assert made[0] == made[1]


def test_the_representative_on_the_islands_is_asked_and_shown_there():
    """law.md B-04"""
    party = cast.make_party()
    island = cast.make_round(party, regime="BES", editions=True)
    mainland = cast.make_round(party, editions=True)
    people = cast.committee(island)
    form = reverse("screening:setup_party", args=[party.code, island.code])
    assert "Vertegenwoordiger op de eilanden" in text(sign_in(Client(), people["Bram"].user).get(form))
    party.bes_representative = "Stichting Kralendijk, Kaya Grandi 1"
    party.save()
    with party_scope(party):
        for round, shown in ((island, True), (mainland, False)):
            round.party = party
            assert ("Kaya Grandi 1" in str(build_content(facts_of(round)))) == shown
    other = cast.make_party("Andere Partij")
    elsewhere = cast.make_round(other)
    farid = cast.member(other, "Farid", role="chair", round=elsewhere)
    page = reverse("screening:setup_party", args=[other.code, elsewhere.code])
    assert "Vertegenwoordiger op de eilanden" not in text(sign_in(Client(), farid.user).get(page))


def test_small_islands_warn_and_give_the_operator_no_counts():
    """law.md B-21"""
    for regime, counted in (("EU-NL", [1, 0, 0]), ("BES", ["-", "-", "-"])):
        round = cast.make_round(cast.make_party(regime), regime=regime)
        people = cast.committee(round)
        cast.candidate(round, "Anna")
        assert [count(round) for _label, count in COUNTS] == counted
        board = reverse("screening:board", args=[round.party.code, round.code])
        with party_scope(round.party):
            shown = text(sign_in(Client(), people["Bram"].user).get(board))
        assert ("Op een klein eiland is iemand snel te herkennen" in shown) == (regime == "BES")
