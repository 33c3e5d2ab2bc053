"""Pages to take a place, to set up the second step, and to get a new one."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from parties import closed
from parties.accounts import invitations, operators
from parties.accounts import resets as factor_resets
from parties.accounts.forms import FirstOperatorForm, LostFactorForm, NewAccountForm
from parties.accounts.fresh import step_up
from parties.accounts.guards import account_page
from parties.accounts.second_factor import has_second_factor
from parties.accounts.trail import actor_of, memberships
from parties.guards import public_page
from parties.limits import address_block, allow
from parties.models import User
from parties.safekeeping.crypto import token_hash

INVITATION, OPERATOR = "invitation", "operator_link"


@public_page
@require_safe
def invitation_link(request, token):
    """Take the token out of the address bar at once. Opening changes nothing: mail scanners open links."""
    if not allow("member.link", address=address_block(request)):
        return closed.too_many(request)
    if request.method == "GET":
        request.session[INVITATION] = token_hash(token)
    return redirect("accounts:invitation")


@public_page
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request):
    """What the invitation is about, and the way in: a new account, or the account somebody has."""
    found = invitations.find_invitation(request.session.get(INVITATION, ""))
    if found is None and request.user.is_authenticated and INVITATION not in request.session:
        return redirect("/")  # a second click on the form that already succeeded
    if found is None:
        return render(request, "parties/invitation_closed.html", status=404)
    page = {"invitation": found, "party": found.party}
    if request.user.is_authenticated:
        return _join_as(request, found, page)
    if User.objects.filter(email=found.email).exists():
        return render(request, "parties/invitation_sign_in.html", page)
    form = NewAccountForm(request.POST or None, email=found.email, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        return _join_new(request, found, form.cleaned_data)
    return render(request, "parties/invitation.html", {**page, "form": form})


def _join_as(request, found, page):
    if request.user.email != found.email or request.user.is_staff:
        return render(request, "parties/invitation_other_account.html", page)
    if request.method != "POST":
        return render(request, "parties/invitation_join.html", page)
    member = _accept_or_none(found, request.user)
    if member is None:
        return render(request, "parties/invitation_closed.html", status=404)
    del request.session[INVITATION]
    messages.success(request, _("Welkom. Je hoort er nu bij."))
    return redirect("/")


def _join_new(request, found, data):
    """Account, place and sign-in in one go; the second step comes next (promise 13)."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(found.email, data["password"], name=data["name"], language=get_language())
            user.emailaddress_set.create(email=found.email, verified=True, primary=True)
            invitations.accept(found, user=user)
    except (invitations.InvitationClosed, IntegrityError):
        return redirect("accounts:invitation")  # clicked twice, or withdrawn meanwhile: that page knows
    del request.session[INVITATION]
    return perform_login(request, user, redirect_url=reverse("accounts:second_factor"))


def _accept_or_none(found, user):
    try:
        return invitations.accept(found, user=user)
    except invitations.InvitationClosed:
        return None


@public_page
@require_safe
def operator_link(request, token):
    """As `invitation_link`. The session keeps what the link says, so that no session holds a link that works."""
    if not allow("operator.link", address=address_block(request)):
        return closed.too_many(request)
    if request.method == "GET":
        request.session[OPERATOR] = operators.read_link(token)
    return redirect("accounts:operator")


@public_page
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def operator(request):
    """Become the operator of this installation, or start anew with another second step."""
    content = request.session.get(OPERATOR)
    if content is None or request.user.is_authenticated or not operators.still_stands(content):
        return render(request, "parties/invitation_closed.html", status=404)
    email = content["email"]
    form = NewAccountForm(request.POST or None, email=email) if email else FirstOperatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = operators.become_operator(content, **{"email": email, **form.cleaned_data})
        except operators.HoldsSeat:
            form.add_error(None, _("Met dit adres werkt iemand al voor een partij."))
        else:
            return _signed_in_operator(request, user)
    return render(request, "parties/operator.html", {"form": form, "email": email})


def _signed_in_operator(request, user):
    if user is None:
        return render(request, "parties/invitation_closed.html", status=404)
    del request.session[OPERATOR]
    return perform_login(request, user, redirect_url=reverse("accounts:second_factor"))


@account_page
@require_safe
def second_factor(request):
    """Choose a second step: a key on this device, or a code from an app."""
    if has_second_factor(request.user):
        return redirect("/")
    return render(request, "parties/second_factor.html")


@public_page
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def lost_factor(request):
    """Ask for a new second step with e-mail and password; the answer is the same whoever asks."""
    form = LostFactorForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "parties/lost_factor.html", {"form": form})
    email = form.cleaned_data["email"].lower()
    if not allow("factor.lost", target=email, address=address_block(request)):
        return closed.too_many(request)
    user = authenticate(request, email=email, password=form.cleaned_data["password"])
    if user is not None and has_second_factor(user):
        factor_resets.ask_reset(user, request)
    return render(request, "parties/lost_factor_asked.html")


@account_page
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def resets(request):
    """Colleagues who ask for a new second step: vouch for them, or stop it."""
    waiting = [
        (member, reset) for member in memberships(request.user) for reset in factor_resets.open_resets(member.party)
    ]
    if request.method == "POST":
        for member, reset in waiting:
            if reset.code == request.POST.get("code"):
                return _answer_reset(request, member, reset)
        return closed.not_found(request)
    rows = [{"reset": reset, "own": reset.user_id == request.user.pk} for _member, reset in waiting]
    return render(request, "parties/resets.html", {"rows": rows})


def _answer_reset(request, member, reset):
    actor = actor_of(member, request)
    if request.POST.get("answer") == "confirm":
        factor_resets.confirm_reset(reset, actor=actor)
        messages.success(request, _("Bevestigd. De oude tweede stap vervalt na 24 uur."))
    else:
        factor_resets.stop_reset(reset, actor=actor)
        messages.success(request, _("Gestopt. Er verandert niets aan het account."))
    return redirect("accounts:resets")
