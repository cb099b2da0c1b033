"""Practice, as the team of an organisation writes it down, sends it in, takes it back and changes it later."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from evidence.citations.csl import title_key
from evidence.messages import practice as messages
from evidence.models import Item, ItemCriterion, Recipe
from evidence.policies import can_edit_practice, can_share_practice
from evidence.queries.practice import missing_to_send, recipe_of, step_values
from evidence.states import EDITABLE, Kind, State
from evidence.steps import WHAT, Step, StepValues
from evidence.workflows.search_document import refresh_search
from evidence.workflows.shelf import link_criteria, locked, move, touch
from lero_hub.accounts.models import User
from lero_hub.addresses import free_slug
from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import NotAllowed, Refused, StaleVersion, WrongState
from organisations.models import Organisation
from organisations.states import State as EntryState

MOST_DRAFTS = 20
"""How many practices an organisation may be writing at once."""

RESERVED = frozenset({"share", "ours", "feed", "export"})
"""Words that stand at the place of a slug in our own addresses."""

COPIED = ("title", "summary", "evidence_kind", "how_far", "confidence", "cannot_tell", "stories", "contact_role",
          "review_on")  # fmt: skip
"""What a next version takes over from the one in the library, and gives back when it takes its place."""


@transaction.atomic
def create_practice(*, item_id: UUID, organisation_id: UUID, values: StepValues, by: Actor, now: datetime) -> Item:
    """Begin a practice. The id comes from the form: sending it twice makes one item.

    Raises NotAllowed when the id belongs to somebody else's item, Refused("not_listed") for an organisation that is
    not in the directory, Refused("too_many_drafts").
    """
    # Two clicks on one button race here: the person's row is locked, so that the second finds the first one's item.
    User.objects.select_for_update().get(pk=by.person.pk)
    organisation = Organisation.objects.get(pk=organisation_id)
    can_share_practice.require(by, organisation)
    standing = Item.objects.filter(pk=item_id).first()
    if standing is not None:
        if standing.created_by_id != by.user_id or standing.organisation_id != organisation.pk:
            raise NotAllowed(can_edit_practice.refusal)
        return standing
    _require_listed(organisation)
    drafts = Item.objects.practice().of_organisation(organisation.pk).filter(state__in=sorted(EDITABLE))
    if drafts.count() >= MOST_DRAFTS:
        raise Refused("too_many_drafts", _("You have twenty drafts already. Finish or delete one of them first."))
    title = str(values.words["title"])
    item = Item.objects.create(
        id=item_id,
        slug=_free_slug(title),
        kind=Kind.PRACTICE,
        title=title,
        organisation=organisation,
        created_at=now,
        created_by=by.person,
        changed_at=now,
        changed_by=by.person,
    )
    _write(item, WHAT, values)
    refresh_search(item.pk)
    record(actor=by, verb="evidence.create_item", subject=item, now=now)
    return item


def _require_listed(organisation: Organisation) -> None:
    if organisation.state != EntryState.LISTED:
        raise Refused("not_listed", _("Practice is shared by organisations that are in the directory."))


def _free_slug(title: str) -> str:
    return free_slug("item", title, taken=_taken, most=80, otherwise="practice")


def _taken(stem: str) -> set[str]:
    return {*Item.objects.filter(slug__startswith=stem).values_list("slug", flat=True), *RESERVED}


@transaction.atomic
def save_step(*, item_id: UUID, step: Step, values: StepValues, expected: str, by: Actor, now: datetime) -> Item:
    """Write one step of a practice. Saving what stands there already changes nothing.

    `expected` is the mark of what the person built on (`StepValues.mark`). Raises StaleVersion when somebody else
    changed this step meanwhile, WrongState when it can no longer be written.
    """
    item = locked(item_id)
    can_edit_practice.require(by, item)
    if item.state not in EDITABLE:
        message = _("This has been sent in, so it cannot be changed now. Take it back first.")
        raise WrongState(message, verb="save", state=item.state)
    current = step_values(item, step)
    if not values.differing(current):
        return item
    if current.mark != expected:
        raise StaleVersion(item.version)
    _write(item, step, values)
    touch(item, by=by, now=now)
    record(actor=by, verb="evidence.change_item", subject=item, now=now, step=step.slug)
    return item


def _write(item: Item, step: Step, values: StepValues) -> None:
    for name in step.item:
        setattr(item, name, values.words[name])
    if step.item:
        item.title_key = title_key(item.title)
        item.save(update_fields=[*step.item, "title_key"])
    if step.recipe:
        words = {name: values.words[name] for name in step.recipe}
        Recipe.objects.update_or_create(item=item, defaults=words)
    if step.has_criteria:
        link_criteria(item, values.criteria)


@transaction.atomic
def submit_practice(*, item_id: UUID, by: Actor, now: datetime) -> Item:
    """Send a practice in, and tell the curators.

    Raises Refused("incomplete") while something is missing, Refused("not_listed"), and Refused("not_in_library") for
    a next version of what is no longer there.
    """
    item = locked(item_id)
    move(item, "submit", by=by, policy=can_edit_practice, now=now)
    assert item.organisation is not None  # the database asks it of a practice
    _require_listed(item.organisation)
    require_standing(item)
    if gaps := missing_to_send(item):
        raise Refused("incomplete", _("Something is still missing: %(what)s.") % {"what": gaps[0].message})
    item.submitted_at, item.submitted_by, item.change_request = now, by.person, ""
    item.save(update_fields=["state", "submitted_at", "submitted_by", "change_request"])
    messages.tell_curators(item, now=now)
    return item


def require_standing(item: Item) -> None:
    """Raise Refused("not_in_library") for a next version of something that was taken out of the library."""
    if item.revises is not None and item.revises.state != State.PUBLISHED:
        raise Refused("not_in_library", _("The version before it was taken out of the library, so it has no place."))


@transaction.atomic
def take_back_practice(*, item_id: UUID, by: Actor, now: datetime) -> Item:
    """Take a practice back from the queue, to write on."""
    item = locked(item_id)
    move(item, "take_back", by=by, policy=can_edit_practice, now=now)
    item.save(update_fields=["state"])
    return item


@transaction.atomic
def revise_practice(*, item_id: UUID, by: Actor, now: datetime) -> Item:
    """Begin the next version of a practice in the library, which stays as it is until a curator has read the new one.

    Twice gives the same one back. Raises WrongState when the practice is not in the library.
    """
    item = locked(item_id)
    can_edit_practice.require(by, item)
    if item.state != State.PUBLISHED:
        raise WrongState(_("Only what is in the library has a next version."), verb="revise", state=item.state)
    standing = Item.objects.filter(revises=item).first()
    if standing is not None:
        return standing
    following = Item.objects.create(
        **{name: getattr(item, name) for name in COPIED},
        slug=_free_slug(f"{item.slug[:70]}-next"),
        kind=Kind.PRACTICE,
        title_key=item.title_key,
        organisation_id=item.organisation_id,
        revises=item,
        created_at=now,
        created_by=by.person,
        changed_at=now,
        changed_by=by.person,
    )
    copy_parts(item, following)
    refresh_search(following.pk)
    record(actor=by, verb="evidence.revise_item", subject=item, now=now, next=str(following.pk))
    return following


def copy_parts(source: Item, target: Item) -> None:
    """Copy the recipe and what it speaks to, in place of what the target had."""
    recipe = recipe_of(source)
    words = {field.name: getattr(recipe, field.name) for field in Recipe._meta.concrete_fields if field.name != "item"}
    Recipe.objects.update_or_create(item=target, defaults=words)
    target.criterion_links.all().delete()
    ItemCriterion.objects.bulk_create(
        ItemCriterion(item=target, framework=link.framework, domain=link.domain, code=link.code)
        for link in source.criterion_links.all()
    )


@transaction.atomic
def delete_practice(*, item_id: UUID, by: Actor, now: datetime) -> None:
    """Throw away a draft that was never in the library. Twice is harmless; what was there is withdrawn instead."""
    item = Item.objects.select_for_update(of=("self",), no_key=True).filter(pk=item_id).first()
    if item is None:
        return
    can_edit_practice.require(by, item)
    if item.state not in EDITABLE or item.versions.exists():
        raise Refused("is_kept", _("This was sent in or has been in the library, so it is kept."))
    record(actor=by, verb="evidence.delete_item", subject=item, now=now)
    item.delete()
