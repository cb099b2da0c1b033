"""Links that are sent: signed, so that nobody can make one up, and tied to the newest sending by a nonce.

For rows with a UUID as key and a `nonce` that changes with every sending. Each kind of link has a salt of its own, so
that the token of one opens nothing of another.
"""

import secrets
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare

_ID_LENGTH = 32


class Sent(Protocol):
    """What a link leads to."""

    @property
    def pk(self) -> UUID:
        """Give its key."""

    @property
    def nonce(self) -> str:
        """Give what changed with the newest sending."""


def fresh_nonce() -> str:
    """Make the part of a link that changes with every sending."""
    return secrets.token_hex(16)


def is_newest(sent: Sent, nonce: str) -> bool:
    """Tell whether a link is the one that was sent last."""
    return constant_time_compare(sent.nonce, nonce)


@dataclass(frozen=True)
class Links:
    """The links of one kind: `salt` tells them from others, `url_name` is the page that takes the token."""

    salt: str
    url_name: str

    def _signer(self) -> Signer:
        return Signer(sep=".", salt=self.salt)

    def token_for(self, sent: Sent) -> str:
        """Make the token of the newest link."""
        return self._signer().sign(sent.pk.hex + sent.nonce)

    def path_to(self, sent: Sent) -> str:
        """Give the address of the page that the newest link opens."""
        return reverse(self.url_name, args=[self.token_for(sent)])

    def read(self, token: str) -> tuple[UUID, str] | None:
        """Read the row's id and nonce out of a token; None for one that we did not make."""
        try:
            value = self._signer().unsign(token)
            return UUID(hex=value[:_ID_LENGTH]), value[_ID_LENGTH:]
        except (BadSignature, ValueError):
            return None
