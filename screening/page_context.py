"""What every page knows: the party, the menu, the rehearsal ribbon, the end of the session."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parties.actors import Actor

TALKING = ("reports:interviews", "reports:prepare", "reports:topic", "reports:plan", "reports:guide", "reports:record")


def page(request) -> dict:
    actor = getattr(request, "actor", Actor.anonymous())
    context = {
        "actor": actor,
        "party": actor.party or getattr(request, "party", None),
        "rehearsal": settings.REHEARSAL,
    }
    if actor.kind == "member":
        context["nav"] = _member_menu(request, actor)
    if actor.kind == "candidate":
        left = actor.session.expires_in(timezone.now())
        context.update(session_expires_in=int(left.total_seconds()), session_extend_url=reverse("candidates:extend"))
    return context


def _member_menu(request, actor) -> list[dict]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    entries = [
        ("screening:home", _("Nu doen"), ("screening:home",)),
        ("screening:rounds", _("Ronde"), ("screening:rounds", "screening:board")),
        ("reports:interviews", _("Gesprekken"), TALKING),
        ("screening:post", _("Uitgaande post"), ("screening:post",)),
        ("screening:party", _("Instellingen"), ("screening:party",)),
    ]
    return [
        {"label": label, "url": reverse(name, args=[actor.party.code]), "current": here in marks}
        for name, label, marks in entries
    ]
