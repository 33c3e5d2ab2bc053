"""One-time links for rehearsal people only; they exist in the rehearsal and nowhere else."""

import secrets

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.urls import reverse

from parties.models import User

SALT = "screening.rehearsal"
LASTS = 15 * 60  # seconds


def sign_in_link(user: User) -> str:
    """A link that signs this rehearsal user in once, within fifteen minutes."""
    token = signing.dumps({"user": user.pk, "once": secrets.token_urlsafe(9)}, salt=SALT)
    return settings.BASE_URL + reverse("screening:rehearse_as", args=[token])


def user_behind(token: str) -> User | None:
    """The rehearsal user of a link, the first time only; None for everything else."""
    if not settings.REHEARSAL:
        return None
    try:
        known = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    if not cache.add(f"rehearsal:{known['once']}", True, LASTS):
        return None
    return User.objects.filter(pk=known["user"], rehearsal=True, is_active=True).first()
