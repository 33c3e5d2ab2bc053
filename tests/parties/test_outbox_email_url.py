"""EMAIL_URL: one line that says where mail goes."""

import pytest

from parties.outbox.email_url import email_settings


def test_without_an_address_mail_goes_to_the_console():
    assert email_settings("") == {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}


@pytest.mark.parametrize(
    ("url", "port", "starttls", "ssl"),
    [
        ("smtp://mail.voorbeeld.nl", 25, False, False),
        ("smtp+tls://mail.voorbeeld.nl", 587, True, False),
        ("smtps://mail.voorbeeld.nl", 465, False, True),
        ("smtps://mail.voorbeeld.nl:2465", 2465, False, True),
    ],
)
def test_scheme_says_port_and_encryption(url, port, starttls, ssl):
    found = email_settings(url)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, starttls, ssl)


def test_user_and_password_are_decoded():
    found = email_settings("smtp+tls://post%40voorbeeld.nl:p%2Fw%3A%23@mail.voorbeeld.nl")
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("post@voorbeeld.nl", "p/w:#")


@pytest.mark.parametrize("url", ["http://mail.voorbeeld.nl/geheim", "mail.voorbeeld.nl", "smtp://"])
def test_a_wrong_address_says_what_to_repair_and_holds_no_secret(url):
    with pytest.raises(ValueError, match="EMAIL_URL") as caught:
        email_settings(url)
    assert "geheim" not in str(caught.value)
