"""Reads a PDF the way a screen reader or a copy command does: characters from /ActualText or else from the fonts."""

import io
import re
import unicodedata

import pikepdf

_INVISIBLE = re.compile("[\\s\xad\u200b-\u200f\u061c\ufe00-\ufe0f\u180b-\u180f\U000e0100-\U000e01ef]")
_BFCHAR = re.compile(rb"<([0-9a-f]+)> <([0-9a-f]*)>")


def bare(text: str) -> str:
    """Return text without spaces and without the signs that only steer how neighbours are drawn."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def characters(pdf: bytes) -> str:
    """Return every character on the pages in the order of drawing, without what stands in a page margin."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return "".join(_page(page) for page in document.pages)


def _page(page: pikepdf.Page) -> str:
    fonts = {name: _to_unicode(font) for name, font in page.Resources.Font.items()}
    text, marks, font = [], [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                own = operands[1] if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) else {}
                actual = str(own["/ActualText"]) if "/ActualText" in own else None
                marks.append((str(operands[0]) == "/Artifact", actual))
                text.append(actual or "")
            case "EMC":
                marks.pop()
            case "Tf":
                font = fonts[str(operands[0])]
            case "Tj" | "TJ" if not any(artifact or actual is not None for artifact, actual in marks):
                assert marks, "text outside every mark"
                text.append(_decode(operands[0], font))
    return "".join(text)


def _decode(shown, font: dict[int, str]) -> str:
    pieces = [shown] if isinstance(shown, pikepdf.String) else [p for p in shown if isinstance(p, pikepdf.String)]
    raw = b"".join(bytes(piece) for piece in pieces)
    return "".join(font[int.from_bytes(raw[i : i + 2], "big")] for i in range(0, len(raw), 2))


def _to_unicode(font: pikepdf.Dictionary) -> dict[int, str]:
    table = font.ToUnicode.read_bytes()
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in _BFCHAR.findall(table)}
