"""The only things a PDF may read: our own stylesheets, drawings and fonts (promise 6)."""

import re
from collections.abc import Iterable
from pathlib import Path

#: Where relative references in a template point. The name is reserved (RFC 2606) and never resolves.
BASE = "http://static.invalid/"
#: Folder and file name endings that a page may ask for, with the type we answer.
ALLOWED = {"css": {".css": "text/css"}, "img": {".svg": "image/svg+xml", ".png": "image/png"}}
FONTS = Path(__file__).resolve().parent / "fonts"
_LARGEST = 2_000_000
#: The two colours of the stylesheet and drawings that a party may replace: accent and wash (tokens.css).
OWN_COLOURS = ("#F0B03A", "#FCF0D4")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


class PdfRefused(Exception):
    """A page asked for something that is not ours; no PDF is made."""


def static_folders() -> tuple[str, ...]:
    """Return the folders of this project's own static files, in the order in which they are searched."""
    from django.conf import settings

    folders = [Path(folder) for folder in settings.STATICFILES_DIRS]
    if settings.STATIC_ROOT:
        folders.append(Path(settings.STATIC_ROOT))
    return tuple(str(folder) for folder in folders)


def recolour(content: bytes, colours: tuple[str, str]) -> bytes:
    """Replace accent and wash by a party's own. Raises ValueError for anything but two six-digit colours."""
    for own, theirs in zip(OWN_COLOURS, colours, strict=True):
        if not _COLOUR.fullmatch(theirs):
            raise ValueError(f"{theirs!r} is not a colour like #F0B03A")
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
