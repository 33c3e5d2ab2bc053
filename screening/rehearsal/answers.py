"""Answers for rehearsal candidates: quiet ones, except where a person has something to tell."""

from candidates.sheets import finish, page_of, save_answer, sheet_of
from instruments.kinds import Choice, Confirm, OpenText, Rows, Scale


def quiet(item) -> dict:
    """An answer that raises nothing: no, nothing, or the first option."""
    if isinstance(item, Confirm):
        return {"choice": "ja"}
    if isinstance(item, Scale):
        return {"choice": "grotendeels", "note": ""}
    if isinstance(item, Rows | OpenText):
        return {"choice": "geen"}
    if isinstance(item, Choice):
        return {"choice": item.options[0].value}
    waits_on_no = any("nee" in follow.when for follow in item.follow)
    return {"choice": "ja" if waits_on_no else "nee"}


def told(item, override: dict) -> dict:
    """A person's own answer; `rows` gives the words of the first columns, `picks` choices that are not the first."""
    if override.get("choice") != "rijen":
        return override
    words = list(override["rows"])
    row = {}
    for column in item.fields:
        if column.kind == "choice":
            row[column.key] = override.get("picks", {}).get(column.key, column.options[0].value)
        elif column.kind == "number":
            row[column.key] = "4"
        elif column.kind == "month":
            row[column.key] = "2029"
        else:
            row[column.key] = words.pop(0) if words else "sinds een paar jaar"
    return {"choice": "rijen", "rows": [row]}


def fill(candidacy, slug: str, answers: dict, *, actor, most: int | None = None, key: str = "") -> None:
    """Answer the questions of a list through the same action as the page; `most` stops half-way."""
    sheet = sheet_of(candidacy, slug, actor=actor)
    done = 0
    while True:
        page = page_of(sheet, candidacy, candidacy.language, key=key)
        waiting = page.open_questions
        if not waiting or (most is not None and done >= most):
            break
        item = waiting[0]
        body = told(item, answers[item.key]) if item.key in answers else quiet(item)
        save_answer(sheet, item, body, version=0, wording=page.wording, key=key)
        done += 1
    if not waiting:
        finish(sheet, actor=actor)
