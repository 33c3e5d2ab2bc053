"""Sealed fields: plain in Python, sealed in the database, opened only when touched."""

import uuid
from contextlib import suppress

import pytest
from django.apps.registry import Apps
from django.core.exceptions import FieldError
from django.db import connection, models, transaction

from parties.models import DataKey
from parties.safekeeping import crypto, keyring
from parties.safekeeping.crypto import KeyDestroyed, WrongPlace
from parties.safekeeping.fields import SealedJSON, SealedText, sealed_bulk_update
from parties.scope import party_scope
from tests.parties.safekeeping.diary import Page

SECRET = "Schulden bij Wim 🦊\x00"


@pytest.fixture
def page(anna) -> Page:
    return Page.objects.create(party=anna.party, dossier=anna, text=SECRET, facts={"bedrag": [1, None, "é"]})


def stored(page: Page, column: str = "text") -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM test_page WHERE number = %s", [page.number])
        return bytes(cursor.fetchone()[0])


def test_value_reads_back_and_lies_sealed(page):
    fresh = Page.objects.get()
    assert (fresh.text, fresh.facts) == (SECRET, {"bedrag": [1, None, "é"]})
    assert b"Wim" not in stored(page)
    assert b"bedrag" not in stored(page, "facts")


def test_nothing_stays_nothing(anna):
    Page.objects.create(party=anna.party, dossier=anna, text="", facts=None)
    fresh = Page.objects.get()
    assert (fresh.text, fresh.facts) == ("", None)
    assert Page.objects.filter(facts__isnull=True).count() == 1
    assert Page.objects.filter(text__isnull=True).count() == 0


def test_class_may_depend_on_the_row(anna):
    Page.objects.create(party=anna.party, dossier=anna, number=-1, text="", facts={"strafbaar": "feit"})
    assert sorted(DataKey.objects.values_list("klass", flat=True)) == ["criminal", "raw"]
    crypto.destroy_keys(anna.party_id, anna.code, ["criminal"])
    fresh = Page.objects.get()
    assert fresh.text == ""
    with pytest.raises(KeyDestroyed):
        fresh.facts  # noqa: B018 (reading is the test)


def test_destroyed_row_raises_only_when_touched(page, anna):
    crypto.destroy_keys(anna.party_id, anna.code, ["raw"])
    fresh = Page.objects.get()
    fresh.number = 7
    fresh.save()
    fresh.refresh_from_db()
    assert fresh.number == 7
    with pytest.raises(KeyDestroyed):
        fresh.text  # noqa: B018
    assert "sealed" in repr(Page.objects.values_list("text", flat=True)[0])


def test_refreshing_brings_the_new_value_and_opens_nothing(page):
    early = Page.objects.get()
    assert early.text == SECRET
    late = Page.objects.get()
    late.text = "nieuw"
    late.save()
    early.refresh_from_db()
    assert early.text == "nieuw"


def test_value_copied_to_another_row_raises(page, anna):
    second = Page.objects.create(party=anna.party, dossier=anna, number=2, text="iets anders")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE test_page SET text = %s WHERE number = 2", [stored(page)])
    with pytest.raises(WrongPlace):
        Page.objects.get(pk=second.pk).text  # noqa: B018


def test_unread_row_saved_under_another_key_raises(page):
    copy = Page.objects.get()
    copy.pk = uuid.uuid4()
    with pytest.raises(WrongPlace):
        copy.save(force_insert=True)


def test_read_row_saved_under_another_key_is_sealed_anew(page):
    copy = Page.objects.get()
    assert (copy.text, copy.facts) == (SECRET, page.facts)
    copy.pk = uuid.uuid4()
    copy.number = 5
    copy.save(force_insert=True)
    assert Page.objects.get(number=5).text == SECRET


def test_value_changed_in_place_is_saved(page):
    fresh = Page.objects.get()
    fresh.facts["bedrag"].append("meer")
    fresh.save()
    assert Page.objects.get().facts == {"bedrag": [1, None, "é", "meer"]}


def test_deferred_value_is_fetched_when_touched(page, django_assert_num_queries):
    fresh = Page.objects.defer("text").select_related("dossier").get()
    keyring.empty_cache()
    with django_assert_num_queries(2):  # the value and the key
        assert fresh.text == SECRET
    only = Page.objects.only("number").get()
    assert only.facts == page.facts


@pytest.mark.parametrize("lookup", ["text", "text__exact", "text__contains", "text__in", "facts__bedrag", "text__gt"])
def test_asking_what_is_inside_raises(page, lookup):
    with pytest.raises(FieldError):
        Page.objects.filter(**{lookup: "a"}).first()


def test_writing_around_the_row_raises(page):
    for write in (
        lambda: Page.objects.update(text="plat"),
        lambda: Page.objects.update(text=models.Value("plat")),
        lambda: Page.objects.bulk_update([page], ["text"]),
    ):
        with pytest.raises(FieldError), transaction.atomic():
            write()
    assert Page.objects.get().text == SECRET


def test_clearing_around_the_row_is_allowed(page):
    Page.objects.update(facts=None)
    assert Page.objects.get().facts is None


def test_rows_written_together(anna, django_assert_num_queries):
    rows = [Page(party=anna.party, dossier=anna, number=n, text=f"tekst {n}") for n in range(60)]
    with keyring.key_cache(), django_assert_num_queries(4):  # look for the key, make it, look again, insert
        Page.objects.bulk_create(rows)
    for row in rows:
        row.text += "!"
    with keyring.key_cache():
        assert sealed_bulk_update(rows, ["text"]) == 60
        with django_assert_num_queries(1):
            texts = [row.text for row in Page.objects.select_related("dossier").order_by("number")]
    assert texts == [f"tekst {n}!" for n in range(60)]
    assert sealed_bulk_update([], ["text"]) == 0


def test_update_or_create_seals(anna):
    for text in ("een", "twee"):
        Page.objects.update_or_create(dossier=anna, party=anna.party, defaults={"text": text})
    assert Page.objects.get().text == "twee"


def test_upsert_that_keeps_the_key_reads_back(anna):
    key = uuid.uuid4()
    for text in ("een", "twee"):
        row = Page(pk=key, party=anna.party, dossier=anna, text=text)
        Page.objects.bulk_create([row], update_conflicts=True, update_fields=["text"], unique_fields=["id"])
    assert Page.objects.get().text == "twee"


def test_row_without_a_place_is_refused(anna):
    with pytest.raises(ValueError, match="needs party, owner and key"):
        Page(dossier=anna, text="waar hoor ik?").save()


def test_only_text_is_text(anna):
    with pytest.raises(TypeError):
        Page.objects.create(party=anna.party, dossier=anna, text=b"bytes")


def test_sealed_fields_are_not_exported(page):
    with pytest.raises(FieldError):
        Page._meta.get_field("text").value_to_string(page)


def test_fields_describe_themselves_to_a_migration():
    text, facts = Page._meta.get_field("text"), Page._meta.get_field("facts")
    assert text.deconstruct()[2:] == ([], {"klass": "raw", "blank": True})
    assert SealedText(klass="report", null=True).deconstruct()[3] == {"klass": "report", "null": True}
    assert facts.clone().klass is facts.klass
    assert text.db_type(connection) == models.BinaryField().db_type(connection)


def test_form_field_of_sealed_text_is_a_text_field():
    field = SealedText(klass="raw", max_length=10)
    assert field.formfield().max_length == 10


def test_model_that_cannot_tell_its_place_fails_the_check():
    class Nowhere(models.Model):
        note = SealedJSON(klass="raw")

        class Meta:
            app_label = "parties"
            apps = Apps()

    assert sorted(error.id for error in Nowhere._meta.get_field("note").check()) == [
        "parties.E101",
        "parties.E102",
        "parties.E102",
    ]


def test_unknown_class_is_refused():
    with pytest.raises(ValueError, match="unknown class"):
        SealedText(klass="rauw")


# --- keys kept in memory, and transactions ---


def write_in_vain(anna) -> None:
    with suppress(ZeroDivisionError), transaction.atomic():
        Page.objects.create(party=anna.party, dossier=anna, text="verloren")
        raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_key_made_in_a_failed_transaction_seals_nothing_that_stays(anna):
    with keyring.key_cache():
        write_in_vain(anna)
        Page.objects.create(party=anna.party, dossier=anna, text="bewaard")
    assert Page.objects.get().text == "bewaard"


def test_key_made_in_a_failed_savepoint_seals_nothing_that_stays(anna):
    with keyring.key_cache(), transaction.atomic():
        write_in_vain(anna)
        Page.objects.create(party=anna.party, dossier=anna, text="bewaard")
    assert Page.objects.get().text == "bewaard"


def test_keys_are_kept_within_the_open_scope_only(party, anna, page, django_assert_num_queries):
    def read(queries: int) -> None:
        with django_assert_num_queries(queries):
            keyring.data_key(page.party_id, "anna2345", "raw")

    for _again in range(2):
        with party_scope(party):
            read(1)
            read(0)


def test_key_kept_too_long_is_asked_again(page, django_assert_num_queries, monkeypatch):
    with keyring.key_cache():
        keyring.data_key(page.party_id, "anna2345", "raw")
        later = keyring.time.monotonic() + keyring.CACHE_SECONDS + 1
        monkeypatch.setattr(keyring.time, "monotonic", lambda: later)
        with django_assert_num_queries(1):
            keyring.data_key(page.party_id, "anna2345", "raw")
