"""Who may do what with an organisation's entry. Data, with the refusal in plain words."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from lero_hub.authz.actor import Actor
from lero_hub.authz.policies import policy
from lero_hub.authz.states import Role
from organisations.states import MemberRole, State, Unlisting

if TYPE_CHECKING:
    from organisations.models import Organisation

_ONLY_TEAM = _("Only people who act for this organisation can do this.")
_ONLY_LEAD = _("Only a lead of this organisation can do this. Ask one of them.")


def roles_by_organisation(actor: Actor) -> dict[UUID, str]:
    """Read the actor's open memberships, once a request: organisation id to role. None counts without consent."""
    if actor.user is None or not (actor.is_authenticated and actor.has_consented):
        return {}
    if "organisations.roles" not in actor.known:
        rows = actor.user.memberships.filter(ended_at__isnull=True).values_list("organisation_id", "role")
        actor.known["organisations.roles"] = dict(rows)
    known: dict[UUID, str] = actor.known["organisations.roles"]
    return known


def forget_roles(actor: Actor) -> None:
    """Drop what was read, after a workflow has changed memberships."""
    actor.known.pop("organisations.roles", None)


def is_team(actor: Actor, organisation: "Organisation") -> bool:
    """Tell whether the actor is a lead or an editor."""
    return organisation.pk in roles_by_organisation(actor)


def is_lead(actor: Actor, organisation: "Organisation") -> bool:
    """Tell whether the actor is a lead."""
    return roles_by_organisation(actor).get(organisation.pk) == MemberRole.LEAD


@policy(refusal=_("You cannot see this entry."))
def can_see_entry(actor: Actor, organisation: "Organisation") -> bool:
    """The team sees its entry always; coordinators from the day it was sent in; the rest of the hub once listed."""
    if organisation.state == State.LISTED or is_team(actor, organisation):
        return True
    return actor.has(Role.COORDINATOR) and organisation.submitted_at is not None


@policy(refusal=_ONLY_TEAM)
def can_open_workspace(actor: Actor, organisation: "Organisation") -> bool:
    """Leads and editors open their organisation's own pages."""
    return is_team(actor, organisation)


@policy(refusal=_ONLY_TEAM)
def can_edit_entry(actor: Actor, organisation: "Organisation") -> bool:
    """Leads and editors change the words of the entry, until it is archived."""
    return is_team(actor, organisation) and organisation.state != State.ARCHIVED


@policy(refusal=_ONLY_TEAM)
def can_confirm_entry(actor: Actor, organisation: "Organisation") -> bool:
    """Leads and editors confirm that the entry is still true."""
    return is_team(actor, organisation)


@policy(refusal=_ONLY_LEAD)
def can_send_entry(actor: Actor, organisation: "Organisation") -> bool:
    """A lead sends the entry in and takes it back."""
    return is_lead(actor, organisation)


@policy(refusal=_("Only coordinators answer entries that were sent in, and never for their own organisation."))
def can_answer_entry(actor: Actor, organisation: "Organisation") -> bool:
    """A coordinator who does not act for the organisation lists an entry or asks for a change."""
    return actor.has(Role.COORDINATOR) and not is_team(actor, organisation)


@policy(refusal=_ONLY_LEAD)
def can_unlist_entry(actor: Actor, organisation: "Organisation") -> bool:
    """A lead or a coordinator takes an entry off the list, or archives it."""
    return is_lead(actor, organisation) or actor.has(Role.COORDINATOR)


@policy(refusal=_("A coordinator took this entry off the list. Write to the coordinators to have it put back."))
def can_relist_entry(actor: Actor, organisation: "Organisation") -> bool:
    """A lead puts back what they or time took off; what a coordinator took off, a coordinator puts back."""
    if actor.has(Role.COORDINATOR) and not is_team(actor, organisation):
        return True
    return is_lead(actor, organisation) and organisation.unlisted_why != Unlisting.BY_COORDINATOR


@policy(refusal=_ONLY_LEAD)
def can_manage_team(actor: Actor, organisation: "Organisation") -> bool:
    """A lead invites, changes roles, removes, answers requests and hands over."""
    return is_lead(actor, organisation)


@policy(refusal=_("You act for this organisation already."))
def can_ask_to_join(actor: Actor, organisation: "Organisation") -> bool:
    """Whoever does not belong yet may ask."""
    return not is_team(actor, organisation) and organisation.state == State.LISTED


@policy(refusal=_("Sign in to add your organisation."))
def can_add_organisation(actor: Actor, thing: object) -> bool:
    """Everybody with an account may add an organisation."""
    return True
