"""Read settings from the environment, loudly: a wrong value stops the start and says what to do."""

import base64
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """Raises ImproperlyConfigured for anything that is neither yes nor no."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    value = raw.strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name}={raw!r} is neither yes nor no; use 1 or 0.")
    return value in TRUE


def data_dir(default: Path) -> Path:
    """The folder of database and secrets, for the owner only."""
    folder = Path(text("DATA_DIR") or default).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def kept_secret(folder: Path, name: str, *, length: int = 48) -> str:
    """A secret from the environment, or one generated once and kept in `folder` (owner only)."""
    given = text(name)
    if given:
        return given
    path = folder / f"{name.lower()}.secret"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as handle:
        value = secrets.token_urlsafe(length)
        handle.write(value)
    return value


def master_keys(folder: Path) -> list[bytes]:
    """The master keys, newest first, each 32 bytes in base64.

    From MASTER_KEYS (comma separated) or generated once in `folder`.
    """
    raw = text("MASTER_KEYS")
    if not raw:
        path = folder / "master_keys.secret"
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as handle:
                handle.write(base64.b64encode(secrets.token_bytes(32)).decode())
        raw = path.read_text().strip()
    keys = []
    for number, part in enumerate(raw.split(","), 1):
        try:
            key = base64.b64decode(part.strip(), validate=True)
        except ValueError as error:
            raise ImproperlyConfigured(f"MASTER_KEYS: key {number} is not base64.") from error
        if len(key) != 32:
            raise ImproperlyConfigured(f"MASTER_KEYS: key {number} has {len(key)} bytes, not 32.")
        keys.append(key)
    return keys
