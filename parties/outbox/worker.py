"""The one loop behind the screens: sends mail, runs sweeps, and the daily round at three at night."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import Error, close_old_connections, connection
from django.utils import timezone

from parties import terms
from parties.models.post import WorkMark
from parties.models.rounds import Round
from parties.outbox.sending import send_due
from parties.scope import all_parties

logger = logging.getLogger(__name__)

HEARTBEAT = "worker"
# A daily round that broke off is tried again after this long, not twice a second.
DAILY_AGAIN = timedelta(minutes=10)


@dataclass
class _Sweep:
    run: Callable[[], object]
    every: timedelta
    last: float | None = None

    def is_due(self) -> bool:
        return self.last is None or time.monotonic() - self.last >= self.every.total_seconds()


_sweeps: dict[str, _Sweep] = {}
_daily: dict[str, Callable[[str, date], object]] = {}


def register_sweep(name: str, run: Callable[[], object], every: timedelta = timedelta(minutes=1)) -> None:
    """Have the worker call `run()` every so often. It opens its own scope and must bear being repeated."""
    _sweeps[name] = _Sweep(run, every)


def register_daily(name: str, run: Callable[[str, date], object]) -> None:
    """Have `run(zone, day)` called once a day per time zone, from three at night there.

    It must bear being repeated: a round that broke off starts again.
    """
    _daily[name] = run


def work_loop(stop: threading.Event | None = None, poll: float = 0.5) -> None:
    """Work until `stop` is set or the process is asked to end; a mail being sent is finished first."""
    stop = stop or threading.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        try:
            close_old_connections()
            busy = run_once()
        except Error as error:
            # The database is away: let go of it and come back.
            logger.warning("the database did not answer: %s", type(error).__name__)
            connection.close()
            busy = 0
        if not busy:
            stop.wait(poll)


def run_once() -> int:
    """One turn: heartbeat, due mail, due sweeps, daily round. Returns the number of mails accepted."""
    _mark(HEARTBEAT)
    sent = send_due()
    for name, sweep in list(_sweeps.items()):
        if sweep.is_due():
            sweep.last = time.monotonic()
            _safely(name, sweep.run)
    for zone in _zones():
        _daily_round(zone)
    return sent


def daily_round_now() -> list[str]:
    """Today's round for every time zone at once, by hand; returns the names of what broke off."""
    broken = []
    for zone in _zones():
        day = timezone.now().astimezone(ZoneInfo(zone)).date()
        broken += [name for name, run in list(_daily.items()) if not _safely(name, run, zone, day)]
    return broken


def heartbeat_age() -> timedelta | None:
    """How long ago the worker gave a sign of life; None when it never did."""
    mark = WorkMark.objects.filter(pk=HEARTBEAT).first()
    return None if mark is None else timezone.now() - mark.at


def _mark(name: str) -> None:
    WorkMark.objects.update_or_create(pk=name, defaults={"at": timezone.now()})


def _safely(name: str, run: Callable[..., object], *args) -> bool:
    """One broken job must not stop the others. Only the kind of error is logged: its text may hold a name."""
    try:
        run(*args)
    except Error:
        raise
    except Exception as error:
        logger.error("%s broke off: %s", name, type(error).__name__)
        return False
    return True


def _zones() -> list[str]:
    with all_parties("the daily round runs at night in every body's own time zone"):
        zones = set(Round.objects.order_by().values_list("body__time_zone", flat=True).distinct())
    return sorted({settings.TIME_ZONE, *zones})


def _daily_round(zone: str) -> None:
    local = timezone.now().astimezone(ZoneInfo(zone))
    if local.hour < terms.DAILY_HOUR or not _daily or not _take_turn(zone, local.date()):
        return
    results = [_safely(name, run, zone, local.date()) for name, run in list(_daily.items())]
    if all(results):
        _mark(f"daily {zone}")


def _take_turn(zone: str, day: date) -> bool:
    """True for the one worker that does today's round now: it is not done yet, nor begun just before."""
    done = WorkMark.objects.filter(pk=f"daily {zone}").first()
    if done is not None and done.at.astimezone(ZoneInfo(zone)).date() >= day:
        return False
    now = timezone.now()
    begun, created = WorkMark.objects.get_or_create(pk=f"daily begun {zone}", defaults={"at": now})
    if created:
        return True
    return bool(WorkMark.objects.filter(pk=begun.pk, at=begun.at, at__lte=now - DAILY_AGAIN).update(at=now))
