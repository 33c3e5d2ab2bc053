"""The colours of look.md, measured. Values come from tokens.css; the floors from WCAG 2.2 and from look.md."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
ACCENTS = ["oker", "paars", "groen", "blauw", "rood"]


def values(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6});", block))


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def block_after(mark: str) -> str:
    return TOKENS.split(mark, 1)[1].split("}", 1)[0]


LIGHT = values(block_after(":root {"))
DARK = {**LIGHT, **values(block_after(':root:not([data-bs-theme="light"]) {'))}


def palette(accent: str, dark: bool) -> dict[str, str]:
    own = values(block_after(":root, [data-accent] {"))
    if accent != "oker":
        own |= values(block_after(f'[data-accent="{accent}"] {{'))
    kind = "dim" if dark else "lit"
    base = DARK if dark else LIGHT
    return {**base, "ts-accent": own[f"{kind}-accent"], "ts-wash": own[f"{kind}-wash"], "ts-deep": own[f"{kind}-deep"]}


PAIRS = [
    *((text, ground, 4.5) for text in ("ink", "ink-2") for ground in ("paper", "sheet", "sunk", "wash")),
    ("on-stone", "stone", 4.5), ("on-stone-2", "stone", 4.5), ("on-stone", "stone-2", 4.5),
    ("line-strong", "paper", 3), ("line-strong", "sheet", 3),
    ("error", "paper", 4.5), ("error", "sheet", 4.5), ("error", "error-wash", 4.5),
    ("deep", "paper", 4.5), ("deep", "sheet", 4.5), ("deep", "wash", 4.5),
    ("accent", "stone", 4.5),
]  # fmt: skip


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("accent", ACCENTS)
def test_every_pair_reads(accent, dark):
    colours = palette(accent, dark)
    weak = {
        (a, b): round(contrast(colours[f"ts-{a}"], colours[f"ts-{b}"]), 2)
        for a, b, floor in PAIRS
        if contrast(colours[f"ts-{a}"], colours[f"ts-{b}"]) < floor
    }
    assert weak == {}


@pytest.mark.parametrize("accent", ACCENTS)
def test_ink_reads_on_the_streak(accent):
    assert contrast(LIGHT["ts-ink"], palette(accent, dark=False)["ts-accent"]) >= 4.6


def test_buttons_read_in_the_dark():
    button, text, hover = DARK["ts-btn"], DARK["ts-on-btn"], DARK["ts-btn-hover"]
    assert [contrast(text, ground) >= 7 for ground in (button, hover)] == [True, True]


def test_dark_by_system_and_dark_by_name_are_the_same():
    named = values(block_after('[data-bs-theme="dark"] {'))
    assert named == values(block_after(':root:not([data-bs-theme="light"]) {'))
