"""What everybody in a circle agrees to. A new wording gets a new version, and everybody is asked again."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from lero_hub.words import Words
from peer_supervision.states import AGREEMENT_DAYS

if TYPE_CHECKING:
    from peer_supervision.models import CircleMembership

VERSION: Final = "2026-11"

IN_SHORT: Final[tuple[Words, ...]] = (
    _("What is said here stays here"),
    _("Questions before advice"),
    _("Nothing is recorded or minuted"),
)

POINTS: Final[tuple[tuple[Words, Words], ...]] = (
    (
        _("What is said here stays here"),
        _(
            "You may use what you learn. You do not say who said it, whom it was about, or who else was there, inside "
            "or outside the network."
        ),
    ),
    (
        _("We are here for our work as leaders"),
        _("This is an hour of peers about leading an organisation. It is not therapy, and nobody here is in charge."),
    ),
    (
        _("Questions before advice"),
        _("We listen first. We ask open questions. Ideas come when they are asked for, and nobody has to take them."),
    ),
    (
        _("We speak about ourselves"),
        _("We do not name people whom we support, and we do not complain about a colleague by name."),
    ),
    (
        _("Nothing is recorded or minuted"),
        _("No recordings, no notes of what was said, no screenshots. The hub has no place to write them down."),
    ),
    (
        _("You can always pass"),
        _("You can pass a turn, keep your camera off, or leave early. Nobody asks why."),
    ),
    (
        _("If somebody is in danger"),
        _(
            "If somebody’s life or safety is at risk, we do what keeps them safe, and we say so openly. That comes "
            "before keeping a confidence."
        ),
    ),
)


def stands(membership: "CircleMembership", now: datetime) -> bool:
    """Tell whether a member has accepted this version within the last year."""
    return (
        membership.agreed_at is not None
        and membership.agreed_version == VERSION
        and now - membership.agreed_at < timedelta(days=AGREEMENT_DAYS)
    )
