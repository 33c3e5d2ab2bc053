"""Public bodies and their elections: loaded from data, searched, and the next ones per body (law.md E-01)."""

import csv
import unicodedata
from datetime import date
from pathlib import Path

from parties.calendar import ANCHOR, election_dates, next_election
from parties.models import Election, PublicBody

# Municipalities and provinces as CBS lists them on 1 January 2026, water authorities and islands by name.
BODIES = Path(__file__).parent / "data" / "bodies.csv"
FIRST_YEARS = (2026, 2027, 2030, 2031)
MOST_HITS = 40


def read_bodies(path: Path = BODIES) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def load_bodies(model=PublicBody) -> int:
    """Add the bodies of the list that are not there yet; returns how many. What an operator changed stays."""
    known = set(model.objects.values_list("kind", "name"))
    fresh = [model(**row) for row in read_bodies() if (row["kind"], row["name"]) not in known]
    model.objects.bulk_create(fresh)
    return len(fresh)


def load_elections(model=Election) -> int:
    """Add the ordinary elections of the coming years, computed from the rule; returns how many."""
    count = 0
    for kind, anchor in ANCHOR.items():
        for year in FIRST_YEARS:
            if (year - anchor) % 4 == 0:
                count += _ordinary(model, kind, election_dates(year))[1]
    return count


def _ordinary(model, kind: str, dates) -> tuple:
    return model.objects.get_or_create(
        kind=kind, body=None, nomination_day=dates.nomination_day,
        defaults={"vote_day": dates.vote_day, "term_start": dates.term_start, "term_end": dates.term_end},
    )  # fmt: skip


def elections_for(body: PublicBody, today: date) -> list[Election]:
    """Elections of this body whose nomination day is still to come, nearest first, never empty.

    An election of the body itself (a merger, an official change of date) stands beside the ordinary one.
    """
    _ordinary(Election, body.kind, next_election(body.kind, today))
    coming = Election.objects.filter(kind=body.kind, nomination_day__gte=today)
    return list(coming.filter(body=None) | coming.filter(body=body))


def fold(text: str) -> str:
    """Without case and accents, so that "fryslan" finds Fryslân."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(ch for ch in plain if not unicodedata.combining(ch)).casefold().strip()


def search_bodies(words: str, *, fictional: bool = False) -> list[PublicBody]:
    """Bodies of which every word occurs in name, kind or province; those whose name begins with it first.

    `fictional` lets invented bodies be found too, for rehearsing. At most `MOST_HITS`.
    """
    wanted = fold(words).split()
    if not wanted:
        return []
    rows = PublicBody.objects.all() if fictional else PublicBody.objects.filter(fictional=False)
    hits = [body for body in rows if all(word in _haystack(body) for word in wanted)]
    start = fold(words)
    hits.sort(key=lambda body: (not fold(body.name).startswith(start), start not in fold(body.name), fold(body.name)))
    return hits[:MOST_HITS]


def _haystack(body: PublicBody) -> str:
    return fold(f"{body.name} {body.get_kind_display()} {body.province} {body.short}")
