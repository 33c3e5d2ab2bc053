"""The one engine that executes retention (law.md R-30): finds what is due and lets it go.

A dossier goes in one transaction: keys, rows, receipt and events together, or nothing. Killed halfway,
the next run finds the rest again, because what is due is asked of the rows and remembered nowhere.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import ProtectedError, Q, RestrictedError

from parties.actors import Actor
from parties.models import ChainHead, DataKey, Party
from parties.models.keys import Erasure
from parties.safekeeping.audit import end_chain, record
from parties.safekeeping.keyring import destroy
from parties.safekeeping.retention import (
    DELETE,
    DESTROY,
    DESTROY_ONLY,
    END_RECORD,
    NEVER,
    TRUNCATE,
    Retention,
    condition,
    lines_of,
    party_field,
    paused,
    receipts,
)
from parties.safekeeping.retention_foreign import FOREIGN, purge_cache
from parties.scope import all_parties, party_scope

logger = logging.getLogger(__name__)

# The record of an erased dossier stays this long, pseudonymous (law.md R-15).
RECORD_DAYS = 396
# Rows without a dossier go in groups this large, so that nobody waits for the whole table.
GROUP = 500
# Seconds between two dossiers.
BREATH = 0.05


@dataclass(frozen=True)
class Line:
    """One line of one model."""

    model: type[models.Model]
    retention: Retention

    @property
    def owner_path(self) -> str:
        return getattr(self.model, "retention_owner", "")

    @property
    def klasses(self) -> list[str]:
        """Classes of keys that are destroyed when a row of this line goes."""
        return self.retention.arguments if self.retention.verb in (DESTROY, DESTROY_ONLY) else []


@dataclass(frozen=True)
class Due:
    """What must go at one moment: a dossier (`owner` is its code), or rows of a party or of nobody."""

    now: datetime
    party: Party | None
    owner: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Erased:
    """What went, without content: for the receipt and the certificate (law.md R-19)."""

    party: Party | None
    owner: str
    at: datetime
    rows: int = 0
    klasses: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    record_ended: bool = False

    def __bool__(self) -> bool:
        return bool(self.rows or self.klasses or self.record_ended)


@dataclass
class DailyRun:
    """The outcome of one night."""

    dossiers: int = 0
    rows: int = 0
    failures: int = 0


def run_daily(now: datetime) -> DailyRun:
    """Execute everything that is due; a dossier that fails is logged, counted and tried again tomorrow."""
    run, destroyed = DailyRun(rows=purge_cache(now)), False
    for due_now in due(now):
        _let_others_write()
        try:
            erased = execute(due_now)
        except Exception:
            logger.exception("retention failed for %s", due_now.owner or "rows without a dossier")
            run.failures += 1
            continue
        run.dossiers += bool(erased.owner and erased)
        run.rows += erased.rows
        destroyed |= bool(erased.klasses)
    if destroyed:
        _leave_no_copy()
    return run


def due(now: datetime, among=None) -> Iterator[Due]:
    """Everything that must go at `now`, dossier by dossier; with a later moment, what will be due then.

    `among` are the models to look at; all of them without it.
    """
    owned, global_lines = _lines(among)
    with all_parties("retention: every party in turn"):
        parties = list(Party.objects.order_by("pk"))
    for party in parties:
        with party_scope(party):
            found = list(_due_of(party, owned, now))
        yield from found
    with all_parties("retention: rows that belong to no party"):
        lines = tuple(line for line in owned + global_lines if _rows(line, now, None).exists())
    if lines:
        yield Due(now, None, "", lines)


def execute(due: Due) -> Erased:
    """Let it go. Looks again at what is due, so a hold placed in the meantime counts; repeating is harmless."""
    scope = party_scope(due.party) if due.party else all_parties("retention: rows that belong to no party")
    with scope:
        return _execute_dossier(due) if due.owner else _execute_group(due)


def reapply(among=None) -> int:
    """After restoring a backup: let go again what went since it was made (promise 10). Returns the rows."""
    count, known = 0, {model._meta.label: model for model in among or apps.get_models()}
    with all_parties("a restored backup forgets what was erased since"), transaction.atomic():
        for erasure in Erasure.objects.order_by("at", "pk"):
            if erasure.model not in known:
                logger.warning("%s is no model any more; nothing of it is erased again", erasure.model)
                continue
            line = Line(known[erasure.model], Retention("none", 0, erasure.way, rule="restored"))
            rows = line.model._base_manager.filter(pk__in=erasure.rows)
            if line.retention.verb == TRUNCATE:
                count += _truncate(line, rows)
            else:
                count += _delete([(line, rows)])
    return count


def forget(rows: models.QuerySet) -> int:
    """Delete rows because somebody asked for it (law.md P-13), in a way that survives a restored backup."""
    line = Line(rows.model, Retention("none", 0, DELETE, rule="P-13"))
    with transaction.atomic():
        for party_id, owner in set(rows.values_list("party_id", line.owner_path or models.Value(""))):
            pks = rows.filter(party_id=party_id, **({line.owner_path: owner} if line.owner_path else {}))
            _remember(party_id, owner, line, pks.values_list("pk", flat=True))
        return _delete([(line, rows)])


# --- finding ---


def _lines(among) -> tuple[list[Line], list[Line]]:
    """Every line of every model: those of a party, and those of nobody."""
    owned, others = [], []
    for model in among or apps.get_models():
        foreign = FOREIGN.get(model._meta.db_table)
        for retention in foreign.lines if foreign else lines_of(model):
            (owned if party_field(model) else others).append(Line(model, retention))
    return owned, others


def _due_of(party: Party, lines: list[Line], now: datetime) -> Iterator[Due]:
    held = paused(party)
    by_owner: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.owner_path:
            owners = _rows(line, now, party).values_list(line.owner_path, flat=True)
            for owner in set(owners.order_by()) - held:
                by_owner[owner].append(line)
        elif held and "party_left" in line.retention.trigger:
            continue  # a held dossier keeps what it stands on
        elif _rows(line, now, party).exists():
            by_owner[""].append(line)
    rest = by_owner.pop("", None)
    for owner in sorted(by_owner):
        yield Due(now, party, owner, tuple(by_owner[owner]))
    if rest:
        yield Due(now, party, "", tuple(rest))


def _rows(line: Line, now: datetime, party: Party | None, owner: str = "") -> models.QuerySet:
    """The rows of a line that are past their moment and have not gone yet."""
    model, retention = line.model, line.retention
    rows = model._base_manager.filter(condition(model, retention, now - timedelta(days=retention.days)))
    if party_field(model):
        rows = rows.filter(party=party)
    if owner:
        rows = rows.filter(**{line.owner_path: owner})
    return rows.filter(_still_to_do(line, party))


def _still_to_do(line: Line, party: Party | None) -> Q:
    verb, arguments = line.retention.verb, line.retention.arguments
    if verb in (DELETE, DESTROY):
        return Q()
    if verb == DESTROY_ONLY:
        alive = DataKey._base_manager.filter(party=party, klass__in=arguments, destroyed_at=None)
        return Q(**{f"{line.owner_path}__in": alive.values("owner")})
    if verb == TRUNCATE:
        full = NEVER
        for name in arguments:
            null = line.model._meta.get_field(name).null
            full |= Q(**{f"{name}__isnull": False}) if null else ~Q(**{name: ""})
        return full
    if verb == END_RECORD and line.model is ChainHead:
        return Q(ended_at=None)
    if verb == END_RECORD:
        ended = ChainHead._base_manager.filter(party=party, ended_at__isnull=False, chain__startswith="k:")
        return ~Q(**{f"{line.owner_path}__in": [chain[2:] for chain in ended.values_list("chain", flat=True)]})
    return NEVER


# --- letting go ---


@transaction.atomic
def _execute_dossier(due: Due) -> Erased:
    party, owner = due.party, due.owner
    if owner in paused(party):
        return Erased(party, owner, due.now)
    # The keys of the rows are read first: what a row stands on may go before it.
    found = {
        line: list(_rows(line, due.now, party, owner).values_list("pk", flat=True))
        for line in _children_first(due.lines)
    }
    todo = [(line, line.model._base_manager.filter(pk__in=pks)) for line, pks in found.items() if pks]
    klasses = sorted({klass for line, _ in todo for klass in line.klasses})
    destroyed = destroy(party.pk, owner, klasses)
    count = 0
    for line, rows in todo:
        if line.retention.verb in (DELETE, DESTROY, TRUNCATE):
            _remember(party.pk, owner, line, found[line])
        if line.retention.verb == TRUNCATE:
            count += _truncate(line, rows)
    count += _delete([(line, rows) for line, rows in todo if line.retention.verb in (DELETE, DESTROY)])
    ends = any(line.retention.verb == END_RECORD for line, _ in todo)
    rules = sorted({line.retention.rule for line, _ in todo})
    erased = Erased(party, owner, due.now, count, tuple(destroyed), tuple(rules), ends)
    if erased:
        _certify(erased)
    return erased


def _certify(erased: Erased) -> None:
    """Receipts of the floors above, then the events; the party's chain last (lock order of `record`)."""
    party, owner, actor = erased.party, erased.owner, Actor.system(erased.party)
    codes = {"rows": erased.rows, "keys": " ".join(erased.klasses)[:80], "rules": "; ".join(erased.rules)[:80]}
    for write in receipts():
        write(erased)
    chain = f"k:{owner}"
    if not ChainHead.objects.filter(party=party, chain=chain, ended_at__isnull=False).exists():
        record("retention.executed", actor=actor, party=party, chain=chain, about=owner, codes=codes)
    if erased.record_ended:
        end_chain(party, chain, delete_after=erased.at + timedelta(days=RECORD_DAYS), actor=actor)
    record("retention.executed", actor=actor, party=party, about=owner, codes=codes)


def _execute_group(due: Due) -> Erased:
    """Rows without a dossier, group by group. What another row still needs stays until that has gone."""
    count, rules = 0, set()
    for line in _children_first(due.lines):
        rows = _rows(line, due.now, due.party)
        verb = line.retention.verb
        if verb == END_RECORD:
            _end_chains(due, rows)
        elif verb == TRUNCATE:
            count += _truncate(line, rows)
        elif verb == DELETE:
            count += _delete_in_groups(due, line, rows)
        rules.add(line.retention.rule)
    return Erased(due.party, "", due.now, count, rules=tuple(sorted(rules)))


@transaction.atomic
def _end_chains(due: Due, rows: models.QuerySet) -> None:
    for chain in sorted(rows.values_list("chain", flat=True)):
        delete_after = due.now + timedelta(days=RECORD_DAYS)
        end_chain(due.party, chain, delete_after=delete_after, actor=Actor.system(due.party))


def _delete_in_groups(due: Due, line: Line, rows: models.QuerySet) -> int:
    count, remember = 0, "party_left" in line.retention.trigger
    while True:
        with transaction.atomic():
            pks = list(rows.order_by("pk").values_list("pk", flat=True)[:GROUP])
            if remember and pks and line.model is not Erasure:
                _remember(due.party.pk if due.party else None, "", line, pks)
            try:
                count += line.model._base_manager.filter(pk__in=pks).delete()[0]
            except (ProtectedError, RestrictedError):
                transaction.set_rollback(True)
                return count
        if len(pks) < GROUP:
            return count


def _children_first(lines: tuple[Line, ...]) -> list[Line]:
    """A row goes before the rows it points at."""
    order: list[Line] = []

    def place(line: Line, above: tuple = ()):
        for other in lines:
            points_here = any(f.related_model is line.model for f in other.model._meta.concrete_fields)
            if points_here and other not in order and other not in above and other.model is not line.model:
                place(other, (*above, line))
        if line not in order:
            order.append(line)

    for line in lines:
        place(line)
    return order


def _delete(todo: list[tuple[Line, models.QuerySet]]) -> int:
    """Delete all of it, in whatever order the keys between the rows allow. Raises when they allow none."""
    count = 0
    while todo:
        blocked = []
        for line, rows in todo:
            try:
                count += rows.only("pk").delete()[0]
            except (ProtectedError, RestrictedError):
                blocked.append((line, rows))
        if len(blocked) == len(todo):
            gone = sum(_delete_one_by_one(rows) for _line, rows in blocked)
            if not gone:
                raise RuntimeError(f"{blocked[0][0].model._meta.label} is needed by a row that stays")
            count += gone
        todo = blocked
    return count


def _delete_one_by_one(rows: models.QuerySet) -> int:
    count = 0
    for row in rows.only("pk"):
        try:
            count += row.delete()[0]
        except (ProtectedError, RestrictedError):
            continue
    return count


def _truncate(line: Line, rows: models.QuerySet) -> int:
    fields = [line.model._meta.get_field(name) for name in line.retention.arguments]
    return rows.update(**{field.name: None if field.null else "" for field in fields})


def _remember(party_id, owner: str, line: Line, pks) -> None:
    keys = [str(pk) for pk in pks]
    way = line.retention.way if line.retention.verb == TRUNCATE else DELETE
    for start in range(0, len(keys), GROUP):
        Erasure.objects.create(
            party_id=party_id, owner=owner, model=line.model._meta.label, way=way, rows=keys[start : start + GROUP]
        )


def _let_others_write() -> None:
    """SQLite has one writer, and one that waits looks again less and less often: without a breath it never gets in."""
    if connection.vendor == "sqlite":
        time.sleep(BREATH)


def _leave_no_copy() -> None:
    """SQLite: the write-ahead log still holds the pages as they were; write it back and empty it."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
