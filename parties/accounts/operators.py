"""Operators: invited from the command line by somebody who already has the machine (decision 16).

The link needs no table: it is sealed with the master key and tied to how the account stood when it was
made, so it works once.
"""

import hashlib
import json
import time
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse

from parties import terms
from parties.accounts.members import end_sessions
from parties.accounts.secrets import seal_secret, unseal_secret
from parties.accounts.trail import memberships
from parties.models import User
from parties.outbox import absolute
from parties.safekeeping.crypto import SealBroken


class HoldsSeat(Exception):
    """This address works for a party; an operator holds no seat."""


def operators():
    return User.objects.filter(is_staff=True, is_active=True, rehearsal=False)


def operator_link(email: str = "", *, lasts: timedelta = terms.OPERATOR_LINK) -> str:
    """A link that makes `email` an operator, or gives an operator a new password and second step.

    Without an address (first run) the page asks for it; that link works as long as there is no operator.
    Raises HoldsSeat.
    """
    email = email.strip().lower()
    user = User.objects.filter(email=email).first()
    if user is not None and memberships(user):
        raise HoldsSeat
    content = {"email": email, "state": _state(email), "until": int(time.time() + lasts.total_seconds())}
    return absolute(reverse("accounts:operator_link", args=[seal_secret(json.dumps(content))]))


def read_link(token: str) -> dict | None:
    """What a link says; None for wrong, lapsed and used alike. Its `email` is "" on the first run."""
    try:
        content = json.loads(unseal_secret(token))
    except (SealBroken, ValueError):
        return None
    return content if still_stands(content) else None


def still_stands(content: dict) -> bool:
    """Not lapsed, not used meanwhile."""
    return content["until"] >= time.time() and content["state"] == _state(content["email"])


def become_operator(content: dict, *, email: str, name: str, password: str) -> User | None:
    """Make the account, or set it up anew. None when the link was used meanwhile. Raises HoldsSeat."""
    email = email.strip().lower()
    with transaction.atomic():
        user = User.objects.select_for_update().filter(email=email).first()
        if not still_stands(content) or content["email"] not in ("", email):
            return None
        if user is not None and memberships(user):
            raise HoldsSeat
        user = user or User(email=email)
        user.name, user.is_staff, user.is_active = name, True, True
        user.set_password(password)
        user.save()
        Authenticator.objects.filter(user=user).delete()
        EmailAddress.objects.update_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
        end_sessions(user)
    return user


def _state(email: str) -> str:
    """How things stood: another password, second step or operator makes an older link useless."""
    if not email:
        facts: list = [operators().exists()]
    else:
        user = User.objects.filter(email=email).first()
        factors = Authenticator.objects.filter(user=user).order_by("pk").values_list("pk", flat=True) if user else []
        facts = [user.pk, user.password, user.is_staff, *factors] if user else ["new"]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
