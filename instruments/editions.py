"""Loading, freezing and finding editions (mechanism 4)."""

import hashlib
import json
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from instruments.models import Correction, Edition, EditionChanged, RoundEdition
from instruments.schema import Content, read
from parties.safekeeping.audit import record

CONTENT = Path(__file__).parent / "content"
_parsed: dict[tuple[str, str, int], Content] = {}


def as_json(content: Content) -> dict:
    return json.loads(content.model_dump_json(exclude_defaults=False))


def checksum(data: dict) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(
        json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    ).hexdigest()


def parsed(edition: Edition) -> Content:
    key = (edition.checksum, edition.slug, edition.number)
    if key not in _parsed:
        _parsed[key] = Content.model_validate(edition.content)
    return _parsed[key]


def content_files(folder: Path = CONTENT) -> list[Path]:
    """Every content file, in the guide's order of instruments."""
    return sorted(folder.glob("*/*.toml"), key=lambda path: (path.parent.name, int(path.stem)))


@transaction.atomic
def load(path: Path) -> tuple[Edition, bool]:
    """Load one file; returns (edition, whether it is new or changed).

    Raises `EditionChanged` when the file differs from an edition that is already released.
    """
    content = read(path)
    data = as_json(content)
    digest = checksum(data)
    edition = Edition.objects.filter(party=None, slug=content.slug, number=content.number).first()
    if edition and edition.checksum == digest:
        return edition, False
    if edition and edition.released_at:
        raise EditionChanged(f"{content.slug} {content.number} is released: make number {content.number + 1}")
    edition = edition or Edition(slug=content.slug, number=content.number)
    edition.content, edition.checksum = data, digest
    edition.released_at = timezone.now() if content.released else None
    edition.save()
    return edition, True


def load_all(folder: Path = CONTENT) -> list[tuple[Edition, bool]]:
    return [load(path) for path in content_files(folder)]


def newest(slug: str, party=None) -> Edition | None:
    """The newest released edition: the party's own if there is one, else the product's."""
    own = (
        Edition.objects.filter(party=party, slug=slug, released_at__isnull=False).order_by("-number").first()
        if party
        else None
    )
    return own or Edition.objects.filter(party=None, slug=slug, released_at__isnull=False).order_by("-number").first()


def choose_editions(round) -> list[RoundEdition]:
    """Give the round the newest edition of every instrument it has not chosen yet. Reads no content."""
    known = set(RoundEdition.objects.filter(round=round).values_list("slug", flat=True))
    released = _released(round.party).exclude(slug__in=known).order_by("number").values_list("slug", "party", "pk")
    # The party's own comes after the product's, so the last of a slug is the one `newest` names.
    last = {slug: pk for slug, _party, pk in sorted(released, key=lambda row: row[1] is not None)}
    chosen = [
        RoundEdition(party=round.party, round=round, slug=slug, edition_id=pk) for slug, pk in sorted(last.items())
    ]
    return RoundEdition.objects.bulk_create(chosen)


def edition_in(round, slug: str) -> Edition | None:
    """The edition the round uses now, or None when the instrument is not used."""
    chosen = _chosen(round).filter(slug=slug).first()
    return chosen.edition if chosen else None


def editions_in(round) -> dict[str, Edition]:
    """slug -> edition, in the guide's order."""
    return {row.slug: row.edition for row in sorted(_chosen(round), key=lambda row: row.edition.parsed.instrument)}


def _chosen(round):
    """Without the content: `parsed` keeps that per checksum, and fetches it once per process."""
    rows = RoundEdition.objects.select_related("edition").filter(round=round)
    return rows.defer("edition__content", "edition__changes")


def newer_than(edition: Edition, party=None) -> Edition | None:
    """The newest released edition that came after this one: the party's own if it waits, else the product's."""
    return _newest_after(edition, _released(party).filter(slug=edition.slug))


def newer_in(round) -> dict[str, Edition]:
    """slug -> the newer edition that waits for this round. Two queries."""
    released = list(_released(round.party))
    rows = RoundEdition.objects.select_related("edition", "edition__based_on").filter(round=round)
    found = {row.slug: _newest_after(row.edition, [one for one in released if one.slug == row.slug]) for row in rows}
    return {slug: edition for slug, edition in found.items() if edition is not None}


def _released(party):
    return (
        Edition.objects.open_to(party)
        .filter(released_at__isnull=False)
        .select_related("based_on")
        .defer("content", "based_on__content")
    )


def _newest_after(edition: Edition, released) -> Edition | None:
    base = (edition.based_on or edition).number
    after = edition.number if edition.party_id else 0
    own = [one for one in released if one.party_id and one.number > after and one.based_on.number >= base]
    product = [one for one in released if one.party_id is None and one.number > base]
    return max(own or product, key=lambda one: one.number, default=None)


def use_edition(round, edition: Edition, *, reason: str, actor) -> RoundEdition:
    """Let the round use another edition from now on (decision 24). Lists that were started keep theirs.

    Raises ValueError for an edition of another party, another instrument, or one that is not released, and
    without a reason. Choosing the edition the round has already changes nothing.
    """
    if edition.released_at is None or edition.party_id not in (None, round.party_id):
        raise ValueError("not an edition this round may use")
    if not reason.strip():
        raise ValueError("a reason is asked")
    with transaction.atomic():
        rows = RoundEdition.objects.select_for_update(of=("self",)).select_related("edition")
        row = rows.filter(round=round, slug=edition.slug).first()
        if row is None:
            raise ValueError("the round does not use this instrument")
        if row.edition_id == edition.pk:
            return row
        Correction.objects.create(
            party=round.party, round=round, slug=edition.slug, old=row.edition, new=edition, reason=reason, by=actor.ref
        )
        row.edition, row.reason, row.chosen_at = edition, reason, timezone.now()
        row.save()
        codes = {"instrument": edition.slug, "edition": edition.label[:80]}
        record("edition.chosen", actor=actor, party=round.party, about=round.code, codes=codes)
    return row
