"""Who may do what in the library. Data, with the refusal in plain words."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from evidence.states import SENT_IN, Kind, State
from lero_hub.authz.actor import Actor
from lero_hub.authz.policies import policy
from lero_hub.authz.states import Role
from organisations.policies import is_team, roles_by_organisation

if TYPE_CHECKING:
    from evidence.models import ImportRun, Item
    from organisations.models import Organisation

_ONLY_TEAM = _("Only people who act for the organisation that shares this can do this.")
_ONLY_CURATOR = _("Only curators of the library can do this.")


def acts_for_owner(actor: Actor, item: "Item") -> bool:
    """Tell whether the actor is a lead or an editor of the organisation that shares the item."""
    return item.organisation_id is not None and item.organisation_id in roles_by_organisation(actor)


@policy(refusal=_ONLY_CURATOR)
def can_curate(actor: Actor, thing: object) -> bool:
    """Curators import research and answer practice that was sent in."""
    return actor.has(Role.CURATOR)


@policy(refusal=_("You cannot see this item."))
def can_see_item(actor: Actor, item: "Item") -> bool:
    """Everybody reads what is published; the team its own; curators research, and practice that is no draft."""
    if item.state == State.PUBLISHED or acts_for_owner(actor, item):
        return True
    return actor.has(Role.CURATOR) and (item.kind == Kind.RESEARCH or item.state in SENT_IN)


@policy(refusal=_ONLY_CURATOR)
def can_see_import(actor: Actor, run: "ImportRun") -> bool:
    """A curator opens the imports that they started."""
    return actor.has(Role.CURATOR) and run.made_by_id == actor.user_id


@policy(refusal=_ONLY_TEAM)
def can_share_practice(actor: Actor, organisation: "Organisation") -> bool:
    """Leads and editors write down what their organisation tried."""
    return is_team(actor, organisation)


@policy(refusal=_ONLY_TEAM)
def can_edit_practice(actor: Actor, item: "Item") -> bool:
    """Leads and editors write, send in and take back practice of their organisation; the state says when."""
    return item.kind == Kind.PRACTICE and acts_for_owner(actor, item)


@policy(refusal=_("Only curators answer practice that was sent in, and never that of their own organisation."))
def can_answer_practice(actor: Actor, item: "Item") -> bool:
    """A curator who does not act for the organisation publishes practice or asks for a change."""
    return item.kind == Kind.PRACTICE and actor.has(Role.CURATOR) and not acts_for_owner(actor, item)


@policy(refusal=_ONLY_CURATOR)
def can_curate_research(actor: Actor, item: "Item") -> bool:
    """Curators label research and put it in the library."""
    return item.kind == Kind.RESEARCH and actor.has(Role.CURATOR)


@policy(refusal=_("Only curators, and people who act for the organisation that shares this, can do this."))
def can_withdraw_item(actor: Actor, item: "Item") -> bool:
    """The team takes its own practice out and brings it back; curators any item."""
    return acts_for_owner(actor, item) or actor.has(Role.CURATOR)


@policy(refusal=_("Only curators, and people who act for the organisation that shares this, read earlier versions."))
def can_read_versions(actor: Actor, item: "Item") -> bool:
    """The team reads what its practice said before; curators what any item said."""
    return acts_for_owner(actor, item) or actor.has(Role.CURATOR)


@policy(refusal=_("Only curators can do this, and never with what their own organisation shares."))
def can_mark_item(actor: Actor, item: "Item") -> bool:
    """A curator notes that an item was retracted, corrected or overtaken."""
    return actor.has(Role.CURATOR) and not acts_for_owner(actor, item)
