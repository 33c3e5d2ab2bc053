"""Text on paper: what cannot be seen is named, what no font can draw gets a box with its code.

A sealed page may hide nothing (promise 7). Two kinds of characters would: those that are invisible or turn the
reading order around, and those for which no bundled font has a shape (PDF/UA-1 7.21.8 refuses a page with a missing
glyph). The first are written out as ``[U+202E]``; for the second a small font is made on the spot, in which every
such character is a frame around its hexadecimal code. Copying from the PDF still gives the character itself.
"""

import re
import unicodedata
from collections.abc import Iterable
from io import BytesIO

#: Invisible, but part of how ordinary scripts and emoji are spelled: soft hyphen, zero-width space and joiners,
#: direction marks, and the number signs of Arabic, which are visible.
_PART_OF_SPELLING = frozenset("\xad\u200b\u200c\u200d\u200e\u200f\u061c\u06dd\u070f\u08e2\U000110bd\U000110cd") | {
    chr(code) for code in (*range(0x600, 0x606), 0x890, 0x891)
}
#: Letters, but blank by design: fillers and the like. They hide text as well as a control character does.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SUSPECTS = re.compile("[^\n\t -~\xa0-\u024f\u2010-\u2027\u20a0-\u20bf\u2190-\u21ff]")
#: Characters that every font draws with one glyph each.
_PLAIN = re.compile("[\t\n -~\xa1-\xac\xae-\u0233\u2010-\u2022\u2026\u2032\u2033\u20ac]*")


def is_unseen(char: str) -> bool:
    """Say whether a character leaves no mark on paper, or steers the marks of others."""
    if char in _PART_OF_SPELLING or char in "\n\t":
        return False
    return char in _BLANK or unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co", "Cs")


def name_unseen(text: str) -> str:
    """Return `text` with one kind of line end and every unseen character written as ``[U+XXXX]``."""
    text = _LINE_ENDS.sub("\n", text)
    return _SUSPECTS.sub(lambda m: f"[U+{ord(m[0]):04X}]" if is_unseen(m[0]) else m[0], text)


def wants_actual_text(text: str) -> bool:
    """Say whether glyphs and characters of `text` may differ, so that the PDF must carry the characters as well.

    Not for text with letters that run from right to left: readers such as poppler already turn those around, and
    would do it twice.
    """
    return _PLAIN.fullmatch(text) is None and not any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in text)


def made_of(text: str, missing: set[int]) -> set[int]:
    """Return the missing code points, the characters of `text` that fall apart into one, and all their parts.

    Text of some scripts is taken apart before it is drawn, and then the parts are reported, not what was typed.
    """
    found = set(missing)
    for char in {*map(chr, missing), *text}:
        parts = {ord(part) for part in unicodedata.normalize("NFKD", char)}
        if ord(char) in missing or (parts & missing and ord(char) > 0x7F):
            found |= parts | {ord(char)}
    return found


def name_codes(text: str, codes: Iterable[int]) -> str:
    """Return `text` with each of these code points written as ``[U+XXXX]``."""
    return text.translate({code: f"[U+{code:04X}]" for code in codes if code > 0x7F})


def boxes_font(codes: Iterable[int]) -> bytes:
    """Make a TrueType font that draws each of `codes` as a frame around its hexadecimal digits."""
    from fontTools.fontBuilder import FontBuilder

    shapes = {f"u{code:05X}": _box(f"{code:04X}") for code in sorted(codes)}
    shapes |= {f"u{code:05X}": _blank() for code in (0x20, 0xA0)}  # a space is set in the font of its neighbour
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *shapes])
    builder.setupCharacterMap({int(name[1:], 16): name for name in shapes})
    builder.setupGlyf({".notdef": _box("")[0], **{name: glyph for name, (glyph, _) in shapes.items()}})
    builder.setupHorizontalMetrics({".notdef": (500, 0), **{name: (width, 40) for name, (_, width) in shapes.items()}})
    builder.setupHorizontalHeader(ascent=880, descent=-160)
    builder.setupNameTable(
        {"familyName": BOXES, "styleName": "Regular", "fullName": BOXES, "psName": "ToetssteenBoxes"}
    )
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-160, usWinAscent=880, usWinDescent=160)
    builder.setupPost()
    out = BytesIO()
    builder.save(out)
    return out.getvalue()


BOXES = "Toetssteen Boxes"
_SEGMENTS = {  # seven strokes of a digit, each in a grid of 2 by 4: x1, y1, x2, y2
    "a": (0, 4, 2, 4), "b": (2, 2, 2, 4), "c": (2, 0, 2, 2), "d": (0, 0, 2, 0),
    "e": (0, 0, 0, 2), "f": (0, 2, 0, 4), "g": (0, 2, 2, 2),
}  # fmt: skip
_DIGITS = dict(zip("0123456789ABCDEF", (
    "abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg",
    "abcefg", "cdefg", "adef", "bcdeg", "adefg", "aefg"), strict=True))  # fmt: skip
_UNIT, _STROKE, _GAP = 60, 34, 60


def _box(digits: str):
    """Draw one frame with two rows of digits; return the glyph and its width."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    half = (len(digits) + 1) // 2
    width = 2 * 40 + _GAP + max(half, 1) * (2 * _UNIT + _GAP)
    _rectangle(pen, 40, -120, width, 840)
    _rectangle(pen, 74, -86, width - 34, 806, hole=True)
    for row, part in enumerate((digits[:half], digits[half:])):
        for place, digit in enumerate(part):
            left, bottom = 40 + _GAP + place * (2 * _UNIT + _GAP), 420 - row * 390
            for segment in _DIGITS[digit]:
                x1, y1, x2, y2 = _SEGMENTS[segment]
                _rectangle(
                    pen,
                    left + x1 * _UNIT - _STROKE // 2, bottom + y1 * _UNIT * 1.2 - _STROKE // 2,
                    left + x2 * _UNIT + _STROKE // 2, bottom + y2 * _UNIT * 1.2 + _STROKE // 2,
                )  # fmt: skip
    return pen.glyph(), int(width + 40)


def _blank():
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    return TTGlyphPen(None).glyph(), 260


def _rectangle(pen, left: float, bottom: float, right: float, top: float, *, hole: bool = False) -> None:
    corners = [(left, bottom), (left, top), (right, top), (right, bottom)]
    if hole:
        corners.reverse()
    pen.moveTo(corners[0])
    for corner in corners[1:]:
        pen.lineTo(corner)
    pen.closePath()
