"""What every page knows: the party, the menu, the rehearsal ribbon, the end of the session."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parties.access import PERMISSIONS, Permission
from parties.actors import Actor

ROUND = ("screening:rounds", "screening:board", "reports:board_list", "reports:advice", "reports:agenda")
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
        ("screening:home", _("Nu doen"), ("screening:home",), None),
        ("screening:rounds", _("Ronde"), ROUND, None),
        ("reports:interviews", _("Gesprekken"), TALKING, Permission.SEE_ROUND),
        ("screening:post", _("Uitgaande post"), ("screening:post",), Permission.OUTBOX),
        ("screening:party", _("Instellingen"), ("screening:party",), None),
    ]
    granted = {permission for seat in getattr(actor.member, "live_seats", ()) for permission in PERMISSIONS[seat.role]}
    return [
        {"label": label, "url": reverse(name, args=[actor.party.code]), "current": here in marks}
        for name, label, marks, needs in entries
        if needs is None or needs in granted
    ]
