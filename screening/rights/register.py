"""The register of processing: of the party, from the facts of the procedure page, and of the operator (law.md P-81)."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from parties.access import Permission, can
from parties.accounts.guards import account_page
from parties.guards import member_page
from parties.models import Party, Round
from screening.procedure.content import retention_table
from screening.procedure.facts import Facts, facts_of, voice_of
from screening.procedure.wording import LANGUAGES, document


def register_of(facts: Facts, language: str) -> dict:
    """Title, lead, items and the retention table, in "nl" or "en"."""
    language = language if language in LANGUAGES else LANGUAGES[0]
    voice, text = voice_of(facts, language), document("register")
    return {
        "title": voice.say(text.title), "lead": voice.blocks(text.lead), "items": [voice.part(item) for item in text.items],
        "table": retention_table(facts, language),
    }  # fmt: skip


@member_page
@require_GET
def party_register(request, code):
    """For who sets up the round and for the board; prints well."""
    round = Round.objects.select_related("body", "election", "party").filter(code=code).first()
    allowed = (Permission.SET_UP, Permission.CONFIRM_GATES)
    if round is None or not any(can(request.actor, one, round) for one in allowed):
        raise Http404
    register = register_of(facts_of(round), get_language())
    return render(request, "screening/rights_register.html", {"round": round, "register": register})


@account_page
@require_GET
def operator_register(request):
    """What the operator does as processor: for whom, what, where, how safe (AVG 30(2)). No dossier is counted."""
    if request.actor.kind != "operator":
        raise Http404
    parties = Party.objects.filter(left_at__isnull=True).order_by("name")
    return render(
        request, "screening/rights_operator_register.html", {"parties": parties, "operator": settings.OPERATOR}
    )
