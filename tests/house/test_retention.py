"""Every table says how long its rows are kept, and how they go (law.md section 7, P-40, R-30)."""

import datetime as dt
from contextlib import suppress

import pytest
from django.apps import apps
from django.core.exceptions import EmptyResultSet, FieldDoesNotExist
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
MOMENTS = ["T0", "report_closed", "T1", "T2", "T3"]
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
    with suppress(EmptyResultSet):  # never: it goes with another row, or stays
        assert str(model._base_manager.filter(condition(model, line, NOW)).query).startswith("SELECT")


def test_keys_and_records_go_by_dossier():
    by_dossier = [model for model, line in LINES if line.verb in (DESTROY, DESTROY_ONLY, END_RECORD)]
    by_dossier = {model for model in by_dossier if model._meta.label != "parties.ChainHead"}
    wrong = [model for model in by_dossier if not leads_to_code(model) or not party_field(model)]
    assert sorted(map(name, wrong)) == []


def test_way_to_the_dossiers_code_exists():
    dossiers = [model for model in OURS if hasattr(model, "retention_owner") or hasattr(model, "retention_anchor")]
    assert [
        name(model) for model in dossiers if not leads_to_code(model) or not hasattr(model, "retention_anchor")
    ] == []


def test_every_model_of_a_dossier_says_so():
    """What hangs on a candidacy goes in that dossier's one transaction."""
    hangs = [
        model
        for model in OURS
        if any(getattr(f.related_model, "__name__", "") == "Candidacy" for f in model._meta.local_fields)
    ]
    assert [name(model) for model in hangs if not leads_to_code(model)] == []


def test_what_is_emptied_can_be_empty():
    wrong = [
        f"{name(model)}.{field}"
        for model, line in LINES
        if line.verb == TRUNCATE
        for field in line.arguments
        if not can_be_empty(model._meta.get_field(field))
    ]
    assert wrong == []


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


def test_no_row_goes_early_with_the_row_it_hangs_on():
    """A cascade deletes the child; so the parent may not go at an earlier moment (law.md R-14)."""
    early = [
        f"{name(child)}.{field.name}"
        for child in OURS
        for field in child._meta.local_fields
        if field.is_relation and field.remote_field.on_delete is models.CASCADE
        if goes_at(field.related_model) < goes_at(child) < len(MOMENTS)
    ]
    assert early == []


def goes_at(model) -> int:
    """The place of the last moment in a line of the model in the life of a dossier; high when nothing says."""
    last = [line.trigger.split("|")[-1] for line in lines_of(model) if line.verb in (DELETE, DESTROY) and not line.only]
    return max((MOMENTS.index(moment) for moment in last if moment in MOMENTS), default=len(MOMENTS))


def can_be_empty(field: models.Field) -> bool:
    return field.null or isinstance(field, models.CharField | models.TextField)


def leads_to_code(model) -> bool:
    """`retention_owner` runs over foreign keys to a text."""
    *relations, last = getattr(model, "retention_owner", "").split("__")
    try:
        for relation in relations:
            model = model._meta.get_field(relation).related_model
        return isinstance(model._meta.get_field(last), models.CharField)
    except FieldDoesNotExist:
        return False
