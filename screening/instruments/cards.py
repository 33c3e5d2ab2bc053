"""Dilemma cards to draw, turn and choose: for the candidate alone, for the committee, and on a large screen."""

import random
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from candidates.access import dossier_for
from candidates.guards import prepared_page
from candidates.models import Candidacy
from candidates.sheets import wording_of
from candidates.workflow import Missing
from instruments.cards import Card, cards_of, next_card
from instruments.editions import edition_in
from instruments.wording import wording_for
from parties.access import Permission, seats_of
from parties.guards import member_page
from parties.models import Round
from reports.conversation_forms import TopicForm
from reports.models import Topic
from reports.refusals import NotNow
from reports.topics import (
    BEFORE_THE_TALK_ENDS,
    CARDS_OF_CANDIDATE,
    TALKING,
    TITLE_LONGEST,
    add_topic,
    topics_of_candidate,
)

SLUG = "dilemmas"
BACK = "achter"


def _card(cards: list[Card], key: str) -> Card:
    found = next((card for card in cards if card.key == key), None)
    if found is None:
        raise Http404
    return found


def _turned(request) -> bool:
    return request.GET.get("kant") == BACK


def _drawn(cards: list[Card], without: set[str]) -> Card:
    """Any card, rather one that was not chosen yet. Raises Http404 for an empty deck."""
    left = [card for card in cards if card.key not in without] or cards
    if not left:
        raise Http404
    return random.choice(left)  # noqa: S311 - a card from a deck is no secret


# --- the candidate ---------------------------------------------------------------------------------------------------


def _own_deck(candidacy):
    """The edition with its cards for this candidate. Raises Http404 when the round uses no cards."""
    edition = edition_in(candidacy.round, SLUG)
    if edition is None:
        raise Http404
    wording = wording_of(candidacy, edition, get_language())
    return edition, wording, cards_of(edition.parsed, wording)


def chosen_cards(candidacy) -> set[str]:
    """Item keys of the cards this candidate chose for the conversation."""
    return {topic.item for topic in topics_of_candidate(candidacy) if topic.origin == Topic.Origin.DILEMMA}


def _chosen_context(candidacy) -> dict:
    chosen = chosen_cards(candidacy)
    return {"chosen": chosen, "count": len(chosen), "most": CARDS_OF_CANDIDATE, "full": len(chosen) >= CARDS_OF_CANDIDATE,
            "open": candidacy.stage in BEFORE_THE_TALK_ENDS, "candidacy": candidacy}  # fmt: skip


@prepared_page
@require_GET
def deck(request, candidacy):
    """All cards of this body, with what they are for; draw one or open one."""
    edition, wording, cards = _own_deck(candidacy)
    content = edition.parsed
    context = {"cards": cards, "title": wording.say(content.title), "intro": wording.say(content.intro),
               "closing": wording.say(content.closing), "edition": edition.label}  # fmt: skip
    return render(request, "screening/instruments_deck.html", context | _chosen_context(candidacy))


@prepared_page
@require_GET
def draw(request, candidacy):
    """Any card; nothing is kept of what was drawn."""
    _edition, _wording, cards = _own_deck(candidacy)
    return redirect("screening:card", _drawn(cards, chosen_cards(candidacy)).key)


@prepared_page
@require_GET
def card(request, candidacy, item):
    _edition, _wording, cards = _own_deck(candidacy)
    return _card_page(request, candidacy, cards, _card(cards, item), TopicForm(candidacy=candidacy))


def _card_page(request, candidacy, cards, shown: Card, form, *, turned: bool = False):
    form.fields["title"].label = _("Jouw eerste reactie")
    form.fields["title"].max_length = TITLE_LONGEST - len(shown.title) - 2
    context = {"card": shown, "next": next_card(cards, shown.key), "turned": turned or _turned(request), "form": form}
    return render(request, "screening/instruments_card.html", context | _chosen_context(candidacy))


@prepared_page
@require_http_methods(["POST"])
def reaction(request, candidacy, item):
    """A first reaction goes along to the conversation as the candidate's own topic. Otherwise nothing is kept."""
    _edition, _wording, cards = _own_deck(candidacy)
    shown = _card(cards, item)
    form = TopicForm(request.POST, candidacy=candidacy)
    if form.is_valid():
        words = f"{shown.title}: {form.cleaned_data['title']}"
        try:
            if len(words) > TITLE_LONGEST:
                raise NotNow(Missing(_("Dit is te lang. Schrijf het korter; de rest vertel je in het gesprek.")))
            add_topic(candidacy, words, actor=request.actor, not_bsn=form.cleaned_data["not_bsn"])
            return redirect("reports:my_interview")
        except NotNow as trouble:
            form.refuse(trouble)
    return _card_page(request, candidacy, cards, shown, form, turned=True)


# --- the committee and the group ----------------------------------------------------------------------------------------


def _round_of(request) -> Round:
    """The round whose cards are shown: the one named, else the member's first. Raises Http404 without a seat."""
    rounds = (
        Round.objects.select_related("body", "election", "party")
        .filter(closed_at__isnull=True)
        .order_by("election__nomination_day")
    )
    own = [one for one in rounds if seats_of(request.actor, one)]
    wanted = request.GET.get("ronde", "")
    found = next((one for one in own if one.code == wanted), None) if wanted else next(iter(own), None)
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class PartyDeck:
    """What the party's pages about cards share. `candidacy`: for whose conversation a card is looked for, if anybody's."""

    round: Round
    label: str
    cards: list[Card]
    candidacy: Candidacy | None
    query: str  # what the next address has to keep of this one, with its "?"; or ""

    def context(self) -> dict:
        return {"round": self.round, "edition": self.label, "cards": self.cards, "candidacy": self.candidacy, "query": self.query,
                "turn_query": f"{self.query}&kant={BACK}" if self.query else f"?kant={BACK}"}  # fmt: skip


def _party_deck(request) -> PartyDeck:
    """Raises Http404 without a seat or cards, TieUnanswered when the tie with the candidate was not asked yet."""
    round = _round_of(request)
    edition = edition_in(round, SLUG)
    if edition is None:
        raise Http404
    code = request.GET.get("voor", "")
    candidacy = dossier_for(request.actor, code, Permission.WRITE_NOTES, opens=False) if code else None
    kept = {"ronde": round.code if request.GET.get("ronde") else "", "voor": candidacy.code if candidacy else ""}
    query = urlencode({name: value for name, value in kept.items() if value})
    cards = cards_of(edition.parsed, wording_for(round, get_language()))
    return PartyDeck(round, edition.label, cards, candidacy, f"?{query}" if query else "")


@member_page
@require_GET
def party_deck(request):
    """The deck for the interview, the group talk and the yearly conversation."""
    return render(request, "screening/instruments_party_deck.html", _party_deck(request).context())


@member_page
@require_GET
def party_draw(request):
    here = _party_deck(request)
    target = reverse("screening:party_card", args=[request.actor.party.code, _drawn(here.cards, set()).key])
    return redirect(target + here.query)


@member_page
@require_GET
def party_card(request, item):
    here = _party_deck(request)
    may_choose = here.candidacy is not None and here.candidacy.stage in TALKING
    return render(request, "screening/instruments_party_card.html", _one(request, here, item) | {"open": may_choose})


def _one(request, here: PartyDeck, item: str) -> dict:
    shown = _card(here.cards, item)
    return here.context() | {"card": shown, "next": next_card(here.cards, shown.key), "turned": _turned(request)}


@member_page
@require_GET
def large_card(request, item):
    """One card, large, for a screen on the wall."""
    here = _party_deck(request)
    return render(request, "screening/instruments_large_card.html", _one(request, here, item))
