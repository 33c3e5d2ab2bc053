"""The editions a round uses: what differs, going over to a newer one, and tailoring (decision 24, law.md P-60, E-31)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.access import dossier_for
from candidates.workflow import NotAllowed
from candidates.workflow import Refused as StepRefused
from instruments.editions import edition_in, editions_in, newer_in, newer_than, use_edition
from instruments.editions_diff import differences, seen_from
from instruments.models import Edition
from instruments.tailoring import (
    Refused,
    add,
    changes_of,
    falls_with,
    flags,
    kinds_to_add,
    leave_out,
    newest_own,
    put_back,
    rebase,
    switchable,
)  # fmt: skip
from instruments.wording import wording_for
from parties.access import Permission, permissions_in
from parties.guards import member_page, round_for
from reports.refusals import NotNow
from screening.instruments.asking_again import ask_again
from screening.instruments.equal import Comparison
from screening.instruments.forms import OwnItemForm, ReasonForm, UseEditionForm
from screening.instruments.spread import spread_of


def _edition(round, slug) -> Edition:
    edition = edition_in(round, slug)
    if edition is None:
        raise Http404
    return edition


def _mark(edition: Edition) -> str:
    return f"{edition.pk}.{edition.checksum[:8]}"


@member_page
@require_GET
def editions(request, code):
    """Which edition of each instrument the round uses, what the party changed, and whether there is a newer one."""
    round = round_for(request.actor, code, Permission.SET_UP)
    wording, newer = wording_for(round, get_language()), newer_in(round)
    rows = [
        {"slug": slug, "title": wording.say(edition.parsed.title), "edition": edition.label, "newer": newer.get(slug),
         "changes": changes_of(edition).for_body(round.body.kind), "may_tailor": _may_tailor(edition, wording)}
        for slug, edition in editions_in(round).items()
    ]  # fmt: skip
    return render(request, "screening/instruments_editions.html", {"round": round, "rows": rows})


def _may_tailor(edition, wording) -> bool:
    return bool(switchable(edition.parsed, wording) or kinds_to_add(edition.parsed))


@member_page
@require_http_methods(["GET", "POST"])
def difference(request, code, slug):
    """What a newer edition changes, for whom, and the button to use it from now on."""
    round = round_for(request.actor, code, Permission.SET_UP)
    edition = _edition(round, slug)
    newer = newer_than(edition, round.party)
    if newer is None:
        return redirect("screening:editions", request.actor.party.code, code)
    own_waits = edition.party_id is not None and newer.party_id is None
    form = UseEditionForm(request.POST or None, initial={"edition": _mark(newer)})
    status = 200
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["edition"] == _mark(newer):
            use_edition(round, newer, reason=form.cleaned_data["reason"], actor=request.actor)
            messages.success(request, _("De ronde gebruikt nu de nieuwe uitgave. Zet ook de werkwijze opnieuw online."))
            return redirect("screening:equal", request.actor.party.code, code)
        form.add_error(None, _("Er is intussen een andere uitgave. Kijk nog eens wat er anders is."))
        form.data = form.data.copy() | {"edition": _mark(newer)}
        status = 409
    context = {"round": round, "slug": slug, "now": edition, "newer": newer, "form": form, "own_waits": own_waits,
               "title": wording_for(round, get_language()).say(newer.parsed.title), "spread": spread_of(round, slug),
               "differences": differences(*(seen_from(one.parsed, round.body.kind, round.regime) for one in (edition, newer)))}  # fmt: skip
    return render(request, "screening/instruments_difference.html", context, status=status)


@member_page
@require_POST
def carry_over(request, code, slug):
    """Make the party's own edition anew on the product's newest; then the difference is shown as always."""
    round = round_for(request.actor, code, Permission.SET_UP)
    newer = newer_than(_edition(round, slug), round.party)
    if newer is not None and newer.party_id is None:
        _made, lost = rebase(round, slug, newer, actor=request.actor)
        for words in lost:
            messages.warning(request, words)
    return redirect("screening:difference", request.actor.party.code, code, slug)


# --- tailoring -----------------------------------------------------------------------------------------------------------


@member_page
@require_GET
def tailor(request, code, slug):
    """Everything in the instrument, with what may be left out, what was, and what is the party's own."""
    round = round_for(request.actor, code, Permission.SET_UP)
    edition = newest_own(round.party, slug) or _edition(round, slug)
    content, wording = (edition.based_on or edition).parsed, wording_for(round, get_language())
    changes = changes_of(edition).for_body(round.body.kind)
    reasons = {one.item: one.reason for one in changes.left_out}
    gone = set(reasons) | {item.key for key in reasons for item in falls_with(content, key)}
    sections = [
        {"title": wording.say(section.title), "items": [_row(item, wording, reasons, gone) for item in items]}
        for section, items in wording.sections(content)
    ]  # fmt: skip
    added = [
        {"key": one.item, "text": wording.say(one.text), "purpose": wording.say(one.purpose)} for one in changes.added
    ]
    context = {"round": round, "slug": slug, "title": wording.say(content.title), "sections": sections, "added": added, "edition": edition.label,
               "may_add": bool(kinds_to_add(content)), "waits": newest_own(round.party, slug) not in (None, _edition(round, slug))}  # fmt: skip
    return render(request, "screening/instruments_tailor.html", context)


def _row(item, wording, reasons, gone) -> dict:
    return {
        "key": item.key,
        "text": wording.text(item),
        "may_be_off": item.may_be_off,
        "reason": reasons.get(item.key, ""),
        "gone": item.key in gone,
    }


@member_page
@require_http_methods(["GET", "POST"])
def tailor_out(request, code, slug, item):
    """Leave one item out, with the reason that everybody can read."""
    round = round_for(request.actor, code, Permission.SET_UP)
    base, wording = _base(round, slug), wording_for(round, get_language())
    found = next((one for one in switchable(base, wording) if one.key == item), None)
    if found is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = leave_out(round, slug, item, form.cleaned_data["reason"], actor=request.actor)
            return _after(request, round, made)
        except Refused as refused:
            for words in refused.reasons:
                form.add_error(None, words)
    behind = [wording.text(one) for one in falls_with(base, item) if wording.concerns(one)]
    return render(
        request,
        "screening/instruments_tailor_out.html",
        {"round": round, "slug": slug, "text": wording.text(found), "form": form, "behind": behind},
    )


def _base(round, slug):
    edition = newest_own(round.party, slug) or _edition(round, slug)
    return (edition.based_on or edition).parsed


@member_page
@require_POST
def tailor_back(request, code, slug):
    """Take a change back: an item that was left out, or one of the party's own."""
    round = round_for(request.actor, code, Permission.SET_UP)
    _edition(round, slug)
    try:
        return _after(request, round, put_back(round, slug, request.POST.get("item", "")[:60], actor=request.actor))
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons))
    return redirect("screening:tailor", request.actor.party.code, code, slug)


@member_page
@require_http_methods(["GET", "POST"])
def tailor_add(request, code, slug):
    """Add an item of the party's own: with a purpose, within the law, and clauses with their warnings."""
    round = round_for(request.actor, code, Permission.SET_UP)
    base, wording = _base(round, slug), wording_for(round, get_language())
    kinds = kinds_to_add(base)
    if not kinds:
        raise Http404
    sections = [
        (section.key, wording.say(section.title))
        for section, items in wording.sections(base)
        if any(one.kind in kinds for one in items)
    ]
    form = OwnItemForm(request.POST or None, kinds=kinds, sections=sections)
    warnings = []
    if request.method == "POST" and form.is_valid():
        warnings = _warnings(base, form, wording)
        if not warnings or form.cleaned_data["anyway"]:
            try:
                made = add(round, slug, section=form.cleaned_data["section"], kind=form.cleaned_data["kind"], text=form.text,
                           purpose=form.purpose, actor=request.actor)  # fmt: skip
                return _after(request, round, made)
            except Refused as refused:
                for words in refused.reasons:
                    form.add_error(None, words)
        else:
            form.ask_to_keep()
    return render(
        request,
        "screening/instruments_tailor_add.html",
        {"round": round, "slug": slug, "form": form, "warnings": warnings, "edition": _edition(round, slug)},
    )


def _warnings(base, form, wording) -> list[dict]:
    """Risky words in a clause: void, or in tension with the free mandate (law.md E-31)."""
    if form.cleaned_data["kind"] != "clause":
        return []
    words = f"{form.text.nl}\n{form.text.en or ''}"
    return [
        {"title": wording.text(one), "why": wording.say(one.why), "law": wording.help(one)}
        for one in flags(base, words, wording)
    ]


def _after(request, round, made: Edition):
    """Nobody has begun: the round uses it at once. Otherwise the difference and its reason come first."""
    slug = made.slug
    if not spread_of(round, slug).anybody:
        use_edition(round, made, reason=_("Aangepast voordat er kandidaten waren."), actor=request.actor)
        messages.success(request, _("Bewaard. Zet de werkwijze opnieuw online: daar staat de reden bij."))
    else:
        messages.success(
            request, _("Bewaard, maar nog niet in gebruik. Bekijk het verschil en neem de uitgave in gebruik.")
        )
    return redirect("screening:tailor", request.actor.party.code, round.code, slug)


# --- treated alike -------------------------------------------------------------------------------------------------------


@member_page
@require_GET
def equal(request, code):
    """Was everybody treated alike, and if not, why."""
    round = round_for(request.actor, code, Permission.SEE_ROUND)
    may_set_up = Permission.SET_UP in permissions_in(request.actor, round)
    return render(
        request,
        "screening/instruments_equal.html",
        {"round": round, "equal": Comparison(round, request.actor).equal(), "may_set_up": may_set_up},
    )


@member_page
@require_POST
def again(request, code):
    """Ask a list again of one candidate, on the edition of now."""
    round = round_for(request.actor, code, Permission.READ_DOSSIER)
    candidacy = dossier_for(request.actor, request.POST.get("kandidaat", ""), Permission.READ_DOSSIER, opens=False)
    if candidacy.round_id != round.pk:
        raise Http404
    try:
        ask_again(candidacy, request.POST.get("lijst", ""), actor=request.actor)
        messages.success(request, _("Gevraagd. De kandidaat krijgt bericht en ziet alleen wat er anders is."))
    except (NotNow, StepRefused) as trouble:
        messages.error(request, " ".join(str(one.text) for one in trouble.missing))
    except NotAllowed as refused:
        raise Http404 from refused
    return redirect("screening:equal", request.actor.party.code, code)
