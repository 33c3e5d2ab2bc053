"""Every row knows its party, and every pair of moment and person is complete."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from parties.scope import PartyOwned

OURS = ("parties", "instruments", "candidates", "reports", "screening")
# Rows about no party, or about several: the short list of decision 9 and architecture.md.
WITHOUT_PARTY = {
    "parties.Party", "parties.User", "parties.Door", "parties.PublicBody", "parties.Election", "parties.WorkMark",
    "instruments.Edition", "reports.SealRegister", "parties.OperatorLink",
}  # fmt: skip


def own_models():
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def test_every_model_is_scoped_or_on_the_short_list():
    unscoped = {
        model._meta.label
        for model in own_models()
        if not issubclass(model, PartyOwned) and not model._meta.auto_created
    }
    with_party = {label for label in unscoped if "party" in {f.name for f in apps.get_model(label)._meta.fields}}
    assert unscoped - with_party <= WITHOUT_PARTY
    assert {
        label for label in with_party if not hasattr(apps.get_model(label).objects, "with_scopes_disabled")
    } <= WITHOUT_PARTY


def test_a_query_without_a_scope_raises(db):
    from django_scopes.exceptions import ScopeError

    from candidates.models import Candidacy

    with pytest.raises(ScopeError):
        list(Candidacy.objects.all())


def test_nothing_personal_shows_a_name(db):
    """`str()` of anything personal is its code (decision 3)."""
    from candidates.models import Candidacy
    from parties.models import User

    assert str(Candidacy(first_name="Anna", last_name="Wit", code="abc")) == "kandidatuur abc"
    assert "anna" not in str(User(email="anna@voorbeeld.nl", name="Anna")).lower()


def test_models_and_migrations_agree(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_guards_of_the_record_are_present_after_migrating(db):
    from parties.safekeeping.guards import missing_guards

    assert missing_guards() == []


@pytest.mark.only("postgresql")
def test_row_policies_bind_the_application_role(db):
    """The second wall: every table with a party has a forced policy (promise 1)."""
    tables = [
        model._meta.db_table
        for model in own_models()
        if "party" in {f.name for f in model._meta.fields} and model._meta.label not in WITHOUT_PARTY
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        walled = {row[0] for row in cursor.fetchall()}
    assert set(tables) - walled == set()
