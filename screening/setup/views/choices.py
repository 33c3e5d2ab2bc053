"""What the round uses, how far it looks, and how long it keeps."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from instruments.editions import editions_in
from parties.rounds import Stale, change_round
from screening.procedure.content import retention_table
from screening.procedure.facts import facts_of
from screening.procedure.wording import LANGUAGES
from screening.setup.forms import InstrumentsForm, RetentionForm
from screening.setup.guards import setup_page
from screening.setup.opening import InUse, choose_instruments, instruments_for


def reading_language() -> str:
    language = (get_language() or "nl")[:2]
    return language if language in LANGUAGES else "nl"


@setup_page
@require_http_methods(["GET", "POST"])
def instruments(request, round):
    """The parts of the guide, open sources and the VOG (law.md P-60, P-63, V-01)."""
    language = reading_language()
    choices = [(one.slug, one.parsed.title.say(language)) for one in instruments_for(round)]
    form = InstrumentsForm(
        request.POST or None, instance=round, instruments=choices, initial={"used": list(editions_in(round))}
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            choose_instruments(
                round, form.cleaned_data["used"], form.values(), actor=request.actor, seen=form.cleaned_data["seen"]
            )
            messages.success(request, _("Bewaard."))
            return redirect("screening:setup_round", request.actor.party.code, round.code)
        except Stale as stale:
            form.show_current(stale.current)
            status = 409
        except InUse as used:
            form.add_error(
                "used",
                _("Een kandidaat is hier al aan begonnen: %(titles)s. Dat blijft dus aan.")
                % {"titles": ", ".join(used.titles)},
            )
    return render(request, "screening/setup_instruments.html", {"form": form, "round": round}, status=status)


@setup_page
@require_http_methods(["GET", "POST"])
def retention(request, round):
    """The table in plain words; a party may only shorten (law.md R-31)."""
    form = RetentionForm(request.POST or None, instance=round)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            change_round(round, form.values(), actor=request.actor, seen=form.cleaned_data["seen"])
            messages.success(request, _("Bewaard."))
            return redirect("screening:setup_round", request.actor.party.code, round.code)
        except Stale as stale:
            form.show_current(stale.current)
            status = 409
    table = retention_table(facts_of(round), reading_language())
    return render(
        request, "screening/setup_retention.html", {"form": form, "round": round, "table": table}, status=status
    )
