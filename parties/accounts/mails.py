"""Mail about accounts and invitations. Subjects are neutral; a link is minted when the mail leaves."""

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils.translation import gettext as _

from parties.accounts import invitations
from parties.models import FactorReset, Member, MemberInvitation, User
from parties.outbox import Message, absolute, register

NOBODY = "-"
PASSWORD_RESET = "account.password_reset"  # nosec B105
UNKNOWN = "account/email/unknown_account"
INVITATION = "member.invitation"
RESET_ASKED = "member.factor_reset_asked"
RESET_DONE = "account.factor_reset_done"

# allauth's names for what changed; all of them are told in one letter.
NOTICES = (
    "account/email/password_changed",
    "account/email/password_reset",
    "account/email/password_set",
    "mfa/email/recovery_codes_generated",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
)


def register_mails() -> None:
    register(INVITATION, _invitation)
    register(PASSWORD_RESET, _password_reset)
    register(UNKNOWN, lambda mail: None)
    register(RESET_ASKED, _reset_asked)
    register(RESET_DONE, _reset_done)
    for purpose in NOTICES:
        register(purpose, _notice)


def _letter(*paragraphs: str) -> str:
    return "\n\n".join(
        [_("Hallo,"), *paragraphs, _("Dit bericht is automatisch verstuurd. Je kunt er niet op antwoorden.")]
    )


def _account(mail) -> User | None:
    return User.objects.filter(pk=mail.payload_code, is_active=True).first()


def _password_reset(mail):
    user = _account(mail)
    if user is None:
        return None
    key = EmailAwarePasswordResetTokenGenerator().make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return Message(
        to=user.email,
        subject=_("Nieuw wachtwoord"),
        body_text=_letter(
            _("Iemand vroeg om een nieuw wachtwoord voor jouw account. Was jij dat? Open dan deze link:"),
            absolute(path),
            _("De tweede stap bij het inloggen blijft nodig. Vroeg jij dit niet? Dan hoef je niets te doen."),
        ),
    )


def _notice(mail):
    user = _account(mail)
    if user is None:
        return None
    return Message(
        to=user.email,
        subject=_("Er is iets veranderd aan je account"),
        body_text=_letter(
            _WHAT_CHANGED[mail.purpose.rpartition("/")[2]](),
            _("Deed jij dit? Dan hoef je niets te doen. Deed jij dit niet? Verander dan meteen je wachtwoord:"),
            absolute(reverse("account_reset_password")),
        ),
    )


_WHAT_CHANGED = {
    "password_changed": lambda: _("Je wachtwoord is veranderd."),
    "password_reset": lambda: _("Je wachtwoord is veranderd."),
    "password_set": lambda: _("Je wachtwoord is ingesteld."),
    "recovery_codes_generated": lambda: _("Je hebt nieuwe herstelcodes. De oude werken niet meer."),
    "totp_activated": lambda: _("Inloggen met een code uit een app staat nu aan."),
    "totp_deactivated": lambda: _("Inloggen met een code uit een app staat nu uit."),
    "webauthn_added": lambda: _("Er is een passkey toegevoegd."),
    "webauthn_removed": lambda: _("Er is een passkey verwijderd."),
}


def _invitation(mail):
    """law.md X-03: one mail, a hashed token, lapses after 14 days."""
    invitation = MemberInvitation.objects.filter(code=mail.payload_code).first()
    if invitation is None or not invitations.is_open(invitation):
        return None
    inviter = Member.objects.select_related("user").filter(code=invitation.invited_by).first()
    who = inviter.name if inviter else _("De beheerder van dit systeem")
    return Message(
        to=invitation.email,
        subject=_("Een uitnodiging voor je"),
        body_text=_letter(
            _("%(who)s nodigt je uit om mee te werken, en gaf ons dit e-mailadres.") % {"who": who},
            _("Open deze link om te lezen waar het over gaat, en om je account te maken:"),
            absolute(reverse("accounts:invitation_link", args=[invitations.mint_token(invitation)])),
            _("De link is alleen voor jou en werkt 14 dagen. Er verandert niets als je hem opent."),
        ),
    )


def _reset_asked(mail):
    """To every member, so that nobody's second step disappears unseen (decision 16)."""
    reset = FactorReset.objects.filter(code=mail.payload_code).select_related("user").first()
    reader = Member.objects.filter(code=mail.member_code, left_at=None).select_related("user").first()
    if reset is None or reader is None or not reset.is_open:
        return None
    who = reset.user.name or reset.user.email
    return Message(
        to=reader.user.email,
        subject=_("Vraag om een nieuwe tweede stap bij het inloggen"),
        body_text=_letter(
            _("%(who)s vraagt om een nieuwe tweede stap bij het inloggen.") % {"who": who},
            _("Bel eerst met %(who)s. Klopt het? Bevestig het dan hier. Klopt het niet? Stop het dan hier:")
            % {"who": who},
            absolute(reverse("accounts:resets")),
            _("Het gebeurt pas als een tweede lid het bevestigt, en nooit binnen 24 uur."),
        ),
    )


def _reset_done(mail):
    user = _account(mail)
    if user is None:
        return None
    return Message(
        to=user.email,
        subject=_("Stel je tweede stap opnieuw in"),
        body_text=_letter(
            _("Je oude tweede stap bij het inloggen werkt niet meer. Log in met je wachtwoord en stel een nieuwe in:"),
            absolute(reverse("account_login")),
        ),
    )
