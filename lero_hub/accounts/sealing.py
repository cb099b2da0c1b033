"""Text that the database holds only sealed: secrets of two-step sign-in, and whatever else must not lie open there.

`FIELD_KEYS` lists the keys, newest first: the first seals, all of them open, so a key is changed by putting a new one
in front. Each is stretched to the form that Fernet wants, so any random text of 32 characters or more will do.
"""

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class CannotOpen(Exception):
    """Say that none of the keys opens this text: a key was taken out of FIELD_KEYS too early."""


def seal(text: str) -> str:
    """Encrypt a text with the newest key."""
    return _box(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Decrypt a text; raise CannotOpen when no key fits."""
    try:
        return _box(tuple(settings.FIELD_KEYS)).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise CannotOpen from error


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    if not keys or any(len(key) < 32 for key in keys):
        raise ImproperlyConfigured("FIELD_KEYS needs at least one key, each of 32 characters or more")
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys])
