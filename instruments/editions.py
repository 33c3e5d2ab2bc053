"""Loading, freezing and finding editions (mechanism 4)."""

import hashlib
import json
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from instruments.models import Edition, EditionChanged, RoundEdition
from instruments.schema import Content, read

CONTENT = Path(__file__).parent / "content"
_parsed: dict[tuple[str, str, int], Content] = {}


def as_json(content: Content) -> dict:
    return json.loads(content.model_dump_json(exclude_defaults=False))


def checksum(data: dict) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


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
    own = Edition.objects.filter(party=party, slug=slug, released_at__isnull=False).order_by("-number").first() if party else None
    return own or Edition.objects.filter(party=None, slug=slug, released_at__isnull=False).order_by("-number").first()


def choose_editions(round) -> list[RoundEdition]:
    """Give the round the newest edition of every instrument it has not chosen yet."""
    known = set(RoundEdition.objects.filter(round=round).values_list("slug", flat=True))
    slugs = Edition.objects.open_to(round.party).filter(released_at__isnull=False).values_list("slug", flat=True).distinct()
    made = []
    for slug in sorted(set(slugs) - known):
        made.append(RoundEdition.objects.create(party=round.party, round=round, slug=slug, edition=newest(slug, round.party)))
    return made


def edition_in(round, slug: str) -> Edition | None:
    """The edition the round uses now, or None when the instrument is not used."""
    chosen = RoundEdition.objects.select_related("edition").filter(round=round, slug=slug).first()
    return chosen.edition if chosen else None


def editions_in(round) -> dict[str, Edition]:
    """slug -> edition, in the guide's order."""
    rows = RoundEdition.objects.select_related("edition").filter(round=round)
    return {row.slug: row.edition for row in sorted(rows, key=lambda row: row.edition.content["instrument"])}
