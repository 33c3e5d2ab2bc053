"""What a report costs beside bare WeasyPrint of the same HTML, and what the seal adds (performance.md).

The yardstick goes in twice per round; rounds are interleaved, so what the machine does meanwhile hits all rows alike.
"""

import time
from statistics import median

import pytest

from reports.pdf import html_to_pdf, page_html
from reports.pdf_sources import BASE, static_folders
from reports.seal import SealSigner, seal_pdf
from reports.verify import verify_pdf
from tests.reports.paper import report, sample_pages, text_of  # noqa: F401
from tests.reports.sealing import own_seal  # noqa: F401

pytestmark = pytest.mark.bench
ROUNDS = 7
GOALS = {"our PDF/A-3a + PDF/UA-1": 1.2, "our PDF, sealed B-B": 2.0}  # performance.md


def long_report() -> dict:
    """Return a report of seven pages."""
    points = report()["points"]
    return report(
        points=[dict(point, committee=point["committee"] * 2, candidate=point["candidate"] * 2) for point in points * 7]
    )


def cost(work) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def test_report_against_bare_weasyprint():
    html = page_html("report.html", long_report(), language="nl", title="Verslag")
    job = {"title": "Verslag", "language": "nl", "folders": static_folders()}
    pdf = html_to_pdf(html, **job)
    signer = SealSigner.from_settings()
    sealed = seal_pdf(pdf, signer=signer, reason="proef").data
    import weasyprint

    static = static_folders()[0]
    local = html.replace('href="css/', f'href="file://{static}/css/')
    assert BASE not in local

    def bare():
        weasyprint.HTML(string=local, base_url=static + "/").write_pdf()

    rows = {
        "bare WeasyPrint": bare,
        "bare WeasyPrint again (control)": bare,
        "our PDF/A-3a + PDF/UA-1": lambda: html_to_pdf(html, **job),
        "our PDF, sealed B-B": lambda: seal_pdf(html_to_pdf(html, **job), signer=signer, reason="proef"),
        "the seal check": lambda: verify_pdf(sealed),
    }
    spent = {name: [] for name in rows}
    for _round in range(ROUNDS):
        for name, work in rows.items():
            spent[name].append(cost(work))
    yardstick = median(spent["bare WeasyPrint"])
    print(
        f"\n\n{text_of(pdf).count(chr(12))} pages, {len(pdf) // 1000} kB, sealed {len(sealed) // 1000} kB; CPU, median of {ROUNDS}"
    )
    for name, times in spent.items():
        goal = f"  goal {GOALS[name]:.1f} x" if name in GOALS else ""
        print(f"  {name:34} {median(times) * 1000:8.0f} ms  {median(times) / yardstick:5.2f} x{goal}")
