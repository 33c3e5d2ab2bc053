"""Every instrument on paper: a blank form, a deck to cut out, signal cards (the paper twin).

A blank says nothing about anybody, so it is made when somebody asks for it, in a process of its own that ends
afterwards: the web process stays small (performance.md, memory).
"""

from dataclasses import dataclass
from functools import cache

from django.http import HttpResponse
from django.utils.translation import override

from instruments.blank import Blank, BlankSection, blank_of
from instruments.cards import PaperCard, dilemma_paper, sheets_of, signal_paper
from instruments.kinds import Dilemma, Signal, TalkQuestion
from instruments.models import Edition
from instruments.prose import paragraphs
from instruments.schema import Content
from instruments.wording import Wording, wording_for


@dataclass(frozen=True)
class Print:
    """A page for the PDF engine: which template, with what, in which language, under what name."""

    template: str
    context: dict
    language: str
    title: str
    name: str


def print_of(edition: Edition, round, language: str) -> Print:
    """The blank print of an instrument of this round, in "nl", "en" or another language of its texts."""
    wording = wording_for(round, language, executive=round.executive)
    page = page_of_content(edition.parsed, wording, edition.label)
    around = {"party": round.party.name, "accent": round.party.accent}
    return Print(page.template, page.context | around, page.language, page.title, page.name)


def page_of_content(content: Content, wording: Wording, label: str) -> Print:
    """The print of any content, also of an edition that no round uses yet."""
    with override(wording.language):
        blank = blank_of(content, wording, label)
        context = {
            "blank": blank,
            "closing": paragraphs(blank.closing),
            "foot_text": _foot(label),
            **_kind_of_paper(content),
        }
        cards = _cards(content, wording, label)
        if cards:
            context |= {"sheets": sheets_of(cards), "sheets_before": _without_cards(blank), "short": _is_short(cards)}
    template = "instruments/pdf/deck.html" if cards else "instruments/pdf/blank.html"
    return Print(
        template, context, wording.language, blank.title, f"{content.slug}-{content.number}-{wording.language}.pdf"
    )


def _foot(label: str) -> str:
    return label[:1].upper() + label[1:]


def _kind_of_paper(content: Content) -> dict:
    private = content.read_by == "candidate"
    asks = any(item.answerable for item in content.items())
    return {
        "own": private,
        "asks_name": asks and not private and content.filled_by == "candidate",
        "asks_notes": any(isinstance(item, TalkQuestion) for item in content.items()),
    }


def _cards(content: Content, wording: Wording, label: str) -> list[PaperCard]:
    if any(isinstance(item, Dilemma) for item in content.items()):
        return dilemma_paper(content, wording, label)
    if any(isinstance(item, Signal) for item in content.items()):
        return signal_paper(content, wording, label)
    return []


def _is_short(cards: list[PaperCard]) -> bool:
    """Few words on a card may be printed large."""
    return max(len(" ".join(words for _heading, lines in card.back.blocks for words in lines)) for card in cards) < 300


def _without_cards(blank: Blank) -> list[BlankSection]:
    """What stands beside the cards, such as the ladder of steps."""
    kept = [
        (section, tuple(e for e in section.entries if e.reading.kind not in ("dilemma", "signal")))
        for section in blank.sections
    ]
    return [BlankSection(section.title, section.intro, entries) for section, entries in kept if entries]


@cache
def _process():
    from reports.pdf_child import PdfProcess

    return PdfProcess(jobs=1)


def made(page: Print) -> bytes:
    """The PDF, PDF/A-3a and PDF/UA-1. Raises `reports.pdf_child.PdfFailed` when the process died: try again."""
    from reports.pdf import page_html
    from reports.pdf_sources import static_folders

    html = page_html(page.template, page.context, language=page.language, title=page.title)
    return _process().make(
        html=html,
        title=page.title,
        language=page.language,
        folders=static_folders(),
        accent=page.context.get("accent", "oker"),
    )


def as_response(page: Print) -> HttpResponse:
    """The PDF to download (promise 8); it is the same for everybody of the round and holds nobody's data."""
    headers = {"Content-Disposition": f'attachment; filename="{page.name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(made(page), content_type="application/pdf", headers=headers)
