"""Longer content texts as paragraphs and lists: Markdown, kept small.

Only paragraphs and lists are read. Everything else stays as it was typed, so that the name of a party
with a star or a bracket in it comes back literally (promise 7); HTML is always text.
"""

from functools import cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "ul", "ol", "li"}


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("zero", {"html": False}).enable("list")


def to_html(text: str) -> SafeString:
    """The text as paragraphs and lists of clean HTML; "" for nothing."""
    made = nh3.clean(_reader().render(text or ""), tags=TAGS, attributes={})
    return mark_safe(made)  # nosec B308 B703 - nh3 cleaned it a line above


def paragraphs(text: str) -> list[str]:
    """The text in its paragraphs, without line ends, for paper and e-mail."""
    return [" ".join(part.split()) for part in (text or "").split("\n\n") if part.strip()]
