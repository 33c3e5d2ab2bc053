"""Opening a round with everything it starts with, and choosing what it uses: actions that look across floors."""

from django.db import transaction

from candidates.models import Candidacy, Sheet
from instruments.editions import choose_editions, newest
from instruments.models import Edition, RoundEdition
from parties.models import Round
from parties.rounds import change_round, move_round, open_round
from parties.safekeeping.audit import record


class InUse(Exception):
    """Candidates already filled in these instruments; `titles` names them."""

    def __init__(self, titles: list[str]):
        super().__init__(titles)
        self.titles = titles


def start_round(party, *, actor, body, election, dates) -> Round:
    """Open a round that uses what the party's last round used, in the newest editions; a first round uses everything.

    A party's own editions come along, for they are the party's; people do not. Opening twice changes nothing.
    """
    with transaction.atomic():
        round = open_round(party, actor=actor, body=body, election=election, dates=dates)
        if not RoundEdition.objects.filter(round=round).exists():
            choose_editions(round)
            _leave_out_as_before(round)
    return round


def round_before(round: Round) -> Round | None:
    """The party's last round before this one, whose settings it took over."""
    return Round.objects.exclude(pk=round.pk).filter(opened_at__lte=round.opened_at).order_by("-opened_at").first()


def _leave_out_as_before(round: Round) -> None:
    """What the last round chose not to use; an instrument that is younger than that choice comes in."""
    last = round_before(round)
    used = set(RoundEdition.objects.filter(round=last).values_list("slug", flat=True)) if last else set()
    if used:
        known = Edition.objects.filter(released_at__lte=last.opened_at).values_list("slug", flat=True)
        RoundEdition.objects.filter(round=round, slug__in=set(known) - used).delete()


def replace_round(round: Round, *, actor, body, election, dates) -> Round:
    """Another body or election for a round that nobody knows of yet. Raises `parties.rounds.Fixed`."""
    return move_round(round, actor=actor, body=body, election=election, dates=dates, is_empty=has_no_candidates)


def has_no_candidates(round: Round) -> bool:
    return not Candidacy.objects.filter(round=round).exists()


def instruments_for(round: Round) -> list[Edition]:
    """The edition of every instrument the round uses or could use, in the guide's order."""
    used = {row.slug: row.edition for row in RoundEdition.objects.select_related("edition").filter(round=round)}
    slugs = set(Edition.objects.open_to(round.party).filter(released_at__isnull=False).values_list("slug", flat=True))
    editions = [used.get(slug) or newest(slug, round.party) for slug in slugs | set(used)]
    return sorted(editions, key=lambda edition: edition.parsed.instrument)


def choose_instruments(round: Round, slugs, values: dict, *, actor, seen: str = "") -> Round:
    """Store which instruments are used, with the settings beside them, in one transaction.

    Raises `InUse` when one that candidates filled in would go, `Stale` when the settings changed meanwhile.
    """
    with transaction.atomic():
        fresh = change_round(round, values, actor=actor, seen=seen)
        wanted, rows = set(slugs), RoundEdition.objects.select_related("edition").filter(round=round)
        gone = [row for row in rows if row.slug not in wanted]
        started = set(
            Sheet.objects.filter(candidacy__round=round, slug__in=[row.slug for row in gone]).values_list(
                "slug", flat=True
            )
        )
        if started:
            raise InUse([row.edition.parsed.title.say("nl") for row in gone if row.slug in started])
        fresh_slugs = wanted - {row.slug for row in rows}
        rows.filter(pk__in=[row.pk for row in gone]).delete()
        for edition in instruments_for(round):
            if edition.slug in fresh_slugs:
                RoundEdition.objects.create(party=round.party, round=round, slug=edition.slug, edition=edition)
        if gone or fresh_slugs:
            codes = {"out": ",".join(row.slug for row in gone)[:80], "in": ",".join(sorted(fresh_slugs))[:80]}
            record(
                "round.changed", actor=actor, party=round.party, about=round.code, codes={"fields": "editions"} | codes
            )
    return fresh
