"""The table of law and good practice: id, what, and the tests that show it; written from the tests themselves.

`python -m tests.house.law` writes docs/law.md anew.
"""

import ast
import csv
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "law.md"
ID = re.compile(r"\b([PVEBSAXRT])-(\d{2})\b")
SPAN = re.compile(r"\b([PVEBSAXRT])-(\d{2}) to (?:\1-)?(\d{2})\b")


def ids_in(words: str) -> set[str]:
    """Every id that is named, also those inside "E-12 to E-14"."""
    found = {f"{letter}-{number}" for letter, number in ID.findall(words)}
    for letter, first, last in SPAN.findall(words):
        found |= {f"{letter}-{number:02d}" for number in range(int(first), int(last) + 1)}
    return found


def shown_by() -> dict[str, list[str]]:
    """id -> tests whose docstring (or module's docstring) names it."""
    tests = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        where = str(path.relative_to(ROOT))
        for one in ids_in(ast.get_docstring(tree) or ""):
            tests[one].append(where)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for one in ids_in(ast.get_docstring(node) or ""):
                    tests[one].append(f"{where}::{node.name}")
    return tests


def requirements() -> list[dict]:
    with (Path(__file__).parent / "law.csv").open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def page() -> str:
    tests = shown_by()
    lines = [
        "# Law and good practice: what shows it", "",
        "Written from the docstrings of the tests by `python -m tests.house.law`. M: follows from binding law for most users.",
        "G: good practice. What no test names yet says why.", "", "| id | | what | shown by |", "|---|---|---|---|",
    ]  # fmt: skip
    for row in requirements():
        names = tests.get(row["id"], [])
        shown = "<br>".join(f"`{name}`" for name in names[:4]) + (
            f"<br>and {len(names) - 4} more" if len(names) > 4 else ""
        )
        lines.append(
            f"| {row['id']} | {row['strength']} | {row['what']} | {shown or row['left_out'] or 'Not built yet.'} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
