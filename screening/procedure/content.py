"""From facts to the page: everything that is frozen in a published version, in Dutch and English."""

from dataclasses import asdict

from screening.procedure.facts import Facts, sources_used, voice_of
from screening.procedure.wording import LANGUAGES, document, holds


def build_content(facts: Facts) -> dict:
    """What a version freezes: {"nl": page, "en": page, "editions": [...], "regime": ..., "leading_language": ...}.

    A page holds title, lead, seven steps, three columns, the 18 items of law.md T-01, the retention table,
    and the short notice for a candidate (P-40).
    """
    pages = {language: _page(facts, language) for language in LANGUAGES}
    editions = [{"slug": used.slug, "number": used.number, "edition": used.edition, "checksum": used.checksum}
                for used in facts.instruments]  # fmt: skip
    meant = asdict(facts)
    return pages | {
        "editions": editions, "regime": facts.regime, "leading_language": facts.leading_language,
        "sources": sources_used(facts),
        "dates": {name: day.isoformat() for name, day in meant["dates"].items()},
    }  # fmt: skip


def _page(facts: Facts, language: str) -> dict:
    voice, text = voice_of(facts, language), document("page")
    return {
        "title": voice.say(text.title),
        "lead": voice.text(text.lead),
        "steps": [{"title": voice.say(part.title), "text": voice.text(part.lines)} for part in text.steps],
        "columns": [{"title": voice.say(part.title), "text": voice.text(part.lines)} for part in text.columns],
        "items": [{"number": number} | voice.part(part) for number, part in enumerate(text.items, 1)],
        "instruments": [getattr(used, f"title_{language}") for used in facts.instruments],
        "tailored": _tailored(facts, language),
        "retention": retention_table(facts, language),
        "short": [{"title": voice.say(part.title), "lines": voice.lines(part.lines)} for part in text.short],
    }


def _tailored(facts: Facts, language: str) -> list[dict]:
    """Per instrument what the party left out, with the reason, and what it added, with the purpose."""
    other = language != "nl"
    return [
        {"title": used.title_en if other else used.title_nl,
         "left_out": [{"text": row[other], "why": row[2]} for row in used.left_out],
         "added": [{"text": row[2 * other], "why": row[2 * other + 1]} for row in used.added]}
        for used in facts.instruments
        if used.left_out or used.added
    ]  # fmt: skip


def retention_table(facts: Facts, language: str) -> dict:
    """The retention table in plain words: lead and rows of what, stopped, listed, elected."""
    voice, text = voice_of(facts, language), document("retention")
    rows = [voice.row(row) for row in text.rows if holds(row.when, voice.flags)]
    return {"title": voice.say(text.title), "lead": voice.blocks(text.lead), "rows": rows}
