"""The party's files of data breaches, for the chair only: one click starts one (law.md P-84, R-20)."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parties.breaches import BreachOpen, change_breach, close_breach, missing_to_close, notice_text, start_breach, told
from parties.guards import member_page
from parties.models import Breach, Round
from screening.rights.forms import BreachForm, ToldForm


def chair_page(view):
    """For a chair of any round of the party; who hears of a breach first may not wait for another."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.actor.member.seats.filter(role="chair", ended_at__isnull=True).exists():
            raise Http404
        return view(request, *args, **kwargs)

    return member_page(guarded)


def _rounds(actor) -> list[Round]:
    seats = actor.member.seats.filter(role="chair", ended_at__isnull=True).select_related("round__body")
    return [seat.round for seat in seats]


@chair_page
@require_http_methods(["GET", "POST"])
def breaches(request):
    """The register, and the one button."""
    rounds = _rounds(request.actor)
    if request.method == "POST":
        chosen = next((one for one in rounds if one.code == request.POST.get("ronde")), rounds[0])
        made = start_breach(request.actor.party, chosen.regime, actor=request.actor)
        return redirect("screening:breach", request.actor.party.code, made.code)
    context = {"breaches": list(Breach.objects.all()), "rounds": rounds, "regimes": {one.regime for one in rounds}}
    return render(request, "screening/rights_breaches.html", context)


@chair_page
@require_http_methods(["GET", "POST"])
def breach(request, breach_code):
    """Questions that judge the risk, the clock, and who was told what."""
    row = Breach.objects.select_related("party").filter(code=breach_code).first()
    if row is None:
        raise Http404
    doing = request.POST.get("do", "")
    form = BreachForm(request.POST if doing == "save" else None, initial=BreachForm.known(row))
    telling = ToldForm(request.POST if doing == "told" else None, breach=row)
    if request.method == "POST" and _done(request, row, doing, form, telling):
        return redirect("screening:breach", request.actor.party.code, breach_code)
    context = {
        "breach": row, "form": form, "telling": telling, "missing": missing_to_close(row), "told": _lines(row),
        "notice": row.notice or notice_text(row, row.party), "late": bool(row.tell_by and timezone.now() > row.tell_by),
    }  # fmt: skip
    return render(request, "screening/rights_breach.html", context)


def _done(request, row, doing: str, form, telling) -> bool:
    try:
        if doing == "save" and form.is_valid():
            change_breach(row, form.cleaned_data, actor=request.actor)
        elif doing == "told" and telling.is_valid():
            told(row, telling.cleaned_data["to"], telling.cleaned_data["what"], actor=request.actor)
        elif doing == "close":
            close_breach(row, actor=request.actor)
        else:
            return False
        messages.success(request, _("Bewaard."))
    except BreachOpen as trouble:
        for one in trouble.missing:
            messages.error(request, one)
    return True


def _lines(row) -> list[dict]:
    words = dict(ToldForm.whom(row.regime))
    return [
        {"at": parse_datetime(one["at"]), "to": words.get(one["to"], one["to"]), "what": one["what"]}
        for one in row.told or []
    ]
