"""Lists as volunteers make them: made here, so that no file of a person lies in the repository."""

import csv
import io
import zipfile
from datetime import datetime

from openpyxl import Workbook

HEADINGS = [
    "Roepnaam",
    "Tussenvoegsel",
    "Achternaam",
    "E-mail adres:",
    "Mobiel",
    "Geb.datum",
    "Woonplaats",
    "Opmerkingen",
]
SURNAMES = ("Wit", "Jansen", "Berg", "Dijk", "Mulder", "Smit", "Visser", "Bos", "Vos", "Kok")


def ugly(number: int = 200) -> list[list[object]]:
    """Headings under a title, empty lines, dates and numbers in every shape; couples share an address."""
    rows: list[list[object]] = [["Kandidaten 2027"], [], list(HEADINGS)]
    for index in range(number):
        rows.append(_line(index))
        if index % 20 == 19:
            rows.append(["", None, "  "])
    return rows


def _line(index: int) -> list[object]:
    surname = f"{SURNAMES[index % 10]}{chr(97 + index // 10)}"
    prefixes, surname = [("de", surname), ("", f"van der {surname}"), ("", surname), ("van", surname)][index % 4]
    born = [datetime(1990, 2, 1), "1-2-1990", "1990-02-01", 32905, "1 februari 1990"][index % 5]
    phone = [612345678, "0612345678", "06-12345678", "+31 6 12345678"][index % 4]
    return [
        f"  Naam{index}\u00a0",
        prefixes,
        surname,
        f"kandidaat{index}@voorbeeld.nl",
        phone,
        born,
        "'s-Gravenhage",
        "=1+1",
    ]


def xlsx(rows, *, extra: dict[str, bytes] | None = None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    if extra:
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
            for name, content in extra.items():
                archive.writestr(name, content)
    return out.getvalue()


def text(rows, *, separator: str = ";", encoding: str = "cp1252", ending: str = "\r\n") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=ending).writerows(
        [[cell.strftime("%d-%m-%Y") if isinstance(cell, datetime) else cell for cell in row] for row in rows]
    )
    return out.getvalue().encode(encoding)
