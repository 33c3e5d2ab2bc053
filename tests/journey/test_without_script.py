"""A candidate whose browser runs no script: from the link to handing in, on a phone."""

import pytest

from candidates.invitations import invite
from candidates.models import Answer, Candidacy, Stage
from parties.scope import party_scope
from screening.gates import may_invite
from screening.rehearsal.answers import fill
from tests import cast
from tests.journey import candidate as phone
from tests.journey.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANNA = {"first_name": "Anna", "prefixes": "de", "last_name": "Wit", "email": phone.MAILBOX, "language": "nl"}
LEFT_OPEN = ("werk.conflict", "nevenfuncties.functies", "financien.leningen")


@pytest.fixture
def invited(site) -> Candidacy:
    round, people = cast.ready_round()
    with party_scope(round.party):
        return invite(round, actor=cast.acting(people["Bram"], "chair"), gates=may_invite, person=ANNA)


def answer_the_quiet_questions(candidacy: Candidacy) -> None:
    """All but three, by the same action as the page; what is left is what this test is about."""
    with party_scope(candidacy.party):
        candidacy.refresh_from_db()
        fill(candidacy, "vragenlijst", {}, actor=cast.acting(candidacy))
        Answer.objects.filter(candidacy=candidacy, item__in=LEFT_OPEN).delete()


def two_rows(anna: Person) -> None:
    """A list grows by a press; what was typed stays, and a row left empty is no row."""
    anna.go("/k/lijst/vragenlijst/nevenfuncties.functies/")
    anna.tick("choice", "rijen")
    anna.fill(r0_organisatie="IJsclub Veenkamp", r0_rol="penningmeester")
    anna.press("Nog een toevoegen")
    anna.sees("Functie 2")
    assert anna.page.locator("[name=r0_organisatie]").input_value() == "IJsclub Veenkamp"
    anna.fill(r1_organisatie="Dorpshuis De Turfschuit", r1_rol="vrijwilliger")
    for menu in anna.page.locator("main select").all():
        menu.select_option(index=1)
    anna.press("Nog een toevoegen")
    anna.press("Doorgaan")


def a_follow_up(anna: Person) -> None:
    """The second question is simply there; forgotten, it is asked for with the first still chosen."""
    anna.go("/k/lijst/vragenlijst/werk.conflict/")
    anna.tick("choice", "ja")
    anna.fill(follow_wat="We wilden iets anders.")
    anna.press("Doorgaan")
    assert anna.page.title().startswith("Fout:")
    assert anna.page.locator("[name=choice][value=ja]").is_checked()
    assert anna.page.locator("[name=follow_wat]").input_value() == "We wilden iets anders."
    anna.fill(follow_afloop=phone.TOLD)
    anna.press("Doorgaan")


def test_from_the_link_to_handing_in_without_script(invited, browser, site):
    """Decision of the architecture: everything works as a plain form (experience.md)."""
    anna = Person(browser, site, "Anna de Wit", phone=True, script=False)
    phone.come_in(anna)
    phone.prepare(anna, tie_with="Daan Mulder")
    phone.stand(anna)
    assert phone.answer(anna, "vuistregels") == ["gelezen"]
    anna.press_main()
    answer_the_quiet_questions(invited)
    two_rows(anna)
    a_follow_up(anna)
    anna.go("/k/lijst/vragenlijst/financien.leningen/")
    anna.tick("choice", "gesprek")
    anna.fill(follow_belang="Dit hoort niet bij dit antwoord.")  # without script the field stands there; it is dropped
    anna.press("Doorgaan")
    anna.go("/k/lijst/vragenlijst/")
    anna.press_main()
    anna.go("/k/nakijken/")
    anna.sees("IJsclub Veenkamp", "Dorpshuis De Turfschuit", phone.TOLD, "Liever in het gesprek")
    anna.press("Lever in")
    assert anna.heading == "We hebben het ontvangen"
    with party_scope(invited.party):
        invited.refresh_from_db()
        kept = {row.item: row.body for row in Answer.objects.filter(candidacy=invited, item__in=LEFT_OPEN)}
    assert invited.stage == Stage.SUBMITTED
    assert [row["organisatie"] for row in kept["nevenfuncties.functies"]["rows"]] == [
        "IJsclub Veenkamp",
        "Dorpshuis De Turfschuit",
    ]
    assert kept["werk.conflict"]["follow"] == {"wat": "We wilden iets anders.", "afloop": phone.TOLD}
    assert kept["financien.leningen"].get("follow", {}) == {}
    assert anna.complaints == []


def test_reply_signature_and_stopping_without_script(scene):
    """The rest of the way: the report, the declaration with its code, and two presses to stop."""
    joost = scene.candidate("reply", "Joost", "", "Vink")
    reader = scene.as_candidate(joost, script=False)
    phone.reply_to_finding(reader, "Grasland in pacht")
    phone.reply_to_report(reader, "Grasland in pacht")
    signer = scene.as_candidate(scene.candidate("nominated"), script=False)
    phone.sign(signer, "maakt de pacht openbaar")
    signer.go("/k/trek-in/")
    signer.press_main()
    signer.sees("Je bent gestopt")
    assert reader.complaints == signer.complaints == []
