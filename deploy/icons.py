"""Copy the icons we use from the npm package @tabler/icons into templates, one path each.

They stand inside the page, not in one shared file: not every browser counts `<use href>` as an image, so a policy
without `default-src` would hide them there, and a page needs no request for them. How to run: static/img/README.md.
"""

import re
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "templates" / "components" / "icons"
NAMES = """
arrow-back-up arrow-left arrow-right briefcase building bulb calendar calendar-event cards certificate check
chevron-down chevron-right clipboard-check clock copy device-mobile door-exit download eraser external-link eye
eye-off file-text filter fingerprint heart-handshake help history home info-circle key language layout-columns
lifebuoy link list list-check lock lock-open logout mail map-pin message messages pencil phone player-pause plus
printer qrcode rotate scale search send settings shield-check table trash upload user user-plus users wifi wifi-off
writing x
""".split()


def main(modules: Path) -> None:
    """Write every named icon; an unknown name raises FileNotFoundError."""
    OUT.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        drawing = (modules / "@tabler/icons/icons/outline" / f"{name}.svg").read_text(encoding="utf-8")
        lines = re.findall(r'<path d="([^"]+)"', drawing)
        (OUT / f"{name}.html").write_text(f'<path d="{"".join(lines)}"/>', encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
