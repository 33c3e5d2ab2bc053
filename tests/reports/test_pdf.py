"""Pages on paper keep to two standards, lose nothing and say what the screen says."""

import html
import io
import re
import subprocess
import sys
from collections import Counter

import pikepdf
import pytest

from reports.pdf import html_to_pdf, render_pdf
from reports.pdf_sources import ACCENTS
from tests.reports.paper import EVIDENCE, SAMPLES, failures, made, report, sample_pages, text_of  # noqa: F401
from tests.reports.reading import bare, characters

pytestmark = pytest.mark.conformity


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", SAMPLES)
def test_every_page_keeps_to_pdf_a_and_pdf_ua(name, language):
    """law.md A-02."""
    assert failures(made(name, language)) == {}


def test_the_check_of_conformity_sees_a_fault():
    with opened(made("report")) as document:
        del document.Root.MarkInfo
        out = io.BytesIO()
        document.save(out)
    assert set(failures(out.getvalue())) == {"3a", "ua1"}


def test_the_file_says_its_title_language_and_kind():
    with opened(made("declaration", "en")) as document:
        assert document.Root.Lang == "en"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert document.docinfo.Title == "Bewilligingsverklaring"
        xmp = document.Root.Metadata.read_raw_bytes().decode()
    assert re.findall(r"<pdf(?:a|ua)id:\w+>\w+", xmp) == [
        "<pdfaid:part>3", "<pdfaid:conformance>A", "<pdfuaid:part>1",
    ]  # fmt: skip


def test_html_and_paper_say_the_same():
    """law.md A-02: the same content as the HTML."""
    page, pdf = render_pdf("report.html", report(), language="nl", title="Verslag")
    body = html.unescape(re.sub(r"<[^>]+>", "", page.partition("<main>")[2]))
    assert bare(characters(pdf)).startswith(bare(body))  # the foot comes last


def test_the_picture_of_the_report_fits_on_one_page():
    with opened(made("report")) as document:
        assert len(document.pages) == 1
    assert "blad 1 van 1" in text_of(made("report"), "-layout")


def test_the_foot_is_read_once():
    def below(element):
        yield element
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary):
                yield from below(kid)

    with opened(made("declaration")) as document:
        pages = [page.obj for page in document.pages]
        tagged = [pages.index(e.Pg) for e in below(document.Root.StructTreeRoot.K[0]) if "/Pg" in e]
        artifacts = [page.Contents.read_bytes().count(b"/Pagination") for page in pages]
    assert len(pages) == 2
    assert artifacts[0] > 0
    assert artifacts[1] == 0
    assert tagged[-1] == 1
    assert text_of(made("declaration")).count("Vernietig vóór 22 april 2031") == 2  # still printed on both


def test_a_description_is_one_item_with_label_and_body():
    with opened(made("report")) as document:
        items = [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/LI"]
        kinds = {tuple(str(kid.S) for kid in item.K) for item in items}
    assert kinds == {("/Lbl", "/LBody")}


def test_words_in_another_language_say_so():
    """law.md A-01: language of parts (WCAG 3.1.2)."""
    page = '<!doctype html><html lang="en"><head><title>t</title></head><body><h1>Head</h1><p>See <i lang="nl">hoofd</i>.</p>'
    pdf = html_to_pdf(page, title="t", language="en", folders=())
    with opened(pdf) as document:
        marks = re.findall(rb"<<([^>]*)>>\s*BDC", document.pages[0].Contents.read_bytes())
    assert [b"/Lang (nl)" in mark for mark in marks] == [False, False, True, False]
    assert failures(pdf) == {}


def test_a_drawing_in_the_page_needs_a_title():
    """A QR code in a letter is inline SVG; its <title> becomes the alternative text."""
    drawing = '<svg viewBox="0 0 9 9" width="9" height="9">{}<path d="M0 0h9v9z"/></svg>'
    page = '<!doctype html><html lang="nl"><head><title>t</title></head><body><h1>Kop</h1><p>{}</p></body></html>'

    def checked(title):
        return failures(html_to_pdf(page.format(drawing.format(title)), title="t", language="nl", folders=()))

    assert checked("<title>Code die naar de controle leidt</title>") == {}
    assert set(checked("")) == {"ua1"}


def test_an_attachment_keeps_its_bytes_type_and_relation():
    with opened(made("declaration")) as document:
        file = document.Root.AF[0]
        assert file.EF.F.read_bytes() == EVIDENCE.data
        assert (file.EF.F.Subtype, file.AFRelationship, str(file.UF)) == (
            "/application/json",
            "/Supplement",
            "bewijs.json",
        )
        assert len(document.Root.AF) == 1
    with opened(made("report")) as document:
        assert "/AF" not in document.Root


def test_the_streak_takes_the_colour_of_the_party():
    def drawn(accent):
        _html, pdf = render_pdf("report.html", report(accent=accent), language="nl", title="Verslag")
        with opened(pdf) as document:
            return b"\n".join(o.read_bytes() for o in document.objects if isinstance(o, pikepdf.Stream))

    def operator(colour):
        return " ".join(f"{int(colour[i : i + 2], 16) / 255:f}".rstrip("0") for i in (1, 3, 5)).encode() + b" rg"

    for colour, theirs in zip(ACCENTS["oker"], ACCENTS["groen"], strict=True):
        assert operator(colour) in drawn("oker")
        assert operator(theirs) in drawn("groen")
        assert operator(colour) not in drawn("groen")
    with pytest.raises(ValueError, match="no accent"):
        drawn("#123456")


def test_accents_are_those_of_the_screen():
    from django.conf import settings

    css = (settings.BASE_DIR / "static/css/tokens.css").read_text()
    found = dict.fromkeys(ACCENTS)
    for name in found:
        selector = ":root, [data-accent]" if name == "oker" else f'[data-accent="{name}"]'
        block = css.split(selector + " {", 1)[1].split("}")[0]
        found[name] = tuple(re.search(rf"--lit-{kind}: (#\w{{6}})", block)[1] for kind in ("accent", "wash"))
    assert found == ACCENTS


def test_two_long_voices_stay_side_by_side_and_lose_nothing():
    """Grid, flex and float lose or reorder text at the end of a page; tables of plain elements do not."""
    committee = " ".join(f"c{n}" for n in range(1500))
    candidate = "\n\n".join(f"a{n} " + " ".join(f"a{n}w{m}" for m in range(30)) for n in range(40))
    points = [{"heading": "1. Lang", "committee": committee, "candidate": candidate, "agreed": "eindwoord " * 400}]
    _html, pdf = render_pdf("report.html", report(points=points), language="nl", title="Verslag")
    words = re.findall(r"\b(?:[ca]\d+(?:w\d+)?|eindwoord)\b", text_of(pdf, "-raw"))
    assert Counter(words) == Counter(re.findall(r"\S+", f"{committee} {candidate}") + ["eindwoord"] * 400)
    second = text_of(pdf, "-f", "2", "-l", "2")
    assert re.search(r"\bc\d+", second)
    assert re.search(r"\ba\d+w\d+", second)
    assert failures(pdf) == {}


def test_no_stream_ends_in_a_carriage_return():
    """PDF/A-3 6.1.7.1: a reader could take that byte for the line end; it would hit one small file in twenty."""
    for number in range(40):
        page = (
            f'<!doctype html><html lang="nl"><head><title>t</title></head><body><h1>Lijst {number}</h1></body></html>'
        )
        pdf = html_to_pdf(page, title="t", language="nl", folders=())
        assert b"\r\nendstream" not in pdf


def test_importing_the_engine_leaves_weasyprint_alone():
    """A web process imports these modules and must stay small (performance.md)."""
    code = "import sys, reports.pdf, reports.pdf_child; print('weasyprint' in sys.modules, 'pyhanko' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"


def test_only_one_module_imports_weasyprint():
    from django.conf import settings

    users = {
        str(path.relative_to(settings.BASE_DIR))
        for folder in ("parties", "instruments", "candidates", "reports", "screening")
        for path in (settings.BASE_DIR / folder).rglob("*.py")
        if re.search(r"^\s*(import|from) weasyprint", path.read_text(), re.MULTILINE)
    }
    assert users == {"reports/pdf.py"}
