"""The candidate's pages that look across: steps, handing in, who looked, own data, stopping."""

import json

import pytest
from django.core import mail
from django.urls import reverse

from candidates.models import Candidacy, Stage
from candidates.sessions import COOKIE
from candidates.sheets import page_of, save_answer, sheet_of
from candidates.workflow import advance
from parties.models import Event
from parties.outbox import send_due
from parties.scope import party_scope
from screening.rehearsal.answers import fill
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    round = cast.make_round(cast.make_party(), editions=True)
    cast.committee(round)
    return round


@pytest.fixture
def anna(round):
    return cast.candidate(round, "Anna")


def answered(candidacy):
    with party_scope(candidacy.party):
        for slug in ("vuistregels", "vragenlijst"):
            fill(candidacy, slug, {}, actor=cast.acting(candidacy))


def stage_of(candidacy):
    with party_scope(candidacy.party):
        return Candidacy.objects.get(pk=candidacy.pk).stage


def test_the_steps_name_the_one_that_is_now(client, anna):
    page = cast.enter(client, anna).get(reverse("screening:tasks")).content.decode()
    assert page.count('aria-current="step"') == 1
    assert "Jouw stappen" in page and "Klaar" in page


def test_handing_in_names_everything_that_is_missing(client, anna):
    page = cast.enter(client, anna).post(reverse("screening:hand_in")).content.decode()
    assert "Dit moet nog" in page and "Beantwoord de vragenlijst" in page
    assert stage_of(anna) == Stage.STARTED


def test_handing_in_once_and_twice_is_once(client, anna):
    answered(anna)
    cast.enter(client, anna)
    for _ in range(2):
        assert client.post(reverse("screening:hand_in"))["Location"] == reverse("screening:handed_in")
    assert stage_of(anna) == Stage.SUBMITTED
    with party_scope(anna.party):
        assert Event.objects.filter(verb="candidacy.submitted").count() == 1
    send_due()
    assert [letter.subject for letter in mail.outbox] == ["Er staat iets voor je klaar"]


def test_handing_in_sixty_answers_costs_a_fixed_number_of_statements(client, anna, django_assert_max_num_queries):
    answered(anna)
    cast.enter(client, anna)
    with django_assert_max_num_queries(60):
        client.post(reverse("screening:hand_in"))


def test_answers_open_again_until_the_interview(client, anna):
    answered(anna)
    cast.enter(client, anna)
    client.post(reverse("screening:hand_in"))
    client.post(reverse("screening:reopen"))
    assert stage_of(anna) == Stage.STARTED


def test_who_looked_shows_roles_and_no_names(client, round, anna):
    """Roles and times only; the candidate's own acts stand in the export."""
    answered(anna)
    cast.enter(client, anna)
    client.post(reverse("screening:hand_in"))
    carla = cast.member(round.party, "Carla")
    with party_scope(round.party):
        advance(anna, "take_up", actor=cast.acting(carla, "member"))
    page = client.get(reverse("screening:who_looked")).content.decode()
    assert "nam je kandidatuur in behandeling" in page
    assert "Carla" not in page and "leverde in" not in page


def test_three_clocks_follow_the_election(client, anna):
    """law.md R-30: end of access, reminder, erasure are on the page."""
    from datetime import timedelta

    from django.utils.formats import date_format

    nomination = anna.round.election.nomination_day
    page = cast.enter(client, anna).get(reverse("screening:who_looked")).content.decode()
    assert date_format(nomination + timedelta(days=14), "j F Y") in page
    assert date_format(nomination + timedelta(days=42), "j F Y") in page


def test_own_data_is_complete_and_leaves_out_what_is_private(client, anna):
    """law.md P-50, P-51, P-61, R-32: everything can be taken home before it goes."""
    answered(anna)
    with party_scope(anna.party):
        sheet = sheet_of(anna, "vragenlijst")
        page = page_of(sheet, anna, "nl")
        item = next(one for one in page.questions if one.key == "werk.conflict")
        version = page.answers["werk.conflict"].version
        save_answer(
            sheet,
            item,
            {"choice": "ja", "follow": {"wat": "Ruzie over een hek", "afloop": "bijgelegd"}},
            version=version,
            wording=page.wording,
        )
    cast.enter(client, anna)
    readable = client.get(reverse("screening:own_data")).content.decode()
    assert "Ruzie over een hek" in readable and "anna@voorbeeld.nl" in readable
    data = json.loads(client.get(reverse("screening:own_data_json")).content)
    assert data["code"] == anna.code
    titles = [part["title"] for part in data["parts"]]
    assert titles[0] == "Jouw gegevens" and not any("Zelfassessment" in title for title in titles)


def test_stopping_takes_two_clicks_and_no_reason(client, anna):
    """Decision 4: the committee sees only the word; the browser forgets the session."""
    cast.enter(client, anna)
    assert "Je hoeft niet te zeggen waarom" in client.get(reverse("screening:withdraw")).content.decode()
    response = client.post(reverse("screening:withdraw"))
    assert "Je bent gestopt" in response.content.decode()
    assert response["Clear-Site-Data"] == '"cache"'
    assert response.cookies[COOKIE].value == ""
    assert stage_of(anna) == Stage.WITHDRAWN


def test_everything_personal_is_never_stored_by_a_cache(client, anna):
    """law.md X-11, promise 12."""
    cast.enter(client, anna)
    for name in ("screening:tasks", "screening:who_looked", "screening:own_data", "screening:help"):
        assert "no-store" in client.get(reverse(name))["Cache-Control"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_steps_speak_both_languages(client, anna, language):
    cast.enter(client, anna)
    page = client.get(reverse("screening:tasks"), headers={"accept-language": language}).content.decode()
    assert f'<html lang="{language}"' in page


def test_hard_news_comes_with_its_mail_and_not_before(client, round):
    """Decision 21 and the cooling time: until the board's decision may be known, no page tells it."""
    from datetime import timedelta

    from django.utils import timezone

    from reports.models import Decision, Report

    dirk = cast.candidate(round, "Dirk", stage=Stage.ADOPTED)
    els = cast.acting(cast.member(round.party, "Els"), "board")
    with party_scope(round.party):
        advance(dirk, "reject", actor=els, facts=lambda _row: [])
        report = Report.objects.create(candidacy=dirk, number=1, body={}, drafted_by="x")
        Decision.objects.create(candidacy=dirk, report=report, what="not_nominate", reasons="x", decided_by=els.ref,
                                published_at=timezone.now() + timedelta(hours=4))  # fmt: skip
    cast.enter(client, dirk)
    for name in ("screening:tasks", "screening:who_looked", "screening:own_data"):
        page = client.get(reverse(name)).content.decode()
        assert "Niet voorgedragen" not in page and "niet voor te dragen" not in page, name
    with party_scope(round.party):
        Decision.objects.update(published_at=timezone.now())
    assert "Niet voorgedragen" in client.get(reverse("screening:tasks")).content.decode()
