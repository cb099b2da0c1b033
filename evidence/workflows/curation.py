"""Practice that was sent in, as curators answer it: read, labelled, sent back with a question or published."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from evidence.messages import practice as messages
from evidence.models import Item
from evidence.policies import can_answer_practice
from evidence.queries.gaps import missing_for_library
from evidence.states import State
from evidence.workflows.practice import COPIED, copy_parts, require_standing
from evidence.workflows.shelf import keep_version, locked, move, put_in_library, require_version, touch
from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import Refused, WrongState


@transaction.atomic
def judge_practice(*, item_id: UUID, confidence: str, cannot_tell: str, version: int, by: Actor, now: datetime) -> Item:
    """Write how sure a curator is, and what the practice cannot tell us. What stands there already changes nothing.

    In the library it stays there, as a new version; a next version that took these words over gets the new ones.
    Raises WrongState unless it waits for a curator or is in the library, StaleVersion when it was changed since
    `version`, Refused("incomplete") when one in the library would lose what it needs there.
    """
    # A next version is locked before what it revises, as when it takes its place.
    following = Item.objects.select_for_update(of=("self",), no_key=True).filter(revises_id=item_id).first()
    item = locked(item_id)
    can_answer_practice.require(by, item)
    if item.state not in {State.SUBMITTED, State.PUBLISHED}:
        message = _("This does not wait for a curator any more. Its team has taken it back, or it has its answer.")
        raise WrongState(message, verb="judge", state=item.state)
    require_version(item, version)
    before, words = (item.confidence, item.cannot_tell), (confidence, cannot_tell.strip())
    if before == words:
        return item
    _judge(item, words, by=by, now=now)
    if item.state == State.PUBLISHED:
        keep_version(item, by=by, now=now)
        if following is not None and (following.confidence, following.cannot_tell) == before:
            _judge(following, words, by=by, now=now)
    return item


def _judge(item: Item, words: tuple[str, str], *, by: Actor, now: datetime) -> None:
    item.confidence, item.cannot_tell = words
    if item.state == State.PUBLISHED and (gaps := missing_for_library(item)):
        raise Refused("incomplete", _("It is in the library, so %(what)s.") % {"what": gaps[0].message})
    item.save(update_fields=["confidence", "cannot_tell"])
    touch(item, by=by, now=now)
    record(actor=by, verb="evidence.judge_item", subject=item, now=now)


@transaction.atomic
def request_practice_changes(*, item_id: UUID, reason: str, by: Actor, now: datetime) -> Item:
    """Send a practice back to its team with a question. Raises Refused("no_reason") without one."""
    item = locked(item_id)
    move(item, "request_changes", by=by, policy=can_answer_practice, now=now)
    if not reason.strip():
        raise Refused("no_reason", _("Say what should change, so that people know what to do next."))
    item.change_request = reason.strip()
    item.save(update_fields=["state", "change_request"])
    messages.tell_team(item, "sent_back", now=now)
    return item


@transaction.atomic
def publish_practice(*, item_id: UUID, version: int, by: Actor, now: datetime) -> Item:
    """Put a practice in the library; a next version takes the place of the one before, whose words are kept.

    Gives back the item that readers see. `version` is the one that the curator read: raises StaleVersion when it was
    changed since. Raises Refused("incomplete") before *what this cannot tell us* is filled in.
    """
    item = locked(item_id)
    can_answer_practice.require(by, item)
    if item.state == State.SUBMITTED:
        require_version(item, version)
    move(item, "publish", by=by, policy=can_answer_practice, now=now)
    if item.revises_id is not None:
        item = _take_place(item, by=by, now=now)
    put_in_library(item, by=by, now=now)
    messages.tell_team(item, "published", now=now)
    return item


def _take_place(following: Item, *, by: Actor, now: datetime) -> Item:
    """Give the words of a next version to the item in the library, and let its row go."""
    assert following.revises_id is not None
    item = locked(following.revises_id)
    following.revises = item  # as it is under the lock
    require_standing(following)
    for name in (*COPIED, "title_key", "submitted_at", "submitted_by_id"):
        setattr(item, name, getattr(following, name))
    item.save(update_fields=[*COPIED, "title_key", "submitted_at", "submitted_by"])
    copy_parts(following, item)
    touch(item, by=by, now=now)
    record(actor=by, verb="evidence.replace_item", subject=item, now=now, next=str(following.pk))
    following.delete()
    return item
