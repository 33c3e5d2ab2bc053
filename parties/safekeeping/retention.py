"""How long each row is kept and how it goes: declared on the model, executed by `erasing`.

A model says `retention = Retention(...)`, or a tuple of lines of which each works on its own. A model
of a dossier adds two lookup paths: `retention_anchor` to the candidacy ("" on the candidacy itself) and
`retention_owner` to the candidacy's code. Everything of one owner that is due goes in one transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import Q

DELETE, DESTROY, DESTROY_ONLY = "delete_row", "destroy_key", "destroy_key_only"
TRUNCATE, END_RECORD, KEEP = "truncate", "end_record", "keep"
WITH_ARGUMENTS = {DESTROY, DESTROY_ONLY, TRUNCATE}
WAYS = {DELETE, END_RECORD, KEEP} | WITH_ARGUMENTS


@dataclass(frozen=True)
class Retention:
    """One line of the retention table (law.md section 7).

    trigger: what starts the term: a registered name, "field:<lookup path>", or several joined by "|"
        (whichever comes first). days: the term. rule: the source ("R-03").
    only: a condition on the row, as ("field", value).
    way: "delete_row"; "destroy_key:<class>,..." (the dossier's keys, and the row);
        "destroy_key_only:<class>,..." (the row stays: on the candidacy); "truncate:<field>,...";
        "end_record" (the dossier's chain; its events go 13 months later); "keep".
    """

    trigger: str
    days: int
    way: str
    rule: str
    only: tuple = ()

    def __post_init__(self):
        if self.verb not in WAYS or bool(self.arguments) != (self.verb in WITH_ARGUMENTS):
            raise ValueError(f"unknown way to go: {self.way}")

    @property
    def verb(self) -> str:
        return self.way.partition(":")[0]

    @property
    def arguments(self) -> list[str]:
        return [part for part in self.way.partition(":")[2].split(",") if part]


# Party and everything of it, when it stops or the operator does: within 30 days (law.md R-33).
WHEN_PARTY_LEAVES = Retention("party_left", 30, DELETE, rule="R-33")

Resolver = Callable[[type[models.Model], datetime], Q]
_triggers: dict[str, Resolver] = {}
NEVER = Q(pk__in=())


def register_trigger(name: str, resolver: Resolver) -> None:
    """`resolver(model, cutoff)` gives the condition for rows whose moment is at or before `cutoff`.

    A floor above calls this in `AppConfig.ready()`.
    """
    _triggers[name] = resolver


def moment(field: str) -> Resolver:
    """The resolver for a moment that stands on the candidacy, reached along `retention_anchor`."""

    def resolver(model: type[models.Model], cutoff: datetime) -> Q:
        anchor = getattr(model, "retention_anchor", None)
        if anchor is None:
            raise LookupError(f"{model.__name__} needs retention_anchor, the way to its candidacy")
        path = f"{anchor}__{field}" if anchor else field
        return Q(**{f"{path}__lte": cutoff})

    return resolver


_pauses: list[Callable] = []
_receipts: list[Callable] = []


def register_pause(owners: Callable) -> None:
    """`owners(party)` gives the codes of dossiers that must stay as they are: hold, appeal, request (R-30, R-34)."""
    if owners not in _pauses:
        _pauses.append(owners)


def paused(party) -> set[str]:
    return {code for owners in _pauses for code in owners(party)}


def register_receipt(write: Callable) -> None:
    """`write(erased)` is called in the transaction that erased something of a dossier (`erasing.Erased`)."""
    if write not in _receipts:
        _receipts.append(write)


def receipts() -> list[Callable]:
    return list(_receipts)


def condition(model: type[models.Model], line: Retention, cutoff: datetime) -> Q:
    """Which rows of the model have passed this line's moment. Raises LookupError for an unknown trigger."""
    passed = NEVER
    for name in line.trigger.split("|"):
        if name.startswith("field:"):
            passed |= Q(**{f"{name.removeprefix('field:')}__lte": cutoff})
        elif name in _triggers:
            passed |= _triggers[name](model, cutoff)
        else:
            raise LookupError(f"nobody registered the trigger {name} of {model.__name__}")
    return passed & Q(line.only) if line.only else passed


def party_field(model: type[models.Model]) -> models.Field | None:
    """The foreign key to the party that owns a row, if a party does."""
    return next((f for f in model._meta.concrete_fields if f.name == "party" and f.is_relation), None)


def lines_of(model: type[models.Model]) -> tuple[Retention, ...]:
    """What a model declares, and that its rows go when their party leaves, unless it says more about that."""
    declared = getattr(model, "retention", None)
    lines = (declared,) if isinstance(declared, Retention) else tuple(declared or ())
    owned = party_field(model) and any(line.verb != KEEP for line in lines)
    if owned and not any("party_left" in line.trigger for line in lines):
        lines += (WHEN_PARTY_LEAVES,)
    return lines


def declared() -> dict[str, tuple[Retention, ...]]:
    """Every table we know of, with the lines it is kept by; tables of others come from `retention_foreign`."""
    from parties.safekeeping.retention_foreign import FOREIGN

    tables = {table: foreign.lines for table, foreign in FOREIGN.items()}
    for model in apps.get_models(include_auto_created=True):
        source = model._meta.auto_created or model  # a many-to-many table goes with its model
        if lines_of(source):
            tables[model._meta.db_table] = lines_of(source)
    return tables


# --- the triggers that floor 0 knows ---


def _never(model, cutoff):
    return NEVER


def _party_left(model, cutoff):
    return Q(left_at__lte=cutoff) if model._meta.label == "parties.Party" else Q(party__left_at__lte=cutoff)


def _account_unused(model, cutoff):
    """Nobody signed in, and no party counts this person among its members any more."""
    quiet = Q(last_login__lte=cutoff) | Q(last_login=None, created_at__lte=cutoff)
    return quiet & Q(members=None)


def _chain_over(model, cutoff):
    heads = apps.get_model("parties", "ChainHead")._base_manager.filter(
        party=models.OuterRef("party"), chain=models.OuterRef("chain"), delete_after__lte=cutoff
    )
    return Q(models.Exists(heads))


register_trigger("none", _never)
register_trigger("with_target", _never)
register_trigger("expired", lambda model, cutoff: Q(expires_at__lte=cutoff))
register_trigger("created", lambda model, cutoff: Q(created_at__lte=cutoff))
register_trigger("party_left", _party_left)
register_trigger("account_unused", _account_unused)
register_trigger("chain_over", _chain_over)
