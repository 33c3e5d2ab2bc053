"""One-time links for rehearsal people only; they exist in the rehearsal and nowhere else."""

import secrets

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from parties.models import User

LASTS = 15 * 60  # seconds


def _key(token: str) -> str:
    return f"rehearsal:{token}"


def sign_in_link(user: User) -> str:
    """A link that signs this rehearsal user in once, within fifteen minutes."""
    token = secrets.token_urlsafe(16)
    cache.set(_key(token), user.pk, LASTS)
    return settings.BASE_URL + reverse("screening:rehearse_as", args=[token])


def user_behind(token: str) -> User | None:
    """The rehearsal user of a link, the first time only; None for everything else."""
    known = cache.get(_key(token)) if settings.REHEARSAL else None
    # Deleting is what makes it work once: of two clicks at the same moment, one deletes.
    if known is None or not cache.delete(_key(token)):
        return None
    return User.objects.filter(pk=known, rehearsal=True, is_active=True).first()
