"""The only things a PDF may read: our own stylesheets, drawings and fonts (promise 6)."""

from collections.abc import Iterable
from pathlib import Path

#: Where relative references in a template point. The name is reserved (RFC 2606) and never resolves.
BASE = "http://static.invalid/"
#: Folder and file name endings that a page may ask for, with the type we answer.
ALLOWED = {"css": {".css": "text/css"}, "img": {".svg": "image/svg+xml", ".png": "image/png"}}
FONTS = Path(__file__).resolve().parent / "fonts"
_LARGEST = 2_000_000
#: Accent and wash of each streak, as in tokens.css (light). Stylesheet and drawings are written in the first pair.
ACCENTS = {
    "oker": ("#F0B03A", "#FCF0D4"),
    "paars": ("#B87ACD", "#F6EEF9"),
    "groen": ("#3EA370", "#E3F4EC"),
    "blauw": ("#4794EB", "#E8F2FC"),
    "rood": ("#ED645A", "#FDECEA"),
}
OWN_ACCENT = "oker"


class PdfRefused(Exception):
    """A page asked for something that is not ours; no PDF is made."""


def static_folders() -> tuple[str, ...]:
    """Return the folders of this project's own static files, in the order in which they are searched."""
    from django.conf import settings

    folders = [Path(folder) for folder in settings.STATICFILES_DIRS]
    if settings.STATIC_ROOT:
        folders.append(Path(settings.STATIC_ROOT))
    return tuple(str(folder) for folder in folders)


def recolour(content: bytes, accent: str) -> bytes:
    """Replace the product's accent and wash by those of a party."""
    for own, theirs in zip(ACCENTS[OWN_ACCENT], ACCENTS[accent], strict=True):
        content = content.replace(own.encode(), theirs.encode())
    return content


def read_source(url: str, folders: Iterable[str]) -> tuple[bytes, str]:
    """Return content and type of one of our own static files.

    Raises PdfRefused for every other address: another scheme or host, a query, a folder or ending outside `ALLOWED`,
    a path that leaves the folder (also through a symbolic link), and a file that is not there.
    """
    if not url.startswith(BASE):
        raise PdfRefused("not one of our own files")
    parts = url.removeprefix(BASE).split("/")
    kind = ALLOWED.get(parts[0], {}).get(Path(parts[-1]).suffix)
    if kind is None or len(parts) < 2 or any(set(part) & set("%?#\\:\0") or part in ("", ".", "..") for part in parts):
        raise PdfRefused("not one of our own files")
    for folder in folders:
        root = Path(folder).resolve()
        path = root.joinpath(*parts).resolve()
        if path.is_relative_to(root) and path.is_file() and path.stat().st_size <= _LARGEST:
            return path.read_bytes(), kind
    raise PdfRefused("our own file is missing")
