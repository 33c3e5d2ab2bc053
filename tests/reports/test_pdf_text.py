"""Text stays text on paper: literal, visible, and never a reason for a page that breaks the standard (promise 7)."""

import re
import unicodedata
from collections import Counter
from itertools import chain

import pytest

from reports.pdf_text import boxes_font, is_unseen, name_codes, name_unseen, wants_actual_text
from tests.reports.paper import failures, sample_pages, text_of, written  # noqa: F401
from tests.reports.reading import bare, characters

pytestmark = pytest.mark.conformity

LITERAL = [
    "{{ settings.SECRET_KEY }} {% include 'x' %} {# weg #} {%verbatim%}",
    "<script>alert(1)</script><b>vet</b><!-- weg --><style>p{display:none}</style></p></main></html>",
    "&lt;&amp;&#65;&nbsp; < > & \" '",
    "p { display: none } /* weg */ @import url(http://x.example); content: '\\201C'",
    "=cmd|' /C calc'!A0 +1 -1 @SUM(A1) \\x00 \\u202e ${jndi:ldap://x} %s {0}",
    "/ByteRange [0 1 2 3] /Contents <00> endstream endobj startxref %%EOF",
    "Yıldız Öçalan, Žižek, Łódź, Đặng Ngọc, Ærøskøbing, 1½ €, ‘een’ “twee” – drie… № ™ ©",
    "e\u0301e\u0308 a\u030a\u0301 n\u0303 (losse accenten) en daarna gewoon: een ree, een naam",
    "Ελληνικά, Русский, Українська, Հայերեն, ქართული",
    "😀 👍🏽 👩‍👩‍👧‍👦 🏳️‍🌈 1️⃣ ❤️ ☎ ✓ ☐ → ⇒ ★ 🇳🇱",
    "漢字 かな 한국어 हिन्दी ไทย አማርኛ 𓀀 𝔘𝔫𝔦",
    "ſt ﬁ ﬂ Ǆ ŉ ĳ Å K Ω",
]


@pytest.mark.parametrize("text", LITERAL)
def test_a_text_comes_back_literally(text):
    pdf = written(text)
    assert bare(text) in bare(characters(pdf))
    assert failures(pdf) == {}


@pytest.mark.parametrize(
    "text", ["שלום, dit is Ivriet: עברית 123", "العربية مع أرقام ١٢٣ en Nederlands", "فارسی با نیم‌فاصله می‌خواهم"]
)
def test_right_to_left_reads_in_the_right_order(text):
    pdf = written(text)
    read = bare(re.sub("[\u202a-\u202e\u2066-\u2069]", "", text_of(pdf, "-raw")))
    words = [bare(word) for word in text.split()]
    assert [
        word for word in words if unicodedata.normalize("NFKC", word) not in unicodedata.normalize("NFKC", read)
    ] == []
    assert failures(pdf) == {}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("gewoon", "gewoon"),
        ("a\u202egnp.exe", "a[U+202E]gnp.exe"),
        ("\u2066x\u2069\u202a", "[U+2066]x[U+2069][U+202A]"),
        ("nul\0bel\x07", "nul[U+0000]bel[U+0007]"),
        ("a\r\nb\rc\x0bd\u2028e\u2029f\x85g", "a\nb\nc\nd\ne\nf\ng"),
        ("\ufeffBOM \ufffe", "[U+FEFF]BOM [U+FFFE]"),
        ("eigen \ue000 niemand \U000e0041 \U000f0000", "eigen [U+E000] niemand [U+E0041] [U+F0000]"),
        ("los \ud800 stuk", "los [U+D800] stuk"),
        ("leeg \u3164\u115f\u2800", "leeg [U+3164][U+115F][U+2800]"),
        ("zacht\xadteken 👩\u200d👧 می\u200cخواهم \u200f", "zacht\xadteken 👩\u200d👧 می\u200cخواهم \u200f"),
        ("tab\tregel\neinde", "tab\tregel\neinde"),
    ],
)
def test_what_cannot_be_seen_is_named(text, named):
    assert name_unseen(text) == named


def test_every_character_is_named_or_visible():
    """The quick pattern in name_unseen may skip only what needs no name."""
    blocks = (range(0x3200), range(0xA640, 0xFFFF, 7), range(0xFDD0, 0x10000), range(0x1D160, 0x1D180))
    for code in chain(*blocks, range(0xE0000, 0xE0200), range(0x10000, 0x110000, 211)):
        char = chr(code)
        if is_unseen(char) and char not in "\r\x0b\x0c\x85":
            assert name_unseen(char) == f"[U+{code:04X}]", hex(code)


def test_an_override_does_not_turn_the_page_around():
    """law.md S-01 in spirit: who reads the paper reads what was signed."""
    pdf = written("betaal 100\u202e 000.1 oruE\u202c terug")
    assert "betaal100[U+202E]000.1oruE[U+202C]terug" in bare(characters(pdf))
    assert "[U+202E] 000.1 oruE[U+202C]" in text_of(pdf)


def test_lines_and_spaces_stay_as_typed():
    pdf = written("eerste\n\n   ingesprongen\ntabel   met   spaties")
    lines = text_of(pdf, "-layout").splitlines()
    start = {word: line.index(word) for word in ("eerste", "ingesprongen", "tabel") for line in lines if word in line}
    assert start["eerste"] == start["tabel"] < start["ingesprongen"]
    assert "tabel   met   spaties" in characters(pdf)


@pytest.mark.parametrize("text", ["w" * 1500, "https://" + "a.b/" * 300, "—" * 500, "\u00a0".join(["woord"] * 300)])
def test_a_long_word_stays_on_the_sheet(text):
    pdf = written(text)
    assert Counter(bare(characters(pdf)))[text[9]] >= Counter(bare(text))[text[9]]
    inside = text_of(pdf, "-raw", "-x", "40", "-y", "0", "-W", "520", "-H", "842")  # A4 without its outer margins
    assert Counter(bare(inside))[text[9]] >= Counter(bare(text))[text[9]]


def test_a_letter_first_met_under_an_accent_is_not_forgotten():
    """The engine maps glyphs by first use; the e below came out as nothing before."""
    pdf = written("e\u0323\u0301 en gewone eeee")
    assert "engewoneeeee" in bare(text_of(pdf))
    assert failures(pdf) == {}


def test_a_character_without_a_shape_gets_a_box_with_its_code():
    from io import BytesIO

    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(boxes_font([0x6F22, 0x13000])))
    assert sorted(font.getBestCmap()) == [0x20, 0xA0, 0x6F22, 0x13000]
    widths = {code: font["hmtx"][name][0] for code, name in font.getBestCmap().items()}
    assert widths[0x13000] > widths[0x6F22] > widths[0x20]  # five digits are wider than four
    assert [font["glyf"][name].numberOfContours for name in ("u06F22", "u00020")] == [
        2 + 6 + 4 + 5 + 5,
        0,
    ]  # frame, 6, F, 2, 2


@pytest.mark.parametrize(
    "text", ["\u0e33", "\u0eb3", "\u17be\u17c4", "\u1112\u1161\u11ab \ud55c", "\u0dca\u200d\u0dbb", "\u1bc9d"]
)
def test_a_character_that_its_script_takes_apart_keeps_to_the_standard(text):
    pdf = written(text)
    assert failures(pdf) == {}
    assert bare(name_unseen(text)) in bare(characters(pdf))


def test_what_no_box_can_draw_is_named():
    assert name_codes("a\u17be <b>", {0x17BE, 0x3C}) == "a[U+17BE] <b>"


def test_plain_text_carries_no_second_copy_of_itself():
    assert [wants_actual_text(t) for t in ("Gewone tekst, é.", "👍🏽", "e\u0301", "שלום 👍🏽")] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.soak
def test_every_script_keeps_to_the_standard():
    """Each assigned character of the basic plane once, but for the thousands of ideographs and syllables."""
    blocks = chain(range(0x250, 0x3200), range(0xA000, 0xAC00), range(0xF900, 0x11000))
    codes = [code for code in blocks if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co", "Cc", "Cf")]
    for start in range(0, len(codes), 300):
        assert failures(written(" ".join(map(chr, codes[start : start + 300])))) == {}, hex(codes[start])


@pytest.mark.soak
def test_twenty_thousand_lines_are_all_there():
    pdf = written("\n".join(f"regel{n} van de reactie" for n in range(20_000)))
    assert set(re.findall(r"regel\d+", text_of(pdf, "-raw"))) == {f"regel{n}" for n in range(20_000)}
    assert failures(pdf) == {}


def test_three_hundred_lines_are_all_there():
    pdf = written("\n".join(f"regel{n}" for n in range(300)))
    assert re.findall(r"regel\d+", text_of(pdf, "-raw")) == [f"regel{n}" for n in range(300)]


def check_any_text(text: str) -> None:
    pdf = written(text)
    assert failures(pdf) == {}
    wanted, read = bare(name_unseen(text)), bare(characters(pdf))
    if any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in wanted):
        assert Counter(wanted) - Counter(read) == Counter()  # drawn from right to left, so only the letters compare
    else:
        assert wanted in read


def texts():
    """Anything at all, mixed with what is known to be hard: marks, joiners, right to left, emoji, Indic."""
    st = pytest.importorskip("hypothesis.strategies", reason="hypothesis is in requirements-dev.txt")
    hard = "aefil \xe9\u0301\u0308\u0327\u05b7\u0651\u064b\u093f\u094d\u200d\ufe0f\u20e3\U0001f3fd\U0001f468\u2764\ufb01\u0e33\u1100\u1161"
    ranges = [(0, 0x24F), (0x300, 0x36F), (0x590, 0x6FF), (0x900, 0xDFF), (0x2000, 0x2BFF), (0x1F000, 0x1FAFF)]
    some = [st.characters(min_codepoint=low, max_codepoint=high) for low, high in ranges]
    return st.text(alphabet=st.one_of(st.characters(codec=None), st.sampled_from(hard), *some), max_size=120)


def run_any_text(examples: int) -> None:
    hypothesis = pytest.importorskip("hypothesis")
    settings = hypothesis.settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
    )
    hypothesis.seed(31)(settings(hypothesis.given(texts())(check_any_text)))()


def test_any_text_appears_and_keeps_to_the_standard():
    run_any_text(5)


@pytest.mark.soak
def test_very_many_texts_appear_and_keep_to_the_standard():
    run_any_text(250)
