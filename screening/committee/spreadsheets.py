"""Writing a list for Excel and LibreOffice in which text stays text (promise 7)."""

import csv
import io

from django.http import HttpResponse

# A cell that begins so is a sum to a spreadsheet, and a sum may call the world outside.
SUMS = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(rows: list[list[str]]) -> bytes:
    """Semicolons and a byte order mark: Dutch Excel opens it in columns, with its accents."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([[harmless(cell) for cell in row] for row in rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def harmless(cell: str) -> str:
    plain = _visible(cell)
    return f"'{plain}" if plain.startswith(SUMS) else plain


def as_xlsx(rows: list[list[str]], widths: tuple[int, ...] = ()) -> bytes:
    """Every cell is text, also one that looks like a sum, a date or a number with a leading zero."""
    from openpyxl import Workbook  # costs memory in a web process that never writes a list
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            cell = sheet.cell(number, place)
            cell.value, cell.data_type, cell.number_format = _visible(text), "s", "@"
            cell.font = Font(bold=number == 1)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _visible(cell: str) -> str:
    return "".join(ch for ch in str(cell) if ch.isprintable())


def download(rows: list[list[str]], kind: str, name: str, widths: tuple[int, ...] = ()) -> HttpResponse:
    """`kind` is csv or xlsx. Served as attachment; its name says nothing about people or party."""
    content = as_csv(rows) if kind == "csv" else as_xlsx(rows, widths)
    mime = "text/csv; charset=utf-8" if kind == "csv" else XLSX
    return HttpResponse(
        content, content_type=mime, headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    )
