"""The link of an invitation to a circle: signed, so that nobody can make one up, and tied to the newest sending."""

import secrets
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare

if TYPE_CHECKING:
    from peer_supervision.models import CircleInvitation

_ID_LENGTH = 32


def _signer() -> Signer:
    return Signer(sep=".", salt="peer_supervision.invitation")


def fresh_nonce() -> str:
    """Make the part of a link that changes with every sending."""
    return secrets.token_hex(16)


def token_for(invitation: "CircleInvitation") -> str:
    """Make the token of the newest link."""
    return _signer().sign(invitation.pk.hex + invitation.nonce)


def path_to(invitation: "CircleInvitation") -> str:
    """Give the address of the page that the newest link opens."""
    return reverse("peer_supervision:invitation", args=[token_for(invitation)])


def read(token: str) -> tuple[UUID, str] | None:
    """Read the invitation's id and nonce out of a token; None for one that we did not make."""
    try:
        value = _signer().unsign(token)
        return UUID(hex=value[:_ID_LENGTH]), value[_ID_LENGTH:]
    except (BadSignature, ValueError):
        return None


def is_newest(invitation: "CircleInvitation", nonce: str) -> bool:
    """Tell whether a link is the one that was sent last."""
    return constant_time_compare(invitation.nonce, nonce)
