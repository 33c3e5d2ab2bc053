"""The public pages: the procedure, all questions, the retention table. The same for everybody who asks."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import override
from django.views.decorators.http import require_safe

from instruments.models import Edition
from instruments.wording import wording_for
from parties.guards import public_page
from parties.models import ProcedureVersion
from parties.scope import party_scope
from screening.committee.numbers import told
from screening.procedure.publishing import Published, published_at
from screening.procedure.wording import LANGUAGES

KEPT_FOR = 300  # seconds; a new version is seen soon


@dataclass(frozen=True)
class Shown:
    """What one address shows: which page, which version, in which language."""

    published: Published
    version: ProcedureVersion
    language: str

    @property
    def newest(self) -> bool:
        return self.version == self.published.versions[0]

    @property
    def page(self) -> dict:
        return self.version.content[self.language]


def _shown(request, slug: str, year: int) -> Shown:
    """Raises Http404 for anything that is not published."""
    published = published_at(slug, year)
    if published is None:
        raise Http404
    number = request.GET.get("versie", "")
    version = published.versions[0]
    if number:
        version = next((one for one in published.versions if str(one.number) == number), None)
    if version is None or "nl" not in version.content:
        raise Http404
    language = request.GET.get("taal", "")
    return Shown(published, version, language if language in LANGUAGES else version.content["leading_language"])


def _answer(request, template: str, shown: Shown, **context):
    """Render in the page's own language; say that anybody may keep it for a while."""
    round = shown.published.round
    request.party = round.party
    other = next(code for code in LANGUAGES if code != shown.language)
    version = "" if shown.newest else f"&versie={shown.version.number}"
    words = {"round": round, "shown": shown, "page": shown.page, "version": shown.version, "messages": (),
             "other_language": other, "other_query": f"?taal={other}{version}", "own_query": f"?taal={shown.language}{version}"}  # fmt: skip
    with override(shown.language):
        response = render(request, template, words | context)
    response.headers["Cache-Control"] = f"public, max-age={KEPT_FOR}"
    response.headers["Content-Language"] = shown.language
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@public_page
@require_safe
def procedure(request, slug, year):
    """How this party chooses its candidates (law.md section 8)."""
    shown = _shown(request, slug, year)
    dates = {name: date.fromisoformat(value) for name, value in shown.version.content["dates"].items()}
    return _answer(request, "screening/procedure.html", shown, dates=dates, numbers=told(shown.version))


@public_page
@require_safe
def questions(request, slug, year):
    """Every question, source and card of every instrument in use, as this version froze them (T-01, item 5)."""
    shown = _shown(request, slug, year)
    round = shown.published.round
    with party_scope(round.party):
        editions = {
            edition.pk: edition
            for edition in Edition.objects.filter(pk__in=[row["edition"] for row in shown.version.content["editions"]])
        }
    wording = wording_for(round, shown.language)
    used = shown.version.content.get("sources", {})
    instruments = [
        {"slug": edition.slug, "label": edition.label, "title": wording.say(edition.parsed.title),
         "intro": wording.say(edition.parsed.intro), "sections": _sections(edition.parsed, wording, used)}
        for row in shown.version.content["editions"] if (edition := editions.get(row["edition"])) is not None
    ]  # fmt: skip
    return _answer(request, "screening/procedure_questions.html", shown, instruments=instruments)


def _sections(content, wording, used: dict) -> list[dict]:
    """Sections with their items as this round reads them; `used` says which kinds of source are looked in."""
    return [
        {"title": wording.say(section.title), "intro": wording.say(section.intro),
         "items": [{"text": wording.text(item), "purpose": wording.purpose(item), "unused": not used.get(getattr(item, "category", ""), True),
                    "more": [wording.say(getattr(item, name)) for name in MORE if getattr(item, name, None)]} for item in items]}
        for section, items in wording.sections(content)
    ]  # fmt: skip


# Besides its text an item of these kinds says something that a reader wants to see beforehand.
MORE = ("question", "never", "situation", "benign", "meaning", "explanation")


@public_page
@require_safe
def retention(request, slug, year):
    """The retention table on a page of its own."""
    return _answer(request, "screening/procedure_retention.html", _shown(request, slug, year))
