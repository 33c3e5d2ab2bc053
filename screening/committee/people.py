"""Inviting candidates and looking after their invitation."""

import segno
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates.access import found, tie_state
from candidates.basis import basis_of
from candidates.forms import AddressForm, InviteForm
from candidates.invitations import AddressChanged, MayNotInvite, correct_address, invite, likely_same, resend, revoke
from candidates.models import Invitation, Stage, Tie
from parties.access import Permission, can
from parties.guards import member_page, round_for
from parties.models import OutboxMail
from parties.outbox import absolute
from parties.safekeeping.audit import record
from screening.gates import may_invite


@member_page
@require_http_methods(["GET", "POST"])
def invite_person(request, code):
    """One person at a time: told first, then the mail (decision 26)."""
    round = round_for(request.actor, code, Permission.INVITE)
    form = InviteForm(request.POST or None)
    missing = may_invite(round)
    alike = []
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data
        alike = likely_same(round, email=person["email"], last_name=person["last_name"])
        if not alike or person["anyway"]:
            try:
                candidacy = invite(
                    round, actor=request.actor, gates=may_invite, person=person, send="letter" not in request.POST
                )
                return redirect("screening:person", request.actor.party.code, candidacy.code)
            except MayNotInvite as refused:
                missing = refused.missing
    return render(request, "screening/invite.html", {"round": round, "form": form, "missing": missing, "alike": alike})


def _person(request, code):
    """The candidacy for who invites; a tie closes this page too. Raises Http404."""
    candidacy = found(code)
    if not can(request.actor, Permission.INVITE, candidacy.round) or candidacy.stage == Stage.WITHDRAWN:
        raise Http404
    if tie_state(Tie.objects.filter(candidacy=candidacy, member=request.actor.member), request.actor.member).blocked:
        raise Http404
    return candidacy


@member_page
@require_http_methods(["GET", "POST"])
def person(request, code):
    """The invitation: what the mail server said, another address, a new link, the letter."""
    candidacy = _person(request, code)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            correct_address(candidacy, form.cleaned_data["email"], actor=request.actor)
            return redirect("screening:person", request.actor.party.code, code)
        except AddressChanged:
            form.add_error("email", _("De kandidaat is al binnen geweest en past het adres nu zelf aan."))
    invitation = Invitation.objects.filter(candidacy=candidacy).order_by("-created_at").first()
    mails = OutboxMail.objects.filter(candidacy_code=candidacy.code, purpose="invitation").order_by("-created_at")[:5]
    context = {"candidacy": candidacy, "invitation": invitation, "state": invitation.state() if invitation else "", "mails": mails,
               "form": form, "email": candidacy.email if candidacy.stage == Stage.INVITED else "", "round": candidacy.round,
               "basis": basis_of(candidacy)}  # fmt: skip
    return render(request, "screening/person.html", context)


@member_page
@require_POST
def resend_link(request, code):
    resend(_person(request, code), actor=request.actor)
    return redirect("screening:person", request.actor.party.code, code)


@member_page
@require_http_methods(["GET", "POST"])
def revoke_link(request, code):
    candidacy = _person(request, code)
    if request.method == "POST":
        revoke(candidacy, actor=request.actor)
        return redirect("screening:person", request.actor.party.code, code)
    return render(request, "screening/revoke.html", {"candidacy": candidacy})


@member_page
@require_POST
def letter(request, code):
    """The invitation on paper, with the link as QR; printing it is an event."""
    candidacy = _person(request, code)
    invitation = Invitation.objects.filter(candidacy=candidacy, revoked_at__isnull=True).first()
    if invitation is None or invitation.state() != "live":
        raise Http404
    with transaction.atomic():
        record(
            "invitation.printed",
            actor=request.actor,
            party=candidacy.party,
            chain=candidacy.chain,
            about=candidacy.code,
        )
    address = absolute(reverse("candidates:arrive", args=[invitation.token]))
    code_image = segno.make(address, error="m").svg_data_uri(scale=4, border=2, nl=False)
    return render(
        request,
        "screening/letter.html",
        {"candidacy": candidacy, "address": address, "qr": code_image, "round": candidacy.round},
    )
