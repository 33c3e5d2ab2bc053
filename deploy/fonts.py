"""Make the web fonts of static/fonts from the npm packages: only the signs and weights our pages use.

Needs fontTools with brotli (both come with WeasyPrint). How to run it stands in static/fonts/README.md.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

OUT = Path(__file__).resolve().parent.parent / "static" / "fonts"
WEIGHTS = (400, 700)
# Everything Dutch, English, Frisian and Papiamentu need; any other letter comes from the latin-ext file.
LATIN = [
    *range(0x20, 0x7F), *range(0xA0, 0x100), 0x131, 0x152, 0x153, 0x2C6, 0x2DA, 0x2DC, 0x2013, 0x2014,
    0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026, 0x2039, 0x203A, 0x20AC, 0x2212,
]  # fmt: skip
SERIF = "@fontsource/young-serif/files/young-serif-{}-400-normal.woff2"
TEXT = "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-{}-wght-normal.woff2"


def shrink(source: Path, target: Path, signs: list[int] | None, *, weights: tuple[int, int] | None = None) -> int:
    """Write the smaller font and return its size in bytes. `signs` None keeps every sign the source has."""
    font = TTFont(source)
    options = subset.Options()
    options.layout_features = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "lnum", "pnum", "tnum"]
    options.hinting = False
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=signs or sorted(font.getBestCmap()))
    chosen.subset(font)
    if weights:
        font = instancer.instantiateVariableFont(font, {"wght": weights})
    font.flavor = "woff2"
    font.save(target)
    return target.stat().st_size


def main(modules: Path) -> None:
    """Shrink the faces found under a node_modules folder."""
    for script, signs in (("latin", LATIN), ("latin-ext", None)):
        jobs = [
            (SERIF.format(script), f"young-serif-{script}.woff2", None),
            (TEXT.format(script), f"atkinson-next-{script}.woff2", WEIGHTS),
        ]
        for source, target, weights in jobs:
            print(target, shrink(modules / source, OUT / target, signs, weights=weights))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
