"""A map of a PDF inside its own seal, so that a check can say what was changed and not only that something was.

Before sealing, the file is cut into stretches with a label each (page 2, attachment, metadata, ...). Start, length,
label and a short digest of every stretch are written in the catalog, where the seal covers them. The seal alone proves
that a file is unchanged; this map only helps to name the difference, so a forger gains nothing by forging it too.
"""

import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

#: Only letters, digits and spaces, so that no writer escapes anything in it.
MARK = b"TOETSSTEEN PARTS 1 "
_MAP = re.compile(re.escape(MARK) + rb"((?:\d{1,9} \d{1,9} [a-z]+\d{0,5} [0-9a-f]{16} ){1,5000})")
_XREF = re.compile(rb"startxref\s+(\d{1,9})\s+%%EOF\s*\Z")
_ENTRY = re.compile(rb"(\d{10}) \d{5} n[ \r]\n")


class Part(NamedTuple):
    """One stretch of bytes. Labels: page1, page2, ..., metadata, attachment, drawing, structure, xref."""

    start: int
    length: int
    label: str
    digest: str


def describe_parts(pdf: bytes, root: Any) -> str:
    """Return the map of an unsealed PDF of ours. `root` is its catalog as pyHanko read it.

    Raises ValueError for a file with another kind of cross-reference than we write.
    """
    labels = _labels(root)
    parts = "".join(
        f"{start} {end - start} {label} {_digest(pdf[start:end])} "
        for start, end, label in _merged(_stretches(pdf, labels))
    )
    return MARK.decode() + parts


def changed_parts(pdf: bytes) -> list[str]:
    """Return the labels of the stretches that differ from the map, in the order of the file; [] without a map.

    Stops where stretches do not follow each other, so that a forged map cannot make us read the file again and again.
    """
    found = _MAP.search(pdf)
    if not found:
        return []
    labels: list[str] = []
    place = 0
    words = iter(found[1].decode().split())
    for start, length, label, digest in zip(words, words, words, words, strict=True):
        if int(start) != place:
            break
        piece = pdf[place : place + int(length)]
        place += int(length)
        if _digest(piece) != digest and label not in labels:
            labels.append(label)
    return labels


def _digest(piece: bytes) -> str:
    return hashlib.sha256(piece).hexdigest()[:16]


def _stretches(pdf: bytes, labels: dict[int, str]) -> Iterator[tuple[int, int, str]]:
    found = _XREF.search(pdf[-1024:])
    table = int(found[1]) if found else 0
    if not found or not pdf.startswith(b"xref", table):
        raise ValueError("no plain cross-reference table")
    number_at = {}
    for number, entry in enumerate(pdf[table:].split(b"\n")[2:]):
        used = _ENTRY.match(entry + b"\n")
        if used:
            number_at[int(used[1])] = number
    starts = sorted(number_at)
    yield 0, starts[0], "structure"
    for start, end in pairwise([*starts, table]):
        yield start, end, labels.get(number_at[start]) or _kind(pdf[start:end])
    yield table, len(pdf), "xref"


def _kind(piece: bytes) -> str:
    return "drawing" if b"\nstream\n" in piece else "structure"


def _merged(stretches: Iterator[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    begin, stop, last = next(stretches)
    for start, end, label in stretches:
        if label != last:
            yield begin, stop, last
            begin, last = start, label
        stop = end
    yield begin, stop, last


def _labels(root: Any) -> dict[int, str]:
    """Return the label of each object that is more than structure, by object number."""
    labels = {root.raw_get("/Metadata").idnum: "metadata"}
    for number, page in enumerate(root["/Pages"]["/Kids"], 1):
        labels[page.get_object().raw_get("/Contents").idnum] = f"page{number}"
    for file in root.get("/AF", []):
        labels[file.get_object()["/EF"].raw_get("/F").idnum] = "attachment"
    return labels
