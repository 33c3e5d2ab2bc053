"""Before the questions: read the procedure, name ties, stand."""

from datetime import date

from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from candidates.forms import ApplicationForm, TiesForm
from candidates.guards import candidate_page, first_step, prepared_page
from candidates.models import Notice, Tie
from candidates.submission import apply, current_notice, is_drafting, read_notice, say_ties
from parties.seats import committee_of


@candidate_page
@require_http_methods(["GET", "POST"])
def notice(request, candidacy):
    """The layered notice before the first entry (law.md P-40); acknowledged, not consented to."""
    version = current_notice(candidacy.round)
    if request.method == "POST" and version:
        read_notice(candidacy, version, actor=request.actor)
        return redirect(first_step(candidacy) or "screening:tasks")
    seen = Notice.objects.filter(candidacy=candidacy, version=version).first()
    short = version.in_language(get_language()).get("short", []) if version else []
    return render(
        request, "candidates/notice.html", {"candidacy": candidacy, "version": version, "seen": seen, "short": short}
    )


@candidate_page
@require_http_methods(["GET", "POST"])
def ties(request, candidacy):
    """The committee by name; who is near to the candidate stays out (decision 15)."""
    seats = committee_of(candidacy.round)
    said = {tie.member.code: tie.kind or "none"
            for tie in Tie.objects.select_related("member").filter(candidacy=candidacy, said_by=Tie.Said.CANDIDATE)}  # fmt: skip
    form = TiesForm(request.POST or None, seats=seats, initial=said)
    if request.method == "POST" and form.is_valid():
        say_ties(candidacy, form.named(), actor=request.actor)
        return redirect("screening:tasks")
    return render(request, "candidates/ties.html", {"candidacy": candidacy, "form": form, "seats": seats})


@prepared_page
@require_http_methods(["GET", "POST"])
def application(request, candidacy):
    """ "Ik stel mij kandidaat": own details, correctable as long as the dossier lives."""
    initial = {
        name: getattr(candidacy, name)
        for name in (
            "first_name",
            "initials",
            "prefixes",
            "last_name",
            "residence",
            "settles",
            "phone",
            "relation",
            "representative",
        )
    }
    initial["birth_date"] = (
        date.fromisoformat(candidacy.birth_date).strftime("%d-%m-%Y") if candidacy.birth_date else None
    )
    initial["stand"] = candidacy.applied_at is not None
    form = ApplicationForm(request.POST or None, round=candidacy.round, initial=initial)
    if request.method == "POST" and form.is_valid():
        apply(candidacy, form.cleaned_data, actor=request.actor)
        return redirect("screening:tasks")
    return render(
        request,
        "candidates/application.html",
        {
            "candidacy": candidacy,
            "form": form,
            "drafting": is_drafting(candidacy),
            "given": any(initial[name] for name in ("initials", "birth_date", "residence", "phone")),
        },
    )
