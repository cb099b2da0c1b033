"""What research and practice share: being put in the library, taken out, marked, and what they speak to."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from evidence.citations.csl import safe_url
from evidence.messages import practice as messages
from evidence.models import Item, ItemCriterion, ItemOrganisation, ItemVersion
from evidence.policies import acts_for_owner, can_mark_item, can_withdraw_item
from evidence.queries.criteria import Known, known_criteria
from evidence.queries.gaps import missing_for_library
from evidence.queries.versions import content_of
from evidence.states import ITEM, Kind, Notice
from evidence.workflows.search_document import refresh_search
from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.authz.policies import Policy
from lero_hub.errors import Refused, StaleVersion
from organisations.models import Organisation

MOST_CRITERIA, MOST_ORGANISATIONS = 12, 12


def locked(item_id: UUID) -> Item:
    """Take the lock of an item, for the rest of the transaction."""
    return Item.objects.select_for_update(of=("self",), no_key=True).get(pk=item_id)


def require_version(item: Item, version: int) -> None:
    """Raise StaleVersion when the item was changed since the person read it."""
    if item.version != version:
        raise StaleVersion(item.version)


def move(item: Item, verb: str, *, by: Actor, policy: Policy[Item], now: datetime) -> None:
    """Ask the policy, then the table, and set the new state; the caller writes what the state needs."""
    policy.require(by, item)
    item.state = ITEM.check(verb, item.state)
    record(actor=by, verb=f"evidence.{verb}_item", subject=item, now=now)


def touch(item: Item, *, by: Actor | None, now: datetime) -> None:
    """Note that the words changed, and let search know; the caller holds the lock."""
    item.version += 1
    item.changed_at, item.changed_by_id = now, by.user_id if by else None
    item.save(update_fields=["version", "changed_at", "changed_by"])
    refresh_search(item.pk)


def put_in_library(item: Item, *, by: Actor, now: datetime) -> None:
    """Publish an item whose state has been moved, and keep what it says as a version. The caller holds the lock.

    Raises Refused("incomplete") while a label, or what it cannot tell us, is missing.
    """
    if gaps := missing_for_library(item):
        raise Refused("incomplete", _("Before it goes into the library: %(what)s.") % {"what": gaps[0].message})
    item.published_at, item.published_by = now, by.person
    item.year = item.year or now.year
    item.withdrawn_at, item.withdrawn_by, item.withdrawn_reason, item.change_request = None, None, "", ""
    item.save(
        update_fields=[
            *("state", "published_at", "published_by", "year", "change_request"),
            *("withdrawn_at", "withdrawn_by", "withdrawn_reason"),
        ]
    )
    keep_version(item, by=by, now=now)
    refresh_search(item.pk)


def keep_version(item: Item, *, by: Actor, now: datetime) -> ItemVersion:
    """Keep what a published item says now."""
    return ItemVersion.objects.create(
        item=item, number=item.version, published_at=now, published_by=by.person, content=content_of(item)
    )


@transaction.atomic
def withdraw_item(*, item_id: UUID, reason: str, by: Actor, now: datetime) -> Item:
    """Take an item out of the library; its versions stay. Raises Refused("no_reason") without a reason."""
    item = locked(item_id)
    move(item, "withdraw", by=by, policy=can_withdraw_item, now=now)
    if not reason.strip():
        raise Refused("no_reason", _("Say why it is taken out of the library."))
    item.withdrawn_at, item.withdrawn_by, item.withdrawn_reason = now, by.person, reason.strip()
    item.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    if item.kind == Kind.PRACTICE and not acts_for_owner(by, item):
        messages.tell_team(item, "withdrawn", now=now)
    return item


@transaction.atomic
def restore_item(*, item_id: UUID, by: Actor, now: datetime) -> Item:
    """Bring an item back as a draft, as a new version; it is answered anew before visitors see it."""
    item = locked(item_id)
    move(item, "restore", by=by, policy=can_withdraw_item, now=now)
    item.withdrawn_at, item.withdrawn_by, item.withdrawn_reason = None, None, ""
    item.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    touch(item, by=by, now=now)
    return item


@transaction.atomic
def mark_item(*, item_id: UUID, notice: str, text: str, url: str, by: Actor, now: datetime) -> Item:
    """Say on an item that it was retracted, corrected or overtaken, or take that back (`notice` ""). Any state.

    Raises Refused("no_words") without words for the reader, Refused("no_link") for a link that is none.
    """
    item = locked(item_id)
    can_mark_item.require(by, item)
    notice = notice if notice in Notice.values else ""
    if notice and not text.strip():
        raise Refused("no_words", _("Say what readers must know."))
    if url.strip() and not safe_url(url):
        raise Refused("no_link", _("Give a web address that begins with http or https."))
    item.notice, item.notice_text = notice, text.strip() if notice else ""
    item.notice_url = safe_url(url) if notice else ""
    item.save(update_fields=["notice", "notice_text", "notice_url"])
    touch(item, by=by, now=now)
    record(actor=by, verb="evidence.mark_item", subject=item, now=now, notice=notice)
    return item


def link_criteria(item: Item, keys: Iterable[str], known: dict[str, Known] | None = None) -> None:
    """Say which criteria an item speaks to, in place of what was said before. Raises Refused for an unknown one."""
    known = known_criteria() if known is None else known
    wanted = list(dict.fromkeys(keys))
    if len(wanted) > MOST_CRITERIA:
        raise Refused(
            "too_many", _("Choose at most %(most)s criteria: the ones it really speaks to.") % _most(MOST_CRITERIA)
        )
    standing = {link.key: link for link in item.criterion_links.all()}
    if any(key not in known and key not in standing for key in wanted):
        raise Refused("unknown_criterion", _("One of these criteria is not known here. Choose from the list."))
    ItemCriterion.objects.filter(pk__in=[link.pk for key, link in standing.items() if key not in wanted]).delete()
    fresh = [known[key] for key in wanted if key not in standing]
    ItemCriterion.objects.bulk_create(
        ItemCriterion(item=item, framework=each.framework, domain=each.domain, code=each.code) for each in fresh
    )


def link_organisations(item: Item, organisation_ids: Iterable[UUID]) -> None:
    """Say which listed organisations an item speaks of, beside its owner, in place of what was said before."""
    wanted = list(dict.fromkeys(organisation_ids))
    if len(wanted) > MOST_ORGANISATIONS:
        raise Refused("too_many", _("Choose at most %(most)s organisations.") % _most(MOST_ORGANISATIONS))
    item.organisation_links.exclude(organisation_id__in=wanted).delete()
    listed = Organisation.objects.listed().filter(pk__in=[pk for pk in wanted if pk != item.organisation_id])
    rows = [ItemOrganisation(item=item, organisation=organisation) for organisation in listed]
    ItemOrganisation.objects.bulk_create(rows, ignore_conflicts=True)


def _most(number: int) -> dict[str, Any]:
    return {"most": number}
