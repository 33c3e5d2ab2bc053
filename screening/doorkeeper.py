"""Who knocks: sets `request.actor` and opens the party's scope for the whole request.

Members come under `/p/<party>/`, candidates under `/k/`; for everybody else no scope is open and a
query about a party raises.
"""

import logging
from contextlib import ExitStack

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from candidates.access import Frozen, ReadingEnded, TieUnanswered
from candidates.sessions import current_session
from parties.actors import Actor
from parties.closed import PUBLIC_PATH
from parties.limits import client_address
from parties.models import Member, Party
from parties.scope import party_scope
from reports.pdf_child import PdfFailed

logger = logging.getLogger(__name__)


class Doorkeeper:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor = self._anybody(request)
        with ExitStack() as request.scope_stack:
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.path.startswith("/k/"):
            self._candidate(request)
        elif "party_code" in kwargs:
            self._member(request, kwargs["party_code"])

    def process_exception(self, request, error):
        if isinstance(error, TieUnanswered):
            url = reverse("candidates:tie", args=[request.actor.party.code, error.candidacy.code])
            return redirect(f"{url}?verder={request.path}")
        if isinstance(error, Frozen):
            return render(request, "screening/frozen.html", {"candidacy": error.candidacy}, status=409)
        if isinstance(error, ReadingEnded):
            return render(request, "screening/reading_ended.html", {"candidacy": error.candidacy}, status=409)
        if isinstance(error, PdfFailed):
            return pdf_later(request, error)
        return None

    def _anybody(self, request) -> Actor:
        if request.path.startswith(PUBLIC_PATH):
            return Actor.anonymous()  # the public page asks nobody who they are, so it may be kept by anybody
        seen = {"ip": client_address(request), "user_agent": request.headers.get("User-Agent", "")[:300]}
        user = request.user
        if user.is_authenticated and user.is_staff:
            return Actor(kind="operator", user=user, name=user.name, role="operator", **seen)
        return Actor.anonymous(user=user if user.is_authenticated else None, **seen)

    def _member(self, request, party_code):
        """Open the scope for a member of this party; anybody else gets the 404 of no such party."""
        user = request.user
        party = Party.objects.filter(code=party_code, left_at__isnull=True).first()
        if party is None or not user.is_authenticated:
            if not user.is_authenticated:
                return  # the view's guard sends to sign-in, for real and invented codes alike
            raise Http404
        request.scope_stack.enter_context(party_scope(party))
        member = Member.objects.select_related("user").filter(user=user, left_at__isnull=True).first()
        if member is None:
            raise Http404
        seen = {"ip": request.actor.ip, "user_agent": request.actor.user_agent}
        request.actor = Actor(
            kind="member", party=party, member=member, user=user, name=member.name, role=_role(member), **seen
        )

    def _candidate(self, request):
        session = current_session(request)
        if session is None:
            return
        party = session.party
        request.scope_stack.enter_context(party_scope(party))
        candidacy = session.candidacy
        request.actor = Actor(
            kind="candidate", party=party, candidacy=candidacy, session=session, role="candidate",
            name=candidacy.first_name, ip=request.actor.ip, user_agent=request.actor.user_agent,
        )  # fmt: skip


def pdf_later(request, error):
    """The PDF process died or is busy: a calm page that offers to try again, and no word of what was printed."""
    logger.warning("a paper was not made: %s", error)
    again = request.get_full_path() if request.method == "GET" else ""
    response = render(request, "reports/pdf_later.html", {"again": again}, status=503)
    response["Retry-After"] = "30"
    return response


def _role(member) -> str:
    """The role shown at the top of the page: the weightiest seat that counts now."""
    member.live_seats = list(member.seats.filter(ended_at__isnull=True))
    roles = {seat.role for seat in member.live_seats}
    return next((role for role in ("chair", "board", "member", "secretary", "group_chair") if role in roles), "")
