"""The address of a member's calendar, and the calendar behind it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from parties.closed import too_many
from parties.guards import member_page, public_page
from parties.limits import address_block, allow
from parties.outbox import absolute
from parties.safekeeping.crypto import token_hash
from parties.scope import party_scope
from screening.committee.feed import calendar_of, feed_of, member_behind, party_behind, renew_feed, stop_feed


@member_page
@require_http_methods(["GET", "POST"])
def feed(request):
    """Make, renew or stop one's own address; nobody else ever sees it."""
    member = request.actor.member
    if request.method == "POST":
        if "stop" in request.POST:
            stop_feed(member, actor=request.actor)
            messages.success(request, _("De koppeling is gestopt. Het adres werkt niet meer."))
        else:
            renew_feed(member, actor=request.actor)
            messages.success(request, _("Hier is een nieuw adres. Een oud adres werkt niet meer."))
        return redirect("screening:feed", request.actor.party.code)
    live = feed_of(member)
    address = absolute(reverse("screening:calendar", args=[live.token])) if live else ""
    return render(request, "screening/feed.html", {"feed": live, "address": address})


@public_page
@require_safe
def calendar(request, token):
    """What a calendar program fetches: no account, no cookie, and 404 for wrong, ended and unknown alike."""
    if not allow("calendar.read", target=token_hash(token), address=address_block(request)):
        return too_many(request)
    party = party_behind(token)
    if party is None:
        raise Http404
    with party_scope(party):
        member = member_behind(token)
        if member is None:
            raise Http404
        with translation.override(member.user.language):
            content = calendar_of(member)
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": 'attachment; filename="agenda.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
