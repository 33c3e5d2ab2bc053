"""Sign a test client in the way the product accepts: with a second step that this session proved."""

from allauth.mfa.models import Authenticator

from parties.accounts.fresh import note_sign_in
from parties.accounts.second_factor import has_second_factor, mark
from parties.accounts.secrets import seal_secret

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_factor(user) -> None:
    """A code app, if the account has no second step yet."""
    if not has_second_factor(user):
        Authenticator.objects.create(user=user, type="totp", data={"secret": seal_secret(TOTP_SECRET)})


def sign_in(client, user, *, fresh: bool = True):
    """The client, signed in as `user`: just now, or (`fresh=False`) so long ago that a heavy act asks again."""
    give_factor(user)
    client.force_login(user)
    session = client.session
    mark(session)
    if fresh:
        note_sign_in(session)
    session.save()
    return client
