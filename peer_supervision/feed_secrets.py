"""The secret in the address of a calendar feed, and the digest that the hub keeps of it."""

import hashlib
import secrets

from django.conf import settings
from django.urls import reverse


def fresh() -> str:
    """Make a secret: 256 bits, in letters that an address may hold."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Give what is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def address(secret: str) -> str:
    """Give the whole address of a feed."""
    return settings.BASE_URL + reverse("peer_supervision:calendar_feed", args=[secret])
