"""The list of candidates: a place for each, and the file for the Kiesraad's software."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates.access import stands_here
from candidates.forms import CrispyForm
from parties.access import Permission
from parties.guards import member_page, round_for
from screening.committee.candidate_list import (
    MOST_PLACES,
    Overtaken,
    WrongPlaces,
    export_rows,
    gaps,
    nominated,
    seen_places,
    set_places,
)
from screening.committee.spreadsheets import download

WIDTHS = (24, 14, 12, 18, 16, 22, 10)


class PlacesForm(CrispyForm):
    """A number for each name; empty is: not on the list."""

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        for one in people:
            widget = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
            self.fields[one.code] = forms.IntegerField(
                label=one.name,
                required=False,
                min_value=1,
                max_value=MOST_PLACES,
                initial=one.list_place,
                widget=widget,
            )

    def places(self) -> dict[str, int | None]:
        return {one.code: self.cleaned_data[one.code] for one in self.people}


def list_round(actor, code: str):
    """The round for chair and secretary who do not stand in it themselves. Raises Http404."""
    round = round_for(actor, code, Permission.INVITE)
    if stands_here(actor.member, round.pk):
        raise Http404
    return round


@member_page
@require_http_methods(["GET", "POST"])
def candidate_list(request, code):
    """The order is decided elsewhere; here it is only written down (decision 40)."""
    round = list_round(request.actor, code)
    people = nominated(round)
    form, status = PlacesForm(request.POST if request.method == "POST" else None, people=people), 200
    if request.method == "POST" and form.is_valid():
        try:
            set_places(round, form.places(), actor=request.actor, seen=request.POST.get("seen", ""))
            messages.success(request, _("Bewaard."))
            return redirect("screening:list", request.actor.party.code, code)
        except WrongPlaces as wrong:
            for one, message in wrong.messages.items():
                form.add_error(one, message)
        except Overtaken:
            form.add_error(None, _("Iemand anders paste de lijst net aan. Kijk na wat er nu staat en bewaar opnieuw."))
            status = 409
    context = {
        "round": round, "people": people, "form": form, "seen": seen_places(people),
        "gaps": gaps(people), "placed": [one for one in people if one.list_place],
    }  # fmt: skip
    return render(request, "screening/list.html", context, status=status)


@member_page
@require_POST
def list_export(request, code, kind):
    """On purpose and one at a time; each candidate sees that it was done (law.md E-04)."""
    round = list_round(request.actor, code)
    if kind not in ("csv", "xlsx"):
        raise Http404
    return download(export_rows(round, actor=request.actor), kind, "kandidatenlijst", WIDTHS)
