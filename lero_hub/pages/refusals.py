"""Whom to ask about a page that is not open to somebody: it differs by what the page belongs to."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from lero_hub.authz.actor import Actor
from lero_hub.authz.states import Role
from lero_hub.words import Words


@dataclass(frozen=True)
class Advice:
    """What to do about a refusal, in words; `asks_coordinator`: the way to write to them stands beside."""

    text: Words
    asks_coordinator: bool = False


OF_A_LEAD: Final = Advice(
    _(
        "Are you meant to do this? Ask a lead of the organisation to invite you, at the address you sign in with, "
        "or to make you a lead."
    )
)
OF_A_HOST: Final = Advice(_("This is for a host of the circle. Ask one of them to do it, or to hand over to you."))
OF_AN_OPERATOR: Final = Advice(_("This is for whoever runs the server. Are you meant to see it? Ask them."))
HELD: Final = Advice(
    _("You hold this duty, but not for this one: somebody else who holds it sees to it. Does that seem wrong?"), True
)
OTHER: Final = Advice(_("Do you think that it should be open to you?"), True)
DUTIES: Final = {
    Role.COORDINATOR: Advice(
        _("This is for coordinators. Are you meant to be one? They give each other the role."), True
    ),
    Role.ASSESSOR: Advice(_("This is for assessors. Are you meant to be one? A coordinator gives the role."), True),
    Role.PANEL_MEMBER: Advice(
        _("This is for the panel. Are you meant to be in it? A coordinator gives the role."), True
    ),
    Role.CURATOR: Advice(_("This is for curators. Are you meant to be one? A coordinator gives the role."), True),
}

KEPT_BY: Final[tuple[tuple[str, Role | Advice], ...]] = (
    ("/admin/", OF_AN_OPERATOR),
    ("/coordination/library/", Role.CURATOR),
    ("/coordination/", Role.COORDINATOR),
    ("/curation/", Role.CURATOR),
    ("/standards/assessors/", Role.ASSESSOR),
    ("/standards/panel/", Role.PANEL_MEMBER),
    ("/standards/reviews/", Role.ASSESSOR),
    ("/circles/", OF_A_HOST),
    ("/organisations/", OF_A_LEAD),
    ("/standards/organisations/", OF_A_LEAD),
    ("/standards/assessments/", OF_A_LEAD),
    ("/library/ours/", OF_A_LEAD),
)
"""Who keeps what lies below an address: the first that fits."""
PANEL_ACTS: Final = ("/decide/", "/give-back/")


def advice(path: str, actor: Actor) -> Advice:
    """Say whom to ask about an address that was refused to somebody."""
    keeper = next((keeper for start, keeper in KEPT_BY if path.startswith(start)), OTHER)
    if keeper == Role.ASSESSOR and path.endswith(PANEL_ACTS):
        keeper = Role.PANEL_MEMBER
    if isinstance(keeper, Advice):
        return keeper
    return HELD if actor.has(keeper) else DUTIES[keeper]
