"""Interleaved rounds of processor time, and the table they make (performance.md: only ratios of one run count)."""

import time
from collections.abc import Callable
from statistics import median

ROUNDS = 9


def spent(work: Callable[[], object], times: int) -> float:
    """Seconds of processor time for one call, in this process."""
    start = time.process_time()
    for _call in range(times):
        work()
    return (time.process_time() - start) / times


def measured(rows: dict[str, Callable[[], object]], *, times: int = 20) -> dict[str, float]:
    """Median seconds per row. The rows take turns, so what the machine does meanwhile hits all alike."""
    found: dict[str, list[float]] = {name: [] for name in rows}
    for work in rows.values():
        work()
    for _round in range(ROUNDS):
        for name, work in rows.items():
            found[name].append(spent(work, times))
    return {name: median(each) for name, each in found.items()}


def table(title: str, found: dict[str, float], yardsticks: dict[str, str]) -> None:
    """Print every row beside its yardstick; a row without one is its own."""
    print(f"\n\n{title}; processor time of the web process, median of {ROUNDS} rounds in turn")
    for name, seconds in found.items():
        against = found[yardsticks.get(name, name)]
        print(f"  {name:52} {seconds * 1000:9.2f} ms  {seconds / against:6.2f} x")
