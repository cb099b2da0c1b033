"""Pledges: an organisation signs up to an edition, and may take that back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import Refused
from organisations.models import Organisation
from organisations.states import State
from organisations.workflows.standing import record_pledge
from standards.models import FrameworkVersion, Pledge
from standards.policies import can_pledge, can_withdraw_pledge
from standards.states import VersionState


def _locked(organisation_id: UUID) -> Organisation:
    """Lock the organisation: one open pledge at a time, and its column in the directory with it."""
    return Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation_id)


@transaction.atomic
def pledge(*, organisation_id: UUID, version_id: UUID, by: Actor, now: datetime) -> Pledge:
    """Sign an organisation up to a published edition.

    Raises Refused("not_listed", "not_current" or "pledged"): only a listed organisation pledges, to an edition that is
    open, and once.
    """
    organisation = _locked(organisation_id)
    can_pledge.require(by, organisation)
    version = FrameworkVersion.objects.select_for_update(of=("self",), no_key=True).get(pk=version_id)
    if organisation.state != State.LISTED:
        raise Refused("not_listed", _("Only a listed organisation can pledge. Send your entry in first."))
    if version.state != VersionState.PUBLISHED:
        raise Refused("not_current", _("This edition is not open to pledges. Choose one that is."))
    if Pledge.objects.open().filter(organisation=organisation).exists():
        raise Refused("pledged", _("Your organisation has pledged already."))
    made = Pledge.objects.create(organisation=organisation, version=version, pledged_at=now, pledged_by=by.person)
    record_pledge(organisation_id=organisation.pk, pledged_at=now, now=now)
    record(actor=by, verb="standards.pledge", subject=made, now=now, organisation=organisation.pk, version=version.pk)
    return made


@transaction.atomic
def withdraw_pledge(*, pledge_id: UUID, by: Actor, now: datetime) -> Pledge:
    """Take a pledge back: at any time, without a reason. Raises Refused("withdrawn") when that was done already."""
    organisation = _locked(Pledge.objects.values_list("organisation_id", flat=True).get(pk=pledge_id))
    held = Pledge.objects.select_related("organisation").get(pk=pledge_id)
    can_withdraw_pledge.require(by, held)
    if held.withdrawn_at is not None:
        raise Refused("withdrawn", _("This pledge was withdrawn already."))
    held.withdrawn_at, held.withdrawn_by = now, by.person
    held.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record_pledge(organisation_id=organisation.pk, pledged_at=None, now=now)
    record(actor=by, verb="standards.withdraw_pledge", subject=held, now=now, organisation=organisation.pk)
    return held
