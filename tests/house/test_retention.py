"""Every table says how long its rows are kept, and how they go (law.md section 7, P-40, R-30)."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models

from parties.safekeeping.fields import SealedField
from parties.safekeeping.retention import (
    DELETE,
    DESTROY,
    DESTROY_ONLY,
    END_RECORD,
    KEEP,
    TRUNCATE,
    condition,
    declared,
    lines_of,
    party_field,
)
from parties.safekeeping.retention_foreign import FOREIGN

NOW = dt.datetime(2027, 3, 1, tzinfo=dt.UTC)
OURS = [
    model
    for model in apps.get_models()
    if model.__module__.split(".")[0] in {"parties", "instruments", "candidates", "reports", "screening"}
]
LINES = [(model, line) for model in apps.get_models() for line in lines_of(model)]
SEALED = [model for model in OURS if any(isinstance(field, SealedField) for field in model._meta.local_fields)]


def name(value) -> str:
    return value._meta.label if isinstance(value, type) else getattr(value, "way", str(value))


def every(cases):
    return pytest.mark.parametrize(
        "case", cases, ids=lambda case: "-".join(map(name, case if isinstance(case, tuple) else [case]))
    )


def test_every_table_in_the_database_has_a_line(db):
    assert sorted(set(connection.introspection.table_names()) - set(declared())) == []


def test_foreign_list_names_no_table_of_ours():
    ours = {model._meta.db_table for model in OURS}
    assert sorted(ours & set(FOREIGN)) == []
    assert [table for table, foreign in FOREIGN.items() if not foreign.reason] == []


@every(OURS)
def test_every_model_of_ours_declares_its_own_line(case):
    assert getattr(case, "retention", None), f"{case.__name__} does not say how long it is kept"
    assert all(line.rule for line in lines_of(case))


@every(LINES)
def test_every_trigger_finds_its_moment(case, db):
    """A line whose trigger nobody registered, or whose path leads nowhere, would stop the whole night."""
    model, line = case
    assert str(model._base_manager.filter(condition(model, line, NOW)).query).startswith("SELECT")


@every([case for case in LINES if case[1].verb in (DESTROY, DESTROY_ONLY, END_RECORD)])
def test_keys_and_records_go_by_dossier(case):
    model, line = case
    if line.verb == END_RECORD and model._meta.label == "parties.ChainHead":
        return
    assert party_field(model)
    assert leads_to_text(model, model.retention_owner)


@every([model for model in OURS if hasattr(model, "retention_owner")])
def test_way_to_the_dossiers_code_exists(case):
    assert leads_to_text(case, case.retention_owner)
    assert hasattr(case, "retention_anchor")


@every([case for case in LINES if case[1].verb == TRUNCATE])
def test_what_is_emptied_can_be_empty(case):
    model, line = case
    for field_name in line.arguments:
        field = model._meta.get_field(field_name)
        assert field.null or isinstance(field, models.CharField | models.TextField), field_name


@every(SEALED)
def test_sealed_rows_go_or_are_emptied(case):
    """A destroyed key leaves unreadable bytes; "no trace" asks for the row as well (decision 4)."""
    ways = {line.verb for line in lines_of(case) if line.rule != "R-33"}
    assert ways & {DELETE, DESTROY, TRUNCATE}
    assert KEEP not in ways


def test_every_class_of_keys_is_destroyed_somewhere():
    """Deleted rows live on in old backups until their key is gone (law.md X-05, R-22)."""
    used = {field.klass for model in SEALED for field in model._meta.local_fields if isinstance(field, SealedField)}
    used = {klass for klass in used if isinstance(klass, str)} | ({"raw", "criminal"} if SEALED else set())
    destroyed = {klass for _model, line in LINES if line.verb in (DESTROY, DESTROY_ONLY) for klass in line.arguments}
    assert sorted(used - destroyed) == []


def leads_to_text(model, path: str) -> bool:
    *relations, last = path.split("__")
    try:
        for relation in relations:
            model = model._meta.get_field(relation).related_model
        return isinstance(model._meta.get_field(last), models.CharField)
    except FieldDoesNotExist:
        return False
