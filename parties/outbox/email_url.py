"""EMAIL_URL, one line that says where mail goes, as Django's settings."""

from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
TIMEOUT_SECONDS = 20


def email_settings(url: str) -> dict:
    """Settings for `smtp://`, `smtp+tls://` (STARTTLS) or `smtps://user:password@host:port`; without a url, the console.

    A user or password with special characters is percent-encoded. Raises ValueError with what to repair;
    the message never holds the password.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in PORTS:
        raise ValueError("EMAIL_URL must start with smtp://, smtp+tls:// or smtps://.")
    if not parts.hostname:
        raise ValueError("EMAIL_URL names no mail server.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": TIMEOUT_SECONDS,
    }
