"""Who takes part: seats, invitations, and who leaves."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parties.access import may_seat
from parties.accounts.invitations import InvitationClosed, invite_member, resend, revoke
from parties.accounts.members import LastChair, remove_member
from parties.guards import member_page
from parties.models import Member, MemberInvitation, Seat
from parties.rounds import LastOne, OwnRole, end_seat, grant_seat, set_criminal
from parties.seats import seats_in
from screening.accountability import has_signed_secrecy
from screening.setup.advice import composition_advice
from screening.setup.forms import MemberSeatForm, SeatForm
from screening.setup.guards import seat_page, setup_page
from screening.setup.views.overview import own_rounds


@setup_page
@require_http_methods(["GET", "POST"])
def committee(request, round):
    """Board member first, then the members; asking is a chair's work (decisions 16 and 23)."""
    able = may_seat(request.actor, round)
    form = SeatForm(request.POST or None, own_email=request.actor.user.email, initial={"role": _next_role(round)})
    if request.method == "POST":
        if not able:
            raise Http404
        if form.is_valid():
            given = form.cleaned_data
            invite_member(actor=request.actor, party=round.party, round=round, language=request.actor.user.language,
                          **{name: given[name] for name in ("email", "name", "role", "criminal")})  # fmt: skip
            messages.success(request, _("%(name)s krijgt een uitnodiging per mail.") % {"name": given["name"]})
            return _back(request, round)
    return render(request, "screening/setup_committee.html", _committee_context(request, round, form, able))


def _next_role(round) -> str:
    return Seat.Role.MEMBER if seats_in(round, Seat.Role.BOARD) else Seat.Role.BOARD


def _committee_context(request, round, form, able) -> dict:
    seats = [{"seat": seat, "signed": has_signed_secrecy(seat.member), "own": seat.member_id == request.actor.member.pk}
             for seat in seats_in(round)]  # fmt: skip
    others = Member.objects.select_related("user").filter(left_at__isnull=True).exclude(pk=request.actor.member.pk)
    return {
        "round": round, "form": form, "able": able, "seats": seats, "advice": composition_advice(round),
        "invitations": open_invitations().filter(round=round), "known": MemberSeatForm(members=others) if able and others else None,
    }  # fmt: skip


def open_invitations():
    return MemberInvitation.objects.filter(accepted_at__isnull=True, revoked_at__isnull=True).order_by("created_at")


def _back(request, round):
    return redirect("screening:setup_committee", request.actor.party.code, round.code)


@seat_page
@require_POST
def give_seat(request, round):
    """A place for somebody who already works for the party."""
    others = Member.objects.select_related("user").filter(left_at__isnull=True).exclude(pk=request.actor.member.pk)
    form = MemberSeatForm(request.POST, members=others)
    if form.is_valid():
        grant_seat(round, form.members[form.cleaned_data["member"]], form.cleaned_data["role"], actor=request.actor)
        messages.success(request, _("De plek is gegeven."))
    else:
        messages.error(request, _("Kies iemand die al meewerkt, en een plek."))
    return _back(request, round)


def _seat(round, member, role) -> Seat:
    rows = Seat.objects.select_related("member", "member__user", "round", "party")
    return get_object_or_404(rows, round=round, member__code=member, role=role, ended_at__isnull=True)


@seat_page
@require_http_methods(["GET", "POST"])
def take_seat(request, round, member, role):
    """End a place, after one question."""
    seat = _seat(round, member, role)
    if request.method == "GET":
        return render(request, "screening/setup_seat.html", {"round": round, "seat": seat})
    try:
        end_seat(seat, actor=request.actor)
        messages.success(request, _("De plek is beëindigd. Deze persoon kan hier nu niet meer bij."))
    except LastOne:
        messages.error(request, _("Een ronde heeft altijd een voorzitter. Vraag eerst een tweede."))
    return _back(request, round)


@seat_page
@require_POST
def criminal(request, round, member, role):
    """Whether this member reads about police and courts (law.md P-21)."""
    try:
        set_criminal(_seat(round, member, role), request.POST.get("mag") == "ja", actor=request.actor)
    except OwnRole:
        messages.error(request, _("Een recht voor jezelf geeft een ander."))
    return _back(request, round)


@member_page
@require_POST
def invitation_again(request, invitation):
    """A new link; the old one stops."""
    found = _invitation(request, invitation)
    try:
        resend(found, actor=request.actor, language=request.actor.user.language)
        messages.success(request, _("Er is een nieuwe link onderweg. De oude werkt niet meer."))
    except InvitationClosed:
        messages.info(request, _("Deze uitnodiging is al gebruikt of ingetrokken."))
    return redirect("screening:members", request.actor.party.code)


@member_page
@require_POST
def invitation_back(request, invitation):
    """Withdraw an invitation."""
    revoke(_invitation(request, invitation), actor=request.actor)
    messages.success(request, _("De uitnodiging is ingetrokken."))
    return redirect("screening:members", request.actor.party.code)


def _invitation(request, code) -> MemberInvitation:
    if not may_seat(request.actor):
        raise Http404
    return get_object_or_404(MemberInvitation.objects.select_related("party"), code=code)


@member_page
@require_GET
def members(request):
    """Everybody who works for the party, with their places in open rounds."""
    rounds = own_rounds(request.actor)
    seats: dict[int, list[Seat]] = {}
    for seat in Seat.objects.select_related("round", "round__body").filter(
        ended_at__isnull=True, round__closed_at__isnull=True
    ):
        seats.setdefault(seat.member_id, []).append(seat)
    people = Member.objects.select_related("user").filter(left_at__isnull=True).order_by("joined_at")
    able = may_seat(request.actor)
    context = {
        "people": [{"member": one, "seats": seats.get(one.pk, []), "own": one.pk == request.actor.member.pk} for one in people],
        "able": able, "invitations": open_invitations() if able else [], "round": next((one for one in rounds if may_seat(request.actor, one)), None),
    }  # fmt: skip
    return render(request, "screening/setup_members.html", context)


@member_page
@require_http_methods(["GET", "POST"])
def remove(request, member):
    """Somebody leaves: a chair removes a member, or a member stops (promise 2: refused at the next request)."""
    found = get_object_or_404(Member.objects.select_related("user", "party"), code=member, left_at__isnull=True)
    own = found.pk == request.actor.member.pk
    if not own and not may_seat(request.actor):
        raise Http404
    if request.method == "GET":
        return render(request, "screening/setup_remove.html", {"member": found, "own": own})
    try:
        remove_member(found, actor=request.actor)
    except LastChair:
        messages.error(request, _("Dit is de enige voorzitter. Vraag eerst een tweede voorzitter; daarna kan dit wel."))
        return redirect("screening:members", request.actor.party.code)
    return redirect("screening:landing") if own else redirect("screening:members", request.actor.party.code)
