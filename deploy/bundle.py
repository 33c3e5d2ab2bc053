"""Put the parts of the stylesheet and of the script together: one file each, so a phone asks twice and no more.

`python deploy/bundle.py` writes static/css/toetssteen.css and static/js/app.js; tests/look/test_bundle.py fails when
a part was changed and this was not run.
"""

import re
from pathlib import Path
from urllib.parse import quote

STATIC = Path(__file__).resolve().parent.parent / "static"
SHEETS = (
    "vendor/bootstrap/bootstrap-reboot.min.css",
    "css/tokens.css",
    "css/faces.css",
    "css/ground.css",
    "css/stone.css",
    "css/forms.css",
    "css/candidate.css",
    "css/committee.css",
    "css/papers.css",
    "css/public.css",
    "css/spacing.css",
    "css/paper.css",
)
SCRIPTS = ("js/send.js", "js/follow.js", "js/autosave.js", "js/timeout.js", "js/once.js")
# A drawing of a few lines costs less inside the stylesheet than a request of its own.
INSIDE_BELOW = 2400


def drawing(match: re.Match[str]) -> str:
    """Replace the address of a small drawing by the drawing itself."""
    path = STATIC / "img" / match[1]
    text = path.read_text(encoding="utf-8").strip().replace('"', "'")
    if len(text) > INSIDE_BELOW:
        return match[0]
    return 'url("data:image/svg+xml,' + quote(text, safe=" ='/:,.-()") + '")'


def stylesheet() -> str:
    """The whole stylesheet: parts in order, without comments and indentation, small drawings inside."""
    text = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in SHEETS)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s*\n\s*", "\n", text)
    text = re.sub(r" ?([{};,]) ?", r"\1", text)
    text = re.sub(r"\n?([{}])\n?", r"\1", text).replace("}", "}\n").strip() + "\n"
    return re.sub(r'url\("\.\./img/([a-z0-9-]+\.svg)"\)', drawing, text)


def script() -> str:
    """The script of every page: parts in order, each in a scope of its own."""
    return "\n".join((STATIC / name).read_text(encoding="utf-8").strip() for name in SCRIPTS) + "\n"


if __name__ == "__main__":
    (STATIC / "css" / "toetssteen.css").write_text(stylesheet(), encoding="utf-8")
    (STATIC / "js" / "app.js").write_text(script(), encoding="utf-8")
