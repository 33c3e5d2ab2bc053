"""The conversation itself: one document with every part, and its printed twin (decision 35)."""

from django.db import transaction
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from candidates.models import Stage
from parties.safekeeping.audit import record
from reports.guards import committee_page
from reports.interviews import interview_of, may_attend
from reports.notes import notes_on
from reports.talk import Talk
from reports.topics import TALKING
from reports.views.conversation_prepare import desk_for, saved_words, when_words


@committee_page
@require_GET
def talk(request, code):
    desk = desk_for(request, code)
    parts = Talk(desk).parts()
    notes = notes_on(
        [part.topic for part in parts], request.actor, [seat.member for seat in may_attend(desk.candidacy)]
    )
    shown = [_screen(request, desk, part, notes[part.topic.pk].own) for part in parts]
    for index, screen in enumerate(shown):
        screen["previous"] = shown[index - 1] if index else None
        screen["next"] = shown[index + 1] if index + 1 < len(shown) else None
    context = {
        "candidacy": desk.candidacy, "parts": shown, "topics": shown, "open": desk.candidacy.stage in TALKING,
        "interview": interview_of(desk.candidacy), "may_record": desk.candidacy.stage == Stage.PLANNED,
        "note_label": _("Notitie van %(name)s") % {"name": request.actor.name.split(" ")[0]},
    }  # fmt: skip
    return render(request, "reports/talk.html", context)


def _screen(request, desk, part, own) -> dict:
    """One part as components/talk_dots.html and reports/_talk_part.html read it."""
    args = [request.actor.party.code, desk.candidacy.code]
    return {
        "id": part.anchor, "number": part.number, "title": part.label, "part": part, "done": part.topic.talked_at is not None,
        "note": own.text if own else "", "version": own.version if own else 0, "saved": saved_words(own, desk.candidacy),
        "note_url": reverse("reports:note", args=[*args, part.topic.code]),
        "agree_url": _agree_url(args, part) if not part.topic.criminal else "",
    }  # fmt: skip


def _agree_url(args, part) -> str:
    """To the agreement of this topic's finding, or to writing the finding first."""
    if part.card and part.card.row:
        return f"{reverse('reports:measure', args=[*args, part.card.row.number])}?terug=gesprek"
    about = f"&onderwerp={part.topic.code}" if part.card else ""
    return f"{reverse('reports:finding_new', args=args)}?terug=gesprek{about}"


@committee_page
@require_GET
def talk_sheet(request, code):
    """The same on paper, with room to write; printing a dossier is an event (decision 5)."""
    desk = desk_for(request, code)
    with transaction.atomic():
        record("dossier.printed", actor=request.actor, party=desk.candidacy.party, chain=desk.candidacy.chain, about=desk.candidacy.code,
               codes={"what": "topics"})  # fmt: skip
    context = {"candidacy": desk.candidacy, "parts": Talk(desk).parts(), "when": when_words(desk.candidacy)}
    return render(request, "reports/talk_sheet.html", context)
