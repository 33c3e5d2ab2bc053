"""From the bytes of a spreadsheet to rows of text. The file is read in memory and never kept (decision 5).

What is not a plain list is refused at once (promise 8): macros, passwords, bombs, a file that is two
things at the same time. A formula is text and nothing is ever calculated (promise 7).
"""

import csv
import io
import zipfile
from datetime import date, datetime, time
from itertools import islice
from unicodedata import category

from django.utils.translation import gettext as _

LARGEST = 10 * 1024 * 1024
LARGEST_UNPACKED = 30 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS = 2_000  # lines looked at, empty ones too
MOST_COLUMNS = 40
LONGEST_CELL = 1_000
SEPARATORS = ";,\t|"
END_OF_ZIP = b"PK\x05\x06"
SHEET = "xl/workbook.xml"


class NotAList(Exception):
    """The file cannot be read as a list; `str()` says why, to whoever chose it."""


Row = list[str]
Table = list[tuple[int, Row]]  # the number people see in their own program, and the cells


def tables_in(data: bytes) -> list[Table]:
    """Every table that may be in these bytes, as text. Raises `NotAList`.

    A workbook gives one per sheet; a text file gives one per separator, and the reader takes the one with headings.
    """
    if len(data) > LARGEST:
        raise NotAList(_("Dit bestand is groter dan 10 MB. Een lijst met namen is veel kleiner."))
    if not data.strip():
        raise NotAList(_("Dit bestand is leeg."))
    if data.startswith(b"PK"):
        return _sheets(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotAList(
            _(
                "Dit is een oud Excel-bestand, of er zit een wachtwoord op. Sla het op als .xlsx of .csv, zonder wachtwoord."
            )
        )
    return _texts(data)


# --- text ---


def _texts(data: bytes) -> list[Table]:
    text = _decoded(data)
    lines = text.splitlines()
    first = lines[0].strip().strip('"').casefold() if lines else ""
    separators = SEPARATORS
    if first.startswith("sep=") and len(first) == 5:  # Excel's own first line
        separators, text = first[4], text.replace(lines[0], "", 1)
    try:
        return [_split(text, separator) for separator in separators]
    except csv.Error as error:
        raise NotAList(_("Dit bestand is geen lijst die we kunnen lezen.")) from error


def _split(text: str, separator: str) -> Table:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return [(number, _tidy(cells)) for number, cells in enumerate(islice(rows, MOST_ROWS + 1), 1)]


def _decoded(data: bytes) -> str:
    """UTF-8 where it is, else what Dutch Excel writes. Raises `NotAList` for what is no text."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(ch < " " and ch not in "\t\r\n" for ch in text[:4_000]) == 0:
            return text
    raise NotAList(_("Dit is geen lijst. Kies een bestand dat eindigt op .xlsx of .csv."))


# --- workbooks ---


def _sheets(data: bytes) -> list[Table]:
    _check_parts(data)
    from openpyxl import load_workbook  # costs memory in a web process that never reads a list

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            return [_rows_of(sheet) for sheet in book.worksheets[:10] if sheet.sheet_state == "visible"]
        finally:
            book.close()
    except NotAList:
        raise
    except Exception as error:  # whatever a broken workbook makes openpyxl stumble over, it is no list
        raise NotAList(_("Dit Excel-bestand is beschadigd. Sla het opnieuw op als .xlsx of .csv.")) from error


def _rows_of(sheet) -> Table:
    sheet.reset_dimensions()  # what the file says about its own size is not believed
    rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    return [(number, _tidy(cells)) for number, cells in enumerate(islice(rows, MOST_ROWS + 1), 1)]


def _check_parts(data: bytes) -> None:
    """Refuse before anything is unpacked that is large, and before XML is read that refers elsewhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if SHEET not in names:
                raise NotAList(_("Dit is geen Excel-bestand. Sla het op als .xlsx of .csv."))
            if archive.comment or data[-22:-18] != END_OF_ZIP or not data.startswith(b"PK\x03\x04"):
                raise NotAList(_("Dit bestand is meer dan een Excel-bestand. Dat lezen we niet."))
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise NotAList(_("Dit bestand wordt uitgepakt te groot. Zet alleen de lijst met namen erin."))
            for part in parts:
                _check_part(archive, part)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise NotAList(_("Dit Excel-bestand is beschadigd. Sla het opnieuw op als .xlsx of .csv.")) from error


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    name = part.filename.casefold()
    if "vbaproject" in name or name.startswith("xl/macrosheets") or "activex" in name:
        raise NotAList(_("In dit bestand zitten macro's. Sla het op als gewoon .xlsx-bestand, zonder macro's."))
    if part.flag_bits & 1:
        raise NotAList(_("Er zit een wachtwoord op dit bestand. Sla het op zonder wachtwoord."))
    if name.endswith((".xml", ".rels")):
        with archive.open(part) as handle:
            whole = handle.read().replace(b"\x00", b"").upper()  # without NUL: UTF-16 reads the same
        if b"<!DOCTYPE" in whole or b"<!ENTITY" in whole:
            raise NotAList(_("Dit Excel-bestand verwijst naar iets buiten zichzelf. Dat lezen we niet."))
        if name == "[content_types].xml" and b"MACROENABLED" in whole:
            raise NotAList(_("In dit bestand zitten macro's. Sla het op als gewoon .xlsx-bestand, zonder macro's."))


# --- cells ---


def _tidy(cells) -> Row:
    return [_said(cell) for cell in list(cells)[:MOST_COLUMNS]]


def _said(cell) -> str:
    """A cell as text: whole numbers without a point, dates as ISO, nothing invisible in it."""
    if cell is None or isinstance(cell, bool | time):
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if not isinstance(cell, str | int | float):
        cell = getattr(cell, "text", "") or ""  # a formula of several cells
    return " ".join("".join(map(_visible, str(cell)[:LONGEST_CELL])).split())


def _visible(ch: str) -> str:
    """Signs that turn or join text without showing go; other control characters become a space."""
    if ch.isprintable():
        return ch
    return "" if category(ch) == "Cf" else " "
