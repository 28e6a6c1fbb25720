"""Values of settings that take more than reading them."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def kept_secret(folder: Path) -> str:
    """The embedded default makes its own secret and keeps it beside its database, for its owner alone."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text().strip()


def https_address(name: str, address: str) -> str:
    """An address that what is sent there reaches unread, or none: TLS, or this very machine."""
    parts = urlsplit(address)
    here = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if address and parts.scheme != "https" and not here:
        raise ImproperlyConfigured(f"{name} has to begin with https://: what is sent there is not public.")
    return address


def at_least(least: int, name: str, number: int) -> int:
    """A number that is not too small to be meant."""
    if number < least:
        raise ImproperlyConfigured(f"{name} has to be {least} or more.")
    return number
