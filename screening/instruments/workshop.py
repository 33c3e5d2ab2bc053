"""The content workshop in the admin: every edition as its readers see it, with everything that is missing. Read only."""

from dataclasses import dataclass

from django.contrib import admin
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from instruments.blank import Blank
from instruments.editions_diff import differences
from instruments.models import Edition
from instruments.tailoring import BODIES, changes_of
from instruments.wording import Wording
from instruments.workshop import AUDIENCES, reading_ease, sample_wording, seen_by, shortcomings
from parties.scope import all_parties
from screening.instruments.printing import as_response, page_of_content

LANGUAGES = ("nl", "en", "pap")


@dataclass(frozen=True)
class View:
    """What the operator chose to look at."""

    audience: str
    language: str
    body: str

    @classmethod
    def asked(cls, request) -> "View":
        def one_of(name, known):
            value = request.GET.get(name, "")
            return value if value in known else known[0]

        return cls(one_of("als", AUDIENCES), one_of("taal", LANGUAGES), one_of("orgaan", BODIES))

    @property
    def wording(self) -> Wording:
        return sample_wording(self.language, self.body)


def workshop_page(view):
    """For operators only, through the admin's own door; editions hold no persons, so all parties' may be seen."""

    def opened(request, **kwargs):
        with all_parties("the content workshop lists editions, which hold no persons"):
            return view(request, **kwargs)

    guarded = admin.site.admin_view(opened)
    guarded.guard = "operator"
    return guarded


def _editions() -> list[Edition]:
    return list(Edition.objects.select_related("party", "based_on").order_by("party__name", "slug", "number"))


def _found(slug: str, number: int, party: str) -> tuple[Edition, Edition | None]:
    """The edition, and the one before it (a party's first follows the product's). Raises Http404."""
    rows = [one for one in _editions() if one.slug == slug and (one.party.code if one.party_id else "") == party]
    found = next((one for one in rows if one.number == number), None)
    if found is None:
        raise Http404
    before = [one for one in rows if one.number < number]
    return found, (before[-1] if before else found.based_on)


@workshop_page
@require_safe
def workshop(request):
    """All editions, how easily they read, and how many things to look at."""
    rows = []
    for edition in _editions():
        missing = shortcomings(edition.parsed)
        rows.append({"edition": edition, "title": edition.parsed.title.nl, "ease": reading_ease(edition.parsed), "items": len(edition.parsed.items()),
                     "missing": sum(not one.alarm for one in missing), "alarms": sum(one.alarm for one in missing)})  # fmt: skip
    return render(
        request,
        "screening/instruments_workshop.html",
        admin.site.each_context(request) | {"rows": rows, "title": _("Werkplaats")},
    )


@workshop_page
@require_safe
def edition(request, slug, number, party=""):
    """One edition as candidate, committee and print see it."""
    found, before = _found(slug, number, party)
    view, content = View.asked(request), found.parsed
    seen = seen_by(content, view.wording, view.audience)
    context = {
        "edition": found, "view": view, "content": content, "title": f"{found.label}", "blank": seen if isinstance(seen, Blank) else None,
        "sections": None if isinstance(seen, Blank) else seen, "missing": shortcomings(content),
        "ease": reading_ease(content), "audiences": AUDIENCES, "languages": LANGUAGES, "bodies": BODIES, "changes": changes_of(found),
        "before": before, "differences": differences(before.parsed, content) if before else [], "intro": view.wording.say(content.intro),
        "closing": view.wording.say(content.closing), "party": None,
    }  # fmt: skip
    return render(request, "screening/instruments_workshop_edition.html", admin.site.each_context(request) | context)


@workshop_page
@require_safe
def edition_pdf(request, slug, number, party=""):
    """The blank print of any edition, as it lies on the table."""
    found, _before = _found(slug, number, party)
    view = View.asked(request)
    return as_response(page_of_content(found.parsed, view.wording, found.label))
