"""The house stands: a floor knows only floors below it, and every file shows what lives there."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("parties", "instruments", "candidates", "reports", "screening")
NAMELESS = {"utils", "util", "helpers", "helper", "common", "services", "service", "misc", "manager2"}
# Exceptions by name, each with its reason.
UPWARDS: set[tuple[str, str]] = set()
LONG_FUNCTIONS: set[str] = set()
LONG_MODULES: set[str] = set()


def modules(app: str) -> list[Path]:
    return [path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]


def imported(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def breaches(app: str) -> list[str]:
    above = set(FLOORS[FLOORS.index(app) + 1 :])
    found = []
    for path in modules(app):
        for name in imported(ast.parse(path.read_text())) & above:
            if (str(path.relative_to(ROOT)), name) not in UPWARDS:
                found.append(f"{path.relative_to(ROOT)} imports {name}")
    return found


@pytest.mark.parametrize("app", FLOORS)
def test_a_floor_imports_only_floors_below_it(app):
    # settings name the adapter and mail settings of floor 0: that is downward.
    assert breaches(app) == []


def test_the_check_on_floors_sees_a_breach(tmp_path):
    tree = ast.parse("from candidates.models import Candidacy\nimport reports.pdf")
    assert imported(tree) == {"candidates", "reports"}


def long_functions() -> list[str]:
    found = []
    for app in FLOORS:
        for path in modules(app):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    size = node.end_lineno - node.lineno + 1
                    name = f"{path.relative_to(ROOT)}:{node.name}"
                    if size > 40 and name not in LONG_FUNCTIONS:
                        found.append(f"{name} {size}")
    return found


def test_functions_have_at_most_forty_lines():
    assert long_functions() == []


def test_modules_have_at_most_four_hundred_lines():
    sizes = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for app in FLOORS for path in modules(app)}
    assert {name: size for name, size in sizes.items() if size > 400 and name not in LONG_MODULES} == {}


def test_no_module_has_a_name_that_says_nothing():
    assert [
        str(path) for app in FLOORS for path in modules(app) if path.stem in NAMELESS or path.parent.name in NAMELESS
    ] == []


def test_only_the_pdf_module_imports_the_pdf_engine():
    """The web worker never loads it (performance.md, memory)."""
    users = {
        str(path.relative_to(ROOT))
        for app in FLOORS
        for path in modules(app)
        if "weasyprint" in imported(ast.parse(path.read_text()))
    }
    assert users <= {"reports/pdf.py", "reports/pdf_sources.py", "reports/pdf_finish.py"}


def test_no_page_has_inline_script_style_or_handlers():
    """The content security policy allows none (promise 12)."""
    found = []
    for path in (ROOT / "templates").rglob("*.html"):
        if "pdf" in path.parts:
            continue
        text = path.read_text().lower()
        for sign in (' style="', " onclick=", " onchange=", " onsubmit=", "<style", "javascript:"):
            if sign in text:
                found.append(f"{path.relative_to(ROOT)}: {sign}")
        if "<script" in text.replace("<script src=", "").replace('<script type="application/json"', ""):
            found.append(f"{path.relative_to(ROOT)}: inline script")
    assert found == []
