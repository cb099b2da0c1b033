"""Keeping entries true: confirmed by their team, asked about after six months, taken off after eighteen.

The sweep may run at any time, twice, and in two workers at once: it works on one locked entry after another, and the
audit log tells what was said since the entry was last confirmed. An entry never comes off unannounced: if the hub
slept through the warning, the warning goes first and the entry stays for another month.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Greatest
from django.utils.translation import gettext as _

from lero_hub.audit.models import AuditEvent
from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.authz.policies import is_coordinator
from lero_hub.errors import Refused
from organisations.messages import freshness as messages
from organisations.models import Organisation
from organisations.policies import can_confirm_entry, can_relist_entry, forget_roles
from organisations.querysets import OrganisationQuerySet
from organisations.states import ASK_AFTER, UNLIST_AFTER, State, Unlisting
from organisations.workflows.listing import relist_entry, unlist_entry

NOTICE = timedelta(days=30)
SAME_CLICK = timedelta(minutes=10)
ASKED, WARNED = "organisations.asked_to_confirm", "organisations.warned_of_unlisting"
CONFIRMABLE = frozenset({State.LISTED, State.UNLISTED})


@transaction.atomic
def confirm_entry(*, organisation_id: UUID, by: Actor, now: datetime) -> Organisation:
    """Say that an entry is still true. A second click changes nothing more.

    An entry that time took off the list goes back on it, if `by` may put it back. Raises NotAllowed unless `by` is of
    the team, Refused("not_listed") for an entry that was never listed or is archived.
    """
    organisation = _locked(organisation_id)
    forget_roles(by)
    can_confirm_entry.require(by, organisation)
    if organisation.state not in CONFIRMABLE:
        raise Refused("not_listed", _("There is nothing to confirm: this entry is not on the list."))
    time_took_it_off = organisation.unlisted_why == Unlisting.NOT_CONFIRMED
    if organisation.confirmed_at is None or now - organisation.confirmed_at >= SAME_CLICK:
        organisation.confirmed_at, organisation.confirmed_by = now, by.user
        organisation.save(update_fields=["confirmed_at", "confirmed_by"])
        record(actor=by, verb="organisations.confirm_entry", subject=organisation, now=now)
    if time_took_it_off and can_relist_entry(by, organisation):
        return relist_entry(organisation_id=organisation_id, by=by, now=now)
    return organisation


@transaction.atomic
def ask_for_confirmation(*, organisation_id: UUID, by: Actor, now: datetime) -> int:
    """Ask the leads of a listed entry, once a day at most, whether it is still true.

    Returns how many were written to. Raises NotAllowed unless `by` is a coordinator, Refused("not_listed").
    """
    is_coordinator.require(by, None)
    organisation = _locked(organisation_id)
    if organisation.state != State.LISTED:
        raise Refused("not_listed", _("There is nothing to confirm: this entry is not on the list."))
    written = messages.ask_leads(organisation, "ask", now=now)
    if written:
        record(actor=by, verb=ASKED, subject=organisation, now=now)
    return written


def _locked(organisation_id: UUID) -> Organisation:
    return Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation_id)


@dataclass(frozen=True)
class Swept:
    """What a sweep did."""

    asked: int
    warned: int
    unlisted: int


def sweep_freshness(*, now: datetime) -> Swept:
    """Ask, warn and take off what is due now. Running it again finds nothing to do."""
    # Warnings go before questions: whoever is warned need not be asked as well.
    return Swept(
        warned=_each(_to_warn(now), lambda entry: _warn(entry, now)),
        asked=_each(_to_ask(now), lambda entry: _ask(entry, now)),
        unlisted=_each(_to_unlist(now), lambda entry: _unlist(entry, now)),
    )


def _each(due: OrganisationQuerySet, do: Callable[[Organisation], None]) -> int:
    """Do one thing to each entry that is due, in a transaction of its own; give back to how many."""
    done = 0
    for organisation_id in list(due.order_by("confirmed_at", "id").values_list("pk", flat=True)):
        with transaction.atomic():
            # Another worker that holds the row is doing the same right now: leave it to that one. One that held it a
            # moment ago wrote to the log, not to the row, so whether it is due is asked anew, under our own lock.
            rows = Organisation.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).filter(
                pk=organisation_id
            )
            if rows.first() is not None and (organisation := due.filter(pk=organisation_id).first()):
                do(organisation)
                done += 1
    return done


def _told(verb: str, before: datetime | None = None) -> Exists:
    """Tell whether the log has this verb for an entry since its time began (and before another time)."""
    events = _events(verb).filter(at__gt=OuterRef("since"))
    return Exists(events.filter(at__lte=before) if before else events)


def _events(verb: str) -> QuerySet[AuditEvent]:
    entry = Cast(OuterRef("pk"), CharField())
    return AuditEvent.objects.filter(subject_type=Organisation._meta.label_lower, subject_id=entry, verb=verb)


def _listed_for(days: int, now: datetime) -> OrganisationQuerySet:
    """Keep listed entries not confirmed for so long; `since` is when that was, or when they were put back later."""
    put_back = _events("organisations.relist_entry").order_by("-at").values("at")[:1]
    old = Organisation.objects.listed().filter(confirmed_at__lte=now - timedelta(days=days))
    return old.alias(since=Greatest("confirmed_at", Subquery(put_back)))


def _to_ask(now: datetime) -> OrganisationQuerySet:
    return _listed_for(ASK_AFTER, now).filter(~_told(ASKED), ~_told(WARNED))


def _to_warn(now: datetime) -> OrganisationQuerySet:
    return _listed_for(UNLIST_AFTER - NOTICE.days, now).filter(~_told(WARNED))


def _to_unlist(now: datetime) -> OrganisationQuerySet:
    return _listed_for(UNLIST_AFTER, now).filter(_told(WARNED, before=now - NOTICE))


def _ask(organisation: Organisation, now: datetime) -> None:
    record(actor=None, verb=ASKED, subject=organisation, now=now)
    messages.ask_leads(organisation, "ask", now=now)


def _warn(organisation: Organisation, now: datetime) -> None:
    record(actor=None, verb=WARNED, subject=organisation, now=now)
    messages.ask_leads(organisation, "warn", now=now, comes_off_on=comes_off_on(organisation, now=now))


def comes_off_on(organisation: Organisation, *, now: datetime) -> datetime:
    """Give the moment when an entry that is warned now comes off: after eighteen months, and a month from now."""
    assert organisation.confirmed_at is not None
    return max(organisation.confirmed_at + timedelta(days=UNLIST_AFTER), now + NOTICE)


def _unlist(organisation: Organisation, now: datetime) -> None:
    unlist_entry(organisation_id=organisation.pk, by=None, reason="", now=now)
