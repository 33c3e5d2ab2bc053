"""Where allauth asks how this house does things: closed sign-up, neutral mail, sealed secrets."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from parties.accounts import fresh, second_factor
from parties.accounts.mails import NOBODY, NOTICES, PASSWORD_RESET, UNKNOWN
from parties.accounts.secrets import seal_secret, unseal_secret
from parties.accounts.trail import tell_parties
from parties.limits import client_address
from parties.outbox import queue

# Stands for "unknown" in a column that wants an address.
NO_ADDRESS = "0.0.0.0"  # nosec B104
QUIET = ("account/messages/logged_in.txt", "account/messages/logged_out.txt")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from an invitation only; every mail goes through the outbox."""

    def is_open_for_signup(self, request):
        return False

    def get_client_ip(self, request):
        return client_address(request) or NO_ADDRESS

    def login(self, request, user):
        """Reached only when allauth has asked for the second step, if the account has one."""
        super().login(request, user)
        fresh.note_sign_in(request.session)
        if second_factor.has_second_factor(user):
            second_factor.mark(request.session)
        tell_parties("member.signed_in", user, request)

    def logout(self, request):
        tell_parties("member.signed_out", request.user, request)
        super().logout(request)
        request.signed_out = True

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        """The page after signing in or out says enough."""
        if message_template not in QUIET:
            super().add_message(request, level, message_template, *args, **kwargs)

    def is_reauthentication_required(self, *, app, **kwargs):
        """Somebody who signed in just now may set up the second step without typing the password again."""
        return super().is_reauthentication_required(app=app, **kwargs) and fresh.needs_step_up(self.request)

    def send_password_reset_mail(self, user, email, context):
        _queue(PASSWORD_RESET, user)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        if template_prefix in NOTICES:
            _queue(template_prefix, user)

    def send_mail(self, template_prefix, email, context):
        """What is left: somebody asked for an address nobody has.

        A row is queued that sends nothing, so that a known and an unknown address cost the same work.
        """
        if template_prefix == UNKNOWN:
            _queue(UNKNOWN, None)


def _queue(purpose: str, user) -> None:
    with transaction.atomic():
        queue(
            purpose,
            party=None,
            payload_code=str(user.pk) if user else NOBODY,
            language=user.language if user else "nl",
        )


class MFAAdapter(DefaultMFAAdapter):
    """Secrets under the master key (decision 16); the last second step cannot be switched off."""

    def encrypt(self, text):
        return seal_secret(text)

    def decrypt(self, encrypted_text):
        return unseal_secret(encrypted_text)

    def can_delete_authenticator(self, authenticator):
        others = Authenticator.objects.filter(user=authenticator.user, type__in=second_factor.FACTORS)
        return others.exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user, type):
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self):
        return {**super().get_public_key_credential_rp_entity(), "name": "Toetssteen"}

    def get_public_key_credential_user_entity(self, user):
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.name or user.email}
