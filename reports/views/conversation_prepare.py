"""Preparing the conversation: topics on the left, what is known in the middle, the own note on the right."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.access import dossier_for
from candidates.workflow import NotAllowed
from instruments.answers import Unreadable
from parties.access import Permission
from parties.calendar import local
from reports.conversation_forms import TopicForm
from reports.desk import Desk, TopicCard
from reports.findings import measure_kinds
from reports.free_text import BsnLike, second_looks
from reports.guards import committee_page
from reports.interviews import interview_of, may_attend
from reports.models import Topic
from reports.notes import NewerNote, NotesClosed, all_handed_in, hand_in_notes, notes_on, save_note
from reports.refusals import NotNow
from reports.talk import Talk
from reports.topics import TALKING, add_topic, choose_card, drop_topic, gather_topics, gathered_lately, may_drop

CHIPS = 3


def desk_for(request, code, permission=Permission.WRITE_NOTES) -> Desk:
    """The dossier's topics for this member, gathered when the answers are newer. Raises Http404, TieUnanswered."""
    candidacy = dossier_for(request.actor, code, permission, what="topics")
    if candidacy.stage in TALKING and not gathered_lately(candidacy):
        gather_topics(candidacy, actor=request.actor)
    return Desk(candidacy, request.actor, get_language())


def topic_of(candidacy, code: str, actor) -> Topic:
    """The topic with this code if this member may see it, or 404."""
    topic = next((one for one in Desk(candidacy, actor, get_language()).topics if one.code == code), None)
    if topic is None:
        raise Http404
    return topic


@committee_page
@require_GET
def prepare(request, code, topic_code=""):
    desk = desk_for(request, code)
    if not desk.cards:
        return render(request, "reports/prepare_empty.html", _around(request, desk))
    notes = notes_on(
        [card.topic for card in desk.cards], request.actor, [seat.member for seat in may_attend(desk.candidacy)]
    )
    card = _open_card(desk.cards, notes, topic_code)
    context = _around(request, desk) | {
        "card": card, "finding": card.finding, "topics": _beside(request, desk.cards, notes, card), "notes": notes[card.topic.pk],
        "note_saved": saved_words(notes[card.topic.pk].own, desk.candidacy), "next": _next(desk.cards, card),
        "handed_in": all_handed_in(notes), "unwritten": sum(1 for one in notes.values() if one.own is None or not one.own.text),
        "chips": _chips(desk) if not card.topic.criminal else [], "may_drop": may_drop(card.topic, request.actor), "total": len(desk.cards),
    }  # fmt: skip
    return render(request, "reports/prepare.html", context)


def when_words(candidacy) -> str:
    """ "Maandag 2 november, 19.30 uur, dorpshuis De Turfschuit", in the body's own time; empty without an appointment."""
    interview = interview_of(candidacy)
    if interview is None:
        return ""
    at = date_format(local(interview.at, candidacy.round.body), "l j F, G.i")
    return _("%(when)s uur, %(place)s") % {"when": at[:1].upper() + at[1:], "place": interview.place}


def _around(request, desk: Desk) -> dict:
    return {"candidacy": desk.candidacy, "when": when_words(desk.candidacy), "open": desk.candidacy.stage in TALKING}


def _deck(desk: Desk) -> list[tuple[str, str]]:
    """Cards the committee may still choose: (item key, title)."""
    wording, found = desk.dilemmas
    chosen = {card.topic.item for card in desk.cards if card.dilemma}
    return [(key, wording.text(item)) for key, item in found.items() if key not in chosen and wording.concerns(item)]


def _open_card(cards: list[TopicCard], notes: dict, code: str) -> TopicCard:
    """The card asked for; without one, the first where the own note is empty."""
    if code:
        found = next((card for card in cards if card.topic.code == code), None)
        if found is None:
            raise Http404
        return found
    empty = (card for card in cards if not (notes[card.topic.pk].own and notes[card.topic.pk].own.text))
    return next(empty, cards[0])


def _beside(request, cards, notes, now: TopicCard) -> list[dict]:
    def state(card):
        own = notes[card.topic.pk].own
        return "now" if card is now else "done" if own and own.text else "todo"

    args = [request.actor.party.code, now.topic.owner]
    return [{"state": state(card), "title": card.title, "note": card.label,
             "url": reverse("reports:topic", args=[*args, card.topic.code])} for card in cards]  # fmt: skip


def _next(cards: list[TopicCard], now: TopicCard) -> TopicCard | None:
    return cards[now.number] if now.number < len(cards) else None


def _chips(desk: Desk) -> list[tuple[str, str]]:
    return [(item.key, item.text.say(desk.language)) for item in measure_kinds(desk.candidacy.round)[:CHIPS]]


def saved_words(note, candidacy) -> str:
    if note is None or not note.version:
        return ""
    return _("Opgeslagen om %(time)s uur") % {"time": date_format(local(note.saved_at, candidacy.round.body), "G.i")}


@committee_page
@require_POST
def note(request, code, topic_code):
    """Save the own note: JSON for the page's script, a page for its button."""
    candidacy = dossier_for(request.actor, code, Permission.WRITE_NOTES, what="topics")
    topic, text = topic_of(candidacy, topic_code, request.actor), request.POST.get("note", "")
    script = "application/json" in request.headers.get("Accept", "")
    raw = request.POST.get("version", "0")
    try:
        saved = save_note(topic, text, version=int(raw) if raw.isdigit() and len(raw) < 10 else 0, actor=request.actor,
                          talked="talk" in request.POST, not_bsn="not_bsn" in request.POST)  # fmt: skip
    except NewerNote as newer:
        return _newer(request, candidacy, topic, text, newer, script)
    except (BsnLike, Unreadable) as trouble:
        return _unsaved(request, candidacy, topic, text, str(trouble), script, bsn=isinstance(trouble, BsnLike))
    except NotesClosed as trouble:
        return _unsaved(request, candidacy, topic, text, str(trouble.missing[0].text), script)
    except NotAllowed as trouble:
        raise Http404 from trouble
    if not script:
        return redirect(_back_to(request, code, topic))
    looks = second_looks(candidacy, text)
    words = " ".join([saved_words(saved, candidacy) + ("." if looks else ""), *looks])
    return JsonResponse({"message": words, "version": saved.version, "saved_at": saved.saved_at.isoformat()})


def _back_to(request, code, topic) -> str:
    args = [request.actor.party.code, code]
    if "talk" in request.POST:
        return f"{reverse('reports:talk', args=args)}#t-{topic.code}"
    return reverse("reports:topic", args=[*args, topic.code])


def _newer(request, candidacy, topic, text, newer: NewerNote, script: bool):
    """Both texts; nothing was overwritten (409)."""
    told = _("Deze notitie is in een ander venster gewijzigd. Daar staat nu: “%(text)s”") % {"text": newer.text}
    if script:
        return JsonResponse({"message": told, "version": newer.version}, status=409)
    return _note_page(request, candidacy, topic, text, told, newer.version, status=409)


def _unsaved(request, candidacy, topic, text, words: str, script: bool, *, bsn: bool = False):
    if script and bsn:
        # The script shows one line without a box to tick; a word between the digits says the same.
        words = _("Dit lijkt op een persoonsnummer. Haal het weg. Is het er geen? Zet dan een woord tussen de cijfers.")
    if script:
        return JsonResponse({"message": words}, status=400)
    return _note_page(request, candidacy, topic, text, words, request.POST.get("version", "0"), bsn=bsn)


def _note_page(request, candidacy, topic, text, told, version, *, status=200, bsn=False):
    context = {"candidacy": candidacy, "topic": topic, "text": text, "told": told, "version": version, "bsn": bsn,
               "talk": "talk" in request.POST, "back": _back_to(request, candidacy.code, topic)}  # fmt: skip
    return render(request, "reports/note.html", context, status=status)


@committee_page
@require_POST
def hand_in(request, code):
    candidacy = dossier_for(request.actor, code, Permission.WRITE_NOTES, what="topics")
    try:
        hand_in_notes(candidacy, actor=request.actor)
        messages.success(
            request, _("Je notities zijn klaar. Je leest nu die van je collega’s, als zij ook klaar zijn.")
        )
    except NotesClosed as trouble:
        messages.error(request, str(trouble.missing[0].text))
    return redirect("reports:prepare", request.actor.party.code, code)


@committee_page
@require_http_methods(["GET", "POST"])
def new_topic(request, code):
    """Add a topic in own words, or choose a card for the committee."""
    desk = desk_for(request, code)
    candidacy = desk.candidacy
    form = TopicForm(request.POST if "title" in request.POST else None, candidacy=candidacy)
    try:
        if request.POST.get("card"):
            choose_card(candidacy, request.POST["card"], actor=request.actor)
            return redirect("reports:prepare", request.actor.party.code, code)
        if form.is_bound and form.is_valid() and form.settled:
            topic = add_topic(
                candidacy, form.cleaned_data["title"], actor=request.actor, not_bsn=form.cleaned_data["not_bsn"]
            )
            return redirect("reports:topic", request.actor.party.code, code, topic.code)
    except NotNow as trouble:
        messages.error(request, str(trouble.missing[0].text))
    return render(request, "reports/add_topic.html", {"candidacy": candidacy, "form": form, "deck": _deck(desk)})


@committee_page
@require_POST
def leave_out(request, code, topic_code):
    candidacy = dossier_for(request.actor, code, Permission.WRITE_NOTES, what="topics")
    try:
        drop_topic(topic_of(candidacy, topic_code, request.actor), actor=request.actor)
    except NotAllowed as trouble:
        raise Http404 from trouble
    except NotNow as trouble:
        messages.error(request, str(trouble.missing[0].text))
    return redirect("reports:prepare", request.actor.party.code, code)


@committee_page
@require_GET
def guide(request, code):
    """The fixed questions, the same for everybody."""
    desk = desk_for(request, code, Permission.READ_DOSSIER)
    talk = Talk(desk)
    return render(request, "reports/guide.html", {"candidacy": desk.candidacy, "phases": talk.guide()})
