"""The life of an entry: sent in, answered, listed, taken off, archived, brought back.

Each verb checks the transition table of `organisations.states.ENTRY`; the database checks what the new state needs.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.accounts.models import User
from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.authz.policies import Policy
from lero_hub.authz.states import Role
from lero_hub.errors import Refused, StaleVersion
from organisations.messages import entries as messages
from organisations.models import Organisation
from organisations.policies import can_answer_entry, can_relist_entry, can_send_entry, can_unlist_entry, is_lead
from organisations.states import ENTRY, State, Unlisting
from organisations.workflows.entries import require_complete


def _locked(organisation_id: UUID) -> Organisation:
    return Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation_id)


def _move(
    organisation: Organisation, verb: str, *, by: Actor | None, policy: Policy[Organisation], now: datetime
) -> None:
    """Ask the policy, then the table, and set the new state; the caller writes what the state needs."""
    if by is not None:
        policy.require(by, organisation)
    organisation.state = ENTRY.check(verb, organisation.state)
    record(actor=by, verb=f"organisations.{verb}_entry", subject=organisation, now=now)


@transaction.atomic
def submit_entry(*, organisation_id: UUID, by: Actor, now: datetime) -> Organisation:
    """Send an entry in, and tell the coordinators. Raises Refused("incomplete") while something is missing."""
    organisation = _locked(organisation_id)
    _move(organisation, "submit", by=by, policy=can_send_entry, now=now)
    require_complete(organisation)
    organisation.submitted_at, organisation.submitted_by, organisation.change_request = now, by.user, ""
    organisation.save(update_fields=["state", "submitted_at", "submitted_by", "change_request"])
    messages.tell_coordinators(organisation, now=now)
    return organisation


@transaction.atomic
def take_back_entry(*, organisation_id: UUID, by: Actor, now: datetime) -> Organisation:
    """Take an entry back from the queue."""
    organisation = _locked(organisation_id)
    _move(organisation, "take_back", by=by, policy=can_send_entry, now=now)
    organisation.save(update_fields=["state"])
    return organisation


@transaction.atomic
def request_changes(*, organisation_id: UUID, by: Actor, reason: str, now: datetime) -> Organisation:
    """Send an entry back to its team with a question. Raises Refused("no_reason") without one."""
    organisation = _locked(organisation_id)
    _move(organisation, "request_changes", by=by, policy=can_answer_entry, now=now)
    organisation.change_request = _reason(reason)
    organisation.save(update_fields=["state", "change_request"])
    messages.tell_team(organisation, "sent_back", now=now)
    return organisation


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused("no_reason", _("Say why, so that people know what to do next."))
    return reason.strip()


@transaction.atomic
def list_entry(*, organisation_id: UUID, by: Actor, now: datetime, version: int | None = None) -> Organisation:
    """List an entry. It counts as confirmed on the day when its team last wrote or sent it in.

    `version` is the one that the coordinator read: raises StaleVersion when the team has changed it since.
    """
    organisation = _locked(organisation_id)
    if version is not None and organisation.state == State.SUBMITTED and organisation.version != version:
        raise StaleVersion(organisation.version)
    _move(organisation, "list", by=by, policy=can_answer_entry, now=now)
    require_complete(organisation)
    organisation.listed_at, organisation.listed_by = now, by.user
    organisation.confirmed_at, organisation.confirmed_by = _last_word(organisation)
    organisation.save(update_fields=["state", "listed_at", "listed_by", "confirmed_at", "confirmed_by"])
    messages.tell_team(organisation, "listed", now=now)
    return organisation


def _last_word(organisation: Organisation) -> tuple[datetime, User]:
    """Say when and by whom the words of a sent-in entry were last vouched for: sent in, or changed after that."""
    sent_at, sent_by = organisation.submitted_at, organisation.submitted_by
    assert sent_at is not None
    assert sent_by is not None
    changed = organisation.changed_at, organisation.changed_by
    return changed if organisation.changed_at > sent_at else (sent_at, sent_by)


@transaction.atomic
def unlist_entry(*, organisation_id: UUID, by: Actor | None, reason: str, now: datetime) -> Organisation:
    """Take an entry off the list: by a lead, by a coordinator with a reason, or by time (`by` None)."""
    organisation = _locked(organisation_id)
    _move(organisation, "unlist", by=by, policy=can_unlist_entry, now=now)
    if by is None:
        why = Unlisting.NOT_CONFIRMED
    elif is_lead(by, organisation):
        why = Unlisting.BY_LEAD
    else:
        why, reason = Unlisting.BY_COORDINATOR, _reason(reason)
    organisation.unlisted_at, organisation.unlisted_why, organisation.unlisted_reason = now, why, reason.strip()
    organisation.save(update_fields=["state", "unlisted_at", "unlisted_why", "unlisted_reason"])
    if why != Unlisting.BY_LEAD:
        messages.tell_team(organisation, "unlisted", now=now)
    return organisation


@transaction.atomic
def relist_entry(*, organisation_id: UUID, by: Actor, now: datetime) -> Organisation:
    """Put an entry back on the list. A lead who does so confirms it in the same breath."""
    organisation = _locked(organisation_id)
    _move(organisation, "relist", by=by, policy=can_relist_entry, now=now)
    require_complete(organisation)
    organisation.unlisted_at, organisation.unlisted_why, organisation.unlisted_reason = None, "", ""
    fields = ["state", "unlisted_at", "unlisted_why", "unlisted_reason"]
    if is_lead(by, organisation):
        organisation.confirmed_at, organisation.confirmed_by = now, by.user
        fields += ["confirmed_at", "confirmed_by"]
    organisation.save(update_fields=fields)
    if not is_lead(by, organisation):
        messages.tell_team(organisation, "listed", now=now)
    return organisation


@transaction.atomic
def archive_entry(*, organisation_id: UUID, by: Actor, now: datetime) -> Organisation:
    """Close an entry for good or until it is brought back; its history stays."""
    organisation = _locked(organisation_id)
    _move(organisation, "archive", by=by, policy=can_unlist_entry, now=now)
    organisation.archived_at = now
    organisation.save(update_fields=["state", "archived_at"])
    if by.has(Role.COORDINATOR) and not is_lead(by, organisation):
        messages.tell_team(organisation, "archived", now=now)
    return organisation


@transaction.atomic
def restore_entry(*, organisation_id: UUID, by: Actor, now: datetime) -> Organisation:
    """Bring an archived entry back as a draft; it is sent in anew."""
    organisation = _locked(organisation_id)
    _move(organisation, "restore", by=by, policy=can_unlist_entry, now=now)
    organisation.archived_at = None
    organisation.save(update_fields=["state", "archived_at"])
    return organisation
