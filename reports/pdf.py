"""A page becomes a PDF that is PDF/A-3a and PDF/UA-1 at once. The only importer of WeasyPrint.

The import is late: it takes a second and 60 MB, so a web process must never do it. Normally the work runs in the child
process of `reports.pdf_child`; `render_pdf` here does it on the spot, for tests and for that child.
"""

import logging
import os
import tempfile
from collections.abc import Iterable
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from reports.pdf_finish import Finisher, PdfAttachment
from reports.pdf_sources import ACCENTS, BASE, FONTS, OWN_ACCENT, PdfRefused, read_source, recolour, static_folders
from reports.pdf_text import BOXES, boxes_font, made_of, name_codes, name_unseen, wants_actual_text

__all__ = ["PdfAttachment", "PdfRefused", "html_to_pdf", "page_html", "render_pdf"]

_BOXES_URL = BASE + "fonts/boxes.ttf"


def page_html(template_name: str, context: dict[str, Any], *, language: str, title: str) -> str:
    """Render a template that extends ``reports/pdf/base.html``, in `language`, with every unseen character named."""
    from django.template.loader import render_to_string
    from django.utils import translation

    with translation.override(language):
        html = render_to_string(template_name, {**context, "language": language, "title": title})
    return name_unseen(html)


def render_pdf(
    template_name: str,
    context: dict[str, Any],
    *,
    language: str,
    title: str,
    attachments: Iterable[PdfAttachment | tuple] = (),
) -> tuple[str, bytes]:
    """Return the page as HTML and as PDF, made in this process. Workers call `pdf_child.render_in_child` instead.

    The context may hold `accent`, the name of the party's streak.
    Raises PdfRefused when the page refers to anything but our own static files (promise 6).
    """
    html = page_html(template_name, context, language=language, title=title)
    accent = context.get("accent", OWN_ACCENT)
    job = {"title": title, "language": language, "attachments": tuple(attachments), "accent": accent}
    return html, html_to_pdf(html, folders=static_folders(), **job)


def html_to_pdf(
    html: str,
    *,
    title: str,
    language: str,
    folders: Iterable[str],
    attachments: Iterable[PdfAttachment | tuple] = (),
    accent: str = OWN_ACCENT,
    made: datetime | None = None,
) -> bytes:
    """Lay out `html` and write it; needs no Django. `folders` are searched for the page's own static files.

    Raises PdfRefused as `render_pdf` does, ValueError for an accent that does not exist. Characters without a shape in any font cost a second pass with a font of
    boxes (see `pdf_text`).
    """
    if accent not in ACCENTS:
        raise ValueError(f"no accent is called {accent!r}")
    engine = _engine()
    made = made or datetime.now(UTC)
    kept = tuple(PdfAttachment(*attachment) for attachment in attachments)
    finisher = Finisher(title=name_unseen(title), language=language, made=made, attachments=kept)
    sources = Sources(tuple(folders), accent)
    pdf, missing = engine.write(html, sources, kept, finisher)
    if missing:
        boxed = made_of(html, missing)
        sources = sources._replace(boxes=boxes_font(boxed))
        pdf, still = engine.write(html, sources, kept, finisher)
        if still:  # some script takes a character apart in a way of its own: then its name stands for it
            pdf, _missing = engine.write(name_codes(html, boxed | made_of(html, still)), sources, kept, finisher)
    return pdf


class Sources(NamedTuple):
    """What one document may read."""

    folders: tuple[str, ...]
    accent: str
    boxes: bytes = b""

    def read(self, url: str) -> tuple[bytes, str]:
        """Return content and type of `url`. Raises PdfRefused when it is not ours."""
        if self.boxes and url == _BOXES_URL:
            return self.boxes, "font/ttf"
        content, kind = read_source(url, self.folders)
        return (content if kind == "image/png" else recolour(content, self.accent)), kind


@cache
def _engine() -> "_Engine":
    return _Engine()


class _Engine:
    """WeasyPrint with our fonts, our fetcher and our text marks; made once per process."""

    def __init__(self) -> None:
        self._home = tempfile.TemporaryDirectory(prefix="toetssteen-fonts-")
        self._point_fontconfig()
        import weasyprint
        from weasyprint import pdf as weasyprint_pdf
        from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

        # Its warnings quote the text it lays out, and text of a person belongs in no log (promise 7).
        logging.getLogger("weasyprint").setLevel(logging.ERROR)
        self._stream = weasyprint_pdf.Stream = _marking_stream(weasyprint_pdf.Stream)
        self._weasyprint, self._fatal, self._response = weasyprint, FatalURLFetchingError, URLFetcherResponse

    def _point_fontconfig(self) -> None:
        """Let only the fonts in this repository be seen, so that a page looks the same on every machine."""
        path = os.path.join(self._home.name, "fonts.conf")
        with open(path, "w", encoding="utf-8") as file:
            file.write(_FONTS_CONF.format(fonts=FONTS, cache=self._home.name))
        os.environ["FONTCONFIG_FILE"] = path

    def _fetcher(self, sources: Sources, refused: list[PdfRefused]):
        """Return the fetcher for one document; any address that is not ours stops the document.

        The refusal is also written down, because the engine's drawing of SVG swallows even fatal errors.
        """

        def fetch(url: str):
            try:
                content, kind = sources.read(url)
            except PdfRefused as refusal:
                refused.append(refusal)
                raise self._fatal(str(refusal)) from refusal
            return self._response(url, content, {"Content-Type": kind})

        fetch._fail_on_errors = True
        return fetch

    def write(self, html: str, sources: Sources, kept: tuple, finisher: Finisher) -> tuple[bytes, set[int]]:
        """Return the PDF and the code points for which no font has a shape. Raises PdfRefused."""
        refused: list[PdfRefused] = []
        fetch = self._fetcher(sources, refused)
        try:
            document = self._lay_out(html, fetch, boxes=bool(sources.boxes))
            self._stream.language = finisher.language
            options = {"attachments": self._attach(kept, fetch, finisher.made), "finisher": finisher, **_AS_PDF_A}
            pdf = document.write_pdf(**options)
        except self._fatal as error:
            raise PdfRefused(str(error)) from error
        if refused:
            raise refused[0]
        return pdf, {code for font in document.fonts.values() for code in font.missing}

    def _lay_out(self, html: str, fetch, *, boxes: bool):
        fonts = self._weasyprint.text.fonts.FontConfiguration()
        extra = f'@font-face {{ font-family: "{BOXES}"; src: url({_BOXES_URL}) }}' if boxes else ""
        sheet = self._weasyprint.CSS(string=extra, font_config=fonts, url_fetcher=fetch, base_url=BASE)
        page = self._weasyprint.HTML(string=html, base_url=BASE, url_fetcher=fetch)
        profile = {"srgb": _screen_colours()}
        document = page.render(
            font_config=fonts, stylesheets=[sheet], color_profiles=profile, pdf_variant="pdf/a-3a", output_intent="srgb"
        )
        document.fonts = _Fonts()
        return document

    def _attach(self, kept: tuple, fetch, made: datetime) -> list:
        return [
            self._weasyprint.Attachment(
                string=one.data,
                name=one.name,
                description=one.description,
                relationship=one.relationship,
                created=made,
                modified=made,
                url_fetcher=fetch,
            )
            for one in kept
        ]


def _screen_colours():
    """Return the sRGB profile. Given by us, because the engine opens it for every document and never closes it."""
    from importlib.resources import files
    from io import BytesIO

    from weasyprint import pdf
    from weasyprint.css import ColorProfile

    content = (files(pdf) / "sRGB2014.icc").read_bytes()
    return ColorProfile(BytesIO(content), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


_AS_PDF_A = {
    "pdf_variant": "pdf/a-3a",
    "uncompressed_pdf": True,
    "pdf_tags": True,
    "pdf_identifier": True,
    "output_intent": "",
}
_FONTS_CONF = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<alias binding="same"><family>emoji</family><prefer><family>Noto Emoji</family></prefer></alias>
</fontconfig>"""


def _marking_stream(stream: type) -> type:
    """Return WeasyPrint's page stream with two marks added to a run of text: its exact characters and its language.

    Glyphs in Arabic, Hebrew or emoji do not match characters one to one; with /ActualText copying and reading aloud
    give what was typed. A private seam of WeasyPrint: the version is pinned and tests/reports/test_pdf_text.py guards it.
    """
    import pydyf

    class MarkingStream(stream):
        language = ""

        @contextmanager
        def marked(self, box, tag):
            with super().marked(box, tag):
                text = getattr(box, "text", "")
                if self._tags is not None and text:
                    marks = self.stream[-2]
                    if wants_actual_text(text):
                        marks["ActualText"] = pydyf.String(text)
                    if box.style["lang"] not in (None, self.language):
                        marks["Lang"] = pydyf.String(box.style["lang"])
                yield

    return MarkingStream


class _Fonts(dict):
    """The fonts of one document; gives each a glyph table that never forgets a character."""

    def __setitem__(self, key, font) -> None:
        font.to_unicode = _GlyphText(font)
        super().__setitem__(key, font)


class _GlyphText(dict):
    """Glyph to text. WeasyPrint fills it by first use, so a base letter first met under an accent would become empty."""

    def __init__(self, font) -> None:
        super().__init__()
        self._font = font

    def __setitem__(self, glyph: int, text: str) -> None:
        if len(text) != 1 or text in "\ufeff\ufffe":
            own = self._own_characters().get(glyph, "")
            text = own if own and (not text or own in text) else text or "\u200b"
        super().__setitem__(glyph, text)

    def _own_characters(self) -> dict[int, str]:
        return _characters(self._font.hash, self._font)


def _characters(_key, font) -> dict[int, str]:
    from io import BytesIO

    from fontTools.ttLib import TTFont

    if not hasattr(font, "own_characters"):
        face = TTFont(BytesIO(font.file_content), fontNumber=font.index, lazy=True)
        font.own_characters = {face.getGlyphID(name): chr(code) for code, name in face.getBestCmap().items()}
    return font.own_characters
