"""Answers: one sealed row per item, never overwritten silently, private where promised."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from candidates.models import Answer, PrivateAnswer, Sheet, Stage
from candidates.sessions import key_cookie
from candidates.sheets import (
    Newer,
    NoKey,
    TooLate,
    erase_private,
    page_of,
    save_answer,
    sheet_of,
    waits_for_application,
)
from instruments.editions import edition_in
from parties.models import DataKey
from parties.safekeeping.crypto import KeyDestroyed, SealBroken, destroy_keys, new_browser_key
from parties.scope import party_scope
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    round = cast.make_round(cast.make_party(), editions=True)
    cast.committee(round)
    return cast.candidate(round, "Anna")


@pytest.fixture
def actor(anna):
    return cast.acting(anna)


def item_of(sheet, key):
    return next(item for item in sheet.edition.parsed.items() if item.key == key)


def save(candidacy, slug, key, body, *, version=0, browser_key=""):
    sheet = sheet_of(candidacy, slug, actor=cast.acting(candidacy))
    page = page_of(sheet, candidacy, "nl", key=browser_key)
    return save_answer(sheet, item_of(sheet, key), body, version=version, wording=page.wording, key=browser_key)


def everything_stored() -> str:
    """Every table as text, as somebody with the database would see it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found.append(
                str(
                    [
                        [bytes(cell) if isinstance(cell, memoryview) else cell for cell in row]
                        for row in cursor.fetchall()
                    ]
                )
            )
    return "\n".join(found)


def test_an_answer_comes_back_as_it_was_typed(anna):
    words = "Ik help {{ mijn }} zus 🐄 <b>vet</b> \u202eomgekeerd"
    with party_scope(anna.party):
        save(anna, "vragenlijst", "werk.conflict", {"choice": "ja", "follow": {"wat": words, "afloop": "goed"}})
        sheet = sheet_of(anna, "vragenlijst")
        assert page_of(sheet, anna, "nl").bodies["werk.conflict"]["follow"]["wat"] == words
    assert "mijn }} zus" not in everything_stored()


def test_an_older_tab_never_overwrites_and_sees_both_texts(anna):
    """Promise 4: the older one is told."""
    with party_scope(anna.party):
        given = save(anna, "vragenlijst", "werk.orgaan", {"choice": "nee"})
        save(anna, "vragenlijst", "werk.orgaan", {"choice": "weet_niet"}, version=given.version)
        with pytest.raises(Newer) as told:
            save(anna, "vragenlijst", "werk.orgaan", {"choice": "ja"}, version=given.version)
        assert (told.value.item, told.value.body["choice"]) == ("werk.orgaan", "weet_niet")
        assert Answer.objects.get().body == {"choice": "weet_niet"}


def test_the_same_answer_twice_is_no_quarrel(anna):
    with party_scope(anna.party):
        first = save(anna, "vragenlijst", "werk.orgaan", {"choice": "nee"})
        again = save(anna, "vragenlijst", "werk.orgaan", {"choice": "nee"})
        assert again.version == first.version


def test_nothing_is_saved_after_handing_in(anna):
    with party_scope(anna.party):
        save(anna, "vragenlijst", "werk.orgaan", {"choice": "nee"})
        anna.stage = Stage.SUBMITTED
        anna.save()
        with pytest.raises(TooLate):
            save(anna, "vragenlijst", "werk.orgaan", {"choice": "weet_niet"}, version=1)


def test_criminal_matters_lie_under_their_own_key(anna):
    """law.md P-21: destroying that key leaves the other answers readable."""
    with party_scope(anna.party):
        save(anna, "vragenlijst", "verleden.vog", {"choice": "gesprek"})
        save(anna, "vragenlijst", "werk.orgaan", {"choice": "nee"})
        assert set(DataKey.objects.filter(owner=anna.code).values_list("klass", flat=True)) >= {"raw", "criminal"}
        destroy_keys(anna.party_id, anna.code, ["criminal"])
        assert Answer.objects.get(item="werk.orgaan").body == {"choice": "nee"}
        with pytest.raises(KeyDestroyed):
            Answer.objects.get(item="verleden.vog").body  # noqa: B018


def test_criminal_matters_stay_closed_without_the_permission(anna):
    with party_scope(anna.party):
        save(anna, "vragenlijst", "verleden.vog", {"choice": "gesprek"})
        page = page_of(sheet_of(anna, "vragenlijst"), anna, "nl", criminal=False)
        assert page.answers == {}


def test_a_private_answer_cannot_be_read_with_database_and_all_keys(anna, settings):
    """law.md P-61, decision 27: database, logs and master keys together fail to decrypt it."""
    key = new_browser_key()
    with party_scope(anna.party):
        save(
            anna,
            "zelfassessment",
            "kwetsbaarheid.f3",
            {"choice": "niet", "note": "Ik heb een knikkerbelofte aan mijn broer."},
            browser_key=key,
        )
        row = PrivateAnswer.objects.get()
        assert "knikkerbelofte" not in everything_stored() and key not in everything_stored()
        from candidates.sheets import _place
        from parties.safekeeping.crypto import unseal, unseal_with

        for master in settings.MASTER_KEYS:
            with pytest.raises(SealBroken):
                unseal_with(master, bytes(row.token), _place(row))
        for klass in ("raw", "criminal", "report", "declaration", "agenda"):
            with pytest.raises(SealBroken):
                unseal(bytes(row.token), klass=klass, place=_place(row))
        assert (
            page_of(row.sheet, anna, "nl", key=key).bodies["kwetsbaarheid.f3"]["note"]
            == "Ik heb een knikkerbelofte aan mijn broer."
        )


def test_another_browser_cannot_read_or_overwrite_private_answers(anna):
    with party_scope(anna.party):
        save(anna, "zelfassessment", "motivatie.a1", {"choice": "helemaal", "note": ""}, browser_key=new_browser_key())
        with pytest.raises(NoKey):
            page_of(sheet_of(anna, "zelfassessment"), anna, "nl", key=new_browser_key())
        with pytest.raises(NoKey):
            page_of(sheet_of(anna, "zelfassessment"), anna, "nl", key="")


def test_private_answers_all_look_equally_long(anna):
    """The length of an answer gives nothing away."""
    key = new_browser_key()
    with party_scope(anna.party):
        save(anna, "zelfassessment", "motivatie.a1", {"choice": "niet", "note": ""}, browser_key=key)
        save(anna, "zelfassessment", "motivatie.a2", {"choice": "grotendeels", "note": ""}, browser_key=key)
        assert len({len(bytes(row.token)) for row in PrivateAnswer.objects.all()}) == 1


def test_erasing_the_self_assessment_leaves_nothing(anna, actor):
    key = new_browser_key()
    with party_scope(anna.party):
        save(anna, "zelfassessment", "motivatie.a1", {"choice": "niet", "note": ""}, browser_key=key)
        erase_private(anna, actor=actor)
        assert (PrivateAnswer.objects.count(), Sheet.objects.filter(slug="zelfassessment").count()) == (0, 0)


# --- through the pages ---


def post(client, slug, item, **data):
    return client.post(reverse("candidates:question", args=[slug, item]), {"version": "0", **data})


def test_a_question_page_saves_and_goes_on(client, anna):
    cast.enter(client, anna)
    response = post(client, "vragenlijst", "werk.orgaan", choice="nee")
    assert (response.status_code, response["Location"]) == (
        302,
        reverse("candidates:question", args=["vragenlijst", "werk.conflict"]),
    )


def test_an_unfinished_answer_is_kept_and_named_at_the_field(client, anna):
    cast.enter(client, anna)
    response = post(client, "vragenlijst", "werk.orgaan", choice="ja", follow_wat="", follow_tot="")
    page = response.content.decode()
    assert response.status_code == 200
    assert "Kijk nog even naar" in page and "<title>Fout:" in page
    with party_scope(anna.party):
        assert Answer.objects.get().body["choice"] == "ja"
    fixed = client.post(
        reverse("candidates:question", args=["vragenlijst", "werk.orgaan"]), {"version": "1", "choice": "nee"}
    )
    assert fixed.status_code == 302


def test_a_number_that_looks_like_a_bsn_is_refused_once(client, anna):
    """law.md P-30, decision 25."""
    cast.enter(client, anna)
    typed = {"choice": "ja", "follow_wat": "Mijn nummer is 111222333", "follow_afloop": "goed"}
    refused = post(client, "vragenlijst", "werk.conflict", **typed)
    assert "Dit lijkt op een persoonsnummer" in refused.content.decode()
    assert "111222333" in refused.content.decode()  # what was typed stays on the page
    with party_scope(anna.party):
        assert Answer.objects.count() == 0
    kept = post(client, "vragenlijst", "werk.conflict", **typed, not_bsn="1")
    assert kept.status_code == 302


def test_hidden_and_invented_fields_are_dropped(client, anna):
    """Promise 9: what the page did not ask is not stored."""
    cast.enter(client, anna)
    post(client, "vragenlijst", "werk.orgaan", choice="nee", follow_wat="verborgen", stage="completed", invented="x")
    with party_scope(anna.party):
        assert Answer.objects.get().body == {"choice": "nee"}
        anna.refresh_from_db()
        assert anna.stage == Stage.STARTED


def test_an_unknown_choice_and_a_nul_get_a_calm_answer(client, anna):
    cast.enter(client, anna)
    wrong = post(client, "vragenlijst", "werk.orgaan", choice="misschien")
    assert "Kies een van de antwoorden" in wrong.content.decode()
    assert post(client, "vragenlijst", "werk.orgaan", choice="n\x00ee").status_code in (200, 400)


def test_autosave_answers_in_json_and_tells_an_older_tab(client, anna):
    cast.enter(client, anna)
    url = reverse("candidates:autosave", args=["vragenlijst", "werk.orgaan"])
    first = client.post(url, {"choice": "nee", "version": "0"})
    assert (first.status_code, first.json()["version"]) == (200, 1)
    assert first.json()["message"].startswith("Opgeslagen om ") and first.json()["message"].endswith(" uur")
    newer = client.post(url, {"choice": "ja", "version": "1"})
    assert newer.json()["version"] == 2
    older = client.post(url, {"choice": "weet_niet", "version": "1"})
    assert (older.status_code, older.json()["version"]) == (409, 2)
    assert older.json()["message"].startswith("Dit antwoord is in een ander venster gewijzigd. Daar staat nu: “Ja;")


def test_an_older_tab_sees_both_texts_and_may_choose(client, anna):
    """Decision 18: nothing is overwritten in silence, and the second press is a choice."""
    cast.enter(client, anna)
    talk = {"choice": "ja", "follow_wat": "Van mij", "follow_afloop": "Goed"}
    post(client, "vragenlijst", "werk.conflict", **talk)
    stale = post(client, "vragenlijst", "werk.conflict", choice="nee")
    page = stale.content.decode()
    assert stale.status_code == 409
    assert ("Van mij" in page, 'value="nee" checked' in page, 'name="version" value="1"' in page) == (True, True, True)
    again = post(client, "vragenlijst", "werk.conflict", version="1", choice="nee")
    assert again.status_code == 302
    with party_scope(anna.party):
        assert Answer.objects.get(item="werk.conflict").body["choice"] == "nee"


def test_autosave_without_a_session_says_sign_in_again(client, anna):
    url = reverse("candidates:autosave", args=["vragenlijst", "werk.orgaan"])
    response = client.post(url, {"choice": "nee"}, headers={"accept": "application/json"})
    assert response.status_code == 401


def test_the_first_private_answer_sets_the_key_cookie(client, anna):
    cast.enter(client, anna)
    response = post(client, "zelfassessment", "motivatie.a1", choice="helemaal")
    cookie = response.cookies[key_cookie(anna)]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/k/", True, "Lax")
    assert client.get(reverse("candidates:check", args=["zelfassessment"]), follow=True).status_code == 200
    client.cookies.pop(key_cookie(anna))
    elsewhere = client.get(reverse("candidates:sheet", args=["zelfassessment"]))
    assert "staat op een ander apparaat" in elsewhere.content.decode()


def test_two_first_saves_at_once_use_one_key(client, anna):
    """The page brings the key, so the save while typing and the button cannot each make their own (decision 27)."""
    cast.enter(client, anna)
    client.get(reverse("candidates:question", args=["zelfassessment", "motivatie.a1"]))
    key = client.cookies[key_cookie(anna)].value
    autosave = client.post(
        reverse("candidates:autosave", args=["zelfassessment", "motivatie.a1"]), {"choice": "niet", "version": "0"}
    )
    assert (autosave.status_code, client.cookies[key_cookie(anna)].value) == (200, key)
    assert post(client, "zelfassessment", "motivatie.a1", choice="niet").status_code == 302
    assert client.cookies[key_cookie(anna)].value == key
    assert client.get(reverse("candidates:question", args=["zelfassessment", "motivatie.a2"])).status_code == 200


def test_two_people_on_one_tablet_keep_their_own_keys(client, anna):
    """Decision 27: a key per candidacy. The second does not throw away what only the first can open."""
    cast.enter(client, anna)
    post(client, "zelfassessment", "motivatie.a1", choice="helemaal")
    mirjam = cast.candidate(anna.round, "Mirjam")
    cast.enter(client, mirjam)
    post(client, "zelfassessment", "motivatie.a1", choice="niet")
    cast.enter(client, anna)
    page = client.get(reverse("candidates:question", args=["zelfassessment", "motivatie.a1"])).content.decode()
    assert 'value="helemaal" checked' in page


def test_a_key_of_another_browser_is_told_and_never_a_fault(client, anna):
    cast.enter(client, anna)
    first = client.get(reverse("candidates:question", args=["zelfassessment", "motivatie.a1"]))
    assert first.status_code == 200
    with party_scope(anna.party):
        save(anna, "zelfassessment", "motivatie.a1", {"choice": "helemaal", "note": ""}, browser_key=new_browser_key())
    answer = post(client, "zelfassessment", "motivatie.a1", choice="niet")
    assert "staat op een ander apparaat" in answer.content.decode()


def test_the_questionnaire_waits_for_the_application(client, anna):
    """law.md P-20: criminal matters are asked only after applying."""
    with party_scope(anna.party):
        anna.applied_at = None
        anna.save()
    cast.enter(client, anna)
    assert client.get(reverse("candidates:sheet", args=["vragenlijst"])).status_code == 404
    assert client.get(reverse("candidates:question", args=["vragenlijst", "verleden.vog"])).status_code == 404
    assert client.get(reverse("candidates:sheet", args=["zelfassessment"])).status_code in (200, 302)


def test_any_list_that_asks_about_crime_waits(anna):
    """law.md P-20: it follows from what is asked, not from the name of the list."""
    with party_scope(anna.party):
        edition = edition_in(anna.round, "zelfassessment").parsed
    section = edition.sections[0]
    asking = section.items[0].model_copy(update={"criminal": True})
    other = edition.model_copy(update={"sections": (section.model_copy(update={"items": (asking,)}),)})
    assert (waits_for_application(edition), waits_for_application(other)) == (False, True)


def test_a_list_grows_by_a_row_without_script(client, anna):
    cast.enter(client, anna)
    one = {"choice": "rijen", "r0_organisatie": "IJsclub"}
    response = post(client, "vragenlijst", "nevenfuncties.functies", add_row="1", **one)
    assert response.status_code == 302
    page = client.get(response["Location"]).content.decode()
    assert 'name="r1_organisatie"' in page and "IJsclub" in page


def test_a_sheet_keeps_the_edition_it_started_with(anna, actor):
    """Decision 24: a sheet shows for ever the words the candidate saw."""
    from instruments.models import Edition, RoundEdition

    with party_scope(anna.party):
        save(anna, "vragenlijst", "werk.orgaan", {"choice": "nee"})
        old = sheet_of(anna, "vragenlijst").edition
        new = Edition.objects.create(
            slug=old.slug, number=2, content={**old.content, "number": 2}, checksum="x", released_at=timezone.now()
        )
        RoundEdition.objects.filter(slug="vragenlijst").update(edition=new)
        assert sheet_of(anna, "vragenlijst", actor=actor).edition_id == old.pk


def test_a_question_page_costs_the_same_whatever_was_answered(client, anna, django_assert_max_num_queries):
    """performance.md: statements do not grow with the answers (on PostgreSQL opening the scope is some of them)."""
    cast.enter(client, anna)
    url = reverse("candidates:question", args=["vragenlijst", "beschikbaarheid.tijd"])
    with party_scope(anna.party):
        sheet = sheet_of(anna, "vragenlijst", actor=cast.acting(anna))
        questions = [one for one in sheet.edition.parsed.items() if one.answerable]
        save(anna, "vragenlijst", questions[0].key, {"choice": questions[0].choices()[-1]})
    counts = []
    for more in (questions[1:1], questions[1:13]):
        with party_scope(anna.party):
            for item in more:
                save(anna, "vragenlijst", item.key, {"choice": item.choices()[-1]})
        client.get(url)
        with django_assert_max_num_queries(16) as captured:
            client.get(url)
        counts.append(len(captured.captured_queries))
    assert counts[0] == counts[1]
